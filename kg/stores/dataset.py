"""One dataset of a server that holds several: the questions of `kg.queries`, asked of it alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.errors import UsageError
from kg.stores.answer import Answer
from kg.stores.neo4j import Neo4jStore

_LABELLED = re.compile(r"\((\w*):(\w+)\)")
_OF_ANY_TYPE = re.compile(r"-\[(\w+)\]-")
_ALONE = "{dataset: $kgDataset}"


class Dataset:
    """Nodes and relationships of a server that were pushed under one name (see `kg.stores.push`).

    For the named questions alone, whose texts are known to label what they look for. A text of one's own says
    ``WHERE p.dataset = 'NAME'`` where it means one dataset.
    """

    dialect = "neo4j"

    def __init__(self, server: Neo4jStore, name: str) -> None:
        self.server, self.name = server, name

    def run(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60) -> Answer:
        """The answer of the dataset, as `kg.stores.neo4j.Neo4jStore.run` has it of all of them."""
        return self.server.run(narrowed(cypher), {**(parameters or {}), "kgDataset": self.name}, seconds=seconds)


def narrowed(cypher: str) -> str:
    """``MATCH (p:Person)`` asks for ``(p:Person {dataset: $kgDataset})``, and so does each node pattern with a label alone;
    ``-[r]->``, which has no type, asks likewise. No relationship that is pushed leads from one dataset to another."""
    return _OF_ANY_TYPE.sub(rf"-[\1 {_ALONE}]-", _LABELLED.sub(rf"(\1:\2 {_ALONE})", cypher))


def there(server: Neo4jStore, most: int = 5) -> list[str]:
    """The first datasets of a server, by name."""
    found: list[str] = []
    # From name to name in the index: the nodes are not looked through.
    text = (
        "MATCH (n:Person) WHERE n.dataset > $after AND n.id IS NOT NULL RETURN n.dataset AS name ORDER BY name LIMIT 1"
    )
    while len(found) < most and (rows := server.run(text, {"after": found[-1] if found else ""}).rows):
        found.append(str(rows[0]["name"]))
    return found


def alone(server: Neo4jStore, name: str) -> Dataset:
    """The dataset of a name.

    Raises:
        UsageError: the server has none of this name; the message lists those it has.
    """
    text = "MATCH (n:Person) WHERE n.dataset = $name AND n.id IS NOT NULL RETURN n.id AS id LIMIT 1"
    if not server.run(text, {"name": name}).rows:
        held = there(server)
        todo = f"it holds {', '.join(held)}" if held else "nothing was pushed to it yet: kg push"
        raise UsageError(f"--dataset {name}", "the server has no such dataset", todo)
    return Dataset(server, name)
