"""What a build read, found and left out: the content of report.json and of the summary table."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, overload

from kg import __version__
from kg.errors import GraphError, KgError
from kg.exports import jsonl
from kg.graph import Graph
from kg.ledger.fingerprints import PACKAGES
from kg.ledger.fingerprints import versions as versions_of
from kg.output import MARK
from kg.schemas import schema_dir

NAME = "report.json"
#: Stands in report.json where its rows come, until they are written in its place.
_ROWS = "@rows@"


class Documents(Sequence[dict[str, Any]]):
    """The rows of report.json, one a document, by name; read when asked for, so that a report stays small."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            with self._path.open(encoding="utf-8") as lines:
                yield from (json.loads(line.rstrip(",\n")) for line in lines if line.startswith('{"doc": '))
        except (OSError, ValueError) as e:
            raise GraphError(self._path, "cannot be read", "build the graph again") from e

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return list(self)[index]


@dataclass
class Report:
    """Filled while a build runs.

    Attributes:
        options: the arguments of the build.
        recogniser: `name` and `version` of the one that read, and `why` it was taken.
        documents: one row for each document: where its metadata came from, its size, its statements.
        totals: numbers of documents, articles and characters.
        unknown: how many documents have no date of issue (``issued``), and how many no ``area``.
        cache: how many documents were read now, how many were known from an earlier build, how many were taken out;
            and how many nodes were folded again.
        failures: inputs that could not be read or extracted, each with why.
        notes: what was left out on purpose, and why.
        found: counts of statements by schema, nodes by label, edges by type, events by status.
        seconds: wall-clock time of each stage.
        schemas: the folder of ontology, lexicon and rules that was used.
        out: the folder that was written; `graph` opens it.
    """

    options: dict[str, Any] = field(default_factory=dict)
    recogniser: dict[str, str] = field(default_factory=dict)
    documents: Sequence[dict[str, Any]] = ()
    totals: dict[str, int] = field(default_factory=lambda: {"documents": 0, "articles": 0, "characters": 0})
    unknown: dict[str, int] = field(default_factory=lambda: {"issued": 0, "area": 0})
    cache: dict[str, int] = field(default_factory=lambda: {"read": 0, "known": 0, "removed": 0, "folded": 0})
    failures: list[KgError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    schemas: str = field(default_factory=lambda: str(schema_dir().resolve()))
    out: Path = Path("out")

    def graph(self) -> Graph:
        """What was built, opened: ``kg.build(["seeds"]).graph().find("敖煜新")``.

        Raises:
            GraphError: the folder has gone since.
        """
        return jsonl.open_graph(self.out)

    def count(self, what: str, numbers: Iterable[tuple[Any, int]]) -> None:
        """``count("edges", [("HOLDS", 12)])``: keep how many there are of each value, most frequent first."""
        tally = {str(value): number for value, number in numbers}
        self.found[what] = dict(sorted(tally.items(), key=lambda x: (-x[1], x[0])))

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time the block takes to a stage."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - began

    def to_dict(self) -> dict[str, Any]:
        """report.json without its rows. Apart from `cache`, `schemas`, `seconds` and `versions` it depends on the
        input alone."""
        return {
            "program": MARK,
            "options": self.options,
            "recogniser": self.recogniser,
            "schemas": self.schemas,
            "totals": self.totals,
            "unknown": self.unknown,
            "documents": _ROWS,
            "failed": [
                {"where": e.where, "what": e.what, "todo": e.todo} for e in sorted(self.failures, key=lambda e: str(e))
            ],
            "notes": self.notes,
            "found": self.found,
            "cache": self.cache,
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds.items()},
            "versions": versions(),
        }


def write(report: Report, rows: Iterable[str], path: Path) -> None:
    """Write report.json, a row at a time.

    Args:
        rows: one JSON text a document, on one line.
    """
    head, tail = json.dumps(report.to_dict(), ensure_ascii=False, indent=1).split(f'"{_ROWS}"')
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"{head}[")
        for n, row in enumerate(rows):
            out.write(f"{',' if n else ''}\n{row}")
        out.write(f"\n ]{tail}\n")


def versions() -> dict[str, str]:
    """Versions of this package, of Python, and of the packages that can change what is found."""
    return {"kg": __version__, "python": platform.python_version(), **versions_of(*PACKAGES)}
