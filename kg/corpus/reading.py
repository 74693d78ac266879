"""Raw text → Document: one reader for each suffix, and the paper's dates and names from where they are best known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.corpus import articles, lines, markdown, masthead, page, stories
from kg.corpus.lines import Line
from kg.corpus.manifest import About
from kg.corpus.paragraphs import Repairs
from kg.document import Article, Document

Reader = Callable[[str, str, Repairs], tuple[list[Article], list[Line]]]


def _read_plain(doc: str, raw: str, repairs: Repairs) -> tuple[list[Article], list[Line]]:
    folded = page.fold(raw)
    kept, furniture = masthead.drop_furniture(lines.split(folded))
    return [articles.make(doc, i, folded, s, repairs) for i, s in enumerate(stories.split(folded, kept), 1)], furniture


def _read_markdown(doc: str, raw: str, repairs: Repairs) -> tuple[list[Article], list[Line]]:
    return markdown.read(doc, raw, page.fold(page.blank_markup(raw)), repairs)


#: Suffix → reader of its text. A new format is a function here and, where it is not text, a decoder in `sources`.
READERS: dict[str, Reader] = {".txt": _read_plain, ".md": _read_markdown}


def read_document(raw: str, doc: str, *, options: About | None = None, listed: About | None = None) -> Document:
    """The document of a text in memory.

    Args:
        raw: the text as `Path.read_text(encoding="utf-8-sig", newline="")` gives it; all offsets refer to it.
        doc: name by which quotes lead back to it; its suffix chooses the reader (.txt where there is none).
        options: what the user said about the paper; wins over everything.
        listed: what the manifest says; wins over masthead and file name.

    Unknown stays null: no clock is read.
    """
    repairs = Repairs()
    suffix = doc[doc.rfind(".") :].lower() if "." in doc else ".txt"
    found, furniture = READERS.get(suffix, _read_plain)(doc, raw, repairs)
    found = [a for a in found if a.blocks]
    repairs.add("furniture lines", len(furniture))
    options, listed = options or About(), listed or About()
    publisher, printed = _printed(furniture)
    issued, source = _first(
        (options.issued, "option"),
        (listed.issued, "manifest"),
        (printed, "masthead"),
        (masthead.date_in_name(doc.rpartition("/")[2]) or masthead.date_in_name(doc), "filename"),
    )
    return Document(
        doc=doc,
        raw=raw,
        articles=tuple(found),
        publisher=options.publisher or listed.publisher or publisher,
        area=options.area or listed.area,
        issued=issued,
        issued_from=source,
        repairs=dict(sorted(repairs.counts.items())),
    )


def _printed(furniture: Sequence[Line]) -> tuple[str | None, str | None]:
    """(publisher, date) as the page prints them."""
    publisher, issued = masthead.read_publisher(furniture), masthead.read_issued(furniture)
    for line in furniture[:20]:
        name, day = masthead.read_heading(line.text)
        if name and day:
            publisher, issued = publisher or name, issued or day
    return publisher, issued


def _first(*options: tuple[str | None, str]) -> tuple[str | None, str | None]:
    return next(((value, source) for value, source in options if value), (None, None))
