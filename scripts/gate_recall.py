"""How many facts the cheap first test loses: the same documents read with it and without.

usage, after pip install: python scripts/gate_recall.py INPUT... [--area AREA] [--min RECALL]

Prints, for each type of statement, how many of those found without the first test are found with it, and the share of
characters that the test lets through to the recogniser. Exits with 1 when fewer than RECALL (0.99) are found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from kg import corpus
from kg.extraction import Extractor, sentences
from kg.statement import Statement


def _fact(s: Statement) -> tuple[str, ...]:
    ends = [s.args[k]["name"] for k in ("source", "target", "node") if k in s.args]
    return (s.schema, s.evidence.doc, *ends)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--area", help="the papers' area, where there is no manifest.csv")
    parser.add_argument("--min", type=float, default=0.99, metavar="RECALL", dest="floor")
    args = parser.parse_args()
    tested, untested = Extractor("embedded"), Extractor("embedded", gate=False)
    kept: Counter[str] = Counter()
    found: Counter[str] = Counter()
    read = through = 0
    for document in corpus.read(args.inputs, area=args.area, on_error=lambda error: print(error, file=sys.stderr)):
        with_test = {_fact(s) for s in tested.extract(document)}
        for fact in {_fact(s) for s in untested.extract(document)}:
            found[fact[0]] += 1
            kept[fact[0]] += fact in with_test
        for article in document.articles:
            for block in article.blocks:
                for a, b in sentences.split(block):
                    read += b - a
                    through += (b - a) * sentences.can_hold_fact(block.text.text[a:b])
    for schema in sorted(found):
        print(f"{schema:16} {kept[schema]:6} of {found[schema]:6}  {kept[schema] / found[schema]:.4f}")
    recall = kept.total() / max(1, found.total())
    print(f"{'all':16} {kept.total():6} of {found.total():6}  {recall:.4f}")
    print(f"characters that reach the recogniser: {through / max(1, read):.3f} of {read}")
    return int(recall < args.floor)


if __name__ == "__main__":
    sys.exit(main())
