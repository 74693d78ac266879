"""Articles of a printed page: bylines, bodies and the headlines before or after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.corpus import bounds, bylines, seams, signatures
from kg.corpus.bounds import continued, jump
from kg.corpus.headlines import bigrams, share
from kg.corpus.lines import Line, is_complete


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
    return [zones[0]] + [(story, fill(page, story, rest, tight=tight)) for story, rest in zones[1:] if story]


def fill(page: str, story: Story, lines: Sequence[Line], whole: bool = False, tight: bool = False) -> list[Line]:
    """Give the story its body; what is left over comes back.

    Args:
        tight: the page sets the lines of an article without empty lines between.
        whole: the lines are known to be one article, so nothing is left over.
    """
    captioned = False
    stop = len(lines)
    for i, line in enumerate(lines):
        if mark := jump().search(line.text):
            story.jumps = True
            if body := line.before(line.start + mark.start()):
                story.body.append(body)
            stop = i + 1
        elif _is_caption(story, line):
            story.captions.append(line)
            captioned = True
        elif _signs(story, line, last=i + 1 == len(lines)):
            story.signatures.append(line)
            stop = i + 1
        elif not whole and (imprinted := _imprinted(story, lines[i : i + 3])):
            story.signatures += imprinted
            stop = i + len(imprinted)
            break
        elif (at := signatures.closing(line.text)) is not None:
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
    if (seam := seams.next_story(story.body, tight, story.byline is not None)) is not None:
        at = story.body[seam].start
        story.cut(at)
        rest = [line for line in lines if line.start >= at]
    if not rest and not story.jumps and not story.signatures:
        cut = bounds.tail(story.body)
        rest, story.body = story.body[cut:], story.body[:cut]
    story.crossheads = bounds.crossheads(story.body, page)
    if (at := _next_head(story)) is not None:
        story.cut(at)
        rest = [line for line in lines if line.start >= at]
    if len(story.crossheads) == 1:  # more likely a row of the column than a heading
        story.crossheads = set()
    return rest


def _next_head(story: Story) -> int | None:
    """Start of a heading in the body that is the headline of another article: the next lines say the same again, or,
    where no byline shows how far this article reaches, they name a day as a first paragraph does.
    """
    for i, line in enumerate(story.body):
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
    while lines:
        end = bounds.end_of_heads(lines)
        story = Story(heads=list(lines[:end]))
        lines = fill(page, story, lines[end:], tight=tight)
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

        def fit(k: int) -> float:
            first = [share(line.text, left) for line in lines[:k]]
            return sum(first) + sum(share(line.text, right) + 0.05 for line in lines[k:])

        cut = max(range(len(lines) + 1), key=lambda k: (round(fit(k), 6), -k))
        before.heads = lines[:cut]
    after.heads = lines[cut:]


def _continue(stories: list[Story]) -> list[Story]:
    """Join what begins with (上接1版) to the story that jumped there, the one whose headline it shares most with."""
    parts = [s for s in stories if s.continued]
    for part in parts:
        open_ = [s for s in stories if s.jumps and not s.continued]
        if not open_:
            continue
        words = bigrams("".join(line.text for line in part.heads) + part.text)
        best = max(open_, key=lambda s: share("".join(h.text for h in s.heads) or s.text, words))
        best.body += part.body
        best.crossheads |= part.crossheads
        best.captions += part.captions
        best.signatures += part.signatures
        best.captioned |= part.captioned
        best.heads += part.heads
        best.jumps = part.jumps
        stories.remove(part)
    return stories
