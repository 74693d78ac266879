"""Rows into a Neo4j server, in transactions of some thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.stores.packets import Packet, Packing

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore


class Sender:
    """Writes rows into a dataset of a server, in the background; use as a context.

    One transaction goes after the other. Two at a time wait for each other's locks on the people who are everywhere, and
    even where they have no node in common they lock each other's edges: what the second core gives, the driver's wait
    before it tries again takes away.

    Args:
        batch: rows of one transaction.
    """

    def __init__(self, store: Neo4jStore, dataset: str, batch: int) -> None:
        self._store, self._dataset, self._batch = store, dataset, batch
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._failed = False

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def send(self, packing: Packing, new: list[Packet], changed: list[Packet]) -> Future[int]:
        """Send rows after those sent before; how many were created. `new` are not in the database, unless by accident."""

        def in_turn() -> int:
            if self._failed:
                return 0  # what was sent before has said why; this would wait as long for a server that is gone
            try:
                return self._send(packing, packing.create, new) + self._send(packing, packing.change, changed)
            except BaseException:
                self._failed = True
                raise

        return self._thread.submit(in_turn)

    def _send(self, packing: Packing, text: str, packets: list[Packet]) -> int:
        from neo4j.exceptions import ConstraintError

        created = 0
        for (apart, item, none), group in groupby(packets, key=lambda packet: packet.marks):
            for rows in batches((packet.line for packet in group), self._batch):
                more = {"rows": packing.as_parameter(rows, apart), "apart": apart, "item": item, "none": none}
                try:
                    created += self.write(text, len(rows), **more)
                except ConstraintError:
                    # Some of them are there after all: from another push, or one whose end never came to be known.
                    created += self.write(packing.change, len(rows), **more)
        return created

    def write(self, text: str, wanted: int | None = None, counter: str = "", **parameters: Any) -> int:
        """Run in a transaction that the driver repeats when the server asks for it; how many were created (or deleted).

        Args:
            wanted: how many rows the text must have written.
            counter: what to count in place of what was created.

        Raises:
            GraphError: an end of an edge is missing.
        """

        def work(transaction: Any) -> tuple[list[Any], Any]:
            result = transaction.run(text, dataset=self._dataset, **parameters)
            return [record["n"] for record in result], result.consume().counters

        with self._store.session() as session:
            found, counters = session.execute_write(work)
        if wanted is not None and found != [wanted]:
            what = f"{wanted - found[0]} edges begin or end at a node that is not in the database"
            raise GraphError("push", what, "build the graph again, and push that")
        return int(getattr(counters, counter) if counter else counters.nodes_created + counters.relationships_created)


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most so many items."""
    items = list(items)
    return (items[i : i + size] for i in range(0, len(items), size))
