"""Who leads an area on a day: party, government, congress and CPPCC, office by office, with who acts and what is vacant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg import dates, finding, lexicon, profile
from kg.errors import UsageError
from kg.graph import Graph
from kg.rows import Row

#: What a row of `team` tells.
COLUMNS = ("area", "day", "team", "office", "person", "certainty", "capacity", "since", "until", "quotes", "personId", "officeId",
           "edge")  # fmt: skip
#: Stands for the word of the area's level in a title.
_LEVEL = "〇"
_IN_OFFICE = ("full", "acting")


def team(graph: Graph, areas: Sequence[str], day: str) -> list[Row]:
    """The leaders of one or several areas on a day (``team(graph, ["拱墅区", "滨江区"], "2026-04-29")``).

    Returns:
        Rows of `COLUMNS`, by area and in the order in which papers print the offices. `certainty` is surely (in office before
        and after), possibly (nothing speaks against it), vacant (whoever held the one seat had left it, and nobody can have come)
        or unknown (nothing is known of that day); the last two have no person. Offices that several hold have a row for each.

    Raises:
        UsageError: no whole day, or no area of that name.
    """
    if not dates.is_valid(day) or dates.precision(day) != "day":
        raise UsageError(f"--day {day}", "is no whole day", "write 2026-04-29")
    issues = profile.partial_issues(graph)
    return [row for area in areas for row in _of(graph, _area(graph, area), day, issues)]


def side_by_side(rows: Iterable[Row]) -> list[Row]:
    """The rows of `team` as a table: ``team``, ``office`` (with the level of the first area), and a column for each area."""
    words = {how["says"]: word for word, how in lexicon.entries("teams", "shown").items()}
    cells: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    areas: dict[str, None] = {}
    titles: dict[str, str] = {}
    for row in rows:
        areas.setdefault(row["area"])
        office = row["office"].replace(_level(row["area"]), _LEVEL)
        titles.setdefault(office, row["office"])
        marks = [words[m] for m in (row["capacity"], row["certainty"]) if m in words and row["person"]]
        told = (
            row["person"] + (f"（{'、'.join(marks)}）" if marks else "")
            if row["person"]
            else f"〔{words[row['certainty']]}〕"
        )
        cells[row["team"], office][row["area"]].append(told)
    order = {title: n for n, title in enumerate(lexicon.entries("teams", "offices"))}
    return [
        {"team": words[name], "office": titles[office], **{a: "\n".join(found.get(a, ())) for a in areas}}
        for (name, office), found in sorted(cells.items(), key=lambda c: order[c[0][1]])
    ]


def _area(graph: Graph, name: str) -> Row:
    known = [n for n in graph.nodes("Area") if name in (n["id"], n["name"])]
    if not known:
        names = {n["name"] for n in graph.nodes("Area")}
        meant = finding.others(name, names)
        known = [n for n in graph.nodes("Area") if len(meant) == 1 and n["name"] == meant[0]]
    if not known:
        near = sorted(n for n in names if name in n or n in name)[:5]
        raise UsageError(
            name, "no such area in the graph", f"near it: {', '.join(near)}" if near else "give its full name (拱墅区)"
        )
    if len(known) > 1:
        raise UsageError(name, f"{len(known)} areas bear this name", f"give an id: {', '.join(n['id'] for n in known)}")
    level = _level(known[0]["name"])
    if not level:
        levels = "、".join(lexicon.words("teams", "levels"))
        raise UsageError(known[0]["name"], "its leaders are called otherwise", f"give an area that ends in {levels}")
    return known[0]


def _level(name: str) -> str:
    return (
        name[-1]
        if name.endswith(lexicon.words("teams", "levels")) and not name.endswith(lexicon.words("teams", "otherwise"))
        else ""
    )


def _of(graph: Graph, area: Row, day: str, issues: set[str]) -> Iterable[Row]:
    level = _level(area["name"])
    seats: dict[str, list[Row]] = defaultdict(list)
    for edge in graph.edges_of(area["id"], "IN"):
        office = graph.node(edge["source"])
        if office["label"] == "Position" and edge["target"] == area["id"]:
            seats[str(office.get("title") or office["name"])].append(office)
    heads: set[tuple[str, str]] = set()
    for pattern, how in lexicon.entries("teams", "offices").items():
        title = pattern.replace(_LEVEL, level)
        spells = [e for o in seats[title] for e in graph.edges_of(o["id"], "HOLDS") if e["capacity"] in _IN_OFFICE]
        there = sorted(
            (e for e in spells if (e["startEarliest"] or "") <= day <= (e["endLatest"] or "9999-12-31")),
            key=lambda e: (not _surely(e, day), e["startLatest"] or "", e["source"]),
        )
        # Whoever surely heads a team is not its deputy as well, though no paper says when that ended.
        there = [e for e in there if _surely(e, day) or (how["team"], e["source"]) not in heads]
        heads |= {(how["team"], e["source"]) for e in there if _surely(e, day)}
        plain = {"area": area["name"], "day": day, "team": how["team"], "office": title}
        for e in there:
            yield {**plain, "person": graph.node(e["source"])["name"], "certainty": "surely" if _surely(e, day) else "possibly",
                   "capacity": e["capacity"], "since": profile.range_of(e["startEarliest"], e["startLatest"], issues),
                   "until": profile.range_of(e["endEarliest"], e["endLatest"], issues), "quotes": e["quotes"],
                   "personId": e["source"], "officeId": e["target"], "edge": e["id"]}  # fmt: skip
        if not there and how.get("seats"):
            left = any((e["endLatest"] or "9999-12-31") < day for e in spells)
            office_id = seats[title][0]["id"] if seats[title] else None
            yield {
                **dict.fromkeys(COLUMNS),
                **plain,
                "certainty": "vacant" if left else "unknown",
                "quotes": [],
                "officeId": office_id,
            }


def _surely(spell: Row, day: str) -> bool:
    return bool(spell["startLatest"] and spell["endEarliest"] and spell["startLatest"] <= day <= spell["endEarliest"])
