"""Named questions: Cypher texts with a description, typed parameters and columns in their head, one question a file.

    // Who chaired for whom.                                    description, in as many lines as it takes
    // @param person string = ''   name, alias or id            type, default (none: it must be given), note
    // @column chair string        who chaired                  all columns, in the order of RETURN
    // @order -events, chair       rows are sorted so after the query; a minus turns the order round
    // @table chair, quotes        columns of a table for people, where ids and quotes shall be among them
    // @empty nobody chaired                                    what it means that there is no row
    // @example person=敖煜新                                    how it is asked
    // @for neo4j                  the text that follows is for that store alone

Types of parameters: string, integer, number, day, first-day and last-day (2026-04 is its first, or its last day).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Protocol

from kg import finding
from kg.errors import UsageError
from kg.queries import gaps
from kg.queries.catalogue import Query, find, load, names
from kg.queries.parameters import bind
from kg.rows import Rows

__all__ = ["Asked", "Query", "Rows", "ask", "check", "find", "load", "names"]


class Asked(Protocol):
    """What a store must do to be asked: run Cypher of its `dialect` without writing (see `kg.stores.Store`)."""

    dialect: str

    def run(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60) -> Any: ...


def ask(store: Asked, name: str, seconds: float = 60, **values: Any) -> Rows:
    """The answer to a named question, one dict a row with the columns that the question declares.

    Args:
        store: any store of `kg.stores`.
        name: ``attendance``; `names` lists them.
        seconds: time the store may take.
        values: the parameters (``person="敖煜新"``); text is read as on the command line.

    Raises:
        UsageError: no such question, or a parameter that is missing, unknown or of the wrong type.
        StoreError: the store refuses the question, or takes longer.
    """
    query = find(name)
    text = query.texts.get(store.dialect) or query.texts.get("")
    if text is None:
        raise UsageError(name, f"cannot be asked of {store.dialect}", f"ask {' or '.join(query.texts)}")
    bound = bind(query, values)
    answer = store.run(text, bound, seconds=seconds)
    rows = [{c.name: _tidy(row[c.name], c.type) for c in query.columns} for row in answer.rows]
    for key, down in reversed(query.order):
        # Unknown last, as the databases have it.
        known = sorted((r for r in rows if r[key] is not None), key=lambda row: row[key], reverse=down)
        rows = known + [r for r in rows if r[key] is None]
    found = Rows(rows, (c.name for c in query.columns))
    if "limit" not in values and len(found) == bound.get("limit"):
        found.notes = [f"only the first {len(found)} rows; limit={10 * len(found)} gives more"]
    found.notes += gaps.notes(store, found.columns, found)
    if not found and (meant := _meant(store, bound)):
        found = ask(store, name, seconds, **{**values, **meant})
        found.notes = [*(f"{bound[k]} is read as {v}" for k, v in meant.items()), *found.notes]
        return found
    if not found:
        parts = {p.name for p in query.parameters if p.note.startswith("part of")}
        named = [
            note
            for name, label in _NAMES.items()
            if bound.get(name) and (note := _near(store, label, bound[name], name in parts))
        ]
        found.notes = named or _relaxed(store, query, values, seconds) or ([query.empty] if query.empty else [])
    return found


def _relaxed(store: Asked, query: Query, values: Mapping[str, Any], seconds: float) -> list[str]:
    """``without since: 12 rows``: which of the parameters given leave nothing; all of them where no single one does."""
    loose = [
        p.name
        for p in query.parameters
        if p.name not in _NAMES and p.default is not None and str(values.get(p.name, p.default)) != p.default
    ]
    for left_out in [*([name] for name in loose), *([loose] if len(loose) > 1 else [])]:
        rows = ask(store, query.name, seconds, **{k: v for k, v in values.items() if k not in left_out})
        if rows:
            return [
                f"without {' and '.join(left_out)} there {'is 1 row' if len(rows) == 1 else f'are {len(rows)} rows'}"
            ]
    return []


#: Parameters that name something, and what.
_NAMES = {"person": "Person", "other": "Person", "office": "Position", "area": "Area", "event": "Event"}


def _meant(store: Asked, bound: Mapping[str, Any]) -> dict[str, str]:
    """Parameters that nothing bears as they are typed and one thing does in another form, or under the id of what it was merged
    into: ``{"person": "敖煜新"}`` of aoyuxin."""
    found = {}
    for name, label in _NAMES.items():
        if not (typed := bound.get(name)):
            continue
        if typed.startswith(f"{label}:"):
            if whole := _whole(store, label, typed):
                found[name] = whole
        elif typed not in (known := _known(store, label)):
            names = finding.others(typed, known)
            if len(names) == 1:
                found[name] = names[0]
    return found


def _whole(store: Asked, label: str, node_id: str) -> str | None:
    """The node into which one that had this id was merged."""
    if label not in ("Person", "Event"):
        return None
    rows = store.run(
        f"MATCH (n:{label}) WHERE $id IN n.memberIds AND n.id <> $id RETURN n.id AS id", {"id": node_id}
    ).rows
    return str(rows[0]["id"]) if rows else None


def _known(store: Asked, label: str) -> set[str]:
    """All that nodes of a label are called; of an area also what papers have for theirs."""
    title = "n.title" if label == "Position" else "n.name"
    rows = store.run(f"MATCH (n:{label}) RETURN n.name AS name, {title} AS title, n.aliases AS aliases").rows
    known = {form for r in rows for form in (r["name"], r["title"], *(r["aliases"] or ())) if form}
    if label == "Area":  # a paper's area may be the area of nothing else
        papers = store.run("MATCH (n:Article) WHERE n.area IS NOT NULL RETURN DISTINCT n.area AS name").rows
        known |= {row["name"] for row in papers}
    return known


def _near(store: Asked, label: str, name: str, part: bool = False) -> str:
    """``no Person is called 敖煜; near it: 敖煜新``, or nothing when one is.

    Args:
        part: part of a name is enough.
    """
    also = " OR n.title = $name" if label == "Position" else " OR n.name CONTAINS $name" if part else ""
    match = f"MATCH (n:{label}) WHERE n.name = $name OR n.id = $name OR $name IN n.aliases{also} RETURN count(n) AS n"
    if store.run(match, {"name": name}).rows[0]["n"] or label == "Area" and name in _known(store, label):
        return ""
    names = {row["name"] for row in store.run(f"MATCH (n:{label}) RETURN DISTINCT n.name AS name").rows}
    if label == "Area":
        names |= _known(store, label)
    inside, alike = sorted(n for n in names if name in n), finding.alike(name, names)
    near = inside[:5] or alike or difflib.get_close_matches(name, sorted(names), n=5, cutoff=0.5)
    what = f"no {label} has {name} in its name" if part else f"no {label} is called {name}"
    return what + (f"; near it: {', '.join(near)}" if near else "")


def check(name: str, values: Mapping[str, Any]) -> None:
    """Refuse a question that cannot be asked so, before any database is opened (UsageError)."""
    bind(find(name), values)


def _tidy(value: Any, kind: str) -> Any:
    """Names have no order of their own, and a sum's last digits depend on the order in which a database adds up."""
    if kind == "string" and isinstance(value, list):  # areas, mostly one: so that rows can be grouped by the column
        return "; ".join(sorted(value)) or None
    if kind == "names" and value is not None:
        return sorted(value)
    return round(value, 9) if isinstance(value, float) else value
