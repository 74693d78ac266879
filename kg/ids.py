"""Identifiers: readable keys for entities, content hashes for statements. Nothing random, no clock."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

try:
    import orjson
except ImportError:  # the same texts and values, some times slower
    orjson = None  # type: ignore[assignment,unused-ignore]

_DOTS = re.compile(r"[•・‧･∙]")


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: equal values give equal text."""
    if orjson is not None:
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:  # half a surrogate pair, a number past 64 bits
            pass
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse(text: str | bytes) -> Any:
    """The value of a JSON text (ValueError when it is none)."""
    if orjson is not None:
        try:
            return orjson.loads(text)
        except ValueError:  # half a surrogate pair, or no JSON: the standard library knows which
            pass
    return json.loads(text)


def digest(*parts: Any, size: int = 16) -> str:
    """The first `size` hex digits of the SHA-1 of the parts' canonical JSON."""
    return hashlib.sha1(canonical(parts).encode("utf-8", "surrogatepass")).hexdigest()[:size]


def fold_name(name: str) -> str:
    """A name as it enters a key: width folded, blanks gone, one kind of middle dot (戴维•格罗斯 → 戴维·格罗斯)."""
    return _DOTS.sub("·", "".join(unicodedata.normalize("NFKC", name).split()))


def node_id(label: str, key: str) -> str:
    """``Person:敖煜新@a.txt``: the label and the entity's key, both readable."""
    return f"{label}:{key}"
