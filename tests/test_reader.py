"""The learned reader: what it sees, how pairs are told apart, how one judge makes statements of rules and reader, and the model itself."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.corpus.reading import read_document
from kg.extraction import Extractor
from kg.extraction.happenings import Happening, Proof
from kg.extraction.narration import Story
from kg.extraction.reader import pairing, shapes, tags, vetoes
from kg.extraction.reader.judge import Cuts, Judge
from kg.extraction.reader.page import LONGEST, MARKS, Anchor, Page, Spot, Time, pages, places_of
from kg.extraction.reader.reading import Opening, Reading, Seen
from kg.extraction.when import When

NEWS = """临川县举行送温暖活动

　　本报讯　1月8日上午，县委书记高远山、县民政局局长白露踏着积雪来到东山村，同村民聊起今年的收成。
　　村支书田有禾向他们介绍了情况。江月明同志的事迹在村里传为佳话。
"""
NAMES = ("高远山", "白露", "田有禾", "江月明")


def _page(text: str = NEWS) -> Page:
    document = read_document(text, "a.txt")
    [page] = pages(document.articles[0], NAMES, "2031-01-09")
    return page


def _row(page: Page, words: str) -> int:
    return page.text.index(words)


def test_a_page_leads_back_to_its_blocks() -> None:
    document = read_document(NEWS, "a.txt")
    [page] = pages(document.articles[0], NAMES, "2031-01-09")
    for spot in page.spots:
        for at in range(spot.begin, spot.stop):
            block, offset = page.place(at)
            assert document.articles[0].blocks[block].text.text[offset] == page.text[at]
            assert page.row(block, offset) == at
    assert page.times[0].when.date == "2031-01-08"
    marks = page.marks()
    assert len(marks) == len(page.text)
    assert [m % MARKS for m in marks[_row(page, "高远山") :][:4]] == [1, 2, 2, 0]


def test_a_long_article_is_read_in_several_pages_and_loses_nothing() -> None:
    text = "长文\n\n" + "".join(
        f"　　{i}月的第{i}次会议上，高远山讲了话，" + "大家听得认真" * 40 + "。\n" for i in range(1, 40)
    )
    document = read_document(text, "a.txt")
    found = list(pages(document.articles[0], NAMES, None))
    assert len(found) > 1
    spots = [(s.block, s.start) for p in found for s in p.spots]
    assert spots == sorted(set(spots))
    assert sum(len(p.names["高远山"]) for p in found) == 39


@given(st.text("甲乙丙丁", max_size=30), st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), max_size=5))
def test_places_of_names_never_overlap(text: str, names: list[str]) -> None:
    taken = [span for spans in places_of(text, names).values() for span in spans]
    assert all(text[a:b] in names for a, b in taken)
    assert len({i for a, b in taken for i in range(a, b)}) == sum(b - a for a, b in taken)


@given(st.lists(st.integers(0, 80), min_size=1, max_size=6, unique=True))
def test_how_pairs_stand_is_a_number_that_the_model_has(ats: list[int]) -> None:
    page = _page()
    anchors = [Anchor(page.sentence(at), at) for at in sorted(a % len(page.text) for a in ats)]
    _, _, _, parts = pairing.parts(page, anchors)
    rows = {"part": parts, "date": pairing.dates(page, anchors)[2], "site": pairing.sites(page, anchors, [(0, 2), (30, 33)])[2],
            "same": pairing.same(page, anchors, [(a.at, True) for a in anchors])[2]}  # fmt: skip
    for name, forms in rows.items():
        assert len({len(row) for row in forms}) == 1
        assert all(0 <= n < shapes.FORMS[name][1] for row in forms for n in row)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=9), st.integers(0, 500))
def test_what_lies_between_is_counted(ats: list[int], place: int) -> None:
    page = _page()
    size = len(page.text)
    anchors = [Anchor(page.sentence(a), a) for a in sorted(a % size for a in ats)]
    at = place % size
    for k, forms in enumerate(pairing.sites(page, anchors, [(at, at + 1)])[2]):
        here = anchors[k].at
        between = sum(1 for m, x in enumerate(anchors) if m != k and (here < x.at < at or at < x.at < here))
        assert forms[2] == 22 + min(between, 3)


def test_an_article_of_many_events_is_read_in_pages_that_know_nothing_of_each_other() -> None:
    """A book without headlines takes as long for each page as a short one: no page is compared with the whole."""
    lines = [f"　　{k % 12 + 1}月3日，区委书记高远山主持召开第{k}次会议，白露参加。\n" for k in range(300)]
    document = read_document("大事\n\n" + "".join(lines), "a.txt")
    found = list(pages(document.articles[0], NAMES, "2031-12-31"))
    assert len(found) > 2
    blocks = [{spot.block for spot in page.spots} for page in found]
    assert all(len(page.text) <= LONGEST + len(page.spots) for page in found)  # a line break between any two
    assert not any(a & b for a, b in pairwise(blocks))


def test_spans_begin_anew_at_a_first_character() -> None:
    likely = np.zeros((5, shapes.NAME_TAGS))
    likely[:, 0] = 0.1
    for at, place in ((0, 0), (1, 2), (2, 0), (3, 2)):
        likely[at, 1 + place] = 0.9
    likely[4, 0] = 1.0
    assert [(a, b, piece) for a, b, piece, _ in tags.spans(likely, "name")] == [(0, 2, "PERSON"), (2, 4, "PERSON")]


def _reading(
    page: Page,
    likely: dict[str, tuple[float, float, float, float]],
    told: tuple[Happening, ...] = (),
    opens: float = 0.9,
) -> Reading:
    at = _row(page, "来到东山村")
    opening = Opening(page.sentence(at), at + 4, at, at + 5, False, opens, 1, 0.0)
    reading = Reading(page, [Anchor(page.sentence(at), at + 4, told)], {0: opening})
    reading.parts = {(0, n): Seen(np.array(p), page.names[n][0]) for n, p in likely.items()}
    reading.dates = {0: [(0.9, 0)]}
    return reading


def _judged(reading: Reading, story: Story, cuts: Cuts | None = None) -> list[Happening]:
    one = Judge(story, cuts or Cuts())
    one.decide(reading)
    one.close()
    return story.scene.events


def test_the_reader_opens_an_event_with_those_it_is_sure_of() -> None:
    likely = {"高远山": (0.9, 0.0, 0.1, 0.8), "白露": (0.8, 0.0, 0.0, 0.1), "江月明": (0.1, 0.0, 0.0, 0.0)}
    [event] = _judged(_reading(_page(), likely), Story())
    assert {n: set(p.facts) for n, p in event.parts.items()} == {"高远山": {"ATTENDED", "LED"}, "白露": {"ATTENDED"}}
    assert event.kind == "inspection"
    assert event.when is not None
    assert event.when.date == "2031-01-08"
    proof = event.parts["白露"].facts["ATTENDED"]
    assert (proof.rule, proof.confidence) == (
        "reader:attended",
        0.691,
    )  # that there is such an event, and that she was there


def test_no_event_where_the_reader_doubts_it() -> None:
    likely = {"高远山": (0.9, 0.0, 0.0, 0.0)}
    assert _judged(_reading(_page(), likely, opens=0.1), Story()) == []
    # News that tells of people tells of something: what has no other event is believed sooner.
    assert len(_judged(_reading(_page(), likely, opens=0.25), Story())) == 1
    story = Story()
    story.scene.events.append(_told(_page(), "送温暖活动", 1, ("田有禾",)))
    assert len(_judged(_reading(_page(), likely, opens=0.25), story)) == 1


def _told(page: Page, name: str, number: int, people: tuple[str, ...]) -> Happening:
    from kg.extraction.people import Participant

    proof = Proof(page.spots[-1].block, page.spots[-1].start, page.spots[-1].end, page.spots[-1].start, "attends")
    event = Happening(number, "gathering", name, "meeting", proof)
    for person in people:
        event.add(Participant(person, 0, 3), ("ATTENDED",), proof)
    return event


def test_what_the_rules_say_stays_unless_the_reader_is_sure_against_it() -> None:
    page, story = _page(), Story()
    story.scene.events.append(_told(page, "送温暖活动", 1, ("田有禾", "江月明")))
    likely = {"田有禾": (0.3, 0.0, 0.0, 0.0), "江月明": (0.001, 0.0, 0.0, 0.0)}
    [event] = _judged(_reading(page, likely, tuple(story.scene.events)), story)
    assert list(event.parts) == ["田有禾"]
    assert event.parts["田有禾"].facts["ATTENDED"].rule == "attends"


def test_two_of_the_rules_events_that_are_one_become_one() -> None:
    page, story = _page(), Story()
    first, second = _told(page, "活动", 1, ("高远山",)), _told(page, "慰问活动", 2, ("白露",))
    child = _told(page, "座谈会", 3, ())
    child.parent = second
    story.scene.events += [first, second, child]
    likely = {"高远山": (0.9, 0.0, 0.0, 0.0), "白露": (0.9, 0.0, 0.0, 0.0)}
    events = _judged(_reading(page, likely, (first, second)), story)
    assert [e.number for e in events] == [1, 3]
    assert set(events[0].parts) == {"高远山", "白露"}
    assert "慰问活动" in (events[0].name, *events[0].aliases)
    assert events[1].parent is events[0]


@pytest.mark.model
def test_the_model_finds_what_no_rule_knows_and_proves_it(newspaper: object, tmp_path: Path) -> None:
    path = newspaper("a.txt", NEWS)  # type: ignore[operator]
    asked = {"issued": "2031-01-09", "area": "临川县", "database": False}
    for name, more in (("both", {}), ("rules", {"rules_only": True})):
        kg.build([path], tmp_path / name, **asked, **more)
    both, rules = (
        [json.loads(line) for line in (tmp_path / n / "statements.jsonl").open(encoding="utf-8")]
        for n in ("both", "rules")
    )
    assert not [s for s in rules if s["evidence"]["rule"].startswith("reader:")]
    found = {s["args"]["source"]["name"] for s in both if s["schema"] == "ATTENDED"}
    assert {"高远山", "白露"} <= found
    assert "江月明" not in found
    raw = path.read_text(encoding="utf-8")
    assert all(raw[s["evidence"]["start"] : s["evidence"]["end"]] == s["evidence"]["quote"] for s in both)


@pytest.mark.model
def test_one_document_is_read_alike_whatever_was_read_before() -> None:
    document = read_document(NEWS, "a.txt")
    extractor = Extractor("embedded")
    first = extractor.extract(document)
    extractor.extract(read_document(NEWS.replace("高远山", "许知远"), "b.txt"))
    assert extractor.extract(document) == first


@pytest.mark.hanlp
def test_torch_and_numpy_agree() -> None:
    torch = pytest.importorskip("torch")
    from kg.extraction.ner import weights
    from kg.extraction.ner.encoding import Encoder, pairs_of
    from kg.extraction.reader import arithmetic
    from kg.extraction.reader.network import Network, span_of

    model = arithmetic.load()
    encoder = Encoder(model.characters)
    network = Network(encoder.size)
    state = weights.read(arithmetic.MODEL, model.settings["weights"])
    network.load_state_dict({n: torch.from_numpy(v.copy()) for n, v in state.items()})
    network.eval()
    page = _page()
    encoded = encoder.encode([page.text])
    marks = np.zeros(len(encoded.ids), dtype=np.int32)
    marks[: len(page.text)] = page.marks()
    given_ = (encoded.ids, pairs_of(encoded.ids), encoded.features, marks)
    x, scores = model.read(*given_)
    with torch.no_grad():
        y, tagged = network.read(*map(torch.from_numpy, given_))
        assert np.allclose(x, y, atol=1e-3)
        assert np.allclose(scores, tagged, atol=1e-3)
        begins, ends = [s.begin for s in page.spots], [s.stop for s in page.spots]
        counted = np.array(pairing.tellings(page, [1], True), dtype=np.float32)
        s, tells = model.tell(x, begins, ends, counted)
        t, told = network.tell(y, begins, ends, torch.from_numpy(counted), torch.ones(len(begins), 1))
        assert np.allclose(s, t, atol=1e-3)
        assert np.allclose(tells, told, atol=1e-3)
        places, here = [(3, 6), (20, 23)], [0, 1]
        left = model.spans(x, s, places, here)
        same = span_of(y, t, torch.tensor(places), torch.tensor(here))
        assert np.allclose(left, same, atol=1e-3)
        right = model.anchors(x, s, [5, 30], here)
        forms = [[0, 11, 16], [1, 12, 17]]
        got = model.relate("part", left, right, [0, 1], [1, 0], forms)
        want = network.relate(
            "part", same, torch.from_numpy(right), torch.tensor([0, 1]), torch.tensor([1, 0]), torch.tensor(forms)
        )
        assert np.allclose(got, want, atol=1e-3)


def _opening(text: str, name: str) -> tuple[Page, Opening]:
    document = read_document(f"新闻\n\n　　{text}\n", "a.txt")
    [page] = pages(document.articles[0], ("高远山", "白露"), "2031-01-09")
    at = page.text.index(name)
    return page, Opening(page.sentence(at), at + len(name) - 1, at, at + len(name), True, 0.9, 0, 0.0)


@pytest.mark.parametrize(
    ("text", "name", "none"),
    [
        ("1月8日，县委书记高远山致电白露，祝贺她当选市商会会长。", "当选市商会会长", True),
        ("1月8日，县委书记高远山同白露通电话。", "通电话", True),
        ("县委书记高远山预祝全市运动会圆满成功。", "全市运动会", True),
        ("县委书记高远山取消了原定的全县大会。", "全县大会", True),
        ("1月8日，受县委书记高远山委托，副县长白露看望了老党员。", "看望", False),
        ("1月8日，县委书记高远山到会祝贺。", "到会", False),
        ("1月8日，全县运动会开幕，县委书记高远山出席。", "全县运动会", False),
    ],
)
def test_a_telegram_is_no_meeting(text: str, name: str, none: bool) -> None:
    page, opening = _opening(text, name)
    assert vetoes.no_event(page, opening.start, opening.end) is none


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("1月8日，商会年会举行，县委书记高远山发来贺信。", True),
        ("1月8日，受县委书记高远山委托，白露到会。", True),
        ("1月8日，商会年会举行，县委书记高远山到会。", False),
        ("1月8日，副县长高远山宣读了贺信。", False),
        ("1月8日，县里开会，传达学习县委书记高远山的讲话。", True),
        ("1月8日，县委书记高远山传达学习了全会精神。", False),
    ],
)
def test_whoever_sends_a_letter_is_not_there(text: str, absent: bool) -> None:
    page, _ = _opening(text, "1月8日")
    assert vetoes.not_there(page, page.names["高远山"][0]) is absent


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("11日上午，高远山前往麦积区南山花牛苹果基地考察。", "山花牛苹果基地考察", "高远山前往麦积区南山花牛苹果基地考察"),
        ("高远山出席全县招商推进大会。", "招商推进大会", "全县招商推进大会"),
        ("昨日，县里举办火把节。", "火把节", "火把节"),
        ("3月2日高远山来到东山村。", "来到东山村", "高远山来到东山村"),
    ],
)  # fmt: skip
def test_an_event_has_a_name_that_can_be_read(text: str, tagged: str, name: str) -> None:
    from kg.extraction.reader import event_names

    page = Page(text, [Spot(0, 0, len(text), 0, 1)], places_of(text, ["高远山"]))
    if "3月2日" in text:
        page.times.append(Time(0, 4, When("2031-03-02", "day", "2031-03-02", "2031-03-02", None, None, "3月2日")))
    at = text.index(tagged)
    opening = Opening(0, at + len(tagged) - 1, at, at + len(tagged), not tagged.startswith("来到"), 0.9, 0, 0.0)
    assert event_names.name(page, opening)[0] == name
