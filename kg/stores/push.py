"""Bringing a Neo4j database to what a build says: what is new is created, what differs is changed, what went is removed.

Every node and relationship written here bears `dataset`, its `id`, and `kgDigest`, a digest of its properties. A push
reads the digests of its dataset first and sends only what differs, so that a second push changes nothing, and one after a
crash goes on where the other ended. What bears no `kgDigest`, or another dataset, was put there by somebody else and stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError, UsageError
from kg.graph import Graph
from kg.stores import lines
from kg.stores.columns import Schema
from kg.stores.packets import Key, Packet, Packing, quoted
from kg.stores.sending import Sender, batches

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore

BATCH = 2000
#: Transactions' rows that wait, or are on their way, while the next are made ready.
_AHEAD = 3
#: Bytes of a text that has an index.
LONGEST = 8000
#: In place of the digest of what the server does not have.
_ABSENT = "absent"
Progress = Callable[[int, int, str], None]


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
    total = lines.count(source) if on_progress else 0
    with store.errors(), Sender(store, dataset, batch) as sender:
        _prepare(store, schema)
        work = _Push(
            store, schema, dataset, batch, summary, sender, lambda n, what: on_progress and on_progress(n, total, what)
        )
        work.bring(_placed(schema, lines.nodes(source)))
        work.bring(_placed_edges(schema, lines.edges(source)))
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


def _placed(schema: Schema, rows: Iterable[lines.Placed]) -> Iterator[tuple[Key, lines.Placed]]:
    for where, row in rows:
        label = schema.node(row, where)
        for key in ("id", "name"):
            if len(str(row.get(key)).encode("utf-8", "surrogatepass")) > LONGEST:
                todo = "shorten it where it comes from"
                raise GraphError(where, f"{key} is longer than the {LONGEST} bytes that the server can index", todo)
        yield (label,), (where, row)


def _placed_edges(schema: Schema, rows: Iterable[lines.Placed]) -> Iterator[tuple[Key, lines.Placed]]:
    return ((schema.edge(row, where), (where, row)) for where, row in rows)


class _Push:
    def __init__(
        self,
        store: Neo4jStore,
        schema: Schema,
        dataset: str,
        batch: int,
        summary: Summary,
        sender: Sender,
        tell: Callable[[int, str], object],
    ) -> None:
        self._store, self._schema, self._dataset, self._batch = store, schema, dataset, batch
        self._summary, self._sender, self._tell = summary, sender, tell
        self._known: dict[str, dict[str, str | None]] = {}
        self._done = 0

    def bring(self, rows: Iterable[tuple[Key, lines.Placed]]) -> None:
        """Create and change; what the server has and the rows do not stays in `_known`.

        The next rows are made ready while others are on their way.
        """
        sent: deque[tuple[str, int, int, Future[int] | None]] = deque()
        for key, group in groupby(rows, key=lambda row: row[0]):
            packing = Packing(key, self._schema)
            while chunk := list(islice(group, self._batch)):
                new, changed = self._other(packing, chunk)
                future = self._sender.send(packing, new, changed) if new or changed else None
                sent.append((key[0], len(chunk), len(new) + len(changed), future))
                while len(sent) > _AHEAD:
                    self._count(*sent.popleft())
        while sent:
            self._count(*sent.popleft())

    def _other(self, packing: Packing, rows: list[tuple[Key, lines.Placed]]) -> tuple[list[Packet], list[Packet]]:
        """The rows that the server has not, and those that it has otherwise."""
        new: list[Packet] = []
        changed: list[Packet] = []
        known = self._known_of(packing.key[0], len(packing.key) > 1)
        for _, (where, row) in rows:
            packet = packing.pack(row, where)
            digest = known.pop(packet.id, _ABSENT)
            if digest != packet.digest:
                (new if digest is _ABSENT else changed).append(packet)
        return new, changed

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
            pattern = f"()-[x:{quoted(name)}]->()" if edges else f"(x:{quoted(name)})"
            text = (f"MATCH {pattern} WHERE x.dataset = $dataset AND x.id IS NOT NULL "
                    "RETURN coalesce(x.kgDigest, '-') + ' ' + x.id AS known")  # fmt: skip
            known: dict[str, str | None] = {}
            with self._store.session(fetch_size=10_000) as session:
                for (found,) in session.run(text, dataset=self._dataset):
                    digest, _, i = found.partition(" ")
                    known[i] = None if digest == "-" else digest
            self._known[name] = known
        return self._known[name]

    def remove_edges(self) -> None:
        """Take away the relationships of this dataset that the build no longer has, of types it no longer knows too."""
        for kind in dict.fromkeys(
            (*self._schema.edges, *self._names("CALL db.relationshipTypes() YIELD relationshipType AS x"))
        ):
            text = f"UNWIND $ids AS id MATCH ()-[r:{quoted(kind)} {{dataset: $dataset, id: id}}]->() DELETE r"
            for ids in batches(self._left(kind, True), self._batch):
                self._tell(self._done, f"removing {kind}")
                self._summary.add("removed", kind, self._sender.write(text, ids=ids, counter="relationships_deleted"))

    def remove_nodes(self) -> None:
        """Take away the nodes that the build no longer has; those that somebody else has tied to something stay."""
        for label in dict.fromkeys((*self._schema.nodes, *self._names("CALL db.labels() YIELD label AS x"))):
            match = f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{dataset: $dataset, id: id}}) "
            for ids in batches(self._left(label, False), self._batch):
                self._tell(self._done, f"removing {label}")
                gone = self._sender.write(
                    match + "WHERE NOT EXISTS { (n)--() } DELETE n", ids=ids, counter="nodes_deleted"
                )
                self._summary.add("removed", label, gone)
                if gone < len(ids):
                    mark = match + "SET n.kgUnsupported = true, n.kgDigest = ''"
                    self._sender.write(mark, ids=ids)
                    self._summary.add("kept", label, len(ids) - gone)

    def _left(self, name: str, edges: bool) -> list[str]:
        """What a push wrote and the build no longer has."""
        return sorted(i for i, mark in self._known_of(name, edges).items() if mark is not None)

    def _names(self, text: str) -> list[str]:
        with self._store.session() as session:
            return sorted(record["x"] for record in session.run(text))
