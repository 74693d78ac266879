"""Who held an office when: the holders of a position in order, with the bounds of each spell and the proof."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Protocol

from kg import finding, lexicon
from kg.errors import UsageError
from kg.folding.holdings import IN_OFFICE
from kg.folding.silences import MONTH, between, silences
from kg.graph import Graph
from kg.ids import fold_name
from kg.rows import Row

#: What a row of the timeline takes over from its HOLDS edge.
COLUMNS = ("capacity", "startEarliest", "startLatest", "endEarliest", "endLatest", "evidence", "sightings", "titles",
           "basis", "confidence", "docs", "support", "quotes", "firstSeen", "lastSeen")  # fmt: skip

#: The four bounds of a spell. A row tells of each how it is known (`startEarliestBy` …), with one of `KNOWN_BY`.
BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
#: announced: an appointment or removal says so; sighted: the person was seen in office; bounded: another holder of the
#: seat, or the person in another capacity, was seen; unknown: nothing says.
KNOWN_BY = ("announced", "sighted", "bounded", "unknown")

#: Areas, and names like the one asked for, that an error names at most.
_NAMED, _NEAR = 10, 5


def timeline(graph: Graph, position: str, area: str | None = None) -> list[dict[str, Any]]:
    """The holders of a position, the earliest first; spells of unknown time (前区长) before all others.

    Args:
        graph: a folded graph.
        position: full name (青溪区委书记), title (区委书记; 教育局局长 for a 区教育局局长), alias, or node id.
        area: name of the area the position is in (青溪区, 青溪), needed where several areas have the title.

    Returns:
        One row a spell: person, personId, position, positionId, area, edge (id), the columns of the HOLDS edge, and for
        each bound how it is known; ``unread``: times of a month and more without papers between the one before and this.

    Raises:
        UsageError: no such position, or a bare title that several areas have; the areas are named.
    """
    seats = _seats(graph, position, area)
    rows = []
    for seat, where in seats:
        for edge in graph.edges_of(seat["id"], "HOLDS"):
            person = graph.node(edge["source"])
            row = {
                "person": person["name"],
                "personId": person["id"],
                "position": seat["name"],
                "positionId": seat["id"],
                "area": where,
                "edge": edge["id"],
            }
            rows.append({**row, **{c: edge[c] for c in COLUMNS}, **known_by(graph, edge)})
    rows.sort(key=order)
    for row, gap in zip(rows, gaps(graph, rows), strict=True):
        row["unread"] = gap
    return rows


def gaps(graph: Graph, rows: list[dict[str, Any]]) -> Iterator[list[tuple[str, str]]]:
    """For each spell in office, times without papers between it and the one before it in the same office: whether another
    held it then, nobody can know. The last issue before such a time, and the first after it."""
    quiet = unread(graph)
    before: dict[str, str] = {}
    for row in rows:
        seat, in_office = row["positionId"], row["capacity"] in IN_OFFICE
        since = row["startLatest"]
        yield between(quiet, before.get(seat), since) if in_office else []
        if in_office and (last := row["endEarliest"] or since):
            before[seat] = max(last, before.get(seat, ""))


def unread(graph: Graph) -> tuple[tuple[str, str], ...]:
    """The months and more of which the graph has no paper; see `kg.folding.silences`."""
    return silences((n["published"] for n in graph.nodes("Article") if n.get("published")), MONTH)


class Edges(Protocol):
    """A graph, as far as the bounds of spells need one."""

    def edges_of(self, node_id: str, edge_type: str) -> list[Row]:
        """The edges of a type that begin at a node, and perhaps those that end there."""
        ...


def known_by(graph: Edges, spell: Row) -> dict[str, str]:
    """How each bound of a HOLDS edge is known: ``{"startEarliestBy": "announced", …}``."""
    announced: dict[str, set[str | None]] = {"earliest": set(), "latest": set()}
    for kind in ("APPOINTED", "REMOVED"):
        if kind.lower() in spell["evidence"]:
            for edge in graph.edges_of(spell["source"], kind):
                if edge["target"] == spell["target"]:
                    announced["earliest"].add(edge["earliest"])
                    announced["latest"].add(edge["latest"])
    found = {}
    for bound in BOUNDS:
        day = spell[bound]
        # What was seen gives the inner bounds, what others did the outer ones.
        inner = bound in ("startLatest", "endEarliest")
        by = "unknown" if day is None else "sighted" if inner else "bounded"
        if day is not None and day in announced["earliest" if bound.endswith("Earliest") else "latest"]:
            by = "announced"
        found[f"{bound}By"] = by
    return found


def order(row: dict[str, Any]) -> tuple[Any, ...]:
    """What rows are sorted by."""
    first = row["startLatest"] or row["startEarliest"] or row["endEarliest"] or row["endLatest"] or ""
    return first, row["endEarliest"] or "", row["capacity"], row["personId"], row["positionId"]


def _seats(graph: Graph, position: str, area: str | None) -> list[tuple[Row, str | None]]:
    """Positions of that name, title, alias or id, each with the name of its area."""
    placed = [(p, _area(graph, p)) for p in graph.nodes("Position")]
    found = _called(placed, position, area is not None)
    if not found:
        known = {n for p, _ in placed for n in (p["name"], p["title"], *(p["aliases"] or ())) if n}
        if len(names := finding.others(position, known)) == 1:
            found = _called(placed, names[0], area is not None)
    if not found:
        raise UsageError(position, "no such position in the graph", _hint(graph, placed, position))
    areas = sorted({a for _, a in found if a})
    if area is not None:
        # 青溪區, qingxiqu
        meant = [area] if any(_is_area(a, area) for a in areas) else finding.others(area, areas)
        inside = [f for f in found if f[1] and len(meant) == 1 and _is_area(f[1], meant[0])]
        named = sorted({a for _, a in inside if a})
        if not named:
            todo = f"areas that have it: {', '.join(areas)}" if areas else "leave the area out"
            raise UsageError(position, f"no such position in {area}", todo)
        if len(named) > 1:
            raise UsageError(position, f"{area} can be {len(named)} areas", f"give one of: {', '.join(named)}")
        return inside
    stray = [p for p, a in found if not a]
    if len(areas) > 1 and (own := _own_country(graph, areas)):
        return [f for f in found if f[1] == own]
    if len(areas) > 1:
        todo = f"give --area, one of: {', '.join(areas[:_NAMED])}{', …' if len(areas) > _NAMED else ''}"
        raise UsageError(position, f"{len(areas)} areas have this position", todo)
    if areas and stray:
        what = f"{areas[0]} has this position, and {len(stray)} of this name {'is' if len(stray) == 1 else 'are'}"
        todo = f"give --area {areas[0]}, or in place of the title its id: {', '.join(p['id'] for p in stray[:_NAMED])}"
        raise UsageError(position, f"{what} in no known area", todo)
    return found


def _hint(graph: Graph, placed: list[tuple[Row, str | None]], position: str) -> str:
    """What to ask for in place of a position that is not there."""
    for mark, how in sorted(lexicon.entries("scoring", "capacities").items(), key=lambda e: -len(e[0])):
        seat = position.replace(mark, "", 1)
        if mark in position and _called(placed, seat, True):
            return f"{mark} is no part of a seat; ask for {seat}, whose spells tell the capacity ({how['capacity']})"
    if any(n["label"] == "Person" for n in graph.find(position)):
        return f"a person bears this name: kg query career person={position}"
    # 杭州市拱墅区委书记 and 拱墅区人民政府区长 say more than the seat's name, 书记 less.
    longer = {p["name"] for p, a in placed if position.endswith(p["name"]) or (
        a and p["title"] and a in position and position.endswith(p["title"]))}  # fmt: skip
    shorter = {p["name"] for p, _ in placed if position in p["name"]}
    titles = {p["title"] or p["name"] for p, _ in placed}
    alike = difflib.get_close_matches(position, sorted(titles), n=_NEAR, cutoff=0.5)
    near = list(dict.fromkeys([*sorted(longer), *sorted(shorter, key=lambda n: (len(n), n)), *alike]))[:_NEAR]
    return f"near it: {', '.join(near)}" if near else "give a title as printed (区委书记) or a full name (拱墅区委书记)"


def _called(placed: list[tuple[Row, str | None]], position: str, anywhere: bool) -> list[tuple[Row, str | None]]:
    """Positions that answer to what was asked for: to the full name or id, else to a title, else to a title in short.

    Args:
        anywhere: take all of these together, since the area will tell them apart.
    """
    wanted = fold_name(position)
    exact = [(p, a) for p, a in placed if position == p["id"] or fold_name(p["name"]) == wanted]
    if exact and not anywhere and not any(fold_name(p["title"] or "") == wanted for p, _ in exact):
        return exact
    titled = [(p, a) for p, a in placed if wanted in {fold_name(n) for n in (p["title"] or "", *(p["aliases"] or ()))}]
    # 教育局局长 of 青溪区 may be printed 区教育局局长, or be called 青溪区教育局局长.
    short = [
        (p, a)
        for p, a in placed
        if a and (fold_name(p["title"] or "") == a[-1] + wanted or fold_name(p["name"]) == fold_name(a) + wanted)
    ]
    found = [*exact, *titled, *short] if anywhere else [*exact, *titled] or short
    return sorted({p["id"]: (p, a) for p, a in found}.values(), key=lambda f: str(f[0]["id"]))


def _own_country(graph: Graph, areas: list[str]) -> str | None:
    """Which of these areas is the country of the papers that were read (外交部部长 is ours unless another is named); null where
    none is, or several are."""
    countries = {n["id"]: n["name"] for n in graph.nodes("Area") if n.get("level") == "country"}
    todo = [
        n["id"]
        for a in {a.get("area") for a in graph.nodes("Article")}
        if a
        for n in graph.find(a)
        if n["label"] == "Area"
    ]
    seen = set(todo)
    for place in todo:
        for edge in graph.edges_of(place, "PART_OF"):
            if edge["source"] == place and edge["target"] not in seen:
                seen.add(edge["target"])
                todo.append(edge["target"])
    own = {countries[i] for i in seen & countries.keys()} & set(areas)
    return own.pop() if len(own) == 1 else None


def _is_area(name: str, wanted: str) -> bool:
    """Whether an area is meant: by its name, or by its name without the word of its level (青溪 for 青溪区)."""
    name, wanted = fold_name(name), fold_name(wanted)
    return name == wanted or (len(wanted) > 1 and name[:-1] == wanted)


def _area(graph: Graph, position: Row) -> str | None:
    names = [
        graph.node(e["target"])["name"] for e in graph.edges_of(position["id"], "IN") if e["source"] == position["id"]
    ]
    return min(names, default=None)
