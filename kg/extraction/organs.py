"""Organs as printed made into organs by name: 区统计局 in a paper of 拱墅区 is 拱墅区统计局, of the government, in 拱墅区."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.areas import Area, Paper, by_letter, fold_brackets, lead, local_word
from kg.lexicon import alternation, entries, remember, words

_CHINA = "中国"
_ORDINAL = re.compile(r"第?[一二三四五六七八九十百\d]+")
_SESSION = re.compile(r"(?:第?[一二三四五六七八九十百]+届?[、和]?)+届")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ, a firm, a school: whatever people hold offices in.

    Attributes:
        name: with the area where it is known (拱墅区统计局), short forms of its parts (政府 for 人民政府).
        area: the area it belongs to, null where the name tells none.
        kind: party, government, congress, cppcc, court, procuratorate, company, school … other.
        local: no more is known than the printed word (省国资委 where the province is unknown): the same word in another
            document may be another organ.
        aliases: printed forms other than the name.
        key: the name, with more of the area where several areas share theirs; a local one needs the document added.
    """

    name: str
    area: Area | None
    kind: str
    local: bool = False
    aliases: tuple[str, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.name)


@remember(1)
def _national() -> dict[str, str]:
    """Every printed form of a national organ → its name."""
    found = {}
    for name, props in entries("organs", "national").items():
        for form in (name, *str(props.get("also", "")).split()):
            found[form] = name
    return found


def _within(name: str) -> str:
    """The national organ that a name begins with and is a part of (中央办公厅 of 中央办公厅调研室); empty for none."""
    table = entries("organs", "national")
    inside = (n for n in table if name.startswith(n) and len(name) > len(n) + 1 and table[n].get("certain"))
    return max((n for n in inside if table[n]["kind"] in words("organs", "bound")), key=len, default="")


@remember(8192)
def kind_of(name: str) -> str:
    """party, government, company …, by what stands after the area and by the ending; other when neither tells.

    区委组织部 → party, 区政府办公室 → government, 广发银行杭州分行 → company, 国际奥委会 → other.
    """
    known = _national().get(name)
    if known:
        return str(entries("organs", "national")[known]["kind"])
    if name in words("areas", "bodies"):
        return "other"
    whole = _within(name)
    _, end = lead(name)
    rest = name[end or len(local_word(name)) :]
    parts = entries("organs", "parts")
    part = max((p for p in parts if rest == p or rest.startswith(p) and len(rest) > len(p) + 1), key=len, default="")
    kinds = entries("organs", "kinds")
    ending = max((k for k in kinds if name.endswith(k)), key=len, default="")
    told = str(kinds[ending]["kind"]) if ending else "other"
    if told != "other" and told not in words("organs", "bound"):
        return told
    if whole:
        return str(entries("organs", "national")[whole]["kind"])
    return str(parts[part]["kind"]) if part and (end or rest != name) else told


@remember(8192)
def is_organ(name: str) -> bool:
    """Does it end like an organ? 市公安局, 杭钢集团 and 国务院 do; 干部, 格局, 大会 and 拱墅区 do not."""
    name = fold_brackets(name)
    if name in _national() or name in words("areas", "bodies"):
        return True
    if name in words("organs", "not_organ") or name.startswith(words("organs", "not_first")) or _ends_badly(name):
        return False
    ending = max((k for k in words("organs", "kinds") if name.endswith(k)), key=len, default="")
    _, end = lead(name)
    rest = name[end or len(local_word(name)) :]
    if rest in words("organs", "parts") and rest != name:
        return True
    return bool(ending) and bool(rest) and (len(ending) > 1 or len(rest) > 1 and len(name) > 2)


def _ends_badly(name: str) -> bool:
    """干部 and 格局 at the end are no organs; a guard that is itself an ending (科技) spoils only a name that is nothing else."""
    return name.endswith(_guards())


@remember(1)
def _guards() -> tuple[str, ...]:
    kinds = entries("organs", "kinds")
    return tuple(g for g in words("organs", "not_organ") if len(g) > 1 and g not in kinds)


@remember(8192)
def canonical(name: str) -> str:
    """The form that serves as key: 中共杭州市拱墅区委员会 → 拱墅区委, 绍兴市人民政府 → 绍兴市政府, 国家发改委 → 国家发展改革委.

    Only the form of the name changes; nothing is added to it. A committee of a bare 区 stays bare (区委).
    """
    name = fold_brackets(name)
    if name in _national():
        return _national()[name]
    area, end = lead(name)
    if area and area.name == _CHINA and name[end:] in _national():
        return _national()[name[end:]]
    mark = next((m for m in words("organs", "party_marks") if name.startswith(m)), "")
    bare = name[len(mark) :]
    area, end = lead(bare)
    if mark and (area or local_word(bare)):
        name = re.sub(r"(?:工作)?委员会$", lambda m: "工委" if m[0].startswith("工作") else "委", bare)
    name = _shorten(name)
    party = foreign_party(name)
    if party:
        full = str(entries("positions", "party_countries")[party].get("name", party))
        name = full + re.sub("^中央委员会", "中央", name[len(party) :])
    return _national().get(name, name)


@remember(8192)
def spell_country(name: str) -> str:
    """俄外交部 → 俄罗斯外交部, 俄 → 俄罗斯: the letter of another country before an organ that every state has, and nothing else."""
    country = by_letter(name[:1])
    rest = name[1:]
    if country is None or country.name == _CHINA or rest and not is_of_state(rest):
        return name
    return country.name + rest


def is_of_state(name: str) -> bool:
    """An organ that every state has: 外交部, 议会."""
    known = entries("organs", "national").get(name)
    return name in words("positions", "bare_governments") or known is not None and known["kind"] == "government"


def foreign_party(name: str) -> str:
    """The ruling party of another country that a name begins with (越共 of 越共中央政治局); empty for none."""
    return max((w for w in words("positions", "party_countries") if name.startswith(w)), key=len, default="")


def _shorten(name: str) -> str:
    forms = entries("organs", "short_forms")
    if name in _national():
        return name
    kept = _within(name)
    name = kept + re.sub(alternation("organs", "short_forms"), lambda m: str(forms[m[0]]["short"]), name[len(kept) :])
    # 中国政协第十四届全国委员会, 政协杭州市委员会 → 全国政协, 杭州市政协
    m = re.fullmatch(rf"(?:中国(?:人民)?)?政协(?:{_SESSION.pattern})?(.+?)委员会", name)
    if m and (m[1] == "全国" or lead(m[1])[1] == len(m[1]) or local_word(m[1]) == m[1]):
        return f"{m[1]}政协"
    return name


def is_generic(name: str) -> bool:
    """公司, 第二小学, 组织部: words that name no organ by themselves."""
    bare = _ORDINAL.sub("", name)
    return len(bare) < 2 or bare in words("organs", "generic")


@remember(8192)
def resolve(printed: str, paper: Paper, country: Area | None = None) -> Organ | Area:
    """The organ, or the area, that a printed name means in this paper.

    Args:
        printed: 区委, 我区, 中共杭州市拱墅区委, 省国资委, 波兰外交部, 杭钢集团.
        paper: what the paper's own area tells.
        country: the country named before a ministry that is printed without one (波兰总统、外交部).

    Returns:
        An `Area` for 我区, 全省, 埃及; an `Organ` for anything else. Nothing is guessed: where the paper does not tell
        which 省 is meant, the organ is local.
    """
    text = spell_country(fold_brackets(printed))
    home = paper.at(text)
    if home:
        return home
    area, end = lead(text, paper)
    if area and end == len(text):
        return area
    name = canonical(text)
    national = entries("organs", "national").get(name)
    if national and (country is None or country.name == _CHINA or national.get("certain")):
        certain = national.get("certain") or country is not None or (area is not None and area.name == _CHINA)
        return _organ(name, Area(_CHINA, "country") if certain else None, printed)
    if name in words("areas", "bodies"):
        return _organ(name, None, printed)
    if _within(name):
        return _organ(name, Area(_CHINA, "country"), printed)
    area, end = lead(name, paper)
    kind = kind_of(name)
    if party := foreign_party(name):
        country = Area(str(entries("positions", "party_countries")[party]["country"]), "country")
        return Organ(name, country, "party", False, _others(name, printed))
    if is_party(name):
        return Organ(name, area if area and area.level == "country" else None, kind, False, _others(name, printed))
    bound = kind in words("organs", "bound")
    if area and (bound or kind == "military") and not (area.name == _CHINA and not bound):
        return _of(area, name[end:], kind, printed)
    if area:
        whole = name.startswith(area.name) or any(name.startswith(a.name) for a in area.line)
        return _organ(name, area if whole and area.level != "country" else None, printed)
    word = local_word(name)
    if word and len(name) > len(word) and (is_organ(name) or bound):
        home = paper.at(word)
        return (
            _of(home, name[len(word) :], kind, printed)
            if home
            else Organ(name, None, kind, True, _others(name, printed))
        )
    if country and bound:
        return _of(country, name, kind, printed)
    front = max((w for w in words("organs", "standing") if name.startswith(w)), key=len, default="")
    if front and lead(name[len(front) :])[1] and kind in (*words("organs", "bound"), "association"):
        return Organ(name, lead(name[len(front) :], paper)[0], kind, False, _others(name, printed))
    alone = front != ""
    local = is_generic(name) or (bound and not alone and not is_party(name))
    return Organ(name, None, kind, local, _others(name, printed))


def is_party(name: str) -> bool:
    """A political party by its own name (独立党), which stands alone where 组织部 and 统计局 do not."""
    return len(name) > 2 and name.endswith(words("organs", "parties"))


def _of(area: Area, rest: str, kind: str, printed: str) -> Organ:
    """An organ of an area; 省 of 浙江省 and 市 of 杭州市 are not printed twice (浙江 + 省委)."""
    word = local_word(rest)
    if word and area.name.endswith(word) and len(rest) > len(word):
        rest = rest[len(word) :]
    name = area.name + rest
    return Organ(name, area, kind, False, _others(name, printed), area.key + rest)


def _organ(name: str, area: Area | None, printed: str) -> Organ:
    return Organ(name, area, kind_of(name), is_generic(name), _others(name, printed))


def _others(name: str, printed: str) -> tuple[str, ...]:
    return () if printed == name else (printed,)
