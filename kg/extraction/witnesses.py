"""Where personal names stand in a sentence, by five witnesses: a title or a description before it, the document's names,
the recogniser, a list, a place where only a name can stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction import areas, doubts, listing, lookalikes, mending, names, titles
from kg.extraction.ner import DOUBT, Mention
from kg.extraction.titles import Title
from kg.lexicon import alternation, entries, remember, words
from kg.text import is_torn

_Add = Callable[[int, int, float], None]
#: 副校长（副院长）甲, 副书记（援青）甲: a bracket between a title and its name.
_BRACKET = re.compile(r"（[一-鿿]{2,8}）")


@dataclass(slots=True)
class Sentence:
    """What is known of a sentence before its people are read."""

    text: str
    mentions: Sequence[Mention] = ()
    names: Collection[str] = ()
    heading: bool = False
    #: Where offices end of which the recogniser is not sure.
    doubted: frozenset[int] = frozenset()
    _titles: list[Title] | None = None

    @property
    def titles(self) -> list[Title]:
        if self._titles is None:
            self._titles = titles.find(self.text)
        return self._titles

    @property
    def organs(self) -> list[tuple[int, int]]:
        return [(m.start, m.end) for m in self.mentions if m.label != "PERSON"]


@remember(1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "before": re.compile(f"{alternation('titles', 'groups')}[：]?|{alternation('people', 'before_name')}"),
        "known": re.compile(f"{alternation('people', 'before_name')}$"),
        "fused": re.compile(alternation("people", "after_names")),
        "described": re.compile(alternation("people", "descriptions")),
        "item": re.compile(r"[一-鿿·]{2,20}$"),
    }


def find(sentence: Sentence) -> list[tuple[int, int, float]]:
    """Spans of names from left to right, without overlaps, each with how sure it is (0 to 1)."""
    text = sentence.text
    spans: dict[int, tuple[int, float]] = {}

    def add(start: int, end: int, sure: float) -> None:
        if end > start and not is_torn(text, start, end) and (start not in spans or spans[start][1] < sure):
            spans[start] = (end, sure)

    regions = [(a, b) for a, b, *_ in areas.find(text)]
    slots = _titled(sentence, add)
    _known(sentence, add)
    for start, end in _recognised(sentence, regions):
        add(start, end, 0.8)
    _described(sentence, add)
    for g in _patterns()["before"].finditer(text):
        listed = listing.read_list(text, g.end(), names=sentence.names)
        if len(listed) > 1 or listed and (g.end() in spans or text[slice(*listed[0])] in sentence.names):
            for a, b in listed:
                add(a, b, 0.9)
        elif listed and _patterns()["known"].search(text, 0, g.end()):
            add(*listed[0], 0.8)
    for start, end in slots:
        if not any(a < end and start < b for a, (b, _) in spans.items()):
            add(start, end, 0.75)
    read: set[tuple[int, int]] = set()
    for start in sorted(spans):
        end = spans[start][0]
        if (start, end) in read:
            continue  # a list of hundreds is read once, and not again from each of its names
        listed = listing.read_list(text, start, names={*sentence.names, text[start:end]}, mentions=sentence.mentions)
        if len(listed) > 1:
            read.update(listed)
            for a, b in listed:
                if text[a:b] in sentence.names or not any(x <= a and b <= y for x, y in regions):
                    add(a, b, 0.85 if a > start or spans[start][1] > 0.75 else 0.75)
    begun = dict.fromkeys(sorted(spans))
    for start in begun:
        _before(text, start, add, begun)
    if sentence.heading:
        for piece in re.finditer(r"[^ ，。：；]+", text):
            _fused(piece.start(), piece[0], add)
    return _chosen(dict(lookalikes.sifted(text, spans, regions)))


def _chosen(spans: dict[int, tuple[int, float]]) -> list[tuple[int, int, float]]:
    chosen: list[tuple[int, int, float]] = []
    for start, (end, sure) in sorted(spans.items(), key=lambda x: (x[0], -x[1][1])):
        if chosen and start < chosen[-1][1]:
            if sure <= chosen[-1][2]:
                continue
            chosen.pop()
        chosen.append((start, end, sure))
    return chosen


def _titled(sentence: Sentence, add: _Add) -> list[tuple[int, int]]:
    """Names right after a title; what the title and the words after it alone would make a name is given back."""
    text, weak, families = sentence.text, words("titles", "weak"), words("names", "weak_families")
    slots: list[tuple[int, int]] = []
    for title in sentence.titles:
        address = _is_address(text, title)
        bracket = _BRACKET.match(text, title.end)
        at = bracket.end() if bracket else title.end
        end = names.name_at(text, at, sentence.names, sentence.mentions)
        if end is None:
            if (
                title.head not in weak
                and not address
                and not any(t.start < at + 4 and at < t.end for t in sentence.titles)
            ):
                places, enough = listing.read_slots(text, at, sentence.names)
                slots += places if enough or places and _titled_next(sentence, places[-1][1]) else []
            continue
        least = DOUBT if title.head in weak else 0.0
        seen = any(
            m.label == "PERSON" and m.start < end and at < m.end and m.confidence >= least for m in sentence.mentions
        )
        whole = {(m.start, m.end) for m in sentence.mentions if m.label == "PERSON"}
        if text[at] in families and "·" in text[at:end] and (at + 1, end) in whole:
            continue  # 指挥|官甲: the recogniser leaves out a character that is oftener a word of its own
        clear = not bracket or names.is_name(text[at:end]) and names.follow(text, end) > 0.7
        strong = title.head not in weak or "·" in text[at:end]
        if seen or strong and clear and not address or text[at:end] in sentence.names:
            add(at, end, 0.95)
    return slots


def _is_address(text: str, title: Title) -> bool:
    """习|主席鲜明提出: a family name alone before a title is its holder's, and what follows is no name by its place."""
    family = text[max(0, title.start - 1) : title.start]
    if family not in words("surnames", "single") or family in words("positions", "cuts"):
        return False
    of_state = text[title.start : title.end] in words("positions", "state_heads")  # 乌总统甲
    return not of_state and (title.start == 1 or text[title.start - 2] in "，。；：、！？")


def _titled_next(sentence: Sentence, end: int) -> bool:
    """盛夏、市林业局局长甲: the next item of the list is a name with a title of its own."""
    text = sentence.text
    title = next((t for t in sentence.titles if t.start > end), None)
    if title is None or title.start - end > 24 or re.search("[，、。；：“”]", text[end + 1 : title.start]):
        return False
    return names.name_at(text, title.end, sentence.names, sentence.mentions) is not None


def _known(sentence: Sentence, add: _Add) -> None:
    text, weak = sentence.text, words("names", "weak_families")
    for name in sorted(sentence.names, key=lambda n: (-len(n), n)):  # the order of a set changes from run to run
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (len(name) == 2 and name[0] in weak and names.follow(text, end) <= 0):
                add(at, end, 0.93 if len(name) > 2 else 0.9)
            at = text.find(name, end)


def _recognised(sentence: Sentence, regions: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """People of the recogniser, mended; its places, sides and armies are none."""
    text = sentence.text
    for m in sentence.mentions:
        if m.label != "PERSON":
            continue
        floor = max((t.end for t in sentence.titles if t.end <= m.start), default=0)
        mended = mending.mend(text, m.start, m.end, sentence.names, floor)
        if mended is None:
            continue
        start, end = mended
        floor = max([floor, *(b for _, b in regions if b <= start)])
        if (begin := mending.begun_before(text, start, end, floor)) < start and text[start:end] not in sentence.names:
            mended = (begin, end)
        name = text[slice(*mended)]
        inside = any(x <= mended[0] and mended[1] <= y for x, y in regions)
        grown = mended[0] == floor < m.start and len(name) == 3  # 书记|麴|立民: right after a title
        if name in sentence.names or (
            (_is_heard(name) and doubts.is_borne_out(text, sentence.mentions, m, mended[1]) or grown)
            and not inside
            and not _is_thing(text, *mended)
        ):
            yield mended


def _is_heard(name: str) -> bool:
    """Whether what the recogniser calls a person can be a name; it alone vouches for 区晓莹."""
    common = words("names", "given_common")
    rare = len(name) == 3 and name[0] in words("names", "heard_families") and all(c in common for c in name[1:])
    return rare or names.is_name(name)


def _is_thing(text: str, start: int, end: int) -> bool:
    """乌方, 法新社, 赴青石镇, 首都苏瓦: short for a country's side, or a place after a word of going or of places."""
    name = text[start:end]
    if text[:start].endswith(words("names", "seats_of_power")):
        return True
    if "·" not in name and "-" not in name and areas.find(name):
        return True
    if name.endswith(words("names", "not_person")) and len(name) < 4:
        surname = entries("surnames", "single").get(name[0])
        family = float(surname["share"]) if surname else 0.0
        abroad = family < 1.5 and any(place[0] == name[0] for place in words("names", "not_foreign"))
        if abroad or areas.by_letter(name[0]):
            return True
    return name.endswith(words("names", "settled")) and text[: start + 1].endswith(
        tuple(g + name[:1] for g in words("participation", "GO"))
    )


def _described(sentence: Sentence, add: _Add) -> None:
    """学生代表甲、乙; 劳动模范丙，: who somebody is without an office."""
    text = sentence.text
    for d in _patterns()["described"].finditer(text):
        end = names.name_at(text, d.end(), sentence.names, sentence.mentions)
        if end is None or not names.is_name(text[d.end() : end], sentence.names) or names.follow(text, end) <= 0.7:
            continue
        if any(m.label != "PERSON" and m.start < end and d.end() < m.end for m in sentence.mentions):
            continue
        weight = names.han_weight(text[d.end() : end]) or 0.0
        full = (
            end - d.end() == 3 or names.follow(text, end) > 1 and text[d.end() : end] not in words("names", "not_names")
        )
        if weight >= 0.8 and full or text[d.end() : end] in sentence.names:
            add(d.end(), end, 0.8)


def _before(text: str, start: int, add: _Add, begun: Container[int]) -> None:
    """祁连山、王岚发言: an item before a name of the list that has no title of its own, up to one that `begun` names anyway."""
    while start > 2 and text[start - 1] == "、":
        run = _patterns()["item"].search(text, max(0, start - 21), start - 1)
        item = run[0] if run else ""
        if not names.is_name(item):
            item = re.split("[和与及]", item)[-1]
        known = names.is_han_name(item) or names.is_foreign_name(item) and len(item) > 3
        alone = run is not None and item == run[0] and (run.start() == 0 or text[run.start() - 1] in "，。：；")
        if not (known or alone and item[0] in words("surnames", "single")) or not listing.may_name(item):
            return
        if areas.find(item) and not names.is_han_name(item):
            return
        start -= len(item) + 1
        add(start, start + len(item), 0.8 if known else 0.75)
        if start in begun:
            return


def _fused(offset: int, piece: str, add: _Add) -> None:
    """鲍一飞黄飞参加 in a headline: names run together up to the first word that cannot be a name."""
    verb = _patterns()["fused"].search(piece)
    if not verb or not 4 <= verb.start() <= 14:
        return
    parts = listing.split_fused(piece[: verb.start()])
    if parts and len(parts) > 1 and not parts[-1].endswith(words("names", "settled")):
        at = offset
        for part in parts:
            add(at, at + len(part), 0.85)
            at += len(part)
