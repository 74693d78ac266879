"""Of which body a bare office is that somebody is given: 副会长 after 临川商会会长 is of the same, 副主席 of a union that meets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.extraction import titles, when
from kg.extraction.titles import Post
from kg.lexicon import alternation, any_of, entries, remember, words


@remember(1)
def _grades() -> re.Pattern[str]:
    return re.compile(f"^(?:{alternation('decisions', 'grades')}|{alternation('titles', 'modifiers')})+(?=.)")


def base(title: str) -> str:
    """会长 of 常务副会长: the last word of an office without its grade."""
    known = max((h for h in entries("decisions", "bodies") if title.endswith(h)), key=len, default="")
    rest = _grades().sub("", title) or title
    return known if len(known) > 2 or known and len(rest) > 4 else rest


@remember(64)
def _ends(head: str) -> re.Pattern[str] | None:
    kinds = entries("decisions", "bodies").get(head)
    return re.compile(any_of(str(kinds["of"]).split())) if kinds else None


def of_body(
    posts: Sequence[Post], earlier: Sequence[Post], before: Sequence[str], known: Collection[str] = ()
) -> tuple[Post, ...]:
    """The posts with the organs that they lack.

    Args:
        posts: as printed.
        earlier: the offices of the same list, the last one last.
        before: the article up to here, the nearest text first; bodies named there may be meant.
    """
    out: list[Post] = []
    for post in posts:
        if post.organ in words("decisions", "inner_bodies"):
            post = replace(post, title=post.organ + post.title, organ="")
        if organ := _pointed(post.organ, before):
            post = replace(post, organ=organ, printed=post.title)
        organ = post.organ
        organ = organ or _of_list(post, [*earlier, *out]) or _of_text(post, before, known)
        organ = _sitting().sub("", _completed(organ, before))
        out.append(post if organ == post.organ else replace(post, organ=organ))
    return tuple(out)


@remember(1)
def _sitting() -> re.Pattern[str]:
    """第七届执行委员会 of 临川工商联第七届执行委员会: those who sit now are of the union."""
    return re.compile(f"(?<=[一-鿿])第[一二三四五六七八九十百\\d]+届{alternation('decisions', 'inner_bodies')}$")


def _pointed(organ: str, before: Sequence[str]) -> str:
    """区财政局 of 该局: the body of that kind that was named last."""
    word = next((w for w in words("decisions", "pointing") if organ.startswith(w) and len(organ) > len(w)), "")
    kind = organ.removeprefix(word) if word else ""
    for text in before if kind else ():
        for m in reversed(list(re.finditer(re.escape(kind), text))):
            name = text[titles.organ_start(text, m.end(), max(0, m.end() - 30)) : m.end()]
            if len(name) > len(kind) and not name.startswith(word):
                return name
    return ""


def _completed(organ: str, before: Sequence[str]) -> str:
    """云岭镇人大 of 镇人大: a township is named in full once, in the headline or where its congress meets."""
    word = next((w for w in words("decisions", "townships") if organ.startswith(w)), "")
    if not word:
        return organ
    for text in before:
        for m in re.finditer(f"[一-鿿]{{1,5}}{word}", text):
            name = text[titles.organ_start(text, m.end(), m.start()) : m.end()]
            if len(name) > 1 and not any(t.start < m.end() < t.end for t in titles.find(text)):
                return name + organ.removeprefix(word)
    return organ


def _of_list(post: Post, earlier: Sequence[Post]) -> str:
    """The organ of the last office before it that goes with it: 副主任 with 主任, 委员 and 秘书长 with whoever leads."""
    mine, followers = base(post.title), words("decisions", "followers")
    also = {h: str(p.get("also", "")).split() for h, p in entries("positions", "bodies").items()}
    for other in reversed(earlier):
        theirs = base(other.title)
        cell = post.title.startswith(words("positions", "committees")) and len(earlier) == 1
        if other.organ and (
            cell or theirs == mine or mine in also.get(theirs, ()) or mine in followers and theirs in also
        ):
            return other.organ
    return ""


def _of_text(post: Post, before: Sequence[str], known: Collection[str]) -> str:
    """The body of the kind that such an office is of which the article names last."""
    ends = _ends(base(post.title))
    if ends is None:
        return ""
    for text in before:
        found = list(ends.finditer(text))
        starts = {m.start() for m in found}
        for m in reversed(found):
            if m.end() in starts:
                continue  # 商会联合会 is one word
            if any(t.start == m.end() for t in titles.find(text)):
                continue  # the body of somebody's office
            floor = max([0, *(text.rfind(n, 0, m.start()) + len(n) for n in known if text.rfind(n, 0, m.start()) >= 0)])
            floor = max([floor, *(day.end for day in when.find(text) if day.end <= m.start())])
            name = text[titles.organ_start(text, m.end(), max(floor, m.end() - 30)) : m.end()]
            if len(name) > len(m[0]) + (len(m[0]) < 3) and not _inner().match(name):
                return name
    return ""


@remember(1)
def _inner() -> re.Pattern[str]:
    return re.compile(f"(?:第|大会|{alternation('decisions', 'not_bodies')})")
