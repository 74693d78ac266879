"""Long texts cut into what a recogniser reads at once, and short ones put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.ner import Mention

_CLOSING = "。！？；，：、,;:!?\n"
_MARKS = re.compile(r"[。！？；\n]|[，：,;]")


def pieces(text: str, limit: int = 200) -> Iterator[tuple[int, int]]:
    """Slices of at most `limit` characters, cut after the last full stop, else comma, else anywhere, that fits."""
    start = 0
    while len(text) - start > limit:
        marks = list(_MARKS.finditer(text, start, start + limit))
        stops = [m.end() for m in marks if m[0] in "。！？；\n"] or [m.end() for m in marks]
        end = stops[-1] if stops else start + limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


@dataclass(frozen=True)
class Row:
    """Texts in one: the n-th place is (number of the text, where it begins, where it ends)."""

    text: str
    places: tuple[tuple[int, int, int], ...]

    def own(self, mentions: Iterable[Mention]) -> Iterator[tuple[int, Mention]]:
        """The mentions of each text, with its number; one that reaches from a text into the next is none."""
        for m in mentions:
            for number, start, end in self.places:
                if start <= m.start and m.end <= end:
                    yield number, Mention(m.start - start, m.end - start, m.label, m.confidence)


def packed(texts: Sequence[str], limit: int = 200) -> Iterator[Row]:
    """Texts in their order, as many in a row of at most `limit` characters as fit; a longer one has a row to itself.

    ``["区委书记林有余主持", "陈佳慧参加。"]`` → ``Row("区委书记林有余主持。陈佳慧参加。", ((0, 0, 9), (1, 10, 16)))``: a text without
    a mark at its end gets one, so that nothing runs on.
    """
    row = ""
    places: list[tuple[int, int, int]] = []
    for number, text in enumerate(texts):
        mark = "" if not row or row[-1] in _CLOSING else "。"
        if places and len(row) + len(mark) + len(text) > limit:
            yield Row(row, tuple(places))
            row, mark, places = "", "", []
        row += mark
        places.append((number, len(row), len(row) + len(text)))
        row += text
    if places:
        yield Row(row, tuple(places))
