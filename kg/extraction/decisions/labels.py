"""Lists under labels: 主席：高远山 副主席：白露、江月明, in a report of an election."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.extraction import titles
from kg.extraction.decisions import slots
from kg.extraction.decisions.clauses import Plain
from kg.extraction.titles import Post
from kg.lexicon import alternation, remember

_TOKEN = re.compile(r"[^：:、，,；;。\s\u3000]+")
_COUNTED = re.compile(r"(?:共?(?:\d+|[一二三四五六七八九十]+)[人名位])$")


@remember(1)
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(alternation("decisions", f"{kind}_cues"))) for kind in ("elected", "appointed"))


def kind_of(before: str) -> str:
    """What a list of offices and names tells of after these words: elected, appointed, or nothing."""
    return next((kind for kind, cue in _cues() if cue.search(before)), "")


def is_other(text: str) -> bool:
    """Whether words tell of a list of other things: who signed, who counted the votes."""
    return re.search(alternation("decisions", "no_labels"), text) is not None


def alone(plain: Plain) -> list[Post] | None:
    """The offices of a label whose names stand in the lines below: 当选的常务委员为：, 区委委员（7名）; null for other lines."""
    text = plain.text.strip()
    counted = any(_COUNTED.search(note.split("，")[0]) for note in plain.notes.values())
    if not counted and not text.endswith(("：", ":")) or is_other(text):
        return None
    return slots.offices(_COUNTED.sub("", _bare(text.rstrip("：: "))))


def _bare(label: str) -> str:
    """常务委员 of 当选的常务委员为."""
    label = re.sub(f"^{alternation('decisions', 'label_leads')}", "", label)
    return re.sub(f"{alternation('decisions', 'label_ends')}$", "", label)


def find(text: str, known: Collection[str], opened: Sequence[Post] = ()) -> list[tuple[list[Post], list[str], int]]:
    """(offices, names, where the label stands) of each label; none unless the text is nothing but labels and names.

    Only the last may be without names, where the text ends with it: 秘书长：白露 副秘书长：.

    Args:
        opened: the offices of a label that stood alone in the line before.
    """
    rows: list[tuple[list[Post], list[str], int]] = [(list(opened), [], 0)] if opened else []
    if is_other(text):
        return []
    for at, token in _tokens(text, known):
        token_ = _COUNTED.sub("", token) if rows or "：" in text or ":" in text else token
        named = token in known or slots.may_name(token, surely=True)
        labelled = not rows and text[at + len(token) :].lstrip(" \u3000").startswith(("：", ":"))
        posts = None if named else slots.offices(_bare(token_) if labelled else token_)
        if posts:
            rows.append((posts, [], at))
        elif named and rows:
            rows[-1][1].append(token)
        else:
            return []
    if opened and rows and not rows[0][1]:
        del rows[0]
    whole = (
        rows[:-1] if text.rstrip().endswith(("：", ":")) else rows
    )  # the last label's names may stand in the next line
    return rows if whole and all(names for _, names, _ in whole) else []


def _tokens(text: str, known: Collection[str]) -> list[tuple[int, str]]:
    """The words between marks and blanks; a blank inside 江 帆 or 书 记 parts nothing."""
    found: list[tuple[int, str]] = []
    for m in _TOKEN.finditer(text):
        joined = found and len(m[0]) == 1 and len(found[-1][1]) == 1 and text[m.start() - 1] in " \u3000"
        label = text.startswith(("：", ":"), m.end())
        title = next((t for t in titles.find(m[0]) if label and t.end == len(m[0]) and t.start), None)
        if joined:
            found[-1] = found[-1][0], found[-1][1] + m[0]
        elif title and (slots.may_name(m[0][: title.start], surely=False) or m[0][: title.start] in known):
            found += [(m.start(), m[0][: title.start]), (m.start() + title.start, m[0][title.start :])]  # a lost line
        elif title and found and (end := slots.person_at(m[0], known)):
            found += [(m.start(), m[0][:end]), (m.start() + end, m[0][end:])]
        else:
            found.append((m.start(), m[0]))
    return found
