"""From documents to statements: names, positions, events, and who took part in which way."""

from __future__ import annotations

from kg.extraction.extractor import Extractor

__all__ = ["Extractor"]
