"""Cypher texts before they are run: whether one only reads, which values it wants, and what a dialect writes otherwise.

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
_COMMENT = re.compile(_OPAQUE, re.DOTALL)
_EXPLAINS = re.compile(r"\s*(?:EXPLAIN|PROFILE)\b", re.IGNORECASE)
_VALUE = re.compile(_OPAQUE + r"|\$(?P<name>\w+)", re.DOTALL)
_TYPE = re.compile(_OPAQUE + r"|(?<![.:$`\w])(?P<name>type)(?=\s*\()", re.DOTALL | re.IGNORECASE)
_PART = re.compile(_OPAQUE + r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<word>\bRETURN\b|\bORDER\s+BY\b|\bSKIP\b|\bLIMIT\b)|(?P<mark>[,;])",
                   re.DOTALL | re.IGNORECASE)  # fmt: skip
_ALIAS = re.compile(r"\s+AS\s+(`[^`]+`|\w+)\s*$", re.IGNORECASE)


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


def parameters(cypher: str) -> set[str]:
    """The names of the values that a text wants: ``{"person"}`` of ``MATCH (p {name: $person}) …``."""
    return {found["name"] for found in _VALUE.finditer(cypher) if found["name"]}


def name_types(cypher: str) -> str:
    """The text with ``type(r)`` as Ladybug says it, ``label(r)``."""
    return _TYPE.sub(lambda found: "label" if found["name"] else found[0], cypher)


def heads(cypher: str, given: Collection[str]) -> tuple[str, ...]:
    """The heads of columns as they are written in the last RETURN, as Neo4j gives them; Ladybug names ``label(r)`` at length.

    Args:
        given: the heads that the database gave; they stay where the text does not tell others (``RETURN *``).
    """
    items: list[str] | None = None
    depth, begin = 0, 0
    if _EXPLAINS.match(cypher):  # what comes back is a plan
        return tuple(given)
    cypher = _COMMENT.sub(lambda found: " " if found[0].startswith("/") else found[0], cypher)
    for found in (*_PART.finditer(cypher), None):
        if found is None or (depth == 0 and (found["word"] or found["mark"])):
            end = found.start() if found else len(cypher)
            if items is not None and begin >= 0:
                items.append(cypher[begin:end].strip())
            word = (found["word"] or "").upper() if found else ""
            if word == "RETURN":
                items, begin = [], found.end() if found else 0
            elif found and found["mark"] == "," and begin >= 0:
                begin = found.end()
            else:
                begin = -1
        elif found["open"]:
            depth += 1
        elif found["close"]:
            depth -= 1
    written = [_ALIAS.search(item) for item in items or ()]
    names = [
        m[1].strip("`") if m else re.sub(r"^DISTINCT\s+", "", item, flags=re.IGNORECASE)
        for m, item in zip(written, items or ())
    ]
    return tuple(names) if len(names) == len(given) == len(set(names)) else tuple(given)
