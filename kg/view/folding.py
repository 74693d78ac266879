"""Text as searches compare it: the blanks of broken lines gone, so that 吴才敏 finds 吴 才 敏."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kg.view.rows import Row

#: The blanks of ECMAScript, so that a page without a server finds the same.
BLANKS = "\t\n\x0b\x0c\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SQUEEZE = {ord(c): None for c in BLANKS} | {ord("A") + i: chr(ord("a") + i) for i in range(26)}
_LATIN = re.compile(r"[a-z]+")
#: How a name is matched, the best first, and by what.
EXACT, PREFIX, WITHIN = range(3)
BY = ("name", "alias", "pinyin", "initials")
#: Tags that reach us in the text of an article taken from a web page.
_TAG = re.compile(
    r"</?(?:p|br|div|span|h[1-6]|li|[uo]l|t[dr]|table|tbody|strong|em|b|i|a|font|section|center)\b[^<>]*>",
    re.IGNORECASE,
)
#: Characters shown before the first match, and after its end.
_BEFORE, _AFTER = 20, 60
#: Characters of a tag at most that lie outside of what is shown.
_TAGGED = 200


def squeeze(text: str) -> str:
    """Without blanks, A–Z as a–z; nothing else is changed, so that every character left is one of the text."""
    return text.translate(_SQUEEZE)


def fold(name: str) -> str:
    """A name for matching: width folded, lower case, without blanks."""
    return unicodedata.normalize("NFKC", name).lower().translate(_SQUEEZE)


def forms(node: Row) -> Iterator[tuple[int, str, str]]:
    """What a node is found by: index in `BY`, the form as it stands, and as it is compared.

    A person's pinyin (``ao yu xin``) is compared with its syllables apart, so that a later one can begin a match.
    """
    yield 0, node["name"], fold(node["name"])
    # An office is asked for by its title: 区委书记 is that of 拱墅区委书记 before it is a part of 区委书记助理.
    titles = [node["title"]] if node["label"] == "Position" and node.get("title") not in (None, node["name"]) else []
    for alias in dict.fromkeys([*titles, *(node.get("aliases") or ())]):
        yield 1, alias, fold(alias)
    syllables = (node.get("pinyin") or "").lower().split()
    if syllables:
        yield 2, "".join(syllables), " ".join(syllables)
        yield 3, "".join(s[0] for s in syllables), "".join(s[0] for s in syllables)


def match(by: int, compared: str, wanted: str) -> int | None:
    """How a form answers to a folded question: `EXACT`, `PREFIX`, `WITHIN`, or null when it does not."""
    if by == 2:
        if not _LATIN.fullmatch(wanted):
            return None
        syllables = compared.split(" ")
        joined = "".join(syllables)
        if joined == wanted:
            return EXACT
        later = any("".join(syllables[n:]).startswith(wanted) for n in range(1, len(syllables)))
        return PREFIX if joined.startswith(wanted) else WITHIN if later else None
    if compared == wanted:
        return EXACT if by != 3 or len(wanted) > 1 else None
    if by == 3:
        return PREFIX if len(wanted) > 1 and compared.startswith(wanted) else None
    return PREFIX if compared.startswith(wanted) else WITHIN if wanted in compared else None


def snippet(text: str, wanted: str) -> tuple[int, str, list[tuple[int, int]]] | None:
    """The words around the first match of a squeezed question: where the match begins in the text, the words, and the
    matches in them; null when there is none."""
    where = [i for i, c in enumerate(text) if c not in BLANKS]
    squeezed = squeeze(text)
    at = squeezed.find(wanted)
    if at < 0 or not wanted:
        return None
    first, last = where[at], where[at + len(wanted) - 1] + 1
    begin, end = max(0, first - _BEFORE), min(len(text), last + _AFTER)
    marks = []
    while at >= 0:
        start, stop = where[at], where[at + len(wanted) - 1] + 1
        if stop > end:
            break
        marks.append((start - begin, stop - begin))
        at = squeezed.find(wanted, at + len(wanted))
    return first, text[begin:end], marks


def untagged(text: str, marks: list[tuple[int, int]], begin: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """A part of a text without the tags in it, and the marks in what is left: ``讲话。</p><p>会议`` gives ``讲话。会议``.

    Args:
        text: the whole text, so that a tag is known that the part cuts through.
        marks: in the part.
        begin, end: of the part in the text.
    """
    found = _TAG.finditer(text, max(0, begin - _TAGGED), end + _TAGGED)
    gone = {i for tag in found for i in range(*tag.span()) if begin <= i < end}
    if not gone:
        return text[begin:end], marks
    left = [i for i in range(begin, end) if i not in gone]
    at = {i: n for n, i in enumerate(left)}
    kept = []
    for first, last in marks:
        inside = [at[i] for i in range(begin + first, begin + last) if i in at]
        kept += [(inside[0], inside[-1] + 1)] if inside else []
    return "".join(text[i] for i in left), kept
