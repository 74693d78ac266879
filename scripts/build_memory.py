"""Peak memory of a build, all its processes together: ``python scripts/build_memory.py INPUT... --out DIR [options]``.

Runs ``kg build`` with the arguments given and adds up, five times a second, the proportional share (Pss) of every
process of it as Linux tells in /proc/PID/smaps_rollup. Prints the peak in MB and the seconds it took.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def children(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [p for child in task.read_text().split() for p in children(int(child))]
        except OSError:
            continue
    return found


def pss(pid: int) -> int:
    """Proportional share of memory in kB; 0 of a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> int:
    began, peak, most = time.monotonic(), 0, 0
    build = subprocess.Popen([sys.executable, "-m", "kg", "build", *sys.argv[1:]])
    while build.poll() is None:
        tree = children(build.pid)
        now = sum(map(pss, tree))
        if now > peak:
            peak, most = now, len(tree)
        time.sleep(0.2)
    print(f"peak {peak / 1024:.0f} MB in {most} processes, {time.monotonic() - began:.0f} s")
    return build.returncode


if __name__ == "__main__":
    sys.exit(main())
