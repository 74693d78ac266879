"""CSV for spreadsheets and statistics programs: one file a label and a type, UTF-8 with a byte order mark for Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg.exports import areas
from kg.exports.areas import Areas
from kg.exports.cells import cell
from kg.exports.codebook import Entry, of_properties
from kg.exports.formats import Build

TITLE = "one file for each label and each edge type"
ABOUT = """UTF-8 with a byte order mark, so that Excel shows Chinese; `pandas.read_csv(f, encoding="utf-8-sig")`. An empty cell is
unknown. Lists are joined by `; `; in an item, `;` and `\\` have a `\\` before them. Text that a spreadsheet would take for
a formula (it begins with `=`, `+`, `-` or `@`) has a `'` before it. Dates are ISO, in the precision printed (2026-04)."""


def write(build: Build, folder: Path) -> list[Entry]:
    """nodes_LABEL.csv and edges_TYPE.csv, for every label and type of the ontology, so that the files are always the same."""
    ontology, names = build.ontology, {n["id"]: n["name"] for n in build.graph.nodes()}
    where = Areas(build.graph)
    entries: list[Entry] = []
    with ExitStack() as stack:
        for node in ontology.nodes.values():
            file = f"nodes_{node.label}.csv"
            found = of_properties(file, {**ontology.node_properties, **node.properties}, ("label",))
            rows: Iterable[Mapping[str, Any]] = build.graph.nodes(node.label)
            # What is dropped from the node because it stands as an edge, or follows from one, is wanted in a table.
            if (dropped := node.properties.get("area")) and dropped.fold == "drop":
                note = areas.OF_OFFICE if node.label in areas.PLACED else areas.OF_PAPERS
                found.append(Entry(file, "area", "string", note))
                rows = ({**row, "area": areas.text(where.of(row))} for row in rows)
            _table(stack, folder / file, found, rows)
            entries += found
        for edge in ontology.edges.values():
            file = f"edges_{edge.type}.csv"
            ends = [Entry(file, f"{end}Name", "string", f"name of {end}") for end in ("source", "target")]
            own = of_properties(file, {**ontology.edge_properties, **edge.properties}, ("type",))
            area = areas.OF_OFFICE if edge.targets == ("Position",) else areas.OF_PAPERS
            found = [*own[:3], *ends, *own[3:], Entry(file, "area", "string", area)]
            _table(stack, folder / file, found, _told(build.graph.edges(edge.type), names, where))
            entries += found
    return entries


def _told(edges: Iterable[Mapping[str, Any]], names: Mapping[str, str], where: Areas) -> Iterator[dict[str, Any]]:
    for e in edges:
        area = areas.text(where.of_edge(e))
        yield {**e, "sourceName": names[e["source"]], "targetName": names[e["target"]], "area": area}


def _table(stack: ExitStack, path: Path, columns: list[Entry], rows: Iterable[Mapping[str, Any]]) -> None:
    write_rows(stack, path, [c.name for c in columns], ([row.get(c.name) for c in columns] for row in rows))


def write_rows(stack: ExitStack, path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A CSV file as the codebook of this format says; of use to other formats too."""
    file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)
