"""How long it takes to fold one office that has a different holder in each article, the more there are.

    python scripts/bench_offices.py [--most 100000]

For each number of articles, twice the one before: seconds of linking (it is one name each), and of folding the office, with
everybody another and with two people by turns; and seconds for a thousand articles. Where these grow, it is not linear.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from time import process_time

from kg.folding import fold
from kg.linking import link
from kg.statement import Evidence, Statement, ref

_FAMILIES, _GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高",
    "文明华东平德建晓伟志海军玉春龙杰金红忠光宇俊云强勇成梅英丽立",
)


def _name(number: int) -> str:
    """A name of its own for each number: 王文文, 李文文, …"""
    number, family = divmod(number, len(_FAMILIES))
    given = ""
    for _ in range(3):
        number, place = divmod(number, len(_GIVEN))
        given += _GIVEN[place]
    return _FAMILIES[family] + given


def _statements(articles: int, people: int) -> list[Statement]:
    found = []
    seat = ref("Position", "青溪区区长", "青溪区区长", title="区长", seats=1)
    for n in range(articles):
        doc, day = f"{n:06}.txt", (date(1900, 1, 1) + timedelta(n % 40000)).isoformat()
        name = _name(n % people)
        holder = ref("Person", f"{name}@{doc}", name)
        args = {"source": holder, "target": seat, "titles": ["区长"], "capacity": "full", "evidence": "sighted",
                "earliest": day, "latest": day}  # fmt: skip
        found.append(Statement("HOLDS", args, Evidence(doc, 1, 0, 2, "引文", "bench"), 0.97, "asserted"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=16_000, help="articles of the last row")
    most = parser.parse_args().most
    print(f"{'articles':>9} {'link':>8} {'all others':>11} {'per 1,000':>10} {'by turns':>9} {'per 1,000':>10}")
    articles = 225
    while articles <= most:
        row = []
        for people in (articles, 2):
            statements = _statements(articles, people)
            began = process_time()
            links = link(statements)
            linked = process_time()
            fold(statements, links)
            row.append((linked - began, process_time() - linked))
        (link_one, one), (_, turns) = row
        share = 1000 / articles
        print(
            f"{articles:>9,} {link_one:>8.2f} {one:>11.2f} {one * share:>10.3f} {turns:>9.2f} {turns * share:>10.3f}",
            flush=True,
        )
        articles *= 2


if __name__ == "__main__":
    main()
