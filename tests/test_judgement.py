"""What people decide: replayed by every build, undone by deleting the line, contradictions named with both lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import cli
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.judgement import Judgement, path_for, read, saying, to_line
from kg.judgements import Judgements
from kg.linking import link
from kg.statement import Statement

IDS = [f"Person:{c}" for c in "abcdefg"]
lines = st.builds(
    lambda kind, pair, n: Judgement(kind, *pair, where=f"j:{n}"),
    st.sampled_from(["same", "same", "different"]),
    st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True),
    st.integers(1, 99),
)
groups = st.lists(st.sampled_from([0, 1, 2, 3]), min_size=len(IDS), max_size=len(IDS)).map(
    lambda which: {i: min(j for j, h in zip(IDS, which) if h == g) for i, g in zip(IDS, which)}
)


@given(groups, st.lists(lines, max_size=8))
def test_links_are_as_the_judgements_have_them(heads: dict[str, str], found: list[Judgement]) -> None:
    links = {i: h for i, h in heads.items() if i != h}
    judged = Judgements(found)
    before = len(judged.problems)
    after = judged.constrain(links)
    head = {i: after.get(i, i) for i in IDS}
    assert all(head[h] == h and h <= i for i, h in head.items()), "ids lead to the smallest of their group"
    for a, b in judged.different:
        assert head[a] != head[b]
    dropped = len(judged.problems)
    if dropped == 0:
        assert all((head[j.a] == head[j.b]) == (j.kind == "same") for j in found)
    for problem in judged.problems:
        assert problem.where.count("j:") >= 1
    assert judged.constrain(links) == after
    assert dropped >= before


@given(groups)
def test_without_judgements_nothing_changes(heads: dict[str, str]) -> None:
    links = {i: h for i, h in heads.items() if i != h}
    assert Judgements().constrain(links) == links


def test_the_second_leaves_with_its_own() -> None:
    links = dict.fromkeys(IDS[1:], IDS[0])
    a, b, c, *_ = IDS
    parted = Judgements([Judgement("different", a, b)]).constrain(links)
    assert parted == dict.fromkeys(IDS[2:], a)
    together = Judgements([Judgement("different", a, b), Judgement("same", b, c)]).constrain(links)
    assert together == {**dict.fromkeys(IDS[3:], a), c: b}


def test_contradictions_name_both_lines() -> None:
    a, b, c, *_ = IDS
    chain = [
        Judgement("same", a, b, where="f:1"),
        Judgement("same", b, c, where="f:2"),
        Judgement("different", c, a, where="f:5"),
    ]
    judged = Judgements(chain)
    [problem] = judged.problems
    assert problem.where == "f:1 and f:2 and f:5"
    assert judged.constrain({}) == {}
    facts = Judgements([Judgement("reject", "1", where="f:1"), Judgement("accept", "1", where="f:9")])
    assert facts.problems[0].where == "f:1 and f:9"
    crossed = Judgements([Judgement("same", a, b, where="f:1"), Judgement("different", b, c, where="f:2"),
                          Judgement("same", c, "Person:d", where="f:3")])  # fmt: skip
    assert crossed.constrain({"Person:d": a}) == {b: a, "Person:d": a}, "d is a by linking: joining c to it is refused"
    assert crossed.problems[0].where == "f:3 and f:2"


def test_rejected_statements_are_gone_and_accepted_ones_sure(statements: list[Statement]) -> None:
    [chaired] = [s for s in statements if s.schema == "CHAIRED"]
    [held] = [s for s in statements if s.schema == "HOLDS"]
    said = [Judgement("reject", chaired.id, of=saying(chaired)), Judgement("accept", held.id)]
    judged = Judgements([*said, Judgement("reject", "nothere", where="f:3")])
    kept = list(judged.settle(statements))
    assert [s for s in kept if s.schema == "CHAIRED"] == []
    assert {s.schema for s in statements if s.id not in {k.id for k in kept}} == {"CHAIRED", "ATTENDED"}, (
        "the role went from both"
    )
    assert len(kept) == len(statements) - 1
    assert [s.confidence for s in kept if s.schema == "HOLDS"] == [1.0]
    graph = fold(kept, link(kept))
    assert not graph.edges("CHAIRED")
    assert [e["roles"] for e in graph.edges("ATTENDED")] == [[]] * 4
    came = next(s for s in statements if s.schema == "ATTENDED" and s.args["roles"])
    absent = fold(Judgements([Judgement("reject", came.id, of=saying(came))]).settle(statements))
    assert not [e for e in absent.edges() if e["source"] == "Person:沈知秋@a.txt" and e["target"] == "Event:a.txt#1.1"]
    [stale] = judged.unmet((s.id for s in statements), ())
    assert (stale.where, "no statement nothere" in str(stale)) == ("f:3", True)


def test_lines_are_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    good = [Judgement("same", "Person:“甲”@a", "Person:乙\n", "why\"'"), Judgement("reject", "1f")]
    bad = ["{", "[]", '{"judge": "maybe"}', '{"judge": "same", "a": "Person:x"}', '{"judge": "reject", "statement": "1", "x": 1}',
           '{"judge": "same", "a": "Person:x", "b": "Event:y"}', '{"judge": "same", "a": "Person:x", "b": "Person:x"}']  # fmt: skip
    text = "\ufeff" + "\n".join([to_line(good[0], by="me", fact="…"), "", *bad, to_line(good[1])]) + "\n"
    path.write_text(text, encoding="utf-8")
    found, problems = read(path)
    assert [(j.kind, j.a, j.b, j.why) for j in found] == [(j.kind, j.a, j.b, j.why) for j in good]
    assert [p.where for p in problems] == [f"{path}:{n}" for n in range(3, 10)]
    assert read(tmp_path / "none") == ([], [])
    path.write_bytes("甲".encode("gb18030"))
    assert "not UTF-8" in str(read(path)[1][0])


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


PAPER = "今日青溪\n2031年5月{day}日 星期一\n\n区委召开防汛工作会议\n\n5月{day}日，区委召开防汛工作会议。区委书记沈知秋主持会议并讲话。\n"


def test_a_build_replays_what_was_decided(run: Run, newspaper: Callable[..., Path], tmp_path: Path) -> None:
    papers = newspaper("20310505.txt", PAPER.format(day=5)).parent
    newspaper("20310512.txt", PAPER.format(day=12))
    out = tmp_path / "out"
    build = ("build", papers, "--out", out, "--ner", "dictionary", "--area", "青溪区", "-q", "--no-database")
    assert run(*build)[0] == 0

    def people() -> list[dict[str, Any]]:
        return [n for n in jsonl.read(out).nodes("Person") if n["name"] == "沈知秋"]

    [one] = people()
    assert len(one["memberIds"]) == 2
    plain = (out / "edges.jsonl").read_bytes()
    code, _, err = run("judge", "different", *one["memberIds"], "--why", "父子", "--graph", out, "--by", "me")
    assert (code, str(path_for(out)) in err) == (0, True)
    [line] = path_for(out).read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["judge"], told["why"], told["by"], len(told["when"])) == ("different", "父子", "me", 10)
    assert run(*build)[0] == 0
    assert len(people()) == 2
    code, _, err = run("judge", "same", *one["memberIds"], "--graph", out)
    assert (code, "both same and different" in err, err.count("\n")) == (2, True, 1)
    spoke = next(s for s in jsonl.read_statements(out) if s.schema == "SPOKE_AT")
    assert run("reject", spoke.id, "--why", "misread", "--graph", out)[0] == 0
    assert run(*build)[0] == 0
    assert spoke.id not in {s.id for s in jsonl.read_statements(out)}
    # A line that names what is not there is told of, and the build is done.
    with path_for(out).open("a", encoding="utf-8") as file:
        file.write('{"judge": "reject", "statement": "gone"}\nnonsense\n')
    code, _, err = run(*build)
    assert (code, err.count("\n")) == (1, 2)
    assert "judgements.jsonl:3: this build has no statement gone" in err
    assert "judgements.jsonl:4: not JSON" in err
    path_for(out).unlink()
    assert run(*build)[0] == 0
    assert (out / "edges.jsonl").read_bytes() == plain


def test_what_cannot_be_judged_is_one_line(run: Run, graph: Graph, statements: list[Statement], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    jsonl.write_statements(statements, out / "statements.jsonl")
    jsonl.write_nodes(graph, out / "nodes.jsonl")
    jsonl.write_edges(graph, out / "edges.jsonl")
    edge = graph.edges("CHAIRED")[0]
    for arguments, about in (
        (("judge", "same", "沈知秋", "无此人"), "无此人"),
        (("judge", "same", "沈知秋", "沈知秋"), "one node already"),
        (("judge", "same", "沈知秋", "Event:a.txt#1.1"), "not of one label"),
        (("judge", "maybe", "a", "b"), "maybe"),
        (("reject", "nothere"), "no such statement"),
        (("accept", edge["id"]), edge["support"][0]),
    ):
        code, _, err = run(*arguments, "--graph", out)
        assert (code, err.count("\n")) == (2, 1), err
        assert about in err
    path = kg.accept(edge["support"][0], graph=out)
    assert kg.accept(edge["support"][0], graph=out) == path
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1, "said twice is said once"
    assert kg.reject(edge["support"][0], graph=out) == path
    assert kg.judge("same", "沈知秋", "罗映山", graph=out) == path
