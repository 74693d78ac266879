"""explorer.html: the page of a build as a file that can be mailed."""

from __future__ import annotations

from pathlib import Path

from kg import judgement, safekeeping
from kg.errors import InputError, KgError, UsageError
from kg.view import network, packing, page, verdicts
from kg.view.base import Base
from kg.view.overview import Overview
from kg.view.packing import LIMIT, Part
from kg.view.papers import Scope
from kg.view.period import Period
from kg.view.texts import Texts

NAME = "explorer.html"
#: What stands in the first bytes of every such page.
MARK, _HEAD = '<meta name="generator" content="kg explorer">', 4096


def write(
    folder: Path,
    to: Path,
    *,
    center: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    area: str | None = None,
    publisher: str | None = None,
    judgements: Path | None = None,
    source: Path | None = None,
) -> tuple[int, int]:
    """Write the page of a build, or of a part of it.

    Args:
        to: the file.
        center: id, or name that no other node bears, of a node: it and what is near it.
        since, until: what was, or can have been, between two days, which may be months or years.
        limit: nodes at most, those with the most ties first; 10,000 at most.
        area, publisher: what papers of an area, or of a publisher, tell.

    Returns:
        How many nodes the page holds, and how many the build has.

    Raises:
        UsageError: the build is larger than a page and nothing narrows it, or the file cannot be written.
    """
    _refuse_foreign(to)
    period = Period.of(since, until)
    if period.since and period.until and period.since > period.until:
        raise UsageError(f"--since {since}", f"is after --until {until}", "exchange them")
    base = Base(folder, source)
    try:
        whole = Overview(base)
        total = sum(row["number"] for row in base.ask("count_nodes"))
        scope = chosen(base, whole, area, publisher, period)
        narrowed = bool(center or since or until or area or publisher)
        if total > LIMIT and not (narrowed or limit):
            what = f"has {total:,} nodes, more than the {LIMIT:,} of a page"
            raise UsageError(
                folder, what, "give --limit, --since and --until, --area, --publisher or --center; or leave out --to"
            )
        part, most = None, min(limit or LIMIT, LIMIT)
        if narrowed or total > most:
            part = _part(base, whole, center, scope, most, total)
        given = verdicts.told(base, judgement.path_for(folder) if judgements is None else judgements)
        packed = packing.pack(folder, base.texts, whole.dataset, base.documents, part, given)
    finally:
        base.close()
    text = page.whole(packing.squeezed(packed))
    try:
        with safekeeping.replaced(to) as new:
            new.write_text(text, encoding="utf-8", newline="\n")
    except OSError as e:
        raise UsageError(to, f"cannot be written ({e.strerror})", "name another file for --to") from e
    return len(packed["nodes"]), total


def chosen(base: Base, whole: Overview, area: str | None, publisher: str | None, period: Period | None = None) -> Scope:
    """The scope of these options (UsageError where the graph has no such area or publisher)."""
    papers = base.papers
    for option, name, there in (("--area", area, {*papers.areas, *(a for found in whole.seats.values() for a in found)}),
                                ("--publisher", publisher, {*papers.publishers})):  # fmt: skip
        if name and name not in there:
            some = sorted(there, key=lambda n: (-papers.areas[n] - papers.publishers[n], n))[:10]
            todo = (
                f"the graph has {', '.join(some)}{' …' if len(there) > len(some) else ''}" if there else "leave it out"
            )
            raise UsageError(f"{option} {name}", "is of no paper and no office of the graph", todo)
    return Scope(area or "", publisher or "", period or Period())


def _part(base: Base, whole: Overview, center: str | None, scope: Scope, limit: int, total: int) -> Part:
    start = _center(base, center) if center else None
    found = network.network(base, whole, "ties", start, scope, limit, edges=None)
    nodes, edges = {n["id"] for n in found["nodes"]}, found["edges"]
    if not scope.period.open:
        # What nothing of the period touches is left out, though it may have many ties; organs and areas stay.
        touched = {e[k] for e in edges if e["type"] not in network.LASTING for k in ("source", "target")} | {start}
        touched |= {e["target"] for e in edges if e["type"] in network.LASTING and e["source"] in touched}
        nodes &= touched
        edges = [e for e in edges if e["source"] in nodes and e["target"] in nodes]
    # A paper of May tells of April: the articles that tell of what is kept come along, whenever they were printed.
    kept = {e["id"] for e in edges}
    papers = base.papers.chosen(scope)
    for row in base.edges.of("REPORTS"):
        if row["target"] in nodes and row["source"] in papers and (row["source"] in nodes or len(nodes) < limit):
            nodes.add(row["source"])
            kept.add(row["id"])
    papers_only = Scope(scope.area, scope.publisher)
    return Part(frozenset(nodes), frozenset(kept), total, base.papers.covered(papers_only), scope.area, scope.publisher)


def _refuse_foreign(to: Path) -> None:
    """Only a page of this kind is overwritten."""
    try:
        with to.open("rb") as file:
            start = file.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as e:
        raise UsageError(to, f"cannot be written ({e.strerror})", "name another file for --to") from e
    if start and MARK.encode() not in start:
        raise UsageError(to, "is there, and is no page of kg view", "name another file for --to, or remove it")


def _center(base: Base, name: str) -> str:
    if base.find(whole := base.whole(name)):
        return whole
    found = [row["id"] for row in base.ask("named", name=name)]
    if len(found) != 1:
        what = f"{len(found)} nodes bear this name" if found else "no node bears this name or id"
        raise UsageError(name, what, f"give an id: {', '.join(found[:5])}" if found else "kg show tells what there is")
    return str(found[0])


def build(folder: Path, inputs: list[str], dataset: str, documents: int) -> list[KgError]:
    """Write the page into the folder of a build, whose rows are there already.

    Returns:
        Documents that are there, and whose text could not be read: the page has their quotes alone.
    """
    texts = Texts(folder, inputs)
    packed = packing.pack(folder, texts, dataset, documents)
    (folder / NAME).write_text(page.whole(packing.squeezed(packed)), encoding="utf-8", newline="\n")
    todo = f"{NAME} lacks its text until it is built again"
    return [InputError(doc, f"cannot be read again ({e.strerror})", todo) for doc, e in sorted(texts.failed.items())]
