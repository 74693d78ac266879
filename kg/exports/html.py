"""graph.html: the graph as an interactive picture in one file that needs no network."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.exports.layout import Size, arrange, place_beside
from kg.exports.selection import select
from kg.exports.sights import GraphSight, Shown, Sight
from kg.graph import Graph
from kg.ontology import Ontology
from kg.profile import article_name, as_issued, bounds
from kg.statement import Statement

#: Nodes drawn at most: those shown at first, and those behind the legend's unticked boxes.
LIMIT, LIMIT_HIDDEN = 300, 150
#: Quotes shown at most for one edge; all of them stand in statements.jsonl.
_QUOTES = 5
_ASSETS = Path(__file__).parent / "assets"
_ROLES = ("CHAIRED", "SPOKE_AT", "LED")
_FONT, _LARGEST = 14, 36  # pixels
_LINE = 1.3  # height of a line, in letters
_WRAP, _ROWS = 11, 3  # characters on a line of a label, lines of a label
#: Properties that the pane shows in another form, or not at all.
_OWN = frozenset({
    "id", "label", "type", "name", "source", "target", "dataset", "memberIds", "support", "docs", "articles", "quotes",
    "rules", "positions", "position", "event",
})  # fmt: skip
#: Properties that are a bound, and whether it is an upper one.
_ENDS = {
    "startEarliest": False, "startLatest": True, "endEarliest": False, "endLatest": True, "notBefore": False,
    "notAfter": True, "earliest": False, "latest": True,
}  # fmt: skip

Row = dict[str, Any]


def write(graph: Graph, statements: Sequence[Statement], path: Path) -> None:
    """Write the picture of a graph.

    Args:
        statements: those the graph was folded from; their quotes are shown when an edge is clicked.
        path: file to write, UTF-8.
    """
    path.write_text(render(graph, statements), encoding="utf-8")


def render(graph: Graph, statements: Sequence[Statement]) -> str:
    """The page of a graph in memory; see `draw`."""
    return draw(GraphSight(graph, statements))


def draw(sight: Sight) -> str:
    """The page. Data stands in it as JSON and reaches the eye as text only, never as markup."""
    from jinja2 import Environment, FileSystemLoader
    from pyvis.network import Network

    drawn = sight.nodes(select(sight, _look(), LIMIT, LIMIT_HIDDEN))
    edges = sight.edges_among(drawn)
    fonts = _fonts(drawn, edges)
    places = _places(drawn, edges, fonts)
    picture, issues = Network(directed=True, cdn_resources="in_line"), sight.issues()
    for node in drawn.values():
        x, y = places[node["id"]]
        shape = _look()["labels"][node["label"]]["shape"]
        picture.add_node(node["id"], label=_caption(node), shape=shape, group=node["label"], x=x, y=y,
                         letters=fonts[node["id"]], name=_name(node), details=_details(node, issues))  # fmt: skip
    quotes = _Quotes(sight)
    titles = {(e["source"], e["target"]): e.get("titles") for e in edges if e["type"] == "ATTENDED"}
    abreast: Counter[frozenset[str]] = Counter()
    for edge in edges:
        pair = frozenset((edge["source"], edge["target"]))
        picture.add_edge(edge["source"], edge["target"], id=edge["id"], label=_edge_caption(edge, drawn, titles, issues),
                         kind=edge["type"], lane=abreast[pair], details=_details(edge, issues),
                         derived=edge.get("basis") == "derived",
                         quotes=quotes.of(edge))  # fmt: skip
        abreast[pair] += edge["type"] != "ATTENDED"
    picture.set_options(_OPTIONS)
    # pyvis's own template fetches bootstrap from the network even when told not to: ours takes only its copy of vis.
    environment = Environment(loader=FileSystemLoader([_ASSETS, picture.template_dir]), autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals["data"] = {
        "look": _look(), "evidence": quotes.rows, "total": dict(sorted(sight.totals().items())), "drawn": len(drawn),
        "nodes": picture.nodes, "edges": picture.edges, "options": picture.options,
    }  # fmt: skip
    picture.templateEnv, picture.path = environment, "graph.html"
    return str(picture.generate_html())


#: Physics stays off: the layout was settled beforehand.
_OPTIONS = json.dumps(
    {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "tooltipDelay": 200, "multiselect": False, "hideEdgesOnDrag": True},
        "nodes": {"borderWidth": 1.5, "font": {"size": _FONT}, "margin": 6, "scaling": {"label": {"drawThreshold": 5}}},
        "edges": {
            "width": 1.2,
            "selectionWidth": 2,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "font": {"size": 11, "align": "middle"},
            "scaling": {"label": {"drawThreshold": 8}},
        },
    }
)


@lru_cache(maxsize=1)
def _look() -> Row:
    """Chinese captions, colours and shapes, and what is hidden at first."""
    found: Row = json.loads((_ASSETS / "look.json").read_text(encoding="utf-8"))
    return found


def choose(graph: Graph) -> dict[str, Row]:
    """The nodes to draw, all of them or those that `selection.select` takes; articles and areas, hidden at first, come last."""
    sight = GraphSight(graph, ())
    return sight.nodes(select(sight, _look(), LIMIT, LIMIT_HIDDEN))


def _fonts(drawn: dict[str, Row], edges: Iterable[Row]) -> dict[str, int]:
    """Height of the letters of each node, in pixels: people known by many ties can be read when all is in view."""
    look = _look()
    near: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if not look["edges"][edge["type"]].get("hidden"):
            near[edge["source"]].add(edge["target"])
            near[edge["target"]].add(edge["source"])
    return {
        n: min(_LARGEST, round(_FONT + 4.5 * max(0.0, len(near[n]) ** 0.5 - 2))) if row["label"] == "Person" else _FONT
        for n, row in drawn.items()
    }


def _places(drawn: dict[str, Row], edges: Iterable[Row], fonts: dict[str, int]) -> dict[str, tuple[int, int]]:
    look = _look()
    sizes = {n: _size(_caption(row), fonts[n]) for n, row in drawn.items()}
    shown = {n: s for n, s in sizes.items() if not look["labels"][drawn[n]["label"]].get("hidden")}
    lines = [(e["source"], e["target"]) for e in edges]
    visible = [
        (e["source"], e["target"])
        for e in edges
        if not look["edges"][e["type"]].get("hidden") and e["source"] in shown and e["target"] in shown
    ]
    return place_beside(arrange(shown, visible), sizes, lines)


def _size(caption: str, font: int) -> Size:
    rows = caption.split("\n")
    width = max(sum(font if ord(c) > 255 else font * 0.6 for c in row) for row in rows)
    return width + 1.6 * font, len(rows) * font * _LINE + font


def _name(node: Row) -> str:
    return article_name(node, _look()["untitled"])


def _caption(node: Row) -> str:
    """What stands in a node's box: its name in short lines, and the date of an event."""
    name = _name(node)
    rows = [name[i : i + _WRAP] for i in range(0, len(name), _WRAP)]
    if len(rows) > _ROWS:
        rows = [*rows[: _ROWS - 1], rows[_ROWS - 1][:-1] + "…"]
    date = node.get("date") if node["label"] == "Event" else node.get("published")
    return "\n".join([*rows, date] if date else rows)


def _edge_caption(
    edge: Row, nodes: dict[str, Row], titles: dict[tuple[str, str], list[str] | None], issues: Collection[str]
) -> str:
    """The position held and the date: 区委书记 2026-04-29."""
    if edge["type"] == "HOLDS":
        return bounds(edge, issues)
    words = [*(edge.get("titles") or titles.get((edge["source"], edge["target"])) or [])[:1]]
    if not words and edge.get("as"):
        words = [edge["as"] if isinstance(edge["as"], str) else "、".join(edge["as"])]
    event = nodes[edge["target"]] if nodes[edge["target"]]["label"] == "Event" else {}
    return " ".join(str(w) for w in (*words, edge.get("date") or event.get("date")) if w)


def _details(row: Row, issues: Collection[str]) -> list[list[str]]:
    """Caption and value of each property that has one, for the side pane."""
    captions, words = _look()["fields"], _look()["values"]
    found = []
    for key in _order(row):
        value = row[key]
        if key not in _OWN and value not in (None, "", [], {}):
            if key in _ENDS:
                value = as_issued(value, issues, last=_ENDS[key])
            values = [str(v) for v in (value if isinstance(value, list) else [value])]
            found.append([captions.get(key, key), "、".join(words.get(v, v) for v in values)])
    return found


def _order(row: Row) -> list[str]:
    """The properties of a node or edge as the ontology lists them, its own before those common to all."""
    ontology = Ontology.load()
    if "label" in row:
        known = [*ontology.nodes[row["label"]].properties, *ontology.node_properties]
    else:
        known = [*ontology.edges[row["type"]].properties, *ontology.edge_properties]
    return [key for key in known if key in row]


class _Quotes:
    """The evidence table of the page: each statement's quote once, however many edges it proves."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._index: dict[Shown, int] = {}
        self.rows: list[Row] = []

    def of(self, edge: Row) -> list[int]:
        """Indices into `rows` of the first few quotes of an edge."""
        return [self._add(proof) for proof in list(dict.fromkeys(self._sight.proofs(edge)))[:_QUOTES]]

    def _add(self, proof: Shown) -> int:
        if proof not in self._index:
            self._index[proof] = len(self.rows)
            title, published = self._sight.headline(proof.doc, proof.article)
            basis = _look()["values"].get(proof.basis, proof.basis)
            self.rows.append({"quote": proof.quote, "doc": proof.doc, "start": proof.start, "end": proof.end, "article": title,
                              "date": published, "rule": proof.rule, "confidence": proof.confidence, "basis": basis})  # fmt: skip
        return self._index[proof]
