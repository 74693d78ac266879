"""How fast a large graph goes into the databases, and how fast it answers.

    python scripts/bench_stores.py                        # 200,000 nodes and 1,000,000 edges into graph.lbug
    python scripts/bench_stores.py --start .../start      # and into a Neo4j server, by kg push and by the import tool
    python scripts/bench_stores.py --start .../start --scale 0.1

--start names a program that starts a server of its own (`--home DIR`, then `--stop`; CONTRIBUTING.md says what it prints),
with `admin` beside it, which runs neo4j-admin. Prints a table of figures, targets and ok or short; it asserts nothing but
that nothing is lost. Seconds are those of the clock, on two cores; processor seconds stand beside them where others work too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from kg import queries
from kg.exports import formats
from kg.stores import Store
from kg.stores.ladybug import LadybugStore, write
from kg.stores.neo4j import Neo4jStore
from kg.stores.push import push

NODES = {"Person": 40_000, "Event": 80_000, "Article": 60_000, "Position": 12_000, "Organization": 8_000}
EDGES = {"ATTENDED": 620_000, "REPORTS": 90_000, "HOLDS": 100_000, "SPOKE_AT": 90_000, "CHAIRED": 40_000, "VISITED": 48_000,
         "AT": 12_000}  # fmt: skip
ENDS = {"ATTENDED": ("Person", "Event"), "REPORTS": ("Article", "Event"), "HOLDS": ("Person", "Position"),
        "SPOKE_AT": ("Person", "Event"), "CHAIRED": ("Person", "Event"), "VISITED": ("Event", "Organization"),
        "AT": ("Position", "Organization")}  # fmt: skip
ASKED = {"attendance": {"person": "甲7"}, "activities": {"person": "甲7"}, "career": {"person": "甲7"}, "chaired_for": {},
         "co_attendance": {"person": "甲7"}, "holders": {"office": "职7"}, "in_office": {"office": "职7", "day": "2030-06-01"},
         "shortest_path": {"person": "甲7", "other": "甲9"}, "ranks": {"person": "甲7"}, "visits": {}, "contradictions": {},
         "newcomers": {"event": "会7", "day": "2030-06-01"}, "changes": {"area": "x"}, "doubtful": {"below": 0.5}}  # fmt: skip


def day(number: int) -> str:
    return (date(2025, 1, 1) + timedelta(number % 3000)).isoformat()


def make(folder: Path, scale: float) -> None:
    """Write an invented graph of the given part of the full size."""
    chance = random.Random(7)
    sizes = {label: max(1, int(n * scale)) for label, n in NODES.items()}
    prefix = {"Person": "甲", "Event": "会", "Article": "文", "Position": "职", "Organization": "司"}
    with (folder / "nodes.jsonl").open("w", encoding="utf-8") as out:
        for label in sorted(sizes):
            for i in sorted(range(sizes[label]), key=str):
                row = {"id": f"{label}:{i}", "label": label, "name": f"{prefix[label]}{i}", "dataset": "bench", "aliases": [],
                       "memberIds": []}  # fmt: skip
                if label == "Event":
                    row |= {"date": day(i), "earliest": day(i), "latest": day(i), "precision": "day", "status": "held", "groups": [],
                            "openList": i % 5 == 0, "kind": "meeting"}  # fmt: skip
                elif label == "Article":
                    row |= {"published": day(i), "doc": f"{i // 20}.txt", "order": i % 20 + 1, "title": f"文{i}"}
                elif label == "Position":
                    row |= {"title": f"职{i}", "seats": 1}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    with (folder / "edges.jsonl").open("w", encoding="utf-8") as out:
        for kind in sorted(EDGES):
            source, target = ENDS[kind]
            # Some people are everywhere, most are seen a few times. A build sorts edges by type, source, target and id.
            drawn = []
            for i in range(int(EDGES[kind] * scale)):
                a = int(sizes[source] * chance.random() ** 3) if source == "Person" else i % sizes[source]
                b = chance.randrange(sizes[target])
                drawn.append((f"{source}:{a}", f"{target}:{b}", f"{kind}{i}", i, a, b))
            for first, second, number, i, a, b in sorted(drawn):
                quote = f"{day(i)}，甲{a}出席会{b}并讲话，强调要抓好落实，确保各项工作取得实效。"
                row = {"id": number, "type": kind, "source": first, "target": second, "basis": "asserted",
                       "support": [f"{i:016x}"], "supportCount": 1, "docs": [f"{i}.txt"], "articles": [f"Article:{i}"],
                       "quotes": [quote], "rules": ["bench"], "confidence": 0.95, "firstSeen": day(i), "lastSeen": day(i),
                       "dataset": "bench"}  # fmt: skip
                if kind == "ATTENDED":
                    row |= {
                        "roles": [],
                        "titles": [f"职{i % 99}"],
                        "positions": [],
                        "rank": i % 30 + 1,
                        "manner": "present",
                    }
                elif kind == "HOLDS":
                    row |= {"titles": [], "capacity": "full", "sightings": 1, "evidence": ["sighted"], "startLatest": day(i),
                            "endEarliest": day(i + 20) if day(i + 20) > day(i) else day(i)}  # fmt: skip
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


class Clock:
    """Seconds by the clock and of the processor, of this process and of the server's, since it was made."""

    def __init__(self, server: int | None = None) -> None:
        self._server = server
        self._began = self._now()

    def _now(self) -> tuple[float, float, float]:
        theirs = 0.0
        if self._server and (stat := Path(f"/proc/{self._server}/stat")).is_file():
            fields = stat.read_text().rpartition(")")[2].split()
            theirs = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return time.perf_counter(), time.process_time(), theirs

    @property
    def wall(self) -> float:
        return self._now()[0] - self._began[0]

    def __str__(self) -> str:
        mine, theirs = (now - began for now, began in list(zip(self._now(), self._began))[1:])
        return f"processor: {mine:.1f} s" + (f", server {theirs:.1f} s" if self._server else "")


def line(what: str, figure: str, target: str = "", good: bool | None = None, more: str = "") -> None:
    verdict = "" if good is None else "ok" if good else "short"
    print(f"  {what:36} {figure:>20} {target:>18} {verdict:6} {more}".rstrip(), flush=True)


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def ask(store: Store, name: str) -> None:
    for query, values in ASKED.items():
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            rows = queries.ask(store, query, seconds=120, **values)
            spent.append(time.perf_counter() - began)
        median = statistics.median(spent)
        line(f"{query}, asked of {name}", f"{median:.3f} s", "1 s", median <= 1, f"{len(rows)} rows")


def embedded(folder: Path) -> None:
    clock = Clock()
    path = write(folder)
    size = path.stat().st_size / 1e6
    line("graph.lbug written", f"{clock.wall:.1f} s", "60 s", clock.wall < 60, f"{size:.0f} MB; {clock}")
    line("  memory at its peak", peak())
    clock = Clock()
    store = LadybugStore(path)
    line("graph.lbug opened", f"{clock.wall:.2f} s", "3 s", clock.wall < 3)
    ask(store, "graph.lbug")
    store.close()


def server(folder: Path, start: str, home: Path, nodes: int, edges: int) -> None:
    """A server that is filled by a push, asked, and stopped; then filled by the import tool, and counted."""

    def control(*more: str) -> dict[str, str]:
        printed = subprocess.run([start, "--home", str(home), *more], capture_output=True, text=True, check=True).stdout
        return dict(told.split("=", 1) for told in printed.splitlines() if "=" in told)

    def opened(told: dict[str, str]) -> Neo4jStore:
        return Neo4jStore(told["NEO4J_URI"], told["NEO4J_USER"], told["NEO4J_PASSWORD"])

    told = control()
    try:
        store = opened(told)
        marks: dict[str, float] = {}
        clock = Clock(int(told["NEO4J_PID"]))
        push(store, folder, on_progress=lambda done, of, what: marks.update({what: clock.wall}))
        whole, spent = clock.wall, str(clock)
        first, last = max(marks[label] for label in NODES), max(marks[kind] for kind in EDGES)
        speed = edges / (last - first)
        line("kg push, an empty server", f"{whole:.1f} s", "", None, spent)
        line("  nodes", f"{nodes / first:,.0f} a second")
        line("  edges", f"{speed:,.0f} a second", "10,000 a second", speed >= 10_000)
        clock = Clock(int(told["NEO4J_PID"]))
        assert push(store, folder).nothing
        line("kg push again: nothing changed", f"{clock.wall:.1f} s", "", None, str(clock))
        line("  memory at its peak", peak())
        ask(store, "neo4j")
        store.close()
        control("--stop")
        out = formats.export(folder, "neo4j-import", folder / "import")
        clock = Clock()
        command = [str(Path(start).with_name("admin")), str(home), "database", "import", "full", "neo4j",
                   "--overwrite-destination", "@arguments.txt"]  # fmt: skip
        subprocess.run(command, cwd=out, check=True, stdout=subprocess.DEVNULL)
        line("import tool", f"{clock.wall:.1f} s", "60 s", clock.wall < 60)
        store = opened(control())
        [row] = store.run("MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS edges").rows
        assert row == {"nodes": nodes, "edges": edges}, row
        store.close()
    finally:
        subprocess.run([start, "--home", str(home), "--stop", "--kill"], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the full size (1)")
    parser.add_argument("--start", help="program that starts a Neo4j server")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "build"
        folder.mkdir()
        make(folder, arguments.scale)
        nodes, edges = (sum(max(1, int(n * arguments.scale)) for n in sizes.values()) for sizes in (NODES, EDGES))
        size = sum(p.stat().st_size for p in folder.iterdir()) / 1e6
        print(
            f"{nodes:,} nodes, {edges:,} edges, {size:.0f} MB of JSON Lines; load {os.getloadavg()[0]:.1f}", flush=True
        )
        embedded(folder)
        if arguments.start:
            server(folder, arguments.start, Path(temporary) / "neo4j", nodes, edges)


if __name__ == "__main__":
    main()
