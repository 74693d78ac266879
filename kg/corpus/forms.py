"""Lines that are filled in and no running text: minutes (主持：… 出席：…), and tables of names and offices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from kg.corpus import layout, pieces
from kg.corpus.lines import Line, has_sentence
from kg.document import Article, Block

Span = tuple[int, int]
#: A form: for each of its lines the stretches of the page that it is made of.
Form = list[list[Span]]

_CELL = re.compile(r"[^\t]+")
_BLANK_CELL = re.compile(r"[^\s　]+")
#: Characters of a line that is filled in.
_LONGEST = 400


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s　；。]))(?:{layout.spaced('form_labels')})(?:（[^）]{{1,12}}）)?[\s　]*：")


def take(page: str, lines: Sequence[Line]) -> tuple[list[Line], list[Form]]:
    """(the lines of running text, the forms among them), both in the order of the page."""
    kept: list[Line] = []
    forms: list[Form] = []
    i = 0
    while i < len(lines):
        form, stop = _minutes(page, lines, i)
        if not form:
            form, stop = _table(page, lines, i)
        if form:
            forms.append(form)
            i = stop
        else:
            kept.append(lines[i])
            i += 1
    return kept, forms


def attach(page: str, articles: Sequence[Article], forms: Sequence[Form]) -> list[Article]:
    """The articles, each form a row of paragraphs of the one that it stands in or below."""
    found = list(articles)
    for form in forms:
        start = form[0][0][0]
        k = max((i for i, a in enumerate(found) if a.start <= start), default=0)
        made = [Block("paragraph", pieces.assemble(page, spans)) for spans in form]
        made = [b for b in made if b.text]
        article = found[k]
        at = next(
            (i for i, b in enumerate(article.blocks) if b.kind == "paragraph" and min(b.text.begins) > start), None
        )
        if at is None:
            at = 1 + max(
                (i for i, b in enumerate(article.blocks) if b.kind not in ("signature", "caption")), default=-1
            )
        begins = [min(b.text.begins) for b in made]
        ends = [max(b.text.closes) for b in made]
        found[k] = replace(
            article,
            blocks=(*article.blocks[:at], *made, *article.blocks[at:]),
            start=min(article.start, *begins),
            end=max(article.end, *ends),
        )
    return found


def _minutes(page: str, lines: Sequence[Line], i: int) -> tuple[Form, int]:
    """Labelled lines from i on, at least two, of which one names people; a list may run on over its line."""
    form: Form = []
    people = False
    while i < len(lines) and len(lines[i].text) <= _LONGEST:
        line = lines[i]
        marks = list(_label().finditer(line.text))
        if marks and marks[0].start() == 0:
            cuts = [*(m.start() for m in marks), len(line.text)]
            for a, b in pairwise(cuts):
                form.append(_shown(page, line, a, b))
                people = people or line.text[a:b].startswith(layout.words("people_labels"))
        elif form and _goes_on(lines[i - 1], line):
            form[-1] += _shown(page, line, 0, len(line.text))
        else:
            break
        i += 1
    return (form, i) if people and len(form) > 1 else ([], i)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a list runs on over the end of its line."""
    listed = "、" in line.text or before.text.endswith("、")
    return listed and not has_sentence(line.text) and line.adjacent and not line.hard


def _table(page: str, lines: Sequence[Line], i: int) -> tuple[Form, int]:
    """Rows of names and offices from a line on that heads the columns (姓名 职务 备注)."""
    head = lines[i].text
    cell = _CELL if "\t" in head else _BLANK_CELL
    titles = ["".join(m.group().split()) for m in cell.finditer(head)]
    if not 1 < len(titles) <= 12 or len(head) > _LONGEST:
        return [], i
    columns = [next((k for k, t in enumerate(titles) if t in layout.words(name)), None)
               for name in ("name_columns", "unit_columns", "office_columns")]  # fmt: skip
    name, _, office = columns
    if name is None or office is None:
        return [], i
    form: Form = [pieces.headline(page, lines[i].start, lines[i].end)]
    i += 1
    while i < len(lines) and len(lines[i].text) <= _LONGEST and not has_sentence(lines[i].text):
        line = lines[i]
        apart = [(line.start + m.start(), line.start + m.end()) for m in cell.finditer(line.text)]
        cells = _tabbed(line) if cell is _CELL else apart
        if len(cells) < 2 or max(name, office) >= len(cells) or cells[name][0] == cells[name][1]:
            break
        form.append(pieces.headline(page, line.start, line.end))
        i += 1
    return (form, i) if len(form) > 1 else ([], i)


def _shown(page: str, line: Line, a: int, b: int) -> list[Span]:
    return pieces.body(page, line.start + a, line.start + b)


def _tabbed(line: Line) -> list[Span]:
    """The cells of a row, empty ones among them."""
    cells: list[Span] = []
    at = line.start
    for part in line.text.split("\t"):
        left = len(part) - len(part.lstrip())
        begin = at + left
        cells.append((begin, max(begin, at + len(part.rstrip()))))
        at += len(part) + 1
    return cells
