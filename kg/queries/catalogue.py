"""The questions in kg/queries/*.cypher, parsed strictly: a mistake in a head is an error with file and line."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import SchemaError, UsageError

STORES = ("ladybug", "neo4j")
PARAMETER_TYPES = ("string", "integer", "number", "day", "first-day", "last-day")
COLUMN_TYPES = ("string", "strings", "names", "integer", "number", "boolean", "date")
_PARAM = re.compile(r"(?P<name>[a-zA-Z]\w*)\s+(?P<type>[\w-]+)(?:\s+=\s+(?P<default>'[^']*'|\S+))?(?:\s+(?P<note>.+))?")
_COLUMN = re.compile(r"(?P<name>[a-zA-Z]\w*)\s+(?P<type>\w+)\s+(?P<note>.+)")
_USED = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Parameter:
    """One parameter; `default` is text as on the command line, null when the parameter must be given."""

    name: str
    type: str
    note: str
    default: str | None


@dataclass(frozen=True)
class ResultColumn:
    name: str
    type: str
    note: str


@dataclass(frozen=True)
class Query:
    """One question.

    Attributes:
        texts: Cypher by store; under the empty name the text that all stores take.
        order: columns by which the rows are sorted after the query, and whether downwards.
        example: parameters of an example (``person=敖煜新 least=2``).
        empty: what it means that there is no row.
        table: columns that a table for people shows, where these are not those that fit a window.
    """

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[ResultColumn, ...]
    order: tuple[tuple[str, bool], ...]
    example: str
    texts: dict[str, str]
    table: tuple[str, ...] = ()
    empty: str = ""

    @property
    def title(self) -> str:
        """The first line of the description."""
        return self.about.partition("\n")[0]


@lru_cache(maxsize=1)
def load() -> dict[str, Query]:
    """All questions by name."""
    return {
        p.stem: parse(p.stem, p.read_text(encoding="utf-8"), p) for p in sorted(Path(__file__).parent.glob("*.cypher"))
    }


def names() -> list[str]:
    """The names of the questions."""
    return list(load())


def find(name: str) -> Query:
    """The question of a name (UsageError with names like it when there is none)."""
    found = load().get(name)
    if found is None:
        near = difflib.get_close_matches(name, names(), n=3, cutoff=0.5)
        raise UsageError(name, "no such question", f"near it: {', '.join(near)}" if near else "kg query lists them")
    return found


def parse(name: str, text: str, path: Path) -> Query:
    """A question from its file.

    Raises:
        SchemaError: with file and line, for a head that says what no head can say or a text that does not fit it.
    """
    about: list[str] = []
    parameters: dict[str, Parameter] = {}
    columns: dict[str, ResultColumn] = {}
    order: list[tuple[str, bool]] = []
    example: str | None = None
    table: tuple[str, ...] = ()
    empty = ""
    texts: dict[str, list[str]] = {}
    store = ""
    for number, line in enumerate(text.splitlines(), start=1):
        where = f"{path}:{number}"
        if not line.startswith("//"):
            if line.strip():
                texts.setdefault(store, []).append(line)
            continue
        word, _, rest = line[2:].strip().partition(" ")
        rest = rest.strip()
        if not word.startswith("@"):
            if parameters or columns or texts:
                raise SchemaError(where, "a comment after the description", "begin the line with a word like @param")
            about.append(line[2:].strip())
        elif word == "@param":
            found = _match(_PARAM, rest, where, PARAMETER_TYPES, "@param NAME TYPE [= DEFAULT] NOTE")
            default = found["default"]
            parameters[found["name"]] = Parameter(
                found["name"], found["type"], found["note"] or "", default.strip("'") if default else default
            )
        elif word == "@column":
            found = _match(_COLUMN, rest, where, COLUMN_TYPES, "@column NAME TYPE NOTE")
            columns[found["name"]] = ResultColumn(found["name"], found["type"], found["note"] or "")
        elif word == "@order":
            order = [(key.strip().lstrip("-"), key.strip().startswith("-")) for key in rest.split(",")]
        elif word == "@example":
            example = rest
        elif word == "@empty":
            empty = rest
        elif word == "@table":
            table = tuple(c.strip() for c in rest.split(","))
        elif word == "@for" and rest in STORES:
            store = rest
        else:
            raise SchemaError(where, f"'{word} {rest}' is not understood",
                              "allowed: @param, @column, @order, @table, @empty, @example, @for ladybug, @for neo4j")  # fmt: skip
    query = Query(name, "\n".join(about), tuple(parameters.values()), tuple(columns.values()), tuple(order),
                  example or "", {k: "\n".join(v) for k, v in texts.items()}, table, empty)  # fmt: skip
    _check(query, path, example is not None)
    return query


def _match(pattern: re.Pattern[str], text: str, where: str, types: tuple[str, ...], form: str) -> dict[str, Any]:
    found = pattern.fullmatch(text)
    if not found:
        raise SchemaError(where, f"'{text}' is not understood", f"write {form}")
    if found["type"] not in types:
        raise SchemaError(where, f"unknown type '{found['type']}'", f"allowed: {', '.join(types)}")
    return found.groupdict()


def _check(query: Query, path: Path, has_example: bool) -> None:
    if not (query.about and query.columns and query.texts and has_example):
        raise SchemaError(path, "lacks a description, columns, an example or a text", "see kg/queries/__init__.py")
    if set(query.texts) not in ({""}, set(STORES)):
        raise SchemaError(
            path, "has a text for one store only", f"write one text, or one for each of {', '.join(STORES)}"
        )
    declared = {p.name for p in query.parameters}
    for text in query.texts.values():
        used = set(_USED.findall(text))
        if used != declared:
            raise SchemaError(path, f"parameters declared and used differ: {', '.join(sorted(used ^ declared))}", "")
    for word, names in (("@order", [key for key, _ in query.order]), ("@table", query.table)):
        for key in names:
            if key not in {c.name for c in query.columns}:
                raise SchemaError(path, f"{word} names '{key}', which is no column", "name a column")
