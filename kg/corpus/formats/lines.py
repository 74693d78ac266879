"""Paragraphs of a format that knows them, as the text that the readers expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Share of paragraphs from which on empty ones are taken for the page's own empty lines.
_SPACED = 0.2
#: Share of the text that must stand below headings for them to part its articles.
_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, perhaps of several lines.

    Attributes:
        level: that of a heading, from 1, else 0.
        row: it is a row of a table, its cells parted by tabs.
    """

    text: str
    level: int = 0
    row: bool = False


def join(paragraphs: Sequence[Paragraph]) -> tuple[str, bool]:
    """(text, whether headings are marked in it by ``#``).

    Where somebody has put empty paragraphs between the others they stand as they are; where not, an empty line parts
    each paragraph from the next. Headings are marked where they head the text, and not only what stands beside it.
    """
    marked = _are_heads(paragraphs)
    empty = sum(not p.text.strip() for p in paragraphs)
    kept = empty >= _SPACED * len(paragraphs)
    shown = [_show(p, marked) for p in paragraphs if kept or p.text.strip()]
    return ("\n" if kept else "\n\n").join(shown).rstrip() + "\n", marked


def _are_heads(paragraphs: Sequence[Paragraph]) -> bool:
    first = next((i for i, p in enumerate(paragraphs) if p.level and p.text.strip()), None)
    if first is None:
        return False
    above, below = (sum(len(p.text.strip()) for p in part) for part in (paragraphs[:first], paragraphs[first + 1 :]))
    return below > 0 and below >= _BELOW * (above + below)


def _show(paragraph: Paragraph, marked: bool) -> str:
    if paragraph.row:
        # The form feeds end what stands before it, and itself: no row goes on in the next, though it has no full stop.
        return f"\f{paragraph.text}\f"
    if not paragraph.level or not paragraph.text.strip():
        return paragraph.text
    text = " ".join(paragraph.text.split("\n")).strip()
    # The empty lines keep a heading apart where those of the page are kept as they are.
    return f"\n{'#' * min(paragraph.level, 6)} {text}\n" if marked else text
