"""Sentences as local papers print them, invented with their labels: people that no corpus knows, local organs, lists, damage.

Whatever is random comes from the generator that is handed in, so that a seed gives the same sentences again.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.extraction import names
from kg.lexicon import words
from recogniser.board import Labelled, Span
from recogniser.people import People

Part = tuple[str, str]
_SLOT = re.compile(r"\{([A-Z])\}|\[(.+?)\]")
_SEPARATORS = ("、", "、", "、", "、", "、", "，", " ", " ", "　", "", "", "", "", "、 ", "; ")


class Invention(People):
    """Draws sentences.

    Args:
        known: people of the training text, from whom the characters of given names and foreign names are counted.
        clauses: clauses of real text that hold no name at all.
    """

    def __init__(self, rng: random.Random, known: Counter[str], clauses: Sequence[str]) -> None:
        super().__init__(rng, known)
        self.clauses = clauses
        self.templates: list[str] = []
        for line in self.data["sentences"]:
            weight, _, rest = str(line).partition(" ")
            self.templates += [rest] * int(weight) if weight.isdigit() and rest else [str(line)]
        self.heads = {*words("titles", "heads"), "第一书记", "政协委员"}
        self.areas = [a for a in _areas() if len(a) > 2]
        self._slots: dict[str, Callable[[], list[Part]]] = {
            "P": self._marked,
            "L": self._list,
            "Q": self._post,
            "T": self._title,
            "O": lambda: [(self.organ(), "ORGANIZATION")],
            "F": lambda: [(self.firm()[0], "ORGANIZATION")],
            "A": lambda: [(self.area(), "PLACE")],
            "B": lambda: [(self.brand(), "ORGANIZATION")],
            "V": lambda: [(self.place(), "PLACE")],
            "C": lambda: [(self.rng.choice(self.clauses), "")],
            "G": self._group,
            "D": lambda: [(self._pick("dates"), "")],
            "E": lambda: [(self._pick("events"), "")],
            "R": self._role,
            "N": lambda: [(str(self.rng.randint(1, 99)), "")],
        }

    def _marked(self) -> list[Part]:
        name = self.person()
        r = self.rng.random()
        if len(name) == 2 and r < 0.06:
            name = name[0] + self.rng.choice((" ", "　", "  ")) + name[1]
        return [(name, "PERSON"), (self._pick("marks"), "")] if r > 0.98 else [(name, "PERSON")]

    def _list(self) -> list[Part]:
        rng = self.rng
        size = rng.choices((2, 3, 4, 6, 9, 14), (22, 26, 20, 16, 10, 6))[0]
        separator = rng.choice(_SEPARATORS)
        out: list[Part] = []
        for i in range(size):
            if i:
                out.append(("和" if i == size - 1 and separator == "、" and rng.random() < 0.1 else separator, ""))
            out += [(self.person(0.03), "PERSON")] if not separator.strip() else self._marked()
        return out

    def area(self) -> str:
        rng = self.rng
        r = rng.random()
        if r < 0.55:
            return rng.choice(self.areas)
        chars = str(self.data["place_chars"])
        return "".join(rng.sample(chars, rng.choice((1, 2, 2, 2, 3)))) + rng.choice(
            ("街道", "镇", "乡", "区", "县", "村", "社区", "街道")
        )

    def organ(self) -> str:
        rng = self.rng
        r = rng.random()
        if r < 0.35:
            town = "".join(rng.sample(str(self.data["place_chars"]), 2)) + rng.choice(("街道", "镇", "乡", "街道"))
            return (
                (rng.choice(self.areas) if rng.random() < 0.15 else "") + town + rng.choice(self.data["organs"]["town"])
            )
        front = rng.choice(self.data["local"]) if r < 0.75 else rng.choice(self.areas)
        return str(front) + str(rng.choice(self.data["organs"]["area"]))

    def firm(self) -> tuple[str, str]:
        rng, d = self.rng, self.data
        r = rng.random()
        chars = str(d["firm_chars"])
        front = rng.choice(self.areas)[:2] if rng.random() < 0.4 else ""
        if r < 0.6:
            brand = "".join(rng.sample(chars, rng.choice((2, 2, 2, 3, 4))))
            return front + brand + (self._pick("trades") if rng.random() < 0.6 else "") + self._pick(
                "firm_ends"
            ), "firm"
        if r < 0.68:
            return self._pick("banks") + rng.choice(("", rng.choice(self.areas)[:2])) + rng.choice(
                ("分行", "支行", "")
            ), "firm"
        if r < 0.85:
            return (front or "".join(rng.sample(str(d["place_chars"]), 2))) + self._pick("schools"), "school"
        return (front or rng.choice(self.areas)) + self._pick("hospitals"), "hospital"

    def brand(self) -> str:
        """海创新芯, 洛特斯顿, 海创集团: a firm as papers call it the second time."""
        rng = self.rng
        r = rng.random()
        if r < 0.25:
            return self._foreign_part() + rng.choice(("", "", "", "中国", "集团"))
        brand = "".join(rng.sample(str(self.data["firm_chars"]), rng.choice((2, 2, 3, 4))))
        return (
            rng.choice(("", "", self.area()[:2]))
            + brand
            + rng.choice(("", "", "", "集团", "公司", "科技", "智能", "股份", "生物", "控股", "重工", "电器"))
        )

    def place(self) -> str:
        rng = self.rng
        brand = "".join(rng.sample(str(self.data["place_chars"]), rng.choice((2, 2, 3))))
        return (rng.choice(self.areas) if rng.random() < 0.2 else "") + brand + self._pick("places")

    def _post(self) -> list[Part]:
        rng, t = self.rng, self.data["titles"]
        r = rng.random()
        if r < 0.22:
            local = rng.choice(self.data["local"][:7]) if rng.random() < 0.7 else rng.choice(self.areas)
            return [(f"{local}委", "ORGANIZATION"), *_joined(rng.choice([*t["party"][:2], "常委", "副书记"]))] + (
                [("、", ""), (rng.choice(t["government"]), "POSITION")] if rng.random() < 0.45 else []
            )
        if r < 0.36:
            area = [(rng.choice(self.areas), "PLACE")] if rng.random() < 0.35 else []
            return [*area, (rng.choice(t["government"]), "POSITION")]
        if r < 0.78:
            organ = self.organ()
            kind = (
                "court"
                if organ.endswith("院")
                else "people"
                if organ.endswith(("人大常委会", "政协", "人大", "联", "会", "工委"))
                else ("party" if organ.endswith(("委", "党工委", "党委", "组织部")) else "head")
            )
            more = (
                [("、", ""), (self.organ(), "ORGANIZATION"), *_joined(rng.choice(t["head"]))]
                if rng.random() < 0.12
                else []
            )
            return [(organ, "ORGANIZATION"), *_joined(rng.choice(t[kind])), *more]
        if r < 0.92:
            firm, kind = self.firm()
            return [(firm, "ORGANIZATION"), *_joined(rng.choice(t[kind]))]
        village = "".join(rng.sample(str(self.data["place_chars"]), 2)) + rng.choice(("村", "社区"))
        return [(village, "PLACE"), *_joined(rng.choice(t["village"]))]

    def _title(self) -> list[Part]:
        t = self.data["titles"]
        return _joined(self.rng.choice(t["government"] + t["head"] + t["firm"]))

    def _role(self) -> list[Part]:
        role = self._pick("roles")
        return [(role, "POSITION" if role in self.heads else "")]

    def _group(self) -> list[Part]:
        group = self._pick("groups")
        if group in self.data["group_titles"]:
            return (
                [(group[:-2], "ORGANIZATION"), (group[-2:], "POSITION")]
                if group.endswith("常委")
                else [(group, "POSITION")]
            )
        return [(group, "")]

    def sentence(self) -> Labelled:
        """One sentence, labelled in full."""
        template = self.rng.choice(self.templates)
        parts: list[Part] = []
        at = 0
        for m in _SLOT.finditer(template):
            parts.append((template[at : m.start()], ""))
            parts += self._slots[m[1]]() if m[1] else [(m[2], "POSITION")]
            at = m.end()
        parts.append((template[at:], ""))
        return assemble(parts)

    def swap(self, sentence: Labelled) -> Labelled:
        """The same sentence about other people: Han for Han, foreign for foreign, one for one."""
        fresh: dict[str, str] = {}
        parts: list[Part] = []
        at, moved = 0, []
        shift = 0
        for a, b, label in sentence.spans:
            parts.append((sentence.text[at:a], ""))
            piece = sentence.text[a:b]
            if label == "PERSON":
                if piece not in fresh:
                    fresh[piece] = self.han() if names.is_han_name(piece) and len(piece) < 4 else self.person(0.7)
                moved.append((b, shift := shift + len(fresh[piece]) - len(piece)))
                piece = fresh[piece]
            parts.append((piece, label))
            at = b
        parts.append((sentence.text[at:], ""))
        out = assemble(parts)
        out.open = [(a + _shift(moved, a), b + _shift(moved, b)) for a, b in sentence.open]
        return out

    def damage(self, sentence: Labelled, rate: float = 0.03) -> Labelled:
        """Characters lost, misread or torn apart by blanks; the labels go along."""
        rng, text = self.rng, sentence.text
        out: list[str] = []
        where: list[int] = []
        for c in text:
            where.append(sum(map(len, out)) if len(out) < 2 else where[-1] + len(out[-1]))
            r = rng.random()
            if r < rate * 0.3:
                out.append("")
            elif r < rate * 0.6:
                out.append(rng.choice(self.common) if "一" <= c <= "鿿" else rng.choice("，。 、·"))
            elif r < rate:
                out.append(c + rng.choice((" ", " ", "　", "\n")))
            else:
                out.append(c)
        where.append(where[-1] + len(out[-1]) if out else 0)
        whole = "".join(out)
        spans: list[Span] = []
        for a, b, label in sentence.spans:
            x, y = where[a], where[b]
            while y > x and whole[y - 1] in " 　\n":
                y -= 1
            if y > x:
                spans.append((x, y, label))
        return Labelled(whole, spans, [(where[a], where[b]) for a, b in sentence.open])


def _shift(moved: Iterable[tuple[int, int]], at: int) -> int:
    return max([(b, s) for b, s in moved if b <= at], default=(0, 0))[1]


def _joined(printed: str) -> list[Part]:
    """党组书记、局长 is two titles."""
    out: list[Part] = []
    for piece in re.split("(、)", printed):
        out.append((piece, "" if piece == "、" else "POSITION"))
    return out


def assemble(parts: Iterable[Part]) -> Labelled:
    text, spans = "", []
    for piece, label in parts:
        if label and piece:
            spans.append((len(text), len(text) + len(piece), label))
        text += piece
    return Labelled(text, spans)


def _areas() -> list[str]:
    from kg.extraction.gazetteer import index

    return sorted(name for name, same in index().full.items() if same[0].level != "country")
