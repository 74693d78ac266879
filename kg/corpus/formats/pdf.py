"""PDF files: the text layer of each page, line by line as it is set."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.corpus.formats import Text, columns
from kg.corpus.lines import is_complete
from kg.errors import InputError

#: A line further below the one before than so many times the usual distance stands below an empty line.
_APART = 1.5
#: Lines that are usually further apart than so many times their height have an empty line between each two.
_DOUBLE = 2.2
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_UNMAPPED = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_SENTENCE = re.compile("[。！？；，]")
#: Characters of a running head at most.
_HEAD = 50
_PASSWORD = 4
#: Characters of all pages.
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    #: Of the baseline, from the bottom of the page, and of the characters, in points; null where they cannot be told.
    height: float | None = None
    size: float | None = None


def decode(content: bytes, where: str) -> Text:
    """The text layer, with an empty line where one is left on the page.

    Between two pages there is an empty line where the first one ends with a sentence.

    Raises:
        InputError: no PDF, a broken or protected one, one without a text layer, or with one that names no characters.
    """
    import pypdfium2

    lines: list[_Line] = []
    size = 0
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as e:
        if getattr(e, "err_code", None) == _PASSWORD:
            raise InputError(where, "is protected by a password", "save it without one") from e
        raise InputError(where, "is broken, or no PDF", "download or print it again") from e
    broken = 0
    try:
        for number in range(len(document)):
            try:
                found = list(_page(document, number))
            except pypdfium2.PdfiumError:
                broken += 1
                continue
            size += sum(len(line.text) for line in found)
            if size > _MOST:
                raise InputError(where, f"has more than {_MOST >> 20} million characters", "cut it up")
            lines += found
        pages = len(document)
    finally:
        document.close()
    lines, heads = _without_heads(lines)
    raw = _join(lines)
    visible = len("".join(raw.split()))
    if not visible and broken:
        raise InputError(where, "is broken: none of its pages can be read", "download or print it again")
    if not visible:
        what = f"has no text layer ({pages} page{'s' * (pages != 1)} of pictures)"
        raise InputError(where, what, "run text recognition over it first (ocrmypdf -l chi_sim)")
    if len(_UNMAPPED.findall(raw)) > 0.2 * visible:
        what = "has a text layer that does not say which characters its fonts draw"
        raise InputError(where, what, "run text recognition over it (ocrmypdf --force-ocr -l chi_sim)")
    repairs = {"unreadable pages": broken, "running heads": heads}
    return Text(raw, repairs={what: count for what, count in repairs.items() if count})


def _without_heads(lines: list[_Line]) -> tuple[list[_Line], int]:
    """Without what every page repeats at its head, after the first, and at its foot (拱墅日报 要闻 2; 12); and how many lines those are."""
    ends = [i for i, (a, b) in enumerate(pairwise(lines)) if a.page != b.page]
    feet, heads = [*ends, *([len(lines) - 1] if lines else [])], [*([0] if lines else []), *(i + 1 for i in ends)]
    shapes = [_shape(line.text) for line in lines]
    everywhere = Counter(shapes)
    gone: set[int] = set()
    for at, first in ((heads, 1), (feet, 0)):
        here = Counter(shapes[i] for i in at)
        repeated = {s for s, n in here.items() if s and n >= max(2, 0.4 * len(at)) and n == everywhere[s]}
        gone.update(i for i in at[first:] if shapes[i] in repeated)
    return [line for i, line in enumerate(lines) if i not in gone], len(gone)


def _shape(text: str) -> str:
    """A line without its numbers and blanks; nothing for one that holds a sentence, or too much to be a head."""
    return "" if len(text) > _HEAD or _SENTENCE.search(text) else "".join(re.sub(r"\d+", "#", text).split())


def _page(document: Any, number: int) -> Iterator[_Line]:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            text = layer.get_text_range()
            printed = [m for m in re.finditer(r"[^\r\n]+", text) if _CONTROL.sub("", m.group()).strip()]
            if len(text) != layer.count_chars():
                yield from (_Line(_CONTROL.sub("", m.group()), number) for m in printed)
                return
            for pieces, shown in columns.arrange([(_pieces(layer, text, *m.span()), m.group()) for m in printed]):
                yield _Line(_CONTROL.sub("", shown), number, pieces[0].height, pieces[0].size)
        finally:
            layer.close()
    finally:
        page.close()


def _pieces(layer: Any, text: str, start: int, end: int) -> tuple[columns.Piece, ...]:
    """The pieces of a printed line that wide gaps part; a character's place on its line is the same for 一 and for 国."""
    words = [m.span() for m in re.finditer(r"[^\s\x00-\x1f\x7f]+", text[start:end])] or [(0, end - start)]
    found: list[columns.Piece] = []
    begin = start + words[0][0]
    for i, (_, stop) in enumerate(words):
        last = start + stop - 1
        after = start + words[i + 1][0] if i + 1 < len(words) else None
        _, _, right, _ = layer.get_charbox(last, loose=True)
        left, bottom, _, top = layer.get_charbox(begin, loose=True)
        if after is None or layer.get_charbox(after, loose=True)[0] - right > columns.GAP * (top - bottom):
            shown = _CONTROL.sub("", text[begin : last + 1])
            found.append(columns.Piece(shown, left, right, bottom, max(top - bottom, 0.1)))
            begin = after or begin
    return tuple(found)


def _join(lines: list[_Line]) -> str:
    usual = _usual(lines)
    pieces: list[str] = []
    for line, below in pairwise(lines):
        pieces += line.text, "\n\n" if _is_apart(line, below, usual) else "\n"
    return "".join([*pieces, *(line.text + "\n" for line in lines[-1:])])


def _steps(lines: list[_Line]) -> Iterator[tuple[float, float]]:
    """(distance to the next line below, height) of neighbours on a page."""
    for a, b in pairwise(lines):
        if a.page == b.page and a.height is not None and b.height is not None and a.size and a.height > b.height:
            yield a.height - b.height, a.size


def _usual(lines: list[_Line]) -> float:
    """The distance between two lines with none between, in heights of a character."""
    steps = sorted(step / size for step, size in _steps(lines) if size > 0 and step > 0.5 * size)
    if not steps:
        return 0.0
    usual = statistics.quantiles(steps, n=10, method="inclusive")[0] if len(steps) > 1 else steps[0]
    return usual / 2 if usual > _DOUBLE else usual


def _is_apart(before: _Line, line: _Line, usual: float) -> bool:
    if before.height is None or line.height is None or not usual or not before.size:
        return False
    step = before.height - line.height
    if before.page != line.page or step < 0:
        return is_complete(before.text.strip())
    return step > _APART * usual * before.size
