"""The real seeds, and the same with more damage: quotes stay true, what is read stays the same."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.corpus import About, read_document
from kg.extraction import Extractor
from kg.folding import fold
from kg.ids import canonical
from kg.linking import link
from kg.statement import Statement
from tests.damage import KINDS

SEEDS = Path(__file__).parent.parent / "seeds"
#: Share of the edges that damage may change.
LIMIT = 0.02

pytestmark = pytest.mark.model

Edge = tuple[str, str, str, tuple[str, ...]]
slowly = settings(
    deadline=None,
    derandomize=True,
    # An example takes a second or two; the smallest seed that fails says no more than the first.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Seeds:
    """The seeds as they are and as they are read; `read` reads a changed copy of one of them."""

    def __init__(self) -> None:
        self._extractor = Extractor("embedded")
        with (SEEDS / "manifest.csv").open(encoding="utf-8") as rows:
            self._about = {
                r["file"]: About(publisher=r["publisher"], area=r["area"], issued=r["issued"])
                for r in csv.DictReader(rows)
            }
        self.raw = {f: (SEEDS / f).read_bytes().decode("utf-8-sig") for f in sorted(self._about)}
        self.statements = {file: self.read(file, raw) for file, raw in self.raw.items()}

    def read(self, file: str, raw: str) -> list[Statement]:
        return self._extractor.extract(read_document(raw, file, options=self._about[file]))


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return Seeds()


def edges(statements: list[Statement]) -> set[Edge]:
    """Edges by type, names of both ends, and roles: what a reader would call the same edge."""
    return {
        (s.schema, s.args["source"]["name"], s.args["target"]["name"], tuple(s.args.get("roles") or ()))
        for s in statements
        if "source" in s.args
    }


def assert_quotes_stand(statements: list[Statement], raw: str) -> None:
    assert statements
    for s in statements:
        assert raw[s.evidence.start : s.evidence.end] == s.evidence.quote, s


def test_quotes_stand_at_their_offsets(seeds: Seeds) -> None:
    for file, raw in seeds.raw.items():
        assert_quotes_stand(seeds.statements[file], raw)


@settings(slowly, max_examples=15)
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True),
    seed=st.integers(0, 10**6),
    rate=st.floats(0.005, 0.03),
)
def test_damage_changes_little(seeds: Seeds, kinds: list[str], seed: int, rate: float) -> None:
    """`rate` is the share of characters between which a line end or blank is put; of marks, ten times as many change."""
    changed: list[Edge] = []
    total = 0
    for file, raw in seeds.raw.items():
        damaged = raw
        for kind in kinds:
            damaged = KINDS[kind](damaged, seed, rate)
        found = seeds.read(file, damaged)
        assert_quotes_stand(found, damaged)
        before, after = edges(seeds.statements[file]), edges(found)
        changed += sorted(before ^ after)
        total += len(before)
    assert len(changed) < LIMIT * total, (len(changed), total, changed)


@settings(slowly, max_examples=5)
@given(st.randoms(use_true_random=False))
def test_shuffled_statements_fold_to_the_same_bytes(seeds: Seeds, shuffle: random.Random) -> None:
    def folded(statements: list[Statement]) -> list[str]:
        graph = fold(statements, link(statements))
        return [canonical(row) for row in (*graph.nodes(), *graph.edges())]

    statements = [s for found in seeds.statements.values() for s in found]
    other = statements.copy()
    shuffle.shuffle(other)
    assert folded(other) == folded(statements)
