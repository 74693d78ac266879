"""Named word sets, read from schemas/lexicon/*.yaml, so that a title or a verb is added without touching Python."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from kg.errors import SchemaError
from kg.schemas import Located, check, files, load, schema_dir

P = ParamSpec("P")
T = TypeVar("T")
Entries = MappingProxyType[str, MappingProxyType[str, Any]]
_clear: list[Callable[[], None]] = []


def remember(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps the last `size` results of a function that asks for word sets, until `refresh` finds other sets."""

    def cached(function: Callable[P, T]) -> Callable[P, T]:
        found = lru_cache(maxsize=size)(function)
        _clear.append(found.cache_clear)
        return found  # type: ignore[return-value]  # the wrapper takes what the function takes

    return cached


def refresh() -> None:
    """Ask the environment again which folder the words are in, and forget what was made of others (`KG_SCHEMAS` changed)."""
    if schema_dir() != _folder():
        for clear in _clear:
            clear()


# Words are asked for many times a sentence: the environment is not asked each time.
@remember(1)
def _folder() -> Path:
    return schema_dir()


def _entries(path: Path, name: str, spec: Any) -> Entries:
    spec = check(spec, path, {"note", "words", "examples", "properties"}, {"note", "words"})
    words = spec["words"]
    if isinstance(words, list):
        pairs: list[tuple[Any, Any]] = [(w, {}) for w in words]
    elif isinstance(words, Located):
        pairs = [(w, v or {}) for w, v in words.items()]
    else:
        raise SchemaError(
            f"{path}:{spec.lines['words']}", f"words of '{name}' is neither a list nor a mapping", "write a list"
        )
    for word, properties in pairs:
        if not isinstance(word, str) or not isinstance(properties, dict):
            raise SchemaError(
                f"{path}:{spec.lines['words']}",
                f"'{word}' in '{name}' is not a word",
                "quote it, or give a mapping after it",
            )
        if re.search("[一-鿿][，、；：][一-鿿]", word):
            raise SchemaError(
                f"{path}:{spec.lines['words']}",
                f"a full-width mark stands in '{word}' of '{name}'",
                "write , and : between words",
            )
        if "properties" in spec:
            _check_properties(path, name, word, properties, spec["properties"], words)
    doubles = [w for w, n in Counter(w for w, _ in pairs).items() if n > 1]
    if doubles:
        raise SchemaError(f"{path}:{spec.lines['words']}", f"'{min(doubles)}' stands twice in '{name}'", "remove one")
    return MappingProxyType({w: MappingProxyType(dict(p)) for w, p in pairs})


def _check_properties(path: Path, name: str, word: str, properties: Any, allowed: Any, words: Any) -> None:
    """Refuse a property that the set does not declare, or a value that is not among those it declares."""
    line = words.lines[word] if isinstance(words, Located) else 1
    for key, value in properties.items():
        where = f"{path}:{properties.lines.get(key, line) if isinstance(properties, Located) else line}"
        if key not in allowed:
            raise SchemaError(
                where, f"unknown property '{key}' of '{word}' in '{name}'", f"allowed: {', '.join(sorted(allowed))}"
            )
        if value not in allowed[key]:
            raise SchemaError(
                where, f"'{key}: {value}' of '{word}' in '{name}'", f"allowed: {', '.join(map(str, allowed[key]))}"
            )


@lru_cache(maxsize=4)
def _load(folder: Path) -> dict[str, dict[str, Entries]]:
    found: dict[str, dict[str, Entries]] = {}
    for path in files("lexicon"):
        sets = check(load(path), path, {"note", "sets"}, {"note", "sets"})["sets"]
        if not isinstance(sets, Located):
            raise SchemaError(path, "sets is not a mapping", "write set names with their words")
        found[path.stem] = {name: _entries(path, name, spec) for name, spec in sets.items()}
    return found


@remember(1024)
def entries(file: str, name: str) -> Entries:
    """Word → properties of one set (``entries("titles", "heads")["书记"] == {"branch": "party"}``)."""
    folder = _folder()
    try:
        return _load(folder)[file][name]
    except KeyError as e:
        raise SchemaError(
            folder / "lexicon" / f"{file}.yaml", f"set '{name}' is missing", "restore it from the install"
        ) from e


@remember(1024)
def words(file: str, name: str) -> tuple[str, ...]:
    """The words of one set, in the order of the file."""
    return tuple(entries(file, name))


def sets(file: str) -> tuple[str, ...]:
    """Names of the sets in one file."""
    return tuple(_load(_folder()).get(file, {}))


@remember(1024)
def alternation(file: str, *names: str) -> str:
    """A regular expression that matches any word of the sets, the longest first."""
    return any_of(w for n in names for w in words(file, n))


def any_of(found: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first.

    It has the shape of the words' tree, ``(?:区(?:委(?:书记|)|长))`` for 区长, 区委, 区委书记: of hundreds of words only
    those are tried that go on as the text does, and where a longer one leads nowhere, the next shorter one.
    """
    tree: dict[str, Any] = {}
    for word in sorted(set(found)):
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(tree: dict[str, Any]) -> str:
    parts = []
    for char, node in tree.items():
        if char:
            rest = _branches(node)
            parts.append(re.escape(char) + (f"(?:{rest})" if len(node) > 1 else rest))
    return "|".join([*parts, ""] if "" in tree and parts else parts)
