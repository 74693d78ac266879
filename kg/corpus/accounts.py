"""What was read and how, for people who check it: `kg read`, and what a build would read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.corpus import files, formats
from kg.corpus.sources import OnError, Source, about, document, sources
from kg.corpus.sources import read as read_documents
from kg.document import Article, Block, Document
from kg.errors import InputError
from kg.rows import Stream


def read(
    inputs: Sequence[str | Path] | str | Path,
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    max_size: int = files.LIMIT >> 20,
    on_error: OnError | None = None,
) -> Stream:
    """How each document is read, before anything is looked for in it; what `kg read` prints.

    Args:
        inputs: files, folders, patterns, or ``-`` for standard input.
        issued, area, publisher: said of every document.
        max_size: megabytes that one document may have.
        on_error: gets each input that cannot be read; without it the first one is raised.

    Returns:
        An iterator, with `to_frame()` of what is left of it. For each document its name, format, encoding, metadata with where
        each comes from, the counts of what was mended, the lines left out as furniture, its articles with title, writers, span
        and blocks, and its text. Offsets are characters of ``text`` from 0.

    Raises:
        InputError: `issued` is no date; or what could not be read, when there is no `on_error`.
    """
    paths = [inputs] if isinstance(inputs, (str, Path)) else inputs
    said = {"issued": issued, "area": area, "publisher": publisher}
    return Stream(map(account, read_documents(paths, **said, limit=max_size << 20, on_error=on_error)))


def survey(
    inputs: Sequence[str | Path],
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    max_size: int = files.LIMIT >> 20,
) -> Iterator[dict[str, Any]]:
    """What a build would read: a row for each document, or for what could not be read, one at a time.

    Args: as for `read`.

    Yields:
        ``doc``, ``format``, ``bytes``, ``encoding``, ``characters``, ``articles``, and ``publisher``, ``area``, ``issued``
        with where each comes from (``issuedFrom``); or ``doc`` and ``problem``, and what else is known by then.

    Raises:
        InputError: `issued` is no date.
    """
    options = about(issued=issued, area=area, publisher=publisher)
    told: list[InputError] = []
    for source in sources(inputs, told.append, max_size << 20):
        yield from map(_problem, told)
        told.clear()
        try:
            content = source.content()
        except InputError as e:
            yield _named(source) | {"problem": _say(e)}
            continue
        row = _named(source) | {"bytes": len(content)}
        try:
            yield row | _metadata(document(source, options, content)) | {"problem": None}
        except InputError as e:
            yield row | {"problem": _say(e)}
    yield from map(_problem, told)


def account(found: Document) -> dict[str, Any]:
    """A document as a row of JSON; see `read`."""
    kinds = Counter(block.kind for article in found.articles for block in article.blocks)
    return {
        **_metadata(found),
        "plain": found.plain,
        "key": found.key or None,
        "repairs": found.repairs,
        "furniture": list(found.furniture),
        "kinds": dict(sorted(kinds.items())),
        "articles": list(map(_article, found.articles)),
        "text": found.raw,
    }


def _metadata(found: Document) -> dict[str, Any]:
    return {
        "doc": found.doc,
        "format": found.format,
        "encoding": found.encoding,
        "characters": len(found.raw),
        "articles": len(found.articles),
        "publisher": found.publisher,
        "publisherFrom": found.publisher_from,
        "area": found.area,
        "areaFrom": found.area_from,
        "issued": found.issued,
        "issuedFrom": found.issued_from,
    }


def _article(found: Article) -> dict[str, Any]:
    byline = [b.text.text for b in found.blocks if b.kind == "byline"]
    writers = [{"name": w.name, "role": w.role, "start": w.start, "end": w.end} for w in found.writers]
    return {
        "order": found.order,
        "title": found.title,
        "subtitle": found.subtitle,
        "byline": " ".join(byline),
        "writers": writers,
        "start": found.start,
        "end": found.end,
        "truncated": found.truncated,
        "blocks": list(map(_block, found.blocks)),
    }


def _block(found: Block) -> dict[str, Any]:
    start, end = min(found.text.starts), max(found.text.ends)
    return {"kind": found.kind, "start": start, "end": end, "text": found.text.text}


def _named(source: Source) -> dict[str, Any]:
    return {"doc": source.doc, "format": formats.format_of(source.suffix)}


def _problem(error: InputError) -> dict[str, Any]:
    return {"doc": error.where, "problem": _say(error)}


def _say(error: InputError) -> str:
    return error.what + (f"; {error.todo}" if error.todo else "")
