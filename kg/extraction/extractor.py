"""One document in, its statements out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.document import HEADINGS, Article, Document
from kg.extraction import names, ner, parts, people, places, sentences, units
from kg.extraction.emission import Emitter
from kg.extraction.lines import Line
from kg.extraction.narration import Narrator, Story
from kg.extraction.ner import Mention
from kg.extraction.people import Sentence
from kg.statement import Statement, in_order

#: A sentence with a day is read for it even when it holds no fact: 当晚 in the next one counts from there.
_DAY = re.compile(r"\d日")
_READ = HEADINGS | {"paragraph"}


@dataclass(slots=True)
class _Raw:
    article: int
    block: int
    start: int
    sentence: Sentence
    #: The first test let it through.
    fact: bool = True


class Extractor:
    """The extraction pipeline, its model loaded once.

    Args:
        ner: name of the recogniser (see `kg.extraction.ner.MODULES`).
        options: passed to the recogniser.
        gate: whether the first test keeps sentences without a fact from the recogniser (off to measure its recall).
    """

    def __init__(self, ner_name: str = "auto", *, gate: bool = True, **options: Any) -> None:
        self.recogniser = ner.load(ner_name, **options)
        self.gate = gate

    def extract(self, document: Document) -> list[Statement]:
        """All statements of a document, in the order of statements.jsonl.

        ``区委书记敖煜新出席会议并讲话`` gives HOLDS, ATTENDED and SPOKE_AT, and what they need (AT, IN, Event, REPORTS).
        """
        raws = self._sentences(document)
        known = _sure_names([r for r in raws if r.fact])
        for raw in raws:
            raw.sentence.names = known
        found: list[Statement] = []
        emitter = Emitter(document)
        stories = [(a, self._tell(document, a, [r for r in raws if r.article == a.order])) for a in document.articles]
        emitter.learn(story for _, story in stories)
        for article, story in stories:
            found += emitter.emit(article, story)
        return in_order(found)

    def _sentences(self, document: Document) -> list[_Raw]:
        raws: list[_Raw] = []
        titles = {_letters(a.title): a.order for a in document.articles if a.title}
        for article in document.articles:
            for k, block in enumerate(article.blocks):
                if block.kind not in _READ or titles.get(_letters(block.text.text), article.order) != article.order:
                    continue  # a table of contents says again what the article itself says
                for start, end in sentences.split(block):
                    text = block.text.text[start:end]
                    fact = not self.gate or sentences.can_hold_fact(text)
                    raws.append(_Raw(article.order, k, start, Sentence(text, heading=block.kind in HEADINGS), fact))
        tested = [r for r in raws if r.fact]
        for raw, mentions in zip(tested, self.recogniser.recognise([r.sentence.text for r in tested]), strict=True):
            raw.sentence.mentions = [m for m in mentions if m.label != "POSITION"]
        return raws

    def _tell(self, document: Document, article: Article, raws: Iterable[_Raw]) -> Story:
        narrator = Narrator(document.issued)
        raws = list(raws)
        kinds = [b.kind for b in article.blocks]
        lines = [
            _line(r, kinds)
            for r in raws
            if r.fact
            or r.sentence.text.startswith(tuple(r.sentence.names))
            or _DAY.search(r.sentence.text)
            or places.leading_organ(r.sentence.text)
        ]
        main = {
            k
            for k, b in enumerate(article.blocks)
            if b.kind in HEADINGS and not any(x.kind == "paragraph" for x in article.blocks[:k])
        }
        for line in [x for x in lines if x.block not in main] + [x for x in lines if x.block in main]:
            narrator.read(line)
        return narrator.story


def _line(raw: _Raw, kinds: Sequence[str]) -> Line:
    text = raw.sentence.text
    organs = [text[m.start : m.end] for m in raw.sentence.mentions if m.label == "ORGANIZATION"]
    if lead := places.leading_organ(text):
        organs.append(lead)
    row = parts.assign(text, units.read(raw.sentence)) if raw.fact or not organs else []
    inner = kinds[raw.block] == "heading"
    section = inner and "paragraph" in kinds[: raw.block] and kinds[raw.block + 1 : raw.block + 2] == ["paragraph"]
    apart = inner and not section
    return Line(raw.block, raw.start, text, row, raw.sentence.heading, section, apart, tuple(organs))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _sure_names(raws: list[_Raw]) -> frozenset[str]:
    """Names that a document shows surely once, so that they are found again where a list or the recogniser breaks them."""
    votes: Counter[str] = Counter()
    for raw in raws:
        seen: list[Mention] = [m for m in raw.sentence.mentions if m.label == "PERSON"]
        for who in people.find(raw.sentence):
            for person in who.people:
                agreed = any(m.start == person.start and m.end == person.start + len(person.name) for m in seen)
                if person.posts and not person.shared:
                    votes[person.name] += 2
                elif len(who.people) > 1 or who.group or agreed:
                    votes[person.name] += 1
    sure = {
        n for n, v in votes.items() if v >= 2 and len(n) >= 2 and (names.is_han_name(n) or names.is_foreign_name(n))
    }
    return frozenset(n for n in sure if not any(n != o and n in o and votes[o] >= votes[n] for o in sure))
