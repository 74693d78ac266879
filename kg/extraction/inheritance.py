"""What an office takes over from the offices named before it in the sentence: 区政协主席甲主持，副主席乙出席 is 区政协 twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction import areas, organs
from kg.extraction.owners import leads
from kg.extraction.titles import Post
from kg.lexicon import alternation, entries, remember, words


def inherit(posts: tuple[Post, ...], run: Sequence[Post], earlier: Sequence[Post], between: str) -> tuple[Post, ...]:
    """The offices of one person with what they take over.

    Args:
        posts: as printed before the name.
        run: the offices of the people before in the same list (甲县委书记某、县长某).
        earlier: all offices of people before in the sentence, those of `run` included.
        between: what stands between the first of `earlier` and these.

    Returns:
        As many posts, with an organ where one could be taken over, or with `beside` where another area may be meant.
    """
    posts = tuple(_of_area(p, run, earlier, between) for p in posts)
    posts = tuple(_of_firm(p, run) for p in posts)
    taken = {_of_body(p, earlier) for p in posts} - {""}
    if len(taken) != 1:
        return posts
    organ = next(iter(taken))
    cells = words("positions", "committees")
    # 党组副书记、副主席甲 after 区政协主席: the 党组 is that of the body, too.
    return tuple(
        replace(p, organ=organ) if not p.organ and (_of_body(p, earlier) or p.title.startswith(cells)) else p
        for p in posts
    )


@remember(1)
def _area_name() -> re.Pattern[str]:
    word = f"(?P<word>{alternation('areas', 'printed')})"
    return re.compile(
        f"(?!{alternation('areas', 'our')})(?P<area>[一-鿿]{{2,}}{word})(?:{alternation('organs', 'parts')}|$)"
    )


def _named_area(post: Post) -> tuple[str, str]:
    """(莒城县, 县) for 莒城县委书记 and 莒城县县长; a pair of empty strings where the organ's area is not printed."""
    m = _area_name().match(post.organ)
    return (m["area"], m["word"]) if m and not areas.local_word(m["area"]) else ("", "")


def _bare_word(post: Post) -> str:
    """县 for 县委书记, 县长 and 县财政局局长 printed without the area's name; empty for any other office."""
    if post.organ:
        word = areas.local_word(post.organ)
        return word if post.organ[len(word) :] in words("organs", "parts") or organs.is_organ(post.organ) else ""
    return leads(post.head)


def _of_area(post: Post, run: Sequence[Post], earlier: Sequence[Post], between: str) -> Post:
    """县长 after 莒城县委书记 in one list is of 莒城县; later in the sentence it may be; a second 县委书记 is of another."""
    word = _bare_word(post)
    last = next((p for p in reversed(earlier) if word and word in (_bare_word(p), _named_area(p)[1])), None)
    area = _named_area(last)[0] if last else ""
    if not area or any(_office(p) == _office(post) for p in earlier if _named_area(p)[0] == area):
        return post
    if last in run:
        return replace(post, organ=area + post.organ[len(word) :] if post.organ else area)
    return post if re.search(alternation("positions", "hosts"), between) else replace(post, beside=area)


def _office(post: Post) -> tuple[str, str]:
    """What the office is, whichever area it is of: (委, 书记)."""
    area = _named_area(post)[0] or _bare_word(post)
    return post.organ[len(area) :] if post.organ else "", post.title


def _of_firm(post: Post, run: Sequence[Post]) -> Post:
    """投资部部长 after 某集团总工程师 in one list is of that firm."""
    inner = words("positions", "inner_departments")
    plain = len(post.organ) <= 5 and post.organ.endswith(inner)
    known = post.organ in (*words("positions", "party_departments"), *words("organs", "national"))
    listed = known or areas.lead(post.organ)[1] > 0 or areas.local_word(post.organ) != ""
    firm = run[-1].organ if run else ""
    if not plain or listed or organs.kind_of(firm) not in words("positions", "firms") or organs.is_generic(firm):
        return post
    return replace(post, organ=firm + post.organ)


def _of_body(post: Post, earlier: Sequence[Post]) -> str:
    """The organ of the one head in the sentence that a bare 副主席 or 秘书长 can serve; empty when none or several do."""
    if post.organ:
        return ""
    served = entries("positions", "bodies")
    heads = [w for w, p in served.items() if post.title == p["deputy"] or post.title in str(p.get("also", "")).split()]
    own = [p for p in earlier if p.organ and p.organ not in words("positions", "unnamed_organs")]
    found = {p.organ for p in own if p.head in heads and (p.title == p.head or p.title == served[p.head]["deputy"])}
    return next(iter(found)) if len(found) == 1 else ""
