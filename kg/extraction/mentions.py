"""Whom and what each article names, beside the facts it tells: MENTIONS, for those who ask for it.

Only names that surely name somebody count: the recogniser is sure of them, and their characters say the same; or the
document's facts name the same person, organisation or place.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from kg.document import HEADINGS, Article, Block, Document
from kg.extraction import names, organs, places, sentences
from kg.extraction.naming import Naming
from kg.extraction.ner import SURE, Mention, Recogniser
from kg.extraction.organs import Organ
from kg.statement import Args, Evidence, Statement, ref, ref_id, refs_of

_READ = HEADINGS | {"paragraph"}
_RULE = "mention"


def find(document: Document, facts: Sequence[Statement], recogniser: Recogniser) -> list[Statement]:
    """One MENTIONS statement for each article and what it names, with the first sentence that does and the count.

    Args:
        facts: the statements of the document.
        recogniser: asked for every sentence, those without a fact too.

    ``区委书记敖煜新强调，敖煜新…`` gives MENTIONS 敖煜新 with count 2.
    """
    naming = Naming(document)
    refs = {ref_id(r): r for s in facts for r in refs_of(s.args)}
    people = frozenset(r["name"] for r in refs.values() if r["label"] == "Person")
    found: list[Statement] = []
    for article in document.articles:
        named: dict[str, tuple[Args, int, float, Evidence]] = {}
        for block, start, end, mentions in _sentences(article, recogniser):
            sentence = block.text.text[start:end]
            for mention in mentions:
                if mention.label == "PERSON":
                    # Where a name ends is not left to the recogniser alone: 敖煜 is 敖煜新 where the document says so.
                    stop = names.name_at(sentence, mention.start, people, mentions) or mention.start
                    node = _person(sentence[mention.start : stop], mention.confidence, naming, refs)
                else:
                    node = _named(sentence[mention.start : mention.end], mention, naming, refs)
                if node is None:
                    continue
                if (key := ref_id(node)) in named:
                    first, count, confidence, evidence = named[key]
                    named[key] = first, count + 1, max(confidence, mention.confidence), evidence
                else:
                    a, b = block.text.quote_span(start, end, start + mention.start)
                    evidence = Evidence(document.doc, article.order, a, b, document.raw[a:b], _RULE)
                    named[key] = node, 1, mention.confidence, evidence
        source = ref("Article", f"{article.doc}#{article.order}", article.title or document.doc)
        found += (
            Statement("MENTIONS", {"source": source, "target": node, "count": count}, evidence, confidence)
            for node, count, confidence, evidence in named.values()
        )
    return found


def _sentences(article: Article, recogniser: Recogniser) -> Iterator[tuple[Block, int, int, list[Mention]]]:
    spans = [(b, *span) for b in article.blocks if b.kind in _READ for span in sentences.split(b)]
    texts = [block.text.text[start:end] for block, start, end in spans]
    for span, mentions in zip(spans, recogniser.recognise(texts), strict=True):
        yield *span, mentions


def _person(name: str, confidence: float, naming: Naming, known: Container[str]) -> Args | None:
    if not name:
        return None
    person = naming.person(name)
    whole = names.is_han_name(person["name"]) or ("·" in name and names.is_foreign_name(person["name"]))
    return person if ref_id(person) in known or (confidence >= SURE and whole) else None


def _named(text: str, mention: Mention, naming: Naming, known: Container[str]) -> Args | None:
    """The organisation or place that a mention surely names, else null."""
    sure = mention.confidence >= SURE
    if mention.label == "ORGANIZATION":
        if not organs.is_organ(text) or organs.is_generic(text):
            return None
        organ = organs.resolve(text, naming.paper)
        if not isinstance(organ, Organ):
            return None
        node = naming.organ(organ)
        return node if ref_id(node) in known or (sure and not organ.local) else None
    node = naming.place(text)
    if node["label"] != "Place":  # an area, or an organ that the recogniser took for a place
        return None
    return node if ref_id(node) in known or (sure and places.is_place(text)) else None
