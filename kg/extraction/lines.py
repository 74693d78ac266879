"""A sentence of an article while it is read: its units and times, and what stands around a match in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg import dates
from kg.extraction import gatherings
from kg.extraction.happenings import Proof
from kg.extraction.matcher import Match
from kg.extraction.people import Who
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.lexicon import alternation, words

_ENDS = ("COMMA", "STOP", "COLON", "BLANK", "END", "SAID")


@dataclass(slots=True)
class Line:
    """A sentence with its units; offsets are into the clean text of block `block`.

    Attributes:
        heading: a headline; its blanks are structure.
        section: a heading inside the body, under which another piece of news begins.
        apart: a heading that is a piece of news by itself (an entry of a summary).
        organs: organisations named in it, in order.
        times: for each date in it, where it stands and what it means (filled by the narrator).
    """

    block: int
    start: int
    text: str
    units: list[Unit]
    heading: bool
    section: bool = False
    apart: bool = False
    organs: tuple[str, ...] = ()
    times: list[tuple[int, When]] = field(default_factory=list)
    #: Names in it that the document shows surely.
    names: tuple[str, ...] = ()

    def words(self, unit: Unit) -> str:
        return self.text[unit.start : unit.end]

    def clause_end(self, k: int) -> int:
        """Index of the unit that ends the clause of unit k."""
        while k < len(self.units) and self.units[k].label not in _ENDS:
            k += 1
        return k

    def run_before(self, k: int, labels: Sequence[str]) -> int:
        """Index of the first unit of the run of these labels that ends before unit k."""
        while k and self.units[k - 1].label in labels:
            k -= 1
        return k

    def proof(self, start: int, end: int, rule: str, confidence: float = 0.95, basis: str = "asserted") -> Proof:
        """The sentence as proof of what units[start:end] say, without the reported speech that may follow them."""
        said = next((u.start for u in self.units if u.label == "SAID"), None)
        stop = len(self.text) if said is None or self.units[end - 1].end > said else said
        return Proof(
            self.block, self.start, self.start + stop, self.start + self.units[end - 1].start, rule, confidence, basis
        )

    def proof_of(self, unit: Unit, rule: str) -> Proof:
        k = self.units.index(unit)
        return self.proof(k, k + 1, rule)

    def proof_by(self, m: Match) -> Proof:
        return self.proof(m.start, m.end, m.rule.id, m.rule.confidence, m.rule.basis)

    def time_before(self, m: Match) -> When | None:
        """The last date before the end of a match."""
        end = self.units[m.end - 1].end
        before = [w for at, w in reversed(self.times) if at < end]
        # 9月4日上午，2025年三季度…活动: a year in a name does not undo the day before it.
        return next((w for w in before if w.precision == "day"), before[0] if before else None)

    def same_day(self) -> bool:
        """Whether the sentence begins with words that put it on the day of the event being told of (随后, 会前)."""
        return re.match(alternation("events", "same_day"), self.text[:12]) is not None

    def is_future(self, m: Match) -> bool:
        """Whether the clause of a match says 将, 拟 or 决定."""
        begin = m.start
        while begin and self.units[begin - 1].label not in ("COMMA", "STOP", "COLON", "BLANK"):
            begin -= 1
        if begin > 1 and m.start == begin and self.units[begin].label in ("HOLD", "DO"):
            begin -= 1  # 将继续深化合作，举办首届大会
            while begin and self.units[begin - 1].label not in ("COMMA", "STOP", "COLON", "WHO", "TIME"):
                begin -= 1
        return any(u.label == "FUTURE" for u in self.units[begin : m.end])

    def onsite(self, m: Match) -> str:
        """The noun of 大会上: it points to a 大会, not to whatever was told last. 会上 points to nothing in particular."""
        spots = [u for u in self.units[: m.end] if u.label == "ONSITE"]
        noun = self.words(spots[-1]).rstrip("上中时") if spots else ""
        return noun if noun != "会" and gatherings.is_generic(noun) else ""

    def part_follows(self, m: Match) -> bool:
        """A会议举行全体会议: the words after the verb are read by the rule for them, with A in front."""
        return (
            self.units[m.end - 1].label == "HOLD"
            and m.end < len(self.units)
            and self.units[m.end].label in ("EVENT", "GEN")
        )

    def subject_event(self, m: Match, what: Unit) -> Unit | None:
        """一次会议将举行闭幕会: the event whose part is held, named before the verb."""
        k = self.units.index(what) if what in self.units else m.end - 1
        for unit in reversed(self.units[:k]):
            if unit.label in ("COMMA", "STOP", "COLON", "WHO", "BLANK"):
                return None
            if unit.label == "EVENT":
                return unit
        return None

    def convenor(self, m: Match, what: Unit) -> str:
        """What stands between the date and the verb that calls the meeting: 区委常委会 | 召开."""
        units = self.units
        hold = next((i for i in range(m.start, m.end) if units[i].label == "HOLD"), None)
        if hold is None or units[hold].start > what.start:
            return ""
        end = self._topic(hold)
        while end and (
            units[end - 1].label in ("TIME", "FUTURE", "EACH", "AT")
            or (end > 1 and units[end - 1].label == "OTHER" and units[end - 2].label == "AT")
        ):
            end -= 1
        begin = self.run_before(end, ("OTHER", "NP", "WITH", "PAUSE"))
        found = self.text[units[begin].start : units[end - 1].end] if begin < end else ""
        found = (
            "" if found.startswith(("及", "和", "与")) else re.sub(f"^{alternation('people', 'adverbs')}+$", "", found)
        )
        return found if 2 <= len(found) <= 40 else ""

    def announces(self, time: Unit) -> bool:
        """Whether a date is of something to come: 将 or 决定 stands before it, in its clause, or, where it stands alone, in the next."""
        ends = ("COMMA", "STOP", "COLON", "BLANK")
        k = self.units.index(time)
        end = next((i for i in range(k, len(self.units)) if self.units[i].label in ends), len(self.units))
        if end == k + 1 + time.value.until and (k == 0 or self.units[k - 1].label in ends):
            end = next((i for i in range(end + 1, len(self.units)) if self.units[i].label in ends), len(self.units))
        return any(u.label == "FUTURE" for u in self.units[:end])

    def _topic(self, hold: int) -> int:
        """Where 就甲与乙 begins in 就甲与乙进行集体学习; the verb itself where no topic stands before it."""
        for k in range(hold - 1, -1, -1):
            if self.units[k].label in ("COMMA", "STOP", "COLON", "BLANK", "TIME", "WHO"):
                break
            if self.units[k].label == "OTHER" and self.words(self.units[k]).startswith(words("events", "topics")):
                return k
        return hold

    def dies(self, m: Match, name: str = "who") -> bool:
        """甲因病于6月3日在某市逝世: nothing but how, when and where stands between who died and the verb."""
        who = m.captures[name][-1]
        plain = alternation("people", "before_death")
        pattern = f"(?:{plain}|在[^，。、]{{1,12}}|[\\d，、（）()年月日时分许：:])*"
        return re.fullmatch(pattern, self.text[who.end : self.units[m.end - 1].start]) is not None

    def quotes(self) -> bool:
        """Whether it passes on what somebody said."""
        return any(u.label == "SAID" for u in self.units)

    def speaks_itself(self) -> bool:
        """Whether a sentence after reported speech tells of the event again: somebody acts, or it is dated, in its first clause."""
        units = self.units
        if not units:
            return False
        if units[0].label in ("WHO", "PRON", "ONSITE", "TIME", "GEN", "EVENT", "LISTEN"):
            return True
        if units[0].label in ("AT", "DELEGATE"):
            return any(u.label in ("WHO", "ONSITE") for u in units[:8])
        for unit in units:
            if unit.label in ("COMMA", "STOP", "COLON", "HOLD", "VISIT", "GO", "APPOINT"):
                return False
            if unit.label == "WHO":
                return True
        return False

    def on_behalf(self, k: int) -> int | None:
        """甲代表A，乙代表B，敬献花篮: index of the person before, who acts for another organ in the same row."""
        units = self.units
        if k + 1 >= len(units) or not self._acts_for(k + 1) or not k or units[k - 1].label != "COMMA":
            return None
        j = k - 2
        while j >= 0 and units[j].label in ("OTHER", "PAUSE", "WITH"):
            j -= 1
        return j - 1 if j >= 1 and self._acts_for(j) and units[j - 1].label == "WHO" else None

    def _acts_for(self, k: int) -> bool:
        return self.words(self.units[k]) in words("people", "acting_for")

    def crowd(self, unit: Unit) -> list[Who]:
        """甲、乙等A区领导，丙等B区领导参加: runs of people with only a comma between them act as one."""
        k = self.units.index(unit)
        whos = [unit.value]
        while k >= 2 and self.units[k - 1].label in ("COMMA", "PAUSE") and self.units[k - 2].label == unit.label:
            k -= 2
            whos.insert(0, self.units[k].value)
        while (earlier := self.on_behalf(k)) is not None:
            k = earlier
            whos.insert(0, self.units[k].value)
        while (earlier := self._across_unnamed(k)) is not None:
            k = earlier
            whos.insert(0, self.units[k].value)
        return whos

    def _across_unnamed(self, k: int) -> int | None:
        """甲、乙，某国特使、丙，等多国代表，以及丁: the run of people before some who are not named, in one list."""
        j = k - 1
        while j >= 0 and self.units[j].label in ("COMMA", "PAUSE", "POS", "AND", "NP", "OTHER") and k - j <= 8:
            if self.units[j].label in ("NP", "OTHER") and not self._is_listed(self.units[j]):
                return None
            j -= 1
        unit = self.units[j] if j >= 0 else None
        apart = j < k - 1 and self.units[j + 1].label in ("COMMA", "PAUSE")
        return j if unit is not None and unit.label == self.units[k].label and apart else None

    def _is_listed(self, unit: Unit) -> bool:
        """Words that a list of people can hold: a group, or 以及, 等, brackets."""
        phrase = self.words(unit)
        return len(phrase) <= 30 and re.search(f"{alternation('people', 'listed')}$|^[（）]", phrase) is not None


def is_ahead(time: When | None, issued: str | None) -> bool:
    """Whether a day lies after the day of issue: what is told of it has not happened yet."""
    return bool(time and time.earliest and issued and time.earliest > (dates.bounds(issued)[1] or "9"))
