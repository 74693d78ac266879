"""Stories made into articles: blocks in reading order, writers, span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.corpus import authors, bylines, headlines, paragraphs, pieces, signatures
from kg.corpus.bodies import Story
from kg.corpus.lines import Line, is_complete
from kg.corpus.paragraphs import Repairs
from kg.document import Article, Block, Writer


def make(doc: str, order: int, page: str, story: Story, repairs: Repairs) -> Article:
    """The article of a story, its headlines first even where they were printed after the body."""
    heads = headlines.blocks(page, story.heads)
    found: list[Writer] = []
    lead: list[Block] = []
    if story.byline:
        text = pieces.assemble(page, pieces.headline(page, *story.byline))
        lead.append(Block("byline", text))
        found += named(page, *story.byline)
    body: list[Block] = []
    run: list[Line] = []
    captioned = frozenset(story.captioned)
    for line in story.body:
        if line.start in story.crossheads:
            body += paragraphs.join(page, run, captioned, repairs)
            body.append(headlines.item(page, line.start, line.end))
            run = []
        else:
            run.append(line)
    body += paragraphs.join(page, run, captioned, repairs)
    tail = []
    for kind, lines in (("caption", story.captions), ("signature", story.signatures)):
        for line in lines:
            tail.append(Block(kind, pieces.assemble(page, pieces.headline(page, line.start, line.end))))
            credit = signatures.is_caption(line.text) and not bylines.role_word().search(line.text)
            found += named(page, line.start, line.end, "caption" if credit else kind)
    cut = story.jumps or story.continued or bool(story.body) and not is_complete(story.body[-1].text)
    return build(doc, order, [*heads, *lead, *body, *tail], found, truncated=cut)


def build(
    doc: str, order: int, blocks: Sequence[Block], writers: Iterable[Writer], *, truncated: bool = False
) -> Article:
    """An article from its blocks, with the raw span they cover; a writer named twice in a role stands once."""
    kept = tuple(b for b in blocks if b.text)
    unique = {(w.name, w.role): w for w in reversed(list(writers))}
    start = min((min(b.text.begins) for b in kept), default=0)
    end = max((max(b.text.closes) for b in kept), default=0)
    return Article(doc, order, kept, tuple(sorted(unique.values(), key=lambda w: w.start)), start, end, truncated)


def named(page: str, start: int, end: int, kind: str = "byline") -> list[Writer]:
    """Writers in a stretch of the page that is a byline, signature or caption."""
    if kind == "caption" and not signatures.is_caption(page[start:end]):
        at = signatures.credit(page[start:end])
        start = end if at is None else start + at  # before it stands what the picture shows
    text = page[start:end]
    caption = kind == "caption" and authors.read(text) is None
    found = bylines.writers(text, "摄影") if caption else signatures.signed(text)
    return [Writer(name, role, start + a, start + b) for name, role, a, b in found]
