"""The recogniser's network in torch: to train it, to run it as a HanLP component, and to export it.

Embeddings of the character, of the pairs it stands in and of the lexicon's features; then layers that see the character, half of
what was made of one to its left, and half of one to its right, further away in each layer.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from kg.extraction.ner.decoding import TAGS
from kg.extraction.ner.encoding import FEATURES, PAIRS

#: How far to either side each layer looks.
REACH = (1, 2, 4, 6, 3)


class Network(nn.Module):
    """Scores of the tags for every character of a row of texts.

    Args:
        size: how many numbers characters have.
        characters, pairs, features: widths of the embeddings.
        width: of the layers.
        dropout: while training.
    """

    def __init__(
        self,
        size: int,
        characters: int = 64,
        pairs: int = 32,
        features: int = 8,
        width: int = 128,
        dropout: float = 0.15,
    ) -> None:
        super().__init__()
        self.characters = nn.Embedding(size, characters)
        self.pairs = nn.Embedding(PAIRS, pairs)
        self.features = nn.Embedding(sum(FEATURES), features)
        self.enter = nn.Linear(characters + 2 * pairs + len(FEATURES) * features, width)
        self.layers = nn.ModuleList(nn.Linear(2 * width, width) for _ in REACH)
        self.leave = nn.Linear(width, TAGS)
        self.dropout = nn.Dropout(dropout)
        self.middle = width // 2
        for table, scale in ((self.characters, 0.3), (self.pairs, 0.1), (self.features, 0.2)):
            nn.init.normal_(table.weight, std=scale)

    def forward(self, ids: Any, pairs: Any, features: Any) -> Any:
        """(characters,), (characters,), (characters, kinds) → (characters, TAGS)."""
        keep = (ids > 0).to(self.enter.weight.dtype).unsqueeze(1)
        pair = self.pairs(pairs)
        after = torch.cat((pair[1:], pair[:1] * 0))
        x = torch.cat((self.characters(ids), pair, after, self.features(features).flatten(1)), dim=1)
        return self.leave(self.mix(torch.relu(self.enter(self.dropout(x))) * keep, keep))

    def mix(self, x: Any, keep: Any) -> Any:
        """What each character learns from those beside it: (characters, width) → the same; `keep` is 0 between texts."""
        for layer, reach in zip(self.layers, REACH, strict=True):
            none = x[:reach, : self.middle] * 0
            left = torch.cat((none, x[:-reach, : self.middle]))
            right = torch.cat((x[reach:, self.middle :], none))
            x = (x + torch.relu(layer(self.dropout(torch.cat((x, left, right), dim=1))))) * keep
        return x
