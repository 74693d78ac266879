"""`kg export`: one format a module, each a folder of files with a codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from kg import output
from kg.errors import UsageError
from kg.exports import codebook, jsonl
from kg.graph import Graph
from kg.ontology import Ontology

#: Format → the module that writes it (``write(build, folder, **options)`` gives the entries of the codebook).
FORMATS: Mapping[str, str] = {
    "csv": "kg.exports.spreadsheet",
    "coattendance": "kg.exports.coattendance",
    "ftm": "kg.exports.ftm",
    "gexf": "kg.exports.gexf",
    "graphml": "kg.exports.graphml",
    "jsonl": "kg.exports.plain",
    "neo4j-import": "kg.exports.neo4j_import",
    "panel": "kg.exports.panel",
    "popolo": "kg.exports.popolo",
    "xlsx": "kg.exports.xlsx",
}
Writer = Callable[["Build", Path], list[codebook.Entry]]


@dataclass
class Build:
    """What an export is made of: the folder of a build (null when only a graph is given), and its graph."""

    source: Graph | Path

    @cached_property
    def graph(self) -> Graph:
        return self.source if isinstance(self.source, Graph) else jsonl.read(self.source)

    @cached_property
    def ontology(self) -> Ontology:
        return Ontology.load()


def export(graph: Graph | str | Path, to: str, out: str | Path | None = None) -> Path:
    """Write a graph in another format.

    Args:
        graph: a graph, or the folder of a build.
        to: one of `FORMATS`.
        out: folder to write, ``out-gexf`` for gexf when null; an earlier export there is replaced, anything else refused.

    Returns:
        The folder, which holds the files and CODEBOOK.md.

    Raises:
        UsageError: no such format, or a folder with other files.
        GraphError: `graph` is no build.
    """
    if to not in FORMATS:
        raise UsageError("--to", f"unknown format '{to}'", f"allowed: {', '.join(FORMATS)}")
    module: Any = import_module(FORMATS[to])
    build = Build(graph if isinstance(graph, Graph) else Path(graph))
    base = "graph" if isinstance(graph, Graph) else Path(graph).resolve().name
    folder = Path(out) if out is not None else Path(f"{base}-{to}")
    with output.replacing(folder, _refuse_foreign) as new:
        entries = module.write(build, new)
        codebook.write(new, f"{to}: {module.TITLE}", module.ABOUT, entries)
    return folder


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and (codebook.is_ours(folder) or not any(folder.iterdir()))):
        raise UsageError(folder, "holds files that no export wrote", "name another folder with --out")
