"""The main job: read → extract → link → fold → write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg import corpus, judgement, output, workers
from kg.errors import InputError, KgError, UsageError
from kg.exports import html, jsonl
from kg.folding import fold
from kg.linking import link
from kg.report import Report
from kg.statement import Statement, in_order, ref_id, refs_of
from kg.stores import ladybug


def build(
    inputs: Sequence[str | Path],
    out: str | Path = "out",
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    ner: str = "embedded",
    jobs: int = 1,
    dataset: str = "kg",
    database: bool = True,
    judgements: str | Path | None = None,
    on_progress: Callable[[int, int, str], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
) -> Report:
    """Read newspapers and write the graph they prove.

    Args:
        inputs: text files and folders of them (``["seeds"]``).
        out: folder to write; an earlier build there is replaced in one step, anything else is refused.
        issued: ISO date of issue of all inputs, possibly partial (``2025-04``); without it the manifest or masthead.
        area: the paper's area (``拱墅区``), to which a bare 区长 belongs.
        publisher: the paper's name (``今日拱墅``).
        ner: the recogniser, ``embedded`` or ``dictionary``.
        jobs: processes that extract; the files are the same, byte for byte, whatever the number.
        dataset: value of the property of that name on nodes and edges.
        judgements: file of what people decided (see `kg.judgement`); ``out.judgements.jsonl`` beside ``out`` when null.
        database: write graph.lbug, the graph in the embedded Cypher database, too.
        on_progress: called with the numbers of documents done and of all, and the name of the last one.
        on_error: called with each input that fails, as it fails; the rest of the batch goes on.

    Returns:
        The report, which also stands in ``report.json``.

    Raises:
        UsageError: wrong arguments, or an `out` that no build wrote.
        InputError: nothing could be read; `out` is left as it was.
    """
    if jobs < 1:
        raise UsageError("--jobs", f"{jobs} is not a number of processes", "give 1 or more")
    names = [str(i) for i in inputs]
    metadata = {"issued": issued, "area": area, "publisher": publisher}
    report = Report({"inputs": names, **metadata, "ner": ner, "dataset": dataset})

    def fail(error: KgError) -> None:
        report.failures.append(error)
        if on_error:
            on_error(error)

    statements: list[Statement] = []
    with output.replacing(Path(out)) as folder:
        with report.timing("read and extract"):
            paths = [Path(i) for i in names]
            total = sum(1 for _ in corpus.sources(paths, lambda error: None))
            documents = corpus.read(paths, **metadata, on_error=fail)
            for done, found in enumerate(workers.extract(documents, ner, jobs), start=1):
                if found.error:
                    fail(found.error)
                else:
                    report.add(found.document, found.statements)
                    statements += found.statements
                if on_progress:
                    on_progress(done, total, found.document.doc)
        if not report.documents:
            todo = "give .txt or .md files, or folders of them"
            raise InputError(", ".join(names) or "INPUT", "nothing could be read", todo)
        decided = judgement.Judgements.load(Path(judgements) if judgements else judgement.path_for(Path(out)))
        links = _write(in_order(decided.settle(statements)), folder, report, decided)
        for error in (*decided.problems, *decided.unmet((s.id for s in statements), links)):
            fail(error)
        if database:
            with report.timing("database"):
                try:
                    ladybug.write(folder)
                except KgError as e:
                    fail(e)  # the rows are written; the database is a copy of them
        _write_report(report, folder)
    return report


def _write(
    statements: list[Statement], folder: Path, report: Report, decided: judgement.Judgements
) -> Iterator[str]:
    """Link, fold and write; gives the ids of all nodes that statements name, as they were before they were merged."""
    with report.timing("link"):
        links = decided.constrain(link(statements))
    with report.timing("fold"):
        graph = fold(statements, links, dataset=report.options["dataset"])
    with report.timing("write"):
        jsonl.write_statements(statements, folder / "statements.jsonl")
        jsonl.write_nodes(graph, folder / "nodes.jsonl")
        jsonl.write_edges(graph, folder / "edges.jsonl")
        html.write(graph, statements, folder / "graph.html")
    report.count("statements", ({"schema": s.schema} for s in statements), "schema")
    report.count("nodes", graph.nodes(), "label")
    report.count("edges", graph.edges(), "type")
    report.count("events", graph.nodes("Event"), "status")
    return (ref_id(ref) for s in statements for ref in refs_of(s.args))


def _write_report(report: Report, folder: Path) -> None:
    text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
