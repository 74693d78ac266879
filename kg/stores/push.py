"""Bringing a Neo4j database to what a build says: what is new is created, what differs is changed, what went is removed.

Every node and relationship written here bears `dataset`, its `id`, and `kgDigest`, a digest of its properties. A push
reads the digests of its dataset first and sends only what differs, so that a second push changes nothing, and one after a
crash goes on where the other ended. What bears no `kgDigest`, or another dataset, was put there by somebody else and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError, UsageError
from kg.graph import Graph
from kg.ids import digest
from kg.stores import lines
from kg.stores.columns import Column, Schema

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore

BATCH = 2000
#: Bytes of a text that has an index.
LONGEST = 8000
Progress = Callable[[int, int, str], None]
#: Group of a row: (label,), or (type, label of the source, label of the target).
_Key = tuple[str, ...]


@dataclass
class Summary:
    """What a push did, as counts by label and type.

    Attributes:
        kept: nodes that no build supports any more but that have relationships of somebody else; they got
            ``kgUnsupported: true``.
    """

    dataset: str
    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    same: int = 0

    def add(self, what: str, name: str, number: int) -> None:
        if number:
            counts = getattr(self, what)
            counts[name] = counts.get(name, 0) + number

    @property
    def nothing(self) -> bool:
        """Whether the database was as the build says already."""
        return not (self.created or self.changed or self.removed)


def push(
    store: Neo4jStore, source: Graph | Path, *, batch: int = BATCH, on_progress: Progress | None = None
) -> Summary:
    """Make the dataset in the database what the graph or build folder says.

    Args:
        store: its `dataset` names what is written and what may be removed; without one, that of the build.
        batch: rows of one transaction.
        on_progress: called with the number of rows done and of all, and what is being done.

    Raises:
        GraphError: a row that the ontology has no place for, or that no database can hold; nothing of it is sent.
        StoreError: the server is gone, or refuses; pushing again goes on from there.
    """
    schema = Schema.load()
    dataset = store.dataset or _dataset(source)
    summary = Summary(dataset)
    total = sum(1 for _ in lines.nodes(source)) + sum(1 for _ in lines.edges(source)) if on_progress else 0
    with store.errors():
        _prepare(store, schema)
        work = _Push(store, dataset, batch, summary, lambda n, what: on_progress and on_progress(n, total, what))
        work.bring(_placed(schema, lines.nodes(source), dataset))
        work.bring(_placed_edges(schema, lines.edges(source), dataset))
        work.remove_edges(schema)
        work.remove_nodes(schema)
    return summary


def _dataset(source: Graph | Path) -> str:
    first = next(iter(lines.nodes(source)), None)
    name = first[1].get("dataset") if first else None
    if not name:
        raise UsageError("--dataset", "the build names no dataset", "give --dataset NAME")
    return str(name)


def constraints(schema: Schema) -> list[str]:
    """The constraints and indexes that a push makes first. They work on 5.26 and on the 2026 line, in all editions."""
    made = []
    for label in schema.nodes:
        key = f"kg_{label.lower()}"
        made.append(f"CREATE CONSTRAINT {key} IF NOT EXISTS FOR (n:{label}) REQUIRE (n.dataset, n.id) IS UNIQUE")
        made.append(f"CREATE INDEX {key}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)")
        made.append(f"CREATE INDEX {key}_name IF NOT EXISTS FOR (n:{label}) ON (n.name)")
    made.append("CREATE INDEX kg_event_date IF NOT EXISTS FOR (n:Event) ON (n.date)")
    for kind in schema.edges:
        made.append(f"CREATE CONSTRAINT kg_{kind.lower()} IF NOT EXISTS FOR ()-[r:`{kind}`]-() "
                    "REQUIRE (r.dataset, r.id) IS UNIQUE")  # fmt: skip
    return made


def _prepare(store: Neo4jStore, schema: Schema) -> None:
    with store.session() as session:
        for statement in constraints(schema):
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(600)").consume()


_Row = tuple[_Key, dict[str, Any]]


def _placed(schema: Schema, rows: Iterable[lines.Placed], dataset: str) -> Iterator[_Row]:
    for where, row in rows:
        label = schema.node(row, where)
        for key in ("id", "name"):
            if len(str(row.get(key)).encode("utf-8", "surrogatepass")) > LONGEST:
                todo = "shorten it where it comes from"
                raise GraphError(where, f"{key} is longer than the {LONGEST} bytes that the server can index", todo)
        yield (label,), _record(row, schema.nodes[label], where, dataset)


def _placed_edges(schema: Schema, rows: Iterable[lines.Placed], dataset: str) -> Iterator[_Row]:
    for where, row in rows:
        key = schema.edge(row, where)
        record = _record(row, schema.edges[key[0]], where, dataset)
        yield key, {**record, "source": row["source"], "target": row["target"]}


def _record(row: Mapping[str, Any], columns: tuple[Column, ...], where: str, dataset: str) -> dict[str, Any]:
    values = {c.name: c.value(row, where) for c in columns}
    values["dataset"] = dataset
    # Null takes a property away, so that all are named, and so is the mark of a node that had lost its support.
    mark = digest(values)
    for c in columns:
        if c.type == "date" and values[c.name] is not None:
            values[c.name] = date.fromisoformat(values[c.name])
    return {"id": values["id"], "properties": {**values, "kgDigest": mark, "kgUnsupported": None}}


class _Push:
    def __init__(
        self, store: Neo4jStore, dataset: str, batch: int, summary: Summary, tell: Callable[[int, str], object]
    ) -> None:
        self._store, self._dataset, self._batch, self._summary, self._tell = store, dataset, batch, summary, tell
        self._known: dict[str, dict[str, str]] = {}
        self._done = 0

    def bring(self, rows: Iterable[_Row]) -> None:
        """Create and change; what the server has and the rows do not stays in `_known`."""
        for key, group in groupby(rows, key=lambda row: row[0]):
            name = key[0]
            known = self._known_of(name, len(key) > 1)
            while chunk := [row for _, row in islice(group, self._batch)]:
                wanted = [row for row in chunk if known.pop(row["id"], None) != row["properties"]["kgDigest"]]
                if wanted:
                    created = self._write(_merge(key), rows=wanted)
                    self._summary.add("created", name, created)
                    self._summary.add("changed", name, len(wanted) - created)
                self._summary.same += len(chunk) - len(wanted)
                self._done += len(chunk)
                self._tell(self._done, name)

    def _known_of(self, name: str, edges: bool) -> dict[str, str]:
        if name not in self._known:
            pattern = f"()-[x:{_quoted(name)}]->()" if edges else f"(x:{_quoted(name)})"
            text = (f"MATCH {pattern} WHERE x.dataset = $dataset AND x.kgDigest IS NOT NULL "
                    "RETURN x.id AS id, x.kgDigest AS digest")  # fmt: skip
            with self._store.session() as session:
                found = session.run(text, dataset=self._dataset)
                self._known[name] = {record["id"]: record["digest"] for record in found}
        return self._known[name]

    def remove_edges(self, schema: Schema) -> None:
        """Take away the relationships of this dataset that the build no longer has, of types it no longer knows too."""
        for kind in dict.fromkeys((*schema.edges, *self._names("CALL db.relationshipTypes() YIELD relationshipType AS x"))):
            text = f"UNWIND $ids AS id MATCH ()-[r:{_quoted(kind)} {{dataset: $dataset, id: id}}]->() DELETE r"
            for ids in _chunks(sorted(self._known_of(kind, True)), self._batch):
                self._tell(self._done, f"removing {kind}")
                self._summary.add("removed", kind, self._write(text, ids=ids, counter="relationships_deleted"))

    def remove_nodes(self, schema: Schema) -> None:
        """Take away the nodes that the build no longer has; those that somebody else has tied to something stay."""
        for label in dict.fromkeys((*schema.nodes, *self._names("CALL db.labels() YIELD label AS x"))):
            match = f"UNWIND $ids AS id MATCH (n:{_quoted(label)} {{dataset: $dataset, id: id}}) "
            for ids in _chunks(sorted(self._known_of(label, False)), self._batch):
                self._tell(self._done, f"removing {label}")
                gone = self._write(match + "WHERE NOT EXISTS { (n)--() } DELETE n", ids=ids, counter="nodes_deleted")
                self._summary.add("removed", label, gone)
                if gone < len(ids):
                    mark = match + "SET n.kgUnsupported = true, n.kgDigest = ''"
                    self._write(mark, ids=ids)
                    self._summary.add("kept", label, len(ids) - gone)

    def _names(self, text: str) -> list[str]:
        with self._store.session() as session:
            return sorted(record["x"] for record in session.run(text))

    def _write(self, text: str, counter: str = "", **parameters: Any) -> int:
        """Run in a transaction that the driver repeats when the server asks for it; how many were created (or deleted)."""

        def work(transaction: Any) -> int:
            counters = transaction.run(text, dataset=self._dataset, **parameters).consume().counters
            return int(getattr(counters, counter) if counter else counters.nodes_created + counters.relationships_created)

        with self._store.session() as session:
            return session.execute_write(work)


def _merge(key: _Key) -> str:
    if len(key) == 1:
        return f"UNWIND $rows AS row MERGE (n:{_quoted(key[0])} {{dataset: $dataset, id: row.id}}) SET n += row.properties"
    kind, source, target = map(_quoted, key)
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{dataset: $dataset, id: row.source}}) "
        f"MATCH (b:{target} {{dataset: $dataset, id: row.target}}) "
        f"MERGE (a)-[r:{kind} {{dataset: $dataset, id: row.id}}]->(b) SET r += row.properties"
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _chunks(items: list[str], size: int) -> Iterator[list[str]]:
    return (items[i : i + size] for i in range(0, len(items), size))
