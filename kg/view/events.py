"""Events and articles: who came, what is told of them and where, and the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.view import people, shapes
from kg.view.base import Base
from kg.view.rows import Row
from kg.view.shapes import Paging

#: Edges that `attendance` and `articles` tell of.
_ELSEWHERE = frozenset({"ATTENDED", "REPORTS", "CHAIRED", "SPOKE_AT", "LED"})


def event(base: Base, node_id: str) -> Row:
    """An event with its places, organs and stops, and the articles that tell of it."""
    node = base.of_label(node_id, "Event")
    told = [
        (base.edge("REPORTS", row["article"], node_id, row["edge"]), base.node(row["article"]))
        for row in base.ask("reported", id=node_id)
    ]
    told.sort(key=lambda t: (t[1].get("published") or "9999", t[1]["id"], t[0]["id"]))
    return {
        "node": node,
        "brief": shapes.events(base, [node_id])[node_id],
        "others": [o for o in touching(base, node_id) if not _is_part(o)],
        "articles": [{"edge": e["id"], "article": shapes.article(a), "quotes": e["quotes"]} for e, a in told],
    }


def _is_part(other: Row) -> bool:
    kind = other["edge"]["type"]
    return kind in _ELSEWHERE or (kind == "EXPECTED_AT" and other["node"]["label"] == "Person")


def touching(base: Base, node_id: str, kind: str = "") -> list[Row]:
    """All edges at a node, or those of a type, by type, direction (out first) and other end."""
    return [near(base, node_id, row) for row in _ends(base, node_id, kind)]


def _ends(base: Base, node_id: str, kind: str) -> list[Row]:
    rows = base.ask("edges_at", base.label(node_id), id=node_id, type=kind)
    return sorted(rows, key=lambda r: (r["type"], not r["out"], r["other"], r["edge"]))


def near(base: Base, node_id: str, row: Row) -> Row:
    """A row of `edges_at` as the page gets it."""
    source, target = (node_id, row["other"]) if row["out"] else (row["other"], node_id)
    edge = base.edge(row["type"], source, target, row["edge"])
    return {"edge": shapes.edge(edge), "node": shapes.brief(base.node(row["other"])), "out": row["out"]}


def node(base: Base, node_id: str, kind: str, paging: Paging) -> Row:
    """A node of any label with what touches it."""
    found = base.node(node_id)
    types = {row["type"]: row["number"] for row in base.ask("types_at", found["label"], id=node_id)}
    rows = _ends(base, node_id, kind)
    return {
        "node": found,
        "types": dict(sorted(types.items())),
        "edges": paging.of(rows, lambda r: near(base, node_id, r)),
    }


def attendance(base: Base, node_id: str, paging: Paging) -> Row:
    """Who came, in printed order; those expected after them."""
    base.of_label(node_id, "Event")
    rows = base.ask("attendance", id=node_id)
    rows.sort(key=lambda r: (r["type"], r["rank"] is None, r["rank"] or 0, r["person"], r["edge"]))
    told = shapes.events(base, [node_id])[node_id]

    def make(row: Row) -> Row:
        return people.part(
            base, base.edge(row["type"], row["person"], node_id, row["edge"]), told, base.node(row["person"])
        )

    return paging.of(rows, make)


def article(base: Base, node_id: str) -> Row:
    """An article with its text, where statements stand in it, the events it tells of, and who wrote it."""
    node = base.of_label(node_id, "Article")
    found = list(base.statements.of(node["doc"]))
    text = base.texts.of(node["doc"])
    start, end = spans(found, len(text) if text is not None else 0).get(node["order"], (0, 0))
    mine = [s for s in found if s["evidence"]["article"] == node["order"]]
    if text is not None and any(
        text[s["evidence"]["start"] : s["evidence"]["end"]] != s["evidence"]["quote"] for s in mine
    ):
        text = None  # what lies there now is another text
    resting = defaultdict(list)
    for row in base.ask("resting_on", id=node_id):
        for statement in row["support"]:
            resting[statement].append(row["edge"])
    marks: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for s in mine:
        if start <= s["evidence"]["start"] and s["evidence"]["end"] <= end and resting[s["id"]]:
            marks[s["evidence"]["start"] - start, s["evidence"]["end"] - start].update(resting[s["id"]])
    told = shapes.events(base, sorted(row["event"] for row in base.ask("reports", id=node_id)))
    writers = sorted(base.ask("writers", id=node_id), key=lambda r: (r["person"], r["edge"]))
    for row in writers:
        base.remember({"id": row["edge"], "type": "WROTE", "source": row["person"], "target": node_id})
    return {
        "article": shapes.article(node),
        "text": text[start:end] if text is not None else None,
        "start": start if text is not None else 0,
        "marks": [{"start": a, "end": b, "edges": sorted(marks[a, b])} for a, b in sorted(marks)]
        if text is not None
        else [],
        "events": list(told.values()),
        "writers": [
            {"edge": r["edge"], "person": shapes.brief(base.node(r["person"])), "as": r["part"]} for r in writers
        ],
    }


def spans(statements: Iterable[Row], length: int) -> dict[int, tuple[int, int]]:
    """Where the articles of a document stand in it, as far as statements tell: each from the first of its statements to
    where the next article begins.

    Args:
        statements: all of the document.
        length: of the document's text.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for s in statements:
        at = s["evidence"]
        number = at["article"]
        first[number] = min(first.get(number, at["start"]), at["start"])
        last[number] = max(last.get(number, 0), at["end"])
    begins = sorted(set(first.values()))
    until = dict(zip(begins, [*begins[1:], length], strict=True))
    return {number: (start, max(last[number], until[start])) for number, start in first.items()}
