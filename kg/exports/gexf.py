"""GEXF 1.3 with declared attributes and time, for Gephi: events on their days, spells from first to last sighting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from kg.exports.cells import known, xml_text
from kg.exports.codebook import Entry, of_graph
from kg.exports.formats import Build
from kg.ontology import Property

TITLE = "a dynamic graph for Gephi"
ABOUT = """GEXF 1.3, `timeformat="date"`. An event, and what happened at it, lasts from its `earliest` to its `latest` day; a HOLDS lasts
from `startLatest` to `endEarliest`, the time for which it is sure; an article stands on its day of issue. What has no
known time has no interval, and is always shown. Lists are joined by `; `; in an item, `;` and `\\` have a `\\` before them.
XML has no place for control characters: they stand as their pictures (␇)."""

_TYPES = {"string": "string", "strings": "string", "integer": "long", "number": "double", "boolean": "boolean", "date": "string",
          "partial": "string"}  # fmt: skip
_SHAPE = ("id", "label", "source", "target")


def write(build: Build, folder: Path) -> list[Entry]:
    """graph.gexf"""
    ontology, graph = build.ontology, build.graph
    node_specs = _merged(ontology.node_properties, *(n.properties for n in ontology.nodes.values()))
    edge_specs = _merged(ontology.edge_properties, *(e.properties for e in ontology.edges.values()))
    with (folder / "graph.gexf").open("w", encoding="utf-8", newline="\n") as file, Writer(file, directed=True) as out:
        nodes = out.declare("node", {"class": "string", **{k: _TYPES[p.type] for k, p in node_specs.items()}})
        edges = out.declare("edge", {k: _TYPES[p.type] for k, p in edge_specs.items()})
        out.begin("nodes")
        spans = {}
        for node in graph.nodes():
            spans[node["id"]] = _span(node)
            values = {**node, "class": node["label"]}
            out.node(node["id"], node["name"], values, nodes, spans[node["id"]])
        out.end("nodes")
        out.begin("edges")
        for edge in graph.edges():
            out.edge(
                edge["id"], edge["source"], edge["target"], edge, edges, _edge_span(edge, spans), kind=edge["type"]
            )
        out.end("edges")
    return of_graph("graph.gexf", ontology)


def _merged(*groups: Mapping[str, Property]) -> dict[str, Property]:
    return {k: p for group in groups for k, p in group.items() if k not in _SHAPE and p.fold != "drop"}


def _span(node: Mapping[str, Any]) -> tuple[str | None, str | None]:
    if node["label"] == "Event":
        return node.get("earliest"), node.get("latest")
    day = node.get("published") if node["label"] == "Article" else None
    return (day, day) if day and len(day) == len("2026-04-29") else (None, None)


def _edge_span(
    edge: Mapping[str, Any], spans: Mapping[str, tuple[str | None, str | None]]
) -> tuple[str | None, str | None]:
    if edge["type"] == "HOLDS":
        known = edge["startLatest"] and edge["endEarliest"]
        return (edge["startLatest"], edge["endEarliest"]) if known else (None, None)
    if "earliest" in edge:
        return edge["earliest"], edge["latest"]
    for end in ("target", "source"):
        if edge[end].startswith("Event:"):
            return spans[edge[end]]
    return None, None


class Writer:
    """A GEXF 1.3 file, written as it comes. A context: what is open is closed at the end."""

    def __init__(self, file: IO[str], *, directed: bool) -> None:
        self._file = file
        self._directed = directed

    def __enter__(self) -> Writer:
        edges = "directed" if self._directed else "undirected"
        self._file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
            f'<graph mode="dynamic" defaultedgetype="{edges}" timeformat="date" timerepresentation="interval">\n'
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._file.write("</graph>\n</gexf>\n")

    def begin(self, name: str) -> None:
        self._file.write(f"<{name}>\n")

    def end(self, name: str) -> None:
        self._file.write(f"</{name}>\n")

    def declare(self, kind: str, types: Mapping[str, str]) -> dict[str, str]:
        """Declare attributes of nodes or edges; gives the number of each."""
        self._file.write(f'<attributes class="{kind}" mode="static">\n')
        numbers = {name: str(i) for i, name in enumerate(types)}
        for name, number in numbers.items():
            self._file.write(f'<attribute id="{number}" title="{name}" type="{types[name]}"/>\n')
        self.end("attributes")
        return numbers

    def node(
        self, node: str, label: str, values: Mapping[str, Any], numbers: Mapping[str, str], span: Iterable[str | None]
    ) -> None:
        self._element("node", {"id": node, "label": label}, values, numbers, span)

    def edge(
        self, edge: str, source: str, target: str, values: Mapping[str, Any], numbers: Mapping[str, str],
        span: Iterable[str | None], **more: str,
    ) -> None:  # fmt: skip
        self._element("edge", {"id": edge, "source": source, "target": target, **more}, values, numbers, span)

    def _element(
        self, name: str, head: Mapping[str, str], values: Mapping[str, Any], numbers: Mapping[str, str],
        span: Iterable[str | None],
    ) -> None:  # fmt: skip
        days = {k: v for k, v in zip(("start", "end"), span) if v}
        opened = "".join([f' {k}="{xml_text(v)}"' for k, v in {**head, **days}.items()])
        said = [
            f'<attvalue for="{numbers[k]}" value="{xml_text(v)}"/>'
            for k, v in values.items()
            if k in numbers and known(v)
        ]
        inside = f"<attvalues>{''.join(said)}</attvalues>" if said else ""
        self._file.write(f"<{name}{opened}>{inside}</{name}>\n")
