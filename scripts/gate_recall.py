"""How many statements the cheap first test loses: the same documents read with it and without.

usage: python scripts/gate_recall.py INPUT... [--area AREA]

Prints, for each schema, how many of the statements found without the first test are found with it, and the share of
characters that the test lets through to the recogniser.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from kg import corpus
from kg.extraction import Extractor, sentences
from kg.statement import Statement


def _fact(s: Statement) -> tuple[str, ...]:
    ends = [s.args[k]["name"] for k in ("source", "target", "node") if k in s.args]
    return (s.schema, s.evidence.doc, *ends)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--area")
    args = parser.parse_args()
    tested, untested = Extractor("embedded"), Extractor("embedded", gate=False)
    kept: Counter[str] = Counter()
    found: Counter[str] = Counter()
    read = through = 0
    for document in corpus.read(args.inputs, area=args.area, on_error=print):
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
    print(f"{'all':16} {kept.total():6} of {found.total():6}  {kept.total() / max(1, found.total()):.4f}")
    print(f"characters that reach the recogniser: {through / max(1, read):.3f} of {read}")


if __name__ == "__main__":
    main()
