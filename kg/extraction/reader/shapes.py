"""What the reader's network is made of, and what its numbers mean: for training and at run time alike."""

from __future__ import annotations

from bisect import bisect_left

from kg.extraction.reader.page import KINDS, MARKS

#: Widths: of characters, pairs, lexicon features, marks; of the layers.
WIDTHS = (64, 32, 8, 12, 128)
#: How far to either side each layer looks: the recogniser's, then further.
REACH = (1, 2, 4, 6, 3, 8, 16, 2)
GAP = 20
MARKED = KINDS * MARKS
SENTENCE_REACH = (1, 2, 4)
SENTENCE_WIDTH = 96
#: What is counted of a sentence: whether the rules open an event in it, more than one, read at all; its kind; names, names that no
#: sentence before has, a day, where it stands.
TELLINGS = 10
KINDS_OF_EVENT = 7
#: What is tagged: an event's name, or the words that tell of one without a name; people, writers, offices, organs; places of events.
EVENTS = ("NAME", "VERB")
NAMES = ("PERSON", "WRITER", "TITLE", "ORGAN")
EVENT_TAGS, NAME_TAGS, PLACE_TAGS = 1 + 4 * 2, 1 + 4 * 4, 1 + 4
CAPACITIES = ("full", "former", "acting", "designate")
CHANGES = ("appointed", "elected", "nominated", "acting", "removed", "resigned", "died", "investigated")
#: How many of them are ways into an office; the others lead out.
COMING = 4
#: Numbers of how a person and an office stand to each other, and to the words by which offices change (`moving`).
POST_FORMS, MOVING_FORMS = 64, 54
#: Of each kind of pair: hidden width, numbers of its forms, scores, whether the right side is an event's anchor.
FORMS = {
    "part": (96, 80, 4, True),
    "date": (48, 64, 1, True),
    "site": (48, 64, 1, True),
    "same": (48, 64, 1, True),
    "post": (64, POST_FORMS, 1 + len(CAPACITIES), False),
    "change": (96, POST_FORMS + MOVING_FORMS, 1 + len(CHANGES), False),
    "whose": (48, 48, 1, False),
}


def steps(distance: int, edges: tuple[int, ...]) -> int:
    """The number of the interval that a distance falls in."""
    return bisect_left(edges, distance)


_SENTENCES = (-6, -3, -2, -1, 0, 1, 2, 3, 5, 9)
_CHARACTERS = (-80, -40, -20, -8, 0, 8, 20, 40, 80)


def part_forms(
    distance: int,
    near: int | None,
    between: int,
    k: int,
    last: int,
    count: int,
    kind: int,
    same_block: bool,
    told: tuple[int, int, int, int, int],
) -> list[int]:
    """How a mention stands to the k-th of `count` anchors.

    Args:
        distance: sentences from the anchor to the mention; near: characters, null in another sentence.
        between: anchors between the two; last: the number of the last anchor up to the mention's sentence.
        told: what the rules say; see `pairing.said`.
    """
    return [
        steps(distance, _SENTENCES),  # 0-10
        11 + min(between, 4),  # 11-15
        16 + (k == last) + 2 * (k == 0),  # 16-19
        20 + min(count, 4) - 1,  # 20-23
        24 + _near(near),  # 24-34
        35 + kind,  # 35-38
        39 + same_block,  # 39-40
        41 + min(count - 1 - k, 3),  # 41-44
        45 + told[0],  # 45-46: the rules read this page
        47 + told[1] * 2 + told[0],  # 47-50
        51 + told[2],  # 51-52
        53 + told[3],  # 53-54
        55 + told[4],  # 55-56
    ]


def _near(characters: int | None) -> int:
    return 10 if characters is None else steps(characters, _CHARACTERS)


def date_forms(
    distance: int, near: int | None, order: int, count: int, day: bool, background: bool, lone: bool
) -> list[int]:
    """How a time stands to an anchor: `order` times stand between them; `lone`: it is the only day of the page."""
    return [
        steps(distance, _SENTENCES),
        11 + _near(near),
        22 + day,
        24 + background,
        26 + min(order, 4),
        31 + min(count, 4),
        36 + lone,
    ]


def site_forms(distance: int, near: int | None, between: int, count: int) -> list[int]:
    """How a place stands to one of `count` anchors, `between` others lying between them."""
    return [steps(distance, _SENTENCES), 11 + _near(near), 22 + min(between, 3), 26 + min(count, 4)]


def same_forms(distance: int, near: int | None, between: int, count: int, generic: bool) -> list[int]:
    """How an event of the rules stands to an anchor; `generic`: it is called by its kind alone (仪式, 视察活动)."""
    return [*site_forms(distance, near, between, count), 31 + generic]


def post_forms(
    name: tuple[int, int], title: tuple[int, int], names_between: int, titles_between: int, marks: str
) -> list[int]:
    """How a name stands to an office in the row: before or after, how far, over how many others; `marks` are the characters between."""
    before = title[1] <= name[0]
    gap = name[0] - title[1] if before else title[0] - name[1]
    return [
        (0 if before else 12) + steps(gap, (0, 1, 2, 3, 4, 6, 10, 20, 40, 80)),  # 0-23
        24 + min(names_between, 5) + 6 * (not before),  # 24-35
        36 + min(titles_between, 3) + 4 * (not before),  # 36-43
        44 + ("。" in marks or "\n" in marks) + 2 * ("，" in marks or "；" in marks),  # 44-47
        48 + ("、" in marks),
        50 + ("：" in marks or ":" in marks),
        52 + ("为" in marks) + 2 * ("的" in marks),
    ]


def whose_forms(
    gap: int, sentences: int, others: int, names: int, same_block: bool, kind: int, leads: bool, most: bool
) -> list[int]:
    """How an organ stands to an office that is printed without one, `gap` characters after it.

    Args:
        sentences: from one to the other; others: other organs between them; names: names between them.
        kind: of the organ's sentence; leads: an office follows the organ at once; most: no organ of the page is printed oftener.
    """
    return [
        steps(gap, (2, 5, 10, 20, 40, 80, 160, 320)),  # 0-8
        9 + min(sentences, 5),  # 9-14
        15 + min(others, 5),  # 15-20
        21 + min(names, 6),  # 21-27
        28 + same_block,
        30 + kind,  # 30-33
        34 + leads,
        36 + most,
    ]
