"""Offices that the reader sees beside names, and how what it says is proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.narration import Story
from kg.extraction.people import Participant
from kg.extraction.reader import kinds
from kg.extraction.reader.page import Page
from kg.extraction.reader.posts import Office, Printed, Span
from kg.extraction.reader.reading import Reading
from kg.extraction.reader.shapes import CHANGES, COMING
from kg.extraction.stating import Change
from kg.extraction.titles import Post
from kg.extraction.when import When
from kg.lexicon import words


def proof(page: Page, at: int, rule: str, likely: float) -> Proof:
    """The sentence that holds a character of the row, as proof; `likely` is the confidence."""
    spot = page.spots[page.sentence(at)]
    anchor = spot.start + at - spot.begin
    return Proof(spot.block, spot.start, spot.end, anchor, rule, round(min(0.99, float(likely)), 3))


def person_of(story: Story, page: Page, name: str) -> Participant:
    """A person as the rules know them, or by the name alone; 公司总经理 of a firm that is named elsewhere is no office by itself."""
    known = story.named.get(name)
    if known is not None:
        unnamed = words("positions", "unnamed_organs")
        return replace(known, posts=tuple(p for p in known.posts if p.organ not in unnamed))
    a, b = page.names[name][0]
    spot = page.spots[page.sentence(a)]
    at = a - spot.begin
    return Participant(name, at, at + b - a, begin=at)


class Offices:
    """The offices of an article, found by the block that tells of them, so that no page is compared with all.

    Args:
        story: what the rules made of the article; it is changed.
    """

    def __init__(self, story: Story) -> None:
        self._story = story
        #: The offices, as printed, that are known of each name.
        self._known: dict[str, list[str]] = {}
        self._by_block: dict[int, list[tuple[list[Any], int]]] = {}
        for told in (story.held, story.changes):
            for k in range(len(told)):
                self._learn(told, k)

    def _learn(self, told: list[Any], k: int) -> None:
        post = told[k].post
        self._known.setdefault(told[k].person.name, []).append(post.printed or post.title)
        self._by_block.setdefault(told[k].proof.block, []).append((told, k))

    def printed(self, page: Page) -> Printed:
        """The offices of a page, and the organs that are named on it."""
        rows = [(told[k].post, span) for told, k, span in self._rows(page)]
        organs = {post.organ for post, _ in rows if post.organ}
        for block in dict.fromkeys(spot.block for spot in page.spots):
            organs |= self._story.organs.get(block, set())
        return Printed(sorted({span for post, span in rows if not post.organ}), sorted(organs))

    def add(self, reading: Reading, least: float) -> None:
        """Take in the offices that the reader is surer of than `least` and that are not known; they are then.

        ``村民理事会理事长高远山`` is an office, though no list of titles knows 理事长 of it.
        """
        page, held = reading.page, self._story.held
        for office in sorted(reading.posts, key=lambda o: -o.likely):
            title = page.text[slice(*office.title)]
            known = self._known.get(office.person, ())
            if office.likely < least or any(title in t or t in title for t in known):
                continue
            said = proof(page, office.mention[0], "reader:post", office.likely)
            held.append(Held(person_of(self._story, page, office.person), _post(page, office), said))
            self._learn(held, len(held) - 1)

    def move(self, reading: Reading, least: float) -> None:
        """Take in the changes of office that the reader is surer of than `least` and that the rules do not tell of.

        ``市委组织部宣布高远山同志主政东山，职务是县委书记`` is one, though no verb of theirs says so.
        """
        page, told = reading.page, self._story.changes
        for office in sorted(reading.changes, key=lambda o: -o.likely):
            kind = "APPOINTED" if CHANGES.index(office.value) < COMING else "REMOVED"
            title = page.text[slice(*office.title)]
            known = [c for c in told if c.type == kind and c.person.name == office.person]
            if office.likely < least or any(
                title in t or t in title for c in known for t in (c.post.printed, c.post.title) if t
            ):
                continue
            at = office.mention[0]
            said = proof(page, at, "reader:change", office.likely)
            post = _post(page, replace(office, value="acting" if office.value == "acting" else "full"))
            headline = page.spots[page.sentence(at)].kind == 0
            who = person_of(self._story, page, office.person)
            told.append(Change(kind, who, post, office.value, self._day(page, at), said, headline))
            self._learn(told, len(told) - 1)

    def _day(self, page: Page, at: int) -> When | None:
        """The day of a change: the last that its sentence names before it, else the only one on which the article tells of something."""
        here = page.sentence(at)
        before = [t.when for t in page.times if page.sentence(t.start) == here and t.start <= at]
        if days := [w for w in before if w.precision == "day"]:
            return days[-1]
        found = {e.when.date: e.when for e in self._story.scene.events if e.when and e.when.precision == "day"}
        return next(iter(found.values())) if len(found) == 1 else None

    def complete(self, reading: Reading, least: float, by_kind: float) -> None:
        """Give offices printed without an organ the one that the reader is surer of than `least`, or the nearest of their kind.

        What is known of them is not asserted any more: the sentence that proves it does not name the organ.

        Args:
            by_kind: how sure the nearest organ of a kind is.
        """
        page = reading.page
        for told, k, span in list(self._rows(page)):
            each = told[k]
            likely, organ = reading.whose.get(span, (0.0, ""))
            if each.post.organ or likely < least:
                likely, organ = by_kind, kinds.fitting(page, span[0], each.post, reading.organs)
            if organ:
                sure = round(each.proof.confidence * likely, 3)
                proved = replace(each.proof, confidence=sure, basis="inferred")
                told[k] = replace(each, post=replace(each.post, organ=organ), proof=proved)

    def _rows(self, page: Page) -> Iterator[tuple[list[Any], int, Span]]:
        """Where the story tells of the offices of a page (list, place in it), and where in the row each is printed."""
        spots = {(spot.block, spot.start): spot for spot in page.spots}
        for block in dict.fromkeys(spot.block for spot in page.spots):
            for told, k in self._by_block.get(block, ()):
                spot = spots.get((block, told[k].proof.start))
                if spot is None:
                    continue
                post = told[k].post
                a, b = spot.begin + post.start, spot.begin + post.end
                if page.text[a:b] == post.printed:
                    yield told, k, (a, b)


def _post(page: Page, office: Office) -> Post:
    a, b = office.title
    title = page.text[a:b]
    organ = page.text[slice(*office.organ)] if office.organ else ""
    for mark in sorted(words("titles", "capacities"), key=len, reverse=True):
        if title.startswith(mark) and len(title) > len(mark) + 1:
            title = title[len(mark) :]
            break
    heads = (h for h in sorted(words("titles", "heads"), key=len, reverse=True) if title.endswith(h))
    at = a - page.spots[page.sentence(a)].begin
    return Post(at, at + b - a, title, organ, office.value, next(heads, title[-2:]), organ + page.text[a:b])
