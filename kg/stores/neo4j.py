"""A Neo4j server, 5.26 or of the 2025 and 2026 lines, through its official driver (``pip install 'kg-newspapers[neo4j]'``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError, UsageError
from kg.graph import Graph
from kg.stores import reading
from kg.stores.answer import Answer, plain

if TYPE_CHECKING:
    import neo4j

#: The first version that has constraints on relationships in all editions.
OLDEST = (5, 7)
_EXTRA = "pip install 'kg-newspapers[neo4j]'"


class Neo4jStore:
    """A database of a Neo4j server.

    Args:
        uri: ``neo4j://localhost:7687``; also bolt://, and +s or +ssc for TLS.
        password: null for a server without sign-in.
        database: the user's home database when null.
        dataset: what `write` calls the rows it writes (see `kg.stores.push`), and which is asked (see `kg.stores.dataset`).

    Raises:
        StoreError: no server, one that is too old, a wrong password, no such database; each says so in one line.
        UsageError: the driver is not installed, or `uri` is no address.
    """

    dialect = "neo4j"

    def __init__(
        self,
        uri: str,
        user: str = "neo4j",
        password: str | None = None,
        database: str | None = None,
        dataset: str | None = None,
    ) -> None:
        try:
            import neo4j
        except ImportError as e:
            raise UsageError(uri, "the driver of Neo4j is not installed", _EXTRA) from e
        if not re.match(r"(neo4j|bolt)(\+s|\+ssc)?://.", uri):
            raise UsageError(uri, "is no address of a Neo4j server", "write neo4j://localhost:7687")
        self.uri, self.user, self.database, self.dataset = uri, user, database, dataset
        auth = (user, password) if password is not None else None
        try:
            # The program tells what it did itself; the server's hints about plans are no news to its user.
            self.driver: neo4j.Driver = neo4j.GraphDatabase.driver(
                uri, auth=auth, notifications_min_severity="OFF", connection_timeout=15, connection_acquisition_timeout=30
            )  # fmt: skip
        except (ValueError, neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError) as e:
            raise UsageError(uri, f"is no address of a Neo4j server ({e})", "write neo4j://localhost:7687") from e
        try:
            with self.errors():
                self._greet()
        except BaseException:
            self.driver.close()
            raise

    def _greet(self) -> None:
        agent = str(self.driver.get_server_info().agent)
        found = re.search(r"/(\d+)\.(\d+)", agent)
        if found and (int(found[1]), int(found[2])) < OLDEST:
            raise StoreError(self.uri, f"is too old ({agent})", "5.26 or later is needed")
        with self.session() as session:
            session.run("RETURN 1").consume()

    def session(self, **config: Any) -> neo4j.Session:
        """A session of the driver on the store's database."""
        return self.driver.session(database=self.database, **config)

    def write(self, source: Graph | Path) -> object:
        """Push a graph or a build folder (see `kg.stores.push.push`)."""
        from kg.stores.push import push

        return push(self, source)

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = 60,
        limit: int | None = None,
        write: bool = False,
    ) -> Answer:
        """The answer to a Cypher text.

        Args:
            write: let it write; without it the server itself refuses.

        Raises:
            StoreError: the text is wrong, writes though it may not, or takes longer than `seconds`.
        """
        import neo4j

        if not write:
            reading.check(cypher)
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        query = neo4j.Query(cypher, timeout=seconds)
        with self.errors(seconds), self.session(default_access_mode=mode) as session:
            result = session.run(query, dict(parameters or {}))
            columns = tuple(result.keys())
            rows: list[dict[str, Any]] = []
            for record in result:
                if limit is not None and len(rows) == limit:
                    return Answer(columns, rows, True)
                rows.append(dict(zip(columns, map(_plain, record.values()))))
        return Answer(columns, rows)

    def close(self) -> None:
        self.driver.close()

    @contextmanager
    def errors(self, seconds: float = 0) -> Iterator[None]:
        """Turn what the driver raises in the block into one line that says what to do."""
        from neo4j import exceptions as raised

        try:
            yield
        except (raised.Neo4jError, raised.DriverError, OSError, UnicodeError) as e:
            raise self._explain(e, seconds) from e

    def _explain(self, error: Exception, seconds: float) -> StoreError:
        from neo4j import exceptions as raised

        code = str(getattr(error, "code", None) or "")
        message = " ".join(str(getattr(error, "message", None) or error).split())
        if isinstance(error, raised.UnsupportedServerProduct):
            return StoreError(self.uri, f"is too old ({message})", "5.26 or later is needed")
        if isinstance(error, raised.AuthError) or "Security" in code:
            return StoreError(self.uri, f"refuses {self.user} ({message})", "check --user and NEO4J_PASSWORD")
        if "DatabaseNotFound" in code:
            return StoreError(
                self.uri, f"has no database '{self.database}'", "check --database; SHOW DATABASES lists them"
            )
        if "TransactionTimedOut" in code or (seconds and "timed out" in message.lower()):
            return StoreError("cypher", f"took longer than {seconds:g} s", "ask for less, or give more with --seconds")
        if "AccessMode" in code:
            return StoreError("cypher", "it writes", "add --write if you mean it")
        if isinstance(error, (raised.ServiceUnavailable, raised.SessionExpired, OSError)):
            return StoreError(
                self.uri,
                f"does not answer ({shorten(message, 200, placeholder=' …')})",
                "start the server, or check --uri",
            )
        if "Statement" in code:
            return StoreError("cypher", message, "mend the query")
        return StoreError(self.uri, f"{code} {message}".strip(), "see the server's log")


def _plain(value: Any) -> Any:
    """A value of the driver as JSON has it: nodes and relationships by their properties and label, paths in turn."""
    if hasattr(value, "nodes") and hasattr(value, "relationships"):
        steps: list[Any] = [value.nodes[0]]
        for edge, node in zip(value.relationships, value.nodes[1:]):
            steps += [edge, node]
        return [_plain(s) for s in steps]
    if hasattr(value, "items") and (hasattr(value, "labels") or hasattr(value, "start_node")):
        label = value.type if hasattr(value, "start_node") else ":".join(sorted(value.labels))
        return {"label": label, **{k: _plain(v) for k, v in value.items()}}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return plain(value)
