"""Encodings of Chinese texts: which one, for certain, or a refusal."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from kg import lexicon
from kg.corpus import mojibake
from kg.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Without a mark, and tried in this order. Each is the widest of its family: GB18030 holds GBK and GB2312.
_UNMARKED = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "cp936"), "gb18030"),
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}
_OTHER = re.compile(rb"[\x00\x80-\xff]")
#: What decoders say when the last character is cut off; the text before it is whole.
_CUT = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
#: Bytes from the head of a text that are looked at; the rest must then decode too.
_SAMPLE = 1 << 16
#: Share of common characters: 0.3 to 0.7 in 200 characters of Chinese, below 0.15 in those of a wrong encoding.
_ENOUGH = 0.2
#: How many times better the right encoding must be than any other.
_AHEAD = 3
_KANA = re.compile(r"[\u3005\u3041-\u30fe\u0410-\u0451]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Chinese, its marks and full-width forms, ASCII, and the signs that newspapers set.
_PRINTED = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uff65\x20-\x7e\s\u2010-\u203b\u2100-\u27bf°·×÷]+")
_TODO = "save it as UTF-8"
_FILES = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx or .zip"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"))


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding it was in (utf-8 also where a byte order mark stood before it)."""

    text: str
    encoding: str
    repairs: dict[str, int] = field(default_factory=dict)


def decode(content: bytes, where: str, declared: str | None = None) -> Decoded:
    """The text of a file in UTF-8, GB18030 (GBK, GB2312), Big5 or UTF-16, with or without a byte order mark.

    Args:
        where: name of the file, for errors.
        declared: the encoding that the file names; used only where the bytes leave it open.

    Raises:
        InputError: it is empty, holds NUL characters or binary data, or its encoding is not clear.
    """
    for mark, kind in _FILES:
        if content.startswith(mark):
            raise InputError(where, f"is no text but {kind} data", "give it its own suffix, or save it as .txt")
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, where)
    if not content.strip(b" \t\r\n"):
        raise InputError(where, "is empty", "give a file with text")
    if b"\0" not in content[:_SAMPLE]:
        try:
            return _checked(*_whole(content, "utf-8"), "utf-8", where)
        except UnicodeDecodeError as e:
            broken = e.start
    else:
        broken = content.index(b"\0")
    likely = _guess(content) or _DECLARED.get((declared or "").lower())
    if likely is None:
        if b"\0" in content[:_SAMPLE]:
            raise InputError(where, f"is no text but binary data (a NUL at byte {broken})", "give a text file")
        what = f"is not UTF-8 (byte {broken}), and it is not clear what else"
        raise InputError(where, what, _TODO)
    return _strictly(content, likely, where)


def _strictly(content: bytes, encoding: str, where: str) -> Decoded:
    if encoding == "cp950":
        try:
            text, cut = _whole(content, encoding)
        except UnicodeDecodeError:
            encoding = "big5hkscs"
        else:
            # Python's cp950 has kana where ①②③ stand in everybody else's.
            if not _KANA.search(text):
                return _checked(text, cut, encoding, where)
            encoding = "big5hkscs"
    try:
        return _checked(*_whole(content, encoding), encoding, where)
    except UnicodeDecodeError as e:
        raise InputError(where, f"is {_public(encoding)}, but not all of it (byte {e.start})", _TODO) from e


def _whole(content: bytes, encoding: str) -> tuple[str, int]:
    """(text, 1 if its last character was cut off)."""
    try:
        return content.decode(encoding), 0
    except UnicodeDecodeError as e:
        if e.reason not in _CUT or len(content) - e.start > 3 or not e.start:
            raise
        return content[: e.start].decode(encoding), 1


def _checked(text: str, cut: int, encoding: str, where: str) -> Decoded:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError(where, "is empty", "give a file with text")
    if (at := text.find("\0")) >= 0:
        raise InputError(where, f"is no text but binary data (a NUL at character {at})", "give a text file")
    if wrong := mojibake.of(text, _share):
        raise InputError(where, f"is not clear: it {wrong}", _TODO)
    return Decoded(text, _public(encoding), {"cut last characters": cut} if cut else {})


def _public(encoding: str) -> str:
    return "big5" if encoding in ("cp950", "big5hkscs") else encoding


def _guess(content: bytes) -> str | None:
    """The encoding in which the text reads as Chinese, if it does so in one only."""
    # What stands before the first byte of another kind (scripts in the head of a web page) tells nothing.
    first = _OTHER.search(content)
    start = first.start() & ~1 if first else 0
    sample = content[start : start + _SAMPLE]
    scores: list[tuple[float, str]] = []
    for encoding in _UNMARKED:
        try:
            text, _ = _whole(sample, encoding)
        except UnicodeDecodeError:
            continue
        if not any(_public(encoding) == _public(other) for _, other in scores):
            scores.append((_score(text), encoding))
    best, encoding = max(scores, default=(0.0, ""))
    others = [score for score, other in scores if other != encoding]
    return encoding if best >= max([_ENOUGH, *(_AHEAD * other for other in others)]) else None


def _score(text: str) -> float:
    """Share of the Chinese characters that are common ones; 0 where too much is not what newspapers print."""
    han = _HAN.findall(text)
    common = sum(c in _common() for c in han)
    printed = sum(map(len, _PRINTED.findall(text)))
    return common / len(han) if common >= 2 and printed >= 0.8 * len(text) else 0.0


def _share(text: str) -> float:
    """Share of the Han characters that are common ones."""
    han = _HAN.findall(text)
    return sum(c in _common() for c in han) / len(han) if han else 0.0


@lru_cache(maxsize=2)
def _common() -> frozenset[str]:
    return frozenset(chain.from_iterable(lexicon.words("characters", name) for name in lexicon.sets("characters")))
