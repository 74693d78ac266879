"""Rows into a Neo4j server, in transactions of some thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from threading import Lock, Semaphore
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.stores.packets import Packet, Packing

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore


#: Transactions under way at a time, and seconds that one waits for another's commit before it goes on all the same.
_PLACES, _PATIENCE = 2, 10.0


class Sender:
    """Writes rows into a dataset of a server, in the background; use as a context.

    While one transaction is committed, which takes the server half of its time, the next is put together. They are
    committed one at a time: it is then that the server locks what edges lead to, and two at once would lock each other
    out on the people who are everywhere, and wait. Rows that may be there already are looked for under such locks, so
    they go alone.

    Args:
        batch: rows of one transaction.
    """

    def __init__(self, store: Neo4jStore, dataset: str, batch: int) -> None:
        self._store, self._dataset, self._batch = store, dataset, batch
        self._threads = ThreadPoolExecutor(max_workers=_PLACES)
        self._door, self._places, self._commit = Lock(), Semaphore(_PLACES), Lock()
        self._failed = False

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def send(self, packing: Packing, new: list[Packet], changed: list[Packet]) -> Future[int]:
        """Send rows; how many were created. `new` are not in the database, unless by accident."""

        def send() -> int:
            if self._failed:
                return 0  # what was sent before has said why; this would wait as long for a server that is gone
            try:
                return self._send(packing, packing.create, new) + self._send(packing, packing.change, changed)
            except BaseException:
                self._failed = True
                raise

        return self._threads.submit(send)

    def _send(self, packing: Packing, text: str, packets: list[Packet]) -> int:
        from neo4j.exceptions import ConstraintError

        created = 0
        for (apart, item, none), group in groupby(packets, key=lambda packet: packet.marks):
            for rows in batches((packet.line for packet in group), self._batch):
                more = {"rows": packing.as_parameter(rows, apart), "apart": apart, "item": item, "none": none}
                try:
                    with self._room(alone=text == packing.change):
                        created += self.write(text, len(rows), **more)
                except ConstraintError:
                    # Some of them are there after all: from another push, or one whose end never came to be known.
                    with self._room(alone=True):
                        created += self.write(packing.change, len(rows), **more)
        return created

    @contextmanager
    def _room(self, alone: bool) -> Iterator[None]:
        places = _PLACES if alone else 1
        with self._door:  # else two might wait for what the other has
            for _ in range(places):
                self._places.acquire()
        try:
            yield
        finally:
            self._places.release(places)

    def write(self, text: str, wanted: int | None = None, counter: str = "", **parameters: Any) -> int:
        """Run in a transaction that the driver repeats when the server asks for it; how many were created (or deleted).

        Args:
            wanted: how many rows the text must have written.
            counter: what to count in place of what was created.

        Raises:
            GraphError: an end of an edge is missing.
        """

        turn = _Turn(self._commit)

        def work(transaction: Any) -> tuple[list[Any], Any]:
            turn.leave()  # should this be another attempt
            result = transaction.run(text, dataset=self._dataset, **parameters)
            found = [record["n"] for record in result], result.consume().counters
            turn.take()
            return found

        try:
            with self._store.session() as session:
                found, counters = session.execute_write(work)
        finally:
            turn.leave()
        if wanted is not None and found != [wanted]:
            what = f"{wanted - found[0]} edges begin or end at a node that is not in the database"
            raise GraphError("push", what, "build the graph again, and push that")
        return int(getattr(counters, counter) if counter else counters.nodes_created + counters.relationships_created)


class _Turn:
    """A transaction's turn to be committed."""

    def __init__(self, lock: Lock) -> None:
        self._lock, self._mine = lock, False

    def take(self) -> None:
        # Should the other one wait in the server for what this one has locked there, it would wait for ever.
        self._mine = self._lock.acquire(timeout=_PATIENCE)

    def leave(self) -> None:
        if self._mine:
            self._mine = False
            self._lock.release()


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most so many items."""
    items = list(items)
    return (items[i : i + size] for i in range(0, len(items), size))
