"""Articles of a printed page: bylines, bodies and the headlines before or after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.corpus import bylines, layout
from kg.corpus.headlines import bigrams
from kg.corpus.lines import Line, continues, has_sentence, is_complete, set_in

_COMMA = re.compile(r"[，。；]")
_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}日|近日|日前|昨日|昨天|今天|今日")


@dataclass
class Story:
    """The parts of one article, as lines of the page.

    Attributes:
        byline: offsets of the byline, or null.
        captioned: starts of the body lines before which a caption stood.
        jumps, continued: ends in (下转2版); begins with (上接1版).
    """

    heads: list[Line] = field(default_factory=list)
    byline: tuple[int, int] | None = None
    body: list[Line] = field(default_factory=list)
    crossheads: set[int] = field(default_factory=set)
    captions: list[Line] = field(default_factory=list)
    captioned: set[int] = field(default_factory=set)
    signatures: list[Line] = field(default_factory=list)
    jumps: bool = False
    continued: bool = False

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.body)


@lru_cache(maxsize=1)
def _jump() -> re.Pattern[str]:
    page = r"\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版[^（）]{0,20}"
    return re.compile(rf"[（【]\s*{layout.any_of('jumps')}{page}[）】]$")


@lru_cache(maxsize=1)
def _continued() -> re.Pattern[str]:
    page = r"\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版[^（）]{0,40}"
    return re.compile(rf"[（【]\s*{layout.any_of('continued')}{page}[）】]")


def split(page: str, lines: Sequence[Line]) -> list[Story]:
    """The stories of the page in the order of their bodies."""
    zones = _zones(page, lines)
    stories: list[Story] = []
    pending: list[Line] = []
    for story, rest in zones:
        if story is not None:
            _assign(pending, stories[-1] if stories else None, story)
            pending = []
            stories.append(story)
        for more in _without_byline(rest, page):
            if not more.body:
                pending += more.heads
                continue
            _assign(pending + more.heads, stories[-1] if stories else None, more)
            pending = []
            stories.append(more)
    if pending:
        if stories and not stories[-1].heads:
            stories[-1].heads = pending
        else:
            stories.append(Story(heads=pending))
    return _continue([s for s in stories if s.heads or s.body or s.byline])


def _zones(page: str, lines: Sequence[Line]) -> list[tuple[Story | None, list[Line]]]:
    """For each byline its story, and the lines up to the next byline that do not belong to its body."""
    ends = bylines.find(page)
    covered = -1
    zones: list[tuple[Story | None, list[Line]]] = [(None, [])]
    for line in lines:
        if line.start in ends:
            covered = ends[line.start]
            zones.append((Story(byline=(line.start, covered)), []))
        body = line.after(covered)
        if body and (mark := _continued().match(body.text)):
            zones.append((Story(continued=True), []))
            body = body.after(body.start + mark.end())
        if body:
            zones[-1][1].append(body)
    return [zones[0]] + [(story, fill(page, story, rest)) for story, rest in zones[1:] if story is not None]


def fill(page: str, story: Story, lines: Sequence[Line], whole: bool = False) -> list[Line]:
    """Give the story its body; what is left over comes back.

    Args:
        whole: the lines are known to be one article, so nothing is left over.
    """
    captioned = False
    stop = len(lines)
    for i, line in enumerate(lines):
        if jump := _jump().search(line.text):
            story.jumps = True
            if body := line.before(line.start + jump.start()):
                story.body.append(body)
            stop = i + 1
        elif bylines.is_caption(line.text):
            story.captions.append(line)
            captioned = True
        elif story.body and is_complete(story.body[-1].text) and bylines.is_signature(line.text, last=i + 1 == len(lines)):
            story.signatures.append(line)
            stop = i + 1
        elif (at := bylines.closing(line.text)) is not None:
            if body := line.before(line.start + at):
                story.body.append(body)
            story.signatures.append(Line(line.start + at, line.end, line.text[at:]))
            stop = i + 1
        else:
            if captioned:
                story.captioned.add(line.start)
            captioned = False
            story.body.append(line)
        if stop <= i + 1 and not whole:
            break
    if whole:
        return []
    rest = list(lines[stop:])
    if not rest and not story.jumps and not story.signatures:
        cut = _tail(story.body)
        rest, story.body = story.body[cut:], story.body[:cut]
    story.crossheads = _crossheads(story.body, page)
    if len(story.crossheads) == 1 and story.byline:
        story.crossheads = set()
    return rest


def _tail(body: Sequence[Line]) -> int:
    """Where the headlines after a body begin: the lines behind its last end mark, where they look like headlines."""
    i = len(body)
    while i and not has_sentence(body[i - 1].text) and not is_complete(body[i - 1].text):
        i -= 1
    if i == 0:
        return len(body)
    if not is_complete(body[i - 1].text):
        # The body itself stops in mid-sentence; its last rows may be among the lines, up to an empty line.
        if not all(line.adjacent for line in body[i:]):
            while body[i].adjacent:
                i += 1
        while i < len(body) and (_COMMA.search(body[i].text) or len(body[i].text) < 5 or continues(body[i].text)):
            i += 1
        return i
    if i < len(body) and continues(body[i].text):
        return len(body)
    return i


def _crossheads(body: Sequence[Line], page: str) -> set[int]:
    """Starts of headings between paragraphs.

    Where empty lines part paragraphs and nothing else, they show a heading. Elsewhere only where most lines end a
    sentence, so that a short line is no row of a wrapped column, and where nothing shows that the next line goes on with
    it: a character no sentence begins with, a pair of characters known from elsewhere, a first row that is not set in. A
    single one in an article is more likely a row than a heading.
    """
    inside = [after.adjacent for before, after in zip(body, body[1:]) if not is_complete(before.text)]
    spaced = len(inside) >= 5 and sum(inside) >= 0.8 * len(inside)
    if not spaced and sum(is_complete(line.text) for line in body) < 0.4 * len(body):
        return set()
    found: set[int] = set()
    for before, line, after in zip(body, body[1:], body[2:]):
        text = line.text
        if not (4 <= len(text) <= 28) or _COMMA.search(text) or is_complete(text) or text.endswith(("、", "：")):
            continue
        if not (is_complete(before.text) or before.start in found) or continues(text) or continues(after.text):
            continue
        if spaced:
            if not line.adjacent and not after.adjacent:
                found.add(line.start)
        elif text[-1] + after.text[0] not in page and _COMMA.search(after.text) and set_in(after.text) is not False:
            found.add(line.start)
    return found


def _without_byline(lines: Sequence[Line], page: str) -> list[Story]:
    """Stories among lines that have no byline: headlines, then sentences up to a signature or the next headlines."""
    stories: list[Story] = []
    story = Story()
    i = 0
    while i < len(lines):
        j = _end_of_heads(lines, i)
        story.heads = list(lines[i:j])
        if j == len(lines):
            break
        rest = fill(page, story, lines[j:])
        cut = next((k for k, line in enumerate(story.body) if line.start in story.crossheads
                    and _DAY.search(story.body[k + 1].text[:30])), None)
        if cut is not None:
            back = story.body[cut:]
            story.body = story.body[:cut]
            story.crossheads = {line.start for line in story.body} & story.crossheads
            rest = [*back, *story.signatures, *rest]
            story.signatures = []
        stories.append(story)
        i, lines, story = 0, rest, Story()
    if story.heads:
        stories.append(story)
    return stories


def _end_of_heads(lines: Sequence[Line], i: int) -> int:
    """Index of the first line that belongs to a body: it holds sentences, or goes on into a line that does."""
    last = next((k for k in range(i, len(lines)) if is_complete(lines[k].text) or _jump().search(lines[k].text)), None)
    if last is None:
        return len(lines)
    first = next(k for k in range(i, last + 1) if _COMMA.search(lines[k].text) or k == last)
    # Rows of a column before the first comma are about as wide as the row with it.
    while first > i and abs(len(lines[first - 1].text) - len(lines[first].text)) <= 2 and first < last:
        first -= 1
    return first


def _assign(lines: list[Line], before: Story | None, after: Story) -> None:
    """Share headlines between the body they follow, where that has none yet, and the one they precede."""
    cut = 0
    if before is not None and not before.heads and not after.continued:
        left, right = bigrams(before.text), bigrams(after.text)

        def fit(k: int) -> float:
            parts = [(_share(line.text, left) if i < k else _share(line.text, right) + 0.05) for i, line in enumerate(lines)]
            return sum(parts)

        cut = max(range(len(lines) + 1), key=lambda k: (round(fit(k), 6), -k))
        before.heads = lines[:cut]
    after.heads = lines[cut:]


def _share(text: str, known: set[str]) -> float:
    """Share of the text's bigrams that are known; 0 for a text of one character."""
    own = bigrams(text)
    return len(own & known) / len(own) if own else 0.0


def _continue(stories: list[Story]) -> list[Story]:
    """Join what begins with (上接1版) to the story that jumped there: the one whose headline or text it shares most with."""
    parts = [s for s in stories if s.continued]
    for part in parts:
        open_ = [s for s in stories if s.jumps and not s.continued]
        if not open_:
            continue
        words = bigrams("".join(line.text for line in part.heads) + part.text)
        best = max(open_, key=lambda s: _share("".join(h.text for h in s.heads) or s.text, words))
        best.body += part.body
        best.crossheads |= part.crossheads
        best.captions += part.captions
        best.signatures += part.signatures
        best.captioned |= part.captioned
        best.heads += part.heads
        best.jumps = part.jumps
        stories.remove(part)
    return stories
