"""Announced changes of office: lists of appointments and removals, elections, notices of who is proposed, investigations.

任命高远山为区教育局局长，白露、江月明为副局长；免去田有禾的区教育局局长职务。 is four changes. What stands in such a list is a
name or an office by its place alone, whatever else its characters may mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.decisions import asides, bodies, clauses, labels, slots, verbs
from kg.extraction.decisions.clauses import Clause, Plain
from kg.extraction.decisions.phrases import Context
from kg.extraction.decisions.slots import Named
from kg.extraction.decisions.verbs import Verb
from kg.extraction.people import Participant
from kg.extraction.titles import Post
from kg.lexicon import alternation, remember, words

#: A line that is no longer than this may only open a list.
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody comes into an office or leaves one, or (HOLDS) has one now; `at` is where its sentence tells it, `rule` how."""

    type: str
    name: str
    mark: str
    post: Post
    kind: str
    at: int
    rule: str


@dataclass(slots=True)
class Reader:
    """Reads the sentences of one article in order; what a list opened with holds for its later items.

    Attributes:
        headline: of the article, with what stands under it; 任免名单 in it is a cue for all that follows.
    """

    headline: str = ""
    #: Names of the paper's own areas, before which a name ends (免去|白露|临川区教育局局长职务).
    home: tuple[str, ...] = ()
    _open: Verb | None = None
    #: What the whole list was opened with (任命：), to which the next item goes back after 免去其….
    _list: Verb | None = None
    #: The offices of a label whose names stand in the next line, and the kind of change that its list tells of.
    _label: list[Post] = field(default_factory=list)
    _listing: str = ""
    _before: list[str] = field(default_factory=list)
    #: Whoever was named so far.
    _people: set[str] = field(default_factory=set)
    _context: Context = field(default_factory=Context)

    def __post_init__(self) -> None:
        self._context.home = self.home
        found = verbs.find(self.headline)
        if found and not self.headline[found[-1].end :].strip(" ：") and found[-1].form in ("give", "take"):
            self._open = self._list = found[-1]

    def read(self, text: str, named: Sequence[Participant], known: Collection[str] = ()) -> list[Move]:
        """The changes that a sentence tells of, in the order told.

        Args:
            text: the sentence.
            named: the people that it names, as they are read elsewhere.
            known: names that the document shows surely.
        """
        found: list[Move] = []
        context = self._context
        context.known, context.named = {*known, *(p.name for p in named)}, named
        context.plain, context.told = clauses.plain(text), None
        self._people |= {*context.known}
        self._introduce(context.plain)
        if moves := list(self._labelled()):
            found = moves
        elif might(text):
            found = self._sentence(text)
        else:
            self._open = self._list = None
        self._before.insert(0, text)
        return found

    def _introduce(self, plain: Plain) -> None:
        """高远山，男，1980年生。现任…: whom the next sentences are about."""
        for clause in clauses.split(plain):
            if clause.profile:
                self._context.last, self._context.posts = [Named(slots.bare(clause.text))], []

    def hear(self, text: str) -> list[Move]:
        """A sentence in which nobody else has found anybody; the body that it names, or whom it introduces, may be meant later.

        Returns:
            The changes that it tells of where it is a line of names under a label.
        """
        context = self._context
        context.plain, context.named, context.told = clauses.plain(text), (), None
        self._introduce(context.plain)
        found = list(self._labelled())
        self._before.insert(0, text)
        return found

    def _labelled(self) -> Iterator[Move]:
        """主席：高远山 副主席：白露, after words of an election; the names may stand in the lines below."""
        plain = self._context.plain
        kind = self._listing or labels.kind_of(" ".join([self.headline, *self._before[:2], plain.text]))
        noted = any(labels.is_other(note) for note in plain.notes.values())  # 主任（签字）：白露
        rows = labels.find(plain.text, self._context.known, self._label) if kind and not noted else []
        opens = None if rows or noted or not kind else labels.alone(plain)
        self._label, self._listing = opens or (rows[-1][0] if rows else []), kind if rows or opens else ""
        for posts, names, at in rows:
            verb = Verb(at, at, "label", kind)
            yield from self._tell(verb, [Named(n) for n in names], posts, at, proposed=False)

    def _sentence(self, text: str) -> list[Move]:
        found = [*self._probed()]
        listed = True
        cued = _is_cued(self.headline)
        profile = False
        for clause in clauses.split(self._context.plain):
            if clause.after in "；;。":
                self._open = self._list or self._open
                profile = False
            if clause.profile:
                profile, self._open, self._list = True, None, None
                self._context.last = [Named(slots.bare(clause.text))]
                continue
            cued = cued or _is_cued(self._context.plain.text[: clause.end])
            now = next((w for w in words("decisions", "current") if clause.text.startswith(w)), "")
            if now and (posts := slots.offices(clause.text.removeprefix(now))):
                self._context.posts = posts
                found += self._current(posts, clause)
            told = list(self._clause(clause, cued, profile, listed))
            self._context.before = clause.text if not told and clause.mark in "，," else ""
            listed = bool(told) or self._open is not None and clause.mark in "：:"
            if listed and not told:
                self._list = self._open
            found += told
        opener = listed and len(text) <= _SHORT  # 任命 as a line of its own
        if not found and not opener and not text.rstrip().endswith(("：", ":")):
            self._open = self._list = None
        return found

    def _current(self, posts: Sequence[Post], clause: Clause) -> Iterator[Move]:
        """高远山，男，1980年生，现任区教育局局长，拟任…: what somebody holds now, before what is proposed."""
        whole = bodies.of_body(posts, [], [self._context.plain.text[: clause.start], *self._before, self.headline])
        if len(self._context.last) == 1 and (name := self._context.last[0].name) and self._is_profile(name):
            at = self._context.plain.origin(clause.start)
            for post in whole:
                yield Move("HOLDS", name, self._context.plain.mark(name), post, "held", at, "decision-current")

    def _is_profile(self, name: str) -> bool:
        """Whether the sentence begins with a name and a person's data."""
        return any(c.profile and slots.bare(c.text) == name for c in clauses.split(self._context.plain))

    def _clause(self, clause: Clause, cued: bool, profile: bool, listed: bool) -> Iterator[Move]:
        found = verbs.find(clause.text)
        if not found:
            if clause.mark in "：:" and (kind := labels.kind_of(clause.text)):
                self._open = self._list = Verb(clause.start, clause.end, "give", kind)  # 选举结果揭晓：
            else:
                yield from self._goes_on(clause, listed)
            return
        for k, verb in enumerate(found):
            pre = clause.text[found[k - 1].end if k else 0 : verb.start]
            post = clause.text[verb.end : found[k + 1].start if k + 1 < len(found) else len(clause.text)].strip("、，")
            at = clause.start + verb.start
            if verb.cued and not (self._open and listed) and (not cued or _is_career(self._context.plain.text[:at])):
                continue
            if verb.type == "REMOVED" and self._is_planned(pre):
                continue
            told = self._context.around(verb, pre, post, profile, at)
            if told is None and verb.form == "give" and k == len(found) - 1 and clause.mark in "：:":
                told = [], []  # 选举产生了新一届领导班子：, 选举结果揭晓：
            if told is None:
                continue
            self._open = verb if verb.form in ("give", "take") or verb.kind == "elected" else self._open
            pairs = [told]
            each = verb.each or any(w in post for w in words("decisions", "each"))
            if each and len(told[0]) == len(told[1]):
                pairs = [([name], [seat]) for name, seat in zip(*told, strict=True)]
            for names, posts in pairs if told[0] else ():
                yield from self._tell(verb, names, posts, at, proposed=_is_proposed(post))

    def _is_planned(self, pre: str) -> bool:
        """拟接受甲辞去…, 提名免去其…: nothing is decided yet; so is what follows 拟任命 in one list."""
        if pre.endswith(words("decisions", "planned")) or any(w in pre for w in words("decisions", "planned")):
            return True
        return self._open is not None and self._open.kind == "nominated"

    def _goes_on(self, clause: Clause, listed: bool) -> Iterator[Move]:
        """A clause without a verb: the next item of an open list, or more offices of whoever was told of last."""
        verb, told = self._open, None
        if verb and verb.form == "take" and (slots.before_ending(clause.text) != clause.text or "的" in clause.text):
            told = self._context.taken(clause.text)
        if verb and verb.form in ("give", "become"):
            told = self._context.given(clause.text, clause.start)
        if verb and told is None and verb.kind == "elected" and listed:
            told = self._context.titled(clause.text)
        if told is None and verb and verb.form == "give" and clause.after in "，,":
            who, posts = slots.people(self._context.before, self._context.known), slots.offices(clause.text)
            told = (who, posts) if who and posts and posts[0].organ else None  # 任命：高远山，区教育局局长
        if told is None and listed and self._context.told and clause.after in "，," and self._context.is_here():
            posts = slots.offices(clause.text)
            told = (self._context.last, posts) if posts and (posts[0].organ or clause.mark in "；;。") else None
            if told and posts and not posts[0].organ and self._context.posts:
                told = self._context.last, [replace(p, organ=p.organ or self._context.posts[-1].organ) for p in posts]
            verb = self._context.told
        if told is None and verb and verb.form == "give" and clause.after in "：:":
            for person in self._context.named:
                if person.posts and self._context.plain.within(person.start, clause):
                    yield from self._tell(verb, [Named(person.name)], person.posts, clause.start, proposed=False)
        if told is not None and told[0] and verb:
            yield from self._tell(verb, *told, clause.start, proposed=_is_proposed(clause.text))

    def _probed(self) -> Iterator[Move]:
        """Who is investigated or dismissed for it, and the new holders that are only called so (新当选的区长高远山)."""
        for kind, person, at in asides.find(self._context.plain, self._context.named):
            for post in bodies.of_body(
                person.posts, [], [self._context.plain.text[: self._context.plain.at(at)], *self._before]
            ):
                change = "REMOVED" if kind in ("investigated", "died") else "APPOINTED"
                yield Move(change, person.name, person.mark, post, kind, at, f"decision-{kind}")

    def _tell(
        self, verb: Verb, names: Sequence[Named], posts: Sequence[Post], at: int, *, proposed: bool
    ) -> Iterator[Move]:
        plain = self._context.plain
        names = [n for n in names if n.name]
        owned = bodies.of_body(
            posts, self._context.posts, [plain.text[:at], *self._before, self.headline], self._people
        )
        owned += tuple(self._bracketed(owned, at))
        self._context.posts += owned
        self._context.told = verb
        self._context.last = [Named(n.name) for n in names]
        if verb.type == "APPOINTED":  # 任首任院长 is no office of the past
            owned = tuple(replace(p, capacity="full") if p.capacity == "former" else p for p in owned)
        for named in names:
            for post in owned:
                kind = "nominated" if proposed and verb.type == "APPOINTED" else verb.kind
                kind = "acting" if kind == "appointed" and post.capacity == "acting" else kind
                yield Move(
                    verb.type, named.name, plain.mark(named.name), post, kind, plain.origin(at), f"decision-{verb.form}"
                )

    def _bracketed(self, posts: Sequence[Post], at: int) -> list[Post]:
        """会长 of 当选主席（会长）: the same office under another name."""
        last = posts[-1]
        end = self._context.plain.text.find(last.title, at) + len(last.title)
        note = self._context.plain.notes.get(end, "")
        more = slots.offices(note) if note else None
        return [replace(p, organ=p.organ or last.organ) for p in more or []]


def might(text: str) -> bool:
    """Whether a sentence is worth reading for changes of office."""
    return verbs.might_pattern().search(text) is not None


def _is_proposed(seat: str) -> bool:
    """区长候选人 is no office yet."""
    return seat.strip("”’ ").endswith(words("decisions", "candidacies"))


@remember(1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(alternation("decisions", "cues")), re.compile(alternation("decisions", "careers"))


def _is_cued(text: str) -> bool:
    return _words()[0].search(text) is not None


def _is_career(text: str) -> bool:
    """Whether a résumé is told up to here: 1978年任教师，1984年任校长."""
    return _words()[1].search(text) is not None or clauses.tells_years(text)
