"""Asking the recogniser about clauses: several of a document are put on one sheet, for it reads few long texts faster."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.extraction.ner import Mention, Recogniser

#: Characters on a sheet: a few sentences, as recognisers are used to.
_SHEET = 160
_MARKS = tuple("，。；：！？")


def hear(recogniser: Recogniser, clauses: Sequence[str]) -> list[list[Mention]]:
    """The mentions of each clause.

    What is heard depends a little on the clauses before it on the sheet, as in a text: on nothing outside the document.
    A clause without a mark at its end (a headline) gets a full stop on the sheet.
    """
    sheets: list[str] = []
    #: For each sheet where its clauses begin, and which they are.
    begins: list[list[int]] = []
    numbers: list[list[int]] = []
    for number, clause in enumerate(clauses):
        if not sheets or len(sheets[-1]) + len(clause) > _SHEET:
            sheets.append("")
            begins.append([])
            numbers.append([])
        begins[-1].append(len(sheets[-1]))
        numbers[-1].append(number)
        sheets[-1] += clause if clause.endswith(_MARKS) else f"{clause}。"
    found: list[list[Mention]] = [[] for _ in clauses]
    for begin, number_of, mentions in zip(begins, numbers, recogniser.recognise(sheets), strict=True):
        for m in mentions:
            k = bisect_right(begin, m.start) - 1
            start, end = m.start - begin[k], m.end - begin[k]
            if end <= len(clauses[number_of[k]]):
                found[number_of[k]].append(Mention(start, end, m.label, m.confidence))
    return found
