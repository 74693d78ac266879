"""What linking found the last time, so that one more document does not cost as much as all of them."""

from __future__ import annotations

from typing import Any


class Memory:
    """What comparing found the last time. For those of which nothing new was told since, it still holds.

    Attributes:
        known: events as compared, by id.
        scores: of each pair (the smaller id first), the two events as compared, and how sure it is that they are one.
        traits: of each person by id, with what they depend on beside the words of the person's own document.
        around: where each office, organ and area is.
        families: the smallest name of a family → the traits that were weighed, and what came of it.
        merges: what was joined or left in doubt, of all families.
        seats: which offices were joined, and why.
        common: what each name counts as a companion, and which offices are crowded.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.scores: dict[tuple[str, str], tuple[Any, Any, float]] = {}
        self.traits: dict[str, tuple[Any, Any]] = {}
        self.around: dict[str, Any] = {}
        self.families: dict[str, tuple[list[Any], list[Any]]] = {}
        self.merges: list[Any] = []
        self.seats: list[Any] = []
        self.common: tuple[dict[str, float], frozenset[str]] = {}, frozenset()

    def forget(self, event: str) -> None:
        """Something new is told of an event."""
        self.known.pop(event, None)

    def forget_person(self, person: str) -> None:
        """Something new is told of a person."""
        self.traits.pop(person, None)
