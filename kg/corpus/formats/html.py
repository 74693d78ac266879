"""Web pages: their text as a browser would lay it out, without navigation and scripts."""

from __future__ import annotations

import re
from typing import Any

from kg.corpus import beside, encodings, manifest
from kg.corpus.formats import Text
from kg.corpus.formats.lines import Paragraph, join
from kg.corpus.manifest import About
from kg.errors import InputError

_SKIPPED = frozenset(
    "script style noscript template head nav svg canvas iframe object embed select button audio video math rt rp"
    " del s strike"
    " -comment !doctype".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main menu ol p pre section summary table tbody tfoot thead tr ul"
    " founder-title founder-subtitle founder-author founder-content".split()
)
_CELLS = frozenset(("td", "th"))
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE
)
#: Elements that hold the story itself whatever they are called.
_STORY = frozenset("body main article h1 h2 title".split())
_BLANKS = re.compile(r"[ \t\n\r\f]+")
#: A line end in the source between two Chinese characters shows nothing.
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uffef])")
_SENTENCE = re.compile(r"[。！？]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)")
#: Elements whose depth costs the parser its square.
_NESTING = re.compile(r"<(/?)(?:address|article|aside|blockquote|center|details|dir|div|dl|fieldset|figure|footer|form|header"
                      r"|main|menu|nav|ol|pre|section|summary|ul)\b", re.IGNORECASE)  # fmt: skip
_DEEPEST = 2000
#: Bytes and tags of a page: its tree takes some 400 bytes a tag.
_MOST, _TAGS = 64 << 20, 3_000_000
#: Names under which a page says when and by whom it was published; the first four are those of Chinese government pages.
_DATE_NAMES = ("pubdate", "publishdate", "article:published_time", "publish_date")
_SOURCE_NAMES = ("contentsource",)


def decode(content: bytes, where: str) -> Text:
    """The text of a page: paragraphs as lines, ``<br>`` as a line end, headings marked where they part the text.

    Left out are scripts, navigation, what is hidden, and lines that are nothing but links.

    Raises:
        InputError: it is empty, its encoding is not clear, or it has no text.
    """
    if len(content) > _MOST:
        raise InputError(where, f"is a page of more than {_MOST >> 20} MB", "cut it up, or save it as text")
    if content.count(b"<") > _TAGS:
        raise InputError(where, f"has more than {_TAGS:,} tags", "cut it up, or save it as text")
    declared = _CHARSET.search(content[:4096])
    found = encodings.decode(content, where, declared.group(1).decode("ascii") if declared else None)
    if _depth(found.text) > _DEEPEST:
        raise InputError(where, f"nests its elements deeper than {_DEEPEST:,}", "save the page again, or as text")
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(found.text)
    page = _Page()
    if tree.body is not None:
        page.read(tree.body)
    raw, marked = join(page.paragraphs)
    if not raw.strip():
        raise InputError(where, "has no text", "give a page with text")
    repairs = {**found.repairs, **({"lines of links": page.links} if page.links else {})}
    return Text(raw, encoding=found.encoding, markdown=marked, about=_about(tree), repairs=repairs)


def _depth(text: str) -> int:
    """How deep elements nest that do not end by themselves, at most."""
    deepest = depth = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _about(tree: Any) -> About:
    named: dict[str, str] = {}
    for meta in tree.css("head meta"):
        name = (meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
        named.setdefault(name, (meta.attributes.get("content") or "").strip())
    dates = (manifest.to_issued(named.get(name, "")[:10]) for name in _DATE_NAMES)
    publishers = (named.get(name) for name in _SOURCE_NAMES)
    return About(publisher=next(filter(None, publishers), None), issued=next(filter(None, dates), None))


class _Page:
    """The paragraphs of a page, as they are met."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.links = 0
        self._pieces: list[str] = []
        self._outside = False

    def read(self, body: Any) -> None:
        """Walk the tree without recursion: a page may nest as deep as it likes."""
        node, linked, kept, level = body, 0, 0, 0
        while True:
            tag = node.tag
            entered = False
            if tag == "-text":
                self._add(node.text_content or "", linked > 0, kept > 0)
            elif tag == "br":
                self._pieces.append("\n")
            elif tag not in _SKIPPED and not self._is_hidden(node):
                if tag in _BLOCKS:
                    self._end(level)
                elif tag in _CELLS:
                    self._pieces.append("\t")
                linked += tag == "a"
                kept += tag in ("pre", "textarea")
                level = int(tag[1]) if _HEADING.fullmatch(tag) else level
                entered = node.child is not None
                if not entered:
                    linked, kept, level = self._leave(node, linked, kept, level)
            if entered:
                node = node.child
                continue
            while node.mem_id != body.mem_id and (node.next is None or self._closed(node)):
                node = node.parent
                linked, kept, level = self._leave(node, linked, kept, level)
            if node.mem_id == body.mem_id:
                return
            node = node.next

    def _leave(self, node: Any, linked: int, kept: int, level: int) -> tuple[int, int, int]:
        tag = node.tag
        if tag in _BLOCKS:
            self._end(level, empty=tag == "p")
        heads = _HEADING.fullmatch(tag) is not None
        return linked - (tag == "a"), kept - (tag in ("pre", "textarea")), 0 if heads else level

    def _closed(self, node: Any) -> bool:
        """Whether what stands beside the story begins here (网友评论), up to the end of the element that holds it."""
        tag = node.tag
        return (
            tag in _BLOCKS
            and bool(self.paragraphs)
            and beside.opens(self.paragraphs[-1].text)
            and (node.text() or "").strip() == self.paragraphs[-1].text.strip()
        )

    @staticmethod
    def _is_hidden(node: Any) -> bool:
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None:
            return True
        called = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        return node.tag not in _STORY and beside.is_beside(node.tag, called) and node.css_first("h1") is None

    def _add(self, text: str, linked: bool, kept: bool) -> None:
        shown = text if kept else _BLANKS.sub(" ", _WRAPPED.sub("", text))
        self._pieces.append(shown)
        self._outside = self._outside or not linked and bool(shown.strip())

    def _end(self, level: int, empty: bool = False) -> None:
        """A paragraph ends; an empty one counts where it is an element of its own."""
        text = "".join(self._pieces)
        outside, self._pieces, self._outside = self._outside, [], False
        if not text.strip(" \t\n\r\f\u00a0"):
            if empty:
                self.paragraphs.append(Paragraph(""))
            return
        if not outside and not level and not _SENTENCE.search(text):
            self.links += 1
            return
        lines = [line.strip(" \t\r\f") for line in text.strip("\n").split("\n")]
        if "\t" in text and not level and _SENTENCE.search(text):  # a table that only lays out the page
            lines = [cell.strip() for line in lines for cell in line.split("\t") if cell.strip()]
            self.paragraphs += map(Paragraph, lines)
            return
        self.paragraphs.append(Paragraph("\n".join(lines), level, row=len(lines) == 1 and "\t" in lines[0]))
