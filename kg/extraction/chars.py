"""The word sets of names, ready to be asked character by character."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import alternation, entries, remember, words


@dataclass(frozen=True, slots=True)
class Chars:
    """The word sets of names, ready to be asked character by character."""

    single: dict[str, float]
    compound: frozenset[str]
    weak: frozenset[str]
    common: frozenset[str]
    rare: frozenset[str]
    never: frozenset[str]
    foreign: frozenset[str]
    #: With which any name begins that has no dot.
    first: frozenset[str]
    after_chars: frozenset[str]
    after_links: frozenset[str]
    not_names: frozenset[str]
    not_foreign: frozenset[str]
    not_last: frozenset[str]
    #: Words that come after names, and those of more than two characters under their first two.
    after: frozenset[str]
    after_longer: dict[str, tuple[str, ...]]
    #: How far beyond a name what follows it is looked at.
    ahead: int
    titled: re.Pattern[str]
    element: re.Pattern[str]
    elements: re.Pattern[str]


def _verbs() -> set[str]:
    """Verbs of taking part, those that a user adds too: 区长王姝莅会 is 王姝 and a verb, once 莅会 is one."""
    labels = ("ATTEND", "NONVOTE", "CHAIR", "SPEAK", "SAY", "TAKE", "LEAD", "VISIT", "MEET", "TALK", "ESCORT")
    return {word for label in labels for word in words("participation", label) if len(word) > 1}


@remember(1)
def chars() -> Chars:
    """The word sets of schemas/lexicon/names.yaml and surnames.yaml, read once."""

    def chosen(name: str) -> frozenset[str]:
        return frozenset(words("names", name))

    after = {*words("names", "after_words"), *_verbs()}
    longer = sorted(word for word in after if len(word) > 2)
    element, tail = alternation("names", "elements"), alternation("names", "tails")
    single = {name: float(p["share"]) for name, p in entries("surnames", "single").items()}
    compound = frozenset((*words("surnames", "compound"), *words("surnames", "japanese")))
    return Chars(
        single=single,
        compound=compound,
        weak=chosen("weak_families"),
        common=chosen("given_common"),
        rare=chosen("given_rare"),
        never=chosen("given_never"),
        foreign=chosen("foreign"),
        first=chosen("foreign").union(single, (name[0] for name in (*compound, *words("names", "elements")))),
        after_chars=chosen("after_chars"),
        after_links=chosen("after_links"),
        not_names=chosen("not_names"),
        not_foreign=chosen("not_foreign"),
        not_last=chosen("not_last"),
        after=frozenset(after),
        after_longer={pair: tuple(w for w in longer if w.startswith(pair)) for pair in {w[:2] for w in longer}},
        ahead=max(map(len, (*after, *words("names", "anonymous")))) + 4,
        titled=re.compile(alternation("titles", "after_name", "address")),
        element=re.compile(element),
        elements=re.compile(f"{element}(?:{element}+{tail}?|{tail})"),
    )
