"""Where in a sentence a person may be named, as titles, marks and characters tell before any recogniser is asked.

A person of ours is named right after an office or a description (区委书记甲), right before a form of address (甲主席), or where a
clause, an item of a list or the other side of a verb begins (甲出席, 、乙参加, 会见丙). Everything else a recogniser may call a
person is of no use to us.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.extraction.names import HAN, chars, comes_after, follow, han_weight, is_foreign_name, is_han_name, name_at
from kg.extraction.titles import Title
from kg.lexicon import alternation, any_of, entries, remember, words

#: Words that people stand right after as those who are met, written to, called on, appointed …
_BEFORE = (
    "MEET", "WITH", "TO", "BY", "WELCOME", "APPOINT", "DISMISS", "INVITE", "INVITED", "LISTEN", "DELEGATE", "ELECTED",
    "WITHOUT", "VISIT",
)  # fmt: skip
_MARKS = "，。；：！？"
_BRACKET = re.compile(r"（[一-鿿]{2,8}）")


class Candidate(NamedTuple):
    """text[start:end] may be a name; `clear` when its characters, a title before it and what follows leave no doubt."""

    start: int
    end: int
    clear: bool = False


@remember(1)
def _patterns() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    w = chars()
    first = "".join(sorted({*w.single, *(name[0] for name in w.compound), *w.foreign}))
    verbs = any_of(w for label in _BEFORE for w in words("participation", label))
    opening = (verbs, "以?及", "^", "[，。；：！？、 （”》]")
    # One by one, since a pattern that begins with a character is found many times as fast.
    return (
        re.compile(alternation("titles", "after_name", "address")),
        (
            re.compile(f"{alternation('titles', 'groups')}：?"),
            re.compile(alternation("people", "descriptions", "before_name")),
        ),
        tuple(re.compile(f"{before}(?=[{re.escape(first)}])") for before in opening),
    )


def find(text: str, titles: Sequence[Title]) -> list[Candidate]:
    """Every place where a person may be named, left to right; several may overlap.

    区委书记林有余主持会议，白露参加。 → 林有余 (clear), 白露.
    """
    address, described, opens = _patterns()
    found: dict[int, Candidate] = {}
    for title in titles:
        bracket = _BRACKET.match(text, title.end)
        _after(text, bracket.end() if bracket else title.end, found, title.head)
    for at in {m.end() for pattern in described for m in pattern.finditer(text)}:
        _after(text, at, found)
    for m in address.finditer(text):
        for start in _before(text, m.start()):
            found.setdefault(start, Candidate(start, m.start()))
    for at in sorted({m.end() for pattern in opens for m in pattern.finditer(text)}):
        if at not in found and _can_open(text, at) and (end := name_at(text, at)):
            if is_han_name(text[at:end]) or is_foreign_name(text[at:end]):
                found[at] = Candidate(at, end)
    return [found[at] for at in sorted(found)]


def _can_open(text: str, at: int) -> bool:
    """Whether it is worth asking `name_at`: a transcribed name, or a Han name and what can stand after it, may begin here."""
    w = chars()
    if text[at] in w.foreign and text[at + 1 : at + 2] in w.foreign or "·" in text[at : at + 8]:
        return True
    if text[at] not in w.single and text[at : at + 2] not in w.compound:
        return False
    for end in range(at + 2, min(at + 4, len(text)) + 1):
        weight = han_weight(text[at:end])
        if weight is not None and weight + follow(text, end) >= 0.9:
            return True
    return False


def _after(text: str, at: int, found: dict[int, Candidate], title: str = "") -> None:
    """What stands right after an office or a description, unless it is a mark, a verb or a word of grammar."""
    if not HAN.match(text, at):
        return
    if end := name_at(text, at):
        strong = title != "" and title not in words("titles", "weak")
        found[at] = Candidate(at, end, strong and _is_clear(text, at, end))
    elif title and not comes_after(text, at) and text[at] not in chars().after_chars and text[at] not in chars().never:
        found[at] = Candidate(at, min(at + 2, len(text)))  # a rare family name


def _is_clear(text: str, start: int, end: int) -> bool:
    """高远山主持 and 高远山到某镇 leave no doubt; 林有余到某镇 might be 林有."""
    name, after = text[start:end], follow(text, end)
    weight = han_weight(name) or 0.0
    if after < 0.9:
        return after >= 0.7 and weight >= 1.2 and len(name) == 3
    return weight >= 0.8 or len(name) > 3 and is_foreign_name(name)


def _before(text: str, end: int) -> Iterator[int]:
    """Where a name right before a form of address may begin (习近平|总书记, 金正恩|总书记, 塔耶|总统)."""
    w = chars()
    for size in (2, 3, 4):
        part = text[max(0, end - size) : end]
        if len(part) == size and is_han_name(part) and (size < 4 or part[:2] in w.compound):
            yield end - size
    start = end
    while start and (text[start - 1] in w.foreign or text[start - 1] == "·"):
        start -= 1
    if end - start > 2:
        yield start


def clear_names(text: str, places: Iterable[Candidate]) -> Iterator[str]:
    """The names that a text shows clearly."""
    return (text[c.start : c.end] for c in places if c.clear)


def doubtful(text: str, places: Iterable[Candidate], names: Collection[str]) -> Iterator[tuple[int, int]]:
    """The places whose name is neither clear nor one of `names`."""
    sizes = {len(n) for n in names}
    for c in places:
        if not c.clear and not any(_is_known(text, c, c.start + n, names) for n in sizes):
            yield c.start, c.end


def is_owed(text: str, titles: Sequence[Title]) -> bool:
    """Whether an office is of an organ called by its kind alone (公司总经理), so that the article's firms must be known."""
    return any(_unnamed().search(text, max(0, t.start - 12), t.start) for t in titles)


def firms(text: str) -> Iterator[tuple[int, int]]:
    """The words that firms, schools and the like end in."""
    return (m.span() for m in _firms().finditer(text))


@remember(1)
def _unnamed() -> re.Pattern[str]:
    before = alternation("participation", "WITH", "BY", "TO")
    return re.compile(f"(?:^|[^一-鿿]|{before}){alternation('positions', 'unnamed_organs')}[一-鿿]{{0,3}}$")


@remember(1)
def _firms() -> re.Pattern[str]:
    kinds = words("positions", "firms")
    return re.compile(any_of(word for word, p in entries("organs", "kinds").items() if p["kind"] in kinds))


def clauses(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses that places stand in, with their marks, those that touch made one.

    区委书记林有余主持会议，白露参加，会期一天。 and the place of 白露 → the second clause.
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(places):
        if found and last <= found[-1][1]:
            continue
        start = max(text.rfind(mark, 0, first) for mark in _MARKS) + 1
        end = min((at for mark in _MARKS if (at := text.find(mark, last)) >= 0), default=len(text) - 1) + 1
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _is_known(text: str, place: Candidate, end: int, names: Collection[str]) -> bool:
    return text[place.start : end] in names and (end == place.end or follow(text, end) > 0)
