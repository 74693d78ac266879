"""How each bound of a spell is known, and spells as bars."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import given

from kg.exports import spells
from kg.folding import fold
from kg.statement import Statement
from kg.tenures import BOUNDS, KNOWN_BY, timeline
from tests.strategies import day, holds, person, position, say, statements


def town() -> list[Statement]:
    """沈知秋 is seen twice and removed; 林望舒 is elected, and seen; 欧阳牧 was in office once, when is not said."""
    seat, old, new = position("区长"), person("c.txt", "沈知秋"), person("c.txt", "林望舒")
    return [
        holds("沈知秋", day(0), start=1), holds("沈知秋", day(10), start=2),
        say("REMOVED", start=3, source=old, target=seat, date=day(20), kind="resigned", earliest=day(20), latest=day(20)),
        say("APPOINTED", start=4, source=new, target=seat, date=day(30), kind="elected", earliest=day(30), latest=day(30)),
        holds("林望舒", day(40), start=5), holds("欧阳牧", None, start=6, capacity="former"),
    ]  # fmt: skip


def test_each_bound_tells_how_it_is_known() -> None:
    gone, old, new = timeline(fold(town()), "青溪区区长")
    assert (gone["person"], [gone[f"{b}By"] for b in BOUNDS]) == ("欧阳牧", ["unknown"] * 4)
    assert (old["person"], [old[f"{b}By"] for b in BOUNDS]) == (
        "沈知秋",
        ["unknown", "sighted", "announced", "announced"],
    )
    assert (new["person"], [new[f"{b}By"] for b in BOUNDS]) == (
        "林望舒",
        ["announced", "announced", "sighted", "unknown"],
    )
    unannounced = [s for s in town() if s.schema == "HOLDS"]
    _, old, new = timeline(fold(unannounced), "青溪区区长")
    assert [old[f"{b}By"] for b in BOUNDS] == ["unknown", "sighted", "sighted", "bounded"]
    assert [new[f"{b}By"] for b in BOUNDS] == ["bounded", "sighted", "sighted", "unknown"]


@given(statements(20))
def test_bars_hold_what_the_bounds_say(found: list[Statement]) -> None:
    graph = fold(found)
    for office in graph.nodes("Position"):
        rows: list[dict[str, Any]] = timeline(graph, office["id"])
        for row in rows:
            for bound in BOUNDS:
                assert row[f"{bound}By"] in KNOWN_BY
                assert (row[f"{bound}By"] == "unknown") == (row[bound] is None)
        on = spells.axis(rows)
        drawn = spells.draw(rows, 50)
        assert bool(drawn) == (on is not None)
        for row, (name, text) in zip(rows, drawn[1:]):
            assert name == row["person"]
            assert len(text) <= 50
            bar = on and spells.bar(row, on)
            assert (bar is None) == (text == "")
            if bar:
                assert 0 <= bar.possible[0] <= bar.possible[1] <= 1
                sure = row["startLatest"] and row["endEarliest"] and row["startLatest"] <= row["endEarliest"]
                assert bool(sure) == (spells.SURE in text)
                if bar.sure:
                    assert bar.possible[0] <= bar.sure[0] <= bar.sure[1] <= bar.possible[1]
        for row in rows:
            row.update(since="", until="")
        root = ElementTree.fromstring(spells.svg(rows, "<区长>"))
        assert len([e for e in root.iter() if e.tag.endswith("}text") and e.text == "time unknown"]) == sum(
            not any(r[b] for b in BOUNDS) for r in rows)  # fmt: skip


def test_a_line_of_bars_is_readable() -> None:
    years, gone, old, new = spells.draw(timeline(fold(town()), "青溪区区长"), 30)
    assert (gone, years[1][:7]) == (("欧阳牧", ""), "2023-12")
    assert (old[0], old[1].strip(spells.OPEN)[0]) == ("沈知秋", spells.SURE)
    assert new[1].lstrip().startswith(spells.SURE)
    assert new[1].endswith(spells.OPEN)
