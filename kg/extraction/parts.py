"""The part each unit plays: 对乙 is spoken to, 同乙 is the other side, 出席会议的代表 did nothing here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction import tracing
from kg.extraction.people import Who
from kg.extraction.units import Unit
from kg.lexicon import alternation, remember, words

_ENDS = ("COMMA", "STOP", "COLON", "BLANK")
#: The label that a unit gets, and the role (schemas/lexicon/units.yaml) that gives it; none where it keeps its own.
_Part = tuple[str, str]
#: What may stand between 同 and the people it brings in (同来华出席论坛的某国总统甲).
_LOOSE = ("OTHER", "EVENT", "GEN", "AT", "VISIT", "ATTEND", "GO", "POS")


@remember(1)
def _patterns() -> dict[str, re.Pattern[str]]:
    ends = alternation("titles", "groups") + "|" + alternation("people", "collective")
    return {
        "accompanied": re.compile(alternation("people", "accompanied")),
        "possessed": re.compile(alternation("people", "possessions")),
        "adverb": re.compile(alternation("people", "adverbs")),
        "group": re.compile(f"(?:{ends})(?:等)?$"),
        "party": re.compile(f"{alternation('events', 'parties')}(?:一行)?$"),
        "owned": re.compile("的(?:重要|书面)?$|^上的"),
    }


def assign(text: str, row: Sequence[Unit]) -> list[Unit]:
    """The units of a sentence under the labels that the rules speak of."""
    out: list[Unit] = []
    said = subject = False
    for k, unit in enumerate(row):
        if said and unit.label != "STOP":
            label, role = "SAID", "said"
        else:
            label, role = _label(text, row, out, k)
            if label == "SAY":
                if not subject and k > 1:
                    label, role = "OTHER", "nobody-says"
                else:
                    said = _is_quoting(text, row, k)
            subject = subject or label in ("WHO", "PRON", "GEN", "NP", "EVENT", "POS", "PARTY")
        if label != unit.label:
            tracing.note("role", unit=unit, label=label, role=role)
        out.append(unit if label == unit.label else unit._replace(label=label))
    return out


def _label(text: str, row: Sequence[Unit], out: Sequence[Unit], k: int) -> _Part:
    unit = row[k]
    if unit.label == "WHO":
        return _of_people(text, row, out, k)
    if unit.label == "OTHER":
        return _of_words(text, row, k)
    if unit.label == "HOLD":
        return ("OTHER", "no-holding") if _is_no_holding(text, row, k) else ("HOLD", "")
    if unit.label == "ATTEND" and (after := _at(row, k + 1)) and after.label == "VISIT" and after.start == unit.end:
        return "ESCORT", "attends-visit"
    if unit.label in ("ATTEND", "NONVOTE") and _is_relative(text, row, k):
        return "OTHER", "relative"
    if unit.label in ("VISIT", "MEET", "TALK") and _is_nominal(text, row, k):
        return "OTHER", "nominal"
    if unit.label == "SPEAK" and _is_heard(text, row, k):
        return "OTHER", "heard"
    if (
        unit.label == "WITHOUT"
        and text[unit.start : unit.end] == "委托"
        and any(u.label == "DELEGATE" for u in _clause(row, k))
    ):
        return "OTHER", "delegated"
    if unit.label == "TO" and text[unit.start : unit.end] in words("people", "acting_for") and not _acts_for(row, k):
        return "OTHER", "delegate"
    if unit.label == "DO" and (after := _at(row, k + 1)) and after.label in ("EVENT", "GEN"):
        session = text[after.start : after.end].endswith(words("events", "sessions"))
        return ("HOLD", "session") if session else ("DO", "")
    return unit.label, ""


def _at(row: Sequence[Unit], k: int) -> Unit | None:
    return row[k] if 0 <= k < len(row) else None


def _clause(row: Sequence[Unit], k: int) -> Sequence[Unit]:
    """The units before unit k in its clause."""
    begin = k
    while begin and row[begin - 1].label not in _ENDS:
        begin -= 1
    return row[begin:k]


def _is_greeted(row: Sequence[Unit], k: int) -> bool:
    """热烈欢送高远山，祝贺…: others speak; but 欢迎高远山对我区进行访问 tells of his visit."""
    if k == 0 or row[k - 1].label != "WELCOME":
        return False
    end = next((i for i in range(k, len(row)) if row[i].label in _ENDS), len(row))
    return not any(u.label == "VISIT" for u in row[k:end])


def _of_people(text: str, row: Sequence[Unit], out: Sequence[Unit], k: int) -> _Part:
    unit, before = row[k], _at(row, k - 1)
    who: Who = unit.value
    if before is None:
        return ("WHOM", "possessed") if _is_possessed(text, unit.end, who) else ("WHO", "")
    word = text[before.start : before.end]
    if before.label == "AT" and _patterns()["accompanied"].match(text, unit.end):
        return "ALONG", "along"
    after = _at(row, k + 1)
    if word.endswith("应") and after is not None and after.label == "INVITE":
        return "WHOM", "invites"
    if before.label in ("WITH", "MEET") and text.startswith(words("people", "kin"), unit.end):
        return "WHOM", "kin"
    if before.label == "WITH":
        return "OTHERSIDE", "other-side"
    if before.label == "MEET":
        return "MET", "met"
    if (before.label == "TO" and word not in words("people", "acting_for")) or word == "委托":
        return "WHOM", "spoken-to"
    if before.label in ("INVITE", "DELEGATE"):
        return "WHOM", "asked"
    if any(u.label == "OPEN_QUOTE" for u in _clause(row, k)):
        return "WHOM", "studied"
    if _is_project(row, k):
        return "WHOM", "runs-a-project"
    if _is_greeted(row, k):
        return "WHOM", "greeted"
    if _is_seen(text, row, k):
        return "SEEN", "seen"
    if _is_possessed(text, unit.end, who):
        return "WHOM", "possessed"
    if _is_object(text, row, k):
        return "WHOM", "acted-on"
    if text[unit.start - 1] == "的" and (label := _brought_in(out, k)):
        return label, "brought-in"
    return "WHO", ""


def _brought_in(out: Sequence[Unit], k: int) -> str:
    """同来华出席论坛的某国总统甲, 会见来访的乙: the people at the end of what 同 or 会见 begins."""
    for unit in reversed(out[:k]):
        if unit.label in ("WITH", "MEET"):
            return "OTHERSIDE" if unit.label == "WITH" else "MET"
        if unit.label not in _LOOSE:
            return ""
    return ""


def _is_seen(text: str, row: Sequence[Unit], k: int) -> bool:
    """看望老党员甲: called on, with at most a description between."""
    verb, before = _at(row, k - 1), _at(row, k - 1)
    if before is not None and before.label == "OTHER" and before.end - before.start <= 8:
        verb = _at(row, k - 2)
    return verb is not None and verb.label == "VISIT" and text[verb.start : verb.end] in words("people", "seeing")


def _is_project(row: Sequence[Unit], k: int) -> bool:
    """项目设计由某院大师甲主持: what is run is no event of the page."""
    clause = _clause(row, k)
    by = next((i for i, u in enumerate(clause) if u.label == "BY"), None)
    return (
        by is not None and by > 0 and len(clause) - by <= 2 and clause[by - 1].label in ("OTHER", "NP", "POS", "QUOTE")
    )


def _is_object(text: str, row: Sequence[Unit], k: int) -> bool:
    """追思甲，…: a bare name right after words that are no mark, adverb or group, and before a mark, is what they act on."""
    unit, before, after = row[k], row[k - 1], _at(row, k + 1)
    who: Who = unit.value
    if (
        before.label not in ("OTHER", "NP")
        or before.end != unit.start
        or who.group
        or len(who.people) > 1
        or who.people[0].posts
    ):
        return False
    if after is None or after.label not in (*_ENDS, "PAUSE"):
        return False  # 园区负责人甲出席: a description the lexicon does not know, and a verb
    phrase = text[before.start : before.end]
    return not (
        phrase.endswith(("的", "）", "”"))
        or _patterns()["adverb"].search(phrase[-4:])
        or _patterns()["group"].search(phrase)
    )


def _is_possessed(text: str, end: int, who: Who) -> bool:
    """甲总书记重要讲话, 乙书记关于…的批示: the name belongs to a thing, it does nothing here."""
    return _patterns()["possessed"].match(text, end) is not None and not who.open_list


def _of_words(text: str, row: Sequence[Unit], k: int) -> _Part:
    """A party that travels, a group that came, or words that may be another subject."""
    unit, before, after = row[k], _at(row, k - 1), _at(row, k + 1)
    phrase = text[unit.start : unit.end]
    if (
        after is not None
        and (before is None or before.label in (*_ENDS, "TIME"))
        and _patterns()["party"].search(phrase)
    ):
        return "PARTY", "party"
    if before is None or after is None or before.label not in ("COMMA", "BLANK") or len(phrase) < 2:
        return "OTHER", ""
    if _patterns()["adverb"].match(phrase) or _patterns()["group"].search(_run(text, row, k)):
        return "OTHER", ""
    return "NP", "subject"


def _run(text: str, row: Sequence[Unit], k: int) -> str:
    """The words from unit k to the verb or mark after them: 区直属各单位、青年代表."""
    end = k
    while end + 1 < len(row) and row[end + 1].label in ("OTHER", "PAUSE", "TO", "POS", "WITH", "AND", "TIME"):
        end += 1
    return text[row[k].start : row[end].end]


def _acts_for(row: Sequence[Unit], k: int) -> bool:
    """代表 before words and after people is a verb (甲代表区委讲话); elsewhere it is a noun."""
    before, after = _at(row, k - 1), _at(row, k + 1)
    return (
        after is not None
        and after.label in ("OTHER", "POS", "NP")
        and before is not None
        and before.label in ("WHO", "TIME", "COMMA", "PRON")
    )


def _is_relative(text: str, row: Sequence[Unit], k: int) -> bool:
    """接见出席会议的代表, 对各位嘉宾出席表示欢迎: the verb says who somebody is, not what the subject did."""
    if any(u.label == "AMONG" for u in row[k + 1 : k + 3]):
        return False  # 出席会议的有甲、乙: the list of those who did
    if any(u.label in ("EVENT", "GEN") and text.startswith("的", u.end) for u in row[k + 1 : k + 3]):
        return True
    before, earlier = _at(row, k - 1), _at(row, k - 2)
    if before and earlier and before.label in ("OTHER", "WHO", "POS") and text[earlier.start : earlier.end] == "对":
        return True
    clause = _clause(row, k)
    if any(u.label == "LISTEN" for u in clause):
        return True
    for unit in reversed(clause):
        if unit.label in ("PRON", "AND"):
            return False
        if unit.label == "MEET":
            return True
    return False


def _is_nominal(text: str, row: Sequence[Unit], k: int) -> bool:
    """致以亲切慰问, 来我县调研时的讲话, 来华访问的客人: a verb of visiting that tells of nothing done here."""
    unit, before = row[k], _at(row, k - 1)
    if before and before.label in ("OTHER", "NP") and text[: unit.start].endswith(words("events", "nominal")):
        return True
    if (
        unit.label == "VISIT"
        and any(u.label == "ATTEND" for u in _clause(row, k))
        and not any(u.label in ("EVENT", "GEN", "AND") for u in _clause(row, k))
    ):
        return True  # 参加上海调研: somebody else's visit
    if text.startswith(words("events", "attributive"), unit.end):
        return True
    return any(u.label in ("OPEN_QUOTE", "LISTEN") for u in _clause(row, k))


def _is_no_holding(text: str, row: Sequence[Unit], k: int) -> bool:
    """大会召开之际, 关于召开会议的决定, 就是召开推进会, 对论坛的举办表示祝贺: no event is told of."""
    before, after = _at(row, k - 1), _at(row, k + 1)
    if before and text[before.start : before.end].endswith(words("events", "before_no_holding")):
        return True
    if after is None:
        return False
    if after.label in ("OTHER", "ONSITE") and text.startswith(words("events", "after_held"), after.start):
        return True
    return after.label in ("EVENT", "GEN") and text.startswith("的", after.end)


def _is_heard(text: str, row: Sequence[Unit], k: int) -> bool:
    """听取汇报 is hearing; 关于…的重要讲话 is a thing."""
    before = _at(row, k - 1)
    if before and before.label == "OTHER" and _patterns()["owned"].search(text[before.start : before.end]):
        return not any(u.label == "LISTEN" for u in row[:k])
    for unit in reversed(row[:k]):
        if unit.label in (*_ENDS, "WHO", "PRON"):
            return False
        if unit.label == "LISTEN":
            return True
    return False


def _is_quoting(text: str, row: Sequence[Unit], k: int) -> bool:
    """Whether the rest of the sentence is what was said: after 强调 with or without a mark, after 介绍 only with one."""
    unit, after = row[k], _at(row, k + 1)
    quoting = text[unit.start : unit.end] in words("people", "quoting")
    return quoting or (after is not None and after.label in ("COMMA", "COLON", "BLANK"))
