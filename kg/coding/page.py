"""A document of a build as somebody codes from it: its text, its articles, and whom and what it mentions."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.ids import fold_name
from kg.report import NAME as REPORT
from kg.statement import Args, ref, ref_id, refs_of
from kg.view.texts import Texts


class Page:
    """A document of a build: its text, and what is said of it.

    Raises:
        UsageError: the build has no such document, or its text is not at hand.
    """

    def __init__(self, folder: Path, doc: str) -> None:
        self.doc = doc
        self._said = [s for s in jsonl.read_statements(folder) if s.evidence.doc == doc]
        if not self._said:
            docs = sorted({s.evidence.doc for s in jsonl.read_statements(folder)})
            raise UsageError(
                doc, "the build has no such document", f"it has {', '.join(docs[:5])}{', …' if len(docs) > 5 else ''}"
            )
        self._mentions: dict[str, Args] = {}
        for mention in (r for s in self._said for r in refs_of(s.args)):
            self._mentions[ref_id(mention)] = {**self._mentions.get(ref_id(mention), {}), **mention}
        self._folder = folder

    @cached_property
    def text(self) -> str:
        """The text to which offsets refer."""
        try:
            options = json.loads((self._folder / REPORT).read_text(encoding="utf-8"))["options"]
        except (OSError, ValueError, KeyError):
            options = {}
        found = Texts(self._folder, [str(i) for i in options.get("inputs") or []]).of(self.doc)
        if found is None:
            raise UsageError(self.doc, "its text is not where it was when it was read", "put it back, or build again")
        return found

    def find(self, quote: str, at: int | None) -> tuple[int, int]:
        """Where a quote stands, whatever the blanks and line ends in it."""
        parts = [re.escape(c) for c in quote if not c.isspace()]
        if not parts:
            raise UsageError("--quote", "is empty", "quote the sentence that proves the fact")
        found = [m.span() for m in re.finditer(r"\s*".join(parts), self.text)]
        if at is not None:
            found = [span for span in found if span[0] == at]
        if not found:
            raise UsageError(self.doc, f"“{quote[:40]}” does not stand in it" + (f" at {at}" if at is not None else ""),
                             "copy it from the text: kg read shows it")  # fmt: skip
        if len(found) > 1:
            places = ", ".join(str(start) for start, _ in found[:10])
            raise UsageError(self.doc, f"the quote stands in it {len(found)} times", f"give --at, one of: {places}")
        return found[0]

    def article(self, start: int) -> int:
        """The article in which a character stands: that of what was read nearest to it, before it where there is any."""
        near = min(self._said, key=lambda s: (abs(s.evidence.start - start) + (s.evidence.start > start) * 100, s.id))
        return near.evidence.article

    def headline(self, article: int) -> Args:
        """The mention of an article."""
        found = self._mentions.get(f"Article:{self.doc}#{article}", {})
        return ref("Article", f"{self.doc}#{article}", str(found.get("name") or ""))

    def mention(self, graph: Graph, label: str, name: str) -> dict[str, Any]:
        """How the document mentions what bears a name or an id: ``id`` and ``ref``.

        Raises:
            UsageError: it does not, or several do.
        """
        found = self.mentions(graph, label, name)
        if len(found) != 1:
            what = f"{len(found)} of its mentions can be meant" if found else "the document does not mention it"
            raise UsageError(
                f"{self.doc}: {name}", what, f"give one of: {', '.join(found)}" if found else "look for it with kg show"
            )
        node, mine = found.popitem()
        return {"id": node, "ref": mine}

    def mentions(self, graph: Graph, label: str, name: str) -> dict[str, Args]:
        """The mentions of the document that bear an id, or belong to a node that does, or bear a name."""
        mine = {i: r for i, r in self._mentions.items() if r["label"] == label}
        if name in mine:
            return {name: mine[name]}
        owners = [n for n in graph.nodes(label) if name == n["id"] or name in (n.get("memberIds") or ())] or [
            n for n in graph.find(name) if n["label"] == label
        ]
        members = {i for n in owners for i in (n["id"], *(n.get("memberIds") or ()))}
        return {i: r for i, r in mine.items() if i in members or fold_name(r["name"]) == fold_name(name)}

    @property
    def area(self) -> str | None:
        """The area of the paper."""
        return next(
            (str(r["area"]) for r in self._mentions.values() if r["label"] == "Article" and r.get("area")), None
        )
