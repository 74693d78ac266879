"""Text that remembers where each of its characters stood in the raw file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappedText:
    """Cleaned text with the raw offsets of every character.

    Attributes:
        text: the cleaned characters.
        starts: for each character, the offset in the raw text at which it begins.
        ends: for each character, the offset in the raw text just past it.

    ``区 领 导`` cleaned to ``区领导`` has starts (0, 2, 4) and ends (1, 3, 5). Starts need not be adjacent, and need
    not rise across the place where a continuation (下转2版 … 上接1版) was joined.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError("one start and one end for each character")

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    @classmethod
    def of(cls, raw: str, start: int = 0, end: int | None = None) -> MappedText:
        """The slice raw[start:end], unchanged."""
        end = len(raw) if end is None else end
        return cls(raw[start:end], tuple(range(start, end)), tuple(range(start + 1, end + 1)))

    def __getitem__(self, part: slice) -> MappedText:
        return MappedText(self.text[part], self.starts[part], self.ends[part])

    def __add__(self, other: MappedText) -> MappedText:
        return MappedText(self.text + other.text, self.starts + other.starts, self.ends + other.ends)

    def keep(self, indices: Iterable[int]) -> MappedText:
        """Only the characters at these indices, in this order."""
        chosen = list(indices)
        return MappedText(
            "".join(self.text[i] for i in chosen),
            tuple(self.starts[i] for i in chosen),
            tuple(self.ends[i] for i in chosen),
        )

    def with_text(self, text: str) -> MappedText:
        """The same offsets under another text of the same length (width folding)."""
        return MappedText(text, self.starts, self.ends)

    def strip(self) -> MappedText:
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self[left : max(left, right)]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the non-empty slice [start, end) of the clean text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters in [{start}, {end}) of {len(self.text)}")
        return self.starts[start], self.ends[end - 1]

    def runs(self, gap: int) -> Iterator[tuple[int, int]]:
        """Clean slices whose raw characters follow one another with at most `gap` raw characters between."""
        begin = 0
        for i in range(1, len(self.text)):
            if not 0 <= self.starts[i] - self.ends[i - 1] <= gap:
                yield begin, i
                begin = i
        if self.text:
            yield begin, len(self.text)

    def quote_span(self, start: int, end: int, anchor: int, gap: int = 200) -> tuple[int, int]:
        """Raw offsets of [start, end), cut to the run of adjacent raw text that holds the character `anchor`."""
        runs = list(self[start:end].runs(gap))
        i = bisect_right([a for a, _ in runs], anchor - start) - 1
        a, b = runs[max(i, 0)]
        return self.raw_span(start + a, start + b)
