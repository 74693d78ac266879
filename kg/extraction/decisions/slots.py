"""What stands in the two slots of a change of office: names (白露、江月明（女）) and offices (区教育局党组书记、局长)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.extraction import organs, titles
from kg.extraction.names import is_name, name_at, transcribes
from kg.extraction.titles import Post
from kg.lexicon import alternation, remember, words

_NAME = re.compile(
    r"[一-鿿㐀-䶿𠀀-𳎯]{2,9}(?:·[一-鿿㐀-䶿𠀀-𳎯]{1,9})*|[一-鿿㐀-䶿𠀀-𳎯]{1,9}(?:·[一-鿿㐀-䶿𠀀-𳎯]{1,9})+"
)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[.、．)）]|[△▲●◇○■·*—-]+)+")
_NUMBER = r"(?:\d+|[一二三四五六七八九十]+)(?:人|名|位)"
_AMOUNT = re.compile(f"等{_NUMBER}[一-鿿]{{0,6}}$|{_NUMBER}(?:同志|同学|老师)?$")
_NEVER = re.compile("[的了在第届位与将票项条岁]")
#: Longer than this, words are no office.
_LONG = 44


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a slot, with the office that is printed before the name, if any."""

    name: str
    posts: tuple[Post, ...] = ()


@remember(1)
def _patterns() -> dict[str, re.Pattern[str]]:
    heads = alternation("decisions", "heads")
    return {
        "before": re.compile(f"(?:{alternation('decisions', 'before_people')}|[：“‘ ])+"),
        "after": re.compile(f"(?:{alternation('decisions', 'after_people')}|[”’ ]|以[^，。；]{{1,12}}票)+$"),
        "ending": re.compile(f"(?:{alternation('decisions', 'endings')}|[”’ ])+$"),
        "office": re.compile(f"(?P<organ>.*?)(?P<title>(?:{alternation('decisions', 'grades')})*(?:{heads}))$"),
        "described": re.compile(
            f".{{0,20}}?(?:{alternation('people', 'descriptions')}|{alternation('decisions', 'callings')})(?P<name>[一-鿿]{{2,4}})"
        ),
        "reason": re.compile(f"{alternation('decisions', 'reasons')}[^，。；]{{0,30}}$"),
        "no_organ": re.compile(f"{alternation('decisions', 'not_in_organs')}|\\d"),
        "no": re.compile(alternation("decisions", "no_people")),
    }


def people(text: str, known: Collection[str] = (), *, surely: bool = False) -> list[Named] | None:
    """The people that a slot holds and nothing else: 白露、校友江月明 → two; null where it holds anything else.

    Args:
        text: the slot, without brackets.
        known: names that the document shows surely.
        surely: only names can stand here (任命…为), so that any short word is one.
    """
    pat = _patterns()
    text = _NUMBERED.sub("", text.strip(" ，、：“”\u3000"))
    if begin := pat["before"].match(text):
        rest = text[begin.end() :]
        text = rest if rest and text not in known else text
    trimmed = pat["after"].sub("", _AMOUNT.sub("", text))
    trimmed = without_reason(trimmed)
    text = trimmed if len(trimmed) > 1 and text not in known else text
    if not text:
        return None
    found = _items(text, known, surely)
    if found is None and (led := re.match(f"^.*(?:{alternation('decisions', 'lead_ins')})", text)):
        return _items(text[led.end() :], known, surely)
    return found


def _items(text: str, known: Collection[str], surely: bool) -> list[Named] | None:
    found: list[Named] = []
    items = text.split("、")
    # Among several names, a longer word that is no office is one, too (白露、尼惹曲布、江月明).
    surely = surely or len(items) > 2 and sum(_one(i, known, False) is not None for i in items) >= len(items) - 1
    for item in items:
        one = _one(item, known, surely)
        if one is None:
            halves = re.split("以及|[和及与]", item)
            both = [_one(h, known, surely) for h in halves]
            if len(halves) < 2 or any(b is None for b in both):
                return None
            found += [b for b in both if b]
        else:
            found.append(one)
    return found


def bare(pre: str) -> str:
    """What stands before a verb without the words that belong to nobody: 其 of 并决定其."""
    pat = _patterns()
    pre = _NUMBERED.sub("", pre.strip(" 、，：“”\u3000"))
    begin = re.match(f"(?:{pat['before'].pattern}|{alternation('decisions', 'after_people')})+", pre)
    return pre[begin.end() :] if begin else pre


def without_reason(text: str) -> str:
    """高远山 of 高远山因工作变动."""
    return _patterns()["reason"].sub("", text)


def is_ending(text: str) -> bool:
    """Whether words only close what was said of an office (的请求), or nothing stands there."""
    return before_ending(text).strip("的") == ""


def before_ending(text: str) -> str:
    """区教育局局长 of 区教育局局长职务."""
    return _patterns()["ending"].sub("", text)


def _one(item: str, known: Collection[str], surely: bool) -> Named | None:
    """白露 → 白露; 区委书记高远山 → 高远山 with that office; null for words that are nobody."""
    item = _patterns()["after"].sub("", _AMOUNT.sub("", item.strip())) or item.strip()
    if not item:
        return None
    if item in known or may_name(item, surely):
        return Named(item)
    for title in reversed(titles.find(item)):
        rest = item[title.end :]
        if rest in known or 2 <= len(rest) <= 9 and may_name(rest, surely):
            found = titles.find(item)
            return Named(rest, tuple(titles.chain(item, found, found.index(title), 0)[1]))
    last = max((n for n in known if item.endswith(n)), key=len, default="")
    if not last and "的" in item and is_name(said := item[item.rindex("的") + 1 :]):
        return Named(said)  # 年届八旬的白露
    if not last and (who := _patterns()["described"].fullmatch(item)) and is_name(who["name"]):
        return Named(who["name"])
    return Named(last) if last and len(item) - len(last) <= 24 else None


def may_name(item: str, surely: bool) -> bool:
    """Whether words can be a name where names stand: 公平 can, 有关人员 and 区委书记 cannot."""
    if not _NAME.fullmatch(item) or _NEVER.search(item) and not is_name(item) or _patterns()["no"].match(item):
        return False
    if titles.find(item) and not is_name(item) or _patterns()["office"].fullmatch(item) and len(item) > 2:
        return False
    if "·" in item or is_name(item) or transcribes(item):
        return True
    if organs.is_organ(item):
        return False
    return len(item) <= 3 or surely and len(item) <= 5


def is_known(name: str, known: Collection[str]) -> bool:
    """Whether a name is shown surely, or its characters leave no doubt."""
    return name in known or is_name(name) or "·" in name


def person_at(text: str, known: Collection[str], home: Collection[str] = ()) -> int | None:
    """Where a name ends that an office follows without 的 (免去|白露|区教育局局长职务); `home` are areas of the paper."""
    sure = max((n for n in known if text.startswith(n)), key=len, default="")
    if sure and offices(text[len(sure) :]):
        return len(sure)
    for area in home:
        if 2 <= (at := text.find(area)) <= 9 and may_name(text[:at], surely=True) and offices(text[at:]):
            return at
    dot = text[:10].rfind("·") + 1
    fits = [
        n
        for n in (2, 3, 4, *range(dot + 1, dot + 6 if dot else 0))
        if may_name(text[:n], surely=n < 4) and offices(text[n:])
    ]
    owned = [n for n in fits if n > dot and _begins_office(text[n:])]
    best = name_at(text, 0, known)
    if best in owned or not owned and best in fits:
        return best
    return next(iter(owned or fits), None)


def _begins_office(text: str) -> bool:
    """Whether words begin with an area, an organ or a title, so that a name before them is whole."""
    return (
        bool(re.match(alternation("positions", "national"), text))
        or titles.organ_start(text, 0, 0) == 0
        and any(t.start == 0 for t in titles.find(text))
    )


def offices(text: str) -> list[Post] | None:
    """The offices that a slot holds and nothing else: 区教育局党组书记、局长职务 → two; null where it holds anything else."""
    text = _patterns()["ending"].sub("", text.strip(" ：“”、\u3000"))
    text = re.sub(f"^{alternation('titles', 'address')}", "", text)
    if not 1 < len(text) <= _LONG or re.search("[，。；：（）]", text):
        return None
    found = titles.find(text)
    if found and found[-1].end == len(text):
        begin, posts = titles.chain(text, found, len(found) - 1, 0)
        return _sound(_fronted(text, begin, posts))
    parts = text.split("、")
    rows = [offices(p) if len(parts) > 1 else _unlisted(p) for p in parts]
    if any(r is None for r in rows):
        return None
    return _sound(_handed_on([p for r in rows if r for p in r]))


def each(text: str) -> list[Post] | None:
    """The offices of as many people: 区教育局、区民政局局长 → 区教育局局长 and 区民政局局长, as the last word is of all."""
    if found := offices(text):
        return found
    parts = _patterns()["ending"].sub("", text.strip(" ：“”、\u3000")).split("、")
    last = offices(parts[-1])
    if not last or not last[-1].organ:
        return None
    rows = [offices(p) or offices(p + last[-1].title) for p in parts]
    return None if any(r is None or len(r) != 1 for r in rows) else [r[0] for r in rows if r]


def _sound(posts: list[Post] | None) -> list[Post] | None:
    """The posts, unless words that no organ has stand in one (白露为区教育局)."""
    wrong = posts is None or any(
        _patterns()["no_organ"].search(re.sub(alternation("positions", "protected"), "", p.organ)) for p in posts
    )
    return None if wrong or posts is None else [_graded(p) for p in _of_court(posts)]


def _of_court(posts: Sequence[Post]) -> list[Post]:
    """审判员 after 区人民法院刑事审判庭庭长 is of the court, not of the bench."""
    ranks, courts = words("decisions", "court_ranks"), re.compile(f"^.*?{alternation('decisions', 'courts')}")
    court = next((m[0] for p in posts if (m := courts.match(p.organ))), "")
    return [replace(p, organ=court) if court and p.title in ranks else p for p in posts]


def _graded(post: Post) -> Post:
    """永远荣誉会长: a word of grade is no organ."""
    if post.organ in words("decisions", "terms"):
        return replace(post, organ="", printed=post.title)
    if post.organ not in words("decisions", "grades"):
        return post
    return replace(post, title=post.organ + post.title, organ="")


def _fronted(text: str, begin: int, posts: Sequence[Post]) -> list[Post] | None:
    """The posts with the words in front of them that a cutting word or a mark parted from them."""
    front = text[:begin]
    if front.endswith("、"):
        earlier = offices(front[:-1])
        return _handed_on([*earlier, *posts]) if earlier else None
    if not front:
        return list(posts)
    if len(front) > 24 or "、" in front and not organs.is_organ(front + posts[0].organ):
        return None
    first = replace(posts[0], organ=front + posts[0].organ, printed=front + posts[0].printed, start=0)
    rest = [replace(p, organ=first.organ) if p.organ == posts[0].organ and p.organ else p for p in posts[1:]]
    return [first, *rest]


def _unlisted(text: str) -> list[Post] | None:
    """An office whose last word is no title elsewhere: 区人民检察院检察员."""
    m = _patterns()["office"].fullmatch(text)
    if not m:
        return None
    capacity = "acting" if m["title"].startswith("代") and not m["title"].startswith("代表") else "full"
    return [Post(0, len(text), m["title"], m["organ"], capacity, m["title"], text)]


def _handed_on(posts: Sequence[Post]) -> list[Post]:
    """检察员 after 区人民检察院检察委员会委员 is of the organ before it."""
    out: list[Post] = []
    for post in posts:
        out.append(replace(post, organ=out[-1].organ) if out and not post.organ and out[-1].organ else post)
    return out
