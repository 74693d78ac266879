"""The raw text as a page of the same length: widths folded, markup blanked, so that every offset stays what it was."""

from __future__ import annotations

import html
import re

from kg.corpus import glyphs
from kg.corpus.glyphs import MORE, NOTHING

#: Blanks and everything invisible between two characters of one word.
GAP = r"[\s\x00\x01\u200b-\u200d\u2060\ufeff]"

_FOLDED = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLDED |= {ord(a): ord(b) for a, b in zip("＋－／％＆＠＃＝＊＿．", "+-/%&@#=*_.")}
_FOLDED |= {ord(c): ord("·") for c in "•・‧･∙"} | {ord("｡"): ord("。"), ord("､"): ord("、"), ord("﹑"): ord("、")}
_FOLDED |= {ord("("): ord("（"), ord(")"): ord("）"), ord("\u200b"): 0, ord("\ufeff"): 0}
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", ".": "。"}
#: The same letter by letter: of these few stand in a text, and looking for each is quicker than asking every character.
_WIDTHS = tuple((chr(a), chr(b)) for a, b in _FOLDED.items())
#: Half-width marks in Chinese surroundings: not those inside 1,000, 9:30, 3.5, DeepSeek, GPT or https://. The mark comes
#: first in the expression, so that only marks are looked at.
_MARK = re.compile(
    r"[,:;?!](?:(?<![0-9A-Za-z/].)(?<!\d\s.)(?!//)|(?![0-9A-Za-z/]|\s+[^一-鿿\s]|\s*\Z))"
    r"|\.(?<=[一-鿿”’」』》）].)(?=\s|$)"
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_TAG_OR_COMMENT = re.compile(rf"<!--.*?-->|{_TAG.pattern}", re.DOTALL)
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
#: A tag that a text shows only because it was taken from a web page with its markup.
_WEB = re.compile(
    r"</?(?:p|br|div|span|b|strong|em|i|u|a|font|img|section|table|tr|td|th|li|ul|ol|h[1-6]|sup|sub|ruby)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS = frozenset("p div li ul ol table tr blockquote section article h1 h2 h3 h4 h5 h6".split())


def fold(raw: str) -> str:
    """Widths and dots in one form, character for character (``会议强调,ＧＤＰ增长`` → ``会议强调，GDP增长``)."""
    raw = glyphs.plain(raw)
    for wide, narrow in _WIDTHS:
        if wide in raw:
            raw = raw.replace(wide, narrow)
    return _MARK.sub(lambda m: _FULL[m.group()], raw)


def blank_markup(raw: str) -> str:
    """Tags turned into `NOTHING`, line ends for <br> and <p>, entities into their character, all at the same length.

    ``<p>甲&nbsp;乙</p>`` becomes a line end, 甲, a blank, 乙 and a line end, with fillers between.
    """
    if "<" in raw:
        # No comment ends behind the last -->, and an open <!-- there must not be followed to the end each time.
        last = raw.rfind("-->") + 3 if "-->" in raw else 0
        raw = _TAG_OR_COMMENT.sub(_show_tag, raw[:last]) + _TAG.sub(_show_tag, raw[last:])
    return _ENTITY.sub(_show_entity, raw) if "&" in raw else raw


def blank_stray(raw: str) -> str:
    """Entities of a plain text turned into their character, and its tags blanked where it has those of web pages."""
    if "<" in raw and _WEB.search(raw):
        return blank_markup(raw)
    return _ENTITY.sub(_show_entity, raw) if "&" in raw else raw


def _show_tag(tag: re.Match[str]) -> str:
    name, size = (tag[1] or "").lower(), len(tag[0])
    if name == "br":
        return "\n" + NOTHING * (size - 1)
    # A form feed ends a paragraph for good, where a line end may only be a break inside one.
    return ("\f" if name in _BLOCKS else NOTHING) + NOTHING * (size - 1)


def _show_entity(entity: re.Match[str]) -> str:
    shown = html.unescape(re.sub("^&(?:amp;)+", "&", entity.group()))
    if len(shown) != 1 or shown == entity.group():
        return entity.group()
    return (" " if shown.isspace() else shown) + MORE * (entity.end() - entity.start() - 1)
