"""Damaged copies of texts, to see what a recogniser loses: Han characters lost, misread or torn from the next, at a rate.

usage, after pip install: python scripts/ner_damage.py FOLDER OUT [--rate 0.02] [--seed N]

Of the Han characters of every .txt and .md file of FOLDER, this share is hit: a third is lost, a third another character,
a third has a blank behind it. Marks, figures and markup stay. The same rate and seed make the same copies in OUT. Then:
kg ner OUT --format json, and the same scoring as for FOLDER.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from kg.lexicon import words


def damaged(text: str, rng: random.Random, rate: float) -> str:
    """``区委书记林有余`` → ``区委书 记林余``"""
    common = words("names", "given_common")
    out = []
    for c in text:
        if "一" <= c <= "鿿" and rng.random() < rate:
            c = rng.choice(("", rng.choice(common), f"{c} "))
        out.append(c)
    return "".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    files = sorted(p for p in args.folder.iterdir() if p.suffix in (".txt", ".md")) if args.folder.is_dir() else []
    if not files:
        print(f"{args.folder}: holds no .txt or .md file; name a folder that does", file=sys.stderr)
        return 2
    args.out.mkdir(parents=True)
    for path in files:
        rng = random.Random(f"{args.seed} {path.name}")
        text = path.read_text(encoding="utf-8")
        (args.out / path.name).write_text(damaged(text, rng, args.rate), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
