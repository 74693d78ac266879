"""A short race between networks: the same sentences, the same processor time, and what each has learned by then.

usage: pip install -e ".[train]"; python scripts/ner_race.py VOTES.jsonl.gz [--never DOC ...] [--minutes N] [--part N]
                                                          [--network NAME ...]

VOTES.jsonl.gz as for train_ner.py, of which every N-th document is taken (6). Each network is trained for as many steps as fit
into N minutes of processor time on one thread (8), then read on the documents held out and on invented sentences. Prints a
table. It is a short race: what learns slowly and well has no time to show it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from recogniser import training
from recogniser.board import Labelled
from recogniser.invention import Invention
from recogniser.networks import NETWORKS
from train_ner import clauses, people, read, say, vocabulary

from kg.errors import KgError
from kg.extraction.ner.encoding import UNKNOWN, Encoder
from kg.extraction.ner.network import Network

_SEED = 1
_PASS = 5_000
_LABELS = ("PERSON", "POSITION", "ORGANIZATION", "PLACE")


def race(name: str, real: Sequence[Labelled], encoder: Encoder, rare: object, seconds: float) -> tuple[Network, int]:
    """A network trained for about so many seconds of processor time, and its steps."""

    def run(steps: int) -> tuple[Network, float]:
        torch.manual_seed(_SEED)
        rng = random.Random(_SEED)
        invention = Invention(rng, people(real), clauses(real))
        named, dull = [s for s in real if s.spans], [s for s in real if not s.spans]
        found = training.Run(encoder, NETWORKS[name](encoder.size), rare, steps, seed=_SEED)
        spent = 0.0  # without the making of sentences, which is the same for all
        while found.done < steps:
            chosen = training.epoch(named + rng.sample(dull, len(dull) // 3), invention, rng, _PASS)
            begin = time.process_time()
            found.train(chosen)
            spent += time.process_time() - begin
        return found.result(), spent

    few = 12
    run(2)
    steps = max(few, int(seconds * few / run(few)[1]))
    return run(steps)[0], steps


def f1(counts: tuple[int, int, int]) -> str:
    right, found, wanted = counts
    return f"{2 * right / max(1, found + wanted):.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("votes", type=Path)
    parser.add_argument("--never", nargs="*", default=[], metavar="DOC")
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--part", type=int, default=6)
    parser.add_argument("--network", nargs="*", default=list(NETWORKS), choices=list(NETWORKS))
    args = parser.parse_args()
    torch.set_num_threads(1)
    real, held = read(args.votes, set(args.never), args.part)
    held = held[:4000]
    characters, seen = vocabulary(real)
    encoder = Encoder(characters)
    rare = np.zeros(encoder.size, dtype=bool)
    rare[1 + UNKNOWN :] = [seen[c] < 20 for c in characters]
    invention = Invention(random.Random(99), people(real), clauses(real))
    invented = [invention.sentence() for _ in range(1500)]
    texts = [s.text for s in held]
    say(len(real), "sentences,", len(held), "held out")
    head = " | ".join(f"{kind} {label}" for kind in ("broadcast", "invented") for label in _LABELS)
    print(f"| network | weights past the embeddings | steps | {head} | characters a second |")
    print("|---" * (4 + 2 * len(_LABELS)) + "|")
    for name in args.network:
        network, steps = race(name, real, encoder, rare, 60 * args.minutes)
        tables = ("characters", "pairs", "features")
        size = sum(p.numel() for n, p in network.named_parameters() if not n.startswith(tables))
        begin = time.process_time()
        for _ in training.predict(network, encoder, texts):
            pass
        speed = sum(map(len, texts)) / (time.process_time() - begin)
        scores = [training.score(network, encoder, kind) for kind in (held, invented)]
        figures = " | ".join(f1(score[label]) for score in scores for label in _LABELS)
        print(f"| {name} | {size:,} | {steps} | {figures} | {speed:,.0f} |", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KgError as e:
        print(e, file=sys.stderr)
        sys.exit(2)
