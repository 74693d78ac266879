"""Train the recogniser: from sentences with the votes of others to kg/extraction/ner/model.

usage: pip install -e ".[train]"; python scripts/train_ner.py VOTES.jsonl.gz [--never DOC ...] [--out DIR] [--steps N N]
                                                             [--no-benchmark]

VOTES.jsonl.gz holds a sentence a line: {"doc": "20240913.md", "text": "…", "entities": [[start, end, label, votes], …]}.
Sentences of the documents named by --never are not looked at. 40 other documents, drawn once, are held out: by them the
temperature is set and the table printed. The second round learns from the first fold of benchmark/news, too; of the second
fold the table tells. The same votes and seed give the same model. One thread; about twenty minutes on a quiet machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from reading.folds import pages
from recogniser import annotated, training
from recogniser.board import Labelled
from recogniser.census import Census
from recogniser.exporting import export
from recogniser.invention import Invention
from recogniser.labels import label

from kg.errors import KgError, UsageError
from kg.extraction import Extractor, names
from kg.extraction.ner import encoding, tagger
from kg.extraction.ner.encoding import UNKNOWN, Encoder
from kg.extraction.ner.network import Network
from kg.lexicon import entries, words

_SEED = 7
_PASS = 20_000
_HELD = 40


def say(*what: object) -> None:
    print(f"{time.process_time():6.0f}s", *what, flush=True)


def read(path: Path, never: set[str], part: int = 1) -> tuple[list[Labelled], list[Labelled]]:
    """Labelled sentences to train by, of every `part`-th document, and held out."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if row["doc"] not in never]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as e:
        raise UsageError(
            path, f"holds no votes ({e!r})", "give a .jsonl.gz as the first lines of this script tell"
        ) from e
    documents = sorted({row["doc"] for row in rows})
    if len(documents) <= _HELD:
        raise UsageError(path, f"holds {len(documents)} documents", f"give more than the {_HELD} that are held out")
    held = set(random.Random(_SEED).sample(documents, _HELD))
    rest = [doc for doc in documents if doc not in held]
    wanted = {*held, *rest[::part]}
    rows = [row for row in rows if row["doc"] in wanted]
    census = Census(row for row in rows if row["doc"] not in held)
    train: list[Labelled] = []
    out: list[Labelled] = []
    for row in rows:
        if 1 < len(row["text"]) <= 256:
            (out if row["doc"] in held else train).append(label(row["text"], row["entities"], census))
    return train, out


def vocabulary(sentences: Sequence[Labelled]) -> tuple[str, Counter[str]]:
    """The characters with numbers of their own, and how often each was seen."""
    seen = Counter(c for s in sentences for c in s.text)
    known = {c for name in ("single", "compound") for word in entries("surnames", name) for c in word}
    known |= {c for name in ("given_common", "given_rare", "foreign") for c in words("names", name)}
    known |= set(str(Invention(random.Random(0), Counter(), []).data))
    good = {c for c in known | {c for c, n in seen.items() if n > 1} if c > " " and ord(c) < 0x30000}
    return "".join(sorted(c for c in good if encoding.plain(c) == c)), seen


def clauses(sentences: Sequence[Labelled]) -> list[str]:
    """Pieces of sentences without any name."""
    found = set()
    for s in sentences:
        at = 0
        for m in re.finditer(r"[，。；]|$", s.text):
            a, b = at, m.start()
            at = m.end()
            if 5 <= b - a <= 30 and not any(x < b and a < y for x, y, *_ in [*s.spans, *s.open]):
                found.add(s.text[a:b])
    return sorted(found)


def people(sentences: Sequence[Labelled]) -> Counter[str]:
    found = Counter(s.text[a:b] for s in sentences for a, b, label in s.spans if label == "PERSON")
    return Counter({name: n for name, n in found.items() if n > 1 or names.is_name(name)})


def train(
    sentences: Sequence[Labelled],
    steps: int,
    seed: int,
    network: Network | None = None,
    annotated: Sequence[Labelled] = (),
) -> tuple[Network, Encoder, Invention]:
    """One round: a network from nothing, or one trained further."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    characters, seen = vocabulary(sentences)
    encoder = Encoder(characters)
    rare = np.zeros(encoder.size, dtype=bool)
    rare[1 + UNKNOWN :] = [seen[c] < 20 for c in characters]
    plain = clauses(sentences)
    if not plain:
        raise UsageError("VOTES", "hold no clause without a name", "give more sentences")
    invention = Invention(rng, people([*sentences, *annotated]), plain)
    named = [s for s in sentences if s.spans]
    dull = [s for s in sentences if not s.spans]
    run = training.Run(encoder, network or Network(encoder.size), rare, steps, seed=seed)
    while run.done < steps:
        chosen = training.epoch(named + rng.sample(dull, len(dull) // 3), invention, rng, _PASS, annotated)
        loss = run.train(chosen)
        say(f"{run.done} of {steps}, loss {loss:.4f}")
    return run.result(), encoder, invention


def temperature(network: Network, encoder: Encoder, held: Sequence[Labelled]) -> float:
    """What the scores are divided by, so that of the mentions with confidence p about p are right."""
    best, least = 1.0, float("inf")
    for t in np.arange(0.8, 3.01, 0.1):
        loss = 0.0
        for s, found in zip(
            held, training.predict(network, encoder, [s.text for s in held], temperature=float(t)), strict=True
        ):
            right = set(s.spans)
            for a, b, kind, p in found:
                if not any(a < y and x < b for x, y in s.open):
                    p = min(max(p, 1e-4), 1 - 1e-4)
                    loss -= float(np.log(p if (a, b, kind) in right else 1 - p))
        if loss < least:
            best, least = float(t), loss
    return round(best, 1)


def table(network: Network, encoder: Encoder, kinds: dict[str, Sequence[Labelled]]) -> None:
    print("| text | label | precision | recall | spans |\n|---|---|---|---|---|")
    for kind, sentences in kinds.items():
        for name, (right, found, wanted) in training.score(network, encoder, sentences).items():
            print(f"| {kind} | {name} | {right / max(found, 1):.3f} | {right / max(wanted, 1):.3f} | {wanted} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("votes", type=Path)
    parser.add_argument("--never", nargs="*", default=[], metavar="DOC")
    parser.add_argument("--out", type=Path, default=tagger.MODEL)
    parser.add_argument("--no-benchmark", action="store_true", help="learn from the votes and inventions alone")
    parser.add_argument("--steps", nargs=2, type=int, default=[800, 1700], metavar="N")
    args = parser.parse_args()
    torch.set_num_threads(1)
    real, held = read(args.votes, set(args.never))
    say(len(real), "sentences,", len(held), "held out")
    network, encoder, _ = train(real, args.steps[0], seed=1)
    second = list(training.settle(network, encoder, real))
    say("open", sum(len(s.open) for s in real), "then", sum(len(s.open) for s in second))
    folds: dict[str, list[Labelled]] = {"learn": [], "look": []}
    if not args.no_benchmark:
        extractor = Extractor("embedded", rules_only=True)
        for fold in folds:
            folds[fold] = list(annotated.label(pages(fold, extractor), network, encoder))
            say(len(folds[fold]), "annotated sentences to", fold)
    network, encoder, invention = train(second, args.steps[1], 2, network, folds["learn"])
    degrees = temperature(network, encoder, held[:4000])
    about: dict[str, Any] = {"license": "Apache-2.0", "card": "docs/model-card.md", "seed": 2, "steps": args.steps}
    export(network, encoder.characters, degrees, args.out, about)
    say("temperature", degrees)
    invention.rng = random.Random(99)
    invented = [invention.sentence() for _ in range(4000)]
    damaged = [invention.damage(s, 0.02) for s in held]
    kinds = {"broadcast": held, "broadcast, damaged": damaged, "invented local": invented}
    table(network, encoder, {**kinds, **({"benchmark, second fold": folds["look"]} if folds["look"] else {})})
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KgError as e:
        print(e, file=sys.stderr)
        sys.exit(2)
