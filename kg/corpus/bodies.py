"""One article's body gathered line by line: where it ends, what interrupts it, who signs it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.corpus import bounds, seams, signatures
from kg.corpus.bounds import jump
from kg.corpus.headlines import bigrams, share
from kg.corpus.lines import Line, is_complete

#: What a line ends in that is neither a heading nor a caption nor a signature.
_IN_BODY = ("。", "；")
#: Lines of a body after which the next article is looked for, and after which its headings are, too.
_LOOK, _LONG = 50, 400


@dataclass(slots=True)
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
    for reached in _gather(story, lines, start, whole):
        stop = reached
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
        plain = line.text.endswith(_IN_BODY) and not line.text.endswith(signatures.reporting())
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
            i += _sign_on(story, lines[i:])
        elif not plain and not whole and (imprinted := _imprinted(story, lines[i - 1 : i + 2])):
            story.signatures += imprinted
            i += len(imprinted) - 1
        elif not plain and (at := signatures.closing(line.text)) is not None:
            if body := line.before(line.start + at):
                story.body.append(body)
            story.signatures.append(Line(line.start + at, line.end, line.text[at:]))
            i += _sign_on(story, lines[i:])
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
    if not story.body or not signatures.is_signature(line.text, last):
        return False
    # Behind the text of a picture, which has no full stop, a whole bracket on a line of its own signs.
    return is_complete(story.body[-1].text) or last and line.text.startswith("（") and line.text.endswith("）")


def _sign_on(story: Story, lines: Sequence[Line]) -> int:
    """Give the story the lines directly below a signature that go on with it (文字：甲甲 | 审核：乙乙); says how many."""
    count = 0
    while count < len(lines) and signatures.is_signature(lines[count].text, last=False):
        story.signatures.append(lines[count])
        count += 1
    return count


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
