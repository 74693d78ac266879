"""Labels for training: the votes of several recognisers, settled by the lexicon and by context, or left open.

A sentence becomes spans (start, end, label) that are right as far as anybody can tell, and `open` spans that are left out
of the loss. Labels here are the model's own pieces: an organ and the title after it stand side by side (区委|书记) and make
one POSITION later (`kg.extraction.ner.decoding`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.extraction import areas, names, organs, people, titles
from kg.extraction.fronts import is_owner
from kg.extraction.ner import Mention
from kg.extraction.witnesses import Sentence
from kg.lexicon import words
from recogniser import bodies
from recogniser.board import Board, Labelled
from recogniser.census import Census, data


def label(text: str, entities: Sequence[Sequence[Any]], census: Census) -> Labelled:
    """One sentence, labelled."""
    board = Board(text)
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
    bodies.settle(board, others, census)
    return board.done()


def _people(board: Board, votes: dict[tuple[int, int], str], found: Sequence[Any], census: Census) -> None:
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


def _posts(board: Board, sentence: Sentence, posts: Sequence[Any]) -> None:
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


def _post(board: Board, post: Any) -> None:
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
        cut = begin + fused(printed, post.head)
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


def fused(printed: str, head: str) -> int:
    """Length of the organ that a fused title begins with: 2 of 区委书记, 0 of 国家主席 and 区长."""
    stem = printed[: len(printed) - len(head)]
    for cut in range(len(stem), 1, -1):
        if organs.is_organ(stem[:cut]) or areas.lead(stem[:cut])[1] == cut:
            return cut
    return 0
