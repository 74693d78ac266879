"""`kg correct` and `kg add` as functions: what a person knows better is noted beside the judgements that every build replays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg import coding, minutes, output
from kg.coding import offices
from kg.coding.page import Page
from kg.correction import FIELDS, Correction, lines, parse
from kg.deciding import resolve
from kg.errors import KgError, UsageError
from kg.exports import jsonl
from kg.graph import Graph


def correct(
    what: str,
    *,
    day: str | None = None,
    name: str | None = None,
    place: str | None = None,
    area: str | None = None,
    was: str | None = None,
    doc: str | None = None,
    person: str | None = None,
    why: str = "",
    graph: str | Path = "out",
    judgements: str | Path | None = None,
    **more: str,
) -> Path:
    """Note the day, name or place of an event, the name of a person, or the area of a bare title as it should be.

    ``correct("Event:a.txt#1.1", day="2026-04-28", why="报纸误植")``, ``correct("敖煌新", name="敖煜新")``,
    ``correct("Position:区长@a.txt", area="滨江区")``. An older correction of the same thing stays in the file, marked as replaced.

    Args:
        what: a name or id; of a merged node all mentions are corrected, of a member's id (memberIds) that mention alone.
        day: 2026-04-29, 2026-04, 2026, 2026-04-28..2026-04-30, or unknown.
        place: the venue: a name, or an id where another node bears it too.
        area: of the office; needs `doc` where the office is not local to one document, since other papers may mean their own.
        was: of several venues the one to correct.
        doc: where the title is printed.
        person: the one of those holding it there who is meant; all are without it.
        judgements: file to add to; ``out.judgements.jsonl`` beside ``out`` when null.
        more: for whoever reads the file: ``by`` and ``when``.

    Returns:
        The file.

    Raises:
        UsageError: no such node, nothing to correct, or what it should be is not possible.
    """
    wanted = {k: v for k, v in (("date", day), ("name", name), ("place", place), ("area", area)) if v is not None}
    if not wanted:
        raise UsageError(what, "nothing to correct is given", "give --day, --name, --place or --area")
    folder = Path(graph)
    output.recover(folder.resolve())
    found = jsonl.read(folder)
    node, nodes = _mentions(found, what)
    path = minutes.file_of(graph, judgements)
    told = {k: v for k, v in {**more, "why": why}.items() if v}
    made = []
    for field, value in wanted.items():
        if node["label"] not in FIELDS[field]:
            allowed = " and ".join(f"{label}s" for label in FIELDS[field])
            raise UsageError(node["id"], f"a {node['label']} has no {field} to correct", f"{allowed} have")
        row: dict[str, Any] = {"judge": "correct", "field": field, "nodes": nodes, "value": value.strip()}
        if field == "place":
            row |= _place(found, node, value, was)
        elif field == "area":
            row |= _area(folder, found, node, value, doc, person)
        elif node.get(field):
            row["was"] = str(node[field])
        made.append({**row, "fact": f"{field} of {node['name']}: {row['value']}", **told})
    _note(path, made, more)
    return path


def add(
    kind: str,
    source: str,
    target: str | None = None,
    *,
    doc: str,
    quote: str,
    at: int | None = None,
    values: dict[str, str] | None = None,
    area: str | None = None,
    why: str = "",
    graph: str | Path = "out",
    judgements: str | Path | None = None,
    **more: str,
) -> Path:
    """Note a fact that is missing, coded by hand from a quote.

    ``add("ATTENDED", "罗映山", "Event:a.txt#1.1", doc="a.txt", quote="罗映山参加。", values={"titles": "区长"})``,
    ``add("Event", "区委常委会会议", doc="a.txt", quote="5月5日，区委常委会召开会议。", values={"date": "2031-05-05", "kind": "meeting"})``.

    A role brings its ATTENDED along, and the other way round; an Event its REPORTS, a new office the area it is IN.

    Args:
        kind: type of an edge, or Event.
        source, target: ids or names; a name that the document does not have yet is a new node; ``Organization:某局`` where the
            label is not clear.
        doc: the document, as `report.json` names it.
        quote: as it stands there; line ends and blanks in it need not be the same.
        at: where it begins, should it stand there several times.
        values: properties of the edge or event, as text: lists with 、 between; ``day`` for the bounds of an office.
        area: where a bare title belongs.
        judgements, more: as for `correct`.

    Returns:
        The file.

    Raises:
        UsageError: no such document, quote or property; the ends are not of the right labels.
    """
    folder = Path(graph)
    output.recover(folder.resolve())
    found = jsonl.read(folder)
    page = Page(folder, doc)
    start, end = page.find(quote, at)
    article = page.article(start)
    facts = coding.facts(found, page, article, kind, source, target, values or {}, area)
    told = {k: v for k, v in {**more, "why": why}.items() if v}
    ends = f"{source} {kind} {target}" if target else f"{kind} {source}"
    row = {"judge": "add", "facts": facts, "doc": doc, "article": article, "start": start, "end": end,
           "quote": page.text[start:end], "fact": f"{ends}: {' '.join(page.text[start:end].split())}", **told}  # fmt: skip
    path = minutes.file_of(graph, judgements)
    _note(path, [row], more)
    return path


def _note(path: Path, made: Sequence[dict[str, Any]], more: dict[str, str]) -> None:
    """Add lines; those that say otherwise of the same are marked as replaced. What stands there already is not added again."""
    problems: list[KgError] = []
    there = [edit for edit, _ in lines(path, problems)]
    older, added = set(), []
    for row in made:
        try:
            edit = parse(row, "this one")
        except KgError as e:
            raise UsageError(e.where, e.what, e.todo) from e
        if edit.id in {e.id for e in there}:
            continue
        added.append(json.dumps(row, ensure_ascii=False))
        if isinstance(edit, Correction):
            mine = set(edit.about)
            others = (e for e in there if isinstance(e, Correction) and not mine.isdisjoint(e.about))
            older |= {int(e.where.rpartition(":")[2]) for e in others}
    if older:
        minutes.mark(path, older, ", ".join(filter(None, ("correct", more.get("when"), more.get("by")))), added)
    else:
        for line in added:
            minutes.append(path, line)


def _mentions(graph: Graph, what: str) -> tuple[dict[str, Any], list[str]]:
    """The node, and the ids of the mentions that are meant."""
    node_id = resolve(graph, what)
    node = next(n for n in graph.nodes() if n["id"] == node_id or node_id in (n.get("memberIds") or ()))
    return node, [node_id] if node_id != node["id"] else sorted({node["id"], *(node.get("memberIds") or ())})


def _place(graph: Graph, event: dict[str, Any], value: str, was: str | None) -> dict[str, Any]:
    venues = {e["target"]: graph.node(e["target"])["name"] for e in graph.edges_of(event["id"], "HELD_AT")}
    if not venues:
        raise UsageError(event["id"], "no place of it was read", "kg add HELD_AT with its quote adds one")
    meant = [i for i, name in venues.items() if was in (None, i, name)]
    if len(meant) != 1:
        raise UsageError(
            event["id"], f"{len(meant)} of its places can be meant", f"give --was, one of: {', '.join(venues)}"
        )
    to = offices.venue(graph, value, _area_of(graph, event))
    return {"to": to, "value": to["name"], "was": meant[0]}


def _area_of(graph: Graph, event: dict[str, Any]) -> str | None:
    """The area of the paper that tells of an event."""
    papers = (graph.node(e["source"]) for e in graph.edges_of(event["id"], "REPORTS"))
    return next((str(a["area"]) for a in papers if a.get("area")), None)


def _area(
    folder: Path, graph: Graph, office: dict[str, Any], value: str, doc: str | None, person: str | None
) -> dict[str, Any]:
    local = office["id"].partition("@")[2]
    where = doc or local
    if not where:
        docs = _docs(graph.edges_of(office["id"]))
        raise UsageError(office["id"], "other papers may mean their own", f"give --doc, one of: {', '.join(docs[:5])}")
    if where not in _docs(graph.edges_of(office["id"])):
        raise UsageError(where, f"does not name {office['id']}", f"kg show {office['name']} tells where it is named")
    to, place = offices.office(str(office.get("title") or office["name"]), value, where)
    if place is None:
        raise UsageError(
            value, f"{office.get('title')} of it is no office of an area", "name the area in full (滨江区)"
        )
    row: dict[str, Any] = {"to": to, "in": place, "doc": where, "value": place["name"], "was": office["name"]}
    if person is not None:
        row["person"] = Page(folder, where).mention(graph, "Person", resolve(graph, person))["id"]
    return row


def _docs(edges: Iterable[dict[str, Any]]) -> list[str]:
    return sorted({doc for e in edges for doc in e.get("docs") or ()})
