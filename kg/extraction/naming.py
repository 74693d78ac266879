"""What the words of a document name: people, seats, organs, areas and places, as references with keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.document import Document
from kg.extraction import areas, names, organs, seats
from kg.extraction.asides import Held
from kg.extraction.titles import Post
from kg.ids import fold_name
from kg.lexicon import alternation, words
from kg.statement import Args, ref


class Naming:
    """Names entities for one document: its paper's area tells what 区委 is, its other articles what 国家主席甲 is of."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paper = areas.Paper.of(document.area)
        self._full: dict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, held: Iterable[Held]) -> None:
        """Offices that the document prints in full somewhere (老挝国家主席甲), so that 国家主席甲 elsewhere in it is no other."""
        for one in held:
            if one.post.organ:
                self._full[one.person.name, one.post.title].add(one.post.organ)

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
        organs_seen = self._full.get((name, post.title), set())
        organ = post.organ or (next(iter(organs_seen)) if len(organs_seen) == 1 else "")
        seat = seats.seat(post.title, organ or None, self.paper, self.document.doc)
        ours = (
            seat.area is not None
            and seat.area.name == "中国"
            and not seat.name.startswith(words("positions", "surely_ours"))
        )
        if ours and names.is_foreign_name(name) and not names.is_han_name(name):
            return replace(
                seat,
                key=f"{seat.title}@{self.document.doc}",
                name=seat.title,
                organ=None,
                area=None,
                seats=None,
                aliases=(),
            )
        return seat

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
        """A venue or visited thing: an area, an organ, or a place."""
        found = organs.resolve(name, self.paper)
        if isinstance(found, areas.Area):
            return area_ref(found)
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


def area_ref(area: areas.Area) -> Args:
    return ref("Area", area.key, area.name, level=area.level, code=area.code)
