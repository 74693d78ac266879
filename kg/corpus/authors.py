"""Who wrote a text, as a line or bracket of nothing but credits says it (文字：甲甲 图片：乙乙 编辑：丙丙)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg import lexicon
from kg.corpus import bylines, layout
from kg.corpus.bylines import HAN, Name
from kg.corpus.page import GAP

_WORD = re.compile(rf"[{HAN}·A-Za-z0-9]+")
#: What may stand between the words of a credit line; anything else makes it a sentence.
_BETWEEN = re.compile(r"[\s\x00\x01、，,/：:；;|｜／（）【】\[\]\-—□■◇◆○●◎▲△★☆▢]*")
#: A day and time at which a web page appeared; it names nobody.
_DAY = re.compile(r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?(?:\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?(?=\s|\Z)")
_BARE = re.compile(r"[\s\x00\x01、，,]*")
#: A character that shows nothing, inside a word; markup is longer.
_HIDDEN = re.compile(rf"(?<=[{HAN}])\x00(?=[{HAN}])")
_PHOTO = "摄影"


@dataclass(slots=True)
class Credit:
    """What a credit line names.

    Attributes:
        writers: name, role, start and end of each, editors left out.
        told: a word says what those named did (记者, 文, 供稿), not their unit or nothing alone.
        unit: a unit stands before them (县教育局 甲甲).
        edits: a word for an editor or a source stands in it.
        parted: no name stands directly after the word for a writer (记者甲甲), where it could be a sentence.
    """

    writers: list[Name] = field(default_factory=list)
    told: bool = False
    unit: bool = False
    edits: bool = False
    parted: bool = True

    def moved(self, places: Sequence[int]) -> Credit:
        """The same where each character stands at another place."""
        writers = [(name, role, places[a], places[b - 1] + 1) for name, role, a, b in self.writers]
        return Credit(writers, self.told, self.unit, self.edits, self.parted)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # label, work, skip, unit or name
    role: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _spaced() -> re.Pattern[str]:
    """A word for what somebody did, perhaps letter-spaced (通 讯 员), and the two together (文/图, 摄影 报道)."""
    words = sorted({*_labels(), *_works(), *layout.words("editors")}, key=lambda w: (-len(w), w))
    one = "|".join(f"{GAP}*".join(map(re.escape, w)) for w in words if len(w) > 1)
    works = "|".join(sorted(_works(), key=lambda w: (-len(w), w)))
    both = rf"(?:{works})(?:{GAP}*[/／、|｜]{GAP}*(?:{works})|(?:{works}))+|(?:{works})(?:{GAP}+(?:{works}))+(?=[\s　）】]*\Z)"
    return re.compile(rf"(?P<both>{both})(?![{HAN}])|(?P<one>{one})(?![{HAN}])")


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    known = {**lexicon.entries("layout", "writers"), **lexicon.entries("layout", "credit_labels")}
    return {word: str(properties["role"]) for word, properties in known.items() if len(word) > 1}


@lru_cache(maxsize=1)
def _works() -> dict[str, str]:
    return {word: str(p["role"]) for word, p in lexicon.entries("layout", "credit_works").items()}


@lru_cache(maxsize=1)
def _fused() -> re.Pattern[str]:
    """A word for a writer with what stands before it, and a name directly after it (本报记者甲甲)."""
    words = "|".join(sorted(layout.words("writer_labels"), key=len, reverse=True))
    return re.compile(rf"(?P<before>[{HAN}]{{0,14}}?)(?P<label>{words})(?P<name>[{HAN}·]*)")


@lru_cache(maxsize=1)
def _units() -> tuple[str, ...]:
    return (*layout.words("signature_units"), *layout.words("media"), *layout.words("credit_units"))


def _tokens(text: str) -> Iterator[_Token | None]:
    """The words of a credit line; null for one that has no place there."""
    at = 0
    while at < len(text):
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        if at == len(text):
            return
        if m := _DAY.match(text, at):
            at = m.end()
            continue
        if m := _spaced().match(text, at):
            yield _of(re.sub(rf"{GAP}|[/／、|｜]", "", m[0]), m.start(), m.end(), both=m["both"] is not None)
        elif m := _WORD.match(text, at):
            yield from _plain(m[0], m.start())
        else:
            yield None
            return
        at = m.end()


def _of(word: str, start: int, end: int, both: bool) -> _Token:
    if both and word not in _works():
        photo = not re.search("|".join(w for w, role in _works().items() if role != _PHOTO), word)
        return _Token("work", _PHOTO if photo else "记者", start, end)
    if word in _works():
        return _Token("work", _works()[word], start, end)
    if word in _labels():
        return _Token("label", _labels()[word], start, end)
    return _Token("skip", "", start, end)


def _plain(word: str, start: int) -> Iterator[_Token | None]:
    end = start + len(word)
    if word in _works() or word in _labels() or word in layout.words("editors"):
        yield _of(word, start, end, both=False)
        return
    m = _fused().match(word)
    if m and (m.end() == len(word)):
        cut = start + m.end("label")
        yield _Token("label", _labels().get(m["label"], "记者"), start, cut)
        if m["name"]:
            yield from _ended(m["name"], cut)
        return
    yield from _ended(word, start)


def _ended(word: str, start: int) -> Iterator[_Token | None]:
    """A name with what is said of its bearer directly after it (甲甲报道, 甲甲摄), a unit, or a name."""
    end = start + len(word)
    works = sorted((w for w in _works() if word.endswith(w)), key=len, reverse=True)
    for work in works:
        cut = len(word) - len(work)
        long = len(work) > 1
        if cut >= 2 and (long or cut == 3 and layout.begins_name(word)):
            yield from _ended(word[:cut], start)
            yield _Token("work", _works()[work], start + cut, end)
            return
    if _is_unit(word):
        role = "记者" if word.endswith(layout.words("media")) else "通讯员"
        yield _Token("unit", role, start, end)
    elif re.fullmatch(rf"[{HAN}]{{1,6}}|[{HAN}A-Za-z]{{1,12}}(?:·[{HAN}A-Za-z]{{1,12}})+", word):
        yield _Token("name", "", start, end)
    else:
        yield None


def _is_unit(word: str) -> bool:
    return word in _units() or word.endswith(_units()) and (len(word) > 2 or not layout.begins_name(word))


def _may_name(text: str, token: _Token) -> bool:
    """Whether a unit may be a person instead, where a person is looked for (高登科 behind 记者)."""
    word = text[token.start : token.end]
    return len(word) <= 3 and layout.begins_name(word) and word.endswith(layout.words("name_like_units"))


def read(text: str) -> Credit | None:
    """The credits of a text that holds nothing else, or null.

    （甲 甲 乙乙） · 记者：甲甲 摄影：乙乙 编辑：丙丙 · 文/甲甲 图/乙乙 · 甲甲/文 乙乙/图 · 县教育局 甲甲 · 作者：甲甲（文） 乙乙（图）

    What stands after a word for those who edit or check, or for where a text is from, names nobody who wrote.
    """
    hidden = {m.start() for m in _HIDDEN.finditer(text)}
    if hidden:  # 摄影记 and 者 with a character between that shows nothing
        kept = [i for i in range(len(text)) if i not in hidden]
        found = read("".join(text[i] for i in kept))
        return found and found.moved(kept)
    tokens = list(_tokens(text))
    if not tokens or len(tokens) > 40:
        return None
    credit = Credit()
    label: str | None = None
    belongs = ""
    skip = False
    pending: list[_Token] = []
    for i, token in enumerate(tokens):
        if token is None:
            if skip:
                continue
            return None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        named = after is not None and after.kind in ("name", "unit")
        photo = named and token.role == _PHOTO and token.end - token.start > 1 and text[token.start - 1] not in "/／"
        one = len(pending) == 1 and pending[0].end - pending[0].start == token.end - token.start == 1
        free = label is None and not photo
        tail = token.kind == "work" and pending and (free or not named or _bracketed(text, token))
        if one and token.kind == "work":  # 齐 文: a name with a blank in it
            pending.append(token)
        elif tail:
            told = _PHOTO if token.role == _PHOTO else label or (belongs or token.role)
            if not _close(text, pending, told, True, credit):
                return None
            credit.told = True
            credit.parted = credit.parted and token.start > pending[-1].end
            pending = []
            label = None if label is None or not _bracketed(text, token) else label
        elif token.kind in ("label", "work", "skip"):
            if not _close(text, pending, label or belongs or "记者", label is not None, credit):
                return None
            pending, label, skip = [], token.role or None, token.kind == "skip"
            credit.told = credit.told or not skip
            credit.edits = credit.edits or skip
            credit.parted = credit.parted and not (after is not None and after.start == token.end)
            belongs = ""
        elif skip:
            continue
        elif token.kind == "unit" and not (label and _may_name(text, token)):
            if not _close(text, pending, label or belongs or "记者", label is not None, credit):
                return None
            pending, belongs = [], token.role
            credit.unit = True
        else:
            pending.append(token)
    if not _close(text, pending, label or belongs or "记者", label is not None, credit):
        return None
    return credit


def _bracketed(text: str, token: _Token) -> bool:
    """Whether a word stands in a bracket of its own (甲甲（文）)."""
    return text[: token.start].rstrip().endswith("（") and text[token.end :].lstrip().startswith("）")


def _close(text: str, pending: list[_Token], role: str, told: bool, credit: Credit) -> bool:
    """Add names to the credit; false where one of them can be none.

    Without a word for the role one of the names must have a known family name at least.
    """
    if not pending:
        return True
    found: list[Name] = []
    run: list[_Token] = []
    for token in [*pending, None]:
        if run and (token is None or not _BARE.fullmatch(text, run[-1].end, token.start)):
            found += bylines.names(text, run[0].start, run[-1].end, role)
            run = []
        if token:
            run.append(token)
    if told:
        found = [n for n in found if not any(word in n[0] for word in layout.words("no_writers"))]
    if any(not _can_be(name) or name.endswith(_titles()) for name, *_ in found):
        return False
    never = (*layout.words("never_writers"), *layout.words("no_writers"))
    if not told and any(word in name for name, *_ in found for word in never):
        return False
    if not told and not credit.unit and not any(_sure(name) for name, *_ in found):
        return False
    if (
        not told
        and not credit.unit
        and any(len(name) == 4 and not _sure(name) for name, *_ in found)
        and len(found) < 2
    ):
        return False
    credit.writers += found
    return True


@lru_cache(maxsize=1)
def _titles() -> tuple[str, ...]:
    return tuple(head for head in lexicon.words("titles", "heads") if len(head) > 1)


def _can_be(name: str) -> bool:
    return "·" in name or 2 <= len(name) <= 4 or 4 < len(name) <= 6 and not layout.begins_name(name)


def _sure(name: str) -> bool:
    """Whether a name has a family name that lists know, and the length of such names."""
    return (
        "·" in name
        or layout.begins_name(name)
        and (len(name) in (2, 3) or len(name) == 4 and name[:2] in layout.surnames())
    )
