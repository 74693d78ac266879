"""Names in newspapers, without a graph: `kg ner` as a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import corpus
from kg.document import Document
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.extraction.ner import Mention, Recogniser


def ner(
    inputs: str | Path | Sequence[str | Path],
    *,
    ner: str = "auto",
    model: str | None = None,
    known: Iterable[str] = (),
    graph: str | Path | None = None,
    on_error: Callable[[KgError], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """People, positions, organisations and places of texts, document by document, in the order of the text.

    Args:
        inputs: files and folders of them.
        ner: the recogniser; see `kg.extraction.ner.MODULES`.
        model: for hanlp, a folder or a name that HanLP knows.
        known: names of people to be trusted wherever they stand (敖煜新).
        graph: folder of a build, whose people of three characters or more are known too, by all their names.
        on_error: called with each input that fails; the rest goes on.

    Yields:
        ``{"doc": "a.txt", "start": 4, "end": 7, "label": "PERSON", "text": "林有余", "confidence": 0.99, "name": "林有余"}``;
        start and end lead into the document's raw text, where `text` stands, with the blanks and line ends the paper put in;
        `name` is without them. A POSITION holds the ORGANIZATION it is of; nothing else overlaps.

    Raises:
        UsageError: no such recogniser. GraphError: `graph` is no build.
    """
    recogniser = load(ner, model)
    paths = [Path(p) for p in ([inputs] if isinstance(inputs, (str, Path)) else inputs)]
    names = frozenset([*known, *(_people(graph) if graph else ())])
    for document in corpus.read(paths, on_error=on_error):
        yield from mentions(document, recogniser, names)


def load(ner: str = "auto", model: str | None = None) -> Recogniser:
    """The recogniser that these two options mean."""
    from kg.extraction import ner as recognisers

    return recognisers.load(ner, **({"model": model} if model else {}))


def _people(graph: str | Path) -> Iterator[str]:
    from kg import questions

    for node in questions.open_graph(graph).nodes("Person"):
        yield from (n for n in (node["name"], *(node.get("aliases") or ())) if len(n) > 2)


def mentions(
    document: Document, recogniser: Recogniser, known: frozenset[str] = frozenset()
) -> Iterator[dict[str, Any]]:
    """The rows of one document; see `ner`."""
    from kg.extraction import sentences
    from kg.extraction.ner import memory

    parts = [
        (b.text, *cut) for a in document.articles for b in a.blocks if b.kind != "debris" for cut in sentences.split(b)
    ]
    texts = [text.text[a:b] for text, a, b in parts]
    found = memory.complete(texts, _read(texts, recogniser, known), known)
    rows = []
    for (text, offset, _), listed in zip(parts, found, strict=True):
        for m in listed:
            name = text.text[offset + m.start : offset + m.end]
            start, end = text.quote_span(offset + m.start, offset + m.end, offset + m.start, gap=20)
            if name.strip():
                rows.append((start, end, m.label, m.confidence, " ".join(name.split())))
    for start, end, label, confidence, name in sorted(rows):
        yield {"doc": document.doc, "start": start, "end": end, "label": label, "text": document.raw[start:end],
               "confidence": confidence, "name": name}  # fmt: skip


def _read(texts: list[str], recogniser: Recogniser, known: frozenset[str]) -> list[list[Mention]]:
    """A recogniser with a dictionary of its own reads again, with what it learned, the texts where a sure name stands."""
    from kg.extraction.ner import memory

    teach = getattr(recogniser, "teach", None)
    if teach is None or not teach(dict.fromkeys(sorted(known), "PERSON")):
        return recogniser.recognise(texts)
    found = recogniser.recognise(texts)
    sure = {*memory.sure_names(texts, found), *known}
    teach(dict.fromkeys(sorted(sure), "PERSON"))
    again = [i for i, text in enumerate(texts) if any(name in text for name in sure)]
    for i, mentions in zip(again, recogniser.recognise([texts[i] for i in again]), strict=True):
        found[i] = mentions
    return found
