"""A line of a .jsonl file: one article, with what is known of it."""

from __future__ import annotations

import json
import re
from typing import Any

from kg.corpus import encodings, manifest
from kg.corpus.formats import Text
from kg.corpus.manifest import About
from kg.errors import InputError

#: Keys under which each thing is looked for, the first that is there; small and capital letters are the same.
KEYS = {
    "text": ("text", "content", "body"),
    "title": ("title",),
    "issued": ("issued", "date", "published"),
    "publisher": ("publisher", "source"),
    "area": ("area",),
    "key": ("id",),
}
#: What shows that the text was taken from a web page with its tags, which the reader of markdown passes over.
_TAG = re.compile(r"<(?:p|br|div|span)\b[^<>]*>", re.IGNORECASE)


def decode(content: bytes, where: str) -> Text:
    """The article of one line: its title, if any, as a heading, an empty line, and its text.

    ``{"title": "区委常委会召开会议", "text": "本报讯…", "date": "2026-04-30"}`` → ``# 区委常委会召开会议 … 本报讯…``

    Raises:
        InputError: no JSON, no object, no text, a date that is none, half of a character (``"\\ud800"``).
    """
    found = encodings.decode(content, where)
    try:
        row = json.loads(found.text)
    except (ValueError, RecursionError) as e:
        what = getattr(e, "msg", "") or type(e).__name__
        raise InputError(where, f"is no JSON ({what})", "mend or remove the line") from e
    if not isinstance(row, dict):
        raise InputError(where, "is no JSON object", 'write {"title": …, "text": …} on each line')
    row = {str(k).lower(): v for k, v in row.items()}
    text, title = _text(row, "text", where), " ".join(_text(row, "title", where).split())
    if not text.strip():
        raise InputError(where, "has no text", f"give it under one of the keys {', '.join(KEYS['text'])}")
    printed = _text(row, "issued", where).strip()
    issued = manifest.to_issued(printed[:10]) if printed else None
    if printed and not issued:
        raise InputError(where, f"'{printed[:40]}' is no date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    about = About(_text(row, "publisher", where).strip() or None, _text(row, "area", where).strip() or None, issued)
    raw = f"# {title}\n\n{text}" if title else text
    marked = bool(title) or _TAG.search(text) is not None
    if "\0" in raw:
        raise InputError(where, "holds NUL characters", "remove them")
    key = _text(row, "key", where).strip()
    return Text(raw, encoding=found.encoding, markdown=marked, about=about, key=key, repairs=found.repairs)


def _text(row: dict[str, Any], what: str, where: str) -> str:
    """The value under the first of the keys that holds one; paragraphs may be given as a list."""
    value = next((row[k] for k in KEYS[what] if row.get(k) not in (None, "", [])), "")
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = "\n\n".join(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise InputError(where, f"'{what}' is no text", "give a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as e:
        half = f"\\u{ord(value[e.start]):04x}"
        raise InputError(where, f"'{what}' holds half of a character ({half})", "mend or remove it") from e
    return value
