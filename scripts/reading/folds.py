"""The folds of the benchmark as pages with their truth."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmark import fold
from kg.extraction import Extractor
from reading.samples import Sample, samples

ROOT = Path(__file__).parents[2]
_HEAD = "file,publisher,area,issued\n"


def pages(name: str, extractor: Extractor, news: Path | None = None) -> Iterator[Sample]:
    """The pages of a fold; of the broadcast, too, where `news` is a folder that holds its days (20240913.md …).

    To `learn`, the first, belongs what was written later, to learn from alone.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        golds = _gather(folder, name, news)
        yield from (s for s in samples(folder, golds, extractor) if s.people or not s.doc.endswith(".md"))


def _gather(folder: Path, name: str, news: Path | None) -> list[Path]:
    """Copy the texts of a fold to a folder; returns their truths."""
    source = ROOT / "benchmark"
    golds = [p for p in sorted((source / "news").glob("*.json")) if fold(p.stem) == name]
    golds += sorted((source / "further").glob("*.json")) if name == "learn" else []
    names = {p.with_suffix(".txt").name for p in golds}
    rows = [line for part in ("news", "further") for line in _rows(source / part) if line.split(",")[0] in names]
    (folder / "manifest.csv").write_text("".join([_HEAD, *rows]), encoding="utf-8")
    for gold in golds:
        shutil.copy(gold.with_suffix(".txt"), folder)
    for gold in sorted((source / "broadcast").glob("*.json")) if news else ():
        if fold(gold.stem) == name and news and (news / f"{gold.stem}.md").exists():
            shutil.copy(news / f"{gold.stem}.md", folder)
            golds.append(gold)
    return golds


def _rows(folder: Path) -> list[str]:
    lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    if lines[0] != _HEAD:
        raise ValueError(f"{folder}/manifest.csv begins with {lines[0]!r}")
    return lines[1:]
