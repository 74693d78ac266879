"""How well a recogniser reads lists of people: the names printed in a file, shuffled into sentences of three and of ten.

usage, after pip install: python scripts/ner_lists.py FILE [--ner NAME] [--model NAME] [--errors N]

FILE holds lists of names with full-width blanks between them (甲某　乙某（女）　丙某 …). They are joined with 、, with a blank and
with nothing between, in three kinds of sentences. Prints for each the share of names found whole, and the share of the people
found who are none. Exits with 1 when one is worse than 0.985, 0.97, 0.85, or more than 2 in 100 are invented.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.extraction import ner

_SENTENCES = ("区领导{}参加会议。", "出席会议的有{}。", "{}")
_SEPARATORS = (("、", 0.985), (" ", 0.97), ("", 0.85))


def names_in(text: str) -> list[str]:
    """The names of all lists in a text, each once."""
    found: dict[str, None] = {}
    for run in re.findall(r"[^\n<>]*　[^\n<>]*", text):
        items = [re.sub("（.*?）", "", item).strip() for item in run.split("　")]
        good = [re.sub(r"\s", "", item) for item in items if re.fullmatch(r"[㐀-鿿·\s]{2,14}", item)]
        if len(good) > 9:
            found |= dict.fromkeys(good)
    return list(found)


def sentences(names: list[str], separator: str) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """Sentences with the spans of their names, the same every time."""
    rng = random.Random(2031)
    for size in (3, 10):
        shuffled = rng.sample(names, len(names))
        for k in range(0, len(shuffled) - size + 1, size):
            front, back = rng.choice(_SENTENCES).split("{}")
            text, spans = front, set()
            for name in shuffled[k : k + size]:
                text += separator if spans else ""
                spans.add((len(text), len(text) + len(name)))
                text += name
            yield text + back, spans


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--ner", default="auto")
    parser.add_argument("--model")
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    recogniser = ner.load(args.ner, **({"model": args.model} if args.model else {}))
    names = names_in(args.file.read_text(encoding="utf-8"))
    print(f"{len(names)} names, {recogniser.name} {recogniser.version}")
    bad = False
    for separator, floor in _SEPARATORS:
        texts = list(sentences(names, separator))
        right = wanted = found = 0
        errors: list[str] = []
        for (text, spans), mentions in zip(texts, recogniser.recognise([t for t, _ in texts]), strict=True):
            people = {(m.start, m.end) for m in mentions if m.label == "PERSON"}
            right, wanted, found = right + len(people & spans), wanted + len(spans), found + len(people)
            errors += [f"missed {text[a:b]} in {text[max(0, a - 4) : b + 4]}" for a, b in sorted(spans - people)]
        recall, invented = right / max(1, wanted), (found - right) / max(1, found)
        print(f"{separator or 'nothing':8} recall {recall:.4f} ({right} of {wanted})  invented {invented:.4f}")
        bad |= recall < floor or invented > 0.02
        for line in errors[: args.errors]:
            print(" ", line)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
