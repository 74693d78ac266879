"""Sentences of a block, and the cheap questions about their words that most of them fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.document import HEADINGS, Block
from kg.lexicon import alternation, any_of, entries, remember, sets, words
from kg.rules import rules

#: A sentence has seldom more than 600 characters, with the longest lists of names.
_LONGEST = 1200
_CUTS = "；，、 "
_END = re.compile(r"[。！？!?]+[”’」』\"]?")


def split(block: Block) -> Iterator[tuple[int, int]]:
    """Clean offsets of the sentences of a block; a heading is one sentence, and a lost line ends one.

    A run of more than `_LONGEST` characters without an end is cut at its last mark, so that a page without any is read too.
    """
    text = block.text.text
    stops = {len(text)}
    if block.kind not in HEADINGS:
        stops |= {m.end() for m in _END.finditer(text) if not _inside(text, m.start())} | set(block.breaks)
    begin = 0
    for stop in sorted(stops):
        while stop - begin > _LONGEST:
            marks = max(text.rfind(mark, begin, begin + _LONGEST) for mark in _CUTS)
            cut = marks + 1 if marks > begin else begin + _LONGEST
            if text[begin:cut].strip():
                yield begin, cut
            begin = cut
        if text[begin:stop].strip():
            yield begin, stop
        begin = stop


def _inside(text: str, i: int) -> bool:
    """Whether a mark stands inside 《…》, whose marks end no sentence."""
    left = text.rfind("《", max(0, i - 60), i)
    return left >= 0 and text.find("》", left, i) < 0 and text.find("》", i, i + 60) >= 0


def _verbs(labels: Iterable[str]) -> list[str]:
    """Of these labels those whose words make a sentence worth reading."""
    quiet = {*words("units", "quiet"), *words("units", "labels")}
    return [label for label in labels if label not in quiet]


@remember(1)
def _gate() -> re.Pattern[str]:
    labels = _verbs(sets("participation"))
    found = [w for label in labels for w in words("participation", label)]
    found += [w for w in words("participation", "GO") if len(w) > 1]  # 到 alone stands in every other sentence
    found += [w for name in ("heads", "groups") for w in words("titles", name)]
    found += [w for name in ("sessions", "press") for w in words("events", name)]
    return re.compile(any_of(found))


def can_hold_fact(sentence: str) -> bool:
    """The first question of the first test: no sentence without a title, a group or a verb of taking part holds a fact of ours.

    区委书记高远山出席会议。 → True; 春潮涌动运河畔。 → False.
    """
    return _gate().search(sentence) is not None


@remember(1)
def _telling() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Pairs of words that tell of something when both stand in a sentence, though it names nobody."""
    events = alternation("events", "meeting", "ceremony", "training", "other", "sessions", "press")
    pairs: tuple[tuple[str, str], ...] = (
        (events, alternation("participation", "HOLD", "DO")),  # 论坛开幕
        (alternation("participation", "SPEAK", "ATTEND", "NONVOTE", "CHAIR", "ESCORT", "REMOTE"), ""),  # 区统计局作汇报
        (alternation("events", "parties"), alternation("participation", "GO", "VISIT")),  # 考察团赴某市考察
        (alternation("events", "signing"), alternation("events", "deals")),
        (f"(?:^|[，。；：])[^，。；：]{{0,4}}?{alternation('participation', 'PRON')}", ""),  # 他指出
    )
    if labels := _of_nobody():
        pairs = (*pairs, (alternation("participation", *labels), ""))
    return tuple((re.compile(a), re.compile(b)) for a, b in pairs)


def _of_nobody() -> list[str]:
    """The labels whose words tell of something though nobody is named, by the rules that state facts of no person."""
    people = {label for label, kind in entries("units", "kinds").items() if kind["kind"] == "people"}
    found: list[str] = []
    for rule in rules():
        needed = [e.labels for e in rule.pattern if e.labels and e.op in ("", "+")]
        if rule.facts and not any(people >= set(labels) for labels in needed):
            mine = [label for labels in needed for label in labels if label in sets("participation")]
            found += _verbs(mine) or mine
    return sorted(set(found))


def tells_without_names(sentence: str) -> bool:
    """Whether it may tell of an event, of what an organ did there, or of whoever was named before, though it names nobody."""
    return any(a.search(sentence) and b.search(sentence) for a, b in _telling())
