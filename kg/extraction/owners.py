"""What the words before a title tell of its owner: the country of 智利外交部, the area of 云岭县委, the 区 of 区长."""

from __future__ import annotations

import re

from kg.extraction import areas, organs
from kg.lexicon import entries, words

_TERM = re.compile("第[一二三四五六七八九十百0-9]+任")


def country_of(organ: str) -> str:
    """The country that an organ, party or parliament begins with (津巴布韦非洲民族联盟 → 津巴布韦), or an empty string."""
    parties = entries("positions", "party_countries")
    short = next((str(p["country"]) for w, p in parties.items() if organ.startswith(w)), "")
    area = areas.by_letter(organ) if len(organ) == 1 else areas.lead(organs.spell_country(organ))[0]
    return short or (area.line[0].name if area and area.line[0].level == "country" else "")


def of_state(front: str, bare: str) -> tuple[str, str]:
    """越南国家 + 主席 is the 国家主席 of 越南."""
    mark = next((w for w in words("organs", "states") if front.endswith(w)), "")
    whole = mark + bare
    return (front[: -len(mark)], whole) if mark and whole in words("positions", "state_heads") else (front, bare)


def without_state(organ: str) -> str:
    """澳门特别行政区 of 中华人民共和国澳门特别行政区: a part of the country needs no country before it."""
    area, end = areas.lead(organ)
    inside = areas.lead(organ[end:])[0] if area and area.name == "中国" and end < len(organ) else None
    return organ[end:] if inside and inside.level != "country" else organ


def without_term(words_: str) -> str:
    """行政长官 of 第六任行政长官: which of its holders somebody is, is no part of a seat."""
    return _TERM.sub("", words_) or words_


def leads(head: str) -> str:
    """区 for 区长: what the area ends in that the holder of such a title is the head of; empty for other titles."""
    known = entries("organs", "leaders").get(head)
    return str(known.get("area", "")) if known else ""


def area_of(organ: str) -> str:
    """The area an organ's name begins with, as printed: 县 of 县委, 澧源县 of 澧源县政府; empty for a country's."""
    area, end = areas.lead(organ)
    return organ[:end] if area and area.level != "country" else areas.local_word(organ)


def area_in(organ: str, word: str) -> str:
    """The area of that kind which the organ before belongs to (区 of 某市某区委 is 某区); empty where it prints none."""
    area = areas.lead(organ)[0]
    return next((a.name for a in reversed(area.line if area else ()) if a.name.endswith(word)), "")


def completed(front: str, organ: str) -> str:
    """省人大常委会 after 广东省委 is that of 广东省."""
    word = areas.local_word(front)
    area = area_in(organ, word) if word and front != word else ""
    return area + front[len(word) :] if area else front


def of_party(front: str, organ: str) -> str:
    """中组部 after 越共中央政治局 is that of 越共: printed in the list of another country's offices, it is not ours."""
    party, name = organs.foreign_party(organ), organs.canonical(front)
    ours = entries("organs", "national").get(name)
    return party + name.removeprefix("中共") if party and ours and ours["kind"] == "party" else front
