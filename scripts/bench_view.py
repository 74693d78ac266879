"""How fast the explorer opens, pans and answers, in headless Chromium with software rendering.

    python scripts/bench_view.py                              # both measurements, at full size (minutes: it makes the graphs)
    python scripts/bench_view.py --folder /tmp/graphs         # keeps what it makes and uses it again
    python scripts/bench_view.py --server-scale 0.1           # kg view over 20,000 nodes and 100,000 edges

Targets on two cores: explorer.html with 10,000 nodes and 50,000 edges shows a picture that can be used in 5 s and pans at 30 frames/s;
`kg view` over 1,000,000 edges is there in 3 s and answers a person's page in 0.3 s.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench_stores import make

from kg.ontology import Ontology
from kg.stores.ladybug import write

#: Chromium without a graphics card.
SOFTWARE = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
SECONDS = 3.0  # of panning
#: Drags the picture about, one step of a mouse a frame, farther than a third of its width, and counts the frames.
_PAN = """async ([seconds]) => {
  const layer = document.querySelector(".network .canvas .sigma-mouse");
  const box = layer.getBoundingClientRect(), x0 = box.left + box.width / 2, y0 = box.top + box.height / 2;
  const mouse = { bubbles: true, buttons: 1, view: window };
  const say = (kind, clientX, clientY, on) => on.dispatchEvent(new MouseEvent(kind, { ...mouse, clientX, clientY }));
  await new Promise((done) => requestAnimationFrame(done));
  say("mousedown", x0, y0, layer);
  const spent = [];
  let last = performance.now(), began = last, n = 0;
  await new Promise((done) => {
    const step = (now) => {
      spent.push(now - last);
      last = now;
      if (now - began > seconds * 1000) return done();
      n += 1;
      say("mousemove", x0 + 400 * Math.sin(n / 20), y0 + 150 * Math.sin(n / 13), document);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  say("mouseup", x0, y0, document);
  return [n / ((last - began) / 1000), Math.max(...spent.slice(1))];
}"""


def told(what: str, value: float, unit: str, limit: float, *, least: bool = False) -> bool:
    """Print a measurement with whether it keeps its limit."""
    ok = value >= limit if least else value <= limit
    print(
        f"{what:58} {value:9.2f} {unit:9} {'ok' if ok else 'short'} ({'at least' if least else 'at most'} {limit:g})",
        flush=True,
    )
    return ok


def built(folder: Path, scale: float) -> Path:
    """An invented build of the given part of 200,000 nodes and 1,000,000 edges; made unless it is there."""
    if (folder / "graph.lbug").is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder, scale)
    ontology = Ontology.load()
    rows = [json.loads(line) for line in (folder / "edges.jsonl").open(encoding="utf-8")]
    rows.sort(key=lambda row: (row["type"], row["source"], row["target"], row["id"]))
    said: dict[str, dict[str, Any]] = {}
    with (folder / "edges.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            whole = dict.fromkeys(ontology.edges[row["type"]].properties) | row
            out.write(json.dumps(whole, ensure_ascii=False) + "\n")
            number, quote = int(row["support"][0], 16), row["quotes"][0]
            said.setdefault(
                row["support"][0],
                {"id": row["support"][0], "schema": row["type"], "args": {"source": row["source"], "target": row["target"]},
                 "confidence": 0.95, "basis": "asserted", "evidence": {"doc": f"{number}.txt", "article": 1, "start": 0, "end": len(quote),
                                                                       "quote": quote, "rule": "bench"}},
            )  # fmt: skip
    with (folder / "statements.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for row in sorted(said.values(), key=lambda r: (r["evidence"]["doc"], r["id"])):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    nodes = [json.loads(line) for line in (folder / "nodes.jsonl").open(encoding="utf-8")]
    with (folder / "nodes.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for row in sorted(nodes, key=lambda row: row["id"]):
            out.write(
                json.dumps(dict.fromkeys(ontology.nodes[row["label"]].properties) | row, ensure_ascii=False) + "\n"
            )
    (folder / "report.json").write_text(
        json.dumps({"options": {"inputs": [], "dataset": "bench"}}, indent=1), encoding="utf-8"
    )
    write(folder)
    return folder


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        sys.exit("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=list(SOFTWARE))
        try:
            yield opened
        finally:
            opened.close()


def until(page: Any, condition: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not page.evaluate(f"() => Boolean({condition})"):
        if time.monotonic() > end:
            sys.exit(f"never came true: {condition}")
        time.sleep(0.02)


def page_as_file(folder: Path) -> bool:
    target = folder.parent / "explorer.html"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", "view", "--graph", str(folder), "--to", str(target)], check=True)
    print(
        f"explorer.html: written in {time.perf_counter() - began:.1f} s, {target.stat().st_size / 1e6:.1f} MB",
        flush=True,
    )
    fine = True
    with browser() as opened:
        for kind, question in (
            ("everything as it is", "kind=ties&limit=10000"),
            ("who met whom", "kind=meetings&limit=10000"),
        ):
            page = opened.new_page(viewport={"width": 1280, "height": 800})
            began = time.perf_counter()
            page.goto(f"{target.as_uri()}#/network?{question}&off=none")
            until(page, "window.kgPicture && kgPicture.settled")
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            opening = time.perf_counter() - began
            nodes, lines = page.evaluate("() => [kgPicture.shown.nodes.size, kgPicture.shown.bonds.size]")
            fine &= told(f"explorer.html, {kind} ({nodes:,} nodes, {lines:,} lines)", opening, "s", 5)
            rates = [page.evaluate(_PAN, [SECONDS]) for _ in range(3)]
            fine &= told("  panning", statistics.median(r for r, _ in rates), "frames/s", 30, least=True)
            print(f"  {'the longest wait for a frame':56} {max(w for _, w in rates):9.0f} ms")
            began = time.perf_counter()
            page.evaluate("() => { kgPicture.sigma.refresh(); }")
            print(f"  {'drawing all of it anew (a filter)':56} {time.perf_counter() - began:9.2f} s")
            page.close()
    return fine


def page_from_server(folder: Path) -> bool:
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg", "view", "--graph", str(folder), "--no-browser"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        fine = told("kg view, until it can be asked", time.perf_counter() - began, "s", 3)
        with browser() as opened:
            page = opened.new_page(viewport={"width": 1280, "height": 800})
            began = time.perf_counter()
            page.goto(address)
            until(page, "document.querySelector('#view h1')")
            told("  and until the first page shows", time.perf_counter() - began, "s", 3)
            print("  while the index of texts is being made:", flush=True)
            asked(page, (7, 77, 777))
            began = time.perf_counter()
            while page.evaluate("async () => (await kgFeed.meta()).indexed") < 1 and time.perf_counter() - began < 900:
                time.sleep(2)
            print(f"  and after it ({time.perf_counter() - began:.0f} s more):", flush=True)
            fine &= asked(page, (7777, 17, 170, 1700, 3, 33))
            began = time.perf_counter()
            page.evaluate("() => { location.hash = '#/person?id=Person:12'; }")
            until(
                page, "document.querySelector('#view.view-person h1') && !document.querySelector('#view [aria-busy]')"
            )
            fine &= told("  a person's page, all of it on screen", (time.perf_counter() - began) * 1000, "ms", 300)
        return fine
    finally:
        running.terminate()
        running.wait(timeout=30)


def asked(page: Any, people: tuple[int, ...]) -> bool:
    """Ask what a person's page asks, and for a network; whether the slowest answers keep their limits."""
    fine = True
    for name, limit in (("person", 300), ("parts", 300), ("met", 300), ("network", 2000)):
        taken = []
        for number in people:
            what = (
                {"center": f"Person:{number}", "kind": "ties", "steps": 1}
                if name == "network"
                else {"id": f"Person:{number}"}
            )
            began = page.evaluate("() => performance.now()")
            page.evaluate("([name, ask]) => kgFeed[name](ask).then(() => null)", [name, what])
            taken.append(page.evaluate("() => performance.now()") - began)
        fine &= told(f"    {name} of {len(people)} people: the middle one", statistics.median(taken), "ms", limit)
        print(f"    {'the slowest':56} {max(taken):7.0f} ms", flush=True)
    return fine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="where the graphs are made, and found again")
    parser.add_argument(
        "--server-scale",
        type=float,
        default=1.0,
        help="part of 1,000,000 edges that kg view is asked about; 0 for none",
    )
    parser.add_argument(
        "--page-scale", type=float, default=0.05, help="part of 1,000,000 edges in explorer.html; 0 for none"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        print(
            f"headless Chromium, software rendering (SwiftShader); {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        fine = True
        if arguments.page_scale:
            fine &= page_as_file(built(folder / f"page-{arguments.page_scale:g}" / "out", arguments.page_scale))
        if arguments.server_scale:
            fine &= page_from_server(
                built(folder / f"server-{arguments.server_scale:g}" / "out", arguments.server_scale)
            )
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
