"""From documents to statements: names, positions, events, and who took part in which way.

`Extractor` loads on first use: whoever wants names alone does not read the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor

__all__ = ["Extractor"]


def __getattr__(name: str) -> Any:
    # A build that reads in other processes, or knows all it is given, needs no extractor.
    if name != "Extractor":
        raise AttributeError(f"module 'kg.extraction' has no attribute '{name}'")
    from kg.extraction.extractor import Extractor

    return Extractor
