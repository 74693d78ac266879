"""The numbers that decide who is who, read from schemas/linking/people.yaml and names.yaml."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Any

from kg.errors import SchemaError
from kg.schemas import check, load, schema_dir

_PRIOR = (
    "bearers", "most", "least", "foreign_short", "foreign_character", "foreign_full", "shared_part", "part_of", "initials",
)  # fmt: skip
_EVIDENCE = (
    "office", "crowded_office", "organ", "title", "country", "area", "paper", "mark", "companion", "companions_most",
    "no_companion", "two_countries", "abroad_and_home", "two_areas", "two_papers", "two_offices", "two_seats_in_turn",
    "two_seats_at_once", "two_sorts", "fame", "fame_most",
    "near_days", "one_document", "office_wording", "title_abroad",
)  # fmt: skip


#: Papers of the collection for which the bounds of companions are given; in a larger one they grow with it.
_PAPERS = 1000


@dataclass(frozen=True)
class Weights:
    """See the notes in the file. All weights are logarithms of odds (base e).

    Attributes:
        join: from which sum on two are taken for one. doubt: sums so far off it are doubtful.
        margin: how much surer a short name must be of one long name than of another.
        slope: what a sum is multiplied with to give the logarithm of the odds, so that probabilities are true.
        prior, evidence: by name.
        public: kinds of bodies of state and party. home: the country whose papers these are.
        crowded: people that hold an office from which on it tells little.
        near: days.
        some, much: parts of the mentions of a group that share an office, from which on it may be theirs, and is.
    """

    join: float
    doubt: float
    margin: float
    slope: float
    prior: Mapping[str, float]
    evidence: Mapping[str, float]
    bounds: tuple[int, ...]
    companions: tuple[float, ...]
    public: frozenset[str]
    home: str
    crowded: int
    near: int
    some: float
    much: float

    def probability(self, total: float) -> float:
        """That two are one, when the evidence adds up to `total`."""
        return round(1 / (1 + exp(-max(-60.0, min(60.0, self.slope * total)))), 4)

    def companion(self, papers: int, of: int) -> float:
        """What a shared companion counts whom so many papers name, of all that there are."""
        place = bisect_left(self.bounds, papers * min(1.0, _PAPERS / max(1, of)))
        return self.companions[place] if place < len(self.bounds) else 0.0


def weights() -> Weights:
    """The weights of the schemas in use.

    Raises:
        SchemaError: the file is not as it must be.
    """
    return _weights(schema_dir())


@lru_cache(maxsize=4)
def _weights(folder: Path) -> Weights:
    path = folder / "linking" / "people.yaml"
    keys = {
        "note",
        "join",
        "doubt",
        "margin",
        "slope",
        "prior",
        "evidence",
        "companions",
        "public",
        "home",
        "crowded",
        "near",
        "shared",
    }
    spec = check(load(path), path, keys, keys)
    steps = check(spec["companions"], path, {"note", "weights"}, {"note", "weights"})["weights"]
    shared = check(spec["shared"], path, {"note", "some", "much"}, {"some", "much"})
    bounds = sorted(steps)
    return Weights(
        _number(spec["join"], path),
        _number(spec["doubt"], path),
        _number(spec["margin"], path),
        _number(spec["slope"], path),
        _values(spec["prior"], path, _PRIOR),
        _values(spec["evidence"], path, _EVIDENCE),
        tuple(bounds),
        tuple(_number(steps[b], path) for b in bounds),
        frozenset(spec["public"]),
        str(spec["home"]),
        int(_number(spec["crowded"], path)),
        int(_number(spec["near"], path)),
        *(_number(shared[name], path) for name in ("some", "much")),
    )


def _values(found: Any, path: Path, names: tuple[str, ...]) -> dict[str, float]:
    return {
        name: _number(check(spec, path, {"value", "note"}, {"value", "note"})["value"], path)
        for name, spec in check(found, path, names, names).items()
    }


def _number(value: Any, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SchemaError(path, f"'{value}' is no number", "write a number")
    return float(value)


@dataclass(frozen=True)
class Given:
    """Shares of given names: of those of one character, and of the first and second of two; each of a whole of 1."""

    one: Mapping[str, float]
    first: Mapping[str, float]
    second: Mapping[str, float]
    others: tuple[float, float, float]
    parts: tuple[float, float]
    son_of: frozenset[str]

    def share(self, given: str) -> float:
        """Of all people, those who bear a given name of one or two characters: ``share("伟")`` is 0.0047."""
        if len(given) == 1:
            return self.parts[0] * self.one.get(given, self.others[0])
        first, second = self.first.get(given[0], self.others[1]), self.second.get(given[1], self.others[2])
        return self.parts[1] * first * second


def given_names() -> Given:
    """The shares of the schemas in use.

    Raises:
        SchemaError: the file is not as it must be.
    """
    return _given(schema_dir())


def son_of() -> frozenset[str]:
    """Parts of foreign names after which the father is named (本)."""
    return given_names().son_of


@lru_cache(maxsize=4)
def _given(folder: Path) -> Given:
    path = folder / "linking" / "names.yaml"
    places = ("one", "first", "second")
    whole = check(load(path), path, {"note", "given", "son_of"}, {"given", "son_of"})
    spec = check(whole["given"], path, places, places)
    found = [check(spec[p], path, {"note", "part", "others", "shares"}, {"note", "others", "shares"}) for p in places]
    shares = [{c: _number(n, path) / 1000 for c, n in f["shares"].items()} for f in found]
    one, two, three = (_number(f["others"], path) / 1000 for f in found)
    parts = _number(found[0].get("part", 0.3), path), _number(found[1].get("part", 0.7), path)
    return Given(shares[0], shares[1], shares[2], (one, two, three), parts, frozenset(whole["son_of"]))
