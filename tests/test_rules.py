"""Every rule of schemas/rules on every one of its examples, and what a mistake in a rule file says."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from kg.corpus import About, read_document
from kg.errors import SchemaError
from kg.extraction import Extractor
from kg.rules import Rule, rules
from kg.schemas import schema_dir

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor("dictionary", entries={"PERSON": ["莫卡奇", "高远山", "白露", "田有禾"]})


def _facts(text: str, rule: str) -> list[str]:
    document = read_document(f"本报讯（记者 白山）{text}\n", "example.txt", options=PAPER)
    found = [s for s in _extractor().extract(document) if s.evidence.rule == rule]
    facts = {f"EVENT {s.args['node']['name']}" for s in found if s.schema == "Event"}
    for s in found:
        source, target = s.args.get("source"), s.args.get("target")
        if source and s.schema not in ("HOLDS", "REPORTS", "AT", "IN"):
            facts.add(f"{s.schema} {target['name'] if source['label'] == 'Event' else source['name']}")
    return sorted(facts)


HITS = [pytest.param(r, text, gives, id=f"{r.id}-{i}") for r in rules() for i, (text, gives) in enumerate(r.hits)]
MISSES = [pytest.param(r, text, id=f"{r.id}-{i}") for r in rules() for i, text in enumerate(r.misses)]


@pytest.mark.parametrize(("rule", "text", "gives"), HITS)
def test_hit(rule: Rule, text: str, gives: tuple[str, ...]) -> None:
    assert _facts(text, rule.id) == sorted(gives)


@pytest.mark.parametrize(("rule", "text"), MISSES)
def test_miss(rule: Rule, text: str) -> None:
    assert _facts(text, rule.id) == []


RULE = """note: n
rules:
  - id: x
    note: why
    pattern: "who:WHO ATTEND"
    facts: {who: [ATTENDED]}
    examples:
      hits: [{text: 甲参加, gives: [ATTENDED 甲]}]
      misses: [甲说]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    note: why\n", "    nota: why\n", "x.yaml:4: unknown key 'nota'; allowed: "),
        ("    note: why\n", "", "x.yaml:3: key 'note' is missing; allowed: "),
        ("who:WHO ATTEND", "who:WHO attend!", "x.yaml:5: 'attend!' is no pattern element"),
        ("ATTENDED]}\n    ex", "ATENDED]}\n    ex", "x.yaml:6: fact 'ATENDED'; allowed: "),
        ("{who: [ATT", "{whom: [ATT", "x.yaml:6: facts of 'whom', which the pattern does not capture"),
        ("      misses: [甲说]\n", "      misses: []\n", "rule 'x' has no hits or no misses"),
        ("      misses: [甲说]\n", "", "key 'misses' is missing"),
        ("hits: [{text", "hits: [{txt", "unknown key 'txt'; allowed: gives, text"),
        ("gives: [ATTENDED 甲]", "gives: [ATENDED 甲]", "x.yaml:8: gives 'ATENDED 甲'; begin with one of "),
        ("gives: [ATTENDED 甲]", "gives: ATTENDED 甲", "x.yaml:8: gives is 'ATTENDED 甲'; write a list"),
        ("  - id: x\n", "  - id: X 1\n", "x.yaml:3: id 'X 1'; write small letters, digits and -"),
        ("    note: why\n", "    note:\n", "x.yaml:4: rule 'x' has no note; say why it exists"),
        ("who:WHO ATTEND", "who:WHO WATCH", "x.yaml:5: no unit has the label WATCH; allowed: "),
        ("who:WHO ATTEND", "who:WHO* ~*", "x.yaml:5: nothing must stand there for the pattern to fit"),
        ("    facts: {who: [ATTENDED]}\n", "", "x.yaml:3: rule 'x' states no fact and opens no event"),
        *(
            ("    facts:", f"    {key}: {value}\n    facts:", f"x.yaml:6: {says}")
            for key, value, says in (
                ("basis", "guessed", "basis 'guessed'; allowed: asserted, inferred"),
                ("basis", "derived", "basis 'derived'; allowed: asserted, inferred"),
                ("manner", "asleep", "manner 'asleep'; allowed: present, remote, nonvoting"),
                ("needs", "luck", "needs 'luck'; allowed: present, place"),
                ("needs", "place", "needs 'place' is of a rule that opens a visit"),
                ("opens", "party", "opens 'party'; allowed: gathering, visit, talk, stop"),
                ("opens", "gathering", "opens 'gathering' without its name; capture what:EVENT|GEN"),
                ("kind", "died", "kind is of APPOINTED and REMOVED alone; leave it out"),
                ("confidence", "sure", "confidence 'sure'; allowed: a number above 0, up to 1"),
                ("confidence", "0", "confidence '0'; allowed: a number above 0, up to 1"),
                ("confidence", "1.5", "confidence '1.5'; allowed: a number above 0, up to 1"),
                ("confidence", "true", "confidence 'True'; allowed: a number above 0, up to 1"),
            )
        ),
        (
            "facts: {who: [ATTENDED]}",
            "facts: {who: [REMOVED]}\n    kind: elected",
            "x.yaml:7: kind 'elected'; allowed: removed",
        ),
        (
            "facts: {who: [ATTENDED]}",
            "facts: {who: [REMOVED]}\n    manner: remote",
            "x.yaml:7: manner is of people at an event",
        ),
        (
            "facts: {who: [ATTENDED]}",
            "facts: {who: [REMOVED]}\n    needs: present",
            "x.yaml:7: needs 'present' is of people",
        ),
        (
            'who:WHO ATTEND"\n    facts: {who: [',
            'whom:WHO MEET"\n    opens: talk\n    facts: {whom: [',
            "x.yaml:6: opens 'talk' without its host",
        ),
    ],
)
def test_a_mistake_says_file_line_and_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    shutil.copytree(schema_dir(), tmp_path / "schemas")
    for path in (tmp_path / "schemas" / "rules").glob("*.yaml"):
        path.unlink()
    assert old in RULE
    (tmp_path / "schemas" / "rules" / "x.yaml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("KG_SCHEMAS", str(tmp_path / "schemas"))
    with pytest.raises(SchemaError) as caught:
        rules()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
