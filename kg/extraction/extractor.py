"""One document in, its statements out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg import lexicon
from kg.document import HEADINGS, Article, Document
from kg.extraction import ner, parts, people, places, sentences, units
from kg.extraction.emission import Emitter
from kg.extraction.known import Known, learn
from kg.extraction.lines import Line
from kg.extraction.narration import Narrator, Story
from kg.extraction.people import Sentence, Who
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
    #: The first test let it through.
    fact: bool = True
    whos: list[Who] | None = None


class Extractor:
    """The extraction pipeline, its model loaded once.

    Args:
        ner: name of the recogniser (``embedded``, ``dictionary``).
        options: passed to the recogniser.
        gate: whether the first test keeps sentences without a fact from the recogniser (off to measure its recall).
    """

    def __init__(self, ner_name: str = "embedded", *, gate: bool = True, **options: Any) -> None:
        lexicon.refresh()
        self.recogniser = ner.load(ner_name, **options)
        self.gate = gate

    def extract(self, document: Document) -> list[Statement]:
        """All statements of a document, in the order of statements.jsonl.

        ``区委书记敖煜新出席会议并讲话`` gives HOLDS, ATTENDED and SPOKE_AT, and what they need (AT, IN, Event, REPORTS).
        """
        raws = self._sentences(document)
        for raw in chain.from_iterable(raws):
            if raw.fact:
                raw.whos = people.find(raw.sentence)
        known = learn((r.sentence, r.whos) for r in chain.from_iterable(raws) if r.whos)
        found: list[Statement] = []
        emitter = Emitter(document)
        stories = [_tell(document, a, of, known) for a, of in zip(document.articles, raws, strict=True)]
        emitter.learn(stories)
        for article, story in zip(document.articles, stories, strict=True):
            found += emitter.emit(article, story)
        return in_order(found)

    def _sentences(self, document: Document) -> list[list[_Raw]]:
        """The sentences of each article, with what the recogniser sees in those that pass the first test."""
        found: list[list[_Raw]] = []
        titles = {_letters(a.title): a.order for a in document.articles if a.title}
        for article in document.articles:
            found.append([])
            for k, block in enumerate(article.blocks):
                if block.kind not in _READ or titles.get(_letters(block.text.text), article.order) != article.order:
                    continue  # a table of contents says again what the article itself says
                for start, end in sentences.split(block):
                    text = block.text.text[start:end]
                    fact = not self.gate or sentences.can_hold_fact(text)
                    found[-1].append(_Raw(k, start, Sentence(text, heading=block.kind in HEADINGS), fact))
        tested = [r for r in chain.from_iterable(found) if r.fact]
        for raw, mentions in zip(tested, self.recogniser.recognise([r.sentence.text for r in tested]), strict=True):
            raw.sentence.mentions = mentions
        return found


def _tell(document: Document, article: Article, raws: Sequence[_Raw], known: Known) -> Story:
    narrator = Narrator(document.issued)
    body = next((k for k, b in enumerate(article.blocks) if b.kind == "paragraph"), len(article.blocks))
    lines = [line for raw in raws if (line := _line(raw, article, known, body)) is not None]
    main = [x for x in lines if x.heading and x.block <= body]
    for line in [x for x in lines if not (x.heading and x.block <= body)] + main:
        narrator.read(line)
    return narrator.story


def _line(raw: _Raw, article: Article, known: Known, body: int) -> Line | None:
    """A sentence as it is told; null for one that neither passed the first test nor says when, who or of which organ."""
    sentence, text = raw.sentence, raw.sentence.text
    lead = places.leading_organ(text)
    if not (raw.fact or lead or known.opens(text) or _DAY.search(text)):
        return None
    organs = [text[m.start : m.end] for m in sentence.mentions if m.label == "ORGANIZATION"]
    organs += [lead] if lead else []
    row: list[Unit] = []
    if raw.fact or not organs:
        sentence.names = known.within(text)
        if raw.whos is None or sentence.names:
            raw.whos = people.find(sentence)
        row = parts.assign(text, units.read(sentence, raw.whos))
    kinds = [b.kind for b in article.blocks[raw.block : raw.block + 2]]
    inner = kinds[0] == "heading"
    section = inner and body < raw.block and kinds[1:] == ["paragraph"]
    return Line(raw.block, raw.start, text, row, sentence.heading, section, inner and not section, tuple(organs))


def _letters(text: str) -> str:
    return _MARKS.sub("", text)
