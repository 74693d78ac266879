"""Names in newspapers, without a graph: `kg ner` as a function."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import corpus
from kg.corpus import Source
from kg.document import Document
from kg.errors import KgError, UsageError
from kg.rows import Stream

if TYPE_CHECKING:
    from kg.extraction.ner import Recogniser
    from kg.tasks import Task


@dataclass(frozen=True)
class Wanted:
    """What is the same for all documents: the recogniser, and names that are known."""

    ner: str
    model: str | None
    known: frozenset[str]


@dataclass(frozen=True)
class Found:
    """The rows of one document, or why there are none."""

    rows: tuple[dict[str, Any], ...] = ()
    error: KgError | None = None


def ner(
    inputs: str | Path | Sequence[str | Path],
    *,
    ner: str = "auto",
    model: str | None = None,
    known: Iterable[str] = (),
    graph: str | Path | None = None,
    jobs: int = 1,
    on_error: Callable[[KgError], None] | None = None,
) -> Stream:
    """People, positions, organisations and places of texts, document by document, in the order of the text.

    Args:
        inputs: what `kg.build` takes: files, folders, patterns, ``-``.
        ner: the recogniser; see `kg.extraction.ner.MODULES`.
        model: for hanlp, a folder or a name that HanLP knows.
        known: names of people to be trusted wherever they stand (敖煜新).
        graph: folder of a build, whose people of three characters or more are known too, by all their names.
        jobs: processes that read; the rows are the same, and in the same order, whatever the number.
        on_error: called with each input that fails; the rest goes on. Without it the first one is raised.

    Returns:
        An iterator over rows, and their `to_frame()`:
        ``{"doc": "a.txt", "start": 4, "end": 7, "label": "PERSON", "text": "林有余", "confidence": 0.99, "name": "林有余"}``;
        start and end lead into the document's raw text, where `text` stands, with the blanks and line ends the paper put in;
        `name` is without them. A POSITION holds the ORGANIZATION it is of; nothing else overlaps.

    Raises:
        UsageError: no such recogniser, no number of processes. GraphError: `graph` is no build.
    """
    return Stream(_rows(inputs, ner, model, known, graph, jobs, on_error or _raise))


def _rows(
    inputs: str | Path | Sequence[str | Path],
    ner: str,
    model: str | None,
    known: Iterable[str],
    graph: str | Path | None,
    jobs: int,
    tell: Callable[[KgError], None],
) -> Iterator[dict[str, Any]]:
    if jobs < 1:
        raise UsageError("--jobs", f"{jobs} is not a number of processes", "give 1 or more")
    paths = [Path(p) for p in ([inputs] if isinstance(inputs, (str, Path)) else inputs)]
    names = frozenset([*known, *(_people(graph) if graph else ())])
    sources, wanted = corpus.sources(paths, tell), Wanted(ner, model, names)
    for one in _in_turn(sources, wanted) if jobs == 1 else _together(sources, wanted, jobs):
        if one.error is not None:
            tell(one.error)
        yield from one.rows


def _raise(error: KgError) -> None:
    raise error


def _in_turn(sources: Iterable[Source], wanted: Wanted) -> Iterator[Found]:
    recogniser = load(wanted.ner, wanted.model)
    return (_find(source, recogniser, wanted.known) for source in sources)


def _together(sources: Iterable[Source], wanted: Wanted, jobs: int) -> Iterator[Found]:
    """What several processes find, in the order of the sources: one that is done early waits for those before it."""
    from kg import workers
    from kg.extraction import ner as recognisers
    from kg.tasks import Task

    recognisers.choose(wanted.ner, **_options(wanted.model))  # a wrong name is told though there be nothing to read
    taken: deque[Task] = deque()

    def tasks() -> Iterator[Task]:
        for source in sources:
            taken.append(Task(source))
            yield taken[-1]

    ready: dict[int, Found] = {}
    for task, done in workers.run(tasks(), wanted, find, jobs):
        ready[id(task)] = done if isinstance(done, Found) else Found(error=done.error)
        while taken and (found := ready.pop(id(taken[0]), None)) is not None:
            taken.popleft()
            yield found


def find(task: Task, wanted: Wanted) -> Found:
    """The rows of one source, in a process of many; whatever is wrong with it comes back as `Found.error`."""
    try:
        recogniser = _loaded(wanted.ner, wanted.model)
    except KgError as e:
        return Found(error=e if isinstance(e, UsageError) else UsageError(e.where, e.what, e.todo))
    return _find(task.source, recogniser, wanted.known)


@lru_cache(maxsize=1)
def _loaded(ner: str, model: str | None) -> Recogniser:
    """Once in each process."""
    return load(ner, model)


def _find(source: Source, recogniser: Recogniser, known: frozenset[str]) -> Found:
    try:
        return Found(tuple(mentions(corpus.document(source), recogniser, known)))
    except KgError as e:
        return Found(error=e)
    except Exception as e:  # one damaged document must not end a batch of thousands
        what = f"recognition failed ({type(e).__name__}: {' '.join(str(e).split())[:200]})"
        return Found(error=KgError(source.where, what, "report it with the file"))


def load(ner: str = "auto", model: str | None = None) -> Recogniser:
    """The recogniser that these two options mean."""
    from kg.extraction import ner as recognisers

    return recognisers.load(ner, **_options(model))


def _options(model: str | None) -> dict[str, str]:
    return {"model": model} if model else {}


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
    found = memory.complete(texts, memory.ask(recogniser, texts, known), known)
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
