"""One document in, its statements out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from kg import lexicon
from kg.document import HEADINGS, Article, Document
from kg.extraction import (
    areas,
    candidates,
    decisions,
    doubts,
    minutes,
    ner,
    parts,
    people,
    places,
    reader,
    sentences,
    units,
)
from kg.extraction.candidates import Candidate
from kg.extraction.emission import Emitter
from kg.extraction.known import Known, learn
from kg.extraction.lines import Line
from kg.extraction.narration import Narrator, Story
from kg.extraction.ner import Mention, memory
from kg.extraction.people import Sentence, Who
from kg.extraction.tracing import note
from kg.extraction.units import Unit
from kg.statement import Statement, in_order

#: A sentence with a day is read for it even when it holds no fact: 当晚 in the next one counts from there.
_DAY = re.compile(r"\d日")
_READ = HEADINGS | {"paragraph"}


#: What does not count when a heading is compared with another.
_MARKS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Raw:
    block: int
    start: int
    sentence: Sentence
    #: It has a word without which nothing of ours is said; with somebody to say it of, it may hold a fact.
    worded: bool = True
    fact: bool = True
    places: list[Candidate] = field(default_factory=list)
    whos: list[Who] | None = None


class Extractor:
    """The extraction pipeline, its model loaded once.

    Args:
        ner: name of the recogniser (``embedded``, ``dictionary``).
        options: passed to the recogniser.
        gate: whether the first test keeps sentences without a fact from the recogniser (off to measure its recall).
        rules_only: leave out the learned reader; the dictionary, which knows only what it is given, always does.
    """

    def __init__(self, ner_name: str = "auto", *, gate: bool = True, rules_only: bool = False, **options: Any) -> None:
        lexicon.refresh()
        self.recogniser = ner.load(ner_name, **options)
        self.gate = gate
        self.reader = None if rules_only or ner_name == "dictionary" else reader.load()

    def extract(self, document: Document) -> list[Statement]:
        """All statements of a document, in the order of statements.jsonl.

        ``区委书记敖煜新出席会议并讲话`` gives HOLDS, ATTENDED and SPOKE_AT, and what they need (AT, IN, Event, REPORTS).
        """
        found: list[Statement] = []
        emitter = Emitter(document)
        stories = self.stories(document)
        if self.reader is not None:
            self.reader.read(document, stories)
        emitter.learn(stories)
        for article, story in zip(document.articles, stories, strict=True):
            found += emitter.emit(article, story)
        return in_order(found)

    def stories(self, document: Document) -> list[Story]:
        """What each article tells, before it becomes statements."""
        titles = {_letters(a.title): a.order for a in document.articles if a.title}
        raws = [list(self._sentences(a, titles)) for a in document.articles]
        self._recognise(raws)
        for raw in chain.from_iterable(raws):
            if raw.fact and (raw.places or not self.gate):
                raw.whos = people.find(raw.sentence)
        known = learn((r.sentence, r.whos) for r in chain.from_iterable(raws) if r.whos)
        befores: list[Article | None] = [None, *document.articles]
        stories = []
        for article, before, of in zip(document.articles, befores, raws, strict=False):
            story = _tell(document, article, before, of, known)
            named = [p for r in of for w in r.whos or () for p in w.people]
            # Where a name stands with its office is what is known of it best.
            story.named = {p.name: p for p in sorted(named, key=lambda p: bool(p.posts))}
            stories.append(story)
        return stories

    def _sentences(self, article: Article, titles: Mapping[str, int]) -> Iterator[_Raw]:
        """The sentences of an article, with what the first test says of each; `titles`: the articles by their headlines."""
        for k, block in enumerate(article.blocks):
            if block.kind not in _READ or titles.get(_letters(block.text.text), article.order) != article.order:
                continue  # a table of contents says again what the article itself says
            for start, end in sentences.split(block):
                raw = _Raw(k, start, Sentence(block.text.text[start:end], heading=block.kind in HEADINGS))
                if self.gate:
                    _test(raw)
                yield raw

    def _recognise(self, articles: Sequence[Sequence[_Raw]]) -> None:
        """Ask the recogniser about the clauses that may name somebody whom nothing else tells, or a firm that an office is of."""
        facts = [[r for r in raws if r.fact] for raws in articles]
        names = {n for r in chain.from_iterable(facts) for n in candidates.clear_names(r.sentence.text, r.places)}
        asked: list[tuple[_Raw, int, int]] = []
        for raws in facts:
            owed = self.gate and any(candidates.is_owed(r.sentence.text, r.sentence.titles) for r in raws)
            for raw in raws:
                text = raw.sentence.text
                spans = [*candidates.doubtful(text, raw.places, names), *(candidates.firms(text) if owed else ())]
                asked += ((raw, a, b) for a, b in (candidates.clauses(text, spans) if self.gate else [(0, len(text))]))
        texts = [r.sentence.text[a:b] for r, a, b in asked]
        heard = memory.ask(self.recogniser, texts, names)
        for (raw, a, _), mentions in zip(asked, heard, strict=True):
            moved = [Mention(a + m.start, a + m.end, m.label, m.confidence) for m in mentions]
            sentence = raw.sentence
            sentence.mentions = [*sentence.mentions, *doubts.heard(sentence.text, sentence.titles, moved)]
            sentence.doubted |= doubts.offices(moved)


#: Paragraphs before a list that may tell what it is a list of.
_LOOKS_BACK = 4


def _test(raw: _Raw) -> None:
    """The first test, cheapest question first: a word of ours; then somebody, or something that is told of nobody."""
    text = raw.sentence.text
    raw.worded = sentences.can_hold_fact(text)
    raw.places = candidates.find(text, raw.sentence.titles) if raw.worded else []
    raw.fact = raw.worded and (bool(raw.places) or sentences.tells_without_names(text))


def _tell(document: Document, article: Article, before: Article | None, raws: Sequence[_Raw], known: Known) -> Story:
    headline = " ".join(b.text.text for b in article.blocks if b.kind in ("title", "subtitle"))
    if before and before.blocks and all(b.kind != "paragraph" for b in article.blocks):
        # A list that looks like headlines goes on with what was told.
        headline = " ".join([*(b.text.text for b in before.blocks[-_LOOKS_BACK:]), headline])
    home = tuple(a.name for a in areas.Paper.of(document.area).chain)
    narrator = Narrator(document.issued, headline, home)
    body = next((k for k, b in enumerate(article.blocks) if b.kind == "paragraph"), len(article.blocks))
    # A headline sums up what the body tells, and is read after it.
    above = [r for r in raws if r.sentence.heading and r.block < body]
    filled = {id(r): e for r in raws if not r.sentence.heading and (e := minutes.entry(r.sentence.text))}
    filled = filled if len(filled) > 1 else {}
    for raw in [*(r for r in raws if not (r.sentence.heading and r.block < body) and id(r) not in filled), *above]:
        line = _line(raw, article, known, body)
        note("sentence", sentence=raw.sentence, line=line, worded=raw.worded, placed=bool(raw.places))
        if line is not None:
            narrator.read(line)
        else:
            narrator.hear(Line(raw.block, raw.start, raw.sentence.text, [], raw.sentence.heading))
    names = frozenset(p.name for r in raws for w in r.whos or () for p in w.people)
    for raw in raws:
        if (entry := filled.get(id(raw))) is not None:
            narrator.fill(entry, raw.block, raw.start, names)
        elif not raw.sentence.heading:
            narrator.story.held += minutes.row(raw.sentence.text, raw.block, raw.start, names)
    for block in article.blocks:
        if block.kind not in _READ:
            narrator.note(block.text.text)
    narrator.close()
    return narrator.story


def _line(raw: _Raw, article: Article, known: Known, body: int) -> Line | None:
    """A sentence as it is told; null for one that neither passed the first test nor says when, who or of which organ."""
    sentence, text = raw.sentence, raw.sentence.text
    lead = places.leading_organ(text)
    sentence.names = known.within(text) if raw.worded else ()
    raw.fact = raw.fact or bool(sentence.names)
    if not (raw.fact or lead or known.opens(text) or _DAY.search(text) or decisions.might(text)):
        return None
    sentence.names = sentence.names or known.within(text)
    organs = [text[m.start : m.end] for m in sentence.mentions if m.label == "ORGANIZATION"]
    organs += [lead] if lead else []
    row: list[Unit] = []
    if raw.fact or not organs:
        if raw.whos is None or sentence.names:
            raw.whos = people.find(sentence)
        row = parts.assign(text, units.read(sentence, raw.whos))
    kinds = [b.kind for b in article.blocks[raw.block : raw.block + 2]]
    inner = kinds[0] == "heading"
    section = inner and body < raw.block and kinds[1:] == ["paragraph"]
    known_here = tuple(sentence.names)
    apart = inner and not section
    return Line(raw.block, raw.start, text, row, sentence.heading, section, apart, tuple(organs), names=known_here)


def _letters(text: str) -> str:
    return _MARKS.sub("", text)
