"""What is known of who held an office when: single statements, and the unbroken times in office made of them.

Bounds are whole ISO days or null. A spell surely covers start_latest to end_earliest, and possibly
start_earliest to end_latest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Before and after all days.
NEVER, EVER = "", "9999-12-31"

#: Capacities in which a person occupies the seat.
IN_OFFICE = frozenset({"full", "acting"})


@dataclass(frozen=True)
class Holding:
    """One statement that a person held, entered or left a position.

    Attributes:
        evidence: sighted, appointed or removed.
        earliest, latest: first and last day on which the sighting or change can have been, or null.
        inferred: the title was resolved, not printed with the name; it proves, but lengthens nothing.
        source: id of the statement.
        count: statements of one document that say the same; `source` is one of them.
    """

    person: str
    position: str
    capacity: str
    evidence: str
    earliest: str | None
    latest: str | None
    inferred: bool
    source: str
    count: int = 1

    @property
    def low(self) -> str:
        """The day before which it was not; before all days when that is unknown (日前)."""
        return self.earliest or NEVER

    @property
    def high(self) -> str:
        return self.latest or EVER

    @property
    def bounds(self) -> bool:
        """Whether it says anything about when."""
        return bool(self.earliest or self.latest) and not self.inferred and self.capacity != "former"


@dataclass
class Spell:
    """One unbroken time in office; `number` counts the spells of the same person, position and capacity from 1."""

    person: str
    position: str
    capacity: str
    holdings: list[Holding] = field(default_factory=list)
    start_earliest: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None
    end_latest: str | None = None
    number: int = 1
    _known: tuple[int, tuple[list[Holding], list[Holding], str, str]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def dated(self) -> list[Holding]:
        return self._placed()[0]

    @property
    def anchors(self) -> list[Holding]:
        """What places it among other spells: what is known at both ends, or, failing that, all that has a date."""
        return self._placed()[1]

    @property
    def first(self) -> str:
        return self._placed()[2]

    @property
    def last(self) -> str:
        return self._placed()[3]

    def _placed(self) -> tuple[list[Holding], list[Holding], str, str]:
        """The four above; worked out again only when a holding was added, since neighbours ask again and again."""
        if self._known is None or self._known[0] != len(self.holdings):
            dated = [h for h in self.holdings if h.bounds]
            anchors = [h for h in dated if h.earliest and h.latest] or dated
            first = min((h.low for h in anchors), default=NEVER)
            self._known = len(self.holdings), (dated, anchors, first, max((h.high for h in anchors), default=EVER))
        return self._known[1]

    @property
    def removed(self) -> bool:
        return any(h.evidence == "removed" for h in self.dated)

    @property
    def appointed(self) -> bool:
        return any(h.evidence == "appointed" for h in self.dated)
