"""A sentence while it is labelled: spans that are settled, and those left open."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int, str]


@dataclass(slots=True)
class Labelled:
    """A sentence with its spans in order, without overlaps; nothing is said of the characters in `open`."""

    text: str
    spans: list[Span] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)


class Board:
    """Spans put down in order of trust; a later one never covers an earlier one."""

    def __init__(self, text: str) -> None:
        self.out = Labelled(text)
        self._taken = bytearray(len(text))

    def free(self, a: int, b: int) -> bool:
        return not any(self._taken[a:b])

    def put(self, a: int, b: int, label: str) -> bool:
        if b <= a or not self.free(a, b):
            return False
        self._taken[a:b] = b"\1" * (b - a)
        self.out.spans.append((a, b, label))
        return True

    def leave(self, a: int, b: int) -> None:
        self.out.open.append((a, b))

    def done(self) -> Labelled:
        self.out.spans.sort()
        self.out.open = [(a, b) for a, b in self.out.open if not all(self._taken[a:b])]
        return self.out
