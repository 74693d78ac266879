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


def pages(name: str, extractor: Extractor, news: Path | None = None) -> Iterator[Sample]:
    """The pages of a fold; of the broadcast, too, where `news` is a folder that holds its days (20240913.md …)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        golds = _gather(folder, name, news)
        yield from (s for s in samples(folder, golds, extractor) if s.people or not s.doc.endswith(".md"))


def _gather(folder: Path, name: str, news: Path | None) -> list[Path]:
    """Copy the texts of a fold to a folder; returns their truths."""
    source = ROOT / "benchmark" / "news"
    golds = [p for p in sorted(source.glob("*.json")) if fold(p.stem) == name]
    names = {p.with_suffix(".txt").name for p in golds}
    with (
        (source / "manifest.csv").open(encoding="utf-8") as listed,
        (folder / "manifest.csv").open("w", encoding="utf-8") as mine,
    ):
        mine.writelines(line for n, line in enumerate(listed) if not n or line.split(",")[0] in names)
    for gold in golds:
        shutil.copy(gold.with_suffix(".txt"), folder)
    for gold in sorted((ROOT / "benchmark" / "broadcast").glob("*.json")) if news else ():
        if fold(gold.stem) == name and news and (news / f"{gold.stem}.md").exists():
            shutil.copy(news / f"{gold.stem}.md", folder)
            golds.append(gold)
    return golds
