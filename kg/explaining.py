"""How a sentence is read, step by step: `kg explain` as a function. It is read by a build's own code, which is only listened to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kg import corpus
from kg.errors import UsageError
from kg.queries import Rows
from kg.statement import Statement

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]
_COLUMNS = ("type", "source", "target", "details", "rule", "confidence", "basis", "quote", "id")


@dataclass(frozen=True)
class Explanation:
    """What a text reads as, and why.

    Attributes:
        text, area, issued: what was asked about.
        recogniser: name and version.
        sentences: in the order in which they are read (headings last), each a dict of
            ``text``; ``heading``; ``skipped`` (why it holds no fact of ours, or null); ``mentions`` (what the recogniser heard:
            ``text``, ``label``, ``confidence``); ``units`` (``text``, ``label``, ``was`` (the label it was read under), ``by``
            (what set it)); ``people`` (``name``, ``label``, ``sure``, ``offices``, ``group``); ``offices`` printed without a name;
            ``dates`` (``text``, ``date``, ``precision``, ``earliest``, ``latest`` …); ``decided`` (changes of office that a list
            tells of); ``matches`` (``rule``, ``note``, ``pattern``, ``text``, ``captures``, ``stands``, ``beatenBy``, ``why``,
            ``about`` (events), ``states`` (facts, as ``ATTENDED 敖煜新``)).
        reader: what the learned reader makes of it, empty without it: ``event``, ``person``, how likely each part is
            (``attended``, ``chaired``, ``spoke``, ``led``), ``added`` and ``taken`` (facts), ``why`` (something likely is left out).
        openings: where it sees an event told of: ``text``, ``likely``, ``planned``.
        statements: what comes out in the end.
    """

    text: str
    area: str | None
    issued: str | None
    recogniser: dict[str, str]
    sentences: list[Row]
    reader: list[Row]
    openings: list[Row]
    statements: list[Statement]

    def rows(self) -> Rows:
        """The statements, one a row: ``type``, ``source``, ``target`` (敖煜新 → 区委常委会扩大会议), ``rule``, ``quote`` …"""
        return Rows(map(_row, self.statements), _COLUMNS)

    def to_frame(self) -> pandas.DataFrame:
        """The statements as a DataFrame (UsageError when pandas is not installed)."""
        return self.rows().to_frame()

    def to_dict(self) -> Row:
        """All of it as JSON has it; statements as they stand in statements.jsonl."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**told, "statements": [s.to_dict() for s in self.statements]}


def explain(
    sentence: str,
    *,
    area: str | None = None,
    issued: str | None = None,
    publisher: str | None = None,
    ner: str = "auto",
    model: str | None = None,
    rules_only: bool = False,
) -> Explanation:
    """How a sentence, or a few paragraphs, are read: units and their labels, rules that fit, what each states or why it does not.

    Args:
        sentence: the text (``区委书记敖煜新主持会议并讲话。``); read as a newspaper of one article.
        area: the paper's area (``拱墅区``), to which a bare 区长 belongs.
        issued: ISO date of issue, possibly partial.
        publisher: the paper's name.
        ner, model, rules_only: as for `kg.build`.

    Raises:
        UsageError: there is nothing to read, or no such recogniser.
        InputError: `issued` is no date.
    """
    if not sentence.strip():
        raise UsageError("explain", "there is no text", "give a sentence: kg explain '区委书记敖煜新主持会议并讲话。'")
    from kg.extraction import Extractor, retelling, tracing

    options = corpus.about(issued=issued, area=area, publisher=publisher)
    document = corpus.read_document(sentence, "sentence.txt", options=options)
    extractor = Extractor(ner, rules_only=rules_only, **({"model": model} if model else {}))
    with tracing.listening() as notes:
        statements = extractor.extract(document)
    made_by = {"name": extractor.recogniser.name, "version": extractor.recogniser.version}
    return Explanation(
        sentence,
        document.area,
        document.issued,
        made_by,
        retelling.sentences(notes),
        retelling.reader(notes),
        retelling.openings(notes),
        statements,
    )


def _row(s: Statement) -> Row:
    args, e = s.args, s.evidence
    ends = [args[end]["name"] if end in args else "" for end in ("source", "target")]
    if "node" in args:
        ends = [args["node"]["name"], ""]
    said = {
        k: v
        for k, v in args.items()
        if k not in ("source", "target", "node", "article", "positions") and v not in (None, [], "")
    }
    details = "; ".join(f"{k} {', '.join(map(str, v)) if isinstance(v, list) else v}" for k, v in said.items())
    values = (s.schema, *ends, details, e.rule, s.confidence, s.basis, e.quote, s.id)
    return dict(zip(_COLUMNS, values, strict=True))
