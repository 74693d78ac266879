"""What linking found the last time, so that one more document does not cost as much as all of them."""

from __future__ import annotations

from typing import Any


class Memory:
    """What comparing events found the last time. For those of which nothing new was told since, it still holds.

    Attributes:
        known: events as compared, by id.
        scores: of each pair (the smaller id first), the two events as compared, and how sure it is that they are one.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.scores: dict[tuple[str, str], tuple[Any, Any, float]] = {}

    def forget(self, event: str) -> None:
        """Something new is told of an event."""
        self.known.pop(event, None)
