from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking import Gathering, link, members, resolve
from kg.linking.names import wording
from kg.statement import Statement
from tests.strategies import article, day, event, holds, newspaper, person, say, statements

A, B, C = "a.txt", "b.txt", "c.txt"


@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(found: list[Statement], shuffle: random.Random) -> None:
    other = found + found[:3]
    shuffle.shuffle(other)
    assert link(other) == link(found)


def by_document(found: list[Statement]) -> list[str]:
    """What each document says of who is who, as a ledger keeps it."""
    docs = {s.evidence.doc: Gathering() for s in found}
    for s in found:
        docs[s.evidence.doc].add(s)
    return [g.to_json() for g in docs.values()]


@given(statements(), st.integers(0, 3))
def test_what_was_compared_before_changes_nothing(found: list[Statement], known: int) -> None:
    gathered = Gathering()
    documents = by_document(found)
    for number, told in enumerate([*documents, *documents[:1]]):
        gathered.add_json(told)
        if number >= known:
            so_far = list(dict.fromkeys(s.evidence.doc for s in found))[: number + 1]
            assert resolve(gathered.mentions()) == link(s for s in found if s.evidence.doc in so_far)


@given(statements())
def test_links_are_groups_named_after_their_smallest_member(found: list[Statement]) -> None:
    links = link(found)
    for node, canonical in links.items():
        assert canonical < node
        assert canonical not in links  # transitive: no chains
        assert node.partition(":")[0] == canonical.partition(":")[0]
    for canonical, group in members(links).items():
        assert group[0] == canonical
        assert {links.get(i, i) for i in group} == {canonical}  # symmetric


events = st.tuples(st.sampled_from([A, B, C]), st.integers(1, 2), st.integers(1, 2))
facts = st.tuples(
    st.sampled_from(["区委常委会会议", "全区防汛工作会议", "防汛工作会议暨演练", "会议"]),
    st.lists(st.sampled_from(["沈知秋", "林望舒"]), unique=True),
    st.sampled_from([day(1), day(2), None]),
    st.sampled_from([None, "morning", "afternoon"]),
)


@given(st.dictionaries(events, facts, max_size=10))
def test_two_events_of_one_article_or_of_two_days_stay_two(
    paper: dict[tuple[str, int, int], tuple[str, list[str], str | None, str | None]],
) -> None:
    found = []
    known = {}
    for (doc, order, number), (name, people, on, half) in paper.items():
        found += told(doc, name, people, on, order, number=number, timeOfDay=half, latest=on or day(9))
        known[f"Event:{doc}#{order}.{number}"] = (f"{doc}#{order}", on, half)
    for group in members(link(found)).values():
        if group[0].startswith("Event:"):
            articles, days, halves = zip(*(known[i] for i in group), strict=True)
            assert len(set(articles)) == len(articles)
            assert len(set(days) - {None}) <= 1
            assert len(set(halves) - {None}) <= 1


def told(
    doc: str,
    name: str,
    people: list[str],
    on: str | None = "2024-03-01",
    order: int = 1,
    area: str | None = "青溪区",
    number: int = 1,
    **more: object,
) -> list[Statement]:
    what = event(doc, order, number, name, on, **more)
    facts = [say("Event", doc, order, number, node=what, article=article(doc, order, area))]
    facts += [say("ATTENDED", doc, order, number, source=person(doc, p), target=what) for p in people]
    return newspaper(doc, order, *facts, area=area)


def one_event(*parts: list[Statement]) -> bool:
    return any(k.startswith("Event:") for k in link([s for p in parts for s in p]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("青溪区防汛工作会议", "全区防汛工作会议"),
        ("区防汛工作会议", "我区召开防汛工作会议"),
        ("“清溪行动”推进会", "清溪行动推进会"),
        ("青溪区经济发展大会暨项目推进会", "经济发展大会"),
    ],
)
def test_one_event_in_two_wordings(first: str, second: str) -> None:
    assert one_event(told(A, first, ["沈知秋", "林望舒"]), told(B, second, ["沈知秋"]))


def test_names_that_hold_another_or_tell_nothing() -> None:
    host = told(A, "望江论坛", ["沈知秋"])
    assert one_event(host, told(B, "望江论坛开幕式", ["沈知秋"]))
    assert not one_event(host, told(B, "会见出席望江论坛的客人", ["沈知秋"]))
    vague: dict[str, Any] = {"on": None, "earliest": "2024-02-20", "latest": "2024-03-05"}
    assert not one_event(told(A, "欢迎仪式", ["沈知秋"]), told(B, "欢迎仪式", ["沈知秋"], **vague))
    assert one_event(told(A, "欢迎仪式", ["沈知秋"]), told(A, "欢迎仪式", ["沈知秋"], order=2, **vague))


def test_what_keeps_events_apart() -> None:
    name, who = "区委常委会会议", ["沈知秋"]
    assert one_event(told(A, name, who), told(B, name, who))
    assert not one_event(told(A, name, who), told(B, name, who, on="2024-03-02"))
    assert not one_event(told(A, name, who, timeOfDay="morning"), told(B, name, who, timeOfDay="afternoon"))
    assert not one_event(told(A, name, who), told(B, name, ["林望舒"]))
    assert not one_event(told(A, name, who), told(B, "走访慰问困难群众", who))  # never by participants alone
    assert not one_event(told(A, name, who), told(B, name, who, area="白石县"))
    assert not one_event(told(A, name, who), told(A, name, who, number=2))
    assert not one_event(told(A, "区政府第三次会议", who), told(B, "区政府第四次会议", who))


def test_a_body_that_meets_twice_in_one_half_day() -> None:
    reform = {"convenorKey": "青溪区委改革委", "kind": "meeting"}
    full, other = told(A, "深化改革会议", ["沈知秋"], **reform), told(B, "数字改革推进会", ["沈知秋"], **reform)
    assert not one_event(full, other)
    assert one_event(told(A, "会议", ["沈知秋"], **reform), told(B, "数字改革推进会", ["沈知秋"], **reform))


def test_one_side_without_participants_needs_the_same_name() -> None:
    assert one_event(told(A, "区委常委会会议", []), told(B, "区委常委会会议", ["沈知秋"]))
    assert not one_event(told(A, "区委常委会会议", []), told(B, "区委常委会扩大会议", ["沈知秋"]))


def test_days_that_are_not_known_to_the_day() -> None:
    recently = {"precision": "none", "latest": "2024-03-10"}
    vague = told(B, "青溪读书节", ["沈知秋"], on=None, **recently)
    assert one_event(told(A, "青溪读书节", ["沈知秋"]), vague)
    assert not one_event(told(A, "青溪读书节", ["沈知秋"], on="2023-03-01"), vague)
    assert not one_event(told(A, "青溪读书节", ["沈知秋"], on="2024-03-11"), vague)
    assert not one_event(told(A, "青溪读书节", ["沈知秋"], on=None), told(B, "青溪读书节", ["沈知秋"], on=None))


def test_planned_and_held_are_one_only_with_the_same_name_on_the_same_day() -> None:
    assert one_event(told(A, "青溪读书节", ["沈知秋"], status="planned"), told(B, "青溪读书节", ["沈知秋"]))
    assert not one_event(told(A, "青溪读书节开幕式", ["沈知秋"], status="planned"), told(B, "青溪读书节", ["沈知秋"]))


def test_a_third_article_does_not_chain_two_events_of_one_article() -> None:
    double = told(A, "防汛工作推进会", ["沈知秋"]) + told(A, "防汛工作推进会暨演练", ["沈知秋"], number=2)
    links = link(double + told(B, "防汛工作推进会", ["沈知秋"]))
    assert links == {f"Event:{B}#1.1": f"Event:{A}#1.1", f"Person:沈知秋@{B}": f"Person:沈知秋@{A}"}


def same_person(*parts: list[Statement]) -> bool:
    return any(k.startswith("Person:") for k in link([s for p in parts for s in p]))


def test_namesakes() -> None:
    def seen(
        doc: str, area: str | None, title: str = "区长", gender: str | None = None, name: str = "王伟"
    ) -> list[Statement]:
        who = person(doc, name, gender=gender)
        mark = [say("WROTE", doc, source=who, target=article(doc, 1))]
        return newspaper(doc, 1, holds(name, day(1), title, doc, seats=None), *mark, area=area)

    assert same_person(seen(A, "青溪区"), seen(B, "青溪区", "副区长"))
    assert not same_person(seen(A, "青溪区", gender="女"), seen(B, "青溪区", gender="男"))
    assert not same_person(seen(A, "青溪区"), seen(B, "白石县", "副区长"))
    assert same_person(seen(A, "青溪区"), seen(B, "白石县"))  # the same full office
    assert same_person(seen(A, None), seen(B, None))
    assert not same_person(seen(A, None), seen(B, None, "副区长"))
    assert same_person(seen(A, None, name="沈知秋"), seen(B, None, "副区长", name="沈知秋"))  # a name that few bear


def test_short_foreign_names_of_one_document() -> None:
    def named(doc: str, *names: str) -> list[Statement]:
        return newspaper(
            doc,
            1,
            *(say("WROTE", doc, start=i, source=person(doc, n), target=article(doc, 1)) for i, n in enumerate(names)),
        )

    assert same_person(named(A, "安德烈·科兹洛夫", "科兹洛夫"))
    assert same_person(named(A, "包洛尼·伊什特万", "包洛尼"))
    assert not same_person(named(A, "安德烈·科兹洛夫", "彼得·科兹洛夫", "科兹洛夫"))
    assert not same_person(named(A, "安德烈·科兹洛夫", "科兹洛"))
    assert not same_person(named(A, "安德烈·科兹洛夫"), named(B, "科兹洛夫"))


def test_short_foreign_names_of_one_office() -> None:
    def held(doc: str, name: str, title: str = "总统") -> list[Statement]:
        return newspaper(doc, 1, holds(name, day(1), title, doc))

    assert same_person(held(A, "安德烈·科兹洛夫"), held(B, "科兹洛夫"))
    assert not same_person(held(A, "安德烈·科兹洛夫"), held(B, "科兹洛夫", "总理"))
    assert not same_person(held(A, "安德烈·科兹洛夫"), held(B, "彼得·科兹洛夫"), held(C, "科兹洛夫"))


@pytest.mark.parametrize("area", ["青溪区", "白石县", "云川市", "望北镇"])
def test_the_area_of_the_paper_goes_without_saying(area: str) -> None:
    level = area[-1]
    forms = {
        wording(area).normalise(prefix + "防汛工作会议")
        for prefix in (area, area[:-1], level, "全" + level, "我" + level, "")
    }
    assert forms == {"防汛工作"}
    assert wording(area).normalise("外省防汛工作会议") != "防汛工作"


def test_what_is_told_of_an_event_later_is_compared_again() -> None:
    """Nothing found before may stand for an event of which something new is told: here the name that two papers share."""
    known = [*told(A, "区委常委会会议", ["沈知秋"], day(1), 1), *told(B, "全区防汛工作会议", ["沈知秋"], day(1), 1)]
    more = told(A, "全区防汛工作会议", ["沈知秋"], day(1), 1)
    gathered = Gathering()
    for text in by_document(known):
        gathered.add_json(text)
    before = resolve(gathered.mentions())
    for text in by_document(more):
        gathered.add_json(text)
    assert resolve(gathered.mentions()) == link([*known, *more]) != before
