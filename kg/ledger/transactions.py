"""Writing to a ledger in whole steps: whatever exception comes at whatever moment, nothing half-done is committed.

An exception of Ctrl-C can come between any two instructions, in the midst of undoing what an earlier one stopped, too. So
nothing here relies on having had the time to clean up: a step says that it is under way before it begins, and that it is
over only when all of it is; what is under way, or was when something went wrong, is never committed.
"""

from __future__ import annotations

import sqlite3
import time
from types import TracebackType

#: Of the savepoint of a step within another; SQLite takes the innermost of a name.
_PART = "part"


class Transactions:
    """The steps of one connection.

    Args:
        db: which leaves beginning and committing to this.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._under_way = 0

    def step(self) -> Step:
        """All of a ``with`` block, or nothing of it; within another step a part of that one, which may fail alone."""
        return Step(self)

    def series(self, seconds: float) -> Series:
        """A ``with`` block of steps that are committed together now and then."""
        return Series(self, seconds)

    def begin(self) -> bool:
        """Begin a step; tells whether it is a part of another."""
        part = self.db.in_transaction
        if not part:
            self._under_way = 0
            self.db.execute("BEGIN IMMEDIATE")
        self._under_way += 1
        if part:
            self.db.execute(f"SAVEPOINT {_PART}")
        return part

    def end(self, part: bool) -> None:
        """Keep a step."""
        self.db.execute(f"RELEASE {_PART}" if part else "COMMIT")
        self._under_way -= 1

    def undo(self, part: bool) -> None:
        """Take a step back."""
        if not self.db.in_transaction:  # SQLite ends it by itself on a full disk, and takes back all
            return
        if part:
            self.db.execute(f"ROLLBACK TO {_PART}")
            self.db.execute(f"RELEASE {_PART}")
            self._under_way -= 1
        else:
            self.db.execute("ROLLBACK")

    def commit_or_undo(self) -> None:
        """Commit the steps that were ended, unless one is left under way: then none of them can be told from it."""
        if self.db.in_transaction:
            self.db.execute("COMMIT" if not self._under_way else "ROLLBACK")


class Step:
    """See `Transactions.step`.

    No generator: one that an exception passed by is closed whenever its last reference goes, and would then undo whatever
    step is under way by that time.
    """

    def __init__(self, of: Transactions) -> None:
        self._of, self._part = of, False

    def __enter__(self) -> None:
        self._part = self._of.begin()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._of.end(self._part)
            except BaseException:
                self._of.undo(self._part)
                raise
        else:
            self._of.undo(self._part)


class Series:
    """See `Transactions.series`: what the steps before it did is committed by `settle` when it is time, and at the end,
    however the block ends.
    """

    def __init__(self, of: Transactions, seconds: float) -> None:
        self._of, self._seconds = of, seconds

    def __enter__(self) -> Series:
        self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._of.commit_or_undo()

    def settle(self) -> None:
        """To be called between two steps: commit if the last time is long enough ago."""
        if time.monotonic() - self._begun > self._seconds:
            self._of.commit_or_undo()
            self._begin()

    def _begin(self) -> None:
        self._of._under_way = 0
        self._of.db.execute("BEGIN IMMEDIATE")
        self._begun = time.monotonic()
