"""Lines and brackets that only say who wrote, sent in or photographed a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.corpus import authors, bounds, bylines, datelines, layout
from kg.corpus.bylines import HAN, Name
from kg.corpus.lines import is_complete

_BULLETS = "□■◇◆○●◎▲△★☆▢—- \t　"
_MARKS = "□■◇◆○●◎▢—"
_MARK = re.compile(r"[：:/／|｜]")
_YEAR = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"


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


#: Blanks from which on a line stands apart, as that of a writer does.
_SET_IN = 8
#: A bracket at the end of a text, behind its last full stop.
_BRACKET = re.compile(r"(?<=[。！？”…])[\s\x00]*((?:（(?:[^（）]|（[文图]）){1,80}）|【[^【】]{1,80}】))$")
#: What stands behind the last full stop of a text.
_BEHIND = re.compile(r"(?<=[。！？”）】])[\s\x00]*([^\s。！？”；，][^。！？”；，]{2,60})$")


@lru_cache(maxsize=1)
def _imprint() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}（）\s　]{{1,40}}{layout.any_of('imprint_ends')}[\s　\n]+{_YEAR}")


def is_byline(text: str, before: str | None, after: str | None, blanks: int = 0) -> bool:
    """A line that only names its writers between a headline and a body (□ 本报记者 甲甲).

    Args:
        blanks: how far the line is set in; names alone far from the left edge, or below a subtitle, sign, too.
    """
    if before is None or not after:
        return before is None and bool(after) and _is_told_byline(text)
    if is_complete(before) and not bounds.cries(before):
        return False
    apart = blanks >= _SET_IN or before.startswith(("——", "--"))
    if apart and len(text) <= 16 and len(after) >= 2 * len(text) and (credit := authors.read(text)):
        return bool(credit.writers) and (credit.told or all(_is_name(name) for name, *_ in credit.writers))
    return _is_told_byline(text)


def _is_told_byline(text: str) -> bool:
    return is_signature(text, last=False) and not is_caption(text) and bool(signed(text))


def is_signature(text: str, last: bool = True) -> bool:
    """A line that only names its writers (记者 甲甲; □记者 甲甲; （通讯员 乙乙）; （某某局 丙丙）; （某某街道 供稿）).

    Args:
        last: nothing of the article follows, so that 记者甲甲 without a blank is no sentence cut by a line end.
    """
    marked = text[:1] in _MARKS
    text = text.lstrip(_BULLETS)
    text = text.removesuffix("。") if text.endswith(reporting()) else text
    if layout.lines("sign_offs").fullmatch(text):
        return True
    bracket = text.startswith(("（", "【")) and text.endswith(("）", "】"))
    credit = authors.read(text) if len(text) <= 160 else None
    if credit is None:
        return False
    if bracket:
        return bool(credit.writers) or credit.told and credit.unit or credit.edits
    if not credit.writers:
        return (credit.told or credit.edits) and _MARK.search(text) is not None
    if marked and not credit.told:
        return all(_is_name(name) for name, *_ in credit.writers)
    if credit.told:
        return credit.parted or last
    return last and credit.unit and all(_is_name(name) for name, *_ in credit.writers)


def is_imprint(text: str, after: str | None) -> bool:
    """The line, or two lines, by which an organ signs a notice (某县人民政府 2031年5月2日)."""
    return _imprint().fullmatch(text if after is None else f"{text}\n{after}") is not None


def closing(text: str) -> int | None:
    """Where the writers begin at the end of a text (…再上新台阶。（甲甲 乙乙） · …新台阶。记者 甲甲), or null."""
    if text.endswith(("）", "】")) and (m := _BRACKET.search(text)):
        return m.start(1) if is_signature(m.group(1)) else None
    reports = text.endswith(reporting())
    text = text.removesuffix("。") if reports else text
    if (m := _BEHIND.search(text)) and not is_caption(m.group(1)) and is_signature(m.group(1)):
        told = authors.read(m.group(1).lstrip(_BULLETS))
        return m.start(1) if m.group(1)[0] in _MARKS or told and told.told and (told.parted or reports) else None
    return credit(text)


@lru_cache(maxsize=1)
def reporting() -> tuple[str, ...]:
    """How a sentence ends that says who reports (本台记者甲甲报道。)."""
    return tuple(f"{work}。" for work in layout.words("credit_works") if work.endswith("报道"))


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
    told = authors.read(text)
    if told and any(role != "摄影" for _, role, *_ in told.writers):
        return False
    role = bylines.role_word().search(text)
    named = role is not None and 0 < role.end() < len(text) - 2  # 记者 甲甲 摄: no table of family names is complete
    return all(
        "·" in name or (named or layout.begins_name(name)) and len(name) > 1
        for name, *_ in bylines.writers(text, "摄影")
    )


def signed(text: str) -> list[Name]:
    """(name, role, start, end) of the writers in a byline or signature.

    Names after a word for a role have that role; names after the unit that sent the text in (（某某局 丙丙）) are 通讯员,
    or 记者 where the unit is a medium; a bracket of nothing but names holds 记者. （某某街道 供稿） names nobody.
    """
    text = text.removesuffix("。") if text.endswith(reporting()) else text
    for start, end in _stretches(text):
        if credit := authors.read(text[start:end]):
            return [(name, role, start + a, start + b) for name, role, a, b in credit.writers]
    return list(bylines.writers(text))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where the credits of a byline can stand: in its last bracket, behind the word for a report, and all of it."""
    yield 0, len(text)
    if "（" in text and "）" in text:
        yield text.rfind("（") + 1, text.rfind("）")
    if wire := datelines.wire().match(text):
        yield wire.end(), len(text)


def _is_name(name: str) -> bool:
    return "·" in name or layout.begins_name(name) and 2 <= len(name) <= 4
