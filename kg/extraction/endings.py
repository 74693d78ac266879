"""Sentences that end an office: they are no sighting of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.asides import Held
from kg.extraction.stating import Change

#: The last block at the head of an article that can be one of its headlines.
_HEADLINES = 1
#: After which nobody holds what they held: nothing that the article says of them is a sighting.
_FOR_GOOD = frozenset(("died",))


def ends(held: Held, changes: Sequence[Change]) -> bool:
    """Whether an office is named only where it is said to be over: 区长石磊的职务 of 免去区长石磊的职务; the headline 区长石磊逝世.

    Args:
        held: what a sentence would be a sighting of.
        changes: what the article tells of.
    """
    return any(
        change.type == "REMOVED"
        and change.person.name == held.person.name
        and (
            change.kind in _FOR_GOOD
            or change.post.head == held.post.head
            and (_meet(change, held) or _sums_up(change, held))
        )
        for change in changes
    )


def _meet(change: Change, held: Held) -> bool:
    one, other = change.proof, held.proof
    return one.block == other.block and one.start < other.end and other.start < one.end


def _sums_up(change: Change, held: Held) -> bool:
    """Whether the office stands above the text that ends it, in its headline."""
    return held.proof.block < change.proof.block and held.proof.block <= _HEADLINES
