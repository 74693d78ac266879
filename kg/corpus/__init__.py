"""Reading: files of newspaper text → `Document`, with layout repaired and every offset kept."""

from __future__ import annotations

from kg.corpus.manifest import About
from kg.corpus.reading import read_document
from kg.corpus.sources import Source, load, read, sources

__all__ = ["About", "Source", "load", "read", "read_document", "sources"]
