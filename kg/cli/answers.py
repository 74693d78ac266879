"""The answers of `kg show` and `kg timeline` as tables for people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg import profile
from kg.cli import tables

if TYPE_CHECKING:
    from rich.text import Text

#: Quotes shown for a spell of office, and characters shown of a quote; the other formats give all of them.
_QUOTES, _QUOTE = 3, 48
#: Part of ATTENDED, which names them among its roles.
_ROLES = ("CHAIRED", "SPOKE_AT", "LED")
_SIGNS = "≤ on that day or before   ≥ on that day or after   a…b on some day from a to b"

Rows = Sequence[Mapping[str, Any]]


def write_timeline(rows: Rows, title: str) -> None:
    """Print the spells of an office: who, since when, until when, how often seen, on what evidence."""
    from kg.folding.silences import told

    cells: list[list[str | Text]] = []
    for row in rows:
        seen = [f"{how} ×{row['sightings']}" if how == "sighted" else how for how in row["evidence"]]
        quotes = list(dict.fromkeys(clip(quote, row["person"]) for quote in _sentences(row["proofs"])))
        shown = [f"·{quote}" for quote in quotes[:_QUOTES]]
        if len(quotes) > len(shown):
            shown.append(f"… {len(quotes) - len(shown)} more")
        shown += profile.by_hand(row["proofs"])
        cells.append([*(x.replace("…", "…\n") for x in (row["person"], row["capacity"], row["since"], row["until"])),
                      "\n".join(seen), "\n".join(shown)])  # fmt: skip
    columns = ("person", "capacity", "since", "until", "evidence", "quotes")
    quiet = [f"{told(row['unread'])}, before {row['person']}" for row in rows if row.get("unread")]
    notes = [f"{'; '.join(quiet)}: whether another held the office then, is not known"] if quiet else []
    caption = "\n".join([_SIGNS, *notes, "all quotes, and where they stand: --format json"])
    tables.draw(columns, cells, title, fixed=columns[:5], caption=caption)


def draw_spells(rows: Rows) -> None:
    """Print the spells of `write_timeline` as bars on one scale."""
    from rich.cells import cell_len

    from kg.exports import spells

    drawn = spells.draw(rows)
    wide = max((cell_len(name) for name, _ in drawn), default=0)
    for name, bar in drawn:
        print(f" {name}{' ' * (wide - cell_len(name))}  {bar}")
    if drawn:
        print(f"\n {spells.LEGEND}")


def _sentences(proofs: Rows) -> list[str]:
    """The quotes, without those that are part of another in the same place: one sentence proves several facts."""
    kept: list[Mapping[str, Any]] = []
    for proof in sorted(proofs, key=lambda p: -len(p["quote"])):
        if not any(_inside(proof, other) for other in kept):
            kept.append(proof)
    return [p["quote"] for p in proofs if p in kept]


def _inside(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = one.get("doc") == other.get("doc")
    return same and other.get("start", 0) <= one.get("start", 0) and one.get("end", 0) <= other.get("end", 0)


def write_overview(rows: Rows) -> None:
    """Print the most connected people, events and positions."""
    columns = ("label", "name", "date", "ties")
    title = "the most connected; kg show NAME tells all about one (kg show --help)"
    tables.write(rows, "table", columns, title)


def write_profile(rows: Rows) -> None:
    """Print what is known of each node of a name: when, what, with whom or what, and the quote with its source."""
    for node in dict.fromkeys(r["node"] for r in rows):
        mine = [r for r in rows if r["node"] == node]
        attended = {r["otherId"] for r in mine if r["type"] == "ATTENDED"}
        cells = [_profile_row(r) for r in mine if r["type"] not in _ROLES or r["otherId"] not in attended]
        title = "  ".join(mine[0][k] for k in ("name", "label", "about") if mine[0][k])
        caption = _SIGNS if any(r["type"] == "HOLDS" for r in mine) else ""
        columns = ("date", "relation", "whom or what", "quote")
        tables.draw(columns, cells, title, fixed=columns[:2], caption=caption)


def namesakes(rows: Rows) -> str:
    """What to say where several people bear the name that was asked for; an empty string where one does."""
    people = dict.fromkeys(r["node"] for r in rows if r["label"] == "Person")
    names = {r["name"] for r in rows if r["label"] == "Person"}
    if len(people) < 2 or len(names) > 1:
        return ""
    return (
        f"{len(people)} people are called {next(iter(names))}, and nothing that was read makes them one:"
        f" {', '.join(people)}; kg judge same A B joins two"
    )


def whole(asked: str, rows: Rows) -> str:
    """What to say where the id that was asked for is that of a mention which is now part of another node; else nothing."""
    nodes = dict.fromkeys(r["node"] for r in rows)
    label = asked.partition(":")[0]
    if ":" not in asked or len(nodes) != 1 or asked in nodes or any(r["label"] != label for r in rows):
        return ""
    return f"{asked} is now part of {next(iter(nodes))}; kg show --why {asked} tells why"


def _profile_row(row: Mapping[str, Any]) -> list[str | Text]:
    what = row["type"] if row["direction"] == "out" else f"← {row['type']}"
    if row["basis"] == "derived":
        return [row["date"], what, _over(row["other"], row["details"]), _over("", "no quote: computed, not printed")]
    quote = clip(row["quote"], row["name"], row["other"])
    return [row["date"], what, _over(row["other"], row["details"]), _over(quote, row["doc"])]


def _over(first: str, second: str) -> Text:
    """Two lines, the second faint."""
    from rich.text import Text

    found = Text(first)
    return found.append(f"\n{second}" if first else second, style="dim") if second else found


def clip(quote: str, *near: str, limit: int = _QUOTE) -> str:
    """A quote in one line, and if long only the part around the first of the words `near` that stands in it.

    ``clip("会议传达学习了…精神。区委书记沈知秋主持会议并讲话。", "沈知秋")`` begins at a mark: ``…区委书记沈知秋主持会议并讲话。``
    """
    # The line ends of the paper, and blanks after a mark, are those of a narrow column.
    flat = re.sub(r"\s*[\r\n]\s*|(?<=[，。、；：,;:])\s+", "", quote).strip()
    if len(flat) <= limit:
        return flat
    at = next((flat.find(word) for word in near if word in flat), 0)
    begin = max(0, min(at - limit // 3, len(flat) - limit))
    if begin:
        marks = [m.end() for m in re.finditer(r"[，。；：,;:]", flat[:at]) if m.end() >= begin]
        begin = marks[0] if marks else begin
    part = flat[begin : begin + limit]
    return ("…" if begin else "") + part + ("…" if begin + limit < len(flat) else "")


def write_reasons(rows: Rows, style: str) -> None:
    """Print why mentions are taken for one person: each pair with its probability and its evidence."""
    if style != "table":
        tables.write(rows, style)
        return
    shown = [
        {
            "a": row["a"].partition(":")[2],
            "b": row["b"].partition(":")[2],
            "one": "yes" if row["joined"] else "in doubt",
            "probability": f"{row['probability']:.2f}",
            "evidence": "\n".join(f"{e['weight']:+.1f} {e['kind']} {e['what']}".rstrip() for e in row["evidence"]),
        }
        for row in rows
    ]
    columns = ("a", "b", "one", "probability", "evidence")
    tables.write(shown, style, columns, "why they are one", tables.count(len(rows)))
