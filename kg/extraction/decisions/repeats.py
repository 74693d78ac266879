"""One change told twice in an article: in its headline and in full, or once more when the new holder speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from kg.extraction.decisions.bodies import base
from kg.extraction.people import Participant
from kg.extraction.titles import Post
from kg.lexicon import alternation


class Told(Protocol):
    """A change as an article tells it; `headline` where a heading does."""

    @property
    def type(self) -> str: ...
    @property
    def person(self) -> Participant: ...
    @property
    def post(self) -> Post: ...
    @property
    def kind(self) -> str: ...
    @property
    def headline(self) -> bool: ...


T = TypeVar("T", bound=Told)


def settle(changes: Sequence[T]) -> list[T]:
    """The changes, each once, in its fullest form (市人大常委会主任 and 市五届人大常委会主任 are one)."""
    ranked = sorted(range(len(changes)), key=lambda i: (changes[i].headline, -len(whole(changes[i].post))))
    kept: list[int] = []
    for i in ranked:
        if not any(_is_again(changes[i], changes[k]) for k in kept):
            kept.append(i)
    return [changes[i] for i in sorted(kept)]


def whole(post: Post) -> str:
    """The office as it stands, with the organ that is printed for it: 市发展和改革委员会主任, 区总工会副主席."""
    printed = post.printed or post.title
    return printed if not post.organ or post.organ in printed else post.organ + printed


def _is_again(one: Told, other: Told) -> bool:
    """Whether `one` says no more than `other`, which is as full or fuller."""
    if (one.type, one.person.name) != (other.type, other.person.name) or base(one.post.title) != base(other.post.title):
        return False
    if _grade(one.post) != _grade(other.post) or (one.kind == "nominated") != (other.kind == "nominated"):
        return False
    if one.headline and not other.headline:
        return True
    short, full = _bare(one.post), iter(_bare(other.post))
    return all(c in full for c in short)


def _grade(post: Post) -> tuple[bool, bool]:
    return "副" in post.title, post.capacity == "acting"


def _bare(post: Post) -> str:
    return re.sub(alternation("decisions", "firsts"), "", whole(post))
