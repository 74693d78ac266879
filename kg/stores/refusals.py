"""What the embedded database refuses, in words that say what to write instead.

Its Cypher is not all of Neo4j's: where a text that a server would take is refused, the way to say it here is named.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kg.errors import StoreError
from kg.stores.columns import Schema

#: Functions of Neo4j that the database lacks → what it has.
_INSTEAD = {
    "datetime": "date('2026-04-29')",
    "elementid": "n.id",
    "head": "list[1]",
    "isempty": "size(list) = 0",
    "last": "list[size(list)]",
    "reduce": "list_reduce(list, (a, b) -> a + b)",
    "split": "string_split(text, ',')",
    "startnode": "a name for the node: (a)-[r]->(b)",
    "endnode": "a name for the node: (a)-[r]->(b)",
    "toboolean": "CAST(x AS BOOL)",
    "tofloat": "CAST(x AS DOUBLE)",
    "tointeger": "CAST(x AS INT64)",
    "tostring": "CAST(x AS STRING)",
}
#: Forms of Neo4j that are refused, by how they look in the text → what to write.
_FORMS = (
    (
        r"\b(all)?shortestPaths?\s*\(",
        "write a shortest path MATCH p = (a)-[:ATTENDED* SHORTEST 1..8]-(b), or kg query shortest_path",
    ),
    (r"\bCOUNT\s*\{\s*\(", "write COUNT { MATCH … }"),
    (r"\bexists\s*\(", "write x IS NOT NULL, or EXISTS { MATCH … }"),
    (r"\[\s*\w+\s+IN\b", "write list_transform(list, x -> …), or list_filter(list, x -> …)"),
    (r"\bWHERE\s+(NOT\s+)?\w+:\w+", "write the label into the pattern, or label(n) = 'Person'"),
    (r"\bduration\b", "take one date from the other: e.date - date('2026-01-01')"),
)
#: Characters shown before the place that is not understood.
_SEEN = 30
_PREFIX = re.compile(r"^\w+ exception: ")
_UNREAD = re.compile(
    r"Invalid input <(?P<seen>.*?)>: expected rule|(?:mismatched|extraneous) input '(?P<word>.*?)' expecting", re.DOTALL
)


def explain(error: Exception, cypher: str, seconds: float) -> StoreError:
    """The error of the database as one of ours.

    Args:
        cypher: the text as it was asked.
        seconds: the time it had.
    """
    what = _PREFIX.sub("", " ".join(str(error).split())).rstrip(".")
    if "Interrupted" in what:
        return StoreError("cypher", f"took longer than {seconds:g} s", "ask for less, or give more with --seconds")
    if named := re.fullmatch(r"Table (\S+) does not exist", what):
        schema = Schema.load()
        near = _near(named[1], (*schema.nodes, *schema.edges))
        todo = near or f"labels: {', '.join(schema.nodes)}; types: {', '.join(schema.edges)}"
        return StoreError("cypher", f"there is no label or type {named[1]}", todo)
    if named := re.fullmatch(r"Cannot find property (\S+) for (\S+)", what):
        schema = Schema.load()
        known = {c.name for columns in (*schema.nodes.values(), *schema.edges.values()) for c in columns}
        elsewhere = "others have it; if it is new in this version of kg, kg build brings the graph up to date"
        todo = elsewhere if named[1] in known else _near(named[1], known) or f"keys({named[2]}) lists them"
        return StoreError("cypher", f"{named[2]} has no property {named[1]}", todo)
    if named := re.fullmatch(r"function (\S+) does not exist", what):
        written = next(
            (m[0] for m in re.finditer(r"\w+(?=\s*\()", cypher) if m[0].lower() == named[1].lower()), named[1]
        )
        instead = _INSTEAD.get(named[1].lower())
        todo = f"write {instead}" if instead else "say it otherwise, or ask a Neo4j server with --uri"
        return StoreError("cypher", f"the embedded database has no function {written}", todo)
    if named := re.fullmatch(r"Variable (\S+) is not in scope", what):
        todo = f"text stands in quotes: '{named[1]}'" if not named[1].isascii() else "name it in a MATCH before"
        return StoreError("cypher", f"there is no {named[1]}", _form(cypher) or todo)
    if "has data type DATE but (NODE" in what:
        return StoreError("cypher", "a date has no parts here", "write date_part('year', e.date)")
    if found := _UNREAD.search(what):
        seen = found["seen"] or found["word"] or ""
        seen = seen if len(seen) <= _SEEN else f"…{seen[-_SEEN:]}"
        where = f"is not understood from '{seen}' on" if seen not in ("", "<EOF>") else "is not complete"
        return StoreError("cypher", where, _form(cypher) or "mend the query")
    return StoreError("cypher", what[:1].lower() + what[1:], _form(cypher) or "mend the query")


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    return f"near it: {', '.join(near)}" if near else ""


def _form(cypher: str) -> str:
    return next((todo for form, todo in _FORMS if re.search(form, cypher, re.IGNORECASE)), "")
