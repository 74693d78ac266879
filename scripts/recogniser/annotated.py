"""Labels of annotated articles: people and offices from the truth, the rest from a network that is sure of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reading.samples import Sample

from kg.extraction.ner.encoding import Encoder
from kg.extraction.ner.network import Network
from kg.lexicon import words
from recogniser import training
from recogniser.board import Board, Labelled
from recogniser.labels import fused

#: How sure the network must be of what no annotation tells: an organ or a place; a person whom it may have left out.
_SURE, _PERSON = 0.8, 0.9
#: Characters of a sentence that is learned from.
_LONGEST = 256

Found = Sequence[tuple[int, int, str, float]]


def label(samples: Iterable[Sample], network: Network, encoder: Encoder) -> Iterator[Labelled]:
    """The sentences of annotated pages.

    ``村民理事会理事长高远山到场``: 高远山 is a person and 村民理事会|理事长 an office, since the annotation says so.
    """
    sentences = [(s, spot.begin, spot.stop) for s in samples for spot in s.page.spots]
    sentences = [(s, a, b) for s, a, b in sentences if 1 < b - a <= _LONGEST]
    texts = [s.page.text[a:b] for s, a, b in sentences]
    for (sample, a, b), found in zip(sentences, training.predict(network, encoder, texts, 4096), strict=True):
        yield _settled(sample, a, b, found)


def _settled(sample: Sample, start: int, end: int, found: Found) -> Labelled:
    page = sample.page
    board = Board(page.text[start:end])

    def inside(a: int, b: int) -> bool:
        return start <= a < b <= end

    for name in sample.people:
        for a, b in page.names.get(name, ()):
            if inside(a, b):
                board.put(a - start, b - start, "PERSON")
    titles = {(a, b, c, d) for _, a, b, c, d, _ in sample.posts} | {(a, b, -1, -1) for _, a, b, *_ in sample.changes}
    for a, b, c, d in sorted(titles, key=lambda t: (-max(t[3] - t[2], 0), t)):
        if inside(a, b):
            if d == a and c >= start:
                board.put(c - start, d - start, "ORGANIZATION")
            _post(board, a - start, b - start)
    for a, b, kind, p in sorted(found, key=lambda f: -f[3]):
        if kind == "PERSON":
            if p >= _PERSON:
                board.leave(a, b)
        elif p < _SURE or not board.put(a, b, kind):
            board.leave(a, b)
    for places in sample.sites.values():
        for a, b in places:
            if inside(a, b):
                board.leave(a - start, b - start)
    return board.done()


def _post(board: Board, a: int, b: int) -> None:
    """区委|书记 where the printed title holds its organ; 党组书记 is whole."""
    printed = board.out.text[a:b]
    heads = (h for h in sorted(words("titles", "heads"), key=len, reverse=True) if printed.endswith(h))
    cut = a + fused(printed, next(heads, printed[-2:]))
    if board.out.text[a:cut] in words("positions", "inner_organs"):
        cut = a
    if cut > a:
        board.put(a, cut, "ORGANIZATION")
    board.put(cut, b, "POSITION")
