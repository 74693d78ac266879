"""The reader's training: the truth lies where it is printed, other names leave it there, and a network learns it."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from kg.extraction import Extractor

TEXT = """全县招商大会召开

　　本报讯（记者 许知远）3月2日上午，全县招商大会在云岭宾馆召开。县委书记高远山讲话，县长白露主持会议。
　　会后，高远山来到东山村，看望了老党员田有禾。江月明因事没有到会。
"""
TRUTH = {
    "doc": "a.txt",
    "issued": "2031-03-03",
    "articles": [
        {
            "title": "全县招商大会召开", "reporters": ["许知远"], "correspondents": [],
            "events": [
                {"name": "全县招商大会", "date": "2031-03-02", "type": "meeting", "attended": ["高远山", "白露"], "chaired": ["白露"],
                 "spoke": ["高远山"], "led": [], "places": ["云岭宾馆"], "orgs": []},
                {"name": "看望老党员田有禾", "date": "2031-03-02", "type": "visit", "attended": ["高远山", "田有禾"], "chaired": [],
                 "spoke": [], "led": ["高远山"], "places": ["东山村"], "orgs": []},
            ],
            "positions": [{"person": "高远山", "title": "县委书记", "org": None}, {"person": "白露", "title": "县长", "org": None}],
            "changes": [], "not_present": ["江月明"],
        }
    ],
}  # fmt: skip


@pytest.fixture
def sample(tmp_path: Path) -> Any:
    from reading.samples import samples

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(
        "file,publisher,area,issued\na.txt,云岭报,云岭县,2031-03-03\n", encoding="utf-8"
    )
    [found] = samples(tmp_path, [tmp_path / "a.json"], Extractor("dictionary"))
    return found


def test_the_truth_lies_where_it_is_printed(sample: Any) -> None:
    text = sample.page.text
    assert [(text[e.start : e.end], e.exact) for e in sample.events] == [
        ("全县招商大会", True),
        ("老党员田有禾", False),
    ]
    assert [(p, text[a:b]) for p, a, b, *_ in sample.posts] == [("白露", "县长"), ("高远山", "县委书记")]
    assert {n: [text[a:b] for a, b in places] for n, places in sample.sites.items()} == {
        "云岭宾馆": ["云岭宾馆"],
        "东山村": ["东山村"],
    }


@pytest.mark.parametrize("seed", range(5))
def test_other_names_leave_the_truth_where_it_is(sample: Any, seed: int) -> None:
    from reading.swapping import swap
    from recogniser.people import People

    rng = random.Random(seed)
    other = swap(sample, People(rng, Counter(sample.people)), rng, share=1.0)
    text = other.page.text
    assert all(text[a:b] == n for n, places in other.page.names.items() for a, b in places)
    assert next(text[e.start : e.end] for e in other.events) == "全县招商大会"
    assert sorted(text[a:b] for _, a, b, *_ in other.posts) == ["县委书记", "县长"]
    assert [sorted(map(sorted, e.parts.values())) for e in other.events] == [
        sorted(map(sorted, e.parts.values())) for e in sample.events
    ]


def test_an_office_without_an_organ_has_it_before(sample: Any) -> None:
    from reading.batching import organless

    text = sample.page.text
    at, organ = text.index("县长"), text.index("云岭宾馆")
    posts = [("白露", at, at + 2, organ, organ + 4, "full"), ("高远山", at - 9, at - 5, organ, at - 9, "full")]
    bare, organs, true = organless(replace(sample, posts=posts))
    assert true == {(at, at + 2): "云岭宾馆"}
    assert bare == [(at, at + 2)]
    assert "云岭宾馆" in {text[a:b] for a, b in organs}


@pytest.mark.hanlp
def test_a_network_learns_it(sample: Any) -> None:
    torch = pytest.importorskip("torch")
    from reading.batching import build
    from reading.training import loss, run

    from kg.extraction.ner import tagger
    from kg.extraction.ner.encoding import Encoder
    from kg.extraction.reader.network import Network

    torch.manual_seed(1)
    encoder = Encoder(tagger.characters())
    network = Network(encoder.size, dropout=0.0)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3)
    batch = build([sample], encoder, random.Random(1), training=False)
    losses = []
    for _ in range(40):
        optimiser.zero_grad()
        total, parts = loss(run(network, batch), batch)
        total.backward()
        optimiser.step()
        losses.append(parts)
    assert losses[-1]["part"] < losses[0]["part"] / 5
    assert losses[-1]["opens"] < losses[0]["opens"] / 5
