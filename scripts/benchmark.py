"""How well kg reads news that it has not seen: the figures of the benchmark, a table for each fold.

usage, after pip install: python scripts/benchmark.py [--fold learn|look|score ...] [--errors N] [--min METRIC=F1 ...]
                          [--floors [--write]] [--rules-only] [--jobs N] [--json]
                          python scripts/benchmark.py --agreement

A fold is drawn by a hash of the document's name (half of them `learn`, a fifth `look`, the rest `score`), so that a new text
never moves an old one. Each fold is built and scored by itself: its figures do not hang on which others are asked for.
Rows of a table: all news, the plain and the hard ones, each group of genres, and the days of the national broadcast where
their text is at hand (../shared/corpus/xwlb); columns: F1 of each metric of `kg eval`. Of the last fold there are figures
alone: whoever reads its errors begins to write rules for them.

--min and --floors look at the last fold. benchmark/floors.json holds figures that it had; half a point below one is a
failure (exit 1), and `--floors --write` writes what is measured now. --agreement scores the second readings against the
writers' truth, as if they were a build.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.evaluation import METRICS, Score, score_document
from kg.evaluation.export import Export

ROOT = Path(__file__).parent.parent
BENCHMARK = ROOT / "benchmark"
DAYS = ROOT.parent / "shared" / "corpus" / "xwlb"
FLOORS = BENCHMARK / "floors.json"
FOLDS = ("learn", "look", "score")
#: F1 that may be lost by chance: a change that mends ten texts may well break one.
TOLERANCE = 0.005
#: Roles of an annotation and the edges that a build has for them.
EDGES = {"attended": "ATTENDED", "chaired": "CHAIRED", "spoke": "SPOKE_AT", "led": "LED"}
ENDS = ("removed", "resigned", "died", "investigated", "dismissed")

Scores = dict[str, Score]
Table = dict[str, dict[str, dict[str, float]]]


def fold(stem: str) -> str:
    """The fold of a document, by the name of its file without ending: w1-001 → learn."""
    share = int(hashlib.sha256(stem.encode()).hexdigest()[:8], 16) % 100
    return "learn" if share < 50 else "look" if share < 70 else "score"


def rows(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """File → its row of manifest.csv or genres.csv."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def annotation(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def lay_out(stems: Iterable[str], folder: Path) -> None:
    """Copy texts and their rows of the manifest to a folder that kg can build."""
    about = rows(BENCHMARK / "news", "manifest.csv")
    folder.mkdir(parents=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["file", "publisher", "area", "issued"], lineterminator="\n")
        writer.writeheader()
        for stem in stems:
            shutil.copy(BENCHMARK / "news" / f"{stem}.txt", folder)
            writer.writerow(about[f"{stem}.txt"])


def build(folder: Path, out: Path, options: Sequence[str]) -> None:
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(folder),
        "--out",
        str(out),
        "--no-database",
        "--quiet",
        *options,
    ]
    done = subprocess.run(command, check=False)
    if done.returncode > 1:
        sys.exit(f"kg build failed ({done.returncode})")


def knows_rules_only() -> bool:
    """Whether this kg has a reader that rules can be asked without."""
    told = subprocess.run([sys.executable, "-m", "kg", "build", "--help"], capture_output=True, text=True, check=True)
    return "--rules-only" in told.stdout


def score_news(stems: Iterable[str], out: Path) -> Scores:
    """Row of the table → what the build in `out` has right, wrong and missed."""
    genres, export = rows(BENCHMARK / "news", "genres.csv"), Export(out)
    scores: Scores = {"all": Score(), "plain": Score(), "hard": Score()}
    for stem in stems:
        genre, one = genres[f"{stem}.txt"], Score()
        score_document(annotation(BENCHMARK / "news" / f"{stem}.json"), export, one)
        for row in ("all", genre["plain"], genre["group"]):
            add(scores.setdefault(row, Score()), one)
    groups = sorted(scores.keys() - {"all", "plain", "hard"})
    return {row: scores[row] for row in ("all", "plain", "hard", *groups)}


def score_days(days: Iterable[str], out: Path) -> Score:
    export, score = Export(out), Score()
    for day in days:
        score_document(annotation(BENCHMARK / "broadcast" / f"{day}.json"), export, score)
    return score


def add(total: Score, one: Score) -> None:
    total.counts.update(one.counts)
    total.errors += one.errors


def run(name: str, work: Path, options: Sequence[str]) -> tuple[Scores, int]:
    """Build and score one fold: rows of its table, and how many articles it has."""
    stems = [p.stem for p in sorted((BENCHMARK / "news").glob("*.txt")) if fold(p.stem) == name]
    lay_out(stems, work / name)
    build(work / name, work / f"out-{name}", options)
    scores = score_news(stems, work / f"out-{name}")
    days = [p.stem for p in sorted((BENCHMARK / "broadcast").glob("*.json")) if fold(p.stem) == name]
    days = [d for d in days if (DAYS / f"{d}.md").exists()]
    if days:
        texts = work / f"days-{name}"
        texts.mkdir()
        for day in days:
            shutil.copy(DAYS / f"{day}.md", texts)
        build(texts, work / f"out-days-{name}", options)
        scores["broadcast"] = score_days(days, work / f"out-days-{name}")
    return scores, len(stems)


def f1(score: Score) -> dict[str, float]:
    return {metric: round(row["f1"], 4) for metric, row in score.table().items()}


def show(title: str, scores: Mapping[str, Score]) -> None:
    print(f"\n{title}\n{'F1':12}" + "".join(f"{m:>10}" for m in METRICS))
    for row, score in scores.items():
        table = f1(score)
        if table:
            print(f"{row:12}" + "".join(f"{table[m]:10.3f}" if m in table else f"{'–':>10}" for m in METRICS))
    whole = scores["all"].table()
    for measure in ("precision", "recall"):
        cells = (f"{whole[m][measure]:10.3f}" if m in whole else f"{'–':>10}" for m in METRICS)
        print(f"{'all, ' + measure[:6]:12}" + "".join(cells))


def short_of(measured: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Each figure that is under its floor, in words; rows that were not measured (no broadcast here) count for nothing."""
    for row in sorted(floors.keys() & measured.keys()):
        for metric, floor in floors[row].items():
            now = measured[row].get(metric, 0.0)
            if now < floor - TOLERANCE:
                yield f"{row} {metric}: {now:.3f}, was {floor:.3f}"


def as_build(documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write annotations as the files of a build, so that a reader can be scored like a program."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[dict[str, Any]] = []

    def node(label: str, name: str, key: str = "", **properties: Any) -> str:
        identifier = f"{label}:{name}:{key}"
        nodes.setdefault(identifier, {"id": identifier, "label": label, "name": name, **properties})
        return identifier

    def edge(kind: str, source: str, target: str, doc: str, **properties: Any) -> None:
        row = {"type": kind, "source": source, "target": target, "docs": [doc], **properties}
        if row not in edges[-400:]:
            edges.append(row)

    def seat(row: Mapping[str, Any]) -> str:
        organ = row.get("org") or ""
        post = node("Position", organ + row["title"], organ, title=row["title"])
        if organ and post not in placed:
            placed.add(post)
            edges.append({"type": "AT", "source": post, "target": node("Organization", organ), "docs": []})
        return post

    placed: set[str] = set()
    for document in documents:
        doc = document["doc"]
        for article in document["articles"]:
            told = node("Article", article.get("title") or "", doc)
            for e in article["events"]:
                about = {"date": e.get("date"), "status": e.get("status", "held")}
                event = node("Event", e["name"], f"{doc}{e.get('date')}", **about)
                edge("REPORTS", told, event, doc)
                for place in e.get("places") or []:
                    edge("HELD_AT", event, node("Place", place), doc)
                for role, kind in EDGES.items():
                    for person in e.get(role) or []:
                        edge(kind, node("Person", person), event, doc)
            for key in ("reporters", "correspondents"):
                for person in article.get(key) or []:
                    edge("WROTE", node("Person", person), told, doc)
            for row in article["positions"]:
                edge("HOLDS", node("Person", row["person"]), seat(row), doc, titles=[row["title"]])
            for row in article.get("changes") or []:
                kind = "REMOVED" if row.get("kind") in ENDS else "APPOINTED"
                if row.get("person"):
                    edge(kind, node("Person", row["person"]), seat(row), doc, titles=[row["title"]])
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in (("nodes", list(nodes.values())), ("edges", edges)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def agreement(work: Path) -> tuple[Scores, int]:
    """The second readings scored against the writers' truth: rows as of a fold's table."""
    second = sorted((BENCHMARK / "second").glob("*.json"))
    as_build(map(annotation, second), work / "second")
    return score_news([p.stem for p in second], work / "second"), len(second)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fold", nargs="+", choices=FOLDS, default=list(FOLDS), dest="folds")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print at most N errors of each of the first two"
    )
    parser.add_argument(
        "--min", nargs="*", default=[], metavar="METRIC=F1", dest="least", help="of the last fold, all news"
    )
    parser.add_argument(
        "--floors", action="store_true", help="fail where the last fold falls below benchmark/floors.json"
    )
    parser.add_argument("--write", action="store_true", help="with --floors: write what is measured")
    parser.add_argument("--rules-only", action="store_true", help="ask the rules alone")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--json", action="store_true", help="the tables as JSON: fold, row, metric, F1")
    parser.add_argument("--agreement", action="store_true", help="second readings against the writers, no build")
    args = parser.parse_args()
    least = {"all": {metric: float(value) for metric, value in (m.split("=") for m in args.least)}}
    if unknown := [m for m in least["all"] if m not in METRICS]:
        parser.error(f"no metric {', '.join(unknown)}; there are {', '.join(METRICS)}")
    if (least["all"] or args.floors) and "score" not in args.folds:
        parser.error("--min and --floors are of the last fold: add --fold score")
    options = ["--jobs", str(args.jobs)]
    if args.rules_only and knows_rules_only():
        options.append("--rules-only")
    elif args.rules_only:
        print("this kg build has no --rules-only: rules are all it has", file=sys.stderr)
    results: dict[str, tuple[Scores, int]] = {}
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as temporary:
        if args.agreement:
            results["second readings"] = agreement(Path(temporary))
        else:
            for name in [f for f in FOLDS if f in args.folds]:
                results[name] = run(name, Path(temporary), options)
    measured: dict[str, dict[str, dict[str, float]]] = {}
    for name, (scores, number) in results.items():
        measured[name] = {row: f1(score) for row, score in scores.items()}
        if not args.json:
            show(f"{name}: {number} articles", scores)
        # Errors are no part of the JSON, and the last fold has none to show.
        if name in FOLDS[:2] and not args.json:
            news = scores["all"].errors + (scores["broadcast"].errors if "broadcast" in scores else [])
            print("".join(f"  {line}\n" for line in news[: args.errors]), end="")
    if args.json:
        print(json.dumps(measured, indent=1))
    return check(measured.get("score", {}), least, floors=args.floors, write=args.write)


def check(last: dict[str, dict[str, float]], least: dict[str, dict[str, float]], *, floors: bool, write: bool) -> int:
    """Compare the last fold with what is asked of it; 1 when it falls short."""
    short = [
        f"{m}: {last['all'].get(m, 0.0):.3f} < {v}" for m, v in least["all"].items() if last["all"].get(m, 0.0) < v
    ]
    if floors and write:
        # Groups are small: one article moves them by more than the tolerance.
        kept = {row: last[row] for row in ("all", "plain", "broadcast") if row in last}
        FLOORS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    elif floors:
        short += short_of(last, json.loads(FLOORS.read_text(encoding="utf-8")))
    for line in short:
        print(f"the last fold falls short: {line}", file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
