"""Bringing a Neo4j database to what a build says: what is new is created, what differs is changed, what went is removed.

Every node and relationship written here bears `dataset`, its `id`, and `kgDigest`, a digest of its properties. A push
reads the digests of its dataset first and sends only what differs, so that a second push changes nothing, and one after a
crash goes on where the other ended. What bears no `kgDigest`, or another dataset, was put there by somebody else and stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
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
        work = _Push(
            store, schema, dataset, batch, summary, lambda n, what: on_progress and on_progress(n, total, what)
        )
        work.bring(_placed(schema, lines.nodes(source), dataset))
        work.bring(_placed_edges(schema, lines.edges(source), dataset))
        work.remove_edges()
        work.remove_nodes()
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


#: Where a row goes, its id, its digest, and what is sent: for edges both ends, then the values of `_properties`.
_Row = tuple[_Key, str, str, list[Any]]


def _placed(schema: Schema, rows: Iterable[lines.Placed], dataset: str) -> Iterator[_Row]:
    for where, row in rows:
        label = schema.node(row, where)
        for key in ("id", "name"):
            if len(str(row.get(key)).encode("utf-8", "surrogatepass")) > LONGEST:
                todo = "shorten it where it comes from"
                raise GraphError(where, f"{key} is longer than the {LONGEST} bytes that the server can index", todo)
        mark, values = _values(row, schema.nodes[label], where, dataset)
        yield (label,), row["id"], mark, values


def _placed_edges(schema: Schema, rows: Iterable[lines.Placed], dataset: str) -> Iterator[_Row]:
    for where, row in rows:
        key = schema.edge(row, where)
        mark, values = _values(row, schema.edges[key[0]], where, dataset)
        yield key, row["id"], mark, [row["source"], row["target"], *values]


def _properties(columns: tuple[Column, ...]) -> list[str]:
    """What is set, in the order in which it is sent. Null takes a property away: also the mark of lost support."""
    return [*(c.name for c in columns), "kgDigest", "kgUnsupported"]


def _values(row: Mapping[str, Any], columns: tuple[Column, ...], where: str, dataset: str) -> tuple[str, list[Any]]:
    values = [dataset if c.name == "dataset" else c.value(row, where) for c in columns]
    mark = digest(_properties(columns), values)
    sent = [date.fromisoformat(v) if c.type == "date" and v is not None else v for c, v in zip(columns, values)]
    return mark, [*sent, mark, None]


class _Push:
    def __init__(
        self,
        store: Neo4jStore,
        schema: Schema,
        dataset: str,
        batch: int,
        summary: Summary,
        tell: Callable[[int, str], object],
    ) -> None:
        self._store, self._schema, self._dataset, self._batch = store, schema, dataset, batch
        self._summary, self._tell = summary, tell
        self._known: dict[str, dict[str, str | None]] = {}
        self._done = 0
        self._failed = False

    def bring(self, rows: Iterable[_Row]) -> None:
        """Create and change; what the server has and the rows do not stays in `_known`.

        The next batch is made ready while one is on its way. There is one sender: two would wait for each other's locks
        on the people who are everywhere.
        """
        sender = ThreadPoolExecutor(max_workers=1)
        sent: deque[tuple[str, int, int, Future[int] | None]] = deque()
        try:
            for key, group in groupby(rows, key=lambda row: row[0]):
                name = key[0]
                known = self._known_of(name, len(key) > 1)
                text = _merge(key, self._schema)
                while chunk := list(islice(group, self._batch)):
                    wanted = [values for _, i, mark, values in chunk if known.pop(i, None) != mark]
                    future = sender.submit(self._send, text, wanted) if wanted else None
                    sent.append((name, len(chunk), len(wanted), future))
                    while len(sent) > 2:
                        self._count(*sent.popleft())
            while sent:
                self._count(*sent.popleft())
        finally:
            sender.shutdown(cancel_futures=True)

    def _send(self, text: str, rows: list[list[Any]]) -> int:
        if self._failed:
            return 0  # the batch before it has said why; this one would wait as long for a server that is gone
        try:
            return self._write(text, rows=rows)
        except BaseException:
            self._failed = True
            raise

    def _count(self, name: str, rows: int, wanted: int, future: Future[int] | None) -> None:
        created = future.result() if future else 0
        self._summary.add("created", name, created)
        self._summary.add("changed", name, wanted - created)
        self._summary.same += rows - wanted
        self._done += rows
        self._tell(self._done, name)

    def _known_of(self, name: str, edges: bool) -> dict[str, str | None]:
        """Digests by id of what the server has; null for what bears none, which is changed where the build has it."""
        if name not in self._known:
            pattern = f"()-[x:{_quoted(name)}]->()" if edges else f"(x:{_quoted(name)})"
            text = f"MATCH {pattern} WHERE x.dataset = $dataset AND x.id IS NOT NULL RETURN x.id AS id, x.kgDigest AS digest"
            with self._store.session() as session:
                found = session.run(text, dataset=self._dataset)
                self._known[name] = {record["id"]: record["digest"] for record in found}
        return self._known[name]

    def remove_edges(self) -> None:
        """Take away the relationships of this dataset that the build no longer has, of types it no longer knows too."""
        for kind in dict.fromkeys(
            (*self._schema.edges, *self._names("CALL db.relationshipTypes() YIELD relationshipType AS x"))
        ):
            text = f"UNWIND $ids AS id MATCH ()-[r:{_quoted(kind)} {{dataset: $dataset, id: id}}]->() DELETE r"
            for ids in _chunks(self._left(kind, True), self._batch):
                self._tell(self._done, f"removing {kind}")
                self._summary.add("removed", kind, self._write(text, ids=ids, counter="relationships_deleted"))

    def remove_nodes(self) -> None:
        """Take away the nodes that the build no longer has; those that somebody else has tied to something stay."""
        for label in dict.fromkeys((*self._schema.nodes, *self._names("CALL db.labels() YIELD label AS x"))):
            match = f"UNWIND $ids AS id MATCH (n:{_quoted(label)} {{dataset: $dataset, id: id}}) "
            for ids in _chunks(self._left(label, False), self._batch):
                self._tell(self._done, f"removing {label}")
                gone = self._write(match + "WHERE NOT EXISTS { (n)--() } DELETE n", ids=ids, counter="nodes_deleted")
                self._summary.add("removed", label, gone)
                if gone < len(ids):
                    mark = match + "SET n.kgUnsupported = true, n.kgDigest = ''"
                    self._write(mark, ids=ids)
                    self._summary.add("kept", label, len(ids) - gone)

    def _left(self, name: str, edges: bool) -> list[str]:
        """What a push wrote and the build no longer has."""
        return sorted(i for i, mark in self._known_of(name, edges).items() if mark is not None)

    def _names(self, text: str) -> list[str]:
        with self._store.session() as session:
            return sorted(record["x"] for record in session.run(text))

    def _write(self, text: str, counter: str = "", **parameters: Any) -> int:
        """Run in a transaction that the driver repeats when the server asks for it; how many were created (or deleted)."""

        def work(transaction: Any) -> int:
            counters = transaction.run(text, dataset=self._dataset, **parameters).consume().counters
            return int(
                getattr(counters, counter) if counter else counters.nodes_created + counters.relationships_created
            )

        with self._store.session() as session:
            return session.execute_write(work)


def _merge(key: _Key, schema: Schema) -> str:
    """The text that creates or changes the rows of a group. Values come by place: names would be sent with every row."""
    if len(key) == 1:
        names, first = _properties(schema.nodes[key[0]]), 0
        bound = f"MERGE (x:{_quoted(key[0])} {{dataset: $dataset, id: row[{names.index('id')}]}})"
    else:
        kind, source, target = map(_quoted, key)
        names, first = _properties(schema.edges[key[0]]), 2
        bound = (
            f"MATCH (a:{source} {{dataset: $dataset, id: row[0]}}) MATCH (b:{target} {{dataset: $dataset, id: row[1]}}) "
            f"MERGE (a)-[x:{kind} {{dataset: $dataset, id: row[{first + names.index('id')}]}}]->(b)"
        )
    keys = ("id", "dataset")  # merged on
    values = ", ".join(f"x.{_quoted(n)} = row[{i}]" for i, n in enumerate(names, start=first) if n not in keys)
    return f"UNWIND $rows AS row {bound} SET {values}"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _chunks(items: list[str], size: int) -> Iterator[list[str]]:
    return (items[i : i + size] for i in range(0, len(items), size))
