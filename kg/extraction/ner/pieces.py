"""Long texts cut into what a recogniser reads at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = re.compile(r"[。！？；\n]|[，：,;]")


def pieces(text: str, limit: int = 200) -> Iterator[tuple[int, int]]:
    """Slices of at most `limit` characters, cut after the last full stop, else comma, else anywhere, that fits."""
    start = 0
    while len(text) - start > limit:
        marks = list(_MARKS.finditer(text, start, start + limit))
        stops = [m.end() for m in marks if m[0] in "。！？；\n"] or [m.end() for m in marks]
        end = stops[-1] if stops else start + limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
