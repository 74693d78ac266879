"""Lines of a body put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise

from kg import lexicon
from kg.corpus import layout, pieces
from kg.corpus.lines import Line, is_complete, is_cut
from kg.corpus.rows import SEEN
from kg.document import Block
from kg.text import MappedText

#: Lines of a paragraph; in a longer one its rows say nothing.
_LONGEST = 1000
_CLOSING = re.compile(r"[，。、；：！？”’」』》〉）】%…]")


@dataclass
class Repairs:
    """Counts of what was mended, for `kg read` and the report."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, number: int = 1) -> None:
        if number:
            self.counts[kind] += number


def join(page: str, lines: Sequence[Line], captions: frozenset[int], repairs: Repairs) -> list[Block]:
    """Paragraph blocks of body lines.

    Args:
        captions: starts of the lines before which a caption was taken out, perhaps from within a word.

    A paragraph ends where a line ends in an end mark; any other line end is a break inside it, and goes. Where the line
    before was lost in part (`is_cut`) the text goes on after a break, so that no sentence runs across.
    """
    blocks: list[Block] = []
    group: list[Line] = []
    for line in lines:
        if group and (line.hard or is_complete(group[-1].text) and not _CLOSING.match(line.text)):
            blocks.append(_paragraph(page, group, captions, repairs))
            group = []
        group.append(line)
    if group:
        blocks.append(_paragraph(page, group, captions, repairs))
    return [b for b in blocks if b.text]


def concatenate(first: Block, second: Block) -> Block:
    """One paragraph of two that a jump to another page parted."""
    shift = len(first.text)
    return Block(first.kind, first.text + second.text, first.breaks + tuple(shift + b for b in second.breaks))


def _paragraph(page: str, group: Sequence[Line], captions: frozenset[int], repairs: Repairs) -> Block:
    runs: list[tuple[int, int]] = []
    cuts: list[int] = []
    begin = group[0].start
    rows = _Rows(group)
    for i, (before, after) in enumerate(pairwise(group)):
        start = after.start
        around = partial(rows.around, i)
        cut = is_cut(before.text, after.text, page, start, around, apart=not after.adjacent)
        # A continuation (上接1版) may be printed before the part that it goes on from.
        earlier = after.start < before.end
        parted = earlier or bool(page[before.end : after.start].strip(" \t　\r\n\f\x00\x01"))
        if after.start in captions and not cut:
            start += _repeated(before.text, after.text)
            repairs.add("repeated word ends", start > after.start)
        if cut or parted or start > after.start:
            runs.append((begin, before.end))
            begin = start
        if cut:
            cuts.append(start)
    runs.append((begin, group[-1].end))
    repairs.add("joined lines", len(group) - 1 - len(cuts))
    repairs.add("lost lines", len(cuts))
    spans = [span for a, b in runs for span in pieces.body(page, a, b)]
    text = _single(pieces.assemble(page, spans), repairs)
    repairs.add("blanks", len(spans) - len(runs))
    starts = dict(zip(text.begins, text.at)) if cuts else {}
    return Block("paragraph", text, tuple(starts[c] for c in cuts if c in starts))


class _Rows:
    """The rows of a paragraph where blanks part them, not lines."""

    def __init__(self, group: Sequence[Line]) -> None:
        self._group = group
        self._parted: bool | None = None

    def around(self, i: int) -> tuple[str, str]:
        """The text before line i and after line i + 1, as far as it helps to tell how wide the rows are."""
        if self._parted is None:
            blanks = sum(line.text.count(" ") for line in self._group)
            self._parted = len(self._group) <= blanks and len(self._group) <= _LONGEST
        if not self._parted:
            return "", ""
        return " ".join(reversed(_some(reversed(self._group[:i])))), " ".join(_some(iter(self._group[i + 2 :])))


def _some(lines: Iterator[Line]) -> list[str]:
    """The first lines, up to some two thousand characters."""
    found: list[str] = []
    size = 0
    while size < SEEN and (line := next(lines, None)):
        found.append(line.text)
        size += len(line.text)
    return found


def _repeated(before: str, after: str) -> int:
    """How many characters at the head of `after` repeat the end of `before` (…高质量 | 量发展 → 1)."""
    return next((n for n in (3, 2, 1) if before.endswith(after[:n]) and len(after) >= n), 0)


@lru_cache(maxsize=1)
def _doubled() -> re.Pattern[str]:
    options = []
    for word, properties in lexicon.entries("layout", "doubled").items():
        guards = "".join(_unless(word, whole) for whole in properties.get("unless", ()))
        options.append(f"{guards}{re.escape(word)}")
    return re.compile("|".join(options))


def _unless(word: str, whole: str) -> str:
    """A guard that fails where `word` stands inside `whole`."""
    at = whole.find(word)
    behind, ahead = whole[:at], whole[at:]
    return f"(?!(?<={re.escape(behind)}){re.escape(ahead)})" if behind else f"(?!{re.escape(ahead)})"


def _single(text: MappedText, repairs: Repairs) -> MappedText:
    """Without characters set twice by mistake (的的 → 的)."""
    if not any(word in text.text for word in layout.words("doubled")):
        return text
    found = [m.start() for m in _doubled().finditer(text.text)]
    repairs.add("doubled characters", len(found))
    return text.without(found)
