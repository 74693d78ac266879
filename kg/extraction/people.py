"""People as a sentence prints them: positions before or after the name, lists that share one, groups around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.extraction import areas, names, titles
from kg.extraction.ner import Mention
from kg.extraction.titles import Post, Title
from kg.lexicon import alternation, entries, words

_MARK = re.compile(r"（(女|[一-鿿]{1,5}族|女，[一-鿿]{1,5}族|[一-鿿]{1,5}族，女|[男女]，[一-鿿]{1,5})）")


@dataclass(frozen=True, slots=True)
class Participant:
    """One named person: text[start:end] is the name; `mark` is what a bracket says (女，回族); `sure` is 0 to 1."""

    name: str
    start: int
    end: int
    posts: tuple[Post, ...] = ()
    mark: str = ""
    sure: float = 0.9
    #: The title was printed once for a whole list (中央军委委员A、B、C).
    shared: bool = False
    #: Where the name's own positions begin; `start` when there are none.
    begin: int = 0


@dataclass(frozen=True, slots=True)
class Who:
    """A run of people that acts as one: text[start:end], with the group it is printed under (区领导) and 等."""

    start: int
    end: int
    people: tuple[Participant, ...]
    group: str = ""
    open_list: bool = False
    party: bool = False


@dataclass(slots=True)
class Sentence:
    """What is known of a sentence before its people are read."""

    text: str
    mentions: Sequence[Mention] = ()
    names: Collection[str] = ()
    titles: list[Title] = field(default_factory=list)
    heading: bool = False

    def __post_init__(self) -> None:
        self.titles = titles.find(self.text)

    @property
    def organs(self) -> list[tuple[int, int]]:
        return [(m.start, m.end) for m in self.mentions if m.label != "PERSON"]


@lru_cache(maxsize=2)
def _patterns() -> dict[str, re.Pattern[str]]:
    group = f"(?:[一-鿿]{{0,14}}?{alternation('titles', 'groups')})"
    return {
        "before": re.compile(f"(?:{alternation('titles', 'groups')})[：]?$"),
        "after": re.compile(f"(?P<etc>等)?(?P<group>{group})?"),
        "cut": re.compile(alternation("positions", "cuts")),
        "address": re.compile(f"{alternation('titles', 'address')}"),
        "title_after": re.compile(
            f"(?:{alternation('titles', 'capacities')})?{alternation('titles', 'after_name')}(?!{alternation('titles', 'not_before')})"
        ),
        "known_before": re.compile(f"{alternation('people', 'before_name')}$"),
    }


def find(sentence: Sentence) -> list[Who]:
    """The people of a sentence, left to right.

    区领导王翔、黄飞参加 gives one `Who` of two with group 区领导; 区委书记甲，公司董事长乙出席 gives one of two, each with a post.
    """
    people = _people(sentence)
    found: list[Who] = []
    i = 0
    while i < len(people):
        run = [people[i]]
        while i + 1 < len(people) and _joined(sentence, run[-1], people[i + 1]):
            run.append(people[i + 1])
            i += 1
        found.append(_grouped(sentence, _share(sentence, run)))
        i += 1
    return found


def _people(sentence: Sentence) -> list[Participant]:
    text, pat = sentence.text, _patterns()
    spans = _name_spans(sentence)
    found: list[Participant] = []
    floor = 0
    for start, end, sure in spans:
        if start < floor:
            continue
        begin = start
        posts: list[Post] = []
        before = [k for k, t in enumerate(sentence.titles) if floor <= t.start and t.end <= start]
        if before and sentence.titles[before[-1]].end == start:
            begin, posts = titles.chain(text, sentence.titles, before[-1], floor, sentence.organs)
        stop = end
        mark = _MARK.match(text, stop)
        stop = mark.end() if mark else stop
        if (
            not posts
            and (after := pat["title_after"].match(text, stop))
            and not text.startswith(("的", "们"), after.end())
        ):
            title = next((t for t in sentence.titles if t.end == after.end()), None)
            if title:
                bare = text[title.start : title.end] if title.capacity == "full" else title.head
                posts = [Post(stop, title.end, bare, "", title.capacity, title.head, text[stop : title.end])]
                stop = after.end()
        if address := pat["address"].match(text, stop):
            stop = address.end()
        if posts:
            sure = max(sure, 0.95)
        found.append(
            Participant(text[start:end], start, stop, tuple(posts), mark[1] if mark else "", sure, begin=begin)
        )
        floor = stop
    return found


def _name_spans(sentence: Sentence) -> list[tuple[int, int, float]]:
    """Every place a personal name stands, from four witnesses: a title before it, the document's names, a list, the recogniser."""
    text, pat = sentence.text, _patterns()
    weak = words("titles", "weak")
    spans: dict[int, tuple[int, float]] = {}

    def add(start: int, end: int, sure: float) -> None:
        if end > start and (start not in spans or spans[start][1] < sure):
            spans[start] = (end, sure)

    for title in sentence.titles:
        if (end := names.name_at(text, title.end, sentence.names, sentence.mentions)) is not None:
            seen = any(m.label == "PERSON" and m.start < end and title.end < m.end for m in sentence.mentions)
            if seen or title.head not in weak or text[title.end : end] in sentence.names:
                add(title.end, end, 0.95)
    for name in sentence.names:
        at = text.find(name)
        while at >= 0:
            add(at, at + len(name), 0.93 if len(name) > 2 else 0.9)
            at = text.find(name, at + len(name))
    for m in sentence.mentions:
        if (
            m.label == "PERSON"
            and not areas.find(text[m.start : m.end])
            and (names.is_han_name(text[m.start : m.end]) or names.is_foreign_name(text[m.start : m.end]))
        ):
            add(m.start, m.end, 0.8)
    for g in re.finditer(alternation("titles", "groups") + "[：]?|" + alternation("people", "before_name"), text):
        listed = names.read_list(text, g.end(), names=sentence.names)
        if len(listed) > 1 or listed and (g.end() in spans or text[listed[0][0] : listed[0][1]] in sentence.names):
            for a, b in listed:
                add(a, b, 0.9)
        elif listed and pat["known_before"].search(text, 0, g.end()):
            a, b = listed[0]
            add(a, b, 0.8)
    for start in sorted(spans):
        end = spans[start][0]
        listed = names.read_list(text, start, names={*sentence.names, text[start:end]})
        if len(listed) > 1:
            for a, b in listed:
                add(a, b, 0.85)
    if sentence.heading:
        for piece in re.finditer(r"[^ ，。：；]+", text):
            _add_fused(piece.start(), piece[0], add)
    chosen: list[tuple[int, int, float]] = []
    for start, (end, sure) in sorted(spans.items(), key=lambda x: (x[0], -x[1][1])):
        if chosen and start < chosen[-1][1]:
            if sure <= chosen[-1][2]:
                continue
            chosen.pop()
        chosen.append((start, end, sure))
    return chosen


def _add_fused(offset: int, piece: str, add: Callable[[int, int, float], None]) -> None:
    """鲍一飞黄飞参加 in a headline: names run together up to the first word that cannot be a name."""
    verb = re.search(alternation("people", "after_names"), piece)
    if not verb or not 4 <= verb.start() <= 14:
        return
    parts = names.split_fused(piece[: verb.start()])
    if parts and len(parts) > 1:
        at = offset
        for part in parts:
            add(at, at + len(part), 0.85)
            at += len(part)


def _joined(sentence: Sentence, left: Participant, right: Participant) -> bool:
    """Whether two people belong to one run: only a mark, or 和 / 以及, stands between them."""
    between = sentence.text[left.end : right.begin]
    if between in ("、", "和", "及", "以及", "，以及", "，和", "、以及", "暨", ""):
        return True
    if between == " ":
        return not sentence.heading or not right.posts
    return between == "，" and bool(right.posts or right.sure > 0.8)


def _share(sentence: Sentence, run: list[Participant]) -> list[Participant]:
    """中央军委委员甲、乙、丙: a title that several can hold, printed before the first, holds for the list after it."""
    heads = entries("titles", "heads")
    out: list[Participant] = []
    for person in run:
        if (
            not person.posts
            and out
            and out[-1].posts
            and sentence.text[out[-1].end : person.start] in ("、", "和", " ")
        ):
            last = out[-1]
            if (
                all((heads[p.head].get("seats") if p.head in heads else None) != 1 or _several(p) for p in last.posts)
                and last.posts[-1].end <= last.start
            ):
                person = replace(person, posts=last.posts, shared=True)
            elif last.shared:
                person = replace(person, posts=last.posts, shared=True)
        out.append(person)
    return out


def _several(post: Post) -> bool:
    head = post.title.rfind(post.head)
    return any(post.title[:head].endswith(m) for m in ("副", "常务", "轮值", "助理") if head > 0)


def _grouped(sentence: Sentence, run: list[Participant]) -> Who:
    text, pat = sentence.text, _patterns()
    start, end = run[0].begin, run[-1].end
    group = ""
    if (before := pat["before"].search(text, 0, start)) and not run[0].posts:
        begin = titles.organ_start(text, before.start(), 0, sentence.organs)
        group, start = text[begin : before.end()].rstrip("："), begin
    after = pat["after"].match(text, end)
    etc = bool(after and after["etc"])
    if after and after["group"] and etc and not pat["cut"].search(after["group"]):
        group = group or after["group"]
        end = after.end()
    elif etc:
        end += 1
    party = any(text.startswith(w, run[-1].end - len(w)) for w in ("一行",))
    return Who(start, end, tuple(run), group, etc, party)
