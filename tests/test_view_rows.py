"""What the explorer stands on: rows found by bisecting, texts found again, words found across broken lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError, SchemaError
from kg.ids import canonical
from kg.view import placing, questions
from kg.view.folding import BLANKS, BY, EXACT, PREFIX, WITHIN, fold, forms, match, snippet, squeeze
from kg.view.period import Period
from kg.view.rows import SortedRows
from kg.view.shapes import Paging
from kg.view.texts import Texts, paragraph

KEYS = st.tuples(st.sampled_from("甲乙丙a"), st.integers(0, 5))
TEXT = st.text(alphabet="甲乙丙 \n\n　。aA", max_size=400)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KEYS, st.text(max_size=30)), max_size=40), KEYS, st.booleans())
def test_bisecting_finds_what_reading_finds(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[tuple[str, int], str]],
    wanted: tuple[str, int],
    end: bool,
) -> None:
    rows = sorted(rows)
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    lines = [canonical({"a": a, "b": b, "more": more}) for (a, b), more in rows]
    path.write_text("\n".join(lines) + ("\n" if end and lines else ""), encoding="utf-8")
    found = SortedRows(path, lambda row: (row["a"], row["b"]))
    for key in (wanted, wanted[:1], ()):
        mine = [more for (a, b), more in rows if (a, b)[: len(key)] == key]
        assert [row["more"] for row in found.of(*key)] == mine
        assert (found.one(*key) or {}).get("more") == (mine[0] if mine else None)
        assert [row["more"] for row in found.after(*key)] == [more for pair, more in rows if pair[: len(key)] >= key]
    found.close()


def test_rows_that_are_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="kg build"):
        SortedRows(tmp_path / "nodes.jsonl", lambda row: (row["id"],))
    (tmp_path / "nodes.jsonl").write_text('{"id": 1}\nno json\n')
    with pytest.raises(GraphError, match=r"byte 10.*build the graph again"):
        list(SortedRows(tmp_path / "nodes.jsonl", lambda row: (row["id"],)).after())


@given(TEXT, st.data())
def test_a_paragraph_holds_its_quote_and_whole_lines(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, until = paragraph(text, start, end)
    assert 0 <= begin <= start <= end <= until <= len(text)
    assert begin == 0 or text[begin - 1] == "\n"
    assert until == len(text) or text[until] == "\n" or until == end


def test_a_paragraph_is_cut_from_a_text_of_one_line() -> None:
    text = "文" * 100_000
    begin, until = paragraph(text, 50_000, 50_010)
    assert (begin, until) == (49_000, 51_010)


def test_an_empty_line_ends_a_paragraph() -> None:
    text = "前文。\n\n一行，\n二行。\n \n后文。"
    at = text.index("二行")
    assert text[slice(*paragraph(text, at, at + 2))] == "一行，\n二行。"


@given(TEXT, st.text(alphabet="甲乙aA", min_size=1, max_size=3))
def test_a_snippet_marks_what_was_asked_for(text: str, question: str) -> None:
    found = snippet(text, squeeze(question))
    assert (found is None) == (squeeze(question) not in squeeze(text))
    if found:
        first, words, marks = found
        assert marks
        assert text.startswith(words[marks[0][0] : marks[0][1]], first)
        for begin, end in marks:
            assert squeeze(words[begin:end]) == squeeze(question)
            assert words[begin] not in BLANKS


def test_names_are_found_by_syllables_and_initials() -> None:
    node = {"label": "Person", "name": "敖煜新", "aliases": ["老敖"], "pinyin": "ao yu xin"}

    def best(question: str) -> tuple[int, str] | None:
        wanted = fold(question)
        found = [(how, by) for by, _, compared in forms(node) if (how := match(by, compared, wanted)) is not None]
        return (min(found)[0], BY[min(found)[1]]) if found else None

    assert best("敖 煜新") == (EXACT, "name")
    assert best("敖") == (PREFIX, "name")
    assert best("煜") == (WITHIN, "name")
    assert best("AOYUXIN") == (EXACT, "pinyin")
    assert best("aoy") == (PREFIX, "pinyin")
    assert best("yuxin") == (WITHIN, "pinyin")
    assert best("oyu") is None
    assert best("ayx") == (EXACT, "initials")
    assert best("ay") == (PREFIX, "initials")
    assert best("x") is None or best("x") == (WITHIN, "pinyin")
    assert best("李") is None


def test_a_title_finds_its_office() -> None:
    node = {"label": "Position", "name": "拱墅区委书记", "title": "区委书记", "aliases": []}
    assert (1, "区委书记", "区委书记") in list(forms(node))


def test_an_empty_line_in_a_sentence_is_damage() -> None:
    text = "标题\n\n前文。\n\n区委书记\n \n\n沈知秋主持\n\n会议。\n\n后文。"
    at = text.index("沈知秋")
    assert text[slice(*paragraph(text, at, at + 3))] == "区委书记\n \n\n沈知秋主持\n\n会议。"


def test_texts_lead_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    papers, out = tmp_path / "papers", tmp_path / "out"
    (papers / "a").mkdir(parents=True)
    (out / "texts").mkdir(parents=True)
    (papers / "a" / "x.txt").write_bytes("\ufeff正文".encode())
    (out / "texts" / "b.docx.txt").write_text("文", encoding="utf-8")
    found = Texts(out, [str(papers)])
    assert found.of("a/x.txt") == "正文"
    assert found.of("b.docx") == "文"
    for doc in (
        "../secret.txt",
        "a/../../secret.txt",
        str(tmp_path / "secret.txt"),
        "..\\secret.txt",
        "C:secret.txt",
        "a\0",
        "",
    ):
        assert found.of(doc) is None, doc
    assert found.proving("a/x.txt", 0, 2, "正文") == "正文"
    assert found.proving("a/x.txt", 0, 2, "本文") is None


def test_texts_are_found_where_papers_were_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved, out = tmp_path / "moved", tmp_path / "work" / "out"
    moved.mkdir()
    out.mkdir(parents=True)
    (moved / "a.txt").write_text("文", encoding="utf-8")
    assert Texts(out, ["gone"]).of("a.txt") is None
    assert Texts(out, ["gone"], moved).of("a.txt") == "文"
    (tmp_path / "work" / "papers").mkdir()
    (tmp_path / "work" / "papers" / "b.txt").write_text("乙", encoding="utf-8")
    assert Texts(out, ["papers"]).of("b.txt") == "乙"
    assert Texts(out, ["papers/*.txt"]).of("b.txt") == "乙"
    assert Texts(out, ["papers/b.txt"]).of("b.txt") == "乙"


def test_periods_hold_what_can_have_been_in_them() -> None:
    april = Period.of("2026-04", "2026-04")
    assert (april.since, april.until) == ("2026-04-01", "2026-04-30")
    assert april.holds("2026-04-30", "2026-05-01")
    assert not april.holds("2026-05-01", "2026-05-01")
    assert april.holds(None, "2026-04-02")
    assert not april.holds(None, None)
    assert Period.of(None, None).holds(None, None)


def test_pages_are_whole() -> None:
    rows = list(range(7))
    pages = [Paging(n, 3).of(rows, str)["rows"] for n in range(4)]
    assert pages == [["0", "1", "2"], ["3", "4", "5"], ["6"], []]


def test_every_question_has_a_text() -> None:
    for name, text in questions.load().items():
        assert "MATCH" in text, name


def test_a_second_question_of_a_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cypher").mkdir()
    (tmp_path / "cypher" / "a.cypher").write_text("// x  one\nRETURN 1\n// x  two\nRETURN 2\n")
    monkeypatch.setattr(questions, "__file__", str(tmp_path / "questions.py"))
    questions.load.cache_clear()
    try:
        with pytest.raises(SchemaError, match=r"a\.cypher:3.*second 'x'"):
            questions.load()
    finally:
        questions.load.cache_clear()


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.data())
def test_places_are_apart_and_the_same_each_time(count: int, data: st.DataObject) -> None:
    ends = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=60))
    points = placing.arrange(count, pairs)
    assert points == placing.arrange(count, pairs)
    assert len(set(points)) == count
    assert all(abs(v) < 1e5 for point in points for v in point)


def test_what_is_joined_is_nearer() -> None:
    """Two groups of friends, in a picture large enough for the grid: members of one are nearer than those of two."""
    size = 300
    pairs = [
        (g * size + i, g * size + j) for g in (0, 1) for i in range(size) for j in (i + 1, i + 7, i + 31) if j < size
    ]
    points = placing.arrange(2 * size, pairs)

    def apart(a: int, b: int) -> float:
        return float(((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5)

    joined = sorted(apart(a, b) for a, b in pairs)
    others = sorted(apart(i, size + (i * 13) % size) for i in range(size))
    assert joined[len(joined) // 2] * 3 < others[len(others) // 2]


def test_communities_are_those_who_meet() -> None:
    met = placing.pairs_of([["a", "b", "c"]] * 3 + [["d", "e"]] * 2 + [["c", "d"]])
    found = placing.communities(list("abcdef"), met)
    assert found == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1}
    assert json.dumps(found) == json.dumps(placing.communities(list("abcdef"), met))
