"""Texts that decode, and yet were read in a wrong encoding before they came, or hold Chinese in the letters of a mail."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_HAN = re.compile(r"[\u3400-\u9fff]")
_WESTERN = re.compile(r"[\u0080-\u00ff\u0152-\u02dc\u2013-\u2122]")
_UTF7 = re.compile(r"\+([A-Za-z0-9+/]{5,})-?")
_HZ = re.compile(r"~\{(?:[!-~]{2})+~\}")
#: Characters looked at, Han characters that tell, and share of common ones below which a text is no Chinese.
_SAMPLE, _FEW, _NONE = 1 << 14, 12, 0.12
#: Share of common ones from which on it is; what wrong steps leave of a text has most of it.
_ENOUGH = 0.25
#: (read as, was): by which mistakes text gets as it is.
_STEPS = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "gb18030"), ("latin-1", "gb18030"),
          ("cp950", "gb18030"), ("gb18030", "cp950"))  # fmt: skip


def of(text: str, share: Callable[[str], float]) -> str | None:
    """What is wrong with a text (``was UTF-8, and read as GB18030``), or null.

    Args:
        share: gives the share of the Han characters of a text that are common ones.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _in_letters(sample)
    han, western = len(_HAN.findall(sample)), len(_WESTERN.findall(sample))
    if han >= _FEW and share(sample) < _NONE or western >= 2 * _FEW and western > 3 * han:
        for read, was in _STEPS:
            mended = _again(sample, read, was)
            if len(_HAN.findall(mended)) >= _FEW // 2 and share(mended) >= _ENOUGH:
                return f"was {was.upper()}, and somebody read it as {read.upper()}"
    return None


def _again(text: str, read: str, was: str) -> str:
    """The text as it was before; empty where the encoding it was read in does not have it."""
    text = text.replace("\ufffd", "")
    content = text.encode(read, "ignore")
    return content.decode(was, "ignore") if len(content.decode(read, "ignore")) >= 0.8 * len(text) else ""


def _in_letters(text: str) -> str | None:
    found = _HZ.findall(text)
    if found and _HAN.search(_decoded("".join(found), "hz")):
        return "is HZ"
    shown = "".join(_decoded(m.group(), "utf-7") for m in _UTF7.finditer(text))
    return "is UTF-7" if len(_HAN.findall(shown)) >= max(4, 0.6 * len(shown)) else None


def _decoded(text: str, encoding: str) -> str:
    try:
        return codecs.decode(text.encode("ascii"), encoding)
    except (UnicodeDecodeError, ValueError):
        return ""
