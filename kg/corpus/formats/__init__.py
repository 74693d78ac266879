"""Formats: bytes of one document → its text, in the form that the readers of text and markdown understand.

Each format is a module with a function ``decode(content, where) -> Text``; it loads with the first document that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module

from kg.corpus.manifest import About

#: Suffix → module here. A new format is a file here and a line.
_MODULES = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".docx": "docx",
    ".pdf": "pdf",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
}
#: Suffixes of documents; those of containers are `LINES` and `ARCHIVE`.
SUFFIXES = frozenset(_MODULES)
#: Files that hold one article a line.
LINES = frozenset({".jsonl", ".ndjson"})
ARCHIVE = ".zip"


@dataclass(frozen=True)
class Text:
    """The text of a document.

    Attributes:
        raw: what offsets refer to; line ends as they are.
        format: see `format_of`.
        encoding: what the bytes were decoded with, null where the format settles it.
        plain: the bytes themselves are `raw` in UTF-8.
        markdown: headings are marked by ``#``, and each starts an article.
        about: what the file says of itself.
        key: the id it gives itself.
        repairs: counts of what was mended.
    """

    raw: str
    format: str = "txt"
    encoding: str | None = None
    plain: bool = False
    markdown: bool = False
    about: About = field(default_factory=About)
    key: str = ""
    repairs: dict[str, int] = field(default_factory=dict)


def decode(content: bytes, suffix: str, where: str) -> Text:
    """The text of a document.

    Args:
        suffix: chooses the format.
        where: the document, for errors.

    Raises:
        InputError: it cannot be read, or holds no text.
    """
    module = "jsonl" if suffix in LINES else _MODULES.get(suffix, "text")
    found: Text = import_module(f"kg.corpus.formats.{module}").decode(content, where)
    return replace(found, format=format_of(suffix), markdown=found.markdown or format_of(suffix) == "md")


def format_of(suffix: str) -> str:
    """The name of the format: txt, md, jsonl, html, docx, pdf."""
    if suffix in LINES:
        return "jsonl"
    module = _MODULES.get(suffix, "text")
    return module if module != "text" else "md" if suffix in (".md", ".markdown") else "txt"
