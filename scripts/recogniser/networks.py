"""Other networks over the same embeddings, to see what the one that was chosen is worth: a recurrent one and a transformer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from kg.extraction.ner.network import Network

#: Texts of about one length that are padded together.
_GROUP = 64


class _Padded(Network):
    """A network that reads each text by itself, padded to the longest of its group."""

    def mix(self, x: Any, keep: Any) -> Any:
        out = torch.zeros_like(x)
        for places in _groups(keep):
            lengths = [b - a for a, b in places]
            rows = nn.utils.rnn.pad_sequence([x[a:b] for a, b in places], batch_first=True)
            read = self.read(rows, lengths)
            for k, (a, b) in enumerate(places):
                out[a:b] = read[k, : b - a].to(out.dtype)
        return out

    def read(self, rows: Any, lengths: list[int]) -> Any:
        """(texts, longest, width) → the same."""
        raise NotImplementedError


def _groups(keep: Any) -> Iterator[list[tuple[int, int]]]:
    """Where the texts of a row stand, those of about one length together."""
    inside = torch.cat((torch.zeros(1), (keep[:, 0] > 0).float(), torch.zeros(1)))
    edges = inside.diff()
    starts, ends = (torch.nonzero(edges == e).flatten().tolist() for e in (1, -1))
    places = sorted(zip(starts, ends, strict=True), key=lambda p: (p[1] - p[0], p))
    for k in range(0, len(places), _GROUP):
        yield places[k : k + _GROUP]


class Recurrent(_Padded):
    """Two layers of an LSTM in both directions."""

    def __init__(self, size: int, **widths: Any) -> None:
        super().__init__(size, **widths)
        width = 2 * self.middle
        self.layers = nn.LSTM(width, self.middle, 2, batch_first=True, bidirectional=True)  # type: ignore[assignment]

    def read(self, rows: Any, lengths: list[int]) -> Any:
        packed = nn.utils.rnn.pack_padded_sequence(rows, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        found, _ = self.layers(packed)
        return nn.utils.rnn.pad_packed_sequence(found, batch_first=True)[0]


class Transformer(_Padded):
    """Two layers with four heads, and places as waves."""

    def __init__(self, size: int, **widths: Any) -> None:
        super().__init__(size, **widths)
        width = 2 * self.middle
        layer = nn.TransformerEncoderLayer(width, 4, 2 * width, 0.1, batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)  # type: ignore[assignment]

    def read(self, rows: Any, lengths: list[int]) -> Any:
        _, longest, width = rows.shape
        steps = torch.arange(longest).unsqueeze(1) * torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
        waves = torch.stack((steps.sin(), steps.cos()), dim=2).flatten(1)
        none = torch.arange(longest).unsqueeze(0) >= torch.tensor(lengths).unsqueeze(1)
        return self.layers(rows + waves, src_key_padding_mask=none)


#: What can be compared.
NETWORKS = {"conv": Network, "lstm": Recurrent, "transformer": Transformer}
