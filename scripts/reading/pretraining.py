"""What the reader's characters learn from plain news before any truth is shown: to guess characters that were taken out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.extraction.ner.encoding import FEATURES, Encoder, pairs_of
from kg.extraction.reader import shapes
from kg.extraction.reader.network import Network

_ROW = 2048
_SHARE = 0.12
#: The share of rows that look like marked pages: the marks of names are learned later, and must not be missed before.
_BASES = np.cumsum((0, *FEATURES[:-1])).astype(np.int32)


def texts(folders: Sequence[Path], rng: random.Random, limit: int) -> Iterator[str]:
    """Paragraphs of the files of folders, in random order, up to `limit` characters."""
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.suffix in (".md", ".txt"))
    rng.shuffle(files)
    size = 0
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        for part in (p.strip() for p in text.split("\n\n")):
            if len(part) > 30:
                yield part[:1500]
                size += min(len(part), 1500)
        if size > limit:
            return


def pretrain(
    network: Network,
    encoder: Encoder,
    folders: Sequence[Path],
    *,
    limit: int,
    seed: int,
    rate: float = 1.5e-3,
    say: Any = print,
) -> None:
    """One pass over up to `limit` characters; the network's characters, pairs and layers learn."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    noise = np.random.default_rng(seed)
    guess = nn.Linear(shapes.WIDTHS[-1], encoder.size)
    optimiser = torch.optim.AdamW(
        [*network.parameters(), *guess.parameters()], lr=rate, betas=(0.9, 0.98), weight_decay=0.01
    )
    network.train()
    steps = limit // _ROW
    done, total = 0, 0.0
    for batch in _rows(texts(folders, rng, limit)):
        encoded = encoder.encode([t + "\0" * (shapes.GAP - 8) for t in batch])
        ids, features = encoded.ids.copy(), encoded.features.copy()
        hidden = (noise.random(len(ids)) < _SHARE) & (ids > 0)
        hidden[1:] |= (
            hidden[:-1] & (noise.random(len(ids) - 1) < 0.4) & (ids[1:] > 0)
        )  # often two in a row, so that words are learned
        gold = torch.from_numpy(ids[hidden].astype(np.int64))
        ids[hidden] = 1
        features[hidden] = _BASES
        marks = np.full(len(ids), shapes.MARKED // 4, dtype=np.int64)
        for group in optimiser.param_groups:
            group["lr"] = (
                rate * min(1.0, (done + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * np.cos(np.pi * min(1.0, done / steps))))
            )
        optimiser.zero_grad(set_to_none=True)
        x, _ = network.read(*(torch.from_numpy(v) for v in (ids, pairs_of(ids), features, marks)))
        loss = functional.cross_entropy(guess(x[torch.from_numpy(hidden)]), gold)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        done, total = done + 1, total + loss.item()
        if done % 100 == 0:
            say(f"pretraining {done} of {steps}, loss {total / 100:.3f}")
            total = 0.0


def _rows(found: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in found:
        if size + len(text) > _ROW and batch:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + shapes.GAP
    if batch:
        yield batch
