"""PDF files: the text layer of each page, line by line as it is set."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.corpus.formats import Text
from kg.corpus.lines import is_complete
from kg.errors import InputError

#: A line further below the one before than so many times the usual distance stands below an empty line.
_APART = 1.5
#: Lines that are usually further apart than so many times their height have an empty line between each two.
_DOUBLE = 2.2
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_UNMAPPED = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
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
    return Text(raw, repairs={"unreadable pages": broken} if broken else {})


def _page(document: Any, number: int) -> Iterator[_Line]:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            text = layer.get_text_range()
            placed = len(text) == layer.count_chars()
            for found in re.finditer(r"[^\r\n]+", text):
                shown = _CONTROL.sub("", found.group())
                if not shown.strip():
                    continue
                first = found.start() + len(found.group()) - len(found.group().lstrip())
                yield _Line(shown, number, *(_place(layer, first) if placed else ()))
        finally:
            layer.close()
    finally:
        page.close()


def _place(layer: Any, index: int) -> tuple[float, float]:
    """(bottom, height) of a character's place on its line, which is the same for 一 and for 国."""
    _, bottom, _, top = layer.get_charbox(index, loose=True)
    return bottom, top - bottom


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
