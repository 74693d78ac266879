"""What a bracket after a name says of the person or of a picture, and that changes nothing in the sentence (女; 前排左一; Shi Lei)."""

from __future__ import annotations

import re

from kg.lexicon import remember, words

_LONGEST = 40


@remember(1)
def _note() -> re.Pattern[str]:
    item = "|".join((*words("people", "notes"), r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'’\-·]*"))
    return re.compile(rf"[（(](?:{item})(?:[，,、；; ]+(?:{item}))*[）)]")


def end(text: str, at: int) -> int:
    """Where a bracket that begins at an offset ends, if it is such a note; else the offset itself.

    >>> end("石磊（1980年5月生，藏族）、何莉", 2)
    15
    """
    if text[at : at + 1] not in ("（", "("):
        return at
    found = _note().match(text, at, at + _LONGEST)
    return found.end() if found else at
