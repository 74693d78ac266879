"""Articles of a printed page: bylines, bodies and the headlines before or after them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from kg.corpus import bounds, bylines, seams, signatures
from kg.corpus.bounds import continued, jump
from kg.corpus.headlines import bigrams, share
from kg.corpus.lines import Line, is_complete

#: What a line ends in that is neither a heading nor a caption nor a signature.
_IN_BODY = ("。", "；")
#: Lines of a body after which the next article is looked for, and after which its headings are, too.
_LOOK, _LONG = 50, 400
#: Stories that may go on at one (上接1版): the next ones; a file of many issues has more.
_OPEN = 200


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

    def cut(self, at: int) -> None:
        """Keep only what stands before an offset of the page."""
        self.body = [line for line in self.body if line.start < at]
        self.captions = [line for line in self.captions if line.start < at]
        self.signatures = [line for line in self.signatures if line.start < at]
        self.crossheads = {start for start in self.crossheads if start < at}
        self.jumps = False


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
        if stories and not stories[-1].heads:
            stories[-1].heads = pending
        else:
            stories.append(Story(heads=pending))
    return _continue([s for s in stories if s.heads or s.body or s.byline])


def _zones(page: str, lines: Sequence[Line], tight: bool) -> list[tuple[Story | None, list[Line]]]:
    """For each byline its story, and the lines up to the next byline that do not belong to its body."""
    ends = bylines.find(page)
    covered = -1
    zones: list[tuple[Story | None, list[Line]]] = [(None, [])]
    for i, line in enumerate(lines):
        before = lines[i - 1].text if i else None
        after = lines[i + 1].text if i + 1 < len(lines) else None
        if line.start not in ends and line.start >= covered and signatures.is_byline(line.text, before, after):
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


def fill(
    page: str, story: Story, lines: Sequence[Line], start: int = 0, *, whole: bool = False, tight: bool = False
) -> tuple[Sequence[Line], int]:
    """Give the story its body, from an index on; what is left over comes back, as lines and where they begin.

    Args:
        tight: the page sets the lines of an article without empty lines between.
        whole: the lines are known to be one article, so nothing is left over.
    """
    stop = start
    at: int | None = None
    look = _LOOK
    for stop in _gather(story, lines, start, whole):
        if len(story.body) >= look and not whole and story.byline is None:
            # Another article is looked for on the way, not at the end of the file alone.
            look *= 2
            if (at := _next_begin(page, story, tight)) is not None:
                break
    if whole:
        return lines, len(lines)
    if at is None and (seam := seams.next_story(story.body, tight, story.byline is not None)) is not None:
        at = story.body[seam].start
    if at is not None:
        story.cut(at)
        stop = bisect_left(lines, at, key=_start)
    rest: tuple[Sequence[Line], int] = lines, stop
    if stop == len(lines) and not story.jumps and not story.signatures:
        cut = bounds.tail(story.body)
        rest = story.body[cut:], 0
        story.body = story.body[:cut]
    story.crossheads = bounds.crossheads(story.body, page)
    if (at := _next_head(story)) is not None:
        story.cut(at)
        rest = lines, bisect_left(lines, at, key=_start)
    if len(story.crossheads) == 1:  # more likely a row of the column than a heading
        story.crossheads = set()
    return rest


def _start(line: Line) -> int:
    return line.start


def _gather(story: Story, lines: Sequence[Line], start: int, whole: bool) -> Iterator[int]:
    """Give the story line after line; yields the index behind each, until the story is seen to end."""
    captioned = False
    i = start
    while i < len(lines):
        line = lines[i]
        plain = line.text.endswith(_IN_BODY)
        ended = True
        i += 1
        if not plain and (mark := jump().search(line.text)):
            story.jumps = True
            if body := line.before(line.start + mark.start()):
                story.body.append(body)
        elif not plain and _is_caption(story, line):
            story.captions.append(line)
            captioned = True
            ended = False
        elif not plain and _signs(story, line, last=i == len(lines)):
            story.signatures.append(line)
        elif not plain and not whole and (imprinted := _imprinted(story, lines[i - 1 : i + 2])):
            story.signatures += imprinted
            i += len(imprinted) - 1
        elif not plain and (at := signatures.closing(line.text)) is not None:
            if body := line.before(line.start + at):
                story.body.append(body)
            story.signatures.append(Line(line.start + at, line.end, line.text[at:]))
        else:
            if captioned:
                story.captioned.add(line.start)
            captioned = ended = False
            story.body.append(line)
        yield i
        if ended and not whole:
            return


def _next_begin(page: str, story: Story, tight: bool) -> int | None:
    """Start of another article in a body that is not complete yet; what is still to come would not change it."""
    sure = len(story.body) - 2 * seams.ROWS
    if (seam := seams.next_story(story.body, tight, False, sure)) is not None:
        return story.body[seam].start
    if len(story.body) < _LONG:
        return None
    story.crossheads = bounds.crossheads(story.body, page)
    return _next_head(story, sure)


def _next_head(story: Story, stop: int | None = None) -> int | None:
    """Start of a heading in the body that is the headline of another article: the next lines say the same again, or,
    where no byline shows how far this article reaches, they name a day as a first paragraph does.
    """
    for i, line in enumerate(story.body[:stop] if story.crossheads else ()):
        if line.start in story.crossheads:
            lead = "".join(below.text for below in story.body[i + 1 : i + 4])
            if share(line.text, bigrams(lead)) >= 0.6 or not story.byline and seams.names_day(lead[:30]):
                return line.start
    return None


def _is_caption(story: Story, line: Line) -> bool:
    """Whether the line is a caption; directly below a row that goes on, it is more likely a row of the text (…摄 | 影)."""
    inside = bool(story.body) and line.adjacent and not is_complete(story.body[-1].text)
    if story.body and signatures.is_told_caption(line.text):
        return True
    return signatures.is_caption(line.text) and not (inside and " " not in line.text)


def _signs(story: Story, line: Line, last: bool) -> bool:
    """Whether the line is a signature: it names its writers, and the body before it has ended."""
    return bool(story.body) and is_complete(story.body[-1].text) and signatures.is_signature(line.text, last)


def _imprinted(story: Story, lines: Sequence[Line]) -> list[Line]:
    """The one or two lines at the head of `lines` by which an organ signs the notice above them."""
    if not story.body or not is_complete(story.body[-1].text):
        return []
    for n in (1, 2):
        after = lines[1].text if n == 2 and len(lines) > 1 else None
        ends = len(lines) == n or len(lines) > n and not lines[n].adjacent
        if ends and signatures.is_imprint(lines[0].text, after):
            return list(lines[:n])
    return []


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
    open_ = {i: s for i, s in enumerate(stories) if s.jumps and not s.continued}
    joined: set[int] = set()
    for i, part in enumerate(stories):
        if not part.continued or not open_:
            continue
        words = bigrams("".join(line.text for line in part.heads) + part.text)
        near = open_ if len(open_) <= _OPEN else sorted(sorted(open_, key=lambda k: abs(k - i))[:_OPEN])
        at = max(near, key=lambda k: share("".join(h.text for h in open_[k].heads) or open_[k].text, words))
        best = open_[at]
        best.body += part.body
        best.crossheads |= part.crossheads
        best.captions += part.captions
        best.signatures += part.signatures
        best.captioned |= part.captioned
        best.heads += part.heads
        best.jumps = part.jumps
        if not best.jumps:
            del open_[at]
        joined.add(i)
    return [s for i, s in enumerate(stories) if i not in joined]
