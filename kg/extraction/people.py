"""People as a sentence prints them: positions before or after the name, lists that share one, groups around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extraction import areas, doubts, inheritance, notes, organs, titles, witnesses
from kg.extraction.titles import Post
from kg.extraction.witnesses import Sentence as Sentence
from kg.lexicon import alternation, entries, remember, words

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


@remember(1)
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
        "owned": re.compile(alternation("people", "possessions")),
        "deputy": re.compile(
            f"(?:{alternation('titles', 'after_name', 'address')})?{alternation('people', 'deputies')}"
        ),
        "described": re.compile(f"{alternation('people', 'descriptions')}$"),
        "bracket": re.compile(r"（[一-鿿]{2,8}）$"),
        "transparent": re.compile(r"、[一-鿿]{2,16}（[一-鿿]{2,12}）"),
        "some": re.compile(
            f"(?:[两三四五六七八九十几多]|\\d+)[位名](?:[一-鿿]{{0,8}}?{alternation('titles', 'groups')})"
        ),
    }


def find(sentence: Sentence) -> list[Who]:
    """The people of a sentence, left to right.

    区领导王翔、黄飞参加 gives one `Who` of two with group 区领导; 区委书记甲，公司董事长乙出席 gives one of two, each with a post.
    """
    people = _inherit(sentence, _people(sentence))
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
    spans = witnesses.find(sentence)
    found: list[Participant] = []
    floor = 0
    for start, end, sure in spans:
        if start < floor:
            continue
        if pat["deputy"].match(text, end):
            continue
        begin = start
        posts: list[Post] = []
        before = [k for k, t in enumerate(sentence.titles) if floor <= t.start and t.end <= start]
        if before and (last := _title_of(sentence, before, start)) is not None:
            begin, posts = titles.chain(text, sentence.titles, last, floor, sentence.organs)
            posts = doubts.held(posts, sentence.doubted)
        begin = _described(sentence, begin, floor)
        stop = end
        mark = _MARK.match(text, stop)
        stop = notes.end(text, mark.end() if mark else stop)
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
        if (address := pat["address"].match(text, stop)) and not pat["owned"].match(text, stop):
            stop = address.end()
        if posts and sure > 0.75:
            sure = max(sure, 0.95)
        found.append(
            Participant(text[start:end], start, stop, tuple(posts), mark[1] if mark else "", sure, begin=begin)
        )
        floor = stop
    return found


def _title_of(sentence: Sentence, before: list[int], start: int) -> int | None:
    """Which title stands right before a name; a bracket between them counts for nothing (副校长（副院长）甲)."""
    bracket = _patterns()["bracket"].search(sentence.text, 0, start)
    for k in reversed(before):
        if sentence.titles[k].end == start:
            return k
        if bracket and sentence.titles[k].end == bracket.start():
            return k
    return None


def _described(sentence: Sentence, begin: int, floor: int) -> int:
    """Where the words begin that say who somebody is without an office: 教师代表、市一中教师甲 has two before the name."""
    text, described = sentence.text, _patterns()["described"]
    while True:
        noun = described.search(text, floor, begin)
        part = ""
        left = begin
        if noun:
            left = titles.organ_start(text, noun.start(), floor, sentence.organs)
        elif begin > floor and (mark := re.search(r"[，、。：；]?([一-鿿]{3,14})$", text[floor:begin])):
            part = mark[1]
            left = begin - len(part) if organs.is_organ(part) else begin
        if left >= begin or left and text[left - 1] not in "，、。：；":
            return begin
        begin = left
        if begin <= floor or text[begin - 1] != "、" or not described.search(text, floor, begin - 1):
            return begin
        begin -= 1


def _joined(sentence: Sentence, left: Participant, right: Participant) -> bool:
    """Whether two people belong to one run: only a mark, or 和 / 以及, stands between them."""
    between = sentence.text[left.end : right.begin]
    if between in ("、", "和", "及", "以及", "，以及", "，和", "、以及", "暨", ""):
        return True
    if between == " ":
        return not sentence.heading or not right.posts
    if _patterns()["transparent"].fullmatch(between):
        return bool(right.posts)
    return between == "，" and bool(right.posts or right.sure > 0.8 or right.begin < right.start)


def _inherit(sentence: Sentence, people: list[Participant]) -> list[Participant]:
    """What the offices printed before a name take over from those before them in the sentence."""
    out: list[Participant] = []
    run: list[Post] = []
    earlier: list[Post] = []
    for person in people:
        if out and not _joined(sentence, out[-1], person):
            run = []
        if earlier and person.posts and person.posts[-1].end <= person.start:
            between = sentence.text[earlier[0].end : person.begin]
            person = replace(person, posts=inheritance.inherit(person.posts, run, earlier, between))
        run, earlier = [*run, *person.posts], [*earlier, *person.posts]
        out.append(person)
    return out


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
        elif out and out[-1].posts:
            person = replace(person, posts=_of_state(person.posts, out[-1].posts[-1]))
        out.append(person)
    return out


def _of_state(posts: tuple[Post, ...], before: Post) -> tuple[Post, ...]:
    """印度总统甲、总理乙: the office of a state without its country is of the country last named in the list."""
    country, end = areas.lead(before.organ)
    if country is None or country.level != "country" or end != len(before.organ):
        return posts
    state = words("positions", "state_heads")
    return tuple(replace(p, organ=before.organ) if not p.organ and p.title in state else p for p in posts)


def _several(post: Post) -> bool:
    head = post.title.rfind(post.head)
    return any(post.title[:head].endswith(m) for m in ("副", "常务", "轮值", "助理", "执行") if head > 0)


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
    elif some := pat["some"].match(text, end):
        group, end = group or some[0], some.end()
    party = any(text.startswith(w, run[-1].end - len(w)) for w in ("一行",))
    return Who(start, end, tuple(run), group, etc, party)
