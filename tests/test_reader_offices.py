"""Of which organ an office is that is printed without one: the reader's pairs, and what the judge makes of them."""

from __future__ import annotations

import itertools

import pytest

from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.narration import Story
from kg.extraction.people import Participant
from kg.extraction.reader import kinds, moving, pairing, shapes
from kg.extraction.reader.offices import Offices
from kg.extraction.reader.page import Page, Spot, places_of
from kg.extraction.reader.posts import Office
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
    Offices(story).complete(reading, 0.7, 0.8)
    assert [h.post.organ for h in story.held] == organs
    assert story.changes[0].post.organ == organs[1]
    assert [h.proof.confidence for h in story.held] == [0.95, pytest.approx(0.95 * 0.9) if organs[1] else 0.95]
    assert [h.proof.basis for h in story.held] == ["asserted", "inferred" if organs[1] else "asserted"]


def _row(text: str, names: list[str]) -> Page:
    return Page(text, [Spot(0, 0, len(text), 0, 1)], places_of(text, names))


@pytest.mark.parametrize(
    ("text", "organs", "title", "organ", "found"),
    [
        ("来到云岭镇大树村，镇长白露汇报", ["云岭镇大树村"], "镇长", "", "云岭镇"),
        ("来到云岭镇，镇党委书记白露汇报", ["云岭镇"], "党委书记", "镇", "云岭镇"),
        ("云岭镇和白石镇先后汇报，镇长白露说", ["云岭镇", "白石镇"], "镇长", "", "白石镇"),
        ("临川新区党工委书记高远山主持，管委会主任白露汇报", ["临川新区"], "主任", "管委会", "临川新区管委会"),
        ("临川区第一中学建校百年，校长白露致辞", ["临川区第一中学"], "校长", "", "临川区第一中学"),
        ("临川区第一中学建校百年，院长白露致辞", ["临川区第一中学"], "院长", "", ""),
        ("区教育局在某中学开会，校长白露致辞", ["某中学"], "校长", "", ""),
        ("镇长白露来到云岭镇", ["云岭镇"], "镇长", "", ""),
        ("区总工会开会，主任白露主持", ["区总工会"], "主任", "", ""),
    ],
)
def test_an_office_is_of_the_nearest_organ_of_its_kind_before_it(
    text: str, organs: list[str], title: str, organ: str, found: str
) -> None:
    at = text.index(title)
    post = Post(at, at + len(title), title, organ, "full", title[-2:], title)
    spans = [(text.index(o), text.index(o) + len(o)) for o in organs]
    assert kinds.fitting(_row(text, ["白露"]), at - len(organ), post, spans) == found


def test_words_of_change_stand_before_between_and_after_a_pair() -> None:
    text = "会议任命高远山为区教育局局长，免去白露的区水利局局长职务。"
    page = _row(text, ["高远山", "白露"])
    mentions = [(text.index(n), text.index(n) + len(n), n) for n in ("高远山", "白露")]
    titles = [(at, at + 2) for at in (text.index("局长，"), text.index("局长职务"))]
    told = moving.found(page)
    assert [text[a:b] for a, b, _ in told] == ["任命", "免去"]
    rows = {(m, n): forms for m, n, forms in moving.pairs(page, mentions, titles, told)}
    own, other = rows[0, 0], rows[1, 1]
    assert own[-6:] != other[-6:]
    assert all(max(forms) < shapes.FORMS["change"][1] for forms in rows.values())
    assert moving.pairs(page, mentions, titles, moving.found(_row("区教育局局长高远山讲话。", []))) == []


@pytest.mark.parametrize(
    ("kind", "likely", "told"),
    [
        ("elected", 0.9, [("APPOINTED", "elected", "full")]),
        ("acting", 0.9, [("APPOINTED", "acting", "acting")]),
        ("removed", 0.9, [("REMOVED", "removed", "full")]),
        ("removed", 0.5, []),
    ],
)
def test_a_change_that_the_reader_is_sure_of_is_told(
    kind: str, likely: float, told: list[tuple[str, str, str]]
) -> None:
    story, page = Story(), _page()
    at = TEXT.index("白露")
    office = Office("白露", (at, at + 2), _span("副主席"), None, kind, likely)
    offices = Offices(story)
    for _ in range(2):  # what is known is not told again
        offices.move(Reading(page, [], {}, changes=[office]), 0.8)
    assert [(c.type, c.kind, c.post.capacity) for c in story.changes] == told
    assert all(c.proof.rule == "reader:change" and c.post.title == "副主席" for c in story.changes)
