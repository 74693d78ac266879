"""Reading: files of newspaper text → `Document`, with layout repaired and every offset kept."""

from __future__ import annotations

from kg.corpus.accounts import survey
from kg.corpus.manifest import About
from kg.corpus.names import text_file
from kg.corpus.reading import read_document
from kg.corpus.sources import Source, about, document, read, sources

__all__ = ["About", "Source", "about", "document", "read", "read_document", "sources", "survey", "text_file"]
