"""Areas: 浙江省 > 杭州市 > 拱墅区 > 文晖街道, countries, and what the paper's own area tells about 区委 or 省里."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.gazetteer import Area as Area
from kg.extraction.gazetteer import index
from kg.ids import fold_name
from kg.lexicon import alternation, entries, remember, words

_HAN = r"[㐀-鿿]"
#: The longest name of the official list has 15 characters.
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Paper:
    """What the area of a newspaper tells about areas that are printed without their names.

    Args:
        chain: the paper's area with those above it, outermost first, as `chain` gives them; empty when unknown.
    """

    chain: tuple[Area, ...] = ()

    @classmethod
    def of(cls, area: str | None) -> Paper:
        """From the manifest's words (拱墅区; 浙江省杭州市拱墅区), null when unknown."""
        return cls(chain(area) if area else ())

    @property
    def home(self) -> Area | None:
        """The paper's own area."""
        return self.chain[-1] if self.chain else None

    def at(self, word: str) -> Area | None:
        """The area that a bare 区, 我区 or 全省 means; null when the paper's chain does not tell."""
        for mark in words("areas", "our"):
            word = word.removeprefix(mark)
        if word not in entries("areas", "printed"):
            return None
        return next(
            (a for a in reversed(self.chain) if a.name.endswith(word) and (word != "区" or a.level != "province")), None
        )

    def own(self, printed: str) -> str | None:
        """区委 in a paper of 拱墅区 is 拱墅区委; null when the paper does not tell the area."""
        word = local_word(printed)
        area = self.at(word) if word else None
        return area.name + printed[len(word) :] if area else None


def locate(name: str, paper: Paper | None = None, parent: Area | None = None) -> Area | None:
    """The area of that full or short name; among several, the one under `parent` or nearest to the paper.

    西湖区 in a paper of 拱墅区 is the one in 杭州市. Where nothing decides, the area has no parent and no code.
    """
    return _pick(fold_brackets(name), paper, parent)


def is_country(name: str) -> bool:
    """Is that the full name of a country (埃及, 中国)?"""
    return name in entries("areas", "countries")


@remember(256)
def by_letter(letter: str) -> Area | None:
    """The country that one character before an office stands for (俄外长); null where several share it."""
    countries = entries("areas", "countries")
    return next((Area(c, "country") for c in countries if letter and countries[c].get("abbr") == letter), None)


def _pick(name: str, paper: Paper | None, parent: Area | None) -> Area | None:
    known = index().full.get(name)
    if not known:
        return index().short.get(name)
    if parent:
        under = [a for a in known if parent.name in {p.name for p in a.line[:-1]}]
        if under:
            return under[0]
    if len(known) == 1:
        return known[0]
    for above in reversed(paper.chain if paper else ()):
        near = [a for a in known if above in a.line]
        if len(near) == 1:
            return near[0]
    return Area(name, known[0].level)


def fold_brackets(name: str) -> str:
    """刚果(金) and 刚果（金） are one: half-width brackets become full-width, blanks go."""
    return fold_name(name).replace("(", "（").replace(")", "）")


@remember(8192)
def local_word(text: str) -> str:
    """The bare word for an area that a name begins with: 区 of 区统计局, 省 of 省国资委; empty for 区块链公司 and 市场监管局."""
    if _torn().match(text):
        return ""
    return max((w for w in words("areas", "printed") if text.startswith(w)), key=len, default="")


@remember(8192)
def lead(text: str, paper: Paper | None = None) -> tuple[Area | None, int]:
    """The areas a name begins with: (拱墅区 under 杭州市, 6) for 杭州市拱墅区委; (None, 0) when it begins with none.

    Names of the official list and of countries are known; a street, town or village is taken by its ending where an
    area stands before it, an organ or office after it (康桥镇党委书记), or nothing at all.
    """
    area: Area | None = None
    at = 0
    while at < len(text):
        step = _known(text, at, paper, area) or _ending(text, at, area)
        if step is None:
            break
        area, at = step
    return area, at


def _known(text: str, at: int, paper: Paper | None, parent: Area | None) -> tuple[Area, int] | None:
    for size in range(min(_LONGEST, len(text) - at), 1, -1):
        if _splits_word(text, at + size):
            continue
        found = _pick(text[at : at + size], paper, parent)
        if found and (parent is None or _may_stand_under(found, parent)):
            if parent and not found.parent and found.level != "country":
                found = Area(found.name, found.level, found.code, parent)
            return found, at + size
    return None


def _may_stand_under(area: Area, parent: Area) -> bool:
    return area.level != "country" and (not area.parent or parent.name in {a.name for a in area.line})


def _ending(text: str, at: int, parent: Area | None) -> tuple[Area, int] | None:
    """A street, town or village that no list holds; nothing above it is guessed."""
    suffixes = entries("areas", "suffixes")
    m = _named_low().match(text[at:])
    if not m or not _is_name(m[0]) or _splits_word(text, at + m.end()):
        return None
    rest = text[at + m.end() :]
    if parent is None and rest and not rest.startswith(words("areas", "after_name")):
        return None
    return Area(m[0], suffixes[m["suffix"]]["level"], None, parent), at + m.end()


@remember(1)
def _torn() -> re.Pattern[str]:
    return re.compile(f"(?!{alternation('areas', 'local_after_all')}){alternation('areas', 'not_local')}")


def _splits_word(text: str, end: int) -> bool:
    """Would an area that ends here tear a word apart (杭州市|场监管局)?"""
    return _torn().match(text, end - 1) is not None


def _is_name(name: str) -> bool:
    return not name.endswith(words("areas", "no_area")) and not any(
        w in name[:-1] for w in words("areas", "not_in_name")
    )


@remember(64)
def chain(text: str) -> tuple[Area, ...]:
    """浙江省杭州市拱墅区 → (浙江省, 杭州市, 拱墅区); 拱墅区 alone gives the same, since the list knows one only.

    A short form will do (杭州拱墅). A name that no list holds is an area by itself, its level by its ending.
    """
    text = fold_brackets(text)
    area, end = lead(text)
    if area is None or end < len(text):
        rest = text[end:]
        stems = [a for same in index().full.values() for a in same if len(rest) > 1 and a.code and a.name[:-1] == rest]
        under = [a for a in stems if area is None or area in a.line]
        suffix = max((s for s in words("areas", "suffixes") if rest.endswith(s)), key=len, default="")
        level = entries("areas", "suffixes")[suffix]["level"] if suffix else None
        area = under[0] if len(under) == 1 else Area(rest, level, None, area)
    return area.line


@remember(4096)
def find(text: str) -> tuple[tuple[int, int, str, str], ...]:
    """Areas and countries in running text: (start, end, full name, level), left to right, without overlaps.

    到湖墅街道、余杭区走访 → 湖墅街道 (subdistrict), 余杭区 (district); 老旧小区, 市场 and 我区 are none. Streets and towns
    are taken by their endings; a 区, 县 or 村 that no list holds only right after another area, since too many words end so.
    """
    found: list[tuple[int, int, str, str]] = []
    for start, end in index().scan(text, _splits_word):
        area = _pick(text[start:end], None, None)
        if area and area.level and not _is_piece(text, start, end, area, found):
            found.append((start, end, area.name, area.level))
    suffixes = entries("areas", "suffixes")
    for m in _below().finditer(text):
        floor = max((end for _, end, *_ in found if end <= m.start()), default=0)
        if any(start < m.end() and m.start() < end for start, end, *_ in found) or _splits_word(text, m.end()):
            continue
        name = _name_before(text[floor : m.start()])
        start, level = m.start() - len(name), suffixes[m[0]]["level"]
        plain = level in ("town", "subdistrict") or any(
            end == start and above != "country" for _, end, _, above in found
        )
        if name and plain and not (name + m[0]).endswith(words("areas", "no_area")):
            found.append((start, m.end(), name + m[0], level))
            found.sort()
    return tuple(found)


def _is_piece(text: str, start: int, end: int, area: Area, found: list[tuple[int, int, str, str]]) -> bool:
    """Is the name a piece of another (天水 of 天水街道), or of two words (和 and 县)?"""
    if text[start:end] != area.name and _below().match(text, end):
        return True
    tiny = end - start == 2 and area.level in ("county", "district")
    return tiny and start > 0 and re.match(_HAN, text[start - 1]) is not None and not (found and found[-1][1] == start)


@remember(1)
def _below() -> re.Pattern[str]:
    return re.compile(alternation("areas", "low"))


@remember(1)
def _named_low() -> re.Pattern[str]:
    return re.compile(rf"{_HAN}{{2,6}}?(?P<suffix>{alternation('areas', 'low')})")


@remember(1)
def _before_name() -> re.Pattern[str]:
    return re.compile(alternation("areas", "not_in_name"))


def _name_before(text: str) -> str:
    """The two to four characters before an ending that can be a place name; empty when no boundary shows where it begins."""
    m = re.search(rf"{_HAN}*$", text)
    run = m[0] if m else ""
    cuts = [c.end() for c in _before_name().finditer(run)]
    name = run[cuts[-1] :] if cuts else run
    if len(name) == 1 and len(run) == 2:  # 和睦街道 begins with a word that elsewhere ends before a name
        name = run
    return name if 2 <= len(name) <= 4 else ""
