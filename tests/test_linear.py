"""Work grows with the text and no faster: four times as much text, about four times as many steps, whatever shape it has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg.document import Article, Block, Document
from kg.extraction import Extractor, matcher
from kg.text import MappedText

NAMES = ("王建国", "高远山", "白露", "田有禾", "江月明")


def _document(articles: list[list[str]]) -> Document:
    raw = "".join(p + "\n" for paragraphs in articles for p in paragraphs)
    found, at = [], 0
    for order, paragraphs in enumerate(articles, start=1):
        blocks, begin = [], at
        for p in paragraphs:
            blocks.append(Block("paragraph", MappedText.of(raw, at, at + len(p))))
            at += len(p) + 1
        found.append(Article("a.txt", order, tuple(blocks), (), begin, at))
    return Document("a.txt", raw, tuple(found), area="临川区", issued="2024-06-15")


def _news(n: int) -> list[str]:
    """n paragraphs, each of an event of its own."""
    signs = "智能交通教育卫生文化旅游环境安全"
    names = ("".join(signs[(k // 16**i + i) % 16] for i in range(4)) for k in range(n))
    return [f"6月3日，临川区召开{x}工作推进会，区委书记高远山出席会议并讲话，区领导白露、田有禾参加。" for x in names]


SHAPES: dict[str, Callable[[int], list[list[str]]]] = {
    "many articles": lambda n: [[p] for p in _news(n)],
    "one article": lambda n: [_news(n)],
    "one paragraph": lambda n: [["".join(_news(n))]],
    "one sentence": lambda n: [["".join(_news(n)).replace("。", "，")]],
    "no marks": lambda n: [["".join(c for p in _news(n) for c in p if c not in "，。、")]],
    "one list": lambda n: [["区领导" + "、".join(NAMES * 2 * n) + "参加会议。"]],
    "open marks": lambda n: [["“《".join(_news(n))]],
    "many names": lambda n: [[f"区教育局局长{a}{b}{c}参加。" for a in "王李张刘陈" for b in "建文明德志" for c in "国华平林东"][:n]],
}  # fmt: skip


def _calls(extractor: Extractor, document: Document) -> int:
    """Python calls that a second extraction makes, when every cache is warm."""
    extractor.extract(document)
    count = 0

    def seen(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        extractor.extract(document)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor("dictionary", entries={"PERSON": list(NAMES)})


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_is_four_times_the_work(extractor: Extractor, shape: str) -> None:
    least = 120 if shape != "many names" else 30
    once, fourfold = (_calls(extractor, _document(SHAPES[shape](n))) for n in (least, 4 * least))
    assert fourfold < 5.5 * once


@pytest.mark.parametrize("shape", SHAPES)
def test_quotes_stand_at_their_offsets_whatever_the_shape(extractor: Extractor, shape: str) -> None:
    document = _document(SHAPES[shape](60))
    found = [s.evidence for s in extractor.extract(document)]
    assert len(found) > 1
    assert all(document.raw[e.start : e.end] == e.quote for e in found)


def test_the_rules_words_are_labels_and_do_not_grow_with_the_text(extractor: Extractor) -> None:
    def held() -> Iterator[int]:
        vocabulary = matcher._vocab()[0]
        yield from (len(vocabulary), len(vocabulary.strings))

    extractor.extract(_document(SHAPES["one article"](30)))
    before = tuple(held())
    extractor.extract(_document([["6月3日，青石市召开海洋牧场现场会。市长祁连山出席会议。"]]))
    assert tuple(held()) == before
