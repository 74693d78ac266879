"""Edges between people and events: what was announced, what was seen to happen, and the roles played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.folding.edges import Claim

#: Role → the edge that says the same.
ROLES = {"chaired": "CHAIRED", "spoke": "SPOKE_AT", "led": "LED"}
_ROLE_OF = {edge: role for role, edge in ROLES.items()}
_PRESENT = frozenset({"ATTENDED", "REPRESENTED_AT", *_ROLE_OF})


def settle(claims: Iterable[Claim], status: str | None) -> list[Claim]:
    """Make participation agree with itself and with the status of the event.

    - A role is both a value of ATTENDED.roles and an edge of its own; each brings the other.
    - Of an event that was not held nobody is a participant: such claims become EXPECTED_AT.
    - EXPECTED_AT goes where the same person or organisation is known to have been there.

    Args:
        claims: all that are about one event (others pass unchanged).
        status: of that event.
    """
    settled = [c for claim in claims for c in _with_roles(claim, status)]
    there = {(c.source, c.target) for c in settled if c.type in _PRESENT}
    return [c for c in settled if c.type != "EXPECTED_AT" or (c.source, c.target) not in there]


def _with_roles(claim: Claim, status: str | None) -> Iterator[Claim]:
    if claim.type not in _PRESENT:
        yield claim
        return
    roles = list(dict.fromkeys(claim.values.get("roles") or ()))
    if claim.type in _ROLE_OF:
        roles = [_ROLE_OF[claim.type]]
    if status not in (None, "held"):
        yield Claim("EXPECTED_AT", claim.source, claim.target, claim.told, {"roles": roles})
    elif claim.type == "REPRESENTED_AT":
        yield claim
    else:
        yield Claim("ATTENDED", claim.source, claim.target, claim.told, {**claim.values, "roles": roles})
        for role in roles:
            yield Claim(ROLES[role], claim.source, claim.target, claim.told)
