"""Kill a build with SIGKILL at random points, let it go on, and compare with one that was left alone.

``python scripts/kill_resume.py FOLDER --days 200 --kills 10`` takes the first files of a folder and builds them
undisturbed (with whatever other options of `kg build` are given). Then, as many times as asked, it starts from nothing,
kills all processes of the build at a random point, starts it again, and compares every file. Half the kills fall
anywhere, half into linking, folding and writing. Exits 1 when a byte differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAME = ("statements.jsonl", "nodes.jsonl", "edges.jsonl", "graph.html")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--seed", type=int, default=1)
    given, more = parser.parse_known_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="kg-kill-") as place:
        papers, whole, out = (Path(place) / name for name in ("papers", "whole", "out"))
        papers.mkdir()
        for file in sorted(p for p in given.folder.iterdir() if p.suffix in (".md", ".txt"))[: given.days]:
            shutil.copy(file, papers)
        command = [sys.executable, "-m", "kg", "build", str(papers), "--jobs", given.jobs, *more, "-q", "--out"]
        began = time.monotonic()
        subprocess.run([*command, str(whole)], check=True)
        took = time.monotonic() - began
        report = json.loads((whole / "report.json").read_text("utf-8"))
        late = sum(report["seconds"].values()) - report["seconds"]["read and extract"]
        print(f"undisturbed: {took:.0f} s, of which {late:.1f} s link, fold and write; {report['totals']}", flush=True)
        wrong = 0
        for n in range(given.kills):
            point = chance.uniform(0.02, 0.98) * took if n % 2 else took - late * chance.uniform(0.05, 1)
            build = subprocess.Popen([*command, str(out)], start_new_session=True)
            time.sleep(point)
            os.killpg(build.pid, signal.SIGKILL)
            build.wait()
            state = "old or new" if not out.exists() or same(out, whole) else "BROKEN"
            began = time.monotonic()
            subprocess.run([*command, str(out)], check=True)
            report = json.loads((out / "report.json").read_text("utf-8"))
            equal = same(out, whole)
            wrong += not equal or state == "BROKEN"
            known, rest = report["cache"]["known"], time.monotonic() - began
            print(f"kill {n + 1} after {point:.1f} s: folder {state}; {known} documents known, went on in {rest:.0f} s: "
                  f"{'the same bytes' if equal else 'OTHER BYTES'}", flush=True)  # fmt: skip
            shutil.rmtree(out)
            shutil.rmtree(out.with_name(f".{out.name}.kg-work"))
    return int(wrong > 0)


def same(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in SAME)


if __name__ == "__main__":
    sys.exit(main())
