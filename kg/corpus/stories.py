"""Articles of a printed page: bylines, bodies and the headlines before or after them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from kg.corpus import bounds, datelines, seams, signatures
from kg.corpus.bodies import Story, fill
from kg.corpus.bounds import continued
from kg.corpus.headlines import bigrams, share
from kg.corpus.lines import Line

#: Stories before and after a (上接1版) that may go on there; a file of many issues has more.
_OPEN = 100


def split(page: str, lines: Sequence[Line]) -> list[Story]:
    """The stories of the page in the order of their bodies."""
    tight = seams.is_tight(lines)
    zones = _zones(page, lines, tight)
    stories: list[Story] = []
    pending: list[Line] = []
    for story, rest in zones:
        if story is not None:
            pending = pending or _cried(stories[-1] if stories else None, story)
            _assign(pending, stories[-1] if stories else None, story)
            pending = []
            stories.append(story)
        for more in _without_byline(rest, page, tight):
            if not more.body:
                pending += more.heads
                continue
            if stories and not pending and _resumes(stories[-1], more):
                _resume(stories[-1], more)
                continue
            _assign(pending + more.heads, stories[-1] if stories else None, more)
            pending = []
            stories.append(more)
    if pending:
        if stories and stories[-1].body and all(_is_bracket(line) for line in pending):
            stories[-1].signatures += pending  # （5月4日区政府第三次常务会议通过） under a list
        elif stories and not stories[-1].heads:
            stories[-1].heads = pending
        else:
            stories.append(Story(heads=pending))
    return _continue([s for s in stories if s.heads or s.body or s.byline])


def _is_bracket(line: Line) -> bool:
    return line.text.startswith("（") and line.text.endswith("）")


def _zones(page: str, lines: Sequence[Line], tight: bool) -> list[tuple[Story | None, list[Line]]]:
    """For each byline its story, and the lines up to the next byline that do not belong to its body."""
    ends = datelines.find(page)
    covered = -1
    zones: list[tuple[Story | None, list[Line]]] = [(None, [])]
    for i, line in enumerate(lines):
        before = lines[i - 1].text if i else None
        after = lines[i + 1].text if i + 1 < len(lines) else None
        known = line.start in ends or line.start < covered
        if not known and signatures.is_byline(line.text, before, after, _blanks(page, line)):
            ends[line.start] = line.end
        if line.start in ends:
            covered = ends[line.start]
            zones.append((Story(byline=(line.start, covered)), []))
        body = line.after(covered)
        if body and (mark := continued().match(body.text)):
            zones.append((Story(continued=True), []))
            body = body.after(body.start + mark.end())
        if body:
            zones[-1][1].append(body)
    filled = zones[:1]
    for story, found in zones[1:]:
        if story:
            rest, at = fill(page, story, found, tight=tight)
            filled.append((story, list(rest[at:])))
    return filled


def _blanks(page: str, line: Line) -> int:
    """How many blanks stand before a line."""
    begin = page.rfind("\n", 0, line.start) + 1
    return line.start - begin if not page[begin : line.start].strip() else 0


def _without_byline(lines: Sequence[Line], page: str, tight: bool) -> list[Story]:
    """Stories among lines that have no byline: headlines, then sentences up to a signature or the next headlines."""
    stories: list[Story] = []
    comma = bounds.last_comma(lines)
    start = 0
    while start < len(lines):
        end = bounds.end_of_heads(lines, start, comma)
        story = Story(heads=list(lines[start:end]))
        rest, start = fill(page, story, lines, end, tight=tight)
        if rest is not lines:
            lines, comma = rest, bounds.last_comma(rest)
        stories.append(story)
    return stories


def _cried(before: Story | None, after: Story) -> list[Line]:
    """The last line of a body when it is a headline in ！ of the next article, which has none and says the same again."""
    if before is None or not before.body or not bounds.cries(before.body[-1].text):
        return []
    line, rest = before.body[-1], "".join(line.text for line in before.body[:-1])
    if share(line.text, bigrams(after.text)) < max(0.3, share(line.text, bigrams(rest))):
        return []
    before.body.pop()
    return [line]


def _resumes(before: Story, after: Story) -> bool:
    """Whether a text with neither headline nor byline goes on after a picture that interrupted the story before it."""
    ended = bool(before.signatures) and before.signatures[-1].text.endswith("摄") and not before.continued
    plain = not after.heads and after.byline is None and not after.continued and not seams.opens(after.text)
    photo = any(line.text.endswith("摄") for line in after.signatures)
    return ended and plain and not photo and bool(before.heads or before.byline)


def _resume(story: Story, more: Story) -> None:
    """Put the text back below the picture's credit, which is a caption and no signature then."""
    story.captions.append(story.signatures.pop())
    story.captioned.add(more.body[0].start)
    story.body += more.body
    story.crossheads |= more.crossheads
    story.captions += more.captions
    story.captioned |= more.captioned
    story.signatures += more.signatures
    story.jumps = more.jumps


def _assign(lines: list[Line], before: Story | None, after: Story) -> None:
    """Share headlines between the body they follow, where that has none yet, and the one they precede."""
    after.captions += [line for line in lines if signatures.is_caption(line.text)]
    lines = [line for line in lines if not signatures.is_caption(line.text)]
    cut = 0
    if before is not None and not before.heads and not after.continued:
        left, right = bigrams(before.text), bigrams(after.text)

        behind = list(accumulate((share(line.text, left) for line in lines), initial=0.0))
        ahead = list(accumulate((share(line.text, right) + 0.05 for line in reversed(lines)), initial=0.0))[::-1]
        cut = max(range(len(lines) + 1), key=lambda k: (round(behind[k] + ahead[k], 6), -k))
        before.heads = lines[:cut]
    after.heads = lines[cut:]


def _continue(stories: list[Story]) -> list[Story]:
    """Join what begins with (上接1版) to the story that jumped there, the one whose headline it shares most with."""
    open_ = [i for i, s in enumerate(stories) if s.jumps and not s.continued]
    told: dict[int, set[str]] = {}
    joined: set[int] = set()
    for i, part in enumerate(stories):
        if not part.continued or not open_:
            continue
        words = bigrams("".join(line.text for line in part.heads) + part.text)
        here = bisect_left(open_, i)
        near = open_[max(0, here - _OPEN) : here + _OPEN]
        for k in near:
            if k not in told:
                told[k] = bigrams("".join(line.text for line in stories[k].heads) or stories[k].text)
        at = max(near, key=lambda k: len(told[k] & words) / max(1, len(told[k])))
        best = stories[at]
        best.body += part.body
        best.crossheads |= part.crossheads
        best.captions += part.captions
        best.signatures += part.signatures
        best.captioned |= part.captioned
        best.heads += part.heads
        best.jumps = part.jumps
        del told[at]
        if not best.jumps:
            open_.remove(at)
        joined.add(i)
    return [s for i, s in enumerate(stories) if i not in joined]
