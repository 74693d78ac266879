"""Announced changes of office: lists of appointments and removals, elections, notices of who is proposed.

任命高远山为区教育局局长，白露、江月明为副局长；免去田有禾的区教育局局长职务。 is four changes. What stands in such a list is a
name or an office by its place alone, whatever else its characters may mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extraction.decisions import bodies, slots, verbs
from kg.extraction.decisions.slots import Named
from kg.extraction.decisions.verbs import Verb
from kg.extraction.titles import Post
from kg.lexicon import alternation, remember, words

_BRACKET = re.compile(r"[（(]([^（）()]{0,40})[）)]")
_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_BLANKS = re.compile(r"(?<=[一-鿿])[ \u3000]+(?=[一-鿿])")
_PROFILE = re.compile(r"^(?:\d{1,2}[.、．])?([一-鿿·]{2,20})，[男女](?:，|。|$)")
_YEARS = re.compile(r"(?:19|20)\d\d年|[一二]九[〇一二三四五六七八九零○]{2}年")


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody comes into an office or leaves one; `at` is where its sentence tells it, `rule` how."""

    type: str
    name: str
    mark: str
    post: Post
    kind: str
    at: int
    rule: str


@dataclass(slots=True)
class _Plain:
    """A sentence without its brackets, what stood in them, and where each character comes from."""

    text: str
    places: list[int]
    #: Place in the plain text → what the bracket there said.
    notes: dict[int, str]


@dataclass(slots=True)
class Reader:
    """Reads the sentences of one article in order; what a list opened with holds for its later items.

    Attributes:
        headline: of the article; 任免名单 in it is a cue for all that follows.
    """

    headline: str = ""
    moves: list[Move] = field(default_factory=list)
    _open: Verb | None = None
    _last: list[Named] = field(default_factory=list)
    _before: list[str] = field(default_factory=list)
    _marks: dict[str, str] = field(default_factory=dict)
    _posts: list[Post] = field(default_factory=list)

    def read(self, text: str, known: Collection[str], *, heading: bool = False) -> list[Move]:
        """The changes that a sentence tells of, in the order told."""
        found: list[Move] = []
        if might(text):
            found = self._sentence(text, known, heading)
            self.moves += found
        else:
            self._open, self._last = None, []
        self._before.insert(0, text)
        return found

    def _sentence(self, text: str, known: Collection[str], heading: bool) -> list[Move]:
        plain = _plain(text)
        self._marks = {}
        profile = _PROFILE.match(plain.text)
        if profile:
            self._open, self._last = None, [Named(profile[1])]
        found: list[Move] = []
        cued = _is_cued(self.headline)
        listed = True
        for m in _CLAUSE.finditer(plain.text):
            clause = m[0]
            cued = cued or _is_cued(plain.text[: m.end()])
            mark = plain.text[m.end() : m.end() + 1]
            told = list(self._clause(clause, m.start(), plain, known, cued, bool(profile), listed, mark))
            listed = bool(told) or mark in "：:" and self._open is not None
            found += told
        if not found and not plain.text.rstrip().endswith(("：", ":")):
            self._open = None
        return found

    def _clause(
        self,
        clause: str,
        at: int,
        plain: _Plain,
        known: Collection[str],
        cued: bool,
        profile: bool,
        listed: bool,
        mark: str,
    ) -> Iterator[Move]:
        found = verbs.find(clause)
        if not found:
            yield from self._goes_on(clause, at, plain, known, listed)
            return
        for k, verb in enumerate(found):
            begin = found[k - 1].end if k else 0
            end = found[k + 1].start if k + 1 < len(found) else len(clause)
            pre, post = clause[begin : verb.start], clause[verb.end : end].strip("、，")
            if verb.cued and (not cued or _is_career(plain.text, at + verb.start)) and not (self._open and listed):
                continue
            told = self._one(verb, pre, post, at, plain, known, last=k + 1 == len(found), profile=profile)
            if told is None:
                continue
            names, posts = told
            self._open = verb if verb.form in ("give", "take") or verb.kind == "elected" else self._open
            if names:
                yield from self._tell(verb, names, posts, at + verb.start, plain, proposed=_is_proposed(post))

    def _one(
        self, verb: Verb, pre: str, post: str, at: int, plain: _Plain, known: Collection[str], *, last: bool, profile: bool
    ) -> tuple[list[Named], list[Post]] | None:
        """Who and which offices a verb tells of; two empty lists where it only opens a list; null where it tells of nothing."""
        if verb.form == "give":
            if not post.strip():
                return ([], [])
            return self._given(post, known)
        if verb.form == "take":
            if not post.strip():
                return ([], [])
            return self._taken(post, known)
        posts = slots.offices(post)
        if verb.form == "quit":
            who = slots.people(_after_consent(pre), known, surely=True) or self._those(pre)
            if who and not post.strip("的请求申") and who[0].posts:
                posts = list(who[0].posts)
            return (who, posts) if who and posts else None
        if posts is None:
            return None
        if profile and verb.kind == "nominated":
            return (self._last, posts)
        who = self._those(pre) or slots.people(pre, known)
        return (who, posts) if who else None

    def _those(self, pre: str) -> list[Named] | None:
        """Whoever was told of last: nobody is named before the verb, or 其."""
        bare = re.sub(f"^(?:{alternation('decisions', 'before_people')}|{alternation('decisions', 'after_people')})+", "", pre.strip(" 、"))
        return self._last if self._last and bare in ("", *words("participation", "PRON")) else None

    def _given(self, post: str, known: Collection[str]) -> tuple[list[Named], list[Post]] | None:
        """高远山为区教育局局长; 其为代理区长 is of whoever was told of last."""
        for m in re.finditer(alternation("decisions", "joints"), post):
            posts = slots.offices(post[m.end() :])
            if posts is None:
                continue
            who = self._those(post[: m.start()]) or slots.people(post[: m.start()], known, surely=True)
            if who:
                return who, posts
        return None

    def _taken(self, post: str, known: Collection[str]) -> tuple[list[Named], list[Post]] | None:
        """高远山的区教育局局长职务; 高远山区教育局局长职务; 区教育局局长高远山的职务; 其区教育局局长职务."""
        for word in words("participation", "PRON"):
            if post.startswith(word) and self._last and (posts := slots.offices(post.removeprefix(word).removeprefix("的"))):
                return self._last, posts
        for m in re.finditer("的", post):
            who = slots.people(post[: m.start()], known, surely=True)
            if who and (posts := slots.offices(post[m.end() :])):
                return who, posts
        bare = re.sub("的?职务?$", "", post)
        if bare != post and (who := slots.people(bare, known)) and who[0].posts:
            return who, list(who[0].posts)
        if (end := slots.person_at(post, known)) and (posts := slots.offices(post[end:])):
            return [Named(post[:end])], posts
        return None

    def _goes_on(self, clause: str, at: int, plain: _Plain, known: Collection[str], listed: bool) -> Iterator[Move]:
        """A clause without a verb: the next item of an open list, or more offices of whoever was told of last."""
        verb = self._open
        if verb is None:
            return
        told = None
        if verb.form == "take":
            told = self._taken(clause, known) if clause.rstrip().endswith("职务") or "的" in clause else None
        elif verb.form in ("give", "become"):
            told = self._given(clause, known)
        if told is None and listed and self.moves_here(plain) and (posts := slots.offices(clause)) and posts[0].organ:
            told = self._last, posts
        if told is not None and told[0]:
            yield from self._tell(verb, *told, at, plain, proposed=_is_proposed(clause))

    def moves_here(self, plain: _Plain) -> bool:
        """Whether somebody was told of before in this sentence."""
        return any(n.name in plain.text for n in self._last)

    def _tell(
        self, verb: Verb, names: Sequence[Named], posts: Sequence[Post], at: int, plain: _Plain, *, proposed: bool
    ) -> Iterator[Move]:
        owned = bodies.of_body(posts, self._posts, [plain.text[:at], *self._before, self.headline])
        self._posts += owned
        self._last = [Named(n.name) for n in names]
        for named in names:
            for post in owned:
                kind = "nominated" if proposed and verb.type == "APPOINTED" else verb.kind
                kind = "acting" if kind == "appointed" and post.capacity == "acting" else kind
                place = plain.places[min(at, len(plain.places) - 1)]
                yield Move(verb.type, named.name, _mark(plain, named.name), post, kind, place, f"decision-{verb.form}")


def _is_proposed(seat: str) -> bool:
    """区长候选人 is no office yet."""
    return seat.strip("”’ ").endswith(words("decisions", "candidacies"))


@remember(1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(alternation("decisions", "cues")),
        re.compile(alternation("decisions", "careers")),
        re.compile(f"^.*?(?:{alternation('decisions', 'before_people')})+(?=.)"),
    )


def might(text: str) -> bool:
    """Whether a sentence is worth reading for changes of office."""
    return verbs.might_pattern().search(text) is not None


def _is_cued(text: str) -> bool:
    return _words()[0].search(text) is not None


def _is_career(text: str, at: int) -> bool:
    """Whether a résumé is told up to here: 1978年任教师，1984年任校长."""
    return _words()[1].search(text, 0, at) is not None or len(_YEARS.findall(text[:at])) > 1


def _after_consent(pre: str) -> str:
    """高远山 of 会议决定接受高远山: what follows the word by which the resignation was agreed to."""
    cut = max((pre.rfind(w) + len(w) for w in ("接受", "同意", "批准", "许可") if w in pre), default=0)
    return re.sub("因[^，]{1,12}$", "", pre[cut:])


def _plain(text: str) -> _Plain:
    out, places, notes, at = [], [], {}, 0
    for m in [*_BRACKET.finditer(text), None]:
        end = m.start() if m else len(text)
        out.append(text[at:end])
        places += range(at, end)
        if m:
            notes[len(places)] = m[1]
            at = m.end()
    joined = "".join(out)
    return _Plain(joined, places or [0], notes)


def _mark(plain: _Plain, name: str) -> str:
    """女，回族 of 白露（女，回族）: what the bracket after a name says of the person."""
    at = plain.text.find(name)
    note = plain.notes.get(at + len(name), "") if at >= 0 else ""
    return note if re.fullmatch("[男女]|[一-鿿]{1,5}族|[男女]，[一-鿿]{1,5}族|[一-鿿]{1,5}族，[男女]", note) else ""
