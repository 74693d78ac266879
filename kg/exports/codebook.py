"""The codebook beside every export: each file, each column, its type and what it means, from the ontology's own notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kg.ontology import Ontology, Property

FILE = "CODEBOOK.md"
_MARK = "<!-- written by kg export -->"


@dataclass(frozen=True)
class Entry:
    """One column or attribute of one file."""

    file: str
    name: str
    type: str
    note: str


def of_properties(file: str, properties: Mapping[str, Property], but: Iterable[str] = ()) -> list[Entry]:
    """Entries for properties of the ontology, with the values they can take."""
    return [
        Entry(file, p.name, p.type, p.note + (f" ({', '.join(p.values)})" if p.values else ""))
        for p in properties.values()
        if p.name not in but and p.fold != "drop"
    ]


def of_graph(file: str, ontology: Ontology) -> list[Entry]:
    """Entries for a file that holds all nodes and edges as one list of attributes."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for kind, common, classes in (
        ("node", ontology.node_properties, {n.label: n.properties for n in ontology.nodes.values()}),
        ("edge", ontology.edge_properties, {e.type: e.properties for e in ontology.edges.values()}),
    ):
        for entry in of_properties(f"{file}, {kind}s", common):
            found[kind, entry.name] = [entry]
        for name, properties in classes.items():
            for entry in of_properties(f"{file}, {kind}s", properties):
                told = Entry(entry.file, entry.name, entry.type, f"{name}: {entry.note}")
                found.setdefault((kind, entry.name), []).append(told)
    return [Entry(e[0].file, e[0].name, e[0].type, "; ".join(x.note for x in e)) for e in found.values()]


def write(folder: Path, title: str, about: str, entries: Iterable[Entry]) -> None:
    """Write CODEBOOK.md into the folder of an export."""
    lines = [_MARK, f"# {title}", "", about.strip(), ""]
    for file, rows in groupby(entries, key=lambda e: e.file):
        lines += [f"## {file}", "", "| name | type | meaning |", "|---|---|---|"]
        lines += [f"| `{e.name}` | {e.type} | {' '.join(e.note.split()).replace('|', '/')} |" for e in rows]
        lines.append("")
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8", newline="\n")


def is_ours(folder: Path) -> bool:
    """Whether an export wrote the folder."""
    try:
        return (folder / FILE).read_text(encoding="utf-8").startswith(_MARK)
    except (OSError, UnicodeDecodeError):
        return False
