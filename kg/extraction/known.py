"""The names that a document shows surely once, so that they are found again where a list or the recogniser breaks them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from operator import add

from kg.extraction import names
from kg.extraction.ner import SURE
from kg.extraction.people import Who
from kg.extraction.witnesses import Sentence


class Known:
    """Names of people, to be found in any text in the time it takes to read the text, however many they are."""

    def __init__(self, found: Collection[str] = ()) -> None:
        self._under: dict[str, list[str]] = defaultdict(list)
        for name in sorted(found, key=lambda n: (-len(n), n)):
            self._under[name[:2]].append(name)

    def within(self, text: str) -> list[str]:
        """Those that stand in a text, the longest first."""
        pairs = self._under.keys() & set(map(add, text, text[1:]))
        found = [n for pair in pairs for n in self._under[pair] if n in text]
        return sorted(found, key=lambda n: (-len(n), n))

    def opens(self, text: str) -> bool:
        """Whether a text begins with one."""
        return any(text.startswith(n) for n in self._under.get(text[:2], ()))


def learn(read: Iterable[tuple[Sentence, list[Who]]]) -> Known:
    """The names that sentences show surely: with an office, in a list, under a group, or as the recogniser saw them, twice.

    A brand in the name of a firm (洛特斯 of 杭州洛特斯有限公司) is nobody, unless it is shown with an office.
    """
    votes: Counter[str] = Counter()
    in_office: set[str] = set()
    firms: set[str] = set()
    for sentence, whos in read:
        firms.update(
            sentence.text[m.start : m.end]
            for m in sentence.mentions
            if m.label == "ORGANIZATION" and m.confidence >= SURE
        )
        seen = {(m.start, m.end) for m in sentence.mentions if m.label == "PERSON"}
        for who in whos:
            for person in who.people:
                if person.posts and not person.shared:
                    votes[person.name] += 2
                    in_office.add(person.name)
                elif len(who.people) > 1 or who.group or (person.start, person.start + len(person.name)) in seen:
                    votes[person.name] += 1
    sure = {
        n for n, v in votes.items() if v >= 2 and len(n) >= 2 and (names.is_han_name(n) or names.is_foreign_name(n))
    }
    brands = "\n".join(firms)
    sure = {n for n in sure if n in in_office or n not in brands}
    torn = {part for n in sure for part in _inside(n) if part in sure and votes[n] >= votes[part]}
    return Known(sure - torn)


def _inside(name: str) -> Iterable[str]:
    """Every shorter run of characters in a name."""
    size = len(name)
    return (name[a:b] for a in range(size) for b in range(a + 2, size + 1) if b - a < size)
