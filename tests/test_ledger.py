"""The ledger: whatever was added, changed and removed in whatever steps, the graph is that of a build from nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.exports import html
from kg.exports.sights import GraphSight, Sight
from kg.folding import fold
from kg.ids import canonical
from kg.ledger import Damaged, Entry, Ledger, documents, plan, refolding, sight
from kg.ledger.entries import statements_of
from kg.linking import link
from kg.statement import Statement, in_order, ref
from tests.strategies import DOCS, article, day, event, holds, newspaper, person, say, statements


@contextmanager
def opened() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder)) as ledger:
        yield ledger


def store(ledger: Ledger, name: str, found: list[Statement]) -> None:
    documents.put(ledger, Entry.from_statements(name, in_order(found), {}), "key")


def folded(ledger: Ledger) -> tuple[str, str]:
    """nodes.jsonl and edges.jsonl after linking and folding what is stale."""
    links = plan.plan(ledger, "linking")
    refolding.refold(ledger, links, "kg")
    return "\n".join(sight.nodes(ledger)), "\n".join(sight.edges(ledger))


def whole(found: list[Statement]) -> tuple[str, str]:
    """The same from nothing, in memory."""
    graph = fold(found, link(found))
    return "\n".join(map(canonical, graph.nodes())), "\n".join(map(canonical, graph.edges()))


def by_document(found: list[Statement]) -> dict[str, list[Statement]]:
    return {doc: list(group) for doc, group in groupby(in_order(found), key=lambda s: s.evidence.doc)}


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, list[Statement] | None]]:
    """Builds one after the other: what each finds new or other in some documents; null is a document that went."""
    steps = []
    for _ in range(draw(st.integers(1, 4))):
        papers: dict[str, list[Statement] | None] = dict(by_document(draw(statements(8))))
        for doc in draw(st.sets(st.sampled_from(DOCS))):
            papers.setdefault(doc, None)
        steps.append(papers)
    return steps


@settings(max_examples=150)
@given(histories())
def test_a_build_in_steps_is_a_build_from_nothing(steps: list[dict[str, list[Statement] | None]]) -> None:
    now: dict[str, list[Statement]] = {}
    with opened() as ledger:
        for papers in steps:
            for doc, found in sorted(papers.items()):
                if found is None:
                    documents.remove(ledger, doc)
                    now.pop(doc, None)
                else:
                    store(ledger, doc, found)
                    now[doc] = found
            assert folded(ledger) == whole([s for found in now.values() for s in found])
        lines = "".join(part.decode() for part in documents.lines(ledger))
        assert lines == "".join(s.to_line() + "\n" for s in in_order(s for found in now.values() for s in found))


@settings(max_examples=60)
@given(histories(), st.integers(0, 6))
def test_a_build_that_was_stopped_between_two_steps_goes_on(
    steps: list[dict[str, list[Statement] | None]], kills: int
) -> None:
    """Documents are put, linked, folded for a while, and never to the end until the last step."""
    now: dict[str, list[Statement]] = {}
    with opened() as ledger:
        for n, papers in enumerate(steps):
            for doc, found in papers.items():
                if found is not None:
                    store(ledger, doc, found)
                    now[doc] = found
            if n % 2:
                plan.plan(ledger, "linking")
            elif kills:
                links = plan.plan(ledger, "linking")
                with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
                    patch.setattr(refolding, "_STEP", 1)
                    refolding.refold(ledger, links, "kg", _stop_after(kills))
        assert folded(ledger) == whole([s for found in now.values() for s in found])


def _stop_after(steps: int):
    def stop(done: int, total: int) -> None:
        if done >= steps:
            raise KeyboardInterrupt

    return stop


def told(doc: str, *names: str, on: str = "2024-03-01", **more: object) -> list[Statement]:
    """An article of a meeting of these people."""
    what = event(doc, 1, 1, "防汛工作推进会", on, **more)
    paper = article(doc, 1, "青溪区", "2024-03-02")
    facts = [say("Event", doc, node=what, article=paper), say("REPORTS", doc, source=paper, target=what)]
    facts += [say("ATTENDED", doc, start=n, source=person(doc, p), target=what) for n, p in enumerate(names)]
    return newspaper(doc, 1, *facts, area="青溪区", published="2024-03-02")


def test_only_what_a_document_touches_is_folded_again() -> None:
    papers = {f"{n}.txt": told(f"{n}.txt", f"人物{n}", on=day(n)) for n in range(9)}
    with opened() as ledger:
        for doc, found in papers.items():
            store(ledger, doc, found)
        folded(ledger)
        assert refolding.refold(ledger, plan.links_of(ledger), "kg") == 0
        store(ledger, "3.txt", papers["3.txt"])  # read again, with the same result
        assert refolding.refold(ledger, plan.plan(ledger, "linking"), "kg") == 0
        store(ledger, "3.txt", told("3.txt", "人物三", on=day(3)))
        count = refolding.refold(ledger, plan.plan(ledger, "linking"), "kg")
        assert 3 <= count <= 4  # the event, who came, who did not; the article, when its sentences change places


def test_a_first_document_that_comes_late_names_what_was_merged() -> None:
    later = {d: told(d, "沈知秋", "林望舒") for d in ("b.txt", "c.txt")}
    first = told("a.txt", "沈知秋")
    with opened() as ledger:
        for doc, found in later.items():
            store(ledger, doc, found)
        nodes, _ = folded(ledger)
        assert '"id":"Person:沈知秋@b.txt"' in nodes
        store(ledger, "a.txt", first)
        nodes, edges = folded(ledger)
        assert (nodes, edges) == whole([*first, *later["b.txt"], *later["c.txt"]])
        assert '"id":"Person:沈知秋@b.txt"' not in nodes
        assert '"source":"Person:沈知秋@a.txt"' in edges
        documents.remove(ledger, "a.txt")
        assert folded(ledger) == whole([*later["b.txt"], *later["c.txt"]])


def test_a_day_of_issue_that_another_document_decides() -> None:
    """An article is named by a document that is not its own; its edges take their days from what most say."""
    own = newspaper("a.txt", 1, holds("沈知秋", day(1), doc="a.txt"), published="2024-03")
    other = [say("Article", "b.txt", start=n, node=article("a.txt", 1, published="2024-04")) for n in range(2)]
    with opened() as ledger:
        store(ledger, "a.txt", own)
        folded(ledger)
        store(ledger, "b.txt", other)
        assert folded(ledger) == whole([*own, *other])
        documents.remove(ledger, "b.txt")
        assert folded(ledger) == whole(own)


def test_what_a_statement_names_by_id_alone_moves_with_it() -> None:
    def signed(doc: str) -> list[Statement]:
        a, b = (ref("Organization", name, name) for name in ("云杉机械", "白石集团"))
        return [*told(doc, "沈知秋"), say("SIGNED_WITH", doc, start=9, source=a, target=b, event=f"Event:{doc}#1.1")]

    papers = {d: signed(d) for d in ("b.txt", "a.txt")}
    with opened() as ledger:
        for n, doc in enumerate(papers, start=1):
            store(ledger, doc, papers[doc])
            assert folded(ledger) == whole([s for d in list(papers)[:n] for s in papers[d]])


@given(statements(20))
def test_a_picture_of_the_ledger_is_the_picture_of_its_graph(found: list[Statement]) -> None:
    with opened() as ledger:
        for doc, group in by_document(found).items():
            store(ledger, doc, group)
        folded(ledger)
        mine, other = sight.LedgerSight(ledger), GraphSight(fold(found), found)
        seen = [_all(s) for s in (mine, other)]
        assert seen[0] == seen[1]


def _all(seen: Sight) -> tuple[object, ...]:
    ids = [i for i, _ in seen.ids()]
    edges = seen.edges_among(ids)
    proofs = [seen.proofs(e) for e in edges]
    heads = [seen.headline(p.doc, p.article) for row in proofs for p in row]
    return seen.totals(), list(seen.ids()), sorted(seen.ties()), seen.nodes(ids), edges, proofs, heads, seen.issues()


def test_the_page_is_the_same_drawn_from_either(graph, statements: list[Statement]) -> None:
    with opened() as ledger:
        for doc, group in by_document(statements).items():
            store(ledger, doc, group)
        folded(ledger)
        assert html.draw(sight.LedgerSight(ledger)) == html.render(graph, statements)


@given(statements())
def test_an_entry_keeps_statements_whole(found: list[Statement]) -> None:
    for doc, group in by_document(found).items():
        entry = Entry.from_statements(doc, group, {})
        assert [s.to_line() for s in statements_of(entry.lines)] == [s.to_line() for s in group]
        assert sum(entry.tally.values()) == len(group)


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 999)
    with pytest.raises(Damaged, match="not a database"):
        Ledger(tmp_path)


def test_a_ledger_of_another_version(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.note("version", "0")
    with pytest.raises(Damaged, match="another version"):
        Ledger(tmp_path)


def _store_many(ledger: Ledger) -> None:
    with ledger.errors(), ledger.transaction():
        for n in range(999):
            store(ledger, f"{n}.txt", told(f"{n}.txt", "沈知秋"))


def test_a_full_disk_is_one_line_and_nothing_half_done(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        store(ledger, "a.txt", told("a.txt", "沈知秋"))
        before = folded(ledger)
        (pages,) = ledger.db.execute("PRAGMA page_count").fetchone()
        ledger.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UsageError, match=r"disk is full.*goes on from there"):
            _store_many(ledger)
        ledger.db.execute("PRAGMA max_page_count = 0")
        assert folded(ledger) == before
