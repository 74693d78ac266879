"""Constructions that somebody adds in a folder of schemas, without Python: each gives its facts, and none without its rule."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kg
import kg.rules
from kg.corpus import About, read_document
from kg.errors import SchemaError
from kg.extraction import Extractor
from kg.ontology import Ontology
from kg.schemas import schema_dir
from kg.statement import Args, Statement

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")
NAMES = ["高远山", "白露", "田有禾", "江月明"]
MEETING = "6月3日，全区教育大会召开。"

#: A label with its words; pattern; what else the rule says; a sentence; its facts as (type, source, target, properties).
ADDED = {
    "way-of-taking-part": (
        "ARRIVE: [莅会]", "who:WHO ~* ARRIVE", "facts: {who: [ATTENDED]}",
        MEETING + "区委书记高远山莅会。", [("ATTENDED", "高远山", "全区教育大会", {"titles": ["区委书记"], "manner": "present"})],
    ),
    "remote": (
        "DIALIN: [拨入]", "who:WHO DIALIN", "facts: [{type: ATTENDED, source: who, manner: remote}]",
        MEETING + "区委书记高远山拨入。", [("ATTENDED", "高远山", "全区教育大会", {"manner": "remote"})],
    ),
    "organ-takes-part": (
        "SEND: [派员莅会]", "organ:OTHER|NP SEND", "facts: {organ: [REPRESENTED_AT]}",
        MEETING + "区统计局、区水利局派员莅会。",
        [("REPRESENTED_AT", "临川区统计局", "全区教育大会", {}), ("REPRESENTED_AT", "临川区水利局", "全区教育大会", {})],
    ),
    "organ-reports": (
        "SUBMIT: [呈报]", "organ:OTHER|NP SUBMIT", "facts: [{type: REPRESENTED_AT, source: organ, target: event, roles: [spoke]}]",
        MEETING + "区统计局呈报。", [("REPRESENTED_AT", "临川区统计局", "全区教育大会", {"roles": ["spoke"]})],
    ),
    "agreement": (
        "CONTRACT: [缔结]", "left:OTHER|NP WITH right:OTHER|NP CONTRACT deal:OTHER|QUOTE",
        "facts: [{type: SIGNED_WITH, source: left, target: right, document: $deal}]",
        "6月3日，青石机械厂与临川大学缔结实验室共建协议。",
        [("SIGNED_WITH", "青石机械厂", "临川大学", {"document": "实验室共建协议", "date": "2024-06-03"})],
    ),
    "visit": (
        "TREAD: [踏访]", "who:WHO ~* TREAD spot:OTHER", "opens: visit\n    facts: {who: [ATTENDED, LED], spot: [VISITED]}",
        "6月3日，区委书记高远山踏访老城墙根。",
        [("LED", "高远山", "踏访老城墙根", {}), ("VISITED", "踏访老城墙根", "老城墙根", {})],
    ),
    "appointment": (
        "SEAL: [接印]", "day:TIME COMMA? who:WHO SEAL seat:POS",
        "facts: [{type: APPOINTED, source: who, target: seat, kind: elected, date: $day}]",
        "6月3日，副区长白露接印临川区教育局局长。",
        [("APPOINTED", "白露", "临川区教育局局长", {"date": "2024-06-03", "kind": "elected", "titles": ["临川区教育局局长"]})],
    ),
    "hand-over": (
        "HANDOVER: [交棒]", "old:WHO HANDOVER TO new:WHOM COMMA seat:POS", "facts: {old: [REMOVED], new: [APPOINTED]}",
        "6月3日，副区长白露交棒给副区长田有禾，临川区教育局局长换人。",
        [("REMOVED", "白露", "临川区教育局局长", {"kind": "removed"}), ("APPOINTED", "田有禾", "临川区教育局局长", {"kind": "appointed"})],
    ),
    "venue": (
        "MOVE: [移师]", "what:EVENT|GEN MOVE place:OTHER", "facts: {place: [HELD_AT]}",
        MEETING + "大会移师老城剧场。", [("HELD_AT", "全区教育大会", "老城剧场", {})],
    ),
    "host": (
        "HOST: [做东]", "host:OTHER|NP HOST", "facts: [{type: CONVENED, source: host, as: 承办}]",
        MEETING + "区教育局做东。", [("CONVENED", "临川区教育局", "全区教育大会", {"as": "承办"})],
    ),
    "belonging": (
        "SERVE: [效力于]", "who:WHO how:SERVE organ:OTHER", "facts: [{type: AFFILIATED_WITH, source: who, target: organ, as: $how}]",
        "副区长江月明效力于青石机械厂。", [("AFFILIATED_WITH", "江月明", "青石机械厂", {"as": "效力于"})],
    ),
    "office": (
        "SERVES: [现供职]", "who:WHO SERVES seat:POS", "facts: {who: [HOLDS]}",
        "江月明现供职临川区教育局局长。", [("HOLDS", "江月明", "临川区教育局局长", {"capacity": "full", "evidence": "sighted"})],
    ),
    "part": (
        "BELONG: [下辖]", "whole:OTHER|NP BELONG part:OTHER", "facts: [{type: PART_OF, source: part, target: whole}]",
        "青石机械厂下辖青石研究院。", [("PART_OF", "青石研究院", "青石机械厂", {})],
    ),
}  # fmt: skip


def rule(name: str, fact: str = "") -> str:
    """A file of one rule."""
    _, pattern, says, text, facts = ADDED[name]
    gives = ", ".join(f"{t} {source}" for t, source, _, _ in facts)
    return (
        f'note: n\nrules:\n  - id: {name}\n    note: added in a test\n    pattern: "{pattern}"\n    {fact or says}\n'
        f'    examples:\n      hits: [{{text: "{text}", gives: [{gives}]}}]\n      misses: ["临川的春天。"]\n'
    )


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the schemas, in force, with the labels of all that is added."""
    folder = tmp_path / "schemas"
    shutil.copytree(schema_dir(), folder)
    with (folder / "lexicon" / "participation.yaml").open("a", encoding="utf-8") as file:
        for label, *_ in ADDED.values():
            name, _, words = label.partition(": ")
            file.write(f"  {name}:\n    note: added in a test\n    words: {words}\n")
    monkeypatch.setenv("KG_SCHEMAS", str(folder))
    return folder


def read(text: str) -> list[Statement]:
    document = read_document(f"本报讯（记者 白山）{text}\n", "example.txt", options=PAPER)
    found = Extractor("dictionary", entries={"PERSON": NAMES}).extract(document)
    ontology = Ontology.load()
    for s in found:
        ontology.check(s)
    return found


def told(found: list[Statement], name: str) -> list[tuple[str, str, str, Args]]:
    """The facts of a rule as the table writes them, with those properties alone that it names."""
    wanted = {type_: said for type_, _, _, said in ADDED[name][4]}
    return sorted(
        (s.schema, s.args["source"]["name"], s.args["target"]["name"], {k: s.args.get(k) for k in wanted[s.schema]})
        for s in found
        if s.evidence.rule == name and s.schema in wanted
    )


@pytest.mark.parametrize("name", ADDED)
def test_a_rule_gives_its_facts_and_none_without_it(schemas: Path, name: str) -> None:
    file = schemas / "rules" / "added.yaml"
    file.write_text(rule(name), encoding="utf-8")
    text = ADDED[name][3]
    kg.lexicon.refresh()
    assert told(read(text), name) == sorted(ADDED[name][4])
    file.unlink()
    other = schemas.with_name("without")
    shutil.copytree(schemas, other)  # what has been loaded of a folder is kept
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_SCHEMAS", str(other))
        facts = {fact[:3] for fact in ADDED[name][4]}
        left = [
            (s.schema, s.args["source"]["name"], s.args["target"]["name"]) for s in read(text) if "source" in s.args
        ]
        assert facts.isdisjoint(left)
    kg.lexicon.refresh()


@pytest.mark.model
def test_all_of_them_are_built_and_folded(schemas: Path, tmp_path: Path) -> None:
    for name in ADDED:
        (schemas / "rules" / f"{name}.yaml").write_text(rule(name), encoding="utf-8")
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, (*_, text, _) in ADDED.items():
        (papers / f"{name}.txt").write_text(text, encoding="utf-8")
    kg.build([papers], tmp_path / "out", area="临川区", issued="2024-06-15", rules_only=True, database=False)
    edges = [json.loads(line) for line in (tmp_path / "out" / "edges.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = {(rule_, e["type"]) for e in edges for rule_ in e["rules"]}
    assert {(name, fact[0]) for name, (*_, facts) in ADDED.items() for fact in facts} <= seen
    kg.lexicon.refresh()


@pytest.mark.parametrize(
    ("name", "facts", "says"),
    [
        ("visit", "facts: {spot: [ATTENDED]}", "'spot' captures OTHER, which is no end of ATTENDED; ATTENDED goes from Person to Event"),
        ("visit", "facts: {who: [VISITED]}", "'who' captures WHO, which is no end of VISITED; VISITED goes from Event to Place"),
        ("agreement", "facts: {left: [SIGNED_WITH]}", "SIGNED_WITH joins two things, of which 'left' is one; write - {type: SIGNED_WITH"),
        ("agreement", "facts: [{type: SIGNED_WITH, source: left}]", "SIGNED_WITH has no target; captured: deal, left, right"),
        ("agreement", "facts: [{type: SIGNED_WITH, source: left, target: wrong}]", "facts of 'wrong', which the pattern does not capture"),
        ("agreement", "facts: [{type: SIGNED_WITH, source: left, target: right, date: $deal}]", "date is a day, and 'deal' captures none"),
        ("agreement", "facts: [{type: SIGNED_WITH, source: left, target: right, paper: x}]", "SIGNED_WITH has no 'paper' that a rule gives; allowed: type, source, target, date, document, event"),
        ("agreement", "facts: [{type: SIGNED_WITH, source: left, target: event}]", "target of SIGNED_WITH is the event; allowed: Organization, Area"),
        ("appointment", "facts: [{type: APPOINTED, source: who, kind: guessed}]", "kind of APPOINTED is 'guessed'; allowed: appointed, elected"),
        ("appointment", "facts: [{type: APPOINTED, source: seat}]", "'seat' captures POS, which is no end of APPOINTED"),
        ("organ-reports", "facts: [{type: REPRESENTED_AT, source: organ, roles: [sang]}]", "roles of REPRESENTED_AT is '['sang']'; allowed: chaired, spoke, led"),
        ("way-of-taking-part", "facts: {who: [REPLACED]}", "fact 'REPLACED', which folding derives; allowed: "),
        ("way-of-taking-part", "facts: {who: ATTENDED}", "the facts of 'who' are no list; write {who: [ATTENDED]}"),
        ("way-of-taking-part", "facts: ATTENDED", "facts are no mapping and no list of mappings"),
        ("way-of-taking-part", "facts: [{type: ATTENDED, source: who, rank: 1}]", "ATTENDED has no 'rank' that a rule gives; allowed: type, source, target, manner"),
    ],
)  # fmt: skip
def test_a_fact_that_could_not_be_emitted_does_not_load(schemas: Path, name: str, facts: str, says: str) -> None:
    (schemas / "rules" / "added.yaml").write_text(rule(name, facts), encoding="utf-8")
    kg.lexicon.refresh()
    with pytest.raises(SchemaError) as caught:
        read(ADDED[name][3])
    assert str(caught.value).startswith(f"{schemas / 'rules' / 'added.yaml'}:6: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_rule_of_the_documentation_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "schemas"
    shutil.copytree(schema_dir(), folder)
    blocks = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    words, rules = (block.partition("```")[0] for block in blocks)
    with (folder / "lexicon" / "participation.yaml").open("a", encoding="utf-8") as file:
        file.write(words)
    (folder / "rules" / "agreements.yaml").write_text(rules, encoding="utf-8")
    monkeypatch.setenv("KG_SCHEMAS", str(folder))
    kg.lexicon.refresh()
    [one] = [r for r in kg.rules.rules() if r.id == "contracts"]
    [(text, gives)] = one.hits
    found = [s for s in read(text) if s.evidence.rule == "contracts"]
    assert [f"{s.schema} {s.args['source']['name']}" for s in found] == list(gives)
    assert not [s for s in read(one.misses[0]) if s.evidence.rule == "contracts"]
