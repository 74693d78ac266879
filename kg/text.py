"""Text that remembers where each of its characters stood in the raw file."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Stands for a character that a name may hold and that cannot be read (of a private font, lost, described in brackets).
UNREAD = "\ufffd"


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a part of something longer whose other characters cannot be read (陶景 of 陶景�)."""
    return text[max(0, start - 1) : start] == UNREAD or text[end : end + 1] == UNREAD or UNREAD in text[start:end]


@dataclass(frozen=True, slots=True)
class MappedText:
    """Cleaned text with the raw offsets of every character, kept as stretches of neighbours.

    Attributes:
        text: the cleaned characters.
        at: for each stretch, the index in `text` at which it begins; the first is 0.
        begins: for each stretch, the raw offset of its first character; the others follow one after the other.
        closes: for each stretch, the raw offset past its last character, which alone may be longer than one (&nbsp;).

    ``区 领 导`` cleaned to ``区领导`` has at (0, 1, 2), begins (0, 2, 4) and closes (1, 3, 5). Offsets need not rise from
    one stretch to the next where a continuation (下转2版 … 上接1版) was joined. A book of fifty million characters has
    few stretches, where three numbers for each character would not fit into memory.
    """

    text: str
    at: array[int]
    begins: array[int]
    closes: array[int]

    def __post_init__(self) -> None:
        if not len(self.at) == len(self.begins) == len(self.closes) or bool(self.text) != bool(self.at):
            raise ValueError("one index, one begin and one end for each stretch")

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.begins)))

    @classmethod
    def of(cls, raw: str, start: int = 0, end: int | None = None) -> MappedText:
        """The slice raw[start:end], unchanged."""
        end = len(raw) if end is None else end
        return cls.joined(raw[start:end], [(start, end, end)] if start < end else [])

    @classmethod
    def joined(cls, text: str, stretches: Iterable[tuple[int, int, int]]) -> MappedText:
        """A text put together from stretches of the raw file.

        Args:
            text: the characters of all of them, in this order.
            stretches: (begin, end, raw end): raw[begin:end] gave one character each, and the last of them goes on to
                `raw end`. None is empty.
        """
        at, begins, closes = array("q"), array("q"), array("q")
        size, last = 0, -1
        for begin, end, raw_end in stretches:
            if begin == last:
                closes[-1] = raw_end
            else:
                at.append(size)
                begins.append(begin)
                closes.append(raw_end)
            size += end - begin
            last = end if raw_end == end else -1
        if size != len(text):
            raise ValueError(f"stretches of {size} characters for a text of {len(text)}")
        return cls(text, at, begins, closes)

    @property
    def starts(self) -> tuple[int, ...]:
        """For each character, the raw offset at which it begins."""
        return tuple(i for begin, end, _ in self.stretches() for i in range(begin, end))

    @property
    def ends(self) -> tuple[int, ...]:
        """For each character, the raw offset just past it."""
        return tuple(i for begin, end, last in self.stretches() for i in (*range(begin + 1, end), last))

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """(begin, end, raw end) of each stretch, as `joined` takes them."""
        for i, begin in enumerate(self.begins):
            after = self.at[i + 1] if i + 1 < len(self.at) else len(self.text)
            yield begin, begin + after - self.at[i], self.closes[i]

    def __getitem__(self, part: slice) -> MappedText:
        start, end, _ = part.indices(len(self.text))
        if start == 0 and end == len(self.text):
            return self
        if start >= end:
            return MappedText("", array("q"), array("q"), array("q"))
        first, last = bisect_right(self.at, start) - 1, bisect_left(self.at, end)
        at, begins, closes = self.at[first:last], self.begins[first:last], self.closes[first:last]
        begins[0] += start - at[0]
        at[0] = start
        closes[-1] = self._end(end - 1)
        if start:
            at = array("q", [a - start for a in at])
        return MappedText(self.text[start:end], at, begins, closes)

    def __add__(self, other: MappedText) -> MappedText:
        return MappedText.joined(self.text + other.text, [*self.stretches(), *other.stretches()])

    def without(self, indices: Iterable[int]) -> MappedText:
        """The text without the characters at these rising indices."""
        kept: list[MappedText] = []
        begin = 0
        for i in indices:
            kept.append(self[begin:i])
            begin = i + 1
        if not kept:
            return self
        kept.append(self[begin:])
        return MappedText.joined("".join(k.text for k in kept), (s for k in kept for s in k.stretches()))

    def strip(self) -> MappedText:
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self[left : max(left, right)]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the non-empty slice [start, end) of the clean text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters in [{start}, {end}) of {len(self.text)}")
        i = bisect_right(self.at, start) - 1
        return self.begins[i] + start - self.at[i], self._end(end - 1)

    def _end(self, index: int) -> int:
        """The raw offset past the character at an index."""
        i = bisect_right(self.at, index) - 1
        after = self.at[i + 1] if i + 1 < len(self.at) else len(self.text)
        return self.closes[i] if index + 1 == after else self.begins[i] + index + 1 - self.at[i]

    def runs(self, gap: int) -> Iterator[tuple[int, int]]:
        """Clean slices whose raw characters follow one another with at most `gap` raw characters between."""
        begin = 0
        for i in range(1, len(self.at)):
            if not 0 <= self.begins[i] - self.closes[i - 1] <= gap:
                yield begin, self.at[i]
                begin = self.at[i]
        if self.text:
            yield begin, len(self.text)

    def quote_span(self, start: int, end: int, anchor: int, gap: int = 200) -> tuple[int, int]:
        """Raw offsets of [start, end), cut to the run of adjacent raw text that holds the character `anchor`."""
        runs = list(self[start:end].runs(gap))
        i = bisect_right([a for a, _ in runs], anchor - start) - 1
        a, b = runs[max(i, 0)]
        return self.raw_span(start + a, start + b)
