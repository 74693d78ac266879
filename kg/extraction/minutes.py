"""Lines that are filled in: minutes (主持：甲 出席：乙、丙), which tell of the headline's event, and rows of a roster (甲 区委书记)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extraction import notes, when
from kg.extraction.asides import Held
from kg.extraction.decisions import slots
from kg.extraction.happenings import Happening, Proof
from kg.extraction.people import Participant
from kg.extraction.titles import Post
from kg.extraction.when import When
from kg.lexicon import alternation, entries, remember, words

_ITEM = re.compile(r"[^、，,；; ]+")
_FACTS = {"chaired": ("ATTENDED", "CHAIRED"), "attended": ("ATTENDED",), "nonvoting": ("ATTENDED",)}
_VENUE = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of minutes: what its label asks for (see lexicon/participation_labels.yaml), and text[start:] as filled in."""

    kind: str
    text: str
    start: int

    @property
    def is_part(self) -> bool:
        """Whether it names somebody who was there."""
        return self.kind in _FACTS


def event_name(headline: str) -> str:
    """What a headline of minutes calls the meeting: 区政府常务会议 of 区政府常务会议纪要; nothing where it calls none."""
    first = headline.split(" ")[0]
    name = re.sub(f"{alternation('participation_labels', 'titles')}$", "", first)
    return name if name.endswith(words("participation_labels", "meetings")) and len(name) > 2 else ""


@remember(1)
def _label() -> re.Pattern[str]:
    return re.compile(f"(?P<label>{alternation('participation_labels', 'minutes')})(?:（[^）]{{1,12}}）)?：")


def entry(text: str) -> Entry | None:
    """The entry that a sentence is, or null: ``主持：高远山`` is one of kind chaired."""
    found = _label().match(text)
    if not found:
        return None
    return Entry(str(entries("participation_labels", "minutes")[found["label"]]["of"]), text, found.end())


def tell(
    entry: Entry, event: Happening, block: int, offset: int, issued: str | None, known: Collection[str]
) -> list[Held]:
    """Give an event what an entry says of it; the offices that are printed with the names.

    Args:
        offset: of the sentence in its block.
        known: names that the document shows surely.
    """
    text, proof = entry.text, Proof(block, offset, offset + len(entry.text), offset + entry.start, "minutes")
    held: list[Held] = []
    if entry.kind == "time" and event.when is None:
        days: list[When] = [w for _, w in when.read(text[entry.start :], issued) if w.date]
        event.when = days[0] if days else None
    elif entry.kind == "place" and 1 < len(text) - entry.start <= _VENUE:
        event.venues.setdefault(text[entry.start :].rstrip("。"), proof)
    elif entry.kind in _FACTS:
        for person in _people(text, entry.start, known):
            manner = "nonvoting" if entry.kind == "nonvoting" else "present"
            event.add(person, _FACTS[entry.kind], proof, manner=manner)
            held += [Held(person, post, proof) for post in person.posts]
    elif entry.kind == "absent":
        for person in _people(text, entry.start, known):
            event.parts.pop(person.name, None)
    return held


def _people(text: str, start: int, known: Collection[str]) -> Iterator[Participant]:
    posts: tuple[Post, ...] = ()
    for m in _ITEM.finditer(text, start):
        bracket = text.find("（", m.start(), m.end())
        item = text[m.start() : bracket if bracket > 0 and notes.end(text, bracket) > bracket else m.end()].rstrip(
            "。等"
        )
        named = slots.people(item, known, surely=True) or []
        for one in named:
            at = text.find(one.name, m.start())
            posts = one.posts or posts
            yield Participant(one.name, at, at + len(one.name), one.posts)


def row(text: str, block: int, offset: int, known: Collection[str]) -> list[Held]:
    """What a row of a roster says that somebody holds (``高远山 区委书记、区人大常委会主任``); nothing for other words."""
    parts = text.strip(" 。").split(" ")
    if not 2 <= len(parts) <= 6 or len(text) > _VENUE * 2:
        return []
    for i, name in enumerate(parts):
        rest = parts[:i] + parts[i + 1 :]
        pairs = [a + b for a, b in pairwise(rest)]
        posts = (
            next((p for o in (*pairs, *rest) if (p := slots.offices(o))), None) if slots.may_name(name, True) else None
        )
        if posts:
            proof = Proof(block, offset, offset + len(text), offset, "roster")
            person = Participant(name, text.find(name), text.find(name) + len(name), tuple(posts))
            return [Held(person, post, proof) for post in posts]
    return []
    for name, office in (parts, parts[::-1]):
        posts = slots.offices(office) if slots.may_name(name, True) else None
        if posts:
            proof = Proof(block, offset, offset + len(text), offset, "roster")
            person = Participant(name, text.find(name), text.find(name) + len(name), tuple(posts))
            return [Held(person, post, proof) for post in posts]
    return []
