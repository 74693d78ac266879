"""Markdown, with the simple HTML that transcripts hold: headings start articles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.corpus import articles, bodies, datelines, forms, headlines, lines, signatures, stories
from kg.corpus.bodies import Story
from kg.corpus.lines import Line
from kg.corpus.masthead import drop_furniture
from kg.corpus.paragraphs import Repairs
from kg.document import Article, Block, Writer

_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(\S[^\n\r]*)\r?$", re.MULTILINE)
_P = re.compile(r"</?p\b")
_BOLD = re.compile(r"<(?:strong|b)\b[^>]*>")
_BOLD_END = re.compile(r"</(?:strong|b)>")
#: What a paragraph that is all in bold may hold besides.
_INNER = re.compile(r"\s+|<(?!/?p\b)[^<>]*>|&nbsp;")
_NUMBER = re.compile(r"[ \t　]*(?:（\d{1,3}）|(?P<plain>\d{1,3})[.、．](?!\d))")


@dataclass(frozen=True)
class Markup:
    """What the markup says before it is blanked: where bylines stand, and which paragraphs are all in bold."""

    bylines: dict[int, int]
    strong: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, raw: str, page: str) -> Markup:
        # A paragraph of whole sentences in bold is emphasis, no heading.
        strong = [(a, b) for a, b in _strong(raw) if raw.find("。", a, b) < 0]
        return cls(datelines.find(page), tuple(strong))

    def is_strong(self, line: Line) -> bool:
        i = bisect_right(self.strong, (line.start, len(self.strong) and self.strong[-1][1])) - 1
        return i >= 0 and line.end <= self.strong[i][1]


def _strong(raw: str) -> Iterator[tuple[int, int]]:
    """The text of each paragraph that is all in bold (<p> <b>…</b> </p>).

    One pass over the tags: an expression for the whole paragraph would try every tag as its first and its last, which
    takes for ever where somebody nested them ten thousand deep.
    """
    begin = -1
    for mark in _P.finditer(raw):
        if mark.start() < begin:  # inside a tag
            continue
        if begin >= 0 and raw.startswith("</p>", mark.start()):
            if span := _bold(raw, begin, mark.start()):
                yield span
        begin = -1 if mark[0] == "</p" else raw.find(">", mark.end()) + 1 or len(raw)


def _bold(raw: str, start: int, end: int) -> tuple[int, int] | None:
    """The text in bold between two offsets, when there is nothing else."""
    opened: re.Match[str] | None = None
    while not (opened := _BOLD.match(raw, start, end)):
        inner = _INNER.match(raw, start, end)
        if not inner:
            return None
        start = inner.end()
    begin = at = opened.end()
    closed: int | None = None
    for tag in _INNER.finditer(raw, begin, end):
        if tag.start() != at:
            closed = None
        at = tag.end()
        if closed is None and _BOLD_END.fullmatch(tag[0]):
            closed = tag.start()
    return (begin, closed) if closed is not None and at == end else None


@dataclass(slots=True)
class Section:
    """A heading with the text up to the next one."""

    level: int
    title: tuple[int, int]
    start: int
    end: int
    lines: list[Line] = field(default_factory=list)


def read(doc: str, raw: str, page: str, repairs: Repairs) -> tuple[list[Article], list[Line]]:
    """(articles, furniture) of a markdown text; `page` has its markup blanked.

    A heading with text of its own starts an article, and so does one with neither text nor headings below it; headings
    below an article's own text are headings inside it, unless a byline follows.
    """
    found = list(_HEADING.finditer(page))
    furniture: list[Line] = []
    if not found:
        kept, furniture = drop_furniture(lines.split(page))
        return [articles.make(doc, i, page, s, repairs) for i, s in enumerate(stories.split(page, kept), 1)], furniture
    sections = [Section(0, (0, 0), 0, found[0].start())]
    for i, m in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(page)
        a = m.start(2)
        title = m[2][0] + m[2][1:].rstrip(" \t#")
        sections.append(Section(len(m[1]), (a, a + len(title)), m.end(), end))
    for section in sections:
        printed = lines.split(page, section.start, section.end)
        section.lines, dropped = drop_furniture(printed, masthead=not section.level)
        furniture += dropped
    markup = Markup.of(raw, page)
    made: list[Article] = []
    parent: Section | None = None
    groups: list[list[Section]] = []
    for i, section in enumerate(sections):
        below = i + 1 < len(sections) and sections[i + 1].level > section.level
        own = bool(section.lines)
        if parent and section.level > parent.level and groups and not _opens(section, markup):
            groups[-1].append(section)
            continue
        if not own and (below or not section.level):
            furniture.append(_title_line(page, section))
            parent = None
            continue
        groups.append([section])
        parent = section if own and section.level else None
    for group in groups:
        made.append(_article(doc, len(made) + 1, page, group, markup, repairs))
    return [a for a in made if a.blocks], furniture


def _title_line(page: str, section: Section) -> Line:
    return Line(*section.title, page[slice(*section.title)])


def _opens(section: Section, markup: Markup) -> bool:
    return bool(section.lines) and section.lines[0].start in markup.bylines


def _article(doc: str, order: int, page: str, group: list[Section], markup: Markup, repairs: Repairs) -> Article:
    blocks: list[Block] = []
    writers: list[Writer] = []
    cut = False
    filled: list[forms.Form] = []
    for section in group:
        section.lines, here = forms.take(page, section.lines)
        filled += here
        if section.level:
            blocks.append(headlines.item(page, *section.title, kind="title" if section is group[0] else "heading"))
        found, named, jumps = _body(page, section.lines, markup, repairs)
        blocks += found
        writers += named
        cut = cut or jumps
    return forms.attach(page, [articles.build(doc, order, blocks, writers, truncated=cut)], filled)[0]


def _body(page: str, body: list[Line], markup: Markup, repairs: Repairs) -> tuple[list[Block], list[Writer], bool]:
    if not body:
        return [], [], False
    numbered = sum(_NUMBER.match(line.text) is not None for line in body)
    if numbered >= 3 and numbered >= 0.5 * len(body):
        return _items(page, body), [], False
    story = Story()
    after = body[1].text if len(body) > 1 else None
    if body[0].start in markup.bylines or signatures.is_byline(body[0].text, None, after):
        end = markup.bylines.get(body[0].start, body[0].end)
        story.byline = (body[0].start, end)
        body = [part for line in body if (part := line.after(end))]
    bodies.fill(page, story, body, whole=True)
    story.crossheads = {line.start for line in story.body if markup.is_strong(line)}
    article = articles.make("", 0, page, story, repairs)
    return list(article.blocks), list(article.writers), story.jumps


def _items(page: str, body: list[Line]) -> list[Block]:
    """The entries of a numbered list, each a heading; what follows a number runs up to the next one."""
    blocks: list[Block] = []
    group: list[Line] = []
    count = 0
    for line in [*body, None]:
        number = _NUMBER.match(line.text) if line else None
        # 15.2025年起… is entry 15 where 14 went before, and elsewhere a number.
        follows = line is not None and line.text.startswith(f"{count + 1}.")
        if line and (follows or number and number["plain"]):
            count = count + 1 if follows else int(number["plain"]) if number else count
        if group and (line is None or number or follows):
            blocks.append(headlines.item(page, group[0].start, group[-1].end))
            group = []
        if line is not None:
            group.append(line)
    return [b for b in blocks if b.text]
