"""Markup inside the lines of Markdown, and the head of a file that says what it is; blanked at the same length."""

from __future__ import annotations

import re

from kg.corpus.glyphs import NOTHING
from kg.corpus.manifest import About, to_issued
from kg.lexicon import words

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_\u4e00-\u9fff]{1,20})[ \t]*[:=：][ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: What is shown of each: the group; of what is struck out, of pictures and of notes, nothing.
_SHOWN = (
    re.compile(r"~~[^~\n]+~~|!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|\[\^[^\]\n]{1,20}\]:?"),
    # A link alone on its line leads away, and stays what it is.
    re.compile(
        r"(?!(?<![^\n])[ \t]*\[[^\]\n]{1,300}\]\([^)\n]{0,2000}\)[ \t]*\r?$)"
        r"\[([^\]\n]{1,300})\](?:\([^)\s]{0,2000}(?:\s{1,9}\"[^\"\n]{0,300}\")?\)|\[[^\]\n]{0,300}\])",
        re.MULTILINE,
    ),
    re.compile(r"<((?:https?|mailto):[^>\s]{1,2000})>"),
    re.compile(r"(?<![*\\])\*{1,3}(?=[^\s*])([^*\n]*[^\s*])\*{1,3}(?!\*)"),
    re.compile(
        r"(?<![_\w\\])_{1,3}(?=[^\s_])([^_\n]*[^\s_])_{1,3}(?![_A-Za-z0-9])|(?<=[㐀-鿿])__([^_\n]+)__(?=[㐀-鿿，。、])"
    ),
    re.compile(r"(?<!`)`([^`\n]+)`(?!`)|==([^=\n]+)=="),
)
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*\r?$", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!~>|])")


def blank(raw: str) -> str:
    """Marks of emphasis, links, struck words and quotation as `NOTHING` (``区长**陶景川**`` → 区长陶景川)."""
    # No comment ends behind the last -->, and an open <!-- there must not be followed to the end each time.
    last = raw.rfind("-->") + 3 if "-->" in raw else 0
    raw = _COMMENT.sub(_nothing, raw[:last]) + raw[last:]
    for pattern in _SHOWN:
        raw = pattern.sub(_only_shown, raw)
    if "|" in raw:  # a table: its cells are parted by tabs
        raw = _ROW.sub(lambda m: m.group().replace("|", "\t"), _RULE.sub(_nothing, raw))
    return _ESCAPE.sub(NOTHING, _QUOTED.sub(_nothing, raw))


def _nothing(found: re.Match[str]) -> str:
    return re.sub(r"[^\n\r]", NOTHING, found.group())


def _only_shown(found: re.Match[str]) -> str:
    a, b = found.span(found.lastindex) if found.lastindex else (found.end(), found.end())
    return NOTHING * (a - found.start()) + found.string[a:b] + NOTHING * (found.end() - b) if a < b else _nothing(found)


def front(raw: str) -> tuple[str, About]:
    """The text with its head blanked, and what that says of date, paper and area.

    ``---`` ``title: 区政府召开会议`` ``date: 2026-05-07`` ``---``: the title becomes a heading where the text has none.
    """
    head = _FRONT.match(raw)
    fields = {m[1].lower(): m for m in _FIELD.finditer(raw, head.start(2), head.end(2))} if head else {}
    if head is None or not fields:
        return raw, About()

    def value(name: str) -> str | None:
        found = next((fields[w] for w in words("manifest", name) if w.lower() in fields), None)
        return found[2].strip("\"' ") or None if found else None

    about = About(value("publisher"), value("area"), to_issued((value("issued") or "")[:10]))
    page = re.sub(r"[^\n\r]", " ", raw[: head.end()]) + raw[head.end() :]
    title = next((fields[w] for w in words("manifest", "title") if w in fields and fields[w][2].strip("\"' ")), None)
    if title and not _HEADING.search(page):
        shown = raw[title.start(2) : title.end(2)].strip("\"'")
        at = raw.index(shown, title.start(2))
        page = page[: title.start()] + "#" + page[title.start() + 1 : at] + shown + page[at + len(shown) :]
    return page, about
