"""Rules run over a row of units by spaCy's Matcher: each unit is a token, its label the token's tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.extraction.people import Who
from kg.extraction.units import Unit
from kg.lexicon import remember, words
from kg.rules import Rule, rules


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits units[start:end]; `captures` gives the units under each name of its pattern."""

    rule: Rule
    start: int
    end: int
    captures: dict[str, tuple[Unit, ...]]
    labels: tuple[str, ...] = ()

    def verb(self) -> str:
        """The label of the last unit that is neither an event's name nor a mark."""
        return next((label for label in reversed(self.labels) if label not in ("EVENT", "GEN", "SAME", "OTHER")), "")

    def people(self) -> bool:
        """Whether any captured unit names people."""
        return any(isinstance(u.value, Who) for units in self.captures.values() for u in units)


@remember(1)
def _matcher() -> tuple[Any, Any, dict[int, Rule]]:
    import spacy
    from spacy.matcher import Matcher

    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab)
    by_key: dict[int, Rule] = {}
    blockers = list(words("units", "blockers"))
    for rule in rules():
        pattern = []
        for element in rule.pattern:
            tag: Any = {"IN": list(element.labels)} if element.labels else {"NOT_IN": blockers}
            pattern.append({"TAG": tag, **({"OP": element.op} if element.op else {})})
        matcher.add(rule.id, [pattern])
        by_key[vocab.strings[rule.id]] = rule
    return vocab, matcher, by_key


def match(units: Sequence[Unit], text: str) -> list[Match]:
    """Every match of every rule, by the place of its last unit, then by the order of the rules."""
    from spacy.tokens import Doc

    if not units:
        return []
    vocab, matcher, by_key = _matcher()
    doc = Doc(
        vocab,
        words=[text[u.start : u.end] or " " for u in units],
        spaces=[False] * len(units),
        tags=[u.label for u in units],
    )
    found = []
    order = {r.id: i for i, r in enumerate(by_key.values())}
    for key, start, end, alignment in matcher(doc, with_alignments=True):
        rule = by_key[key]
        captures: dict[str, list[Unit]] = defaultdict(list)
        for offset, element in enumerate(alignment):
            if name := rule.pattern[element].name:
                captures[name].append(units[start + offset])
        found.append(
            Match(
                rule, start, end, {k: tuple(v) for k, v in captures.items()}, tuple(u.label for u in units[start:end])
            )
        )
    return sorted(found, key=lambda m: (m.end, order[m.rule.id], -m.start))


def choose(found: Sequence[Match]) -> list[Match]:
    """Of matches about one verb, those that say most.

    A verb with its object says of which event; a talk with both sides named says more than with one; of the rules that open an
    event at one unit, the one that captures most stands.
    """
    best: dict[tuple[int, str], Match] = {}
    with_object = {(m.rule.id, m.start, m.end - n) for m in found if m.captures.get("what") for n in (1, 2)}
    named_place = {(m.start, m.end) for m in found if m.captures.get("what") and m.labels[-1] in ("SPEAK", "SAY")}
    two_sided = {m.start for m in found if m.rule.opens == "talk" and m.captures.get("side")}
    for m in found:
        if m.rule.opens == "talk" and m.start in two_sided and not m.captures.get("side"):
            continue
        if not m.captures.get("what") and (
            (m.rule.id, m.start, m.end) in with_object or (m.start, m.end) in named_place
        ):
            continue
        key = (m.end, m.rule.opens or m.rule.id)
        kept = best.get(key)
        if kept is None or (len(m.captures), m.start) > (len(kept.captures), kept.start):
            best[key] = m
    return sorted(best.values(), key=lambda m: (m.end, not m.rule.opens, m.start))
