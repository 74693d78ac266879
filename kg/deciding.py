"""`kg judge`, `kg reject` and `kg accept` as functions: a line is added to the judgements that every build replays."""

from __future__ import annotations

from pathlib import Path

from kg import minutes, output
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.judgement import FACTS, IDENTITY, Judgement, read, saying, to_line
from kg.judgements import Judgements
from kg.statement import Statement


def judge(
    kind: str,
    a: str,
    b: str,
    why: str = "",
    graph: str | Path = "out",
    judgements: str | Path | None = None,
    among: Graph | None = None,
    replace: bool = False,
    **more: str,
) -> Path:
    """Note that two nodes are the same, or different (``judge("same", "Person:敖煜新@a.txt", "Person:敖煜新@b.txt")``).

    Args:
        a, b: ids or names of nodes; to part what was merged, ids of members. Of two that are different, b leaves.
        graph: the build that they are looked up in.
        judgements: file to add to; ``out.judgements.jsonl`` beside ``out`` when null.
        among: the nodes to look them up in, for whoever has them at hand; else the build is read.
        replace: put it in the place of an older line of these two that says the opposite; that line stays, marked.
        more: for whoever reads the file: ``by`` and ``when``.

    Returns:
        The file.

    Raises:
        UsageError: no such node, several of that name, or a judgement that contradicts one in the file.
    """
    if kind not in IDENTITY:
        raise UsageError(kind, "is no judgement", f"allowed: {', '.join(IDENTITY)}")
    output.recover(Path(graph).resolve())
    found = among or jsonl.read(Path(graph))
    ids = resolve(found, a), resolve(found, b)
    if ids[0] == ids[1]:
        raise UsageError(f"{a}, {b}", "are one node already", "name two members of it: " + _members(found, ids[0]))
    if ids[0].partition(":")[0] != ids[1].partition(":")[0]:
        raise UsageError(f"{ids[0]}, {ids[1]}", "are not of one label", "name two people, two events …")
    return _add(Judgement(kind, *ids, why), graph, judgements, replace, **more)


def reject(
    statement: str | Statement,
    why: str = "",
    graph: str | Path = "out",
    judgements: str | Path | None = None,
    **more: str,
) -> Path:
    """Note that a statement, given or by its id, is wrong: builds leave it out. An older line that accepts it stays, marked
    as replaced."""
    return _decide("reject", statement, why, graph, judgements, **more)


def accept(
    statement: str | Statement,
    why: str = "",
    graph: str | Path = "out",
    judgements: str | Path | None = None,
    **more: str,
) -> Path:
    """Note that a statement, given or by its id, is right: builds give it confidence 1. An older line that rejects it stays,
    marked as replaced."""
    return _decide("accept", statement, why, graph, judgements, **more)


def take_back(
    kind: str, a: str, b: str = "", graph: str | Path = "out", judgements: str | Path | None = None, **more: str
) -> Path:
    """Take back a decision (``take_back("reject", "77ab…")``): its line stays, marked as undone, and says nothing to a build.

    Raises:
        UsageError: there is no such decision.
    """
    path = minutes.file_of(graph, judgements)
    there, _ = read(path)
    wanted = Judgement(kind, a, b)
    given = [j for j in there if j.kind == kind and j.pair == wanted.pair]
    if not given:
        raise UsageError(path, f"no '{kind}' of {' and '.join(filter(None, (a, b)))}", "nothing was written")
    by = ", ".join(filter(None, ("undone", more.get("when"), more.get("by"))))
    minutes.mark(path, {int(j.where.rpartition(":")[2]) for j in given}, by)
    return path


def _decide(
    kind: str, statement: str | Statement, why: str, graph: str | Path, judgements: str | Path | None, **more: str
) -> Path:
    found = statement if isinstance(statement, Statement) else _find(statement, graph)
    more = {"fact": _told(found), **more}
    return _add(Judgement(kind, found.id, "", why, of=saying(found)), graph, judgements, False, **more)


def _find(statement: str, graph: str | Path) -> Statement:
    output.recover(Path(graph).resolve())
    found = next(jsonl.read_statements(Path(graph), {statement}), None)
    if found is not None:
        return found
    edge = next((e for e in jsonl.read(Path(graph)).edges() if e["id"] == statement), None)
    todo = (
        f"it is an edge; its statements: {', '.join(edge['support'])}"
        if edge
        else "kg show --format json gives the ids"
    )
    raise UsageError(statement, "no such statement", todo)


def _add(judgement: Judgement, graph: str | Path, file: str | Path | None, replace: bool = False, **more: str) -> Path:
    path = minutes.file_of(graph, file)
    there, _ = read(path)
    mine = Judgement(judgement.kind, judgement.a, judgement.b, judgement.why, "this one")
    older = [
        j for j in there if j.pair == mine.pair and {j.kind, mine.kind} in ({"accept", "reject"}, {"same", "different"})
    ]
    if any(j.kind == mine.kind and j.pair == mine.pair for j in there) and not older:
        return path
    if older and (replace or mine.kind in FACTS):
        return _replace(path, judgement, older, more)
    news = {str(e) for e in Judgements([*there, mine]).problems} - {str(e) for e in Judgements(there).problems}
    if news:
        todo = (
            "nothing was written; --replace puts it in the place of the older one" if older else "nothing was written"
        )
        raise UsageError(path, " ".join(sorted(news)), todo)
    minutes.append(path, to_line(judgement, **more))
    return path


def _replace(path: Path, judgement: Judgement, older: list[Judgement], more: dict[str, str]) -> Path:
    """Mark the lines that say the opposite as replaced, and add this one: both are in the file, or neither."""
    by = ", ".join(filter(None, (judgement.kind, more.get("when"), more.get("by"))))
    minutes.mark(path, {int(j.where.rpartition(":")[2]) for j in older}, by, [to_line(judgement, **more)])
    return path


def _told(fact: Statement) -> str:
    """A statement in a line, for whoever reads the file: ``敖煜新 CHAIRED 区委常委会扩大会议: 区委书记敖煜新主持…``."""
    ends = [fact.args[k]["name"] for k in ("source", "target") if k in fact.args]
    node = fact.args.get("node")
    named = f"{ends[0]} {fact.schema} {ends[1]}" if len(ends) == 2 else f"{fact.schema} {node['name'] if node else ''}"
    return f"{named}: {' '.join(fact.evidence.quote.split())}"


def resolve(graph: Graph, name: str) -> str:
    """The id that is meant: itself, be it a member's, or that of the one node of a name (UsageError when there is none, or several)."""
    for node in graph.nodes():
        if node["id"] == name or name in (node.get("memberIds") or ()):
            return name
    found = [n["id"] for n in graph.find(name)]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise UsageError(name, f"{len(found)} nodes bear this name", f"give an id: {', '.join(found[:5])}")
    raise UsageError(name, "no node bears this name or id", f"kg show {name} tells what is near it")


def _members(graph: Graph, node_id: str) -> str:
    node = next((n for n in graph.nodes() if n["id"] == node_id or node_id in (n.get("memberIds") or ())), None)
    return ", ".join((node or {}).get("memberIds") or ["it has none"])
