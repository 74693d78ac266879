"""The files of a build, written from its ledger line by line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kg import output, report
from kg.errors import KgError
from kg.exports import html
from kg.ledger import Ledger, documents, sight
from kg.ledger.documents import SHOWN
from kg.report import Documents, Report
from kg.stores import ladybug


def write(ledger: Ledger, out: Path, found: Report, database: bool = True) -> KgError | None:
    """Write all files of a build and put them in the place of the old ones, in one step.

    Where `out` shows all that the ledger holds already, only report.json is written.

    Args:
        database: whether graph.lbug is wanted.

    Returns:
        Why there is no graph.lbug, should it fail: the rows are written, the database is a copy of them.
    """
    failure = None
    _count(ledger, found)
    shown = ledger.meta(SHOWN)
    if shown and shown == _seen(out) and (out / ladybug.FILE).exists() == database:
        _write_report(ledger, out, found)
    else:
        with output.replacing(out) as folder:
            with found.timing("write"):
                _write_all(ledger, folder)
            if database:
                with found.timing("database"):
                    try:
                        ladybug.write(folder)
                    except KgError as e:
                        failure = e
                        found.failures.append(e)
            report.write(found, (row for row, _ in documents.summaries(ledger)), folder / report.NAME)
        ledger.note(SHOWN, _seen(out))
    found.documents = Documents(out / report.NAME, found.totals["documents"])
    return failure


def _write_all(ledger: Ledger, folder: Path) -> None:
    # The lines are written while the picture is arranged; each side reads through a connection of its own.
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(_write_texts, ledger.path.parent, folder)
        (folder / "graph.html").write_text(html.draw(sight.LedgerSight(ledger)), encoding="utf-8")
        written.result()


def _write_texts(work: Path, folder: Path) -> None:
    with Ledger(work) as ledger:
        with (folder / "statements.jsonl").open("wb") as file:
            file.writelines(documents.lines(ledger))
        _write_lines(sight.nodes(ledger), folder / "nodes.jsonl")
        _write_lines(sight.edges(ledger), folder / "edges.jsonl")
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
    for row, tally in documents.summaries(ledger):
        summary: dict[str, Any] = json.loads(row)
        totals.update(documents=1, articles=summary["articles"], characters=summary["characters"])
        statements.update(tally)
    found.totals = dict(totals)
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
