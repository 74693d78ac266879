"""Train the learned reader: from the benchmark to kg/extraction/reader/model.

usage: pip install -e ".[train]"; python scripts/train_reader.py [--news CORPUS] [--out DIR] [--epochs N] [--characters N]

Learns from the first fold of benchmark/news and, where CORPUS (a folder of days, 20240913.md …) is given, of
benchmark/broadcast, after it has learned to guess characters of CORPUS. The second fold is held out, and the table printed by
it. The last fold is never opened. The same files and seed give the same model; one thread, about half an hour.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from reading import training
from reading.batching import build
from reading.exporting import export
from reading.folds import pages
from reading.pretraining import pretrain
from reading.samples import Sample
from reading.scoring import table
from reading.swapping import swap
from recogniser.people import People

from kg.extraction import Extractor
from kg.extraction.ner import tagger, weights
from kg.extraction.ner.encoding import Encoder
from kg.extraction.reader import arithmetic
from kg.extraction.reader.network import Network

_SEED = 1
_BATCH = 6
_RATE = 2e-3
#: Tables of embeddings learn at half the rate: the recogniser has taught them most of what they know.
_TABLES = ("characters", "pairs", "features")


def say(*what: object) -> None:
    print(f"{time.process_time():6.0f}s", *what, flush=True)


def begin(network: Network) -> None:
    """Begin with what the recogniser knows."""
    known = weights.read(tagger.MODEL, tagger.settings()["weights"])
    state = network.state_dict()
    for name, value in known.items():
        if name in state and not name.startswith("leave"):
            part = state[name] if name != "enter.weight" else state[name][:, : value.shape[1]]
            part.copy_(torch.from_numpy(value))


def train(network: Network, encoder: Encoder, learn: list[Sample], epochs: int) -> None:
    """The loop; the network ends with the mean of its last steps."""
    torch.manual_seed(_SEED)
    rng = random.Random(_SEED)
    people = People(rng, Counter(n for s in learn for n in sorted(s.people)))
    named = list(network.named_parameters())
    tables = [p for n, p in named if n.split(".")[0] in _TABLES]
    rest = [p for n, p in named if n.split(".")[0] not in _TABLES]
    groups: list[dict[str, Any]] = [{"params": tables, "weight_decay": 0.0, "part": 0.5}, {"params": rest, "part": 1.0}]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.02)
    steps, done = epochs * -(-len(learn) // _BATCH), 0
    mean: dict[str, Any] = {}
    for epoch in range(epochs):
        network.train()
        order = list(learn)
        rng.shuffle(order)
        total: Counter[str] = Counter()
        for i in range(0, len(order), _BATCH):
            chosen = [swap(s, people, rng) if rng.random() < 0.8 else s for s in order[i : i + _BATCH]]
            batch = build(chosen, encoder, rng, True)
            rate = _RATE * min(1.0, (done + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * np.cos(np.pi * done / steps)))
            for group in optimiser.param_groups:
                group["lr"] = rate * group["part"]
            optimiser.zero_grad(set_to_none=True)
            loss, parts = training.loss(training.run(network, batch), batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            done += 1
            total.update(parts)
            if done % 4 == 0:
                decay = min(0.995, (1 + done) / (10 + done))
                for name, value in network.state_dict().items():
                    mean[name] = mean[name].lerp_(value, 1 - decay**4) if name in mean else value.clone()
        say(
            f"epoch {epoch + 1} of {epochs}:", ", ".join(f"{k} {v * _BATCH / len(order):.3f}" for k, v in total.items())
        )
    network.load_state_dict({n: v.half().float() for n, v in mean.items()})
    network.eval()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, metavar="CORPUS")
    parser.add_argument("--out", type=Path, default=arithmetic.MODEL)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--characters", type=int, default=8_400_000, help="of CORPUS, to guess from")
    args = parser.parse_args()
    torch.set_num_threads(1)
    extractor = Extractor("embedded", rules_only=True)
    found = {kind: list(pages(kind, extractor, args.news)) for kind in ("learn", "look")}
    say(", ".join(f"{len(chosen)} pages to {kind}" for kind, chosen in found.items()))
    encoder = Encoder(tagger.characters())
    torch.manual_seed(_SEED)
    network = Network(encoder.size, dropout=0.2)
    begin(network)
    if args.news:
        pretrain(network, encoder, [args.news], limit=args.characters, seed=_SEED, say=say)
    train(network, encoder, found["learn"], args.epochs)
    about = {"license": "Apache-2.0", "card": "docs/reader.md", "seed": _SEED, "epochs": args.epochs}
    export(network, encoder.characters, args.out, about)
    table(network, encoder, found["look"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
