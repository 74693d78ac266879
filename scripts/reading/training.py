"""What the network answers about a batch of pages, and how far that is from the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from kg.extraction.reader import shapes
from kg.extraction.reader.network import Network, span_of
from reading.batching import Batch


def tensor(x: Any) -> Any:
    return torch.from_numpy(np.asarray(x))


@dataclass
class Output:
    x: Any
    tags: Any
    s: Any
    tells: Any
    pairs: dict[str, Any] = field(default_factory=dict)


def run(network: Network, batch: Batch) -> Output:
    x, tags = network.read(tensor(batch.ids), tensor(batch.pairs), tensor(batch.features), tensor(batch.marks))
    s, tells = network.tell(x, batch.begins, batch.ends, tensor(batch.told), tensor(batch.apart))
    out = Output(x, tags, s, tells)
    for name, t in batch.tables.items():
        if not t["i"]:
            continue
        left = span_of(x, s, tensor(np.array(t["left"], dtype=np.int64)), tensor(np.array(t["left_s"], dtype=np.int64)))
        if shapes.FORMS[name][3]:
            right = torch.cat(
                (x[tensor(np.array(t["right"], dtype=np.int64))], s[tensor(np.array(t["right_s"], dtype=np.int64))]),
                dim=1,
            )
        else:
            right = span_of(
                x, s, tensor(np.array(t["right"], dtype=np.int64)), tensor(np.array(t["right_s"], dtype=np.int64))
            )
        out.pairs[name] = network.relate(
            name,
            left,
            right,
            tensor(np.array(t["i"])),
            tensor(np.array(t["j"])),
            tensor(np.array(t["forms"], dtype=np.int64)),
        )
    return out


def grouped(scores: Any, group: Any) -> Any:
    """(pairs, k) → (groups, k): the greatest of each person and event over all mentions."""
    n = int(group.max()) + 1
    index = group.unsqueeze(1).expand_as(scores)
    return torch.full((n, scores.shape[1]), -30.0).scatter_reduce(0, index, scores, "amax", include_self=False)


def loss(out: Output, batch: Batch) -> tuple[Any, dict[str, float]]:
    parts: dict[str, Any] = {}
    at = 0
    for k, (size, weight) in enumerate(((shapes.EVENT_TAGS, 1.0), (shapes.NAME_TAGS, 1.0), (shapes.PLACE_TAGS, 0.5))):
        gold = tensor(batch.tags[k])
        parts[f"tags{k}"] = 8 * weight * functional.cross_entropy(out.tags[:, at : at + size], gold, ignore_index=-100)
        at += size
    tells = tensor(batch.tells)
    parts["opens"] = 2 * functional.cross_entropy(out.tells[:, :3], tells[:, 0], ignore_index=-100)
    if (tells[:, 1] >= 0).any():
        parts["kind"] = 0.3 * functional.cross_entropy(
            out.tells[:, 3 : 3 + shapes.KINDS_OF_EVENT], tells[:, 1], ignore_index=-100
        )
        has = tells[:, 2] >= 0
        parts["planned"] = functional.binary_cross_entropy_with_logits(out.tells[has, -1], tells[has, 2].float())
    if "part" in out.pairs:
        t = batch.tables["part"]
        group = tensor(np.array(t["group"]))
        scores = grouped(out.pairs["part"], group)
        gold = torch.zeros_like(scores)
        gold[group] = torch.tensor(t["gold"])
        each = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none").mean(dim=0)
        parts["part"] = 4 * each[0] + 2 * each[1:].sum()
    for name in ("date", "site", "same", "whose"):
        if name in out.pairs:
            parts[name] = 1.0 * functional.binary_cross_entropy_with_logits(
                out.pairs[name], torch.tensor(batch.tables[name]["gold"])
            )
    for name in ("post", "change"):
        if name in out.pairs:
            parts[name] = 2 * functional.cross_entropy(out.pairs[name], torch.tensor(batch.tables[name]["gold"]))
    return sum(parts.values()), {k: float(v.detach()) for k, v in parts.items()}
