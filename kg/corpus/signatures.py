"""Lines and brackets that only say who wrote, sent in or photographed a text."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.corpus import bylines, layout
from kg.corpus.bylines import HAN, Name
from kg.corpus.lines import is_complete
from kg.corpus.page import GAP

_BULLETS = "□■◇◆○●◎▲△★☆ \t　"
_YEAR = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"


_PARTS = re.compile(r"[\s　：:/]")
_SIGNED = re.compile(rf"[\s：:/]*(?P<names>[{HAN}·][{HAN}·\s　、，/]{{1,60}})")


@lru_cache(maxsize=1)
def _signature_head() -> re.Pattern[str]:
    return re.compile(rf"（?{GAP}*(?:{layout.any_of('signature_heads')}/?)?(?={bylines.plain_role()})")


@lru_cache(maxsize=1)
def _signature_tail() -> re.Pattern[str]:
    ends = layout.any_of("signature_ends")
    return re.compile(rf"{ends}?）?{ends}?\Z")


def _signs(text: str) -> bool:
    """Whether the text is nothing but words for writers with names after each (（文/记者 甲甲 通讯员 乙乙 摄）).

    Names may hold what looks like the next word for a writer. Every place where one can begin is looked at once; an
    expression would try all ways to share a long row of them.
    """
    head = _signature_head().match(text)
    if not head:
        return False
    todo = [head.end()]
    seen = {head.end()}
    while todo:
        at = todo.pop()
        reached = [before.end()] if (before := bylines.before_role().match(text, at)) else []
        for end in bylines.role_ends(text, at):
            names = _SIGNED.match(text, end)
            ends = range(names.start("names") + 2, names.end() + 1) if names else range(0)
            if any(_signature_tail().match(text, i) for i in ends):
                return True
            reached += ends
        todo += [i for i in reached if i not in seen]
        seen.update(reached)
    return False


@lru_cache(maxsize=1)
def _caption() -> re.Pattern[str]:
    name = rf"(?:[{HAN}]{{1,4}}|[{HAN}]{{1,12}}(?:·[{HAN}]{{1,12}})+)"
    names = rf"{name}(?:[\s、/]+{name}){{0,3}}?"
    return re.compile(rf"（?(?:{bylines.plain_role()})?[\s：:/]*{names}[\s/]*{layout.any_of('captions')}）?")


@lru_cache(maxsize=1)
def _caption_ends() -> tuple[str, ...]:
    return tuple(word + bracket for word in layout.words("captions") for bracket in ("", "）"))


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    """Who took the picture, at the end of a line that tells what it shows."""
    return re.compile(r"(?<=[。！？”）])[\s　\x00]*([^\s，。；：！？”）][^，。；：！？”）]{1,40}摄)$")


#: A bracket at the end of a text, behind its last full stop.
_BRACKET = re.compile(r"(?<=[。！？”])[\s\x00]*(（[^（）]{1,40}）)$")


@lru_cache(maxsize=1)
def _closing_role() -> re.Pattern[str]:
    """Writers without a bracket at the end of a text, behind its last full stop."""
    return re.compile(rf"(?<=[。！？”])[\s\x00{_BULLETS}]*({bylines.plain_role()}[\s　：:/][^，。；]{{2,40}})$")


@lru_cache(maxsize=1)
def _imprint() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}（）\s　]{{1,40}}{layout.any_of('imprint_ends')}[\s　\n]+{_YEAR}")


def is_byline(text: str, before: str | None, after: str | None) -> bool:
    """A line that only names its writers between a headline and a body (□ 本报记者 甲甲)."""
    if before is not None and is_complete(before) or not after:
        return False
    return is_signature(text, last=False) and layout.lines("sign_offs").fullmatch(text) is None


def is_signature(text: str, last: bool = True) -> bool:
    """A line that only names its writers (记者 甲甲; □记者 甲甲; （通讯员 乙乙）; （某某局 丙丙）; （某某街道 供稿）).

    Args:
        last: nothing of the article follows, so that 记者甲甲 without a blank is no sentence cut by a line end.
    """
    text = text.lstrip(_BULLETS)
    if layout.lines("sign_offs").fullmatch(text):
        return True
    bracket = text.startswith("（") and text.endswith("）")
    if bracket and "（" not in text[1:] and len(text) <= 60 and _is_sent_in(text):
        return True
    if not _signs(text):
        return False
    role = bylines.role_word().search(text)
    parted = role is not None and _PARTS.match(text, role.end()) is not None
    if not last and not bracket and not parted:
        return False
    found = list(bylines.writers(text))
    # 才让卓玛 has no surname; between a word for the writer, a blank and a bracket nothing else stands.
    sure = bracket and parted
    return bool(found) and all(_is_name(name) or sure and 2 <= len(name) <= 4 for name, *_ in found)


def is_imprint(text: str, after: str | None) -> bool:
    """The line, or two lines, by which an organ signs a notice (某县人民政府 2031年5月2日)."""
    return _imprint().fullmatch(text if after is None else f"{text}\n{after}") is not None


def closing(text: str) -> int | None:
    """Where the writers begin at the end of a text (…再上新台阶。（甲甲 乙乙） · …新台阶。记者 甲甲), or null."""
    if text.endswith("）") and (m := _BRACKET.search(text)):
        return m.start(1) if is_signature(m.group(1)) or _only_names(m.group(1)) else None
    # Neither a role nor the names behind it hold one of these marks.
    last = max(text.rfind(mark) for mark in "，。；")
    tail = text[max(last, 0) :]
    if len(tail) > 3 and bylines.has_role(tail) and (m := _closing_role().search(text, max(last, 0))):
        return m.start(1) if is_signature(m.group(1)) else None
    return credit(text)


def credit(text: str) -> int | None:
    """Where the end of a line begins that says who took the picture (图为演练现场。 甲甲 摄 → 7), or null."""
    m = _credit().search(text) if text.endswith("摄") else None
    return m.start(1) if m and is_caption(m.group(1)) else None


def is_told_caption(text: str) -> bool:
    """A caption with what the picture shows (图为演练现场。 甲甲 摄), which may interrupt a text anywhere."""
    return text.startswith(layout.words("caption_heads")) and credit(text) is not None


def is_caption(text: str) -> bool:
    """A line that only says who took a picture (甲甲摄; 记者 甲甲 摄)."""
    if not text.endswith(_caption_ends()) or not _caption().fullmatch(text):
        return False
    role = bylines.role_word().search(text)
    told = role is not None and 0 < role.end() < len(text) - 2  # 记者 甲甲 摄: no table of family names is complete
    return all(
        "·" in name or (told or layout.begins_name(name)) and len(name) > 1
        for name, *_ in bylines.writers(text, "摄影")
    )


def signed(text: str) -> list[Name]:
    """(name, role, start, end) of the writers in a byline or signature.

    Names after a word for a role have that role; names after the unit that sent the text in (（某某局 丙丙）) are 通讯员,
    or 记者 where the unit is a medium; a bracket of nothing but names holds 记者. （某某街道 供稿） names nobody.
    """
    found = list(bylines.writers(text))
    first = bylines.role_word().search(text)
    begin = text.find("（") + 1
    end = first.start() if first else text.rfind("）") if "）" in text else len(text)
    sent = _sent_in(text, begin, end) if begin else []
    return sent + found if sent or found or not begin else _only_names(text[begin - 1 : end + 1], begin - 1)


def _is_sent_in(bracket: str) -> bool:
    """A bracket with a unit and its writers, or the writers of a role after them, and nothing else."""
    found = signed(bracket)
    return bool(_sent_in(bracket, 1, _end_of_sent_in(bracket))) and all(_is_name(name) for name, *_ in found)


def _end_of_sent_in(bracket: str) -> int:
    first = bylines.role_word().search(bracket)
    return first.start() if first else len(bracket) - 1


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[\s　]*(?P<unit>[{HAN}0-9A-Za-z]{{1,16}}{layout.any_of('signature_units')})[\s　：:]+")


def _sent_in(text: str, start: int, end: int) -> list[Name]:
    """Writers between two offsets, after the unit to which they belong."""
    m = _unit().match(text, start, end)
    if not m:
        return []
    role = "记者" if m["unit"].endswith(layout.words("media")) else "通讯员"
    found = list(bylines.names(text, m.end(), end, role))
    return found if all(_is_name(name) for name, *_ in found) else []


def _only_names(bracket: str, shift: int = 0) -> list[Name]:
    """The names in a bracket that holds two- or three-character names and nothing else."""
    found = list(bylines.names(bracket, 1, len(bracket) - 1, "记者"))
    sure = layout.surnames() and all(layout.begins_name(name) and 2 <= len(name) <= 3 for name, *_ in found)
    return [(name, role, shift + a, shift + b) for name, role, a, b in found] if sure else []


def _is_name(name: str) -> bool:
    return "·" in name or layout.begins_name(name) and 2 <= len(name) <= 4
