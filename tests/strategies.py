"""Hypothesis strategies for statements: small invented newspapers in which people meet and hold offices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from kg.statement import Evidence, Statement, ref

# The first example of a run reads the schemas, which takes longer than any other.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

DOCS = ("2024/a.txt", "2024/b.txt", "c.txt", "d.md")
AREAS = {"2024/a.txt": "青溪区", "2024/b.txt": "青溪区", "c.txt": "白石县", "d.md": None}
NAMES = ("沈知秋", "林望舒", "欧阳牧", "陆行舟", "安德烈·科兹洛夫", "科兹洛夫")
TITLES = ("区委书记", "区长", "副区长")
EVENTS = ("区委常委会会议", "青溪区防汛工作会议", "全区防汛工作会议", "走访企业")


def day(offset: int) -> str:
    return (date(2024, 1, 1) + timedelta(offset)).isoformat()


def article(doc: str, order: int, area: str | None = None, published: str | None = "2024-03") -> dict[str, Any]:
    return ref("Article", f"{doc}#{order}", f"第{order}篇", published=published, doc=doc, order=order, area=area)


def event(doc: str, order: int, number: int, name: str, on: str | None = None, **more: Any) -> dict[str, Any]:
    dated = {"date": on, "precision": "day" if on else "none", "earliest": on, "latest": on}
    return ref("Event", f"{doc}#{order}.{number}", name, **{"status": "held", **dated, **more})


def person(doc: str, name: str, **more: Any) -> dict[str, Any]:
    return ref("Person", f"{name}@{doc}", name, **more)


def position(title: str, area: str = "青溪区", seats: int | None = 1) -> dict[str, Any]:
    return ref("Position", area + title, area + title, title=title, seats=seats)


def say(schema: str, doc: str = "c.txt", order: int = 1, start: int = 0, quote: str = "引文", **args: Any) -> Statement:
    """A statement with evidence made up to measure; `confidence`, `basis` and `rule` may be among the args."""
    confidence, basis = args.pop("confidence", 1.0), args.pop("basis", "asserted")
    proof = Evidence(doc, order, start, start + len(quote), quote, args.pop("rule", "test.rule"))
    return Statement(schema, args, proof, confidence, basis)


def holds(name: str, on: str | None, title: str = "区长", doc: str = "c.txt", start: int = 0, **more: Any) -> Statement:
    args = {"titles": [title], "capacity": "full", "evidence": "sighted", "earliest": on, "latest": on, **more}
    seats = args.pop("seats", 1)
    who, seat = person(doc, name), position(title, seats=seats)
    return say("HOLDS", doc, 1, start, source=who, target=seat, **args)


def newspaper(
    doc: str, order: int = 1, *facts: Statement, area: str | None = None, published: str = "2024-03"
) -> list[Statement]:
    """The facts with the Article statement that places them."""
    return [say("Article", doc, order, node=article(doc, order, area, published)), *facts]


@st.composite
def statement(draw: st.DrawFn) -> list[Statement]:
    """One fact of a random article, with the statements of its event where it has one."""
    doc, order = draw(st.sampled_from(DOCS)), draw(st.integers(1, 2))
    start = draw(st.integers(0, 40))
    who = person(doc, draw(st.sampled_from(NAMES)), gender=draw(st.sampled_from([None, None, "女"])))
    on = draw(st.none() | st.integers(0, 5).map(day))
    if draw(st.booleans()):
        seat = position(draw(st.sampled_from(TITLES)), AREAS[doc] or "青溪区", draw(st.sampled_from([1, None])))
        schema = draw(st.sampled_from(["HOLDS", "HOLDS", "APPOINTED", "REMOVED"]))
        if schema == "HOLDS":
            capacity = draw(st.sampled_from(["full", "full", "acting", "designate", "former"]))
            args: dict[str, Any] = {"titles": [seat["title"]], "capacity": capacity, "evidence": "sighted"}
        else:
            args = {"date": on, "kind": schema.lower()}
        late = draw(st.none() | st.just(on) | st.integers(5, 9).map(day)) if on else None
        basis = draw(st.sampled_from(["asserted", "inferred"]))
        return [say(schema, doc, order, start, source=who, target=seat, earliest=on, latest=late, basis=basis, **args)]
    status = draw(st.sampled_from(["held", "held", "planned"]))
    half = draw(st.sampled_from([None, "morning", "afternoon"]))
    number = draw(st.integers(1, 2))
    what = event(doc, order, number, draw(st.sampled_from(EVENTS)), on, status=status, timeOfDay=half, kind="meeting")
    schema = draw(st.sampled_from(["ATTENDED", "CHAIRED", "SPOKE_AT", "EXPECTED_AT"]))
    extra = (
        {"roles": draw(st.sampled_from([[], ["spoke"]])), "rank": draw(st.integers(1, 9))}
        if schema == "ATTENDED"
        else {}
    )
    confidence = draw(st.sampled_from([0.5, 0.8, 1.0]))
    return [
        say("Article", doc, order, node=article(doc, order, AREAS[doc])),
        say("Event", doc, order, start, node=what, article=article(doc, order, AREAS[doc])),
        say("REPORTS", doc, order, start, source=article(doc, order, AREAS[doc]), target=what),
        say(schema, doc, order, start, source=who, target=what, confidence=confidence, **extra),
    ]


def statements(max_size: int = 12) -> st.SearchStrategy[list[Statement]]:
    return st.lists(statement(), max_size=max_size).map(lambda groups: [s for g in groups for s in g])
