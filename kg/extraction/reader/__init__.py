"""The learned reader beside the rules: it reads a whole article, and one judge makes of both what is stated."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.reader.reader import Reader

__all__ = ["load", "version"]


def version() -> str:
    """Of the model that comes with the package."""
    from kg.extraction.reader import arithmetic

    return arithmetic.version()


@lru_cache(maxsize=1)
def load() -> Reader:
    """The reader, its model read once in each process."""
    from kg.extraction.reader.reader import Reader

    return Reader()
