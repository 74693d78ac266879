"""What an office takes over from the offices named before it in the same sentence."""

from __future__ import annotations

import pytest

from kg.extraction import people
from kg.extraction.people import Sentence


def held(text: str) -> dict[str, list[str]]:
    """Person → organ|title for each office, with the area that may be meant after a blank."""
    return {
        p.name: [f"{q.organ}|{q.title} {q.beside}".strip() for q in p.posts]
        for who in people.find(Sentence(text))
        for p in who.people
    }


@pytest.mark.parametrize(
    ("text", "name", "offices"),
    [
        ("云岭县委书记高原，县委副书记、县长林远陪同", "林远", ["云岭县委|副书记", "云岭县|县长"]),
        ("四川省云岭县委书记高原、县长林远陪同", "林远", ["四川省云岭县|县长"]),
        ("云岭县县长高原、副县长林远陪同", "林远", ["云岭县|副县长"]),
        ("云岭县委书记高原、县人大常委会主任林远陪同", "林远", ["云岭县人大常委会|主任"]),
        ("云岭县委书记高原，县委书记林远、县长何强参加", "何强", ["|县长"]),
        ("云岭县委书记高原来我县考察，县长林远陪同", "林远", ["|县长"]),
        ("云岭县委书记高原主持会议，县长林远讲话", "林远", ["|县长 云岭县"]),
        ("云岭县委书记高原主持会议，市长林远讲话", "林远", ["|市长"]),
        ("我县县委书记高原、县长林远参加", "林远", ["|县长"]),
    ],
)
def test_a_bare_office_of_an_area_is_of_the_area_named_in_its_list(text: str, name: str, offices: list[str]):
    assert held(text)[name] == offices


@pytest.mark.parametrize(
    ("text", "name", "offices"),
    [
        ("区政协主席高原主持会议并讲话，副主席林远、何强出席", "何强", ["区政协|副主席"]),
        ("区政协主席高原主持会议，秘书长林远出席", "林远", ["区政协|秘书长"]),
        ("区政协副主席高原、何强，秘书长林远参加", "林远", ["区政协|秘书长"]),
        ("区政协主席高原主持会议，党组副书记、副主席林远出席", "林远", ["区政协|党组副书记", "区政协|副主席"]),
        ("区人大常委会主任高原主持会议，副主任林远出席", "林远", ["区人大常委会|副主任"]),
        ("区人大常委会主任高原、区政协主席何强出席，副主任林远参加", "林远", ["区人大常委会|副主任"]),
        ("区人大常委会主任高原、区政协主席何强出席，秘书长林远参加", "林远", ["|秘书长"]),
        ("云帆大学校长高原致辞，副校长林远主持", "林远", ["云帆大学|副校长"]),
        ("国家主席高原讲话，副主席林远出席", "林远", ["|副主席"]),
        ("区政协主席高原主持会议，县总工会副主席林远出席", "林远", ["县总工会|副主席"]),
    ],
)
def test_a_bare_deputy_serves_the_one_head_named_before(text: str, name: str, offices: list[str]):
    assert held(text)[name] == offices


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("大河集团总工程师高原、投资部部长林远出席", ["大河集团投资部|部长"]),
        ("大河集团总经理高原，组织部部长林远出席", ["组织部|部长"]),
        ("大河集团总经理高原，县发展改革局局长林远出席", ["县发展改革局|局长"]),
        ("区林业局局长高原、投资部部长林远出席", ["投资部|部长"]),
        ("大河集团总经理高原致辞，投资部部长林远主持", ["投资部|部长"]),
    ],
)
def test_a_department_in_a_list_is_of_the_firm_before_it(text: str, offices: list[str]):
    assert held(text)["林远"] == offices
