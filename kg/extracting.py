"""The statements of a text in memory, without a build: `kg.extract`, and what it has in common with `kg.explain`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import corpus
from kg.document import Document
from kg.errors import UsageError
from kg.rows import Rows
from kg.schemas import schema_dir
from kg.statement import Statement

if TYPE_CHECKING:
    import pandas

    from kg.extraction import Extractor

_COLUMNS = ("type", "source", "target", "details", "rule", "confidence", "basis", "quote", "doc", "start", "end", "id")
_ENDS = ("source", "target", "node", "article", "positions")


class Statements(list[Statement]):
    """Statements in the order of statements.jsonl, which read as rows and as a DataFrame too."""

    def rows(self) -> Rows:
        """One statement a row: ``type``, ``source``, ``target`` (敖煜新 → 区委常委会扩大会议), ``details``, ``rule``, ``quote`` …"""
        return Rows(map(_row, self), _COLUMNS)

    def to_frame(self) -> pandas.DataFrame:
        """The rows as a DataFrame (UsageError when pandas is not installed)."""
        return self.rows().to_frame()


def extract(
    text: str,
    *,
    doc: str = "text.txt",
    area: str | None = None,
    issued: str | None = None,
    publisher: str | None = None,
    ner: str = "auto",
    model: str | None = None,
    rules_only: bool = False,
) -> Statements:
    """The statements of a newspaper text (``区委书记敖煜新主持会议并讲话。``), as a build would read it.

    Args:
        text: an article, or a whole issue; offsets are characters of it.
        doc: the name by which quotes lead back to it.
        area: the paper's area (``拱墅区``), to which a bare 区长 belongs.
        issued: ISO date of issue, possibly partial; without it that of a masthead in the text.
        publisher: the paper's name.
        ner, model, rules_only: as for `kg.build`.

    Returns:
        A list of `kg.Statement`, with `rows()` and `to_frame()`.

    Raises:
        UsageError: there is no text, or no such recogniser.
        InputError: `issued` is no date.
    """
    found = document(text, doc, area, issued, publisher)
    return Statements(extractor(ner, model, rules_only).extract(found))


def document(text: str, doc: str, area: str | None, issued: str | None, publisher: str | None) -> Document:
    """A text in memory, read as a build reads a file.

    Raises:
        UsageError: there is no text.
        InputError: `issued` is no date.
    """
    if not text.strip():
        raise UsageError("the text", "is empty", "give a sentence or an article: 区委书记敖煜新主持会议并讲话。")
    options = corpus.about(issued=issued, area=area, publisher=publisher)
    return corpus.read_document(text, doc, options=options)


def extractor(ner: str, model: str | None, rules_only: bool) -> Extractor:
    """The pipeline; the last one asked for is kept while the same schemas are in force."""
    return _loaded(schema_dir(), ner, model, rules_only)


@lru_cache(maxsize=1)
def _loaded(schemas: Path, ner: str, model: str | None, rules_only: bool) -> Extractor:
    from kg.extraction import Extractor

    options: dict[str, Any] = {"model": model} if model else {}
    return Extractor(ner, rules_only=rules_only, **options)


def _row(s: Statement) -> dict[str, Any]:
    args, e = s.args, s.evidence
    ends = [args["node"]["name"], ""] if "node" in args else [args[end]["name"] for end in ("source", "target")]
    said = {k: v for k, v in args.items() if k not in _ENDS and v not in (None, [], "")}
    details = "; ".join(f"{k} {_listed(v)}" for k, v in said.items())
    values = (s.schema, *ends, details, e.rule, s.confidence, s.basis, e.quote, e.doc, e.start, e.end, s.id)
    return dict(zip(_COLUMNS, values, strict=True))


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
