"""Of which organ an office is that is printed without one: the reader's pairs, and what the judge makes of them."""

from __future__ import annotations

import itertools

import pytest

from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.narration import Story
from kg.extraction.people import Participant
from kg.extraction.reader import pairing, shapes
from kg.extraction.reader.offices import Offices
from kg.extraction.reader.page import Page, Spot, places_of
from kg.extraction.reader.reading import Reading
from kg.extraction.stating import Change
from kg.extraction.titles import Post

TEXT = "县政协召开常委会议。主席高远山主持，副主席白露出席。县财政局局长江月明汇报。"


def _page() -> Page:
    cuts = [0, *(i + 1 for i, c in enumerate(TEXT) if c == "。")]
    spots = [Spot(0, a, b, a, 1) for a, b in itertools.pairwise(cuts)]
    return Page(TEXT, spots, places_of(TEXT, ["高远山", "白露", "江月明"]))


def _span(word: str) -> tuple[int, int]:
    at = TEXT.index(word)
    return at, at + len(word)


def _story() -> Story:
    spot = _page().spots[1]
    story = Story()
    for name, title in (("高远山", "主席"), ("白露", "副主席")):
        a, b = _span(title)
        post = Post(a - spot.begin, b - spot.begin, title, "", "full", title, title)
        story.held.append(
            Held(Participant(name, 0, 3), post, Proof(0, spot.start, spot.end, a, "position-before-name"))
        )
    return story


def test_an_office_is_compared_with_the_organs_before_it() -> None:
    bare, organs = [_span("主席"), _span("副主席")], [_span("县政协"), _span("县财政局")]
    i, j, forms = pairing.whose(_page(), bare, organs)
    assert list(zip(i, j, strict=True)) == [(0, 0), (1, 0)]
    size = shapes.FORMS["whose"][1]
    assert all(len(row) == 8 and max(row) < size for row in forms)


def test_the_rules_tell_which_offices_have_no_organ() -> None:
    printed = Offices(_story()).printed(_page())
    assert [TEXT[a:b] for a, b in printed.bare] == ["主席", "副主席"]


@pytest.mark.parametrize(("likely", "organs"), [(0.9, ["", "县政协"]), (0.5, ["", ""])])
def test_an_office_gets_the_organ_that_the_reader_is_sure_of(likely: float, organs: list[str]) -> None:
    story = _story()
    change = Change("APPOINTED", story.held[0].person, story.held[1].post, "appointed", None, story.held[1].proof)
    story.changes.append(change)
    reading = Reading(_page(), [], {}, whose={_span("副主席"): (likely, "县政协")})
    Offices(story).complete(reading, 0.7)
    assert [h.post.organ for h in story.held] == organs
    assert story.changes[0].post.organ == organs[1]
    assert [h.proof.confidence for h in story.held] == [0.95, pytest.approx(0.95 * 0.9) if organs[1] else 0.95]
    assert [h.proof.basis for h in story.held] == ["asserted", "inferred" if organs[1] else "asserted"]
