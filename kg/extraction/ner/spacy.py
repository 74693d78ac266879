"""Our recogniser in a spaCy pipeline: ``nlp = spacy.blank("zh"); nlp.add_pipe("kg_ner")``.

All mentions go to ``doc.spans["kg_ner"]``, where they may overlap (区委书记 holds 区委); ``doc.ents`` takes the longest of
those that do. ``span._.confidence`` says how sure each is.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction import ner

KEY = "kg_ner"


class Component:
    """Sets the names of each document.

    Args:
        recogniser: see `kg.extraction.ner.load`.
    """

    def __init__(self, recogniser: ner.Recogniser) -> None:
        self._recogniser = recogniser
        if not Span.has_extension("confidence"):
            Span.set_extension("confidence", default=None)

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for m in self._recogniser.recognise([doc.text])[0]:
            span = doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand")
            if span is not None:
                span._.confidence = m.confidence
                spans.append(span)
        doc.spans[KEY] = spans
        doc.set_ents(filter_spans(spans), default="outside")
        return doc


@Language.factory(
    KEY, default_config={"ner": "auto", "model": None}, assigns=["doc.ents", "doc.spans"], retokenizes=False
)
def make(nlp: Any, name: str, ner: str, model: str | None) -> Component:
    """The component, with the recogniser that `ner` and `model` name."""
    from kg.extraction.ner import load

    return Component(load(ner, **({"model": model} if model else {})))
