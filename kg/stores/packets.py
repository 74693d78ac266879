"""Rows on their way to a Neo4j server: one text a row, which the server takes apart.

The driver packs a row value by value, and that took longer than all the rest of a push. A text it packs at once, and the
server splits it ten times as fast as it stores what is in it. Cells, and the items of a list, are apart by characters
that newspapers do not hold; a row that holds them travels with others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from kg.errors import GraphError
from kg.ids import canonical
from kg.stores.cells import ENDS
from kg.stores.columns import Column, Schema, is_day

#: Between cells; between the items of a list; the cell of a value that is unknown, and of an empty list.
Marks = tuple[str, str, str]
_USUAL: Marks = ("\x1f", "\x1e", "\x1d")
#: (label,), or (type, label of the source, label of the target).
Key = tuple[str, ...]
_READ = {
    "string": "CASE {0} WHEN $none THEN null ELSE {0} END",
    "strings": "CASE {0} WHEN $none THEN [] ELSE split({0}, $item) END",
    "date": "CASE {0} WHEN $none THEN null ELSE date({0}) END",
    "integer": "toInteger({0})",
    "number": "toFloat({0})",
    "boolean": "toBoolean({0})",
}  # the last three make null of what is no number and no truth


class Packet(NamedTuple):
    """One row: its id, the digest of what is written of it, and its text with the marks that part it."""

    id: str
    digest: str
    line: str
    marks: Marks


class Packing:
    """How the rows of one label, or of one edge type and pair of labels, travel.

    Attributes:
        key: (label,), or (type, label of the source, label of the target).
        create: the Cypher that writes rows ($rows, see `as_parameter`; $apart, $item, $none) into $dataset where none of
            them is yet.
        change: that which brings rows up to date, or writes them where they are not.
    """

    def __init__(self, key: Key, schema: Schema) -> None:
        table = schema.nodes[key[0]] if len(key) == 1 else (*ENDS, *schema.edges[key[0]])
        columns = tuple(c for c in table if c.name != "dataset")
        self.key = key
        self._columns = [(c.source, c.type, c) for c in columns]
        self._named = hashlib.blake2b(canonical([c.name for c in columns]).encode(), digest_size=8)
        self.create, self.change = _texts(tuple(map(quoted, key)), columns)

    def pack(self, row: Mapping[str, Any], where: str) -> Packet:
        """A row as it travels.

        Raises:
            GraphError: a value is not of its column's type, or no database can hold it.
        """
        line = self._joined(row, where, _USUAL)
        marks = _USUAL
        if not line:
            text = canonical(row)
            found = ((chr(c), chr(c + 1), chr(c + 2)) for c in range(0xE000, 0x10FFFE, 3))
            marks = next(m for m in found if not any(mark in text for mark in m))
            line = self._joined(row, where, marks)
        digest = self._named.copy()
        try:
            digest.update(line.encode())
        except UnicodeEncodeError:
            for *_, column in self._columns:
                column.value(row, where)  # says which property it is
            raise
        mark = digest.hexdigest()
        return Packet(row["id"], mark, f"{line}{marks[0]}{mark}", marks)

    def as_parameter(self, lines: list[str], apart: str) -> list[Any]:
        """Lines of rows as $rows: of nodes as they are, of edges each source with the lines of all that begin there."""
        if len(self.key) == 1:
            return lines
        return [[source, list(same)] for source, same in groupby(lines, key=lambda line: line.partition(apart)[0])]

    def _joined(self, row: Mapping[str, Any], where: str, marks: Marks) -> str:
        """The text of a row, empty when a value holds one of the marks."""
        apart, item, none = marks
        cells: list[str] = []
        nones = items = 0
        for source, kind, column in self._columns:
            value = row.get(source)
            if kind == "string":
                if type(value) is str:
                    cells.append(value)
                    continue
            elif kind == "strings":
                if type(value) is list and value:
                    try:
                        cells.append(item.join(value))
                    except TypeError as e:
                        raise GraphError(where, f"{source} is no list of texts", "build the graph again") from e
                    items += len(value) - 1
                    continue
            elif kind == "date" and type(value) is str and is_day(value):
                cells.append(value)
                continue
            cell = _cell(column.value(row, where))
            nones += cell is None
            cells.append(none if cell is None else cell)
        line = apart.join(cells)
        kept = line.count(apart) == len(cells) - 1 and line.count(item) == items and line.count(none) == nones
        return line if kept else ""


def _cell(value: Any) -> str | None:
    """The cell of a value that is no filled list; null for one that is unknown, and for an empty list."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def quoted(name: str) -> str:
    """A name as Cypher takes it."""
    return "`" + name.replace("`", "``") + "`"


def _texts(key: Key, columns: tuple[Column, ...]) -> tuple[str, str]:
    names = [c.name for c in columns]
    own = [(i, c) for i, c in enumerate(columns) if c.name != "id" and c not in ENDS]
    values = ", ".join(f"{quoted(c.name)}: {_READ[c.type].format(f'c[{i}]')}" for i, c in own)
    values += f", kgDigest: c[{len(columns)}]"
    is_one = f"dataset: $dataset, id: c[{names.index('id')}]"
    if len(key) == 1:
        before = "UNWIND $rows AS line WITH split(line, $apart) AS c"
        create = f"CREATE (x:{key[0]} {{{is_one}, {values}}})"
        merge = f"MERGE (x:{key[0]} {{{is_one}}})"
    else:
        kind, source, target = key
        # Rows of one source lie together, so it is looked for once. The index is named, since the server would look
        # through all nodes as long as it has not counted what was just written.
        before = (
            f"UNWIND $rows AS same MATCH (a:{source} {{dataset: $dataset, id: same[0]}})"
            f" USING INDEX a:{source}(dataset, id) UNWIND same[1] AS line WITH a, split(line, $apart) AS c"
            f" MATCH (b:{target} {{dataset: $dataset, id: c[1]}}) USING INDEX b:{target}(dataset, id)"
        )
        create = f"CREATE (a)-[x:{kind} {{{is_one}, {values}}}]->(b)"
        merge = f"MERGE (a)-[x:{kind} {{{is_one}}}]->(b)"
    # What is unknown is taken away by null: also the mark of lost support.
    change = f"{merge} SET x += {{{values}, kgUnsupported: null}}"
    return f"{before} {create} RETURN count(*) AS n", f"{before} {change} RETURN count(*) AS n"
