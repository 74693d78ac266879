"""Labels for training: the votes of several recognisers, settled by the lexicon and by context, or left open.

A sentence becomes spans (start, end, label) that are right as far as anybody can tell, and `open` spans that are left out
of the loss. Labels here are the model's own pieces: an organ and the title after it stand side by side (区委|书记) and make
one POSITION later (`kg.extraction.ner.decoding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kg.extraction import areas, names, organs, people, titles
from kg.extraction.fronts import _state_organ, is_owner
from kg.extraction.ner import Mention
from kg.extraction.witnesses import Sentence
from kg.lexicon import alternation, words
from recogniser.census import Census, data

Span = tuple[int, int, str]


@dataclass(slots=True)
class Labelled:
    """A sentence with its spans in order, without overlaps; nothing is said of the characters in `open`."""

    text: str
    spans: list[Span] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)


class _Board:
    """Spans put down in order of trust; a later one never covers an earlier one."""

    def __init__(self, text: str) -> None:
        self.out = Labelled(text)
        self._taken = bytearray(len(text))

    def free(self, a: int, b: int) -> bool:
        return not any(self._taken[a:b])

    def put(self, a: int, b: int, label: str) -> bool:
        if b <= a or not self.free(a, b):
            return False
        self._taken[a:b] = b"\1" * (b - a)
        self.out.spans.append((a, b, label))
        return True

    def leave(self, a: int, b: int) -> None:
        self.out.open.append((a, b))

    def done(self) -> Labelled:
        self.out.spans.sort()
        self.out.open = [(a, b) for a, b in self.out.open if not all(self._taken[a:b])]
        return self.out


def label(text: str, entities: Sequence[Sequence[Any]], census: Census) -> Labelled:
    """One sentence, labelled."""
    board = _Board(text)
    votes = {(a, b): v for a, b, kind, v in entities if kind == "PERSON"}
    mentions = [
        Mention(a, b, kind, 0.9 if len(v) > 1 else 0.5)
        for a, b, kind, v in entities
        if kind != "PERSON" or len(v) > 1 or census.is_person(text[a:b])
    ]
    sentence = Sentence(text, mentions)
    found = [p for who in people.find(sentence) for p in who.people]
    _people(board, votes, found, census)
    _posts(board, sentence, [p for who in found for p in who.posts])
    others = [e for e in entities if e[2] != "PERSON"]
    others += [
        [a, b, "PLACE", v + "+"] for a, b, kind, v in entities if kind == "PERSON" and census.is_abroad(text[a:b])
    ]
    _organs(board, others, census)
    return board.done()


def _people(board: _Board, votes: dict[tuple[int, int], str], found: Sequence[Any], census: Census) -> None:
    text = board.out.text
    told = {(p.start, p.start + len(p.name)): p for p in found if text.startswith(p.name, p.start)}
    ranked: list[tuple[int, int, int]] = []
    for (a, b), v in votes.items():
        s = text[a:b]
        ranked.append((_trust(s, v, told.get((a, b)), census), a, b))
    for (a, b), p in told.items():
        if (a, b) not in votes:
            s = text[a:b]
            good = census.is_person(s) or p.sure >= 0.95 and p.posts and names.is_name(s)
            ranked.append((3 if good else 1, a, b))
    for s in _known(text, census):
        ranked.append((4, *s))
    for trust, a, b in sorted(ranked, key=lambda r: (-r[0], r[1] - r[2])):
        if trust >= 2:
            board.put(a, b, "PERSON") or board.leave(a, b)
        elif trust == 1:
            board.leave(a, b)


def _trust(s: str, v: str, told: Any, census: Census) -> int:
    """5 to 2: a person, the surest first; 1: open; 0: none."""
    area = areas.locate(s) is not None or s in words("names", "not_foreign")
    if census.is_place(s) or _is_side(s):
        return 0
    sure = census.is_person(s)
    like = names.is_name(s)
    if area and not (sure and told):
        return 1 if len(v) > 1 else 0
    if sure:
        return 5 if len(v) > 1 else 4
    if census.other[s] > 2 * (census.person[3][s] + census.person[2][s]):
        return 1 if len(v) > 1 else 0
    if v == "LPA":
        return 5 if like else 3
    if told and like and told.posts and told.sure >= 0.95:
        return 4
    if v == "LP":
        return 3 if like else 1
    if v in ("LA", "PA"):
        return 2 if told and like and told.sure > 0.8 else 1
    return 1 if like else 0


def _is_side(s: str) -> bool:
    """乌方, 俄军: two characters, the first of which stands for a country."""
    return len(s) == 2 and s[1] in data()["sides"] and areas.by_letter(s[0]) is not None


def _known(text: str, census: Census) -> Iterable[tuple[int, int]]:
    """Names of the census of three characters or more, wherever they stand."""
    table = _index(census)
    at = 0
    while at < len(text) - 2:
        size = next((len(n) for n in table.get(text[at : at + 2], ()) if text.startswith(n, at)), 0)
        if size:
            yield at, at + size
        at += size or 1


_INDEX: dict[int, dict[str, list[str]]] = {}


def _index(census: Census) -> dict[str, list[str]]:
    table = _INDEX.get(id(census))
    if table is None:
        table = _INDEX[id(census)] = {}
        for s, n in census.person[3].items():
            if len(s) > 2 and n >= 5 and census.is_person(s):
                table.setdefault(s[:2], []).append(s)
        for listed in table.values():
            listed.sort(key=len, reverse=True)
    return table


def _posts(board: _Board, sentence: Sentence, posts: Sequence[Any]) -> None:
    """Titles of people first, then those that stand alone."""
    text = board.out.text
    held = {p.end for p in posts}
    for post in posts:
        _post(board, post)
    for k, title in enumerate(sentence.titles):
        if title.end in held or not board.free(title.start, title.end):
            continue
        floor = max([s[1] for s in board.out.spans if s[1] <= title.start], default=0)
        _, chain = titles.chain(text, sentence.titles, k, floor, sentence.organs)
        post = chain[-1]
        front = text[post.start : title.start]
        if (
            title.head in data()["groups"]
            or title.head in data()["soft_titles"]
            and not (is_owner(post.organ) and len(post.organ) < 20 and front.endswith(post.organ))
        ):
            board.leave(post.start if len(front) < 12 else title.start, title.end)
        elif not front or post.organ and front.endswith(post.organ) and is_owner(post.organ):
            _post(board, post)
        else:
            board.put(title.start, title.end, "POSITION")
            board.leave(max(post.start, title.start - 12), title.start)


def _post(board: _Board, post: Any) -> None:
    """外交部|副部长: the organ and what remains; 区委|书记 where the title holds its organ."""
    text = board.out.text
    begin, end = post.start, post.end
    printed = text[begin:end]
    organ = post.organ
    if organ and printed.startswith(organ) and len(organ) < len(printed):
        cut = begin + len(organ)
    elif organ and not printed.startswith(organ) and printed.find(organ) > 0:
        begin += printed.find(organ)
        cut = begin + len(organ)
    else:
        cut = begin + _fused(printed, post.head)
    if begin < cut and is_owner(text[begin:cut]):
        area = areas.lead(text[begin:cut])
        country = area[1] == cut - begin
        board.put(begin, cut, "PLACE" if country and len(text[begin:cut]) > 1 else "ORGANIZATION")
    elif begin < cut:
        board.put(begin, cut, "ORGANIZATION") if cut - begin > 3 and organs.kind_of(
            text[begin:cut]
        ) != "other" else board.leave(begin, cut)
    if not board.put(cut, end, "POSITION"):
        board.leave(cut, end)


def _fused(printed: str, head: str) -> int:
    """Length of the organ that a fused title begins with: 2 of 区委书记, 0 of 国家主席 and 区长."""
    stem = printed[: len(printed) - len(head)]
    for cut in range(len(stem), 1, -1):
        if organs.is_organ(stem[:cut]) or areas.lead(stem[:cut])[1] == cut:
            return cut
    return 0


def _organs(board: _Board, entities: Sequence[Sequence[Any]], census: Census) -> None:
    """Organs and places: touching pieces are one name where the whole ends like an organ."""
    text = board.out.text
    pieces: list[tuple[int, int, str, int]] = [(a, b, kind, len(v)) for a, b, kind, v in entities]
    pieces += [(m.start(), m.end(), "ORGANIZATION", 3) for m in _state_organ().finditer(text)]
    pieces += [(a, b, "PLACE", 3) for a, b, *_ in areas.find(text)]
    pieces += [(m.start(), m.end(), "ORGANIZATION", 3) for m in _bodies().finditer(text)]
    pieces = [p for p in pieces if board.free(p[0], p[1])]
    pieces.sort(key=lambda p: (p[0], -p[1]))
    run: list[tuple[int, int, str, int]] = []
    end = -1
    for piece in pieces:
        if run and piece[0] > end:
            _run(board, run, census)
            run = []
        end = max(end, piece[1]) if run else piece[1]
        run.append(piece)
    if run:
        _run(board, run, census)


@lru_cache(maxsize=1)
def _bodies() -> re.Pattern[str]:
    return re.compile(alternation("areas", "bodies"))


def _run(board: _Board, run: Sequence[tuple[int, int, str, int]], census: Census) -> None:
    text = board.out.text
    a, b = run[0][0], max(p[1] for p in run)
    whole = text[a:b]
    if not board.free(a, b) or any(c in data()["marks"] for c in whole):
        _each(board, run, census)
        return
    kinds = {p[2] for p in run}
    strong = max(p[3] for p in run)
    if "ORGANIZATION" in kinds:
        last = [p for p in run if p[1] == b]
        agreed = any(p[2] == "ORGANIZATION" and (p[3] > 1 or census.settled(p[2], text[p[0] : p[1]])) for p in last)
        exact = any(p[:2] == (a, b) and p[2] == "ORGANIZATION" and p[3] > 1 for p in run)
        shaped = organs.is_organ(whole) and len(whole) > 2
        tail = _tail(text, b)
        if tail and shaped:
            b = tail
        if exact or shaped and (agreed or strong > 1 or areas.lead(whole)[1]):
            if any(c in whole for c in "的了") and not exact or len(whole) > 30:
                board.leave(a, b)
            else:
                board.put(a, b, "ORGANIZATION")
        elif shaped and len(run) == 1 and len(whole) > 3:
            board.put(a, b, "ORGANIZATION") if organs.kind_of(whole) != "other" else board.leave(a, b)
        else:
            board.leave(a, b)
        return
    if len(whole) == 1:
        if strong > 1:
            board.leave(a, b)
        return
    known = strong > 2 or census.settled("PLACE", whole)
    if known and len(run) > 1 and a == min(p[0] for p in run):
        board.put(a, b, "PLACE")
    elif strong > 1 or known:
        if any(p[:2] == (a, b) for p in run) or len(run) > 1 and len(whole) < 16:
            board.put(a, b, "PLACE")
        else:
            board.leave(a, b)
    else:
        board.leave(a, b)


def _each(board: _Board, run: Sequence[tuple[int, int, str, int]], census: Census) -> None:
    text = board.out.text
    for a, b, kind, n in sorted(run, key=lambda p: (-p[3], p[0] - p[1])):
        if any(c in data()["marks"] for c in text[a:b]) or not board.free(a, b):
            continue
        if n > 1 and b - a > 1 or census.settled(kind, text[a:b]):
            board.put(a, b, kind)
        elif b - a > 1:
            board.leave(a, b)


def _tail(text: str, b: int) -> int:
    """Where an organ's name ends that both recognisers cut: 研究院|有限公司."""
    for tail in data()["tails"]:
        if text.startswith(tail, b):
            return b + len(tail)
    return 0
