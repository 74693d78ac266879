"""Annotated pages as rows of numbers: several in one row, with the pairs of each and what is true of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.extraction.ner.encoding import UNKNOWN, Encoder, pairs_of
from kg.extraction.reader import moving, pairing, shapes
from kg.extraction.reader.page import Anchor, Page
from reading.samples import ROLES, UNSEEN, Event, Sample
from reading.targets import event_tags, name_tags, place_tags


@dataclass
class Batch:
    """Numbers of some pages, one after the other in one row; rows of sentences with gaps between pages."""

    ids: Any
    pairs: Any
    features: Any
    marks: Any
    begins: list[int]
    ends: list[int]
    told: Any
    apart: Any
    tags: list[Any]
    tells: Any
    tables: dict[str, dict[str, Any]]


def rules_of(sample: Sample, event: Event) -> dict[str, set[str]]:
    """What the rules say of an event, in one of theirs or in several."""
    out: dict[str, set[str]] = {}
    for *_, parts, _, k in sample.told:
        if k >= 0 and sample.events[k] is event:
            for name, facts in parts.items():
                out.setdefault(name, set()).update(facts)
    return out


Span = tuple[int, int]
#: The answer to a question that is not put, as torch's loss knows it.
UNASKED = -100


def organless(sample: Sample) -> tuple[list[Span], list[Span], dict[Span, str]]:
    """Offices printed without an organ, the organs of the page, and the organ of each office, empty where it has none."""
    text = sample.page.text
    rows = [(a, b, c, d) for _, a, b, c, d, _ in sample.posts if d != UNSEEN]
    true = {(a, b): text[c:d] if c >= 0 else "" for a, b, c, d in rows if d != a}
    spans = {(c, d) for _, _, c, d in rows if c >= 0} | {s for found in sample.sites.values() for s in found}
    for word in sorted({text[c:d] for c, d in spans} | sample.organs):
        at = text.find(word) if len(word) > 1 else -1
        while at >= 0:
            spans.add((at, at + len(word)))
            at = text.find(word, at + 1)
    return sorted(true), sorted(spans), true


def nearest(answers: list[int], pairs: Sequence[tuple[tuple[int, int, str], Span]]) -> list[int]:
    """The answers, `UNASKED` for those that are true of other mentions of a person than the one nearest to the office.

    区长候选人高远山 of the headline says of itself who was nominated; what stands three sentences on need not.
    """
    best: dict[tuple[str, Span], int] = {}
    gaps = [max(a - d, c - b) for (a, b, _), (c, d) in pairs]
    for answer, gap, ((_, _, name), title) in zip(answers, gaps, pairs, strict=True):
        if answer:
            best[name, title] = min(gap, best.get((name, title), gap))
    return [
        UNASKED if answer and gap > best[name, title] else answer
        for answer, gap, ((_, _, name), title) in zip(answers, gaps, pairs, strict=True)
    ]


class _Rows:
    """Adds the pairs of a page to the tables of a batch, its offsets moved to where the page stands in the row."""

    def __init__(self, tables: dict[str, dict[str, Any]], start: int, rows: dict[int, int]) -> None:
        self.tables, self.start, self.rows = tables, start, rows

    def add(
        self, name: str, left: Any, right: Any, i: list[int], j: list[int], forms: list[list[int]], page: Page
    ) -> dict[str, Any]:
        t = self.tables[name]
        base, first = len(t["left"]), len(t["right"])
        t["left"] += [(self.start + a, self.start + b) for a, b in left]
        t["left_s"] += [self.rows[page.sentence(a)] for a, _ in left]
        if shapes.FORMS[name][3]:
            t["right"] += [self.start + at for _, at in right]
            t["right_s"] += [self.rows[s] for s, _ in right]
        else:
            t["right"] += [(self.start + a, self.start + b) for a, b in right]
            t["right_s"] += [self.rows[page.sentence(a)] for a, _ in right]
        t["i"] += [base + k for k in i]
        t["j"] += [first + k for k in j]
        t["forms"] += forms
        return t


def build(samples: Sequence[Sample], encoder: Encoder, rng: random.Random, training: bool) -> Batch:
    gap = "\0" * (shapes.GAP - 8)
    encoded = encoder.encode([s.page.text + gap for s in samples])
    ids = encoded.ids.copy()
    if training:
        noise = np.random.default_rng(rng.randrange(1 << 30))
        hit = (noise.random(len(ids)) < 0.015) & (ids > 0)
        ids[hit] = noise.integers(1, UNKNOWN + 1, int(hit.sum()))
    marks = np.zeros(len(ids), dtype=np.int64)
    tags = [np.full(len(ids), -100, dtype=np.int64) for _ in range(3)]
    begins: list[int] = []
    ends: list[int] = []
    told: list[list[float]] = []
    apart: list[float] = []
    tells: list[list[int]] = []
    tables = {
        k: {
            "left": [],
            "left_s": [],
            "right": [],
            "right_s": [],
            "i": [],
            "j": [],
            "forms": [],
            "gold": [],
            "group": [],
        }
        for k in shapes.FORMS
    }
    groups = 0
    for sample, start in zip(samples, encoded.starts.tolist(), strict=True):
        page = sample.page
        known = set(sample.known)
        if training:
            if rng.random() < 0.3:
                known = set(page.names)
            if rng.random() < 0.3:
                known = {n for n in known if rng.random() > 0.3}
        use_rules = (not training) or rng.random() < 0.6
        shown = replace_names(page, known)
        m = np.array(shown.marks(), dtype=np.int64)
        tags[0][start : start + len(m)] = event_tags(sample)
        tags[1][start : start + len(m)] = name_tags(sample)
        tags[2][start : start + len(m)] = place_tags(sample)
        opened = [s for s, *_ in sample.told] if use_rules else []
        told += pairing.tellings(shown, opened, use_rules)
        rows = {}
        for k, spot in enumerate(page.spots):
            rows[k] = len(begins)
            begins.append(start + spot.begin)
            ends.append(start + spot.stop)
            apart.append(1.0)
            here = [e for e in sample.events if e.sentence == k]
            tells.append([min(len(here), 2), here[0].kind if here else -100, int(here[0].planned) if here else -100])
        for _ in range(max(shapes.SENTENCE_REACH)):
            begins.append(start)
            ends.append(start)
            told.append([0.0] * shapes.TELLINGS)
            apart.append(0.0)
            tells.append([-100, -100, -100])
        events = sorted(sample.events, key=lambda e: (e.sentence, e.end))
        anchors = [(e.sentence, max(e.start, e.end - 1)) for e in events]
        sets = _Rows(tables, start, rows)
        shown = Page(
            page.text, page.spots, {n: p for n, p in page.names.items() if n in known or n in sample.people}, page.times
        )
        ordered = [Anchor(s, at) for s, at in anchors]
        said = [rules_of(sample, e) if use_rules else {} for e in events]
        order = {id(a): k for k, a in enumerate(ordered)}

        def say(
            anchor: Anchor, name: str, said: Any = said, order: Any = order, use: int = int(use_rules)
        ) -> tuple[int, int, int, int, int]:
            facts = said[order[id(anchor)]].get(name, ())
            return use, int("ATTENDED" in facts), int("CHAIRED" in facts), int("SPOKE_AT" in facts), int("LED" in facts)

        if events:
            mentions, i, j, forms = pairing.parts(shown, ordered, say)
            number = {n: k for k, n in enumerate(shown.names)}
            t = sets.add("part", [(x, y) for x, y, _ in mentions], [(s, at) for s, at in anchors], i, j, forms, page)
            for m, k in zip(i, j, strict=True):
                name = mentions[m][2]
                roles = events[k].parts.get(name, ())
                t["gold"].append([float(r in roles) for r in ROLES])
                t["group"].append(groups + number[name] * len(events) + k)
            groups += len(number) * len(events)
            i, j, forms = pairing.dates(page, ordered)
            t = sets.add("date", [(x.start, x.end) for x in page.times], anchors, i, j, forms, page)
            t["gold"] += [
                [float(bool(events[k].date) and page.times[n].when.date == events[k].date)]
                for n, k in zip(i, j, strict=True)
            ]
            places = [(x, y, name) for name, found in sample.sites.items() for x, y in found[:4]]
            i, j, forms = pairing.sites(page, ordered, [(x, y) for x, y, _ in places])
            t = sets.add("site", [(x, y) for x, y, _ in places], anchors, i, j, forms, page)
            t["gold"] += [[float(places[n][2] in events[k].places)] for n, k in zip(i, j, strict=True)]
            if use_rules and sample.told:
                i, j, forms = pairing.same(page, ordered, [(at, g) for _, at, _, g, _ in sample.told])
                t = sets.add("same", [(at, at + 1) for _, at, *_ in sample.told], anchors, i, j, forms, page)
                t["gold"] += [
                    [float(sample.told[n][4] >= 0 and sample.events[sample.told[n][4]] is events[k])]
                    for n, k in zip(i, j, strict=True)
                ]
        titles = sorted({(x, y) for _, x, y, *_ in sample.posts} | {(x, y) for _, x, y, *_ in sample.changes})
        listed = sorted((x, y, n) for n in shown.names for x, y in shown.names[n])
        held = {(p, x, y): 1 + shapes.CAPACITIES.index(c) for p, x, y, _, _, c in sample.posts}
        changed = {(p, x, y): 1 + shapes.CHANGES.index(c) for p, x, y, c, _ in sample.changes if c in shapes.CHANGES}
        moved = moving.pairs(page, listed, titles, moving.found(page))
        for name, gold, found in (("post", held, pairing.posts(page, listed, titles)), ("change", changed, moved)):
            i, j, forms = [f[0] for f in found], [f[1] for f in found], [f[2] for f in found]
            t = sets.add(name, [(x, y) for x, y, _ in listed], titles, i, j, forms, page)
            answers = [gold.get((listed[k][2], *titles[n]), 0) for k, n in zip(i, j, strict=True)]
            t["gold"] += (
                nearest(answers, [(listed[k], titles[n]) for k, n in zip(i, j, strict=True)])
                if name == "change"
                else answers
            )
        bare, organs, true = organless(sample)
        i, j, forms = pairing.whose(shown, bare, organs)
        t = sets.add("whose", bare, organs, i, j, forms, page)
        t["gold"] += [[float(page.text[slice(*organs[n])] == true[bare[k]])] for k, n in zip(i, j, strict=True)]
    return Batch(
        ids,
        pairs_of(ids),
        encoded.features,
        marks,
        begins,
        ends,
        np.array(told, dtype=np.float32),
        np.array(apart, dtype=np.float32)[:, None],
        tags,
        np.array(tells, dtype=np.int64),
        tables,
    )


def replace_names(page: Page, known: set[str]) -> Page:
    return Page(page.text, page.spots, {n: p for n, p in page.names.items() if n in known}, page.times)
