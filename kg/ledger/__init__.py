"""The memory of a build between runs: what each document said, how it was folded, and what must be folded again.

One SQLite file beside the build folder. It can be deleted at any time: the next build starts from nothing then.

What it holds grows with the corpus; what is held in memory does not, but for the ids that linking merged and, while it
links, the persons and events that it compares (less than 100 kB a day of a national broadcast).
"""

from __future__ import annotations

from kg.ledger.entries import Entry
from kg.ledger.store import Damaged, Ledger

__all__ = ["Damaged", "Entry", "Ledger"]
