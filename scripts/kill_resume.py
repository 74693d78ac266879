"""Stop builds at random points in every way there is, let them go on, and compare with builds that were left alone.

``python scripts/kill_resume.py FOLDER --days 200 --draws 60`` builds the first files of a folder undisturbed (with whatever
other options of `kg build` are given), and once more after one was changed, one added and one taken out. Then, as many times
as asked, it draws a build, from nothing or this second one; a signal, SIGINT, SIGTERM or SIGKILL, to the build alone or to
all of its processes; a point, anywhere or while it links, folds and writes; and whether another signal follows within half a
second. What the folder shows must be the old result or the new one. Then the build is started again, sometimes to be
stopped once more, and at last every file, every row of the database and the page must be those of the undisturbed one.
Exits 1 when anything differs, when a build stopped by SIGINT or SIGTERM does not say what is kept in one line, or when it
does not end at once on the second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from kg.stores.columns import Schema
from kg.stores.ladybug import FILE, LadybugStore

#: Seconds in which a build must end that was told twice, on a machine that others use, too.
_AT_ONCE = 5.0
#: What report.json tells of the run, and not of the papers.
_OF_THE_RUN = ("cache", "seconds", "options")
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
_LINE = "are kept, and the same command goes on from there"


def rows(database: Path) -> str:
    """All rows of all tables with all columns, in the order of their texts, as a hash."""
    store, schema, found = LadybugStore(database), Schema.load(), hashlib.sha256()
    try:
        for name, columns in (*schema.nodes.items(), *schema.edges.items()):
            values = ", ".join(f"n.`{c.name}` AS `{c.name}`" for c in columns)
            what = f"(n:`{name}`) RETURN" if name in schema.nodes else f"(a)-[n:`{name}`]->(b) RETURN a.id, b.id,"
            for row in sorted(map(repr, store.run(f"MATCH {what} {values}", seconds=600).rows)):
                found.update(f"{name} {row}\n".encode())
    finally:
        store.close()
    return found.hexdigest()


def told(out: Path) -> dict[str, str]:
    """What is to be the same: each file of a build by its hash, the report and the database by what they say."""
    found = {}
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        name = path.relative_to(out).as_posix()
        if name == FILE:
            found[name] = rows(path)
        elif name == "report.json":
            report = json.loads(path.read_text("utf-8"))
            found[name] = json.dumps({k: v for k, v in report.items() if k not in _OF_THE_RUN})
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@dataclass
class Case:
    """A build that is stopped.

    Attributes:
        start: what lies there before: papers, and whatever earlier builds left.
        old, new: what an undisturbed build shows before and after.
        seconds: that it takes; late: of these, to link, fold and write.
    """

    name: str
    start: Path
    old: dict[str, str]
    new: dict[str, str]
    seconds: float
    late: float


@dataclass
class Draws:
    place: Path
    options: list[str]
    chance: random.Random
    wrong: list[str] = field(default_factory=list)

    def command(self, place: Path) -> list[str]:
        return [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(place / "papers"),
            *self.options,
            "-q",
            "--out",
            str(place / "out"),
        ]

    def case(self, name: str, start: Path, old: dict[str, str]) -> Case:
        """Build undisturbed."""
        place = self.place / "here"
        shutil.copytree(start, place)
        began = time.monotonic()
        subprocess.run(self.command(place), check=True)
        took = time.monotonic() - began
        report = json.loads((place / "out" / "report.json").read_text("utf-8"))
        late = sum(report["seconds"].values()) - report["seconds"]["read and extract"]
        print(
            f"{name}, undisturbed: {took:.1f} s, {late:.1f} s of it to link, fold and write; {report['totals']}",
            flush=True,
        )
        return Case(name, start, old, told(place / "out"), took, late)

    def stop(self, case: Case, place: Path, again: bool) -> str | None:
        """Start a build, or go on with one, and stop it; what was done, in words; null when it had ended before its time."""
        chance, first, second = self.chance, self.chance.choice(_SIGNALS), self.chance.choice(_SIGNALS)
        whole = case.seconds - min(case.late, 0.9 * case.seconds) * chance.uniform(0.02, 1)
        point = chance.uniform(0.02, 0.98) * case.seconds if chance.random() < 0.5 else whole
        point *= chance.uniform(0.1, 1) if again else 1  # some of it is done
        all_of_them, twice, pause = chance.random() < 0.5, chance.random() < 0.4, chance.uniform(0.15, 0.6)
        build = subprocess.Popen(self.command(place), start_new_session=True, stderr=subprocess.PIPE, text=True)
        began = time.monotonic()
        while time.monotonic() < began + point and build.poll() is None:
            time.sleep(0.01)
        if build.poll() is not None:  # others were using the machine when it was measured
            if not again:
                took = time.monotonic() - began
                case.late, case.seconds = case.late * took / case.seconds, took
            return None
        send(build, first, all_of_them)
        if twice:
            time.sleep(pause)
            if build.poll() is None:
                send(build, second, all_of_them)
        sent = time.monotonic()
        _, err = build.communicate()
        took = time.monotonic() - sent
        what = f"{first.name}{f' and {second.name} {pause:.2f} s later' if twice else ''} after {point:.1f} s"
        what += " to all" if all_of_them else ""
        if signal.SIGKILL not in (first, second if twice else first):
            lines = err.splitlines()
            # The second can meet it where it has said all and Python hears no more.
            codes = (130, -second) if twice else (130,)
            good = lines == [] and build.returncode == 0  # it was done before it heard
            good |= len(lines) == 1 and build.returncode in codes and "stopped" in lines[0]
            good &= twice or not lines or _LINE in lines[0] or "before anything was read" in lines[0]
            if not good:
                self.wrong.append(f"{what}: ended with {build.returncode} and said {err!r}")
            # Two SIGTERM that a starved process hears together are one.
            if twice and signal.SIGINT in (first, second) and took > _AT_ONCE:
                self.wrong.append(f"{what}: ended only {took:.1f} s later")
        return f"{what} (ended {took:.1f} s later)"

    def draw(self, number: int, case: Case) -> None:
        place = self.place / "here"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(case.start, place)
        done: list[str] = []
        states = set()
        stops = 1 + (self.chance.random() < 0.3)
        while len(done) < stops:
            what = self.stop(case, place, bool(done))
            if what is None and done:
                break
            if what is None:
                shutil.rmtree(place)
                shutil.copytree(case.start, place)
                continue
            done.append(what)
            shown = told(place / "out") if (place / "out").exists() else {}
            same = [name for name, kept in (("old", case.old), ("new", case.new)) if shown == kept]
            states.add(same[0] if same else "BROKEN")
        began = time.monotonic()
        subprocess.run(self.command(place), check=True)
        seconds = time.monotonic() - began
        known = json.loads((place / "out" / "report.json").read_text("utf-8"))["cache"]["known"]
        shown = told(place / "out")
        other = sorted(n for n in shown.keys() | case.new.keys() if shown.get(n) != case.new.get(n))
        left = sorted(p.name for p in place.iterdir() if p.name not in ("papers", "out", ".out.kg-work"))
        if other or left or "BROKEN" in states:
            self.wrong.append(f"{number}: {case.name}: {'; '.join(done)}: folder {states}, other {other}, left {left}")
        print(f"{number} {case.name}: {'; then '.join(done)}: folder {', '.join(sorted(states))}; {known} documents known, "
              f"went on in {seconds:.1f} s: {'OTHER: ' + ', '.join(other) if other else 'all the same'}", flush=True)  # fmt: skip


def send(build: subprocess.Popen[str], number: signal.Signals, all_of_them: bool) -> None:
    try:
        if (
            all_of_them or number == signal.SIGKILL
        ):  # alone it would leave those that it started to themselves for a moment
            os.killpg(build.pid, number)
        else:
            build.send_signal(number)
    except ProcessLookupError:
        return  # it is done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--draws", type=int, default=60)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--seed", type=int, default=1)
    given, more = parser.parse_known_args()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # in the background it is ignored, by those started here, too
    with tempfile.TemporaryDirectory(prefix="kg-kill-") as name:
        place = Path(name)
        draws = Draws(place, ["--jobs", given.jobs, *more], random.Random(given.seed))
        papers = place / "nothing" / "papers"
        papers.mkdir(parents=True)
        files = sorted(p for p in given.folder.iterdir() if p.suffix in (".md", ".txt"))[: given.days + 1]
        for file in files[:-1]:
            shutil.copy(file, papers)
        nothing = draws.case("from nothing", place / "nothing", {})
        again = place / "again"
        shutil.move(place / "here", again)
        shutil.copy(files[-1], again / "papers")
        (again / "papers" / files[0].name).unlink()
        changed = again / "papers" / files[1].name
        changed.write_bytes(changed.read_bytes() + files[0].read_bytes())
        second = draws.case("again", again, nothing.new)
        for number in range(1, given.draws + 1):
            draws.draw(number, draws.chance.choice((nothing, second)))
    print(f"{given.draws} draws, {len(draws.wrong)} wrong", *draws.wrong, sep="\n")
    return int(bool(draws.wrong))


if __name__ == "__main__":
    sys.exit(main())
