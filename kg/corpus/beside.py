"""What a saved page shows beside its story: comments, further stories, ways to go on, its foot."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.corpus import layout

_PART = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=1)
def _called() -> frozenset[str]:
    return frozenset(layout.words("beside_names"))


@lru_cache(maxsize=4096)
def is_beside(tag: str, called: str) -> bool:
    """Whether an element of a page holds no story, by its tag and by what its class and id call it (``comment-list``)."""
    if tag in ("footer", "aside"):
        return True
    parts = [part.lower() for part in _PART.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", called))]
    return any(part in _called() for part in parts)


def opens(text: str) -> bool:
    """Whether a line heads what stands beside the story (网友评论, 相关阅读：)."""
    return len(text) < 20 and layout.lines("beside_heads").fullmatch(text.strip()) is not None
