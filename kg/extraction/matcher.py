"""Rules run over a row of units by spaCy's Matcher: each unit is a token, and its label is the word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.extraction import tracing
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
def _vocab() -> tuple[Any, dict[tuple[str, ...], int]]:
    """A vocabulary whose words are labels, with a flag of its own for each alternative of labels in the rules.

    The empty alternative is a gap: whatever does not block. A flag is one bit of a word; asking for one of several labels
    word by word takes the matcher several times as long.
    """
    from spacy.vocab import Vocab

    vocab, blockers = Vocab(), frozenset(words("units", "blockers"))
    flags: dict[tuple[str, ...], int] = {}
    for labels in sorted({e.labels for r in _rules() for e in r.pattern if len(e.labels) != 1}):
        chosen = frozenset(labels)
        flags[labels] = vocab.add_flag(chosen.__contains__ if chosen else lambda label: label not in blockers)
    return vocab, flags


@remember(256)
def _matcher(chosen: tuple[int, ...]) -> tuple[Any, dict[int, int]]:
    """A matcher for the rules at these places among all, and the place that each of its keys means."""
    from spacy.matcher import Matcher

    vocab, flags = _vocab()
    matcher = Matcher(vocab, validate=False)
    by_key: dict[int, int] = {}
    for place in chosen:
        rule = _rules()[place]
        pattern = []
        for e in rule.pattern:
            test: dict[Any, Any] = {"ORTH": e.labels[0]} if len(e.labels) == 1 else {flags[e.labels]: True}
            pattern.append({**test, "OP": e.op} if e.op else test)
        matcher.add(rule.id, [pattern])
        by_key[vocab.strings[rule.id]] = place
    return matcher, by_key


@remember(1)
def _rules() -> tuple[Rule, ...]:
    return rules()


@remember(1)
def _needed() -> list[list[tuple[str, ...]]]:
    return [[e.labels for e in r.pattern if e.labels and e.op in ("", "+")] for r in _rules()]


@remember(4096)
def _applicable(labels: frozenset[str]) -> tuple[int, ...]:
    """The rules that can fit a row of these labels: one of those that must stand there does, for each element."""
    return tuple(i for i, needed in enumerate(_needed()) if not any(labels.isdisjoint(one_of) for one_of in needed))


@remember(4096)
def _fits(labels: tuple[str, ...]) -> tuple[tuple[int, int, int, tuple[int, ...]], ...]:
    """Every fit of every rule in a row of labels: rule, start, end, and the element that each place fills."""
    from spacy.tokens import Doc

    chosen = _applicable(frozenset(labels))
    if not chosen:
        return ()
    matcher, by_key = _matcher(chosen)
    doc = Doc(_vocab()[0], words=list(labels), spaces=[False] * len(labels))
    found = [(by_key[key], a, b, tuple(places)) for key, a, b, places in matcher(doc, with_alignments=True)]
    return tuple(sorted(found, key=lambda f: (f[2], f[0], -f[1])))


def match(units: Sequence[Unit]) -> list[Match]:
    """Every match of every rule, by the place of its last unit, then by the order of the rules."""
    labels = tuple([u.label for u in units])
    found = []
    for number, start, end, places in _fits(labels):
        rule = _rules()[number]
        captures: dict[str, tuple[Unit, ...]] = {}
        for offset, element in enumerate(places):
            if name := rule.pattern[element].name:
                captures[name] = (*captures.get(name, ()), units[start + offset])
        found.append(Match(rule, start, end, captures, labels[start:end]))
    return found


def choose(found: Sequence[Match]) -> list[Match]:
    """Of matches about one verb, those that say most.

    A verb with its object says of which event; a talk with both sides named says more than with one; of the rules that open an
    event at one unit, the one that captures most stands.
    """
    best: dict[tuple[int, str], Match] = {}
    named = [m for m in found if m.captures.get("what")]
    with_object = {(m.rule.id, m.start, m.end - n): m for m in named for n in (1, 2)}
    named_place = {(m.start, m.end): m for m in named if m.labels[-1] in ("SPEAK", "SAY")}
    two_sided = {m.start: m for m in found if m.rule.opens == "talk" and m.captures.get("side")}
    for m in found:
        tracing.note("match", match=m)
        if m.rule.opens == "talk" and m.start in two_sided and not m.captures.get("side"):
            tracing.note("beaten", match=m, by=two_sided[m.start], why="it has both sides of the talk")
            continue
        whole = with_object.get((m.rule.id, m.start, m.end)) or named_place.get((m.start, m.end))
        if whole is not None and not m.captures.get("what"):
            tracing.note("beaten", match=m, by=whole, why="of the same verb it names the event")
            continue
        key = (m.end, m.rule.opens or m.rule.id)
        kept = best.get(key)
        better = kept is None or (len(m.captures), m.start) > (len(kept.captures), kept.start)
        if better:
            best[key] = m
        if kept is not None:
            lost, won = (kept, m) if better else (m, kept)
            tracing.note("beaten", match=lost, by=won, why="it captures more, or begins nearer to the verb")
    return sorted(best.values(), key=lambda m: (m.end, not m.rule.opens, m.start))
