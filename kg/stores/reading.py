"""Cypher texts before they are run: whether one only reads, and names that a dialect wants quoted.

That a text only reads is told by its words, so that the message can name the one that writes; the store's own read-only
mode stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.errors import StoreError

_WRITES = ("CREATE MERGE SET DELETE DETACH REMOVE DROP ALTER INSERT FOREACH COPY EXPORT IMPORT INSTALL UNINSTALL ATTACH "
           "CHECKPOINT TERMINATE GRANT REVOKE DENY").split()  # fmt: skip
# Text, quoted names and comments hold no words of the language; nor does what follows a dot or a colon, or a key of a map.
_OPAQUE = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/"
_SKIPPED = re.compile(_OPAQUE + r"|[.:|$]\s*\w+|\w+(?=\s*:)", re.DOTALL)
_NAMED = re.compile(_OPAQUE + r"|(?P<mark>[.:|]\s*)(?P<name>[A-Za-z]\w*)", re.DOTALL)
_WORD = re.compile(r"\w+")


def check(cypher: str) -> None:
    """Refuse a text that writes.

    Raises:
        StoreError: names the word that writes.
    """
    for word in _WORD.findall(_SKIPPED.sub(" ", cypher)):
        if word.upper() in _WRITES:
            raise StoreError("cypher", f"{word.upper()} writes", "add --write if you mean it (a new build undoes it)")


def quote_names(cypher: str, names: Collection[str]) -> str:
    """The text with these names of labels, types and properties in backticks: ``[:IN]`` becomes ``[:`IN`]``."""

    def quote(found: re.Match[str]) -> str:
        return f"{found['mark']}`{found['name']}`" if found["name"] in names else found[0]

    return _NAMED.sub(quote, cypher)
