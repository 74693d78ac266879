"""Training the recogniser: the same votes and seed give the same model, to the byte; votes that cannot teach are refused."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MISSING = [name for name in ("torch", "onnx") if find_spec(name) is None]
pytestmark = [
    pytest.mark.hanlp,
    pytest.mark.skipif(bool(MISSING), reason=f"the extra train is not installed: {', '.join(MISSING)} missing"),
]

#: A short training: few sentences a pass, a handful of steps in either round, and no table of figures.
_SHORT = """
import sys
from pathlib import Path
import train_ner
from recogniser import training
from recogniser.exporting import export
train_ner._PASS = 200
train_ner.say = lambda *what: None
real, held = train_ner.read(Path(sys.argv[1]), set())
network, encoder, _ = train_ner.train(real, 3, 1)
second = list(training.settle(network, encoder, real))
network, encoder, _ = train_ner.train(second, 3, int(sys.argv[3]), network)
export(network, encoder.characters, train_ner.temperature(network, encoder, held), Path(sys.argv[2]), {})
"""


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented sentences of 46 days, with the votes of three recognisers."""
    path = tmp_path_factory.mktemp("votes") / "votes.jsonl.gz"
    rng = random.Random(5)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for day in range(46):
            for number in range(3):
                name = rng.choice("林陈高罗沈") + "".join(rng.sample("有余佳慧远明映山知秋", 2))
                place = rng.choice(("青溪", "白石")) + rng.choice("镇乡")
                text = f"区长{name}到{place}调研，大家发言踊跃{day}{number}。"
                row = {"doc": f"{day}.md", "text": text, "entities": [[2, 5, "PERSON", "LMA"], [6, 9, "PLACE", "LMA"]]}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def train(votes: Path, out: Path, seed: int, hashing: int) -> dict[str, bytes]:
    """A short training in a process of its own, where sets have another order."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "scripts")))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": str(hashing)}
    command = [sys.executable, "-c", _SHORT, str(votes), str(out), str(seed)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return {p.name: p.read_bytes() for p in out.iterdir()}


@pytest.fixture(scope="module")
def model(votes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    train(votes, folder, 2, 1)
    return folder


def test_the_same_votes_and_seed_give_the_same_bytes(votes: Path, model: Path, tmp_path: Path) -> None:
    first = {p.name: p.read_bytes() for p in model.iterdir()}
    assert set(first) == {"config.json", "model.onnx", "vocabs.json", "weights.bin"}
    assert train(votes, tmp_path / "again", 2, 2) == first
    other = train(votes, tmp_path / "other", 3, 1)
    assert other["weights.bin"] != first["weights.bin"]
    assert other["model.onnx"] == first["model.onnx"]


def test_what_was_trained_is_a_recogniser(model: Path) -> None:
    from kg.extraction.ner.embedded import Embedded

    assert len(Embedded(folder=model).recognise(["区长林有余到青溪镇调研。", ""])) == 2


@pytest.mark.parametrize("lines", ["", '{"doc": "a.md", "text": "区长林有余到会。", "entities": []}\n', "{\n"])
def test_votes_that_cannot_teach_are_one_line(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "votes.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(lines)
    command = [sys.executable, str(ROOT / "scripts/train_ner.py"), str(path), "--out", str(tmp_path / "model")]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert str(path) in done.stderr
    assert not (tmp_path / "model").exists()
