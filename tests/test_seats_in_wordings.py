"""One seat in several wordings: what the list says, what the text shows, and what keeps two seats apart."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon
from kg.errors import SchemaError
from kg.folding import fold
from kg.judgement import Judgement
from kg.judgements import Judgements
from kg.linking import Gathering, link, resolve
from kg.linking.wordings import abbreviates, title_of, wordings
from kg.schemas import schema_dir
from kg.statement import Statement, ref
from kg.tenures import timeline
from tests.strategies import day, newspaper, person, say, statements

LONG, SHORT = "云岭特别行政区行政长官", "云岭特区行政长官"


def seen(doc: str, on: int, name: str, *offices: str, seats: int | None = 1, organ: str = "") -> list[Statement]:
    """A paper that sees somebody in offices."""
    facts = []
    for start, office in enumerate(offices):
        seat = ref("Position", office, office, title=title_of(office), seats=seats)
        facts.append(say("HOLDS", doc, start=start, source=person(doc, name), target=seat, titles=[office], capacity="full",
                         evidence="sighted", earliest=day(on), latest=day(on)))  # fmt: skip
        if organ:
            facts.append(say("AT", doc, start=start, source=seat, target=ref("Organization", organ, organ)))
    return newspaper(doc, 1, *facts, published=day(on))


def seats_of(*papers: list[Statement]) -> dict[str, str]:
    links = link([s for paper in papers for s in paper])
    return {i[9:]: head[9:] for i, head in links.items() if i.startswith("Position:")}


# -- laws -----------------------------------------------------------------------------------------------------

OFFICES = st.sampled_from(
    [LONG, SHORT, "云岭行政长官", "云岭特别行政区副行政长官", "阿盟秘书长", "阿拉伯国家联盟秘书长", "白石县委书记"]
)
PAPERS = st.lists(
    st.tuples(
        st.integers(1, 60), st.sampled_from(["信春鹰", "欧阳牧", "林望舒"]), st.lists(OFFICES, min_size=1, max_size=2)
    ),
    max_size=8,
)


def told(papers: list[tuple[int, str, list[str]]]) -> list[list[Statement]]:
    return [seen(f"p{n}.txt", on, name, *offices) for n, (on, name, offices) in enumerate(papers)]


@given(PAPERS, st.randoms(use_true_random=False))
def test_seats_are_groups_whatever_the_order(papers: list[tuple[int, str, list[str]]], shuffle: random.Random) -> None:
    found = [s for paper in told(papers) for s in paper]
    links = link(found)
    shuffle.shuffle(found)
    assert link(found) == links
    groups: dict[str, set[str]] = {}
    for i, head in links.items():
        assert head not in links
        groups.setdefault(head, {head}).add(i)
    for head, group in groups.items():
        assert head == min(group)
        if head.startswith("Position:"):
            names = {i[9:] for i in group}
            assert len({title_of(n) for n in names}) == 1
            assert all(any(abbreviates(a, b) for b in names if b != a) for a in names)


@given(PAPERS, st.integers(0, 4))
def test_what_was_joined_before_changes_nothing(papers: list[tuple[int, str, list[str]]], known: int) -> None:
    grown = Gathering()
    for number, paper in enumerate(told(papers)):
        one = Gathering()
        for s in paper:
            one.add(s)
        grown.add_json(one.to_json())
        if number >= known:
            resolve(grown.mentions())
    whole = [s for paper in told(papers) for s in paper]
    assert resolve(grown.mentions()) == link(whole)


@given(statements(), st.data())
def test_a_judgement_of_offices_wins(found: list[Statement], data: st.DataObject) -> None:
    offices = sorted({f"Position:{s.args['target']['key']}" for s in found if s.schema == "HOLDS"})
    if len(offices) < 2:
        return
    a, b = data.draw(st.permutations(offices))[:2]
    kind = data.draw(st.sampled_from(["same", "different"]))
    links = Judgements([Judgement(kind, a, b)]).constrain(link(found))
    assert (links.get(a, a) == links.get(b, b)) == (kind == "same")


# -- examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        (SHORT, LONG, True),
        ("阿盟秘书长", "阿拉伯国家联盟秘书长", True),
        ("民建中央主席", "民建第十二届中央委员会主席", True),
        ("云岭总统", "云岭副总统", False),  # another title
        ("基金会主席", "云岭基金会主席", False),  # whose it is would be guessed
        ("云岭省委书记", "白石市委书记", False),
    ],
)
def test_which_names_abbreviate_which(a: str, b: str, one: bool) -> None:
    assert abbreviates(a, b) is abbreviates(b, a) is one


def test_two_wordings_of_one_holder_in_one_time_are_one_seat() -> None:
    papers = [seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 20, "信春鹰", SHORT), seen("c.txt", 40, "信春鹰", LONG)]
    assert seats_of(*papers) == {LONG: SHORT} or seats_of(*papers) == {SHORT: LONG}
    graph = fold([s for p in papers for s in p])
    (seat,) = graph.nodes("Position")
    assert seat["name"] == LONG  # as it is printed most
    assert seat["aliases"] == [SHORT]
    assert len(seat["memberIds"]) == 2
    (spell,) = timeline(graph, SHORT)
    assert (spell["startLatest"], spell["endEarliest"], spell["sightings"]) == (day(1), day(40), 3)


def test_an_earlier_office_of_like_name_is_another_seat() -> None:
    assert not seats_of(seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 20, "信春鹰", SHORT))


def test_two_holders_at_once_are_two_seats() -> None:
    both = [seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 20, "信春鹰", SHORT), seen("c.txt", 40, "信春鹰", LONG)]
    assert seats_of(*both)
    assert not seats_of(*both, seen("d.txt", 21, "欧阳牧", SHORT))


def test_seats_of_several_people_and_of_organs_inside_one_another_are_not_joined() -> None:
    pair = "云岭大学校长", "云岭师范大学校长"
    papers = [seen("a.txt", 1, "信春鹰", *pair), seen("b.txt", 9, "信春鹰", *pair)]
    assert seats_of(*papers)
    assert not seats_of(*(seen(d, on, "信春鹰", *pair, seats=None) for d, on in (("a.txt", 1), ("b.txt", 9))))
    inside = say("PART_OF", "a.txt", source=ref("Organization", "云岭师范大学", "云岭师范大学"),
                 target=ref("Organization", "云岭大学", "云岭大学"))  # fmt: skip
    at = [say("AT", "a.txt", source=ref("Position", n, n), target=ref("Organization", n[:-2], n[:-2])) for n in pair]
    assert not seats_of([*papers[0], inside, *at], papers[1])


def test_a_wording_that_may_stand_for_two_seats_stands_for_none() -> None:
    """港澳办主任 of the office of the party and that of the state, which one man heads."""
    two = "中央云岭工作办公室主任", "国务院云岭事务办公室主任"
    assert not abbreviates(*two)
    papers = [seen(d, on, "信春鹰", *two, "云岭办主任") for d, on in (("a.txt", 1), ("b.txt", 9))]
    assert not seats_of(*papers)
    assert seats_of(*(seen(d, on, "信春鹰", two[0], "云岭办主任") for d, on in (("a.txt", 1), ("b.txt", 9))))


# -- the list -------------------------------------------------------------------------------------------------


def test_the_list_that_is_shipped_can_be_read() -> None:
    assert wordings().same["香港特区行政长官"] == "香港特别行政区行政长官"
    assert not seats_of(seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 50, "欧阳牧", "云岭特首"))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "schemas"
    shutil.copytree(schema_dir(), folder)
    monkeypatch.setenv("KG_SCHEMAS", str(folder))
    lexicon.refresh()
    return folder / "linking" / "offices.yaml"


def test_a_row_of_the_list_joins_what_no_text_does(mine: Path) -> None:
    papers = [seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 50, "欧阳牧", "云岭特首")]
    mine.write_text(
        f"note: mine\nsame: {{{LONG}: [云岭特首]}}\ndifferent: []\nlearned: {{holder: 3, against: -3, join: 3}}\n"
    )
    assert seats_of(*papers) == {max(LONG, "云岭特首"): min(LONG, "云岭特首")}
    found = Gathering()
    for s in (s for paper in papers for s in paper):
        found.add(s)
    resolve(found.mentions())
    (line,) = map(json.loads, found.reasons())
    assert (line["joined"], line["evidence"][0]["kind"], line["evidence"][0]["what"]) == (True, "listed", LONG)


def test_a_pair_of_the_list_is_kept_apart(mine: Path) -> None:
    papers = [seen("a.txt", 1, "信春鹰", LONG), seen("b.txt", 20, "信春鹰", SHORT), seen("c.txt", 40, "信春鹰", LONG)]
    mine.write_text(
        f"note: mine\nsame: {{}}\ndifferent: [[{LONG}, {SHORT}]]\nlearned: {{holder: 3, against: -3, join: 3}}\n"
    )
    assert not seats_of(*papers)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("same: {甲: 乙}\ndifferent: []", "no list"),
        ("same: {甲: [丙], 乙: [丙]}\ndifferent: []", "already"),
        ("same: {甲: [乙]}\ndifferent: [[乙, 甲]]", "same and different"),
        ("same: {}\ndifferent: [[乙]]", "no list"),
    ],
)
def test_a_mistake_in_the_list_is_named(mine: Path, text: str, what: str) -> None:
    mine.write_text(f"note: mine\n{text}\nlearned: {{holder: 3, against: -3, join: 3}}\n")
    with pytest.raises(SchemaError, match=what) as error:
        wordings()
    assert "offices.yaml" in str(error.value)
