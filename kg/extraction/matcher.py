"""Rules run over a row of units by spaCy's Matcher: each unit is a token, its label the token's tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.extraction.units import Unit
from kg.lexicon import words
from kg.rules import Rule, rules


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits units[start:end]; `captures` gives the units under each name of its pattern."""

    rule: Rule
    start: int
    end: int
    captures: dict[str, tuple[Unit, ...]]


@lru_cache(maxsize=2)
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
    doc = Doc(vocab, words=[text[u.start : u.end] or " " for u in units], spaces=[False] * len(units), tags=[u.label for u in units])
    found = []
    order = {r.id: i for i, r in enumerate(by_key.values())}
    for key, start, end, alignment in matcher(doc, with_alignments=True):
        rule = by_key[key]
        captures: dict[str, list[Unit]] = defaultdict(list)
        for offset, element in enumerate(alignment):
            if name := rule.pattern[element].name:
                captures[name].append(units[start + offset])
        found.append(Match(rule, start, end, {k: tuple(v) for k, v in captures.items()}))
    return sorted(found, key=lambda m: (m.end, order[m.rule.id], -m.start))
