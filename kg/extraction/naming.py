"""What the words of a document name: people, seats, organs, areas and places, as references with keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.document import Document
from kg.extraction import areas, names, organs, seats, titles
from kg.extraction.asides import Held
from kg.extraction.titles import Post
from kg.ids import fold_name
from kg.lexicon import alternation, entries, words
from kg.statement import Args, ref

_HOME = "中国"


class Naming:
    """Names entities for one document: its paper's area tells what 区委 is, its other articles what 国家主席甲 is of."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paper = areas.Paper.of(document.area)
        #: Organs printed with a title of a person, the countries a person's offices are of, and the titles that somebody
        #: is printed with in full as an office of another country.
        self._full: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._countries: dict[str, set[str]] = defaultdict(set)
        self._abroad: set[str] = set()
        self._titles: dict[str, set[str]] = defaultdict(set)
        #: Who is called by the one seat of this country that a title means, and who of them with the organ in full.
        self._called: dict[str, set[str]] = defaultdict(set)
        self._surely: dict[str, set[str]] = defaultdict(set)

    def learn(self, held: Iterable[Held]) -> None:
        """Offices that the document prints in full somewhere (老挝国家主席甲), so that 国家主席甲 elsewhere in it is no other."""
        bare, unsaid = [], []
        for one in held:
            post, name = one.post, one.person.name
            if _by_unknown_letter(post.organ):
                continue
            self._titles[name].add(post.title)
            if not post.organ:
                bare.append(one)
                continue
            if not post.organ.startswith(words("areas", "our")):
                self._full[name, post.title].add(post.organ)
            seat = self._seat(post.title, post.organ)
            area = seat.area
            if _is_home(seat) and post.capacity == "full":
                self._surely[seat.key].add(name)
            if area is None and seat.organ is not None:  # a party that rules another country (越共中央政治局)
                area = seat.organ.area
            printed = titles.country_of(post.organ)
            country = printed or (area.line[0].name if area else "")
            if country == _HOME and not printed:
                unsaid.append(name)
            elif country:
                self._countries[name].add(country if areas.is_country(country) else _HOME)
            if country != _HOME and areas.is_country(country):
                self._abroad.add(post.title)
        # 越共中央政治局委员、公安部部长甲: an organ that every state has is not ours because we have it, too.
        for name in unsaid:
            if not self._foreign(name):
                self._countries[name].add(_HOME)
        for one in bare:
            seat = self._seat(one.post.title, "")
            area = seat.area
            if _is_home(seat) and one.post.capacity == "full":
                self._called[seat.key].add(one.person.name)
            if (
                area
                and area.name == _HOME
                and one.post.title not in self._abroad
                and not self._foreign(one.person.name)
            ):
                self._countries[one.person.name].add(_HOME)

    def _seat(self, title: str, organ: str) -> seats.Seat:
        return seats.seat(title, organ or None, self.paper, self.document.doc)

    def _beside(self, post: Post) -> seats.Seat | None:
        """The seat, local to the document, of a bare 县长 that another county than the paper's was named before; else null."""
        if not post.beside or any(post.beside.endswith(a.name) for a in self.paper.chain):
            return None
        return seats.seat(post.title, post.organ or None, areas.Paper(), self.document.doc)

    def _foreign(self, name: str) -> bool:
        """Every office this person is printed with in full is of another country."""
        return bool(self._countries.get(name)) and _HOME not in self._countries[name]

    def person(self, name: str, mark: str = "") -> Args:
        name = fold_name(name)
        gender = next((c for c in mark if c in "男女"), None)
        people = next((p for p in mark.split("，") if p.endswith("族")), None)
        return ref("Person", f"{name}@{self.document.doc}", name, gender=gender, ethnicity=people)

    def resolve(self, post: Post, name: str) -> seats.Seat:
        """The seat of a position printed with this name.

        An office printed without its country belongs to this country only where its holder's name could be of it: 外交部长拉夫罗夫
        stays local to the document.
        """
        if letter := _by_unknown_letter(post.organ):
            country = self._country(letter, name)
            if not country and len(post.organ) == 1:
                return self._local(self._seat(post.title, ""), seats.strip_capacity(post.title)[0])
            post = replace(post, organ=country + post.organ[1:]) if country else post
        # 甲主席 is the 国家主席 where the document calls 甲 so, whatever else 甲 is the 主席 of.
        of_state = (w + post.title for w in words("organs", "states"))
        title = next((t for t in of_state if not post.organ and t in self._titles[name]), post.title)
        post = replace(post, title=title)
        organs_seen = self._full.get((name, post.title), set())
        organ = post.organ or (next(iter(organs_seen)) if len(organs_seen) == 1 else "")
        countries = self._countries.get(name, set())
        if not organ and self._foreign(name) and len(countries) == 1 and _is_of_state(post.title):
            organ = next(iter(countries))
        seat = self._beside(post) or self._seat(post.title, organ)
        if _of_any_state(seat) and self._is_stranger(name):
            if len(abroad := countries - {_HOME}) != 1:
                return seat if "@" in seat.key else self._local(seat, seat.name)
            return self._seat(post.title, next(iter(abroad)) + organ)  # 财政部长甲, after 智利财长甲
        ours = seat.area is not None and seat.area.name == _HOME
        if organ and ours and self._foreign(name) and not titles.country_of(organ):
            return self._local(seat, seat.name)
        if organ or not ours:
            return seat
        if seat.name.startswith(words("positions", "surely_ours")) and post.title.startswith(
            words("positions", "surely_ours")
        ):
            return seat
        rivals = self._called[seat.key] | self._surely[seat.key]
        others = (
            self._is_stranger(name)
            # 习近平总书记和阮富仲总书记: both cannot hold the one seat, so only who is printed with it in full does.
            or (_is_home(seat) and len(rivals) > 1 and name not in self._surely[seat.key])
            or (post.title in self._abroad and _HOME not in countries)
        )
        if not others:
            return seat
        fused = any(e["seat"] == seat.name for e in entries("organs", "same_seat").values())
        return self._local(seat, seats.strip_capacity(post.title)[0] if fused else seat.title)

    def _local(self, seat: seats.Seat, title: str) -> seats.Seat:
        """The seat of a title whose owner nothing tells: it is the document's own."""
        key = f"{title}@{self.document.doc}"
        return replace(seat, key=key, name=title, title=title, organ=None, area=None, seats=None, rank=None, aliases=())

    def _is_stranger(self, name: str) -> bool:
        """Somebody of another country, as the newspaper or the name itself tells."""
        transcribed = names.transcribes(name) and len(name) > 2  # 蒙卡达, though 蒙 is a family name
        transcribed = transcribed or names.may_transcribe(name)
        return self._foreign(name) or names.is_foreign_name(name) and not names.is_han_name(name) or transcribed

    def _country(self, letter: str, name: str) -> str:
        """The one country that 乌 can be in 乌总统甲: of those the document names, or that 甲 is printed with an office of."""
        named = {c for c in entries("areas", "countries") if c.startswith(letter) and c in self.document.raw}
        own = named & self._countries.get(name, set())
        found = own if len(own) == 1 else named
        return next(iter(found)) if len(found) == 1 else ""

    def seat(self, post: Post, name: str) -> Args:
        seat = self.resolve(post, name)
        return ref(
            "Position",
            seat.key,
            seat.name,
            title=seat.title,
            aliases=list(seat.aliases),
            branch=seat.branch,
            rank=seat.rank,
            seats=seat.seats,
        )

    def place(self, name: str) -> Args:
        """A venue or visited thing: an area (京 is 北京市), an organ, or a place."""
        name = _trimmed(name)
        found = organs.resolve(name, self.paper)
        if isinstance(found, areas.Area):
            return area_ref(found)
        if near := next((a for a in self.paper.chain if a.name[:-1] == name), None):
            return area_ref(near)  # the paper calls its own area by its short name
        if organs.is_organ(name):
            return self.organ(found)
        return ref("Place", f"{name}@{self.document.area or self.document.doc}", name)

    def organ(self, organ: organs.Organ) -> Args:
        key = f"{organ.key}@{self.document.doc}" if organ.local else organ.key
        return ref("Organization", key, organ.name, kind=organ.kind, aliases=list(organ.aliases))

    def convenors(self, printed: str) -> Iterator[Args]:
        for name in [n for part in printed.split("、") for n in part.split("与")]:
            found = organs.resolve(name, self.paper)
            if isinstance(found, areas.Area):
                yield area_ref(found)
            elif organs.is_organ(name):
                yield self.organ(found)

    def led_area(self, group: str) -> areas.Area | None:
        """The area of 西湖区领导, and of 区领导 in the paper of a district."""
        words_ = re.sub(f"{alternation('titles', 'groups')}$", "", group)
        found = organs.resolve(words_, self.paper) if words_ else None
        return found if isinstance(found, areas.Area) else self.paper.at(words_) if words_ else None


def _by_unknown_letter(organ: str) -> str:
    """乌 of 乌总统 and 乌外交部: one character that several countries may stand for, or that is no country at all."""
    letter, rest = organ[:1], organ[1:]
    if not letter or areas.lead(organ)[0] or areas.local_word(organ) or areas.by_letter(letter):
        return ""
    return letter if not rest or organs.is_of_state(rest) else ""


def _is_home(seat: seats.Seat) -> bool:
    """A seat of this country that one person has at a time: 中共中央总书记."""
    return seat.seats == 1 and seat.area is not None and seat.area.name == _HOME


def _of_any_state(seat: seats.Seat) -> bool:
    """A seat in an organ that every state has, of no state that is printed: 财政部部长."""
    return seat.organ is not None and seat.area is None and organs.is_of_state(seat.organ.name)


def _is_of_state(title: str) -> bool:
    """An office that every state has: 总统, 外长, 国防部长, 第一副总理."""
    bare, states = seats.strip_capacity(title)[0], words("positions", "state_heads")
    return bare in states or bare.endswith(states) and bare.startswith(words("positions", "fields"))


def _trimmed(name: str) -> str:
    """意大利罗马也 → 意大利罗马, 京 → 北京市: an area's name without the little words behind it."""
    letters = entries("areas", "letters")
    if name in letters:
        return str(letters[name]["area"])
    if (found := areas.find(name)) and found[-1][1] == len(name):
        return name  # 四川成都: 都 is its own
    tail = next((w for w in words("areas", "trailing") if name.endswith(w) and len(name) > len(w) + 1), "")
    stem = name.removesuffix(tail)
    return stem if tail and areas.find(stem) and not organs.is_organ(name) else name


def area_ref(area: areas.Area) -> Args:
    return ref("Area", area.key, area.name, level=area.level, code=area.code)
