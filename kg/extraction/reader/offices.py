"""Offices that the reader sees beside names, and how what it says is proved."""

from __future__ import annotations

from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.narration import Change, Story
from kg.extraction.people import Participant
from kg.extraction.reader.page import Page
from kg.extraction.reader.reading import Office, Reading
from kg.extraction.titles import Post
from kg.lexicon import words


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
