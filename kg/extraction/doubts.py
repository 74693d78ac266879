"""How far a recogniser's doubts are followed: what it hardly believes itself counts only where the words beside it agree.

>>> heard("近日，许多国家领导人致贺。", [Mention(3, 6, "PERSON", 0.11)])
[]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.extraction.names import chars, follow
from kg.extraction.ner import DOUBT, LIKELY, Mention
from kg.extraction.titles import Post
from kg.lexicon import words


def heard(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without positions, which the lexicon reads part by part, and without people who are more likely none.

    One right before an office or a form of address stays (奥马尔六世|国王).
    """
    return [
        m
        for m in mentions
        if m.label != "POSITION"
        and (m.label != "PERSON" or m.confidence >= LIKELY or chars().titled.match(text, m.end) is not None)
    ]


def offices(mentions: Iterable[Mention]) -> frozenset[int]:
    """Where the offices end that a recogniser names without being sure of them."""
    return frozenset(m.end for m in mentions if m.label == "POSITION" and m.confidence < DOUBT)


def is_borne_out(text: str, mention: Mention, end: int) -> bool:
    """Whether a person whom only the recogniser names, up to `end`, may be one: it is sure, or a name may end there.

    常住大|陆青年代表甲 is none; 高远|向会议作说明 is one.
    """
    return mention.confidence >= DOUBT or follow(text, end) > 0 or chars().titled.match(text, end) is not None


def held(posts: Sequence[Post], doubted: Collection[int]) -> list[Post]:
    """The offices of a person without what is as often a common noun, is of no organ, and is doubted.

    和走下台的信息存储领域的专家甲交流 gives 甲 no office; 农业专家甲, of which a recogniser is sure, does.
    """
    weak = words("titles", "weak")
    return [p for p in posts if p.organ or p.head not in weak or p.end not in doubted]
