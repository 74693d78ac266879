"""Exact longest match of given names: deterministic and instant, for tests and for known names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg import schemas
from kg.errors import UsageError
from kg.extraction.ner import LABELS, Mention
from kg.ids import digest


class Dictionary:
    """Finds the names it was given, the longest first, from left to right."""

    name = "dictionary"
    why = ""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._labels: dict[str, str] = {}
        for label, names in entries.items():
            if label not in LABELS:
                raise UsageError(f"dictionary entry '{label}'", "no such label", f"there are: {', '.join(LABELS)}")
            for name in names:
                if not isinstance(name, str) or not name:
                    raise UsageError(f"dictionary entry '{label}'", f"{name!r} is not a name", "write a list of names")
                self._labels.setdefault(name, label)
        longest_first = sorted(self._labels, key=lambda n: (-len(n), n))
        self.version = digest(sorted(self._labels.items()))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        return [[Mention(m.start(), m.end(), self._labels[m[0]]) for m in self._pattern.finditer(t)] for t in texts]


def version(entries: Mapping[str, Iterable[str]] | None = None, path: str | Path | None = None) -> str:
    """Of the names it is given."""
    return load(entries, path).version


def load(entries: Mapping[str, Iterable[str]] | None = None, path: str | Path | None = None) -> Dictionary:
    """A dictionary of ``{"PERSON": ["林有余"], "PLACE": [...]}``, given as such or as a YAML or JSON file.

    Raises:
        UsageError: an unknown label, or something that is no name. SchemaError: a file that is not YAML.
    """
    if path is not None:
        content = schemas.load(Path(path))
        if not isinstance(content, dict) or not all(isinstance(v, list) for v in content.values()):
            raise UsageError(path, "is not a mapping of labels to lists of names", f"labels: {', '.join(LABELS)}")
        entries = {**content, **(entries or {})}
    return Dictionary(entries or {})
