"""Invented newspapers and the graph they fold to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.folding import fold
from kg.graph import Graph
from kg.linking import link
from kg.statement import Args, Evidence, Statement, in_order, ref

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def statements() -> list[Statement]:
    """Two articles of an invented paper of 青溪区: a meeting, and a visit told with a quote that looks like markup."""
    doc, found = "a.txt", []

    def say(schema: str, args: Args, quote: str, article: int = 1) -> None:
        start = 100 * article + len(found)
        found.append(
            Statement(schema, args, Evidence(doc, article, start, start + len(quote), quote, "test.rule"), 0.9)
        )

    def article(order: int, title: str) -> Args:
        return ref("Article", f"{doc}#{order}", title, title=title, published="2031-05-06", doc=doc, order=order)

    first, second = article(1, "区委常委会召开会议"), article(2, "沈知秋走访企业")
    meeting = ref("Event", f"{doc}#1.1", "区委常委会会议", kind="meeting", status="held", date="2031-05-05",
                  precision="day", earliest="2031-05-05", latest="2031-05-05")  # fmt: skip
    visit = ref("Event", f"{doc}#2.1", "走访云杉机械", kind="visit", status="held")
    people = {name: ref("Person", f"{name}@{doc}", name) for name in ("沈知秋", "罗映山", "白露</script>")}
    office = ref("Position", "青溪区委书记", "青溪区委书记", title="区委书记", branch="party", seats=1)
    firm = ref("Organization", "云杉机械", "云杉机械", kind="company")
    quote = "5月5日，区委书记沈知秋主持召开区委常委会会议，罗映山出席。"
    evil = '<img src=x onerror="document.title=1">沈知秋</script><script>document.title=2</script>走访云杉机械。'
    for node, text in ((first, "区委常委会召开会议"), (second, "沈知秋走访企业")):
        say("Article", {"node": node}, text, node["order"])
    for event, paper, text in ((meeting, first, quote), (visit, second, evil)):
        say("Event", {"node": event, "article": paper}, text, paper["order"])
        say("REPORTS", {"source": paper, "target": event}, text, paper["order"])
    for rank, name in enumerate(("沈知秋", "罗映山"), start=1):
        titles = ["区委书记"] if rank == 1 else []
        say("ATTENDED", {"source": people[name], "target": meeting, "roles": ["chaired"] if rank == 1 else [],
                         "titles": titles, "positions": [office] if rank == 1 else [], "rank": rank}, quote)  # fmt: skip
    say("CHAIRED", {"source": people["沈知秋"], "target": meeting}, quote)
    say("HOLDS", {"source": people["沈知秋"], "target": office, "titles": ["区委书记"], "capacity": "full",
                  "evidence": "sighted", "earliest": "2031-05-05", "latest": "2031-05-05"}, quote)  # fmt: skip
    for name in ("沈知秋", "白露</script>"):
        say("ATTENDED", {"source": people[name], "target": visit, "roles": []}, evil, 2)
    say("VISITED", {"source": visit, "target": firm}, evil, 2)
    return in_order(found)


@pytest.fixture(scope="session")
def graph(statements: list[Statement]) -> Graph:
    return fold(statements, link(statements))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine (apt-get install chromium)")
    return found


@pytest.fixture
def newspaper(tmp_path: Path) -> Callable[..., Path]:
    """``newspaper("a.txt", text)`` writes a file under a folder of the test's own and gives its path."""

    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write
