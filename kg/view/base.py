"""An open build, asked for what is on screen: structure from the database, rows from the sorted files, texts where they lie."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from kg import output
from kg.errors import KgError
from kg.report import NAME as REPORT
from kg.statement import Statement
from kg.stores import open_store
from kg.stores.columns import Schema, label_of
from kg.stores.ladybug import FILE
from kg.view import questions
from kg.view.papers import Papers, Scope
from kg.view.rows import Row, SortedRows
from kg.view.texts import Texts

#: Edges of which the ends are remembered, so that their proofs are found at once.
_REMEMBERED = 200_000
#: Statements of which a decision can be noted at once.
_SHOWN = 10_000
#: Seconds that one question may take.
_SECONDS = 60.0
#: Questions that go through the whole graph: they are asked of a store of their own, so that no page waits for them.
_SLOW = frozenset({
    "active", "all_announced", "all_replaced", "contradicted", "count_active", "ends", "event_days", "gatherings", "most_tied",
    "paper_articles", "paper_events", "positions", "resting_on", "ties",
})  # fmt: skip


#: Labels of nodes that are merged from mentions.
_MERGED = frozenset({"Event", "Person"})


class MissingError(KgError):
    """What was asked for is not in the build."""


class Source(ABC):
    """Rows of a graph, wherever they are kept."""

    papers: Papers

    @abstractmethod
    def find(self, node_id: str) -> Row | None:
        """A node, or null when there is none."""

    @abstractmethod
    def out(self, kind: str, source: str) -> Iterable[Row]:
        """The edges of a type that begin at a node, by target and id."""

    def node(self, node_id: str) -> Row:
        """A node (MissingError when there is none)."""
        found = self.find(node_id)
        if found is None:
            raise MissingError(node_id or "id", "no such node", "look for it by name")
        return found

    def named(self, ids: Iterable[str]) -> list[Row]:
        """The nodes of these ids that there are, by name and id."""
        found = [row for i in dict.fromkeys(ids) if (row := self.find(i)) is not None]
        return sorted(found, key=lambda row: (row["name"], row["id"]))

    def areas_of(self, node_id: str) -> list[str]:
        """The names of the areas that an office, organisation or place is of by an edge IN; mostly one or none."""
        return sorted({row["name"] for row in self.named(e["target"] for e in self.out("IN", node_id))})

    def edges_of(self, node_id: str, kind: str) -> list[Row]:
        """See `out`; so that `kg.tenures.known_by` can ask."""
        return list(self.out(kind, node_id))


class Held(Source):
    """Rows in memory."""

    def __init__(self, nodes: Iterable[Row], edges: Iterable[Row]) -> None:
        self.nodes = {row["id"]: row for row in nodes}
        self.edges = list(edges)
        self._out: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.edges:
            self._out[row["type"], row["source"]].append(row)
        told = ((row["source"], row["target"]) for row in self.edges if row["type"] == "REPORTS")
        labelled = {label: [n for n in self.nodes.values() if n["label"] == label] for label in ("Article", "Event")}
        self.papers = Papers(labelled["Article"], told, labelled["Event"])

    def find(self, node_id: str) -> Row | None:
        return self.nodes.get(node_id)

    def out(self, kind: str, source: str) -> list[Row]:
        return self._out.get((kind, source), [])


class Base(Source):
    """One build, open.

    Args:
        folder: of the build.
        source: a folder to look for its papers in, before those that the build names.

    Attributes:
        stamp: changes when another build takes the folder's place.
        options: of the build, as report.json has them.
        shown: statements that were on screen, by id.

    Raises:
        GraphError: the folder holds no build.
        StoreError: graph.lbug is being written.
    """

    def __init__(self, folder: Path, source: Path | None = None) -> None:
        output.recover(folder.resolve())
        self.folder, self.stamp = folder, stamp(folder)
        self.nodes = SortedRows(folder / "nodes.jsonl", lambda row: (row["id"],))
        self.edges = SortedRows(
            folder / "edges.jsonl", lambda row: (row["type"], row["source"], row["target"], row["id"])
        )
        self.statements = SortedRows(
            folder / "statements.jsonl",
            lambda row: (row["evidence"]["doc"], row["evidence"]["start"], row["evidence"]["end"], row["id"]),
        )
        head = _head(folder / REPORT)
        self.options: dict[str, Any] = head.get("options") or {}
        self.documents = int((head.get("totals") or {}).get("documents") or 0)
        self.texts = Texts(folder, [str(i) for i in self.options.get("inputs") or []], source)
        self._stores = {False: _Asked(folder)}
        self._labels = frozenset(Schema.load().nodes)
        self.shown: dict[str, Statement] = {}
        self._ends: OrderedDict[str, tuple[str, str, str]] = OrderedDict()

    def close(self) -> None:
        for store in self._stores.values():
            store.close()
        for rows in (self.nodes, self.edges, self.statements):
            rows.close()

    def ask(self, name: str, label: str = "", /, *, told: Row | None = None, **values: Any) -> list[Row]:
        """The rows of a question of kg/view/cypher; `label` is that of the node it starts from, `told` what restricts its
        events to some papers."""
        text = questions.load()[name].replace(questions.LABEL, f":{label}") if label else questions.load()[name]
        text, values = questions.restricted(text, told is not None), {**values, **(told or {})}
        slow = name in _SLOW and (self.folder / FILE).is_file()
        if slow and slow not in self._stores:
            self._stores[slow] = _Asked(self.folder)
        return self._stores[slow].run(text, values)

    def ask_of(self, scope: Scope, name: str, /, **values: Any) -> list[Row]:
        """The rows of a question about events that papers of a scope tell of, in its period."""
        return self.ask(name, **values, **scope.happened.values, told=None if scope.open else self.papers.values(scope))

    @cached_property
    def papers(self) -> Papers:  # type: ignore[override]
        """Its articles and what each tells of: some tens of bytes of each are kept in memory."""
        told = ((row["article"], row["event"]) for row in self.ask("paper_events"))
        return Papers(self.ask("paper_articles"), told, self.ask("event_days"))

    def find(self, node_id: str) -> Row | None:
        return self.nodes.one(node_id)

    def whole(self, node_id: str) -> str:
        """The id of the node that a mention was merged into: addresses outlive one more paper. Itself where it was not."""
        if self.find(node_id) is not None or label_of(node_id) not in _MERGED:
            return node_id
        rows = self.ask("whole", label_of(node_id), id=node_id)
        return str(rows[0]["id"]) if rows else node_id

    def of_label(self, node_id: str, *labels: str) -> Row:
        """A node of one of these labels (MissingError when there is none)."""
        found = self.node(node_id)
        if found["label"] not in labels:
            raise MissingError(node_id, f"is of the label {found['label']}", f"ask for {' or '.join(labels)}")
        return found

    def label(self, node_id: str) -> str:
        """The label with which an id begins, if the ontology has it (MissingError when not)."""
        label = label_of(node_id)
        if label not in self._labels:
            raise MissingError(node_id or "id", "no such node", "look for it by name")
        return label

    def edge(self, kind: str, source: str, target: str, edge_id: str) -> Row:
        """An edge whose ends are known."""
        found = self.edges.one(kind, source, target, edge_id)
        if found is None:
            raise MissingError(edge_id, "no such edge", "build the graph again, if it was changed by hand")
        return self.remember(found)

    def out(self, kind: str, source: str) -> Iterator[Row]:
        """The edges of a type that begin at a node."""
        return (self.remember(row) for row in self.edges.of(kind, source))

    def edge_by_id(self, edge_id: str) -> Row:
        """An edge of which only the id is known (MissingError when there is none)."""
        ends = self._ends.get(edge_id)
        if ends is None:
            found = self.ask("ends", edge=edge_id)
            if not found:
                raise MissingError(edge_id or "edge", "no such edge", "look for it by one of its ends")
            ends = found[0]["type"], found[0]["source"], found[0]["target"]
        return self.edge(*ends, edge_id)

    def show(self, statement: Row) -> None:
        """Note a statement that is on screen; whoever decides about it need not look for it."""
        if len(self.shown) >= _SHOWN:
            self.shown.clear()
        self.shown[statement["id"]] = Statement.from_dict(statement)

    def remember(self, row: Row) -> Row:
        """Note where an edge begins and ends; it will be asked for by its id."""
        self._ends[row["id"]] = row["type"], row["source"], row["target"]
        if len(self._ends) > _REMEMBERED:
            self._ends.popitem(last=False)
        return row


class _Asked:
    """A store that is asked one question at a time."""

    def __init__(self, folder: Path) -> None:
        self._store, self._lock = open_store(folder), Lock()

    def run(self, text: str, values: Row) -> list[Row]:
        with self._lock:
            return self._store.run(text, values, seconds=_SECONDS).rows

    def close(self) -> None:
        with self._lock:
            self._store.close()


def stamp(folder: Path) -> str:
    """Changes when another build takes the place of this one; a build that changes nothing leaves it."""
    found = []
    for name in ("nodes.jsonl", "edges.jsonl", "statements.jsonl"):
        try:
            stat = (folder / name).stat()
            found.append((name, stat.st_ino, stat.st_size, stat.st_mtime_ns))
        except OSError:
            found.append((name, 0, 0, 0))
    return json.dumps(found)


def _head(path: Path) -> dict[str, Any]:
    """report.json without its rows, of which there may be millions; empty when it cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            text = ""
            for line in lines:
                if line.startswith(' "documents": ['):
                    break
                text += line
        found = json.loads(text.rstrip().rstrip(",") + "}")
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}
