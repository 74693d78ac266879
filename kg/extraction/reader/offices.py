"""Offices that the reader sees beside names, and how what it says is proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.narration import Change, Story
from kg.extraction.people import Participant
from kg.extraction.reader.page import Page
from kg.extraction.reader.posts import Office, Printed, Span
from kg.extraction.reader.reading import Reading
from kg.extraction.titles import Post
from kg.lexicon import words

_Told = TypeVar("_Told", Held, Change)


def proof(page: Page, at: int, rule: str, likely: float) -> Proof:
    """The sentence that holds a character of the row, as proof; `likely` is the confidence."""
    spot = page.spots[page.sentence(at)]
    anchor = spot.start + at - spot.begin
    return Proof(spot.block, spot.start, spot.end, anchor, rule, round(min(0.99, float(likely)), 3))


def person_of(story: Story, page: Page, name: str) -> Participant:
    """A person as the rules know them, or by the name alone."""
    known = story.named.get(name)
    if known is not None:
        return known
    a, b = page.names[name][0]
    spot = page.spots[page.sentence(a)]
    at = a - spot.begin
    return Participant(name, at, at + b - a, begin=at)


def known(story: Story) -> dict[str, list[str]]:
    """The offices, as printed, that the rules have found with each name."""
    found: dict[str, list[str]] = {}
    told: list[Held | Change] = [*story.held, *story.changes]
    for each in told:
        found.setdefault(each.person.name, []).append(each.post.printed or each.post.title)
    return found


def add(story: Story, reading: Reading, known: dict[str, list[str]], least: float) -> None:
    """Add to a story the offices that the reader is surer of than `least` and that are not `known`; they are then.

    ``村民理事会理事长高远山`` is an office, though no list of titles knows 理事长 of it.
    """
    page = reading.page
    for office in sorted(reading.posts, key=lambda o: -o.likely):
        title = page.text[slice(*office.title)]
        have = known.setdefault(office.person, [])
        if office.likely < least or any(title in t or t in title for t in have):
            continue
        post = _post(page, office)
        have.append(post.printed)
        said = proof(page, office.mention[0], "reader:post", office.likely)
        story.held.append(Held(person_of(story, page, office.person), post, said))


def printed(story: Story, page: Page) -> Printed:
    """The offices of a page as the rules have found them."""
    rows = list(_rows(story, page))
    bare = {span for told, span in rows if not told.post.organ}
    return Printed(sorted(bare), sorted(story.organs | {told.post.organ for told, _ in rows if told.post.organ}))


def complete(story: Story, reading: Reading, least: float) -> None:
    """Give offices printed without an organ the one that the reader is surer of than `least`.

    副主席 in ``区政协主席施忆主持，副主席陆文虎出席`` is that of 区政协.
    """
    whose = reading.whose
    if not whose:
        return
    spans = {id(told): span for told, span in _rows(story, reading.page)}

    def completed(told: _Told) -> _Told:
        likely, organ = whose.get(spans.get(id(told), (0, 0)), (0.0, ""))
        if likely < least or told.post.organ:
            return told
        proved = replace(told.proof, confidence=round(told.proof.confidence * likely, 3))
        return replace(told, post=replace(told.post, organ=organ), proof=proved)

    story.held = [completed(held) for held in story.held]
    story.changes = [completed(change) for change in story.changes]


def _rows(story: Story, page: Page) -> Iterator[tuple[Held | Change, Span]]:
    """What the story says of offices on a page, and where in its row each is printed."""
    spots = {(spot.block, spot.start): spot for spot in page.spots}
    told: list[Held | Change] = [*story.held, *story.changes]
    for each in told:
        spot = spots.get((each.proof.block, each.proof.start))
        if spot is None:
            continue
        a, b = spot.begin + each.post.start, spot.begin + each.post.end
        if page.text[a:b] == each.post.printed:
            yield each, (a, b)


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
