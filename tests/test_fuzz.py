"""Harmed texts and files, and texts of ugly characters: the laws of tests/fuzzing.py hold for all of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import About, read_document
from kg.extraction import Extractor
from kg.text import MappedText
from tests import fuzzing

steadily = settings(deadline=None, derandomize=True)
LEAD = "3月5日上午，青山县召开全县农业工作会议。县委书记孙明德主持会议并讲话。县领导钱永康、周丽华等参加。"
EXCERPTS = fuzzing.excerpts()
#: Line ends of every kind, what shows nothing, what joins to the character before, and the blanks of every width.
UGLY = st.sampled_from(
    [
        *("\r", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\f", "\v", "\t", "\u3000", "\u00a0", "\u2003", " "),
        *(
            "\u200b",
            "\u200c",
            "\u200d",
            "\u2060",
            "\ufeff",
            "\xad",
            "\u202e",
            "\u202c",
            "\u2066",
            "\x01",
            "\x1c",
            "\x1f",
        ),
        *(
            "e\u0301",
            "\u0301",
            "か\u3099",
            "豈",
            "㈱",
            "①",
            "ｶﾞ",
            "\ue000",
            "\U000f0000",
            "👩\u200d💻",
            "🇨🇳",
            "𠮷",
            "\ufdd0",
        ),
        *(
            "，",
            ",",
            "。",
            ".",
            "（",
            ")",
            "：",
            "!",
            "“",
            "”",
            "、",
            "·",
            "•",
            "Ａ",
            "１",
            "%",
            "&amp;",
            "<b>",
            "</p>",
            "# ",
        ),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "县委书记孙明德主持召开会议，",
            "会议强调，",
            "钱永康、周丽华等参加。",
            "全县大会召开",
            "3月5日上午，",
            "县领导 孙 明 德",
        ),
        *(
            "本报讯（记者 吴一凡 通讯员 郑小梅）",
            "记者 吴一凡",
            "周丽华 摄",
            "（下转2版）",
            "（上接1版）",
            "的的",
            "4U OAM",
            "12月2",
            "4日",
        ),
    ]
)
ugly = st.lists(UGLY | WORDS, max_size=40).map("".join)


@given(st.sampled_from(EXCERPTS), st.integers(0, 2**32), st.sampled_from([".txt", ".md"]))
@settings(steadily, max_examples=150)
def test_harmed_texts(text: str, seed: int, suffix: str) -> None:
    raw = fuzzing.mutate(text, random.Random(seed))
    assert fuzzing.read_layout(raw, suffix) == []


@given(ugly, st.sampled_from([".txt", ".md"]))
@settings(steadily, max_examples=300)
def test_ugly_texts(raw: str, suffix: str) -> None:
    assert fuzzing.read_layout(raw, suffix) == []


@given(st.sampled_from(list(fuzzing.files())), st.data())
@settings(steadily, max_examples=80)
def test_harmed_files(file: tuple[bytes, str], data: st.DataObject) -> None:
    content, suffix = bytearray(file[0]), file[1]
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.none() | st.integers(0, len(content)))]
    other = data.draw(st.sampled_from([suffix, suffix, *fuzzing.suffixes()]))
    assert fuzzing.read_bytes(bytes(content), other) == []


@given(ugly, st.data())
@settings(steadily, max_examples=150)
def test_a_quote_is_what_stands_at_its_offsets(raw: str, data: st.DataObject) -> None:
    """Whatever part of a block is quoted: the quote holds its characters, in order, and hidden ones between."""
    for block in (b for a in read_document(raw, "a.txt").articles for b in a.blocks):
        start = data.draw(st.integers(0, len(block.text) - 1))
        end = data.draw(st.integers(start + 1, len(block.text)))
        anchor = data.draw(st.integers(start, end - 1))
        a, b = block.text.quote_span(start, end, anchor)
        assert 0 <= a <= block.text.starts[anchor] < b <= len(raw)
        inside = [raw[s:e] for s, e in zip(block.text.starts[start:end], block.text.ends[start:end]) if a <= s < b]
        rest = iter(raw[a:b])
        assert all(c in rest for shown in inside for c in shown)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor("dictionary")


@given(st.lists(UGLY, max_size=30), st.integers(0, 2**32), st.sampled_from(["a.txt", "a.md"]))
@settings(steadily, max_examples=40)
def test_every_statement_quotes_the_raw_text(extractor: Extractor, marks: list[str], seed: int, doc: str) -> None:
    """From the raw text to the statement: the quote stands at its offsets, whatever is strewn into the words."""
    rng = random.Random(seed)
    raw = list(f"全县农业工作会议召开\n\n本报讯（记者 吴一凡）{LEAD}\n\n{LEAD}")
    for mark in marks:
        raw.insert(rng.randint(0, len(raw)), mark)
    document = read_document("".join(raw), doc, options=About(area="青山县", issued="2031-03-06"))
    found = extractor.extract(document)
    assert found
    for s in found:
        assert document.raw[s.evidence.start : s.evidence.end] == s.evidence.quote != ""


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 5)), max_size=8), st.data())
@settings(steadily, max_examples=200)
def test_stretches_are_like_one_number_a_character(parts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """Slices, sums and omissions of a text kept as stretches are those of lists with one entry for each character."""
    stretches, chars, starts, ends, at = [], "", [], [], 0
    for gap, size, tail in parts:
        begin, close = at + gap, at + gap + size + tail
        stretches.append((begin, begin + size, close))
        starts += range(begin, begin + size)
        ends += [*range(begin + 1, begin + size), close]
        chars += "甲乙丙丁"[:size]
        at = close
    text = MappedText.joined(chars, stretches)
    assert (text.text, list(text.starts), list(text.ends)) == (chars, starts, ends)
    a, b = sorted((data.draw(st.integers(0, len(chars))), data.draw(st.integers(0, len(chars)))))
    part = text[a:b]
    assert (part.text, list(part.starts), list(part.ends)) == (chars[a:b], starts[a:b], ends[a:b])
    assert text[:a] + text[a:] == text
    gone = sorted(data.draw(st.sets(st.integers(0, max(0, len(chars) - 1)))) if chars else [])
    left = [i for i in range(len(chars)) if i not in gone]
    rest = text.without(gone)
    assert (rest.text, list(rest.starts)) == ("".join(chars[i] for i in left), [starts[i] for i in left])
    if a < b:
        assert text.raw_span(a, b) == (starts[a], ends[b - 1])


def test_stretches_and_text_must_agree() -> None:
    with pytest.raises(ValueError, match="stretches of 2 characters for a text of 1"):
        MappedText.joined("甲", [(0, 2, 2)])
    with pytest.raises(ValueError, match="no characters"):
        MappedText.of("甲").raw_span(0, 0)
