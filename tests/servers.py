"""A Neo4j server for the tests: the one that NEO4J_URI names, used by one test at a time.

The tests write datasets called kg-test… and take them away again. They refuse a database that holds anything else.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.stores.neo4j import Neo4jStore

MISSING = "no NEO4J_URI: see CONTRIBUTING.md on how to point the tests at a server"
DATASET = "kg-test"


def address() -> dict[str, str | None]:
    """The arguments of a store on the tests' server; the test is skipped when there is none."""
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        pytest.skip(MISSING)
    return {"uri": uri, "user": os.environ.get("NEO4J_USER", "neo4j"), "password": os.environ.get("NEO4J_PASSWORD")}


@contextmanager
def emptied() -> Iterator[Neo4jStore]:
    """A store on an empty database, which no other test uses meanwhile."""
    where = address()
    with (Path(tempfile.gettempdir()) / "kg-neo4j-tests.lock").open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        except ImportError:  # Windows
            pass
        store = Neo4jStore(**where, dataset=DATASET)  # type: ignore[arg-type]
        try:
            _empty(store)
            [left] = store.run("MATCH (n) RETURN count(n) AS n").rows
            assert left["n"] == 0, "the database of NEO4J_URI holds other data; give the tests one of their own"
            yield store
            _empty(store)
        finally:
            store.close()


def _empty(store: Neo4jStore) -> None:
    # What tests add by hand is marked as theirs too.
    text = "MATCH (n) WHERE n.dataset STARTS WITH 'kg-test' OR n.byHand = 'kg-test' DETACH DELETE n"
    store.run(text, write=True)
