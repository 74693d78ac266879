"""The database of the last build, brought up to date by a process of its own.

The engine rewrites every table that a changed row stands in: for one more day of a large newspaper that is the longest
step of a build. The process gets ready (loads the engine, copies the file, opens it) while documents are linked and
folded, and works beside the process that writes the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from kg import processes
from kg.ledger import Ledger, differences, sight
from kg.stores import ladybug, updating

#: Bytes of a database from which on a process of its own is worth its start.
_LARGE = 16 << 20
_PREFIX = "update-"
#: What the process is told, and what it says in the end.
_GO, _DONE = "go", "done"


def apply(work: Path, old: Path, folder: Path) -> None:
    """Write graph.lbug into a folder: what `old` holds, with the rows that the ledger knows as changed.

    Args:
        work: folder of the ledger.

    Raises:
        KgError, OSError or RuntimeError: see `kg.stores.updating.update`.
    """
    with updating.copied(old, folder) as connection:
        _bring(work, connection)


class Update:
    """A process that is ready to bring a database up to date; use as a context.

    Args:
        work: folder of the ledger, in which the new database lies until it is asked for.
        old: the database; it stays as it is.

    Raises:
        OSError: no process can be started.
    """

    def __init__(self, work: Path, old: Path) -> None:
        self._begun = False
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=work))
        paths = [p or str(Path.cwd()) for p in sys.path]
        try:
            with processes.unstoppable():
                self._process = subprocess.Popen(  # noqa: S603  our own module
                    [sys.executable, "-P", "-m", __name__, str(work), str(old), str(self._folder)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
                )  # fmt: skip
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def __enter__(self) -> Update:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def begin(self) -> None:
        """Apply what the ledger has as changed, and has committed."""
        if not self._begun:
            self._begun = True
            with suppress(OSError, ValueError):  # it is gone; its silence says so
                print(_GO, file=self._process.stdin, flush=True)

    def finish(self, folder: Path) -> None:
        """Wait until all is applied, and put the new database into a folder.

        Raises:
            RuntimeError: it cannot be done, and why; the database must be written whole.
        """
        self.begin()
        lines, _ = self._process.communicate()
        said = [json.loads(line) for line in lines.splitlines()]
        if not said or said[-1] != _DONE:
            raise RuntimeError(said[-1] if said else "its process ended")
        (self._folder / ladybug.FILE).replace(folder / ladybug.FILE)


def sweep(work: Path) -> None:
    """Delete what a build that was killed left of its process."""
    for left in work.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def is_worth_while(old: Path) -> bool:
    """Whether a database is so large that a process of its own pays."""
    return old.is_file() and old.stat().st_size >= _LARGE


def _bring(work: Path, connection: updating.Copy) -> None:
    with Ledger(work) as ledger:
        counts = dict([*sight.count(ledger, "node", "label"), *sight.count(ledger, "edge", "type")])
        connection.apply(differences.nodes(ledger), differences.edges(ledger), counts)


def _serve(work: Path, old: Path, folder: Path, heard: IO[str]) -> None:
    try:
        with updating.copied(old, folder) as connection:
            if heard.readline() != f"{_GO}\n":  # the build is gone, or has no use for it
                raise RuntimeError("it was not asked for")
            _bring(work, connection)
        said = _DONE
    except Exception as e:
        said = " ".join(str(e).split()) or type(e).__name__
    with suppress(OSError):
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    processes.ignore_stopping()  # the build hears of them, and then ends this
    ledger_folder, database, target = map(Path, sys.argv[1:4])
    _serve(ledger_folder, database, target, sys.stdin)
