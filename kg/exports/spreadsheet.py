"""CSV for spreadsheets and statistics programs: one file a label and a type, UTF-8 with a byte order mark for Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg import profile
from kg.exports import areas, shown
from kg.exports.areas import Areas
from kg.exports.cells import cell
from kg.exports.codebook import Entry, of_properties
from kg.exports.formats import Build

TITLE = "one file for each label and each edge type"
ABOUT = """UTF-8 with a byte order mark, so that Excel shows Chinese; `pandas.read_csv(f, encoding="utf-8-sig")`. An empty cell is
unknown. Lists are joined by `; `; in an item, `;` and `\\` have a `\\` before them. Text that a spreadsheet would take for
a formula (it begins with `=`, `+`, `-` or `@`) has a `'` before it. A row is a line: ends of lines in a text are `␊` and `␍`
(a `␊` that is printed is `␛␊`). Dates are ISO, in the precision printed (2026-04); columns called `…Shown` say them as
people read them (不晚于 2026-04-30)."""
#: A table: its name, its columns, its rows.
Table = tuple[str, list[Entry], Iterable[Mapping[str, Any]]]


def write(build: Build, folder: Path) -> list[Entry]:
    """nodes_LABEL.csv and edges_TYPE.csv, for every label and type of the ontology, so that the files are always the same."""
    entries: list[Entry] = []
    with ExitStack() as stack:
        for name, columns, rows in tables(build, ".csv"):
            values = ([row.get(c.name) for c in columns] for row in rows)
            write_rows(stack, folder / name, [c.name for c in columns], values)
            entries += columns
    return entries


def tables(build: Build, suffix: str = "") -> Iterator[Table]:
    """A table of each label and type.

    Args:
        suffix: of their names.
    """
    ontology, names = build.ontology, {n["id"]: n["name"] for n in build.graph.nodes()}
    where, issues = Areas(build.graph), profile.partial_issues(build.graph)
    for node in ontology.nodes.values():
        name = f"nodes_{node.label}{suffix}"
        columns = of_properties(name, {**ontology.node_properties, **node.properties}, ("label",))
        columns += shown.entries(name, node.label)
        # What is dropped from the node because it stands as an edge, or follows from one, is wanted in a table.
        dropped = node.properties.get("area")
        if placed := dropped is not None and dropped.fold == "drop":
            columns.append(
                Entry(name, "area", "string", areas.OF_OFFICE if node.label in areas.PLACED else areas.OF_PAPERS)
            )
        rows = (
            {**row, **shown.of(row["label"], row, issues), **({"area": areas.text(where.of(row))} if placed else {})}
            for row in build.graph.nodes(node.label)
        )
        yield name, columns, rows
    for edge in ontology.edges.values():
        name = f"edges_{edge.type}{suffix}"
        ends = [Entry(name, f"{end}Name", "string", f"name of {end}") for end in ("source", "target")]
        own = of_properties(name, {**ontology.edge_properties, **edge.properties}, ("type",))
        area = areas.OF_OFFICE if edge.targets == ("Position",) else areas.OF_PAPERS
        columns = [*own[:3], *ends, *own[3:], *shown.entries(name, edge.type), Entry(name, "area", "string", area)]
        told = (
            {**e, **shown.of(e["type"], e, issues), "sourceName": names[e["source"]], "targetName": names[e["target"]],
             "area": areas.text(where.of_edge(e))}
            for e in build.graph.edges(edge.type)
        )  # fmt: skip
        yield name, columns, told


def write_rows(stack: ExitStack, path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A CSV file as the codebook of this format says; of use to other formats too."""
    file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)
