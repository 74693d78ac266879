"""How fast a large graph goes into the databases, and how fast it answers.

    python scripts/bench_stores.py --scale 0.1                      # 20,000 nodes, 100,000 edges into graph.lbug
    NEO4J_URI=… NEO4J_PASSWORD=… python scripts/bench_stores.py     # the same into a server, too (an empty one)
    python scripts/bench_stores.py --admin 'neo4j-admin'            # and through the import tool (server stopped)

Full size is 200,000 nodes and 1,000,000 edges. Targets on two cores: graph.lbug in 60 s, the import tool in 60 s, a push at
10,000 edges a second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shlex
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
                    row |= {"roles": [], "titles": [f"职{i % 99}"], "positions": [], "rank": i % 30 + 1, "manner": "present"}
                elif kind == "HOLDS":
                    row |= {"titles": [], "capacity": "full", "sightings": 1, "evidence": ["sighted"], "startLatest": day(i),
                            "endEarliest": day(i + 20) if day(i + 20) > day(i) else day(i)}  # fmt: skip
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def ask(store: Store, name: str) -> None:
    for query, values in ASKED.items():
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            rows = queries.ask(store, query, seconds=120, **values)
            spent.append(time.perf_counter() - began)
        print(f"  {name:8} {query:16} {statistics.median(spent):8.3f} s  {len(rows)} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--admin", help="command of the import tool; it gets: database import full neo4j …")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make(folder, arguments.scale)
        nodes, edges = (sum(int(n * arguments.scale) for n in sizes.values()) for sizes in (NODES, EDGES))
        size = sum(p.stat().st_size for p in folder.iterdir()) / 1e6
        print(f"{nodes:,} nodes, {edges:,} edges, {size:.0f} MB of JSON Lines")
        began, worked = time.perf_counter(), time.process_time()
        path = write(folder)
        wall, cpu = time.perf_counter() - began, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"graph.lbug: {wall:.1f} s ({cpu:.1f} s of CPU), {path.stat().st_size / 1e6:.0f} MB, peak {peak:.0f} MB resident")
        ask(LadybugStore(path), "ladybug")
        if uri := os.environ.get("NEO4J_URI"):
            store = Neo4jStore(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD"))
            marks: dict[str, float] = {}
            began = time.perf_counter()
            push(store, folder, on_progress=lambda done, _, what: marks.update({what: time.perf_counter() - began}))
            first = max(marks[label] for label in NODES)
            last = max(marks[kind] for kind in EDGES)
            print(f"push: {last:.1f} s; {nodes / first:,.0f} nodes/s, {edges / (last - first):,.0f} edges/s")
            began = time.perf_counter()
            assert push(store, folder).nothing
            print(f"push again: {time.perf_counter() - began:.1f} s, nothing changed")
            ask(store, "neo4j")
            store.close()
        if arguments.admin:
            out = formats.export(folder, "neo4j-import", folder / "import")
            began = time.perf_counter()
            command = [*shlex.split(arguments.admin), "database", "import", "full", "neo4j", "--overwrite-destination", "@arguments.txt"]
            subprocess.run(command, cwd=out, check=True, stdout=subprocess.DEVNULL)
            print(f"import tool: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
