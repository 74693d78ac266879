"""The lines over an article: rows put together, kinds told apart, loose characters set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.corpus import layout, pieces
from kg.corpus.lines import Line
from kg.document import Block

_NUMBER = re.compile(r"(?:[（(]\d{1,3}[）)]|\d{1,3}[.、．])\s*")


def blocks(page: str, lines: Sequence[Line]) -> list[Block]:
    """Headline blocks in the order printed: kicker, title, subtitle, and debris where a headline fell to pieces."""
    rows = _join_rows(lines)
    loose = [_is_debris(text) for _, text in rows]
    small = [len(text.replace(" ", "")) <= 2 for _, text in rows]
    if sum(small) >= 4:
        loose = [a or b for a, b in zip(loose, small)]
    sound = [text for (_, text), bad in zip(rows, loose) if not bad]
    kinds = iter(_kinds(sound))
    found = []
    for (group, _), bad in zip(rows, loose):
        spans = [s for a, b in group for s in pieces.headline(page, a, b)]
        found.append(Block("debris" if bad else next(kinds), pieces.assemble(page, spans)))
    return found


def item(page: str, start: int, end: int, kind: str = "heading") -> Block:
    """A heading from one stretch of the page, without a leading number and a closing semicolon (（1）…； → …)."""
    text = pieces.assemble(page, pieces.headline(page, start, end))
    number = _NUMBER.match(text.text)
    text = text[number.end() if number else 0 :]
    return Block(kind, (text[:-1] if text.text.endswith(("；", ";")) else text).strip())


def bigrams(text: str) -> set[str]:
    """Neighbouring characters of the text without its blanks."""
    text = "".join(text.split())
    return {text[i : i + 2] for i in range(len(text) - 1)}


def share(text: str, known: set[str]) -> float:
    """Share of the text's bigrams that are known; 0 for a text of one character."""
    own = bigrams(text)
    return len(own & known) / len(own) if own else 0.0


def _join_rows(lines: Sequence[Line]) -> list[tuple[list[tuple[int, int]], str]]:
    """Two rows of one headline become one: directly below one another, of like length, the first not complete."""
    rows: list[tuple[list[tuple[int, int]], str]] = []
    complete = layout.words("headline_complete")
    for line in lines:
        if rows and line.adjacent and len(rows[-1][0]) < 2:
            group, text = rows[-1]
            plain = " " not in text and " " not in line.text
            if plain and abs(len(text) - len(line.text)) <= 2 and not text.endswith(complete) and len(text) > 2:
                rows[-1] = ([*group, (line.start, line.end)], text + line.text)
                continue
        rows.append(([(line.start, line.end)], line.text))
    return rows


def _is_debris(text: str) -> bool:
    """A vertical headline that came out as loose characters: many short scraps of uneven length, no list of names."""
    scraps = text.split()
    if len(scraps) < 6 or all(len(s) == 1 for s in scraps):
        return False
    short = sum(len(s) <= 2 for s in scraps)
    names = sum(2 <= len(s) <= 4 and layout.begins_name(s) for s in scraps)
    return short >= len(scraps) * 0.6 and names < len(scraps) * 0.8 and any(len(s) == 1 for s in scraps)


def _kinds(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    events, attendance = layout.words("headline_events"), layout.words("attendance")

    def score(text: str) -> int:
        if text.startswith(("—", "－－", "--")) and len(texts) > 1:  # —— 记某校教授某某
            return -2
        told = any(w in text for w in events)
        people = sum(text.count(w) for w in attendance)
        return 2 * told - (people > 1 or people == 1 and len(text) < 16)

    best = max(range(len(texts)), key=lambda i: (score(texts[i]), -i))
    # A line that ends in 强调 says who spoke; the title is what was said, below it.
    if best + 1 < len(texts) and texts[best].endswith(layout.words("kicker_ends")):
        best += 1
    return ["kicker" if i < best else "title" if i == best else "subtitle" for i in range(len(texts))]
