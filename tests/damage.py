"""Damage that real files have, made on purpose: it must not change what is read."""

from __future__ import annotations

import random
import re

_HAN = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")
_BYLINE = re.compile(r".{0,6}报讯[^。]{0,60}?[)）]")
_WIDTH = str.maketrans("，。：；（）", ",.:;()")


def _bodies(raw: str, rng: random.Random, rate: float, what: str) -> str:
    """`what` put between Han characters of long lines (bodies), at this rate; headlines and bylines stay as they are."""
    out = []
    for line in raw.split("\n"):
        if len(line) < 40 or "。" not in line:
            out.append(line)
            continue
        byline = _BYLINE.match(line)
        start = byline.end() if byline else 0
        out.append(line[:start] + _HAN.sub(lambda m: what if rng.random() < rate else "", line[start:]))
    return "\n".join(out)


def break_lines(raw: str, seed: int, rate: float = 0.02) -> str:
    """Hard wraps inside sentences and words."""
    return _bodies(raw, random.Random(seed), rate, "\n")


def put_blanks(raw: str, seed: int, rate: float = 0.02) -> str:
    """Blanks inside words, where a line end was swallowed."""
    return _bodies(raw, random.Random(seed), rate, " ")


def change_widths(raw: str, seed: int, rate: float = 0.3) -> str:
    """Full-width marks made half-width, here and there."""
    rng = random.Random(seed)
    return "".join(c.translate(_WIDTH) if c in "，：；（）" and rng.random() < rate else c for c in raw)


KINDS = {"line breaks": break_lines, "blanks": put_blanks, "widths": change_widths}
