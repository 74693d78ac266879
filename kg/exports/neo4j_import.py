"""Files for `neo4j-admin database import`, the fast way into an empty Neo4j database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from kg.exports.codebook import Entry
from kg.exports.formats import Build
from kg.stores import lines
from kg.stores.columns import Column, Schema

#: Control characters of a text, for which their pictures stand (␈); ends of lines and tabs are its own.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TITLE = "files for neo4j-admin database import"
ABOUT = """With the server stopped, in this folder:

    neo4j-admin database import full neo4j @arguments.txt

It fills an empty database (`--overwrite-destination` replaces one) in a fraction of the time of `kg push`. Items of a list
are apart by U+001E. `date`, `published`, `firstSeen` … are DATEs when the day is known, with the text beside them
(`dateText`). `kg push` to that database later takes over what was imported."""

#: Between the items of a list; no newspaper holds it.
_ITEM = "\x1e"
_TYPES = {
    "string": "string",
    "strings": "string[]",
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}


def write(build: Build, folder: Path) -> list[Entry]:
    """One file a label, one a type and pair of labels, and arguments.txt."""
    schema = Schema.load()
    files: dict[tuple[str, ...], IO[str]] = {}
    entries: list[Entry] = []
    arguments = ["--array-delimiter=U+001E", "--multiline-fields=true"]

    with ExitStack() as stack:

        def file_of(key: tuple[str, ...], columns: tuple[Column, ...]) -> IO[str]:
            if key not in files:
                name = f"{'nodes' if len(key) == 1 else 'edges'}-{'-'.join(key)}.csv"
                head = [f"{c.name}:{_TYPES[c.type]}" for c in columns]
                if len(key) == 1:
                    head[0] = "id:ID"
                    arguments.append(f"--nodes={key[0]}={name}")
                else:
                    head = [":START_ID", *head, ":END_ID"]
                    arguments.append(f"--relationships={key[0]}={name}")
                files[key] = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
                files[key].write(",".join(head) + "\n")
                entries.extend(Entry(name, c.name, _TYPES[c.type], c.note) for c in columns)
            return files[key]

        for where, row in lines.nodes(build.source):
            label = schema.node(row, where)
            columns = schema.nodes[label]
            file_of((label,), columns).write(_line(c.value(row, where) for c in columns))
        for where, row in lines.edges(build.source):
            pair = schema.edge(row, where)
            columns = schema.edges[pair[0]]
            values = [c.value(row, where) for c in columns]
            file_of(pair, columns).write(_line([row["source"], *values, row["target"]]))
    (folder / "arguments.txt").write_text("\n".join(arguments) + "\n", encoding="utf-8", newline="\n")
    return entries


def _line(values: Iterable[Any]) -> str:
    return ",".join(map(_cell, values)) + "\n"


def _picture(control: re.Match[str]) -> str:
    return "␡" if control[0] == "\x7f" else chr(0x2400 + ord(control[0]))


def _cell(value: Any) -> str:
    """Empty for no value; an empty text has quotes."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    items = [_CONTROL.sub(_picture, item) for item in (value if isinstance(value, list) else [value])]
    text = _ITEM.join(items)
    return '"' + text.replace('"', '""') + '"'
