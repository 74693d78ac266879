"""Training: batches of real and invented sentences, the loop, and scores by span."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from kg.extraction.ner import decoding
from kg.extraction.ner.encoding import FEATURES, GAP, UNKNOWN, Encoded, Encoder, pairs_of
from kg.extraction.ner.network import Network
from recogniser.board import Labelled
from recogniser.invention import Invention

_OPEN = -100
_LIMIT = 256


def tags(batch: Sequence[Labelled], encoded: Encoded) -> Any:
    """The tag of every character of a batch; what is open, and the gaps, are left out of the loss."""
    out = np.full(len(encoded.ids), _OPEN, dtype=np.int64)
    for sentence, start, size in zip(batch, encoded.starts.tolist(), encoded.sizes.tolist(), strict=True):
        out[start : start + size] = 0
        for a, b in sentence.open:
            out[start + a : start + b] = _OPEN
        for a, b, label in sentence.spans:
            first = 1 + 4 * decoding.PIECES.index(label)
            if b - a == 1:
                out[start + a] = first + 3
            else:
                out[start + a : start + b] = first + 1
                out[start + a], out[start + b - 1] = first, first + 2
    return out


def epoch(
    real: Sequence[Labelled], invention: Invention, rng: random.Random, size: int, annotated: Sequence[Labelled] = ()
) -> list[Labelled]:
    """`size` sentences, in random order: two thirds real, some about other people, one third invented, some damaged.

    Of `annotated` sentences a quarter of `size` stands in the place of real ones.
    """
    out = []
    mine = min(len(annotated), size // 4)
    chosen = rng.sample(list(real), min(len(real), size * 2 // 3 - mine)) + rng.sample(list(annotated), mine)
    for sentence in chosen:
        if any(s[2] == "PERSON" for s in sentence.spans) and rng.random() < 0.45:
            sentence = invention.swap(sentence)
        out.append(sentence)
    out += [invention.sentence() for _ in range(size - len(out))]
    out = [invention.damage(s, rng.choice((0.02, 0.04, 0.08))) if rng.random() < 0.15 else s for s in out]
    rng.shuffle(out)
    return [s for s in out if 0 < len(s.text) <= _LIMIT]


def batches(sentences: Sequence[Labelled], limit: int) -> Iterator[list[Labelled]]:
    batch: list[Labelled] = []
    room = limit
    for s in sentences:
        if len(s.text) + GAP > room and batch:
            yield batch
            batch, room = [], limit
        batch.append(s)
        room -= len(s.text) + GAP
    if batch:
        yield batch


def _blur(encoded: Encoded, rare: Any, noise: np.random.Generator) -> tuple[Any, Any, Any]:
    """Some characters made unknown, rare ones oftener, and now and then a batch without the lexicon."""
    ids = encoded.ids.copy()
    hit = (noise.random(len(ids)) < np.where(rare[ids], 0.2, 0.01)) & (ids > 0)
    ids[hit] = noise.integers(1, UNKNOWN + 1, int(hit.sum()))
    features = encoded.features
    if noise.random() < 0.1:
        features = features.copy()
        features[:, 1:] = np.cumsum(FEATURES)[:-1]
    return ids, pairs_of(ids), features


@dataclass
class Run:
    """One training: the network, and its weights averaged over the last steps."""

    encoder: Encoder
    network: Network
    rare: Any
    steps: int
    rate: float = 2e-3
    seed: int = 1
    done: int = 0
    mean: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = [p for n, p in self.network.named_parameters() if n.startswith(("characters", "pairs", "features"))]
        rest = [p for n, p in self.network.named_parameters() if not n.startswith(("characters", "pairs", "features"))]
        self.optimiser = torch.optim.AdamW(
            [{"params": tables, "weight_decay": 0.0}, {"params": rest}], lr=self.rate, betas=(0.9, 0.98)
        )
        self._noise = np.random.default_rng(self.seed)

    def train(self, sentences: Sequence[Labelled], limit: int = 8192) -> float:
        """One pass; the mean loss."""
        self.network.train()
        total, count = 0.0, 0
        for batch in batches(sentences, limit):
            if self.done >= self.steps:
                break
            encoded = self.encoder.encode([s.text for s in batch])
            ids, pairs, features = _blur(encoded, self.rare, self._noise)
            gold = torch.from_numpy(tags(batch, encoded))
            part = self.done / self.steps
            for group in self.optimiser.param_groups:
                group["lr"] = (
                    self.rate * min(1.0, (self.done + 1) / 200) * (0.02 + 0.98 * (0.5 + 0.5 * np.cos(np.pi * part)))
                )
            self.optimiser.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16):
                scores = self.network(*(torch.from_numpy(x) for x in (ids, pairs, features)))
            loss = torch.nn.functional.cross_entropy(scores.float(), gold, ignore_index=_OPEN)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimiser.step()
            self._average()
            self.done += 1
            total, count = total + loss.item(), count + 1
        return total / max(count, 1)

    def _average(self) -> None:
        decay = min(0.998, (1 + self.done) / (10 + self.done))
        if self.done % 4:
            return
        for name, value in self.network.state_dict().items():
            if name not in self.mean:
                self.mean[name] = value.clone()
            else:
                self.mean[name].lerp_(value, 1 - decay**4)

    def result(self) -> Network:
        """The averaged network, rounded to half precision as it will be kept."""
        rounded = {n: v.half().float() for n, v in self.mean.items()}
        self.network.load_state_dict(rounded)
        self.network.eval()
        return self.network


@torch.no_grad()
def predict(
    network: Network, encoder: Encoder, texts: Sequence[str], limit: int = 2048, temperature: float = 1.0
) -> Iterator[list[tuple[int, int, str, float]]]:
    """For each text its spans, each with the least probability of its characters."""
    network.eval()
    for batch in batches([Labelled(t) for t in texts], limit):
        e = encoder.encode([s.text for s in batch])
        scores = network(*(torch.from_numpy(x) for x in (e.ids, e.pairs, e.features))).numpy()
        path = decoding.best_paths(scores, e.starts, e.sizes)
        odds = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
        sure = odds[np.arange(len(path)), path] / odds.sum(axis=1)
        gap = np.ones(len(path), dtype=bool)
        for start, size in zip(e.starts.tolist(), e.sizes.tolist(), strict=True):
            gap[start : start + size] = False
        path[gap] = 0
        found: list[list[tuple[int, int, str, float]]] = [[] for _ in batch]
        which = np.searchsorted(e.starts, np.arange(len(path)), side="right") - 1
        for a, b, piece, p in decoding.spans(path, sure):
            k = int(which[a])
            at = int(e.starts[k])
            found[k].append((a - at, b - at, decoding.PIECES[piece], p))
        yield from found


def score(network: Network, encoder: Encoder, sentences: Sequence[Labelled]) -> dict[str, tuple[int, int, int]]:
    """(right, found, wanted) of each label; what touches an open span is not counted."""
    counts = {label: [0, 0, 0] for label in decoding.PIECES}
    for s, found in zip(sentences, predict(network, encoder, [s.text for s in sentences]), strict=True):
        gold = set(s.spans)
        got = {(a, b, label) for a, b, label, _ in found if not any(a < y and x < b for x, y in s.open)}
        for span in got:
            counts[span[2]][1] += 1
            counts[span[2]][0] += span in gold
        for span in gold:
            if not any(span[0] < y and x < span[1] for x, y in s.open):
                counts[span[2]][2] += 1
    return {k: (v[0], v[1], v[2]) for k, v in counts.items()}


@torch.no_grad()
def settle(network: Network, encoder: Encoder, sentences: Sequence[Labelled], limit: int = 4096) -> Iterator[Labelled]:
    """The second round's labels: what was open is settled where a trained network is sure, and what it surely denies is opened."""
    network.eval()
    for batch in batches(sentences, limit):
        e = encoder.encode([s.text for s in batch])
        scores = network(*(torch.from_numpy(x) for x in (e.ids, e.pairs, e.features))).numpy()
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        nothing = odds[:, 0]
        found = list(predict(network, encoder, [s.text for s in batch], limit))
        for s, start, spans in zip(batch, e.starts.tolist(), found, strict=True):
            yield _settled(s, spans, nothing[start : start + len(s.text)])


def _settled(s: Labelled, found: Sequence[tuple[int, int, str, float]], nothing: Any) -> Labelled:
    sure = [(a, b, label) for a, b, label, p in found if p >= 0.95]
    spans: list[Any] = []
    doubt: list[tuple[int, int]] = []
    for a, b, label in s.spans:
        other = [x for x in sure if x[0] < b and a < x[1] and x != (a, b, label)]
        if other or float(nothing[a:b].min()) > 0.97:
            doubt.append((min([a, *(x[0] for x in other)]), max([b, *(x[1] for x in other)])))
        else:
            spans.append((a, b, label))
    taken = [(a, b) for a, b, _ in spans]
    still: list[tuple[int, int]] = list(doubt)
    for a, b in s.open:
        if any(x < b and a < y for x, y in taken):
            still.append((a, b))
            continue
        inside = [x for x in sure if x[0] < b and a < x[1]]
        clear = bytearray(b - a)
        for x, y, _ in inside:
            for i in range(max(a, x), min(b, y)):
                clear[i - a] = 1
        rest = [i for i in range(a, b) if not clear[i - a]]
        spans += [x for x in inside if x not in spans and not any(p < x[1] and x[0] < q for p, q in taken + doubt)]
        if any(nothing[i] < 0.9 for i in rest):
            still.append((a, b))
    spans.sort()
    kept: list[Any] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return Labelled(
        s.text, kept, [(a, b) for a, b in still if any(not any(x <= i < y for x, y, _ in kept) for i in range(a, b))]
    )
