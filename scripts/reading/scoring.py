"""How well a network answers each of its questions, given the events and offices of the truth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from kg.extraction.ner.encoding import Encoder
from kg.extraction.reader import shapes
from kg.extraction.reader.network import Network
from reading import training
from reading.batching import Batch, build
from reading.samples import ROLES, Sample

_BATCH = 8


@torch.no_grad()
def table(network: Network, encoder: Encoder, pages: Sequence[Sample]) -> None:
    """Print precision, recall and F1 of each question."""
    network.eval()
    counts: Counter[tuple[str, str]] = Counter()
    for i in range(0, len(pages), _BATCH):
        batch = build(pages[i : i + _BATCH], encoder, random.Random(0), False)
        for name, got, gold in _answers(training.run(network, batch), batch):
            counts[name, "right"] += int((got & gold).sum())
            counts[name, "found"] += int(got.sum())
            counts[name, "wanted"] += int(gold.sum())
    print("| question | precision | recall | F1 | wanted |\n|---|---|---|---|---|")
    for name in dict.fromkeys(n for n, _ in counts):
        right, found, wanted = (counts[name, k] for k in ("right", "found", "wanted"))
        p, r = right / max(1, found), right / max(1, wanted)
        print(f"| {name} | {p:.3f} | {r:.3f} | {2 * p * r / max(p + r, 1e-9):.3f} | {wanted} |")


def _answers(out: training.Output, batch: Batch) -> Iterator[tuple[str, Any, Any]]:
    """(question, what the network says, what is true), as rows of booleans."""
    first = batch.tells[:, 0]
    yield "opens an event", (out.tells[:, :3].argmax(1).numpy() > 0)[first >= 0], (first > 0)[first >= 0]
    if "part" in out.pairs:
        rows = batch.tables["part"]
        scores = training.grouped(out.pairs["part"], torch.tensor(rows["group"])).numpy()
        gold = np.zeros(scores.shape, dtype=bool)
        gold[rows["group"]] = np.array(rows["gold"]) > 0
        for k, role in enumerate(ROLES):
            yield role, scores[:, k] > 0, gold[:, k]
    for name in ("date", "site", "same", "whose"):
        if name in out.pairs:
            yield name, out.pairs[name].numpy()[:, 0] > 0, np.array(batch.tables[name]["gold"])[:, 0] > 0
    for name in ("post", "change"):
        if name in out.pairs:
            gold = np.array(batch.tables[name]["gold"])
            yield name, out.pairs[name].argmax(1).numpy()[gold >= 0] > 0, gold[gold >= 0] > 0
    at = shapes.EVENT_TAGS
    found = out.tags[:, at : at + shapes.NAME_TAGS].argmax(1).numpy()
    for k, name in enumerate(shapes.NAMES):
        inside = batch.tags[1] >= 0
        yield (
            name.lower(),
            (((found - 1) // 4 == k) & (found > 0))[inside],
            (((batch.tags[1] - 1) // 4 == k) & (batch.tags[1] > 0))[inside],
        )
