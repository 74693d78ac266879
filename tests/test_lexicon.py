"""Word sets as data: what a political scientist may add, and what each mistake says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import SchemaError
from kg.rules import rules
from kg.schemas import schema_dir


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(schema_dir(), tmp_path / "schemas")
    monkeypatch.setenv("KG_SCHEMAS", str(tmp_path / "schemas"))
    return tmp_path / "schemas"


def _change(path: Path, old: str, new: str) -> int:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_word_can_be_added(schemas: Path) -> None:
    _change(schemas / "lexicon" / "titles.yaml", "      书记: {", "      主理人: {seats: 1}\n      书记: {")
    assert lexicon.entries("titles", "heads")["主理人"]["seats"] == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("      书记: {branch: party", "      书记: {branch: paarty", "'branch: paarty' of '书记' in 'heads'; allowed: party, government"),
        ("      书记: {branch: party", "      书记: {brunch: party", "unknown property 'brunch' of '书记' in 'heads'; allowed: branch"),
        ("      书记: {branch: party, seats: 1", "      书记: {branch: party, seats: one", "'seats: one' of '书记' in 'heads'; allowed: 1"),
        ("      书记: {branch", "      书记：{branch", "full-width"),
    ],
)  # fmt: skip
def test_a_wrong_property_is_refused_with_its_line(schemas: Path, old: str, new: str, says: str) -> None:
    path = schemas / "lexicon" / "titles.yaml"
    line = _change(path, old, new)
    with pytest.raises(SchemaError) as caught:
        lexicon.entries("titles", "heads")
    assert says in str(caught.value)
    assert abs(int(str(caught.value.where).rsplit(":", 1)[1]) - line) <= 1
    assert "\n" not in str(caught.value)


def test_a_full_width_comma_does_not_make_one_word_of_two(schemas: Path) -> None:
    _change(schemas / "lexicon" / "participation.yaml", "words: [出席, 出席了,", "words: [莅会，出席, 出席了,")
    with pytest.raises(SchemaError, match="a full-width mark stands in '莅会，出席'"):
        lexicon.words("participation", "ATTEND")


def test_a_rule_about_an_unknown_label_is_refused(schemas: Path) -> None:
    _change(schemas / "rules" / "participation.yaml", "ATTEND|ESCORT", "ATEND|ESCORT")
    with pytest.raises(SchemaError, match="no unit has the label ATEND; allowed: "):
        rules()
