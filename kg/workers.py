"""Extraction over many documents, in this process or in several, with the same result in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.document import Document
from kg.errors import KgError, SchemaError, UsageError
from kg.statement import Statement

if TYPE_CHECKING:
    from kg.extraction import Extractor

#: Errors that would come back with every document: the batch stops.
_FATAL = (SchemaError, UsageError)


@dataclass(frozen=True)
class Extracted:
    """A document's statements, or why there are none (`error`)."""

    document: Document
    statements: list[Statement] = field(default_factory=list)
    error: KgError | None = None


def extract(
    documents: Iterable[Document], ner: str = "auto", jobs: int = 1, model: str | None = None
) -> Iterator[Extracted]:
    """Statements of each document, in the order of the documents.

    Args:
        ner: name of the recogniser; each process loads it once.
        jobs: number of processes; 1 works in this one.
        model: for hanlp, a folder or a name that HanLP knows.

    Raises:
        SchemaError, UsageError: what is wrong is not the document (an unknown recogniser, a rule that does not load).
        KgError: a worker process died.
    """
    one_by_one = (Extracted(d, *_run(d, ner, model)) for d in documents)
    for result in one_by_one if jobs == 1 else _extract_in_parallel(documents, ner, jobs, model):
        if isinstance(result.error, _FATAL):
            raise result.error
        yield result


@lru_cache(maxsize=1)
def _extractor(ner: str, model: str | None) -> Extractor:
    from kg.extraction import Extractor

    options: dict[str, Any] = {"model": model} if model else {}
    return Extractor(ner, **options)


def recogniser(ner: str = "auto", model: str | None = None) -> dict[str, str]:
    """`name`, `version` and `why` of the recogniser that these options mean.

    Raises:
        UsageError: there is none.
    """
    found = _extractor(ner, model).recogniser
    return {"name": found.name, "version": found.version, "why": found.why}


def _run(document: Document, ner: str, model: str | None) -> tuple[list[Statement], KgError | None]:
    try:
        extractor = _extractor(ner, model)
    except KgError as e:
        return [], e if isinstance(e, _FATAL) else UsageError(e.where, e.what, e.todo)
    try:
        return extractor.extract(document), None
    except KgError as e:
        return [], e
    except Exception as e:  # one damaged document must not end a batch of thousands
        what = f"extraction failed ({type(e).__name__}: {' '.join(str(e).split())[:200]})"
        return [], KgError(document.doc, what, "report it with the file")


def _extract_in_parallel(documents: Iterable[Document], ner: str, jobs: int, model: str | None) -> Iterator[Extracted]:
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    source = iter(documents)
    waiting: deque[tuple[Document, Future[tuple[list[Statement], KgError | None]]]] = deque()
    # spawn: a fork is unsafe once a model has started threads. A window, so that memory does not grow with the corpus.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            while True:
                for document in islice(source, 4 * jobs - len(waiting)):
                    waiting.append((document, pool.submit(_run, document, ner, model)))
                if not waiting:
                    return
                document, future = waiting.popleft()
                try:
                    yield Extracted(document, *future.result())
                except BrokenProcessPool as e:
                    todo = "use fewer --jobs: memory may have run out"
                    raise KgError(document.doc, "a worker process died", todo) from e
        finally:
            pool.shutdown(cancel_futures=True)
