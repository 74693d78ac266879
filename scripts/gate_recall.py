"""How many facts the first test loses: the same documents read with it and without.

usage, after pip install: python scripts/gate_recall.py INPUT... [--area AREA] [--min RECALL] [--ner NAME]

Prints, for each type of statement, how many of those found without the first test are found with it (and how many more
the test finds, because the recogniser reads a clause otherwise than a whole sentence), and which share of the characters
the recogniser is asked about. Exits with 1 when fewer than RECALL (0.99) are found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg import corpus
from kg.extraction import Extractor
from kg.extraction.ner import Mention, Recogniser
from kg.statement import Statement


class _Counted:
    """A recogniser that counts the characters it is asked about."""

    def __init__(self, inner: Recogniser) -> None:
        self.inner, self.name, self.characters = inner, inner.name, 0

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        self.characters += sum(map(len, texts))
        return self.inner.recognise(texts)


def _fact(s: Statement) -> tuple[str, ...]:
    ends = [s.args[k]["name"] for k in ("source", "target", "node") if k in s.args]
    return (s.schema, s.evidence.doc, *ends)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--area", help="the papers' area, where there is no manifest.csv")
    parser.add_argument("--min", type=float, default=0.99, metavar="RECALL", dest="floor")
    parser.add_argument("--ner", default="embedded", metavar="NAME", help="the recogniser (embedded)")
    args = parser.parse_args()
    tested = Extractor(args.ner, rules_only=True)
    untested = Extractor(args.ner, gate=False, rules_only=True)
    tested.recogniser = asked = _Counted(tested.recogniser)
    untested.recogniser = all_of_it = _Counted(untested.recogniser)
    kept: Counter[str] = Counter()
    found: Counter[str] = Counter()
    more: Counter[str] = Counter()
    read = 0
    for document in corpus.read(args.inputs, area=args.area, on_error=lambda error: print(error, file=sys.stderr)):
        with_test, without = ({_fact(s) for s in e.extract(document)} for e in (tested, untested))
        found.update(fact[0] for fact in without)
        kept.update(fact[0] for fact in without & with_test)
        more.update(fact[0] for fact in with_test - without)
        read += len(document.raw)
    for schema in sorted({*found, *more}):
        share = kept[schema] / max(1, found[schema])
        print(f"{schema:16} {kept[schema]:6} of {found[schema]:6}  {share:.4f}  {more[schema]:+}")
    recall = kept.total() / max(1, found.total())
    print(f"{'all':16} {kept.total():6} of {found.total():6}  {recall:.4f}  {more.total():+}")
    print(f"characters that reach the recogniser: {asked.characters / max(1, read):.3f} of {read} in the files,")
    print(f"{asked.characters / max(1, all_of_it.characters):.3f} of {all_of_it.characters} in the sentences")
    return int(recall < args.floor)


if __name__ == "__main__":
    sys.exit(main())
