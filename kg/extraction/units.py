"""A sentence as a row of labelled units (TIME WHO AT OTHER CHAIR EVENT STOP): what the rules speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from kg.extraction import gatherings, people, titles, when
from kg.extraction.people import Sentence, Who
from kg.extraction.titles import Post
from kg.lexicon import alternation, any_of, remember, sets, words

#: Marks and the labels they get. A blank is a mark in headings only; bodies have lost theirs.
_MARKS = {
    "，": "COMMA",
    "；": "COMMA",
    "：": "COLON",
    "、": "PAUSE",
    "。": "STOP",
    "！": "STOP",
    "？": "STOP",
    " ": "BLANK",
}
_PAIRS = {"“": "”", "《": "》", '"': '"', "‘": "’"}
_OPENS = re.compile("[" + "".join(_PAIRS) + "]")
_MARK = re.compile("[" + "".join(_MARKS) + "]")


class Unit(NamedTuple):
    """text[start:end] under one label; `value` is what was read there (a Who, a TimeSpan, a tuple of posts, a name)."""

    start: int
    end: int
    label: str
    value: Any = None


@remember(1)
def _verbs() -> tuple[re.Pattern[str], dict[str, str]]:
    label: dict[str, str] = {}
    for name in sets("participation"):
        if name in ("REPORTS", "NOT_MAKING", "APART"):
            continue
        for word in words("participation", name):
            label.setdefault(word, name)
    label.update(dict.fromkeys(words("events", "current"), "ONSITE"))
    # 作关于乡村振兴的报告: what stands between is the topic, however long.
    report = f"(?<!{alternation('participation', 'NOT_MAKING')})作了?[^，。；：、]{{0,40}}?{alternation('participation', 'REPORTS')}"
    return re.compile(f"{report}|{any_of(label)}"), label


@remember(1)
def _accompanied() -> re.Pattern[str]:
    return re.compile(alternation("people", "accompanied"))


def read(sentence: Sentence, found: Sequence[Who] | None = None) -> list[Unit]:
    """The units of a sentence, left to right, covering all of it; `found` are its people where they have been read."""
    text = sentence.text
    taken: list[Unit] = []

    def free(start: int, end: int) -> bool:
        return all(end <= u.start or u.end <= start for u in taken)

    quotes = _quotes(text)
    named = people.find(sentence) if found is None else found
    times = [
        Unit(span.start, span.end, "TIME", span)
        for span in when.find(text)
        if not any(w.start < span.start and span.end < w.end for w in named)  # 江月明（1979年8月生）
    ]
    taken += [t for t in times if not _in_name(text, t)]
    books = [(a, b) for a, b in quotes if text[a] == "《"]
    whos = [w for w in named if free(w.start, w.end) and not any(a < w.start < b for a, b in books)]
    for name in gatherings.find(text, [*taken, *(Unit(w.start, w.end, "WHO") for w in whos)], quotes):
        if free(name.start, name.end):
            overlapping = [w for w in whos if name.start < w.end and w.start < name.end]
            if overlapping and not name.named:
                continue
            whos = [w for w in whos if w not in overlapping]
            taken.append(Unit(name.start, name.end, "EVENT" if name.named else "GEN", text[name.start : name.end]))
    taken += [t for t in times if _in_name(text, t) and free(t.start, t.end)]
    taken += [Unit(w.start, w.end, "WHO", w) for w in whos]
    for k, title in reversed(list(enumerate(sentence.titles))):
        if free(title.start, title.end):
            floor = max([u.end for u in taken if u.end <= title.start], default=0)
            begin, posts = titles.chain(text, sentence.titles, k, floor, sentence.organs)
            if free(begin, title.end):
                taken += _position(text, begin, title.end, tuple(posts))
    for a, b in quotes:
        if free(a, b) and (b - a > 24 or text[a] in "《"):
            taken.append(Unit(a, b, "QUOTE"))
    pattern, labels = _verbs()
    taken.sort(key=lambda u: u.start)
    row: list[Unit] = []
    at = 0
    for unit in [*taken, Unit(len(text), len(text), "END")]:
        row += _gap(text, at, unit.start, pattern, labels)
        row.append(unit)
        at = max(at, unit.end)
    for k, unit in enumerate(row[:-1]):
        # 甲会见了乙；6日，甲出席…: another day begins what is as good as a sentence of its own
        if text[unit.start : unit.end] == "；" and row[k + 1].label == "TIME" and row[k + 1].value.begin.day:
            row[k] = unit._replace(label="STOP")
    return row[:-1]


def _position(text: str, begin: int, end: int, posts: tuple[Post, ...]) -> list[Unit]:
    """A position without a name; 当选区长 is the verb of being elected and the office."""
    verb = next((w for w in words("participation", "ELECTED") if text.startswith(w, begin)), "")
    if not verb or posts[0].capacity != "designate":
        return [Unit(begin, end, "POS", posts)]
    first = replace(posts[0], start=begin + len(verb), capacity="full", title=posts[0].title.removeprefix(verb))
    return [Unit(begin, begin + len(verb), "ELECTED"), Unit(begin + len(verb), end, "POS", (first, *posts[1:]))]


def _in_name(text: str, time: Unit) -> bool:
    """2026年拱墅区座谈会: a year that runs on without a mark may be part of a name, and dates nothing there."""
    return (
        bool(re.fullmatch(r"\d{4}年[^月日]{0,4}", text[time.start : time.end]))
        and time.end < len(text)
        and text[time.end] not in _MARKS
    )


def _quotes(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    while opened := _OPENS.search(text, at):
        i = opened.start()
        j = text.find(_PAIRS[text[i]], i + 1)
        if j > 0:
            found.append((i, j + 1))
        at = max(i, j) + 1
    return found


def _gap(text: str, start: int, end: int, pattern: re.Pattern[str], labels: dict[str, str]) -> list[Unit]:
    row: list[Unit] = []
    at = start

    def other(a: int, b: int) -> None:
        for mark in _MARK.finditer(text, a, b):
            if mark.start() > a:
                row.append(Unit(a, mark.start(), "OTHER"))
            a = mark.end()
            row.append(Unit(a - 1, a, _MARKS[mark[0]]))
        if a < b:
            row.append(Unit(a, b, "OTHER"))

    for m in pattern.finditer(text, start, end):
        label = labels.get(m[0], "SPEAK")
        if label == "SKIP":
            continue
        other(at, m.start())
        row.append(Unit(m.start(), m.end(), label))
        at = m.end()
    other(at, end)
    return row
