"""Two districts with papers of their own, and two papers of one district on one day."""

from __future__ import annotations

from kg.statement import Statement
from tests.strategies import article, event, person, position, say

EAST, WEST = "青溪区", "白石县"
#: Paper, day of issue, and who came to its meeting of which day.
PRINTED = (
    ("e1.txt", EAST, "今日青溪", "2024-01-03", "2024-01-02", ("沈知秋", "罗映山")),
    ("e1.txt", EAST, "今日青溪", "2024-01-03", "2023-12-29", ("沈知秋",)),
    ("e2.txt", EAST, "青溪晚报", "2024-01-03", "2024-01-02", ("沈知秋",)),
    ("e3.txt", EAST, "今日青溪", "2024-02-20", "2024-01-31", ("沈知秋",)),
    ("w1.txt", WEST, "白石报", "2024-02-05", "2024-02-04", ("林望舒", "欧阳牧")),
    ("w2.txt", WEST, "白石报", "2024-02", "2024-02-18", ("林望舒",)),
    ("w3.txt", WEST, "白石报", "2024-03-01", None, ("欧阳牧",)),
)


def districts() -> list[Statement]:
    found: list[Statement] = []
    for number, (doc, area, publisher, issued, on, there) in enumerate(PRINTED, start=1):
        paper = {**article(doc, number, area, issued), "publisher": publisher}
        meeting = event(doc, number, 1, f"第{number}次会议", on)
        found += [say("Article", doc, number, node=paper), say("Event", doc, number, node=meeting, article=paper),
                  say("REPORTS", doc, number, 1, source=paper, target=meeting)]  # fmt: skip
        for rank, name in enumerate(there, start=1):
            who = person(area, name)  # one of a name in a district
            roles = ["chaired"] if rank == 1 else []
            found.append(say("ATTENDED", doc, number, 10 + rank, source=who, target=meeting, roles=roles, rank=rank))
            if roles:
                found.append(say("CHAIRED", doc, number, 20, source=who, target=meeting))
    for doc, number, area, name, on in (
        ("e1.txt", 1, EAST, "沈知秋", "2024-01-03"),
        ("w1.txt", 5, WEST, "林望舒", "2024-02-05"),
    ):
        seat = position("书记", area)
        found += [say("IN", doc, number, 30, source=seat, target={"label": "Area", "key": area, "name": area}),
                  say("HOLDS", doc, number, 31, source=person(area, name), target=seat, titles=["书记"], capacity="full",
                      evidence="sighted", earliest=on, latest=on)]  # fmt: skip
    abroad = position("大使", "")
    found.append(say("HOLDS", "w1.txt", 5, 40, source=person(WEST, "欧阳牧"), target=abroad, titles=["大使"], capacity="full",
                     evidence="sighted", earliest="2024-02-05", latest="2024-02-05"))  # fmt: skip
    return found
