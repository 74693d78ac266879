"""What was noted while a text was read, as rows for people and programs; see `kg.explain`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kg.extraction.lines import Line
from kg.extraction.matcher import Match
from kg.extraction.people import Participant, Sentence, Who
from kg.extraction.stating import Change, End, Stated
from kg.extraction.titles import Post
from kg.extraction.tracing import Note
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.lexicon import any_of, entries, sets, words

Row = dict[str, Any]

#: What sets the labels that no word set gives.
_READ_AS = {
    "TIME": "dates", "WHO": "people", "EVENT": "name of an event", "GEN": "noun of an event", "POS": "office", "QUOTE": "quotation",
    "ONSITE": "events.current", "OTHER": "plain words", "SPEAK": "participation.REPORTS",
}  # fmt: skip


def sentences(notes: Iterable[Note]) -> list[Row]:
    """A row for each sentence, in the order in which they were read; `kg.explaining.Explanation` tells its keys."""
    found: list[Row] = []
    roles: list[Row] = []
    for what, facts in notes:
        if what == "role":
            roles.append(facts)
        elif what == "sentence":
            found.append(_sentence(facts, roles))
            roles = []
        elif what in _TAKE and found:
            _TAKE[what](found[-1], facts)
    for row in found:
        line = row.pop("line")
        row["dates"] = [_date(when) for _, when in line.times] if line else []
        row["matches"] = [_match(m, line) for m in row["matches"]]
    return found


def _sentence(facts: Row, roles: Sequence[Row]) -> Row:
    sentence: Sentence = facts["sentence"]
    line: Line | None = facts["line"]
    text = sentence.text
    units = list(line.units) if line else []
    why = None
    if not units:
        why = _skipped(line, facts["worded"], facts["placed"])
    by = {(r["unit"].start, r["unit"].end): r for r in roles}
    return {
        "text": text,
        "heading": sentence.heading,
        "skipped": why,
        "mentions": [
            {"text": text[m.start : m.end], "label": m.label, "confidence": round(m.confidence, 3)}
            for m in sentence.mentions
        ],
        "units": [_unit(text, unit, by.get((unit.start, unit.end))) for unit in units],
        "people": [
            _person(unit, person) for unit in units if isinstance(unit.value, Who) for person in unit.value.people
        ],
        "offices": [_office(post) for unit in units if unit.label == "POS" for post in unit.value],
        "decided": [],
        "matches": [],
        "line": line,
    }


def _skipped(line: Line | None, worded: bool, placed: bool) -> str:
    if line is not None:
        return "it names an organ or a day, and holds no fact of ours"
    if not worded:
        return "no title, no group and no verb of taking part stands in it"
    return "it has such a word, and is passed over" if placed else "nobody is named in it, nor an event without people"


def _unit(text: str, unit: Unit, role: Row | None) -> Row:
    row = {"text": text[unit.start : unit.end], "label": unit.label, "was": role["unit"].label if role else unit.label}
    if role is None:
        return {**row, "by": _set_by(row["text"], unit.label)}
    return {**row, "by": f"{role['role']}: {entries('units', 'roles')[role['role']]['note']}"}


def _set_by(text: str, label: str) -> str:
    if label in sets("participation") and text in words("participation", label):
        return f"participation.{label}"
    if label == "OTHER" and (skipped := re.findall(any_of(words("participation", "SKIP")), text)):
        return f"plain words; participation.SKIP: {', '.join(dict.fromkeys(skipped))}"
    return _READ_AS.get(label, "mark" if len(text) == 1 else "office with a verb")


def _person(unit: Unit, person: Any) -> Row:
    return {
        "name": person.name,
        "label": unit.label,
        "sure": person.sure,
        "offices": [_office(post) for post in person.posts],
        "shared": person.shared,
        "mark": person.mark or None,
        "group": unit.value.group or None,
    }


def _office(post: Post) -> Row:
    return {"printed": post.printed, "title": post.title, "organ": post.organ or None, "capacity": post.capacity}


def _date(when: When) -> Row:
    return {
        "text": when.text,
        "date": when.date,
        "precision": when.precision,
        "earliest": when.earliest,
        "latest": when.latest,
        "endDate": when.end_date,
        "timeOfDay": when.time_of_day,
    }


# -- matches ---------------------------------------------------------------------------------------------------------


def _take_match(row: Row, facts: Row) -> None:
    row["matches"].append({"match": facts["match"], "by": None, "why": None, "about": [], "states": []})


def _take_beaten(row: Row, facts: Row) -> None:
    mine = _of(row, facts["match"])
    mine["by"], mine["why"] = facts["by"], facts["why"]


def _take_tried(row: Row, facts: Row) -> None:
    # Those tried come in another order than they were found in; what is noted next is of the last.
    mine = _of(row, facts["match"])
    row["matches"].remove(mine)
    row["matches"].append(mine)


def _of(row: Row, match: Match) -> Row:
    return next(m for m in row["matches"] if m["match"] is match)


def _take_about(row: Row, facts: Row) -> None:
    row["matches"][-1]["about"].append({"event": facts["event"], "status": facts["status"]})


def _take_fact(row: Row, facts: Row) -> None:
    row["matches"][-1]["states"].append(f"{facts['type']} {facts['person']}")


def _take_stated(row: Row, facts: Row) -> None:
    mine, fact = row["matches"][-1], facts["fact"]
    if not facts["found"]:
        ends = " and ".join(e for e in (fact.source, fact.target) if e in mine["match"].rule.captures)
        _take_refused(
            row, {"why": f"no {fact.type}: nothing that may stand there is captured as {ends}, or no event is told of"}
        )
    for told in facts["found"]:
        if isinstance(told, Stated):
            ends = " → ".join(_end(e, n) for e, n in ((told.source, fact.source), (told.target, fact.target)))
        else:
            ends = f"{told.person.name} {_end(told.post, '')}" + (f" ({told.kind})" if isinstance(told, Change) else "")
        mine["states"].append(f"{fact.type} {ends}")


def _end(end: End, name: str) -> str:
    if isinstance(end, Post):
        return end.printed or end.title
    return end.name if isinstance(end, Participant) else end or name


def _take_refused(row: Row, facts: Row) -> None:
    mine = row["matches"][-1]
    mine["why"] = "; ".join(filter(None, (mine["why"], facts["why"])))


def _take_goes_on(row: Row, facts: Row) -> None:
    row["skipped"] = "what somebody said in the sentence before goes on here; no rule is tried"


def _take_decided(row: Row, facts: Row) -> None:
    row["decided"] += [
        {"type": m.type, "person": m.name, "office": m.post.printed or m.post.title, "kind": m.kind, "rule": m.rule}
        for m in facts["moves"]
    ]


_TAKE = {
    "match": _take_match, "beaten": _take_beaten, "tried": _take_tried, "about": _take_about, "fact": _take_fact,
    "stated": _take_stated, "refused": _take_refused, "goes_on": _take_goes_on, "decided": _take_decided,
}  # fmt: skip


def _match(told: Row, line: Line) -> Row:
    m: Match = told["match"]
    units = line.units
    captures = {name: [line.words(u) for u in found] for name, found in m.captures.items()}
    stands = bool(told["states"] or (told["about"] and not m.rule.parts and not m.rule.facts))
    why = told["why"] or (None if stands else "no event is told of")
    return {
        "rule": m.rule.id,
        "note": m.rule.note,
        "pattern": m.rule.written,
        "text": line.text[units[m.start].start : units[m.end - 1].end],
        "labels": list(m.labels),
        "captures": captures,
        "stands": stands,
        "beatenBy": told["by"].rule.id if told["by"] else None,
        "why": why,
        "about": told["about"],
        "states": told["states"],
    }
