"""What a line says beside who took part: positions held, groups that came, organs that spoke, convened or signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction import organs, places
from kg.extraction.decisions.asides import newly
from kg.extraction.decisions.verbs import gives
from kg.extraction.happenings import Happening, Proof
from kg.extraction.lines import Line
from kg.extraction.people import Participant, Who
from kg.extraction.titles import Post
from kg.lexicon import alternation, entries, words


@dataclass(frozen=True, slots=True)
class Held:
    """A position printed with a name."""

    person: Participant
    post: Post
    proof: Proof
    #: It is told as news (新当选的区长甲): a change of office, which is told as such, and no sighting.
    news: bool = False


def positions(line: Line, named: Sequence[str]) -> Iterator[Held]:
    """Every position of the line that stands with a name.

    Args:
        line: the sentence.
        named: organisations named so far in the article, the last one last: what 公司总经理 is at.
    """
    for k, unit in enumerate(line.units):
        if isinstance(unit.value, Who):
            for person in unit.value.people:
                for post in person.posts:
                    rule = (
                        "position-shared"
                        if person.shared
                        else "position-before-name"
                        if post.end <= person.start
                        else "position-after-name"
                    )
                    sure = round(0.97 * min(1.0, person.sure + 0.05), 3)
                    news = post.end <= person.start and newly(line.text, min(p.start for p in person.posts)) is not None
                    yield Held(person, owned(line, post, named), line.proof(k, k + 1, rule, sure), news)
        elif unit.label == "POS" and (person_beside := _equated(line, k)) is not None:
            for post in unit.value:
                yield Held(person_beside, owned(line, post, named), line.proof(k, k + 1, "position-equated", 0.9))


def _equated(line: Line, k: int) -> Participant | None:
    """甲是某大学校长; 作为某大学校长的甲; 作为某乡乡长，甲: the person beside a position, with a word that equates them."""
    units = line.units
    before = line.words(units[k - 1]) if k else ""
    who: Who | None = None
    if k >= 2 and before in words("people", "equating") and units[k - 2].label == "WHO":
        # 任命甲为区长，乙为副区长 tells who comes into office; a sighting it is not.
        given = before in words("decisions", "joints") and gives(line.text[: units[k - 2].start])
        who = None if given else units[k - 2].value
    elif (
        before.endswith("作为")
        and k + 2 < len(units)
        and line.words(units[k + 1]) in ("的", "，")
        and units[k + 2].label == "WHO"
    ):
        who = units[k + 2].value
    return who.people[0] if who is not None and len(who.people) == 1 else None


def owned(line: Line, post: Post, named: Sequence[str]) -> Post:
    """公司总经理: the firm is the one at this stop of the tour, or the one last named."""
    if post.organ not in words("positions", "unnamed_organs"):
        return post
    here = next(
        (n for u in line.units if u.label == "AT" for n in places.at(line.text, line.units, u) if organs.is_organ(n)),
        None,
    )
    like = next((n for n in reversed(named) if n.endswith(post.organ.removeprefix("该"))), None)
    organ = here or like or next(reversed(named), None)
    return replace(post, organ=organ) if organ else post


def gather_groups(line: Line, event: Happening) -> None:
    """各部门负责人参加: groups that came as such; 区统计局作汇报: organs that spoke."""
    units = line.units
    for k, unit in enumerate(units):
        if unit.label not in ("ATTEND", "SPEAK", "ESCORT") or k == 0:
            continue
        begin = line.run_before(k, ("OTHER", "NP", "PAUSE", "WITH", "INVITED", "EACH"))
        phrase = line.text[units[begin].start : unit.start]
        opened = begin == 0 or units[begin - 1].label in ("COMMA", "STOP", "BLANK", "ONSITE", "WHO")
        if begin == k or not 2 < len(phrase) <= 60 or not opened:
            continue
        if unit.label == "SPEAK" and units[begin].label != "WITH":
            for organ in places.organs_in(phrase):
                event.organs.setdefault(organ, line.proof(begin, k + 1, "organ-speaks"))
        elif unit.label != "SPEAK" and re.search(
            alternation("titles", "groups") + "|" + alternation("people", "collective"), phrase
        ):
            group = re.sub(f"{alternation('participation', 'INVITED', 'EACH')}$", "", phrase)
            event.groups.setdefault(group, line.proof(begin, k + 1, "group-attends"))


def gather_deals(line: Line, event: Happening) -> None:
    """甲公司与乙公司签署合作协议; 由丙主办: what organs did at the event, without people."""
    ways, units = entries("events", "convened_as"), line.units
    for k, unit in enumerate(units):
        begin = line.run_before(k, ("OTHER", "NP", "PAUSE", "WITH", "AND", "EACH"))
        phrase = line.text[units[begin].start : unit.start]
        if begin == k or len(phrase) > 160:
            continue
        if line.words(unit) in ways:
            event.convened.setdefault(
                (phrase, str(ways[line.words(unit)]["as"])), line.proof(begin, k + 1, "convened-as")
            )
        elif line.words(unit) in words("events", "signing"):
            for a, b, deal in _deals(line, begin, k):
                event.signed.setdefault((a, b, deal), line.proof(begin, k + 1, "signed"))


def _deals(line: Line, begin: int, k: int) -> Iterator[tuple[str, str, str]]:
    units = line.units
    side = next((i for i in range(begin, k) if units[i].label == "WITH"), None)
    end = line.clause_end(k)
    after = line.text[units[k].end : units[end].start if end < len(units) else len(line.text)]
    deal = re.match(f"了?([^，。]{{0,30}}?{alternation('events', 'deals')})", after)
    if side is None or deal is None:
        return
    left = places.organs_in(line.text[units[begin].start : units[side].start])
    right = places.organs_in(line.text[units[side].end : units[k].start])
    yield from ((a, b, deal[1]) for a in left for b in right if a != b)
