"""Who and which offices stand around a verb of decision: 高远山 and 区教育局局长 in 免去高远山的区教育局局长职务."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.decisions import clauses, slots
from kg.extraction.decisions.clauses import Plain
from kg.extraction.decisions.slots import Named
from kg.extraction.decisions.verbs import Verb
from kg.extraction.names import name_at
from kg.extraction.people import Participant
from kg.extraction.titles import Post
from kg.lexicon import alternation, words

#: Who and which offices; null where words tell of nothing.
Phrase = tuple[list[Named], list[Post]] | None


@dataclass(slots=True)
class Context:
    """What the words around a verb may point back to.

    Attributes:
        home: names of the paper's own areas, before which a name ends (免去|白露|临川区教育局局长职务).
        known: names that the document shows surely, or this sentence does.
        named: the people of this sentence, as they are read elsewhere.
        plain: the sentence without its brackets.
        last: whoever a change was told of last.
        posts: the offices told of so far in the article.
        told: the verb of the last change told in this sentence.
    """

    home: tuple[str, ...] = ()
    known: Collection[str] = ()
    named: Sequence[Participant] = ()
    plain: Plain = field(default_factory=lambda: clauses.plain(""))
    last: list[Named] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    told: Verb | None = None
    #: The clause before in the sentence, where no change is told in it.
    before: str = ""

    def around(self, verb: Verb, pre: str, post: str, profile: bool, at: int) -> Phrase:
        """Who and which offices a verb tells of; two empty lists where it only opens a list; null where it tells of nothing."""
        pre = re.split(alternation("decisions", "wishes"), pre)[-1]
        if verb.form in ("give", "take") and not post.strip():
            return [], []
        if verb.form == "give":
            return self.given(post, at) or self._raised(pre, post, at)
        if verb.form == "take":
            return self.taken(post) or self._in_columns(pre, post)
        posts = slots.offices(post)
        if verb.form == "quit":
            return self._quit(pre, post, posts, at)
        if posts is None and post.strip() in words("decisions", "same_office"):
            posts = self.posts[-1:]
        if posts is None or not posts:
            return self._by(pre, verb) if not post else None
        if verb.acting:
            posts = [replace(p, capacity="acting") for p in posts]
        if profile and verb.kind == "nominated":
            return self.last, posts
        pre = re.split(alternation("decisions", "replacing"), pre)[0]  # 高远山接替白露
        who = self._those(pre, at) or slots.people(pre, self.known)
        if who is None and (row := self._in_columns(pre, post)):
            return row
        for by in words("participation", "BY") if who is None else ():
            name, found, seat = pre.partition(by)  # 甲由某场场长改任
            who = slots.people(name, self.known) if found and slots.offices(seat) else who
        return (who, posts) if who else None

    def _in_columns(self, pre: str, post: str) -> Phrase:
        """高远山 免 区教育局局长; 高远山 区教育局局长 拟任区教育局党组书记: a row of a table, the office of today between."""
        name, *today = pre.split()[:2] or [""]
        who, posts = slots.people(name, self.known), slots.offices(post)
        ends = pre.endswith((" ", "\u3000")) or bool(today)
        return (who, posts) if who and posts and ends and all(slots.offices(t) for t in today) else None

    def _by(self, pre: str, verb: Verb) -> Phrase:
        """区纪委书记由白露接任; 由白露接任 is of the office told of last."""
        for by in words("participation", "BY"):
            seat, found, who = pre.rpartition(by)
            names = slots.people(who, self.known) if found else None
            posts = slots.offices(seat) if slots.bare(seat) else self.posts[-1:]
            if names and posts:
                return names, list(posts)
        names = slots.people(pre, self.known) if verb.cued and self.told else None
        return (names, list(self.posts[-1:])) if names and self.posts else None

    def _quit(self, pre: str, post: str, posts: list[Post] | None, at: int) -> Phrase:
        """接受高远山辞去区长职务的请求; 接受区长高远山的辞职."""
        agreed = re.compile(f"^.*{alternation('decisions', 'consent')}").match(pre)
        who = slots.people(
            slots.without_reason(pre[agreed.end() if agreed else 0 :]), self.known, surely=agreed is not None
        )
        who = who or self._those(pre, at)
        if who and not posts and who[0].posts and slots.is_ending(post):
            posts = list(who[0].posts)
        return (who, posts) if who and posts else None

    def _raised(self, pre: str, post: str, at: int) -> Phrase:
        """提名为区长候选人: whoever was told of last, or stands before."""
        joint = next((w for w in words("decisions", "joints") if post.startswith(w)), "")
        posts = slots.offices(post[len(joint) :]) if joint else None
        by = next((pre.find(w) for w in words("decisions", "passive") if w in pre), len(pre))
        raised = pre[:by]  # 甲被国王乙任命为首相
        last = max((p.name for p in self.named if by < len(pre) and raised.endswith(p.name)), key=len, default="")
        who = [Named(last)] if last else self._those(raised, at) or slots.people(raised, self.known)
        return (who, posts) if who and posts else None

    def _those(self, pre: str, at: int) -> list[Named] | None:
        """Whoever was told of last: nobody is named before the verb, or 其. 祝贺他当选 is of whom the wishes go to."""
        pronouns = words("participation", "PRON")
        if slots.bare(pre) not in ("", *pronouns):
            return None
        clause = re.split("[，；。]", self.plain.text[:at])[-1]
        if re.search(f"{alternation('decisions', 'wishes')}{alternation('participation', 'PRON')}", clause):
            return self._wished(self.plain.text[:at])
        if self.before and (who := slots.people(slots.without_reason(self.before), self.known)):
            return who  # 白露因年事已高，不再担任…
        place = self.plain.origin(at)
        near = [p for p in self.named if p.start < place]
        last = max([self.plain.text.rfind(n.name, 0, at) for n in self.last], default=-1)
        if near and (not self.last or self.plain.at(near[-1].start) > last):
            return [Named(near[-1].name)]
        return self.last or None

    def _wished(self, before: str) -> list[Named] | None:
        """费利克斯·齐塞克迪 of 向费利克斯·齐塞克迪致贺电，祝贺他当选…."""
        for m in reversed(list(re.finditer(alternation("decisions", "addressing"), before))):
            rest = before[m.end() :]
            known = max((n for n in self.known if rest.startswith(n)), key=len, default="")
            if end := len(known) or name_at(rest, 0, self.known):
                return [Named(rest[:end])]
        return None

    def given(self, post: str, at: int) -> Phrase:
        """高远山为区教育局局长; 其为代理区长 is of whoever was told of last; 高远山、白露分别为区教育局、区水利局局长 are two offices."""
        for m in re.finditer(
            f"{alternation('decisions', 'plain')}|(?P<joint>{alternation('decisions', 'joints')})", post
        ):
            if not m["joint"]:
                continue
            before, each = post[: m.start()], is_each(post[: m.start()])
            posts = slots.each(post[m.end() :]) if each else slots.offices(post[m.end() :])
            if posts is None:
                continue
            before = before.removesuffix(each)
            who = self._those(before, at) if m.start() else None
            who = who or slots.people(before, self.known, surely=True)
            if who:
                return who, posts
        return None

    def taken(self, post: str) -> Phrase:
        """高远山的区教育局局长职务; 高远山区教育局局长职务; 区教育局局长高远山的职务; 其区教育局局长职务."""
        for word in words("participation", "PRON"):
            rest = post.removeprefix(word)
            if rest != post and self.last and (posts := slots.offices(rest.removeprefix("的"))):
                return self.last, posts
        for m in re.finditer("的", post):
            who = slots.people(post[: m.start()], self.known, surely=True)
            rest = post[m.end() :]
            doubted = who and len(who[0].name) > 3 and not slots.is_known(who[0].name, self.known)
            end = slots.person_at(rest, self.known, self.home) if doubted else None
            if end and (posts := slots.offices(rest[end:])):
                return [Named(rest[:end])], posts  # 撤销擅离职守的白露某乡副乡长职务
            if who and (posts := slots.offices(post[m.end() :])):
                return who, posts
        bare = slots.before_ending(post)
        if bare != post and (who := slots.people(bare, self.known)) and who[0].posts:
            return who, list(who[0].posts)
        if (end := slots.person_at(post, self.known, self.home)) and (posts := slots.offices(post[end:])):
            return [Named(post[:end])], posts
        return None

    def titled(self, text: str) -> Phrase:
        """副主席白露、江月明, after 选举结果 or 甲当选主席."""
        if slots.without_reason(text) != text:
            return None  # 副镇长白露因工作调动，会议接受其辞职 begins another item
        who = slots.people(text, self.known)
        return (who, list(who[0].posts)) if who and who[0].posts and not any(n.posts for n in who[1:]) else None

    def is_here(self) -> bool:
        """Whether whoever was told of last stands in this sentence."""
        return any(n.name in self.plain.text for n in self.last)


def is_each(words_before: str) -> str:
    """分别 of 高远山、白露分别: each of them gets one of the offices that follow; empty where it does not stand there."""
    return next((w for w in words("decisions", "each") if words_before.endswith(w)), "")
