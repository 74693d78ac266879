"""Reading: files of newspaper text → `Document`, with layout repaired and every offset kept."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.corpus.manifest import About
from kg.corpus.names import text_file
from kg.corpus.sources import Source, about, document, read, sources, text

if TYPE_CHECKING:
    from kg.corpus.accounts import survey
    from kg.corpus.reading import read_document

__all__ = ["About", "Source", "about", "document", "read", "read_document", "sources", "survey", "text", "text_file"]
#: What loads the whole of layout repair, which a build that only lists its inputs does without.
_LATER = {"read_document": "kg.corpus.reading", "survey": "kg.corpus.accounts"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'kg.corpus' has no attribute '{name}'")
    return getattr(import_module(_LATER[name]), name)
