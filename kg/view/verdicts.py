"""Verdicts as people read them: what each is about, with its sentence, who gave it and when, and which contradict each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg import judgement
from kg.judgement import FACTS, Judgement
from kg.view import details, shapes
from kg.view.base import Base
from kg.view.rows import Row

#: Verdicts that cannot both hold.
_OPPOSED = {"accept": "reject", "reject": "accept", "same": "different", "different": "same"}


def told(base: Base, path: Path) -> list[Row]:
    """The verdicts of a file, in its order, each with the fact or the two nodes that it is about."""
    lines = list(judgement.lines(path, []))
    there = {(j.kind, j.pair) for j, _ in lines}
    return [
        {
            "kind": j.kind, "a": j.a, "b": j.b, "why": j.why, "by": _text(row, "by"), "when": _text(row, "when"),
            "against": (_OPPOSED[j.kind], j.pair) in there,
            "fact": _fact(base, j, row) if j.kind in FACTS else None,
            "ends": None if j.kind in FACTS else [_end(base, i) for i in (j.a, j.b)],
        }
        for j, row in lines
    ]  # fmt: skip


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None


def _end(base: Base, node_id: str) -> Row:
    """A node with what tells it apart; a member of a merged one, or one of another build, by its id alone."""
    node = base.find(node_id)
    if node is not None:
        return {**shapes.brief(node), "detail": details.of(base, node), "known": True}
    label, _, key = node_id.partition(":")
    name, _, paper = key.partition("@")
    return {"id": node_id, "label": label, "name": name or node_id, "detail": paper, "known": False}


def _fact(base: Base, found: Judgement, row: Row) -> Row:
    """What a statement says and where; from the line itself where the build left the statement out."""
    if found.of is None:
        shown = base.shown.get(found.a)
        if shown is None:
            return {"told": _text(row, "fact"), "schema": None, "source": None, "target": None, "quote": None,
                    "article": None, "start": 0, "end": 0}  # fmt: skip
        of: tuple[Any, ...] = judgement.saying(shown)
    else:
        of = found.of
    schema, source, target, doc, start, end = of
    there = list(base.statements.of(doc))
    said = next((s for s in there if s["id"] == found.a), None)
    quote = said["evidence"]["quote"] if said else (base.texts.of(doc) or "")[start:end] or None
    # The statement may be gone from the build; its article is that of what is told just before it.
    before = [s["evidence"]["article"] for s in there if s["evidence"]["start"] <= start]
    number = said["evidence"]["article"] if said else before[-1] if before else 1
    article = base.find(f"Article:{doc}#{number}")
    return {
        "told": _text(row, "fact"),
        "schema": schema,
        "source": _end(base, source) if source else None,
        "target": _end(base, target) if target else None,
        "quote": quote,
        "article": shapes.article(article) if article else None,
        "start": start,
        "end": end,
    }
