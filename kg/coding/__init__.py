"""What a person codes by hand, made into the facts that a rule would have read: quotes found, ends and offices spelt out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg import dates
from kg.coding.offices import office, place_of
from kg.coding.page import Page
from kg.correction import days_of
from kg.errors import UsageError
from kg.graph import Graph
from kg.ids import digest, fold_name
from kg.ontology import Ontology, Property
from kg.statement import Args, ref

#: The properties that one day sets.
_DATED = {
    "HOLDS": ("earliest", "latest"),
    "APPOINTED": ("date", "earliest", "latest"),
    "REMOVED": ("date", "earliest", "latest"),
}
#: What an event of which nothing is said is, and what somebody does who is added to an office.
_EVENT = {"kind": "other", "status": "held"}
_PLAIN = {"HOLDS": {"capacity": "full", "evidence": "sighted"}, "ATTENDED": {"manner": "present"}}

#: Nodes that belong to a document, or are merged from those of several.
_OWN = ("Person", "Event", "Article")

Facts = list[dict[str, Any]]


def facts(
    graph: Graph,
    page: Page,
    article: int,
    kind: str,
    source: str,
    target: str | None,
    values: Mapping[str, str],
    area: str | None,
) -> Facts:
    """The facts of one quote, as `kg.correction` notes them; see `kg.correcting.add`."""
    ontology = Ontology.load()
    if kind == "Event":
        return _event(page, article, source, target, values, ontology)
    if kind not in ontology.edges or target is None:
        what = "needs two ends" if kind in ontology.edges else "is no type of edge"
        raise UsageError(kind, what, f"allowed: {', '.join(ontology.edges)}, and Event with its name alone")
    spec = ontology.edges[kind]
    if kind == "REPLACED":
        raise UsageError(kind, "is worked out from other facts", "add those")
    ends, beside = {}, []
    for end, labels, name in (("source", spec.sources, source), ("target", spec.targets, target)):
        ends[end], more = _end(graph, page, labels, name, area)
        beside += more
    args: Args = {**ends, **_PLAIN.get(kind, {}), **_values(graph, page, spec.properties, values, kind)}
    return [{"schema": kind, "args": args}, *beside]


def _event(
    page: Page, article: int, name: str, target: str | None, values: Mapping[str, str], ontology: Ontology
) -> Facts:
    if target is not None:
        raise UsageError("Event", "has one name alone", "leave the second out; its day goes into date=…")
    told = {**_EVENT, **values}
    day = told.pop("date", None)
    days: Args = {"precision": "none"}
    if day is not None:
        days = days_of(day) or {}
        if not days:
            raise UsageError(f"date={day}", "is no day", "write 2026-04-29, 2026-04 or 2026-04-28..2026-04-30")
    properties = {
        k: p for k, p in ontology.nodes["Event"].properties.items() if p.fold not in ("computed", "together", "drop")
    }
    for key in told:
        if key not in properties:
            raise UsageError(f"{key}=…", "an Event has no such property", f"allowed: date, {', '.join(properties)}")
    key = f"{page.doc}#{article}.{digest(name, day, size=6)}"
    node = ref("Event", key, name, **days, **{k: _value(v, properties[k]) for k, v in told.items()})
    headline = page.headline(article)
    return [
        {"schema": "Event", "args": {"node": node, "article": headline}},
        {"schema": "REPORTS", "args": {"source": headline, "target": node}},
    ]


def _end(graph: Graph, page: Page, labels: Sequence[str], name: str, area: str | None) -> tuple[Args, Facts]:
    """One end of an edge: as the document mentions it, as the graph has it, or new."""
    label, _, rest = name.partition(":")
    given = name
    if label in labels and rest:
        labels, given = (label,), rest
    for called in dict.fromkeys((name, given)):
        here = {i: r for one in labels for i, r in page.mentions(graph, one, called).items()}
        if len(here) > 1:
            todo = f"give one of: {', '.join(here)}"
            raise UsageError(f"{page.doc}: {name}", f"{len(here)} of its mentions can be meant", todo)
        if here:
            return _plain(*here.values()), []
    for node in graph.nodes():
        if node["label"] in labels and (node["id"] == name or name in (node.get("memberIds") or ())):
            return ref(node["label"], given, node["name"]), []
    # What other papers say of people, events and offices of their own is no matter of this one.
    known = [n for n in graph.find(given) if n["label"] in labels and n["label"] not in _OWN and "@" not in n["id"]]
    if len(known) > 1:
        raise UsageError(
            name, f"{len(known)} nodes bear this name", f"give an id: {', '.join(n['id'] for n in known[:5])}"
        )
    if known:
        return ref(known[0]["label"], known[0]["id"].partition(":")[2], known[0]["name"]), []
    return _new(page, labels, given, area)


def _new(page: Page, labels: Sequence[str], name: str, area: str | None) -> tuple[Args, Facts]:
    if "Event" in labels or "Article" in labels:
        raise UsageError(name, f"is no {' or '.join(labels)} of {page.doc}", "kg add Event adds one, with its quote")
    if len(labels) > 1:
        raise UsageError(
            name, "is not in the graph", f"say what it is: {' or '.join(f'{one}:{name}' for one in labels)}"
        )
    [label] = labels
    if label == "Position":
        seat, place = office(name, area or page.area, page.doc)
        return seat, [{"schema": "IN", "args": {"source": seat, "target": place}}] if place else []
    if label == "Area":
        return place_of(name), []
    key = (
        f"{fold_name(name)}@{page.doc}"
        if label == "Person"
        else f"{name}@{page.area or page.doc}"
        if label == "Place"
        else name
    )
    return ref(label, key, fold_name(name) if label == "Person" else name), []


def _plain(mention: Args) -> Args:
    """A mention without what it proves beside the name: that is no business of the quote."""
    return ref(mention["label"], mention["key"], mention["name"])


def _values(
    graph: Graph, page: Page, properties: Mapping[str, Property], values: Mapping[str, str], kind: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    allowed = {k: p for k, p in properties.items() if p.fold != "computed" or k in ("titles", "capacity", "evidence")}
    for key, text in values.items():
        if key == "day" and kind in _DATED:
            if not dates.is_valid(text):
                raise UsageError(f"day={text}", "is no day", "write 2026-04-29, 2026-04 or 2026")
            found |= dict(
                zip(_DATED[kind], (text, *dates.bounds(text)) if "date" in _DATED[kind] else dates.bounds(text))
            )
        elif key not in allowed:
            more = ["day"] if kind in _DATED else []
            raise UsageError(
                f"{key}={text}", f"{kind} has no such property", f"allowed: {', '.join((*more, *allowed)) or 'none'}"
            )
        elif allowed[key].fold in ("id", "ids"):
            found[key] = [_end(graph, page, ("Position",), name, None)[0] for name in text.split("、")]
        else:
            found[key] = _value(text, allowed[key])
    return found


def _value(text: str, spec: Property) -> Any:
    if spec.type == "strings":
        return [t for t in re.split("[、,，]", text) if t]
    if spec.type in ("integer", "number"):
        try:
            return int(text)
        except ValueError:
            raise UsageError(f"{spec.name}={text}", "is no whole number", "write digits") from None
    return text == "true" if spec.type == "boolean" else text
