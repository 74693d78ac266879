"""Word sets as data: what a political scientist may add, and what each mistake says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon
from kg.corpus import About, read_document
from kg.errors import SchemaError
from kg.extraction import Extractor
from kg.rules import rules
from kg.schemas import schema_dir


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(schema_dir(), tmp_path / "schemas")
    monkeypatch.setenv("KG_SCHEMAS", str(tmp_path / "schemas"))
    lexicon.refresh()
    yield tmp_path / "schemas"
    monkeypatch.delenv("KG_SCHEMAS")
    lexicon.refresh()


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


@given(
    st.sets(st.text("区委书.（记", min_size=1, max_size=4), min_size=1, max_size=12),
    st.text("区委书.（记", max_size=30),
)
def test_a_tree_of_words_finds_what_the_list_of_them_finds(words: set[str], text: str) -> None:
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    for after in ("", "记", "$", "(?!书)"):
        plain = [m.span() for m in re.finditer(f"(?:{longest_first}){after}", text)]
        assert [m.span() for m in re.finditer(lexicon.any_of(words) + after, text)] == plain


def test_a_word_of_another_folder_is_known_to_the_next_extractor(schemas: Path) -> None:
    _change(schemas / "lexicon" / "participation.yaml", "words: [出席, 出席了,", "words: [莅会, 出席, 出席了,")
    about = About(publisher="临川日报", area="临川区", issued="2024-06-15")
    document = read_document("本报讯（记者 白山）6月3日，全区教育大会召开。区长王姝莅会。\n", "a.txt", options=about)
    extractor = Extractor("dictionary")
    assert [s.args["source"]["name"] for s in extractor.extract(document) if s.schema == "ATTENDED"] == ["王姝"]
