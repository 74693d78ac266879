"""What a graph holds about a name: the nodes that bear it, and one row for each edge at them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg import dates, finding, tenures
from kg.errors import UsageError
from kg.folding.silences import between, told

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.statement import Statement

#: Edge properties shown beside the other end, in this order.
_SHOWN = ("roles", "titles", "capacity", "group", "manner", "as", "kind", "by", "document", "count")
#: What goes without saying.
_PLAIN = ("present", "full")
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
#: Names like the one asked for that an error lists at most.
_NEAR = 10
_OVERVIEW = ("Person", "Event", "Position")

Row = dict[str, Any]
#: Statement id → statement.
Proven = Mapping[str, "Statement"]


def show(graph: Graph, name: str, proven: Proven | None = None) -> list[Row]:
    """Everything known under a name (敖煜新, 区委书记, a node id).

    Args:
        proven: the statements behind the edges; without them `proofs` hold statement ids and quotes alone.

    Returns:
        One row for each edge at a node of that name, dated ones first and in order: ``node`` (id), ``name``, ``label``,
        ``about`` (text), ``type``, ``direction`` (out or in), ``other`` (name), ``otherId``, ``otherLabel``, ``date``,
        ``details`` (text), ``basis``, ``quote`` and ``doc`` (of HOLDS those of the sighting that gives `date`; of a
        derived edge none), ``edge`` (id), ``proofs`` (see `proofs`).

    Raises:
        UsageError: nothing bears the name; the message lists names like it.
    """
    rows = []
    issues, unread = partial_issues(graph), tenures.unread(graph)
    for node in bearers(graph, name):
        mine, rank = [], {}
        for edge in graph.edges_of(node["id"]):
            rank[edge["id"]] = edge.get("rank") or 0
            mine.append(_row(node, edge, graph, issues, proofs(edge, proven), unread))
        rows += sorted(
            mine, key=lambda r: (r["date"] == "", r["date"], r["type"], rank[r["edge"]], r["other"], r["edge"])
        )
    return rows


def bearers(graph: Graph, name: str) -> list[Row]:
    """The nodes of a name, alias or id, be it a member's, those with the most ties first; a UsageError with names like it when
    there are none.

    ``aoyuxin``, ``ayx`` and 區委書記 do where they can be one name alone.
    """
    nodes = graph.find(name) or [
        n for n in graph.nodes() if name in (n["id"], *(n.get("memberIds") or ()), article_name(n))
    ]
    if not nodes and (names := finding.others(name, _names(graph))):
        if len(names) > 1:
            raise UsageError(name, f"can be {len(names)} names", f"give one of: {', '.join(names[:_NEAR])}")
        nodes = graph.find(names[0])
    if not nodes:
        near = near_names(graph, name)
        todo = f"did you mean {', '.join(near)}?" if near else "run kg show without a name to see what is there"
        raise UsageError(name, "no node of this name", todo)
    return sorted(nodes, key=lambda n: (-len(graph.edges_of(n["id"])), n["id"]))


def overview(graph: Graph, limit: int = 10) -> list[Row]:
    """The people, events and positions with the most ties, articles not counted: a start for `show`.

    Returns:
        Rows of ``label``, ``name``, ``date``, ``ties`` (nodes it is joined to), ``id``.
    """
    found = []
    for label in _OVERVIEW:
        rows = []
        for node in graph.nodes(label):
            ends = {end for e in graph.edges_of(node["id"]) for end in (e["source"], e["target"])} - {node["id"]}
            ties = sum(graph.node(end)["label"] != "Article" for end in ends)
            rows.append(
                {"label": label, "name": node["name"], "date": node.get("date"), "ties": ties, "id": node["id"]}
            )
        found += sorted(rows, key=lambda r: (-r["ties"], r["id"]))[:limit]
    return found


def near_names(graph: Graph, name: str, limit: int = 5) -> list[str]:
    """Names and aliases that hold the name, are held by it, or are spelt nearly alike (敖煜 → 敖煜新)."""
    known = sorted(_names(graph))
    inside = [n for n in known if name in n or (len(n) > 1 and n in name)]
    inside.sort(key=lambda n: (abs(len(n) - len(name)), n))
    alike = difflib.get_close_matches(name, known, n=limit, cutoff=0.5)
    return list(dict.fromkeys([*inside, *finding.alike(name, known), *alike]))[:limit]


def _names(graph: Graph) -> set[str]:
    return {n for node in graph.nodes() for n in (node["name"], *(node.get("aliases") or [])) if n}


def proofs(edge: Row, proven: Proven | None = None) -> list[Row]:
    """One row for each quote of an edge: ``statement`` (id), ``quote``, and, of a statement in `proven`, ``schema``,
    ``doc``, ``article``, ``start`` and ``end`` (offsets in the text of `doc`), ``rule``, ``confidence``, ``basis``, and
    ``earliest`` and ``latest`` where it tells the day of a sighting or change, and ``coded`` where people did something to it."""
    found = []
    for i, quote in zip(edge.get("support") or [], edge.get("quotes") or []):
        row: Row = {"statement": i, "quote": quote}
        if proven and (s := proven.get(i)):
            row |= {"schema": s.schema, **s.evidence.to_dict(), "confidence": s.confidence, "basis": s.basis}
            row |= {k: s.args[k] for k in ("earliest", "latest") if k in s.args}
            row |= {"coded": [dict(c) for c in s.coded]} if s.coded else {}
        found.append(row)
    return found


def by_hand(proof: Iterable[Mapping[str, Any]]) -> list[str]:
    """What people did by hand to what proves an edge, in words: ``date by hand: 2026-04-29 → 2026-04-28 (甲, 2026-11-30: 误植)``."""
    found = []
    for coded in (c for p in proof for c in p.get("coded") or ()):
        change = " → ".join(coded[k] for k in ("was", "is") if coded.get(k))
        who = ", ".join(coded[k] for k in ("by", "when") if coded.get(k))
        told = ": ".join(x for x in (who, coded.get("why")) if x)
        found.append(f"{coded['what']} by hand" + (f": {change}" if change else "") + (f" ({told})" if told else ""))
    return list(dict.fromkeys(found))


def article_name(node: Row, form: str = "{doc}, article {order}") -> str:
    """A node's name; of an article without a headline its file and number: ``a.txt, article 2``."""
    if node["label"] == "Article" and not node.get("title"):
        return form.format(doc=node.get("doc") or node["name"], order=node.get("order") or 1)
    return str(node["name"] or node["id"])


def partial_issues(graph: Graph) -> set[str]:
    """Dates of issue of which no day is known: 2024-07, 2024."""
    return {p for n in graph.nodes("Article") if (p := n.get("published")) and dates.precision(p) != "day"}


def bounds(edge: Row, issues: Collection[str] = ()) -> str:
    """The bounds of a spell of office, as ``start – end``; a day not known for sure is given as a range."""
    start_earliest, start_latest, end_earliest, end_latest = (edge.get(k) for k in _BOUNDS)
    spans = (range_of(start_earliest, start_latest, issues), range_of(end_earliest, end_latest, issues))
    return " – ".join(x for x in spans if x)


def range_of(earliest: str | None, latest: str | None, issues: Collection[str] = ()) -> str:
    """A day between two bounds: ``≤2031-05-05``, ``≥2031-05-05``, ``2031-05-05…2031-06-01``, or nothing known.

    Args:
        issues: see `as_issued`.
    """
    if earliest and latest and earliest == latest:
        return earliest
    first, last = as_issued(earliest, issues, last=False), as_issued(latest, issues, last=True)
    if first and last:
        return first if first == last else f"{first}…{last}"
    return f"≥{first}" if first else f"≤{last}" if last else ""


def as_issued(day: str | None, issues: Collection[str], *, last: bool) -> str | None:
    """A bound that is only the end of a partial date of issue as that date: no paper printed the 31st.

    Args:
        issues: partial dates of issue; ``as_issued("2024-07-31", {"2024-07"}, last=True)`` → ``2024-07``.
        last: the day is an upper bound, else a lower one.
    """
    return next((i for i in sorted(issues, reverse=True) if dates.bounds(i)[last] == day), day)


def _row(
    node: Row, edge: Row, graph: Graph, issues: Collection[str], proof: list[Row], unread: Sequence[tuple[str, str]]
) -> Row:
    direction, other = ("out", "target") if edge["source"] == node["id"] else ("in", "source")
    end = graph.node(edge[other])
    event = next((n for n in (node, end) if n["label"] == "Event"), {})
    date = edge.get("date") or event.get("date") or ""
    shown = proof[0] if proof else {}
    if not date and end["label"] == "Article":
        date = end.get("published") or ""
    details = [_text(edge[k]) for k in _SHOWN if edge.get(k) and edge[k] not in _PLAIN]
    if edge["type"] == "HOLDS":
        date = edge.get("startLatest") or ""
        shown = next((p for p in proof if date and p.get("latest") == date and p["basis"] == "asserted"), shown)
        if shown.get("earliest") != date:  # else that very day is printed
            date = as_issued(date, issues, last=True) or ""
        details += [bounds(edge, issues)] if bounds(edge) else []
    if derived := edge.get("basis") == "derived":
        shown = {}
        seat = [graph.node(edge["position"])["name"]] if edge.get("position") else []
        days = edge.get("notBefore"), edge.get("notAfter")
        details += [*seat, *filter(None, (range_of(*days, issues), told(between(unread, *days))))]
        details.append(f"derived from {edge['supportCount']} sightings")
    details += by_hand(proof)
    about = [_text(node[k]) for k in ("aliases", "date") if node.get(k)]
    return {
        "node": node["id"], "name": article_name(node), "label": node["label"], "about": "  ".join(about),
        "type": edge["type"], "direction": direction, "other": article_name(end), "otherId": end["id"],
        "otherLabel": end["label"], "date": date, "details": "; ".join(details), "basis": edge.get("basis") or "",
        "quote": shown.get("quote", ""), "edge": edge["id"], "proofs": proof,
        "doc": "" if derived else shown.get("doc") or next(iter(edge.get("docs") or []), ""),
    }  # fmt: skip


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
