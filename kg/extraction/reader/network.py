"""The reader's network in torch: to train it and to export it. At run time onnxruntime and numpy do the same (`arithmetic`).

Characters first: the recogniser's embeddings and layers, then some that look further; they tag names, offices, places and events.
Then sentences, each the greatest of its characters, and those around it; they say where an event is told of, of what kind, held or
planned. Then pairs – person and event, time and event, person and office – from the characters and sentences of both and from how
they stand to one another.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from kg.extraction.ner.encoding import FEATURES, PAIRS
from kg.extraction.reader.shapes import (
    EVENT_TAGS,
    FORMS,
    KINDS_OF_EVENT,
    MARKED,
    NAME_TAGS,
    PLACE_TAGS,
    REACH,
    SENTENCE_REACH,
    SENTENCE_WIDTH,
    TELLINGS,
    WIDTHS,
)  # fmt: skip


class Network(nn.Module):
    """Everything that is learned; see the module.

    Args:
        size: how many numbers characters have.
        dropout: while training.
    """

    def __init__(self, size: int, dropout: float = 0.2) -> None:
        super().__init__()
        chars, pairs, features, marks, width = WIDTHS
        self.characters = nn.Embedding(size, chars)
        self.pairs = nn.Embedding(PAIRS, pairs)
        self.features = nn.Embedding(sum(FEATURES), features)
        self.marks = nn.Embedding(MARKED, marks)
        self.enter = nn.Linear(chars + 2 * pairs + len(FEATURES) * features + marks, width)
        self.layers = nn.ModuleList(nn.Linear(2 * width, width) for _ in REACH)
        self.leave = nn.Linear(width, EVENT_TAGS + NAME_TAGS + PLACE_TAGS)
        self.sentence = nn.Linear(width + TELLINGS, SENTENCE_WIDTH)
        self.sentences = nn.ModuleList(nn.Linear(2 * SENTENCE_WIDTH, SENTENCE_WIDTH) for _ in SENTENCE_REACH)
        self.tells = nn.Linear(SENTENCE_WIDTH, 3 + KINDS_OF_EVENT + 1)
        span, anchor = 3 * width + SENTENCE_WIDTH, width + SENTENCE_WIDTH
        self.left = nn.ModuleDict()
        self.right = nn.ModuleDict()
        self.form = nn.ModuleDict()
        self.out = nn.ModuleDict()
        for name, (hidden, forms, outputs, to_anchor) in FORMS.items():
            self.left[name] = nn.Linear(span, hidden)
            self.right[name] = nn.Linear(anchor if to_anchor else span, hidden, bias=False)
            self.form[name] = forms_of = nn.Embedding(forms, hidden)
            self.out[name] = nn.Linear(hidden, outputs)
            nn.init.normal_(forms_of.weight, std=0.1)
        self.dropout = nn.Dropout(dropout)
        self.side = width // 2
        for table, scale in ((self.characters, 0.3), (self.pairs, 0.1), (self.features, 0.2), (self.marks, 0.3)):
            nn.init.normal_(table.weight, std=scale)

    def read(self, ids: Any, pairs: Any, features: Any, marks: Any) -> tuple[Any, Any]:
        """(characters,), (characters,), (characters, kinds), (characters,) → what each character is seen as, and scores of its tags."""
        keep = (ids > 0).to(self.enter.weight.dtype).unsqueeze(1)
        pair = self.pairs(pairs)
        after = torch.cat((pair[1:], pair[:1] * 0))
        x = torch.cat((self.characters(ids), pair, after, self.features(features).flatten(1), self.marks(marks)), dim=1)
        x = torch.relu(self.enter(self.dropout(x))) * keep
        for layer, reach in zip(self.layers, REACH, strict=True):
            x = (x + torch.relu(layer(self.dropout(around(x, reach, self.side))))) * keep
        return x, self.leave(self.dropout(x))

    def tell(self, x: Any, begins: Any, ends: Any, told: Any, apart: Any) -> tuple[Any, Any]:
        """Sentences from characters: x[begins[i]:ends[i]]; `told` (sentences, TELLINGS) is what the rules say of each; `apart` is 0 for
        the rows that stand between articles. → what each sentence is seen as, and its scores."""
        pooled = torch.stack([x[a:b].amax(dim=0) if b > a else x[0] * 0 for a, b in zip(begins, ends, strict=True)])
        s = torch.relu(self.sentence(self.dropout(torch.cat((pooled, told), dim=1)))) * apart
        for layer, reach in zip(self.sentences, SENTENCE_REACH, strict=True):
            s = (s + torch.relu(layer(self.dropout(around(s, reach, SENTENCE_WIDTH // 2))))) * apart
        return s, self.tells(self.dropout(s))

    def relate(self, name: str, left: Any, right: Any, i: Any, j: Any, forms: Any) -> Any:
        """Scores of pairs (left[i[k]], right[j[k]]); `forms` (pairs, n) number how the two stand to one another, added up."""
        a = self.left[name](self.dropout(left))[i]
        b = self.right[name](self.dropout(right))[j]
        hidden = torch.relu(a + b + self.form[name](forms).sum(dim=1))
        return self.out[name](self.dropout(hidden))


def around(x: Any, reach: int, half: int) -> Any:
    """Each row with half of one `reach` before it, and the other half of one as far after it."""
    none = x[:reach, :half] * 0
    if len(none) < reach:
        none = torch.zeros((reach, half), dtype=x.dtype)
    left = torch.cat((none, x[:, :half]))[: len(x)]
    right = torch.cat((x[:, half:], none))[reach:]
    return torch.cat((x, left, right), dim=1)


def span_of(x: Any, s: Any, spans: Any, sentence: Any) -> Any:
    """(spans, 3 · width + sentence width): first and last character, the greatest of both and their neighbours, the sentence."""
    first, last = spans[:, 0], spans[:, 1] - 1
    size = len(x) - 1
    near = torch.stack(
        [x[(first - 2).clamp(0)], x[(first - 1).clamp(0)], x[(last + 1).clamp(max=size)], x[(last + 2).clamp(max=size)]]
    ).amax(dim=0)
    return torch.cat((x[first], x[last], near, s[sentence]), dim=1)
