"""`kg explain`: what it tells of a sentence is what a build makes of it, and why."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import cli, lexicon
from kg.corpus import About, read_document
from kg.errors import InputError, UsageError
from kg.explaining import Explanation, explain
from kg.extraction import Extractor, parts, tracing

PAPER = {"area": "临川区", "issued": "2024-06-15"}
MEETING = "6月3日上午，区委常委会召开会议。区委书记高远山主持会议并讲话，学习总书记江月明重要讲话。"


def rules(text: str) -> Explanation:
    return explain(text, **PAPER, ner="dictionary")


def unit(found: Explanation, text: str) -> dict[str, Any]:
    return next(u for s in found.sentences for u in s["units"] if u["text"] == text)


def matches(found: Explanation, rule: str) -> list[dict[str, Any]]:
    return [m for s in found.sentences for m in s["matches"] if m["rule"] == rule]


def test_each_unit_says_what_set_its_label() -> None:
    found = rules(MEETING)
    assert "".join(u["text"] for u in found.sentences[1]["units"]) == found.sentences[1]["text"]
    assert unit(found, "主持")["by"] == "participation.CHAIR"
    assert unit(found, "6月3日上午")["by"] == "dates"
    heard = unit(found, "总书记江月明")
    assert (heard["label"], heard["was"]) == ("WHOM", "WHO")
    assert heard["by"].startswith("studied: ")
    assert "participation.SKIP: 参加工作" in unit(rules("6月3日，区委书记高远山参加工作十年。"), "参加工作十年")["by"]


def test_a_match_says_what_it_states_who_beat_it_and_why() -> None:
    found = rules(MEETING)
    short, whole = matches(found, "chairs")
    assert not short["stands"]
    assert (short["beatenBy"], short["why"]) == ("chairs", "of the same verb it names the event")
    assert whole["states"] == ["ATTENDED 高远山", "CHAIRED 高远山"]
    assert whole["captures"] == {"who": ["区委书记高远山"], "what": ["会议"]}
    assert whole["about"] == [{"event": "区委常委会会议", "status": "held"}]
    assert whole["note"] == "whoever presides is there"
    talks = rules("6月3日，国家副主席高远山在北京会见瓦卢国总统莫卡奇。")
    [unnamed] = matches(talks, "meets-unnamed")
    assert (unnamed["stands"], unnamed["beatenBy"], unnamed["why"]) == (False, "meets", "it has both sides of the talk")
    [speaks] = matches(rules("6月3日，区委书记高远山在全区教育大会上讲话。"), "speaks")
    assert (speaks["beatenBy"], speaks["states"]) == ("speaks-at-named", [])


@pytest.mark.parametrize(
    ("text", "rule", "why"),
    [
        ("区委书记高远山出席并讲话。", "attends", "no event is being told of"),
        ("6月3日，区教育大会召开。区长高远山将到会讲话。", "speaks", "it is still to come"),
        ("6月3日，区教育大会召开。区长高远山表示，要办好学校。", "says-there", "高远山 is not known to be at 区教育大会"),
        ("国家主席高远山同你友好会见，双方达成一致。", "meets-unnamed", "these are words that somebody says to another"),
        ("6月3日，青石机械厂副厂长高远山带领团队攻关。", "leads-a-party", "led, but nowhere"),
        ("6月3日，区长高远山来到青石社区出席揭牌仪式。", "comes-to", "the rule needs a place that is gone to"),
        ("6月3日，会议召开，任命高远山为区长；祝贺总统莫卡奇就任总统。", "enters-office", "a list of appointments or removals"),
    ],
)  # fmt: skip
def test_a_match_without_facts_says_why(text: str, rule: str, why: str) -> None:
    found = explain(text, **PAPER, ner="dictionary")
    said = [m["why"] or "" for m in matches(found, rule)]
    assert any(why in s for s in said), said


def test_names_offices_dates_and_what_is_skipped() -> None:
    found = rules("临川的春天来得早。6月3日，区委副书记、代区长高远山出席会议。")
    first, second = found.sentences
    assert first["skipped"] == "no title, no group and no verb of taking part stands in it"
    assert second["skipped"] is None
    [person] = second["people"]
    assert (person["name"], [(o["organ"], o["title"], o["capacity"]) for o in person["offices"]]) == (
        "高远山",
        [("区委", "副书记", "full"), (None, "区长", "acting")],
    )
    assert second["dates"][0]["date"] == "2024-06-03"
    goes_on = rules("6月3日，区教育大会召开。区长高远山出席并强调，要办好学校。加强领导，主持项目。")
    assert (
        goes_on.sentences[-1]["skipped"] == "what somebody said in the sentence before goes on here; no rule is tried"
    )


def test_a_list_of_decisions_is_told() -> None:
    found = rules("6月3日，会议经表决，任命白露为临川区副区长。")
    [decided] = found.sentences[0]["decided"]
    assert (decided["type"], decided["person"], decided["kind"]) == ("APPOINTED", "白露", "appointed")


@pytest.mark.model
def test_the_reader_says_how_likely_it_thinks_each_part() -> None:
    text = "　　本报讯　1月8日上午，县委书记高远山踏着积雪来到东山村，同村民聊起收成。\n　　村支书田有禾向他们介绍了情况。\n"
    found = explain(text, area="临川县", issued="2031-01-09")
    by_name = {r["person"]: r for r in found.reader}
    assert by_name["高远山"]["attended"] > 0.9 > 0.1 > by_name["高远山"]["chaired"]
    added = [r["person"] for r in found.reader if "ATTENDED" in r["added"]]
    told = {s.args["source"]["name"] for s in found.statements if s.evidence.rule == "reader:attended"}
    assert set(added) == told
    assert explain(text, area="临川县", rules_only=True).reader == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["6月3日，", "区委书记高远山", "、白露", "出席", "主持", "会议", "并讲话", "同", "到某镇调研", "，", "。", "强调"]),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_it_is_what_a_build_reads(pieces: list[str]) -> None:
    """The same statements as without anybody listening; and units that cover their sentence."""
    text = "".join(pieces)
    found = rules(text)
    plain = Extractor("dictionary").extract(read_document(text, "sentence.txt", options=About(**PAPER)))
    assert found.statements == plain
    assert json.loads(json.dumps(found.to_dict()))["statements"] == [s.to_dict() for s in plain]
    for row in found.sentences:
        assert row["skipped"] or "".join(u["text"] for u in row["units"]) == row["text"]
        for m in row["matches"]:
            assert m["stands"] or m["why"]


def test_nothing_is_kept_when_nobody_listens() -> None:
    with tracing.listening() as notes:
        pass
    Extractor("dictionary").extract(read_document(MEETING, "a.txt"))
    assert notes == []


def _roles() -> Iterator[str]:
    """The roles that parts.py gives: the second of each pair of constants, one of which is a label."""
    for node in ast.walk(ast.parse(Path(parts.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            role = node.elts[1]
            if (
                isinstance(role, ast.Constant)
                and isinstance(role.value, str)
                and role.value.replace("-", "a").islower()
            ):
                yield role.value


def test_every_role_has_its_note_and_every_note_a_role() -> None:
    assert {r for r in _roles() if r} == set(lexicon.entries("units", "roles"))
    assert all(e["note"] for e in lexicon.entries("units", "roles").values())


def test_bad_input_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="is empty"):
        kg.explain("  ")
    with pytest.raises(InputError):
        kg.explain("甲", issued="yesterday")
    with pytest.raises(SystemExit) as end:
        cli.main(["explain", " "])
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_prints_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", MEETING, "--ner", "dictionary", "--area", "临川区", "--issued", "2024-06-15"]
    for style, wanted in (
        ("table", ("WHOM (was WHO)", "CHAIRED 高远山", "区委常委会会议", "participation.CHAIR")),
        ("json", ()),
    ):
        with pytest.raises(SystemExit) as end:
            cli.main([*arguments, "--format", style])
        out = capsys.readouterr().out
        assert not end.value.code
        assert all(w in out for w in wanted)
    assert json.loads(out)["sentences"][0]["dates"][0]["date"] == "2024-06-03"
