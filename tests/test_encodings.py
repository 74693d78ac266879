"""Old encodings: found for certain, or refused."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import encodings
from kg.errors import InputError

SEEDS = "".join(p.read_bytes().decode() for p in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt")))
#: Traditional script, as papers of Taiwan and Hong Kong print it.
TRADITIONAL = (
    "本報訊（記者陳文竹）五月五日上午，市政府召開會議，研究部署下半年經濟工作。市長沈知秋主持會議並講話，副市長羅映山、"
    "白露等領導參加。會議指出，今年以來，全市經濟運行總體平穩，但外部環境更加複雜，各部門要認真學習，加強協調，推動各項"
    "工作落實。會議強調，要堅持以人民為中心的發展思想，解決群眾關心的問題，為實現全年目標打下良好基礎。行政院長昨天在立法院"
    "答詢時表示，這項計畫將於明年開始實施，預算已經編列，希望各縣市政府配合辦理，讓民眾能夠儘早使用。他說，過去三年來，"
    "地方建設的成果有目共睹，未來也會繼續努力，不會因為選舉而停止。\n"
) * 3
CODECS = ("gb18030", "utf-16-le", "utf-16-be")


def slices(text: str, shortest: int, longest: int) -> st.SearchStrategy[str]:
    size = st.integers(shortest, longest)
    return st.tuples(st.integers(0, len(text) - longest), size).map(lambda x: text[x[0] : x[0] + x[1]])


def han(text: str) -> int:
    return sum("一" <= c <= "鿿" for c in text)


def outcome(content: bytes) -> tuple[str, str] | None:
    """(encoding, text), or null for a refusal."""
    try:
        found = encodings.decode(content, "a.txt")
    except InputError:
        return None
    return found.encoding, found.text


@settings(max_examples=300)
@given(slices(SEEDS, 200, 2000), st.sampled_from(CODECS))
def test_two_hundred_characters_are_enough(text: str, codec: str) -> None:
    if han(text) >= 100:
        assert outcome(text.encode(codec)) == (codec, text)


@settings(max_examples=300)
@given(slices(TRADITIONAL, 200, 500), st.sampled_from(("cp950", "big5hkscs", *CODECS)))
def test_two_hundred_characters_of_traditional_script(text: str, codec: str) -> None:
    assert outcome(text.encode(codec)) == ("big5" if codec.endswith(("950", "hkscs")) else codec, text)


@settings(max_examples=500)
@given(slices(SEEDS, 8, 60) | slices(TRADITIONAL, 8, 60), st.sampled_from(("cp950", *CODECS)))
def test_a_short_text_is_read_rightly_or_refused(text: str, codec: str) -> None:
    try:
        content = text.encode(codec)
    except UnicodeEncodeError:  # simplified script in Big5
        return
    if content.isascii() or not text.strip():
        return
    assert outcome(content) in (None, ("big5" if codec == "cp950" else codec, text), ("utf-8", text))


@given(slices(SEEDS, 1, 300))
def test_utf8_needs_no_guess(text: str) -> None:
    if text.strip():
        assert outcome(text.encode()) == outcome(codecs.BOM_UTF8 + text.encode()) == ("utf-8", text)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides(mark: bytes, codec: str) -> None:
    assert outcome(mark + "會 x".encode(codec)) == (codec, "會 x")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("대한민국 정부는 오늘 회의를 열고 새로운 정책을 발표했다. 대통령은 국민에게 말했다. " * 5, "euc-kr"),
        ("政府は今日、新しい経済政策を発表した。首相は国会で演説し、国民の生活を守ると述べた。" * 5, "shift-jis"),
        ("政府は今日、新しい経済政策を発表した。首相は国会で演説し、国民の生活を守ると述べた。" * 5, "euc-jp"),
        ("Le président a déclaré que l'été à Genève était très agréable pour les élèves réunis. " * 5, "cp1252"),
        ("Правительство сегодня обсудило новый закон о бюджете страны на следующий год. " * 5, "cp1251"),
        ("Правительство сегодня обсудило новый закон о бюджете страны на следующий год. " * 5, "koi8-r"),
    ],
)
def test_other_languages_are_refused(text: str, codec: str) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        encodings.decode(text.encode(codec), "a.txt")


@settings(max_examples=300)
@given(slices(SEEDS, 200, 1000), st.data())
def test_broken_utf8_never_becomes_another_text(text: str, data: st.DataObject) -> None:
    content = bytearray(text.encode())
    for at in data.draw(st.lists(st.integers(0, len(content) - 4), min_size=1, max_size=5)):
        content[at] = 0xFF
    assert outcome(bytes(content)) is None


@given(slices(SEEDS, 200, 1000), st.sampled_from(("utf-8", *CODECS)))
def test_a_text_cut_inside_its_last_character_loses_only_that(text: str, codec: str) -> None:
    whole = (text.rstrip() + "国").encode(codec)
    found = encodings.decode(whole[:-1], "a.txt")
    assert found.text == text.rstrip()
    assert found.repairs == {"cut last characters": 1}


@given(st.binary(max_size=3000))
def test_no_bytes_break_it(content: bytes) -> None:
    if found := outcome(content):
        assert "\0" not in found[1]
        found[1].encode("utf-8")


def test_signs_beyond_the_first_big5() -> None:
    text = TRADITIONAL + "①推動建設；②加強管理。" + "～／" + TRADITIONAL
    content = TRADITIONAL.encode("cp950") + b"\xc6\xa1" + "推動建設。".encode("cp950")
    assert encodings.decode(content, "a.txt").text == TRADITIONAL + "①推動建設。"
    plain = text.replace("①", "").replace("②", "")
    assert encodings.decode(plain.encode("cp950"), "a.txt").text == plain


def test_what_is_not_clear_from_the_bytes_may_be_declared() -> None:
    content = "鑫淼焱垚".encode("gb18030")
    assert outcome(content) is None
    assert encodings.decode(content, "a.html", "GB2312").text == "鑫淼焱垚"


def test_ascii_before_the_text_does_not_hide_it() -> None:
    content = (" " * 3 + "x = 1;" * 40000 + SEEDS[:500]).encode("gb18030")
    assert encodings.decode(content, "a.txt").encoding == "gb18030"
