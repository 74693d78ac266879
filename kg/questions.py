"""What people ask a built graph: `kg show` and `kg timeline` as functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg import citations, profile, teams, tenures
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.rows import Rows
from kg.statement import Statement

#: A graph, or the folder of a build.
Source = Graph | str | Path


def open_graph(graph: Source = "out") -> Graph:
    """The graph of a build folder; what a killed build left half renamed is put right first.

    Raises:
        GraphError: the folder holds no build.
    """
    return graph if isinstance(graph, Graph) else jsonl.open_graph(Path(graph))


def show(name: str | None = None, graph: Source = "out") -> Rows:
    """Everything known under a name (敖煜新, 区委书记, a node id): the rows of `kg.profile.show`.

    Without a name, the people, events and positions with the most ties: the rows of `kg.profile.overview`.

    Raises:
        UsageError: nothing bears the name; the message lists names like it.
        GraphError: `graph` is no build.
    """
    found = open_graph(graph)
    if name is None:
        return Rows(profile.overview(found))
    ends = (e for node in profile.bearers(found, name) for e in found.edges_of(node["id"]))
    return Rows(profile.show(found, name, _statements(graph, (i for e in ends for i in e.get("support") or []))))


def why(name: str, graph: str | Path = "out") -> Rows:
    """Why the mentions of a person are taken for one human being, and what was left in doubt, the surest first.

    Args:
        name: a name (敖煜新), an alias or a node id.
        graph: the folder of a build.

    Returns:
        Rows of ``person`` (the node), ``a`` and ``b`` (mentions, each standing for what it was joined with before), ``joined``,
        ``probability`` and ``evidence``: rows of ``kind``, ``what`` and ``weight``, a logarithm of odds. What people judged
        stands in the file of judgements.

    Raises:
        UsageError: nothing bears the name.
        GraphError: `graph` is no build.
    """
    found = open_graph(graph)
    person = {i: n["id"] for n in profile.bearers(found, name) for i in (n["id"], *(n.get("memberIds") or ()))}
    path = Path(graph) / "merges.jsonl"
    rows = []
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            for row in (json.loads(line) for line in lines if any(i in line for i in person)):
                if owner := person.get(row["a"]) or person.get(row["b"]):
                    rows.append({"person": owner, **row})
    return Rows(sorted(rows, key=lambda r: (r["person"], not r["joined"], -r["probability"], r["a"], r["b"])))


def timeline(position: str, area: str | None = None, graph: Source = "out") -> Rows:
    """The holders of a position, the earliest first: the rows of `kg.tenures.timeline`, and with each ``since`` and
    ``until`` (the bounds as text) and ``proofs`` (see `kg.profile.proofs`).

    Raises:
        UsageError: no such position, or a bare title (区委书记) that several areas have.
        GraphError: `graph` is no build.
    """
    found = open_graph(graph)
    rows = tenures.timeline(found, position, area=area)
    issues = profile.partial_issues(found)
    proven = _statements(graph, (i for row in rows for i in row["support"]))
    for row in rows:
        row["since"] = profile.range_of(row["startEarliest"], row["startLatest"], issues)
        row["until"] = profile.range_of(row["endEarliest"], row["endLatest"], issues)
        row["proofs"] = profile.proofs(row, proven)
    return Rows(rows)


def team(areas: str | Sequence[str], day: str, graph: Source = "out") -> Rows:
    """The leaders of one or several areas on a day: the rows of `kg.teams.team` (``kg.team("拱墅区", "2026-04-29")``).

    Raises:
        UsageError: no whole day, or no area of that name.
        GraphError: `graph` is no build.
    """
    return Rows(teams.team(open_graph(graph), [areas] if isinstance(areas, str) else areas, day))


def cite(what: str, to: str = "bibtex", graph: str | Path = "out", kind: str | None = None) -> str:
    """The articles in which the quotes stand that prove what is known of a name, or one statement, to be cited.

    Args:
        what: a name (敖煜新), an alias, or the id of a node, an edge or a statement.
        to: bibtex or csl-json.
        graph: the folder of a build.
        kind: type of edges (CHAIRED); those of all types without it.

    Returns:
        The text of a ``.bib`` or ``.json`` file; see `kg.citations.cite`.

    Raises:
        UsageError: nothing bears the name, nothing is quoted for it, or there is no such format.
        GraphError: `graph` is no build.
    """
    found = open_graph(graph)
    ids = [i for e in found.edges() if what == e["id"] for i in e["support"]] or [what]
    proofs = [{"statement": i, **s.evidence.to_dict()} for i, s in _statements(graph, ids).items()]
    if not proofs:
        rows = show(what, graph)
        wanted = [r for r in rows if kind in (None, r["type"]) and r["basis"] != "derived"]
        proofs = [p for r in wanted for p in r["proofs"] if "doc" in p]
        if not proofs:
            there = ", ".join(sorted({r["type"] for r in rows}))
            raise UsageError(
                what, f"no quote of {kind or 'it'}", f"it has {there}" if there else "kg show tells what is there"
            )
    articles = dict.fromkeys(f"Article:{p['doc']}#{p['article']}" for p in proofs)
    wrote = (i for a in articles for e in citations.writers(found, a) for i in e["support"])
    return citations.cite(found, proofs, to, {i: s.evidence.start for i, s in _statements(graph, wrote).items()})


def _statements(graph: Source, ids: Iterable[str]) -> dict[str, Statement]:
    """Statements by id; none of a graph that does not come from a folder."""
    if isinstance(graph, Graph):
        return {}
    return {s.id: s for s in jsonl.read_statements(Path(graph), set(ids))}
