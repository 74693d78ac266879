from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.ontology import FOLDS, TYPES, Ontology
from kg.schemas import schema_dir
from tests.strategies import event, person, position, say


def test_every_class_of_the_contract_is_there() -> None:
    ontology = Ontology.load()
    assert set(ontology.nodes) == {"Person", "Position", "Organization", "Event", "Place", "Area", "Article"}
    assert set(ontology.edges) == {
        *("ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT", "REPRESENTED_AT", "CONVENED", "HELD_AT", "VISITED"),
        *("HOLDS", "APPOINTED", "REMOVED", "AFFILIATED_WITH", "AT", "IN", "PART_OF", "REPORTS", "MENTIONS", "WROTE"),
        *("SIGNED_WITH", "REPLACED"),
    }


def test_classes_are_sound() -> None:
    ontology = Ontology.load()
    for owner in (*ontology.nodes.values(), *ontology.edges.values()):
        for spec in owner.properties.values():
            assert spec.type in TYPES
            assert spec.fold in FOLDS
            assert spec.note
    for edge in ontology.edges.values():
        assert not set(edge.properties) & set(ontology.edge_properties), f"{edge.type} redefines a common property"


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(schema_dir() / "ontology", tmp_path / "ontology")
    monkeypatch.setenv("KG_SCHEMAS", str(tmp_path))
    return tmp_path / "ontology"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "person.yaml",
            "caption:",
            "captoin:",
            "person.yaml:3: unknown key 'captoin'; allowed: caption, label, note, properties",
        ),
        (
            "chaired.yaml",
            "from: [Person]",
            "from: [Preson]",
            "chaired.yaml:3: unknown label 'Preson'; allowed: Area, Article",
        ),
        ("led.yaml", "to: [Event]\n", "", "led.yaml:1: key 'to' is missing"),
        ("event.yaml", "fold: any", "fold: all", "unknown fold 'all'; allowed: union, most"),
    ],
)
def test_a_typo_is_one_line_with_file_line_and_what_is_allowed(
    schemas: Path, file: str, old: str, new: str, said: str
) -> None:
    path = schemas / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SchemaError) as raised:
        Ontology.load()
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_statements_are_checked_against_it() -> None:
    ontology = Ontology.load()
    who, what = person("a", "沈知秋"), event("a", 1, 1, "防汛会议")
    ontology.check(say("ATTENDED", source=who, target=what, roles=["spoke"], rank=1))
    wrong = [
        (say("ATENDED", source=who, target=what), "unknown schema 'ATENDED'"),
        (say("ATTENDED", source=what, target=what), "source of ATTENDED is Event; allowed: Person"),
        (say("ATTENDED", source=who), "target of ATTENDED is nothing"),
        (say("ATTENDED", source=who, target=what, ranks=1), "ATTENDED has no property 'ranks'"),
        (say("ATTENDED", source=who, target=what, roles=["sang"]), "roles is 'sang'; allowed: chaired, spoke, led"),
        (say("HOLDS", source={**who, "sex": "女"}, target=position("区长")), "Person has no property 'sex'"),
        (say("Event", node=who), "a statement of Event without its node"),
    ]
    for statement, said in wrong:
        with pytest.raises(SchemaError, match=said):
            ontology.check(statement)
