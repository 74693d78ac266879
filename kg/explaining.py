"""How a sentence is read, step by step: `kg explain` as a function. It is read by a build's own code, which is only listened to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kg import extracting
from kg.extracting import Statements

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]


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
        statements: what comes out in the end, with `rows()`.
    """

    text: str
    area: str | None
    issued: str | None
    recogniser: dict[str, str]
    sentences: list[Row]
    reader: list[Row]
    openings: list[Row]
    statements: Statements

    def to_frame(self) -> pandas.DataFrame:
        """The statements as a DataFrame (UsageError when pandas is not installed)."""
        return self.statements.to_frame()

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
    from kg.extraction import retelling, tracing
    from kg.extraction.reader import odds

    document = extracting.document(sentence, "sentence.txt", area, issued, publisher)
    extractor = extracting.extractor(ner, model, rules_only)
    with tracing.listening() as notes:
        statements = Statements(extractor.extract(document))
    made_by = {"name": extractor.recogniser.name, "version": extractor.recogniser.version}
    return Explanation(
        sentence,
        document.area,
        document.issued,
        made_by,
        retelling.sentences(notes),
        odds.parts(notes),
        odds.openings(notes),
        statements,
    )
