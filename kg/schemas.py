"""Reading the YAML of schemas/ so that every mistake is reported with its file and line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SchemaError


class Located(dict):
    """A YAML mapping that knows its file, its line, and the line of each key (all from 1)."""

    path: Path
    line: int
    lines: dict[Any, int]


#: libyaml's parser where PyYAML has it: the same marks and mistakes, in a tenth of the time.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _loader(path: Path) -> Any:
    class Loader(_Parser):
        pass

    def mapping(loader: Any, node: yaml.MappingNode) -> Located:
        found = Located()
        found.path, found.line, found.lines = path, node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in found:
                raise SchemaError(f"{path}:{key_node.start_mark.line + 1}", f"key '{key}' stands twice", "remove one")
            found[key] = loader.construct_object(value_node, deep=True)
            found.lines[key] = key_node.start_mark.line + 1
        return found

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    # Words like 是 never collide with YAML 1.1 booleans, but `on:` and `no:` do; a schema file means the words.
    Loader.yaml_implicit_resolvers = {
        k: [(tag, rx) for tag, rx in v if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
        for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
    return Loader


def schema_dir() -> Path:
    """The folder of ontology, lexicon and rules: `KG_SCHEMAS` if set, else the one that came with the install."""
    return _folder(os.environ.get("KG_SCHEMAS"))


@lru_cache(maxsize=8)
def _folder(override: str | None) -> Path:
    if override:
        path = Path(override)
        if not path.is_dir():
            raise SchemaError(path, "KG_SCHEMAS is not a folder", "name a copy of the schemas/ folder, or unset it")
        return path
    inside = Path(__file__).parent / "schemas"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "schemas"


def load(path: Path) -> Any:
    """The file's content; mappings are `Located`."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_loader(path))  # noqa: S506  a SafeLoader subclass
    except OSError as e:
        raise SchemaError(path, f"cannot be read ({e.strerror})", "restore it from the install") from e
    except yaml.MarkedYAMLError as e:
        line = e.problem_mark.line + 1 if e.problem_mark else 1
        raise SchemaError(f"{path}:{line}", f"not valid YAML ({e.problem})", _hint(path, line)) from e


def _hint(path: Path, line: int) -> str:
    """What most often breaks a schema file near a line: full-width marks, or a bracket left open above."""
    near = path.read_text(encoding="utf-8").splitlines()[max(0, line - 3) : line]
    if any(mark in row for row in near for mark in "：，"):
        return "a full-width ： or ， stands in this line or just above; write : and ,"
    return "mend the line, or the one above: name: {property: value}, brackets closed"


def check(mapping: Any, path: Path, allowed: Iterable[str], required: Iterable[str] = ()) -> Located:
    """Refuse unknown and missing keys with one line that says where and what is allowed."""
    allowed = sorted(allowed)
    if not isinstance(mapping, Located):
        raise SchemaError(
            path, f"expected a mapping, found {type(mapping).__name__}", f"allowed keys: {', '.join(allowed)}"
        )
    for key in mapping:
        if key not in allowed:
            raise SchemaError(f"{path}:{mapping.lines[key]}", f"unknown key '{key}'", f"allowed: {', '.join(allowed)}")
    for key in required:
        if key not in mapping:
            raise SchemaError(f"{path}:{mapping.line}", f"key '{key}' is missing", f"allowed: {', '.join(allowed)}")
    return mapping


def files(folder: str) -> list[Path]:
    """The YAML files of one folder of schemas/, by name."""
    found = sorted((schema_dir() / folder).glob("*.yaml"))
    if not found:
        raise SchemaError(schema_dir() / folder, "holds no .yaml file", "restore it from the install")
    return found
