"""What a page without a server carries (web/src/packed.ts): rows, statements, texts, and what only this project can work out."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg import __version__, tenures
from kg.ids import canonical, parse
from kg.statement import is_ref, ref_id
from kg.view import details, offices, placing, reach, shapes
from kg.view.base import Held
from kg.view.events import spans
from kg.view.papers import Scope
from kg.view.rows import Row
from kg.view.shapes import PROOFS
from kg.view.texts import Texts

#: Nodes that a page holds at most.
LIMIT = 10_000
#: Characters of text that it holds at most, some 40 MB of page; the quotes of further documents stand alone.
CHARACTERS = 30_000_000
#: Statements of which `kg reject` notes more, since roles go with them.
_WITH_ROLES = frozenset({"ATTENDED", "CHAIRED", "SPOKE_AT", "LED"})
#: Statements by whose days proofs are put in order.
_DATED = frozenset({"HOLDS", "APPOINTED", "REMOVED"})
_CHANGES = frozenset({"REPLACED", "APPOINTED", "REMOVED"})


@dataclass(frozen=True)
class Part:
    """Which part of a build is packed, where that is not the whole of it.

    Attributes:
        nodes, edges: ids of what is packed.
        total: number of nodes in the build.
        coverage: of the whole build (`kg.view.papers.Papers.covered`).
        area, publisher: of the papers to which the part is restricted; empty for all.
    """

    nodes: Collection[str]
    edges: Collection[str]
    total: int
    coverage: list[Row]
    area: str = ""
    publisher: str = ""

    def told(self, nodes: int) -> Row:
        """As the page says it."""
        papers = {k: v for k, v in (("area", self.area), ("publisher", self.publisher)) if v}
        return {"nodes": nodes, "of": self.total, **papers}


def pack(
    folder: Path, texts: Texts, dataset: str, documents: int, part: Part | None = None, verdicts: Iterable[Row] = ()
) -> Row:
    """What the page of a build carries.

    Args:
        folder: with nodes.jsonl, edges.jsonl and statements.jsonl.
        documents: how many the build read.
        part: null for the whole.
        verdicts: that stood when the page is written.
    """
    nodes = [row for row in _rows(folder / "nodes.jsonl") if part is None or row["id"] in part.nodes]
    edges = [row for row in _rows(folder / "edges.jsonl") if part is None or row["id"] in part.edges]
    held = Held(nodes, edges)
    wanted = None if part is None else {i for row in edges for i in row["support"]}
    said, read, stand = _statements(folder, texts, wanted, held)
    spells = offices.spells(held, (row for row in edges if row["type"] == "HOLDS"))
    by_position: defaultdict[str, list[Row]] = defaultdict(list)
    for spell in spells:
        by_position[spell["position"]["id"]].append(spell)
    if part is not None:
        held.papers.spoken_for = part.coverage
    return {
        "meta": {**_meta(held, dataset, documents), "textless": bool(said) and not read,
                 **({"part": part.told(len(nodes))} if part else {})},
        "nodes": nodes,
        "edges": [{k: v for k, v in row.items() if k == "support" or k not in PROOFS} for row in edges],
        "statements": said,
        "texts": read,
        "spans": stand,
        "known": {s["edge"]: [s[f"{bound}By"] for bound in tenures.BOUNDS] for s in spells},
        "changes": offices.in_order(offices.change(held, row) for row in edges if row["type"] in _CHANGES),
        "contradictions": offices.newest(
            c for i, group in sorted(by_position.items()) for c in offices.contradictions_in(held.node(i), group)
        ),
        "coverage": part.coverage if part else held.papers.covered(Scope()),
        **_picture(held),
        "organs": {row["id"]: found for row in nodes if (found := details.organ(held, row))},
        "details": {row["id"]: found for row in nodes if (found := details.of(held, row))},
        "standings": {row["id"]: found for row in nodes if (found := details.standing_of(held, row))},
        "verdicts": list(verdicts),
    }  # fmt: skip


def squeezed(packed: Row) -> str:
    """The same as text for a page: gzipped JSON in base64; equal data gives equal text."""
    return b64encode(gzip.compress(canonical(packed).encode("utf-8"), 6, mtime=0)).decode("ascii")


def _rows(path: Path) -> Iterable[Row]:
    with path.open("rb") as lines:
        yield from map(parse, lines)


def _statements(
    folder: Path, texts: Texts, wanted: set[str] | None, held: Held
) -> tuple[list[Row], dict[str, str], dict[str, list[int]]]:
    """Statements, the texts of their documents, and where in them articles stand."""
    said: list[Row] = []
    room = CHARACTERS
    read: dict[str, str] = {}
    stand: dict[str, list[int]] = {}
    for doc, group in groupby(_rows(folder / "statements.jsonl"), key=lambda s: s["evidence"]["doc"]):
        found = list(group)
        mine = [s for s in found if s["schema"] != "Article" and (wanted is None or s["id"] in wanted)]
        if wanted is not None and not mine:
            continue
        # A sentence of long ago that proves what is packed stands alone, else a month would bring the texts of years.
        near = wanted is None or any(held.find(f"Article:{doc}#{s['evidence']['article']}") for s in mine)
        text = texts.of(doc) if near else None
        if text is not None and (room := room - len(text)) < 0:
            text = None
        changed = set() if text is None else {s["evidence"]["article"] for s in found if not _stands(s, text)}
        said += [_said(s, held, text is not None and _stands(s, text)) for s in mine]
        if text is not None:
            read[doc] = text
            for order, (start, end) in sorted(spans(found, len(text)).items()):
                if order not in changed and held.find(f"Article:{doc}#{order}"):
                    stand[f"Article:{doc}#{order}"] = [start, end]
    return said, read, stand


def _stands(statement: Row, text: str) -> bool:
    at = statement["evidence"]
    return bool(text[at["start"] : at["end"]] == at["quote"])


def _said(statement: Row, held: Held, stands: bool) -> Row:
    at, args = statement["evidence"], statement["args"]
    article = f"Article:{at['doc']}#{at['article']}"
    row = {
        "id": statement["id"], "doc": at["doc"], "article": article if held.find(article) else None, "start": at["start"],
        "end": at["end"], "rule": at["rule"], "confidence": statement["confidence"], "basis": statement["basis"],
    }  # fmt: skip
    if not stands:
        row["quote"] = at["quote"]
    if statement["schema"] in _DATED and (args.get("earliest") or args.get("latest")):
        row["days"] = [args.get("earliest"), args.get("latest")]
    if statement["schema"] in _WITH_ROLES:
        row["of"] = [
            statement["schema"],
            *(ref_id(args[k]) if is_ref(args.get(k)) else "" for k in ("source", "target")),
        ]
    return row


def _meta(held: Held, dataset: str, documents: int) -> Row:
    papers = held.papers
    published = [row["published"] for row in papers.articles.values() if row.get("published")]
    placed = (area for row in held.nodes.values() if row["label"] == "Position" for area in held.areas_of(row["id"]))
    return {
        "mode": "file", "dataset": dataset, "version": __version__, "documents": documents, "judgements": None, "indexed": 1,
        "nodes": dict(sorted(Counter(row["label"] for row in held.nodes.values()).items())),
        "edges": dict(sorted(Counter(row["type"] for row in held.edges).items())),
        "happened": {"since": min((first for first, _ in papers.held.values()), default=None),
                     "until": max((last for _, last in papers.held.values()), default=None)},
        "published": {"since": min(published, default=None), "until": max(published, default=None)},
        **reach.choices(papers, placed),
    }  # fmt: skip


def _picture(held: Held) -> dict[str, Any]:
    ties = Counter(end for row in held.edges for end in (row["source"], row["target"]))
    order = sorted(held.nodes, key=lambda i: (-ties[i], i))
    index = {i: n for n, i in enumerate(order)}
    at: defaultdict[str, list[str]] = defaultdict(list)
    for row in held.edges:
        if row["type"] == "ATTENDED":
            at[row["target"]].append(row["source"])
    points = placing.arrange(len(order), [(index[row["source"]], index[row["target"]]) for row in held.edges])
    people = [i for i in order if shapes.brief(held.nodes[i])["label"] == "Person"]
    return {
        "places": {i: list(point) for i, point in zip(order, points, strict=True)},
        "communities": placing.communities(people, placing.pairs_of(at[i] for i in sorted(at))),
    }
