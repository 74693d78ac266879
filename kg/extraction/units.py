"""A sentence as a row of labelled units (TIME WHO AT OTHER CHAIR EVENT STOP): what the rules speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kg.extraction import gatherings, people, titles, when
from kg.extraction.people import Sentence, Who
from kg.extraction.titles import Post
from kg.lexicon import alternation, sets, words

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


@dataclass(frozen=True, slots=True)
class Unit:
    """text[start:end] under one label; `value` is what was read there (a Who, a TimeSpan, a tuple of posts, a name)."""

    start: int
    end: int
    label: str
    value: Any = None


@lru_cache(maxsize=2)
def _verbs() -> tuple[re.Pattern[str], dict[str, str]]:
    label: dict[str, str] = {}
    for name in sets("participation"):
        for word in words("participation", name):
            label.setdefault(word, name)
    label.update(dict.fromkeys(words("events", "current"), "ONSITE"))
    ordered = sorted(label, key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered)), label


@lru_cache(maxsize=2)
def _accompanied() -> re.Pattern[str]:
    return re.compile(alternation("people", "accompanied"))


def read(sentence: Sentence) -> list[Unit]:
    """The units of a sentence, left to right, covering all of it."""
    text = sentence.text
    taken: list[Unit] = []

    def free(start: int, end: int) -> bool:
        return all(end <= u.start or u.end <= start for u in taken)

    quotes = _quotes(text)
    times = [Unit(span.start, span.end, "TIME", span) for span in when.find(text)]
    taken += [t for t in times if not _in_name(text, t)]
    books = [(a, b) for a, b in quotes if text[a] == "《"]
    whos = [w for w in people.find(sentence) if free(w.start, w.end) and not any(a < w.start < b for a, b in books)]
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
    return _relabel(sentence, row[:-1])


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
        bool(re.fullmatch(r"\d{4}年度?", text[time.start : time.end]))
        and time.end < len(text)
        and text[time.end] not in _MARKS
    )


def _quotes(text: str) -> list[tuple[int, int]]:
    found, i = [], 0
    while i < len(text):
        close = _PAIRS.get(text[i])
        j = text.find(close, i + 1) if close else -1
        if j > 0:
            found.append((i, j + 1))
            i = j
        i += 1
    return found


def _gap(text: str, start: int, end: int, pattern: re.Pattern[str], labels: dict[str, str]) -> list[Unit]:
    row: list[Unit] = []
    at = start

    def other(a: int, b: int) -> None:
        i = a
        for j in range(a, b + 1):
            if j == b or text[j] in _MARKS:
                if j > i:
                    row.append(Unit(i, j, "OTHER"))
                if j < b:
                    row.append(Unit(j, j + 1, _MARKS[text[j]]))
                i = j + 1

    for m in pattern.finditer(text, start, end):
        label = labels[m[0]]
        if label == "SKIP":
            continue
        other(at, m.start())
        row.append(Unit(m.start(), m.end(), label))
        at = m.end()
    other(at, end)
    return row


def _relabel(sentence: Sentence, row: list[Unit]) -> list[Unit]:
    """Give people the part that the word before them gives: 对乙 is spoken to, 同乙 is the other side, 在乙陪同下 goes along."""
    text = sentence.text
    out: list[Unit] = []
    said = subject = False
    for k, unit in enumerate(row):
        label = unit.label
        before = row[k - 1] if k else None
        after = row[k + 1] if k + 1 < len(row) else None
        if said and label not in ("STOP",):
            out.append(replace(unit, label="SAID"))
            continue
        if label == "WHO":
            who: Who = unit.value
            if before and before.label == "AT" and _accompanied().match(text, unit.end):
                label = "ALONG"
            elif before and text[before.start : before.end] == "委托":
                label = "WHOM"
            elif before and before.label == "WITH":
                label = "OTHERSIDE"
            elif before and before.label == "TO" and text[before.start : before.end] != "代表":
                label = "WHOM"
            elif before and before.label in ("OPEN_QUOTE", "INVITE", "DELEGATE") or _possessed(text, unit.end, who):
                label = "WHOM"
            elif before and before.label == "MEET":
                label = "OTHERSIDE"
        elif label == "SAY":
            if not subject and k > 1:
                label = "OTHER"
            else:
                said = text[unit.start : unit.end] in words("people", "quoting") or bool(
                    after and after.label in ("COMMA", "COLON", "BLANK")
                )
        elif label == "OTHER" and before and before.label in ("COMMA", "BLANK") and after and unit.end - unit.start > 1:
            if not re.match(alternation("people", "adverbs"), text[unit.start : unit.end]):
                label = "NP"
        elif (
            label == "DO"
            and after
            and after.label in ("EVENT", "GEN")
            and text[after.start : after.end].endswith(words("events", "sessions"))
        ):
            label = "HOLD"
        elif label == "SPEAK" and (
            _heard(row, k)
            or before
            and before.label == "OTHER"
            and re.search("的(?:重要|书面)?$|^上的", text[before.start : before.end])
        ):
            label = "OTHER"
        elif label in ("ATTEND", "NONVOTE") and _relative(text, row, k):
            label = "OTHER"
        elif (
            label == "HOLD"
            and after
            and (
                (after.label == "OTHER" and text.startswith(words("events", "after_held"), after.start))
                or (after.label in ("EVENT", "GEN") and text.startswith("的", after.end))
            )
        ):
            label = "OTHER"
        elif (
            label == "VISIT"
            and before
            and before.label in ("OTHER", "NP")
            and text[: unit.start].endswith(words("events", "nominal"))
        ):
            label = "OTHER"
        subject = subject or label in ("WHO", "PRON", "GEN", "NP", "EVENT", "POS")
        out.append(unit if label == unit.label else replace(unit, label=label))
    return out


def _possessed(text: str, end: int, who: Who) -> bool:
    """习近平总书记重要讲话, 甲书记关于…的批示: the name belongs to a thing, it does nothing here."""
    return bool(re.compile(alternation("people", "possessions")).match(text, end)) and not who.open_list


def _relative(text: str, row: list[Unit], k: int) -> bool:
    """接见出席会议的代表, 出席大会的同志: the verb tells who the people after it are, not what the subject did."""
    following = row[k + 1 : k + 3]
    if any(u.label in ("EVENT", "GEN") and text.startswith("的", u.end) for u in following):
        return True
    for unit in reversed(row[:k]):
        if unit.label in ("COMMA", "STOP", "COLON", "WHO", "PRON", "AND"):
            return False
        if unit.label == "MEET":
            return True
    return False


def _heard(row: list[Unit], k: int) -> bool:
    for unit in reversed(row[:k]):
        if unit.label in ("COMMA", "STOP", "COLON", "WHO", "PRON"):
            return False
        if unit.label == "LISTEN":
            return True
    return False
