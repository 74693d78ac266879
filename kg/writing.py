"""The files of a build, written from its ledger line by line."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kg import output, report, updates
from kg.errors import KgError
from kg.exports import html
from kg.ledger import Damaged, Ledger, differences, documents, fingerprints, plan, sight, soundness
from kg.ledger.documents import SHOWN
from kg.report import Documents, Report
from kg.stores import ladybug
from kg.updates import Update, is_worth_while
from kg.view import filing
from kg.view.packing import LIMIT

_log = logging.getLogger("kg")


def ahead(ledger: Ledger, out: Path, database: bool = True) -> Update | None:
    """A process that gets ready to bring a large graph.lbug up to date, where that may be wanted; for `write`."""
    old, work = out / ladybug.FILE, ledger.path.parent
    updates.sweep(work)
    if database and is_worth_while(old) and differences.are_from(ledger, old, fingerprints.of_database()):
        try:
            return Update(work, Path(os.path.realpath(old)))
        except OSError as e:
            _log.warning("%s: no process can be started to bring it up to date (%s)", old, e)
    return None


def write(
    ledger: Ledger,
    out: Path,
    found: Report,
    database: bool = True,
    update: Update | None = None,
    whole: bool = False,
) -> list[KgError]:
    """Write all files of a build and put them in the place of the old ones, in one step.

    Where `out` shows all that the ledger holds already, only report.json is written.

    Args:
        database: whether graph.lbug is wanted.
        update: see `ahead`.
        whole: look at all of the graph before it is shown, not only at a sample of its proofs.

    Returns:
        Why there is no graph.lbug, should it fail: the rows are written, the database is a copy of them. And the texts that
        are not in the page.

    Raises:
        Damaged: the graph does not hold together; `out` is left as it was.
    """
    shown = ledger.meta(SHOWN)
    failures: list[KgError] = []
    made_with = fingerprints.of_database()
    updated = database and differences.lead_from(ledger, out / ladybug.FILE, made_with)
    if updated and update and not shown:
        differences.trying(ledger)
        update.begin()
    _count(ledger, found)
    number = sum(found.found["nodes"].values())
    page = number <= LIMIT
    if not page:
        found.notes.append(
            f"{filing.NAME} is left out: {number:,} nodes are more than the {LIMIT:,} of a page; kg view shows them,"
            f" and kg view --to {filing.NAME} writes a part"
        )
    there = (out / ladybug.FILE).exists() == database and (out / filing.NAME).exists() == page
    known = shown and shown == _seen(out) and there
    if whole or not known:
        with found.timing("check"):
            if wrong := soundness.broken(ledger, whole):
                raise Damaged(f"gives a graph in which {wrong}")
    if known:
        _write_report(ledger, out, found)
    else:
        if updated:
            differences.trying(ledger)
        with output.keeping(out), output.replacing(out) as folder:
            with found.timing("write"):
                updated = _write_all(ledger, folder, out if updated else None, update)
            with ThreadPoolExecutor(1) as pool:
                drawn = pool.submit(_write_page, folder, found) if page else None
                if database and not updated:
                    with found.timing("database"):
                        try:
                            ladybug.write(folder)
                        except KgError as e:
                            failures.append(e)
                untold = drawn.result() if drawn else []
            failures += untold
            found.failures += failures
            report.write(found, (row for row, _ in documents.summaries(ledger)), folder / report.NAME)
        with ledger.transaction():
            ledger.note(SHOWN, None if untold else _seen(out))  # what is missing comes with the next build
            differences.begin(ledger, out / ladybug.FILE, made_with, updated)
    found.documents = Documents(out / report.NAME, found.totals["documents"])
    return failures


def _write_all(ledger: Ledger, folder: Path, old: Path | None, update: Update | None) -> bool:
    """Write rows and picture, and the database from that of an old build; tells whether the database was written."""
    # All at once; each side reads through a connection of its own.
    with ThreadPoolExecutor(2) as pool:
        database = pool.submit(_update, ledger.path.parent, old, folder, update) if old else None
        written = pool.submit(_write_texts, ledger.path.parent, folder)
        (folder / "graph.html").write_text(html.draw(sight.LedgerSight(ledger)), encoding="utf-8")
        written.result()
        if database and update:  # it takes longest; what would have to be done after it can be done now
            ledger.settle()
            output.flush(folder)
        return bool(database and database.result())


def _write_page(folder: Path, found: Report) -> list[KgError]:
    with found.timing("explorer"):
        inputs = [str(i) for i in found.options.get("inputs") or []]
        return filing.build(folder, inputs, str(found.options.get("dataset") or "kg"), found.totals["documents"])


def _update(work: Path, old: Path, folder: Path, update: Update | None) -> bool:
    try:
        if update:
            update.finish(folder)
        else:
            updates.apply(work, old / ladybug.FILE, folder)
    except Exception as e:
        _log.warning("%s: cannot be brought up to date (%s), so it is written whole", old / ladybug.FILE, e)
        return False
    return True


def _write_texts(work: Path, folder: Path) -> None:
    with Ledger(work) as ledger:
        with (folder / "statements.jsonl").open("wb") as file:
            file.writelines(documents.lines(ledger))
        _write_lines(sight.nodes(ledger), folder / "nodes.jsonl")
        _write_lines(sight.edges(ledger), folder / "edges.jsonl")
        _write_lines(plan.reasons_of(ledger), folder / "merges.jsonl")
        for name, content in documents.texts(ledger):
            path = folder / "texts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _write_report(ledger: Ledger, out: Path, found: Report) -> None:
    with output.beside(out, report.NAME) as path:
        report.write(found, (row for row, _ in documents.summaries(ledger)), path)


def _count(ledger: Ledger, found: Report) -> None:
    statements: Counter[str] = Counter()
    totals: Counter[str] = Counter(documents=0, articles=0, characters=0)
    unknown = dict.fromkeys(found.unknown, 0)
    for row, tally in documents.summaries(ledger):
        summary: dict[str, Any] = json.loads(row)
        totals.update(documents=1, articles=summary["articles"], characters=summary["characters"])
        statements.update(tally)
        for what in unknown:
            unknown[what] += not summary.get(what)
    found.totals, found.unknown = dict(totals), unknown
    found.count("statements", statements.items())
    found.count("nodes", sight.count(ledger, "node", "label"))
    found.count("edges", sight.count(ledger, "edge", "type"))
    found.count("events", sight.count(ledger, "node", "status", "Event"))


def _seen(out: Path) -> str:
    """What can be seen of the files of a build, but for the report, without reading them."""
    return json.dumps(sorted(_stats(out)))


def _stats(out: Path) -> Iterator[tuple[str, int, int]]:
    for path in out.rglob("*"):
        if path.is_file() and path.name != report.NAME:
            stat = path.stat()
            yield path.relative_to(out).as_posix(), stat.st_size, stat.st_mtime_ns
