"""Inputs that once broke a law, as small as they could be made; found by scripts/fuzz.py and the tests beside it."""

from __future__ import annotations

import pytest

from kg.corpus import read_document
from tests import fuzzing


def texts(raw: str, doc: str = "a.txt") -> list[str]:
    return [b.text.text for a in read_document(raw, doc).articles for b in a.blocks]


@pytest.mark.parametrize("hidden", ["\u200c", "\u200d", "\u2060"])
def test_a_word_for_a_writer_with_a_hidden_character_inside(hidden: str) -> None:
    """It was looked up with the hidden character, and reading stopped with a KeyError."""
    (article,) = read_document(f"大会召开\n\n本报讯（摄影记{hidden}者 孙明德）县长到会。", "a.txt").articles
    assert [(w.name, w.role) for w in article.writers] == [("孙明德", "摄影")]


def test_a_continuation_printed_before_its_beginning() -> None:
    """Joined to the part that jumps there, it was taken for one stretch of the page from back to front: nothing."""
    raw = "（上接1版）县长钱永康到会。\n\n大会召开\n\n本报讯（记者 孙明德）昨日，县委书记周丽华、（下转2版）"
    assert "昨日，县委书记周丽华、县长钱永康到会。" in texts(raw)
    assert fuzzing.read_layout(raw, ".txt") == []


@pytest.mark.parametrize(
    ("raw", "suffix"),
    [
        ("（上接1版）\x1f（下转2版）\r\xad（下转2版）", ".txt"),  # the same, with nothing but hidden characters
        ("县长\x01\x01到会。", ".txt"),  # a control character belongs to what stands before it
        ("# 大会<br>召开", ".md"),  # the blank of a heading is the tag that shows it
    ],
)
def test_the_laws_hold(raw: str, suffix: str) -> None:
    assert fuzzing.read_layout(raw, suffix) == []
