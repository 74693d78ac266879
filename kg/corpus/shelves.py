"""The manifests above a file while a folder is walked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.corpus import manifest
from kg.corpus.manifest import About
from kg.errors import InputError


class Shelf:
    """What manifests say of files under a folder; the manifest nearest to a file that names it wins.

    Args:
        root: the folder.
        on_error: gets each broken manifest, and the rest goes on without it.
    """

    def __init__(self, root: Path, on_error: Callable[[InputError], None]) -> None:
        self._root, self._tell = root, on_error
        self._rows: dict[str, dict[str, About]] = {}

    def enter(self, folder: str, complete: bool = True) -> None:
        """Read the manifest of a folder, given by its path under the root; those of folders that it is not in are left.

        Args:
            complete: tell of files that it names and the folder does not hold.
        """
        self._rows = {f: rows for f, rows in self._rows.items() if not f or f"{folder}/".startswith(f"{f}/")}
        try:
            rows = manifest.read(self._root / folder, self._tell if complete else None)
        except InputError as e:
            self._tell(e)
            return
        if rows:
            self._rows[folder] = rows
        if complete and (absent := manifest.missing(self._root / folder, rows)):
            self._tell(absent)

    def of(self, name: str) -> About:
        """What is said of a path under the root."""
        for folder in sorted(self._rows, key=len, reverse=True):
            inside = name.removeprefix(f"{folder}/") if folder else name
            if (inside != name or not folder) and inside in self._rows[folder]:
                return self._rows[folder][inside]
        return About()
