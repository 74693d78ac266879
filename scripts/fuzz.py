"""Feeds harmed texts and files to the readers, led by what code they reach, and tells which laws they break.

usage, after pip install -e '.[fuzz]':
    python scripts/fuzz.py [--target layout|bytes] [--seconds 600] [--seed 0] [--corpus DIR] [--findings DIR]

layout: texts (.txt and .md), made of the seeds with blanks, line ends, widths, bylines and marks put in and lines lost,
    doubled and moved. Checked: every character leads back to the raw text and is read once, spans lie within bounds,
    articles are in order, nothing visible is lost, no exception, no text takes long for its length (tests/fuzzing.py).
bytes: files of every suffix that the readers know; an InputError is an answer, any other exception a finding.

The texts of --corpus (.txt, .md, for bytes any suffix) are harmed besides the seeds. Each finding is written to the folder
--findings, its reason to standard error, and the run goes on; the first of each kind counts. Exits with 1 when there is
any. Without atheris (which needs Linux or macOS) chance alone chooses the damage.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

try:
    import atheris
except ImportError:
    atheris = None

if atheris:
    with atheris.instrument_imports(include=["kg"]):
        from tests import fuzzing
else:
    from tests import fuzzing


class Findings:
    """What broke a law, one file of each kind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kinds: dict[str, Path] = {}
        self.runs = 0

    def run(self, read: Callable[[], list[str]], content: bytes, suffix: str) -> None:
        self.runs += 1
        try:
            reasons = read()
        except RecursionError as e:
            reasons = [f"{type(e).__name__} {e}"]
        except Exception as e:
            frame = traceback.extract_tb(e.__traceback__)[-1]
            reasons = [f"{type(e).__name__} at {Path(frame.filename).name}:{frame.lineno}: {e}"]
        for reason in reasons:
            kind = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\d.]+", "…", reason) + suffix
            if kind not in self.kinds:
                name = f"{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
                self.folder.mkdir(parents=True, exist_ok=True)
                self.kinds[kind] = self.folder / name
                self.kinds[kind].write_bytes(content)
                print(f"{self.kinds[kind]}: {reason}", file=sys.stderr, flush=True)


def starts(target: str, corpus: Path | None) -> list[tuple[bytes, str]]:
    """(content, suffix) of what is to be harmed."""
    found = list(fuzzing.files()) if target == "bytes" else []
    found += [(text.encode(), suffix) for text in fuzzing.excerpts() for suffix in (".txt", ".md")]
    known = fuzzing.suffixes() if target == "bytes" else [".txt", ".md"]
    given = sorted(f for f in corpus.rglob("*") if f.is_file()) if corpus else []
    return found + [(f.read_bytes()[:20_000], f.suffix.lower()) for f in given if f.suffix.lower() in known]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=("layout", "bytes"), default="layout")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    options = parser.parse_args()
    findings = Findings(options.findings)
    known = fuzzing.suffixes() if options.target == "bytes" else [".txt", ".md"]

    def test(data: bytes) -> None:
        """One input: a byte that chooses the suffix, and the content."""
        suffix, content = known[data[0] % len(known)] if data else ".txt", data[1:]
        if options.target == "bytes":
            findings.run(lambda: fuzzing.read_bytes(content, suffix), content, suffix)
        else:
            text = content.decode("utf-8", "ignore")
            findings.run(lambda: fuzzing.read_layout(text, suffix), text.encode(), suffix)

    def harm(data: bytes, size: int, seed: int) -> bytes:
        """Another input, harmed as texts are; bytes of other formats as the fuzzer likes."""
        rng = random.Random(seed)
        try:
            text = data[1:].decode()
        except UnicodeDecodeError:
            text = ""
        if not text or options.target == "bytes" and rng.random() < 0.5:
            return _harm_bytes(data, size, rng)
        return data[:1] + fuzzing.mutate(text, rng).encode()[: size - 1]

    pool = [bytes([known.index(suffix)]) + content for content, suffix in starts(options.target, options.corpus)]
    if atheris:
        seeds = options.findings / "starts"
        seeds.mkdir(parents=True, exist_ok=True)
        for data in pool:
            (seeds / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
        flags = ["-max_len=20000", "-timeout=120", "-rss_limit_mb=4096", "-print_final_stats=0", "-verbosity=0"]
        end = time.monotonic() + options.seconds

        def timed(data: bytes) -> None:
            if time.monotonic() > end:
                _close(findings)
            test(data)

        atheris.Setup([sys.argv[0], *flags, f"-seed={options.seed + 1}", str(seeds)], timed, custom_mutator=harm)
        atheris.Fuzz()
    rng, end = random.Random(options.seed), time.monotonic() + options.seconds
    while time.monotonic() < end:
        data = rng.choice(pool)
        for _ in range(rng.randint(1, 4)):
            data = harm(data, 20_000, rng.getrandbits(32))
        test(data)
    _close(findings)
    return 0


def _harm_bytes(data: bytes, size: int, rng: random.Random) -> bytes:
    if atheris:
        return atheris.Mutate(data, size)
    changed = bytearray(data[:size])
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice((0, 10, 60, 127, 255, rng.randrange(256)))
    return bytes(changed)


def _close(findings: Findings) -> None:
    print(f"{findings.runs} runs, {len(findings.kinds)} kinds of findings", file=sys.stderr)
    sys.stderr.flush()
    # The fuzzer's loop never returns; leave at once, without its own report.

    os._exit(1 if findings.kinds else 0)


if __name__ == "__main__":
    sys.exit(main())
