"""Batches of annotated pages, and the loop that trains the reader's network."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from kg.extraction.ner.encoding import UNKNOWN, Encoder, pairs_of
from kg.extraction.reader import pairing, shapes
from kg.extraction.reader.network import Network, span_of
from kg.extraction.reader.page import Anchor, Page, Spot, Time
from reading.samples import ROLES, Event, Sample

RULES = {"attended": "ATTENDED", "chaired": "CHAIRED", "spoke": "SPOKE_AT", "led": "LED"}


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


def swap(sample: Sample, people: Any, rng: random.Random, share: float = 0.8) -> Sample:
    """The same page about other people."""
    page = sample.page
    new: dict[str, str] = {}
    taken = set(page.names)
    for name in page.names:
        other = name
        if rng.random() < share:
            for _ in range(5):
                other = people.foreigner() if "·" in name else people.person(0.02) if 1 < len(name) < 5 else name
                if other not in taken and other not in page.text:
                    break
                other = name
        taken.add(other)
        new[name] = other
    cuts = sorted((a, b, new[n]) for n, places in page.names.items() for a, b in places)
    text, moved, at = [], np.zeros(len(page.text) + 1, dtype=np.int64), 0
    size = 0
    for a, b, other in cuts:
        text.append(page.text[at:a])
        moved[at:a] = np.arange(size, size + a - at)
        size += a - at
        moved[a:b] = np.minimum(np.arange(size, size + b - a), size + len(other) - 1)
        text.append(other)
        size += len(other)
        at = b
    text.append(page.text[at:])
    moved[at:] = np.arange(size, size + len(page.text) + 1 - at)
    to = moved.tolist()

    def span(a: int, b: int) -> tuple[int, int]:
        return to[a], to[b - 1] + 1 if b > a else to[a]

    names: dict[str, list[tuple[int, int]]] = {}
    for n, places in page.names.items():
        names[new[n]] = [(to[a], to[a] + len(new[n])) for a, _ in places]
    spots = [Spot(s.block, 0, to[s.stop] - to[s.begin], to[s.begin], s.kind) for s in page.spots]
    fresh = Page("".join(text), spots, names, [Time(*span(t.start, t.end), t.when) for t in page.times])
    events = [
        replace(
            e, start=span(e.start, e.end)[0], end=span(e.start, e.end)[1], parts={new[n]: r for n, r in e.parts.items()}
        )
        for e in sample.events
    ]
    return replace(
        sample,
        page=fresh,
        events=events,
        people={new.get(n, n) for n in sample.people},
        writers={new.get(n, n) for n in sample.writers},
        posts=[
            (new[p], *span(a, b), *(span(c, d) if c >= 0 else (-1, -1)), k)
            for p, a, b, c, d, k in sample.posts
            if p in new
        ],
        changes=[(new[p], *span(a, b), k, d) for p, a, b, k, d in sample.changes if p in new],
        told=[(s, to[at], {new.get(n, n): f for n, f in parts.items()}, g, k) for s, at, parts, g, k in sample.told],
        known={new[n] for n in sample.known},
        sites={n: [span(a, b) for a, b in places] for n, places in sample.sites.items()},
    )


def _bies(out: Any, first: int, a: int, b: int) -> None:
    if b <= a:
        return
    if b - a == 1:
        out[a] = first + 3
    else:
        out[a:b] = first + 1
        out[a], out[b - 1] = first, first + 2


def name_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for _, a, b, c, d, _ in sample.posts:
        _bies(out, 1 + 4 * 2, a, b)
        if c >= 0:
            _bies(out, 1 + 4 * 3, c, d)
    page = sample.page
    for name in sample.people:
        for a, b in page.names.get(name, ()):
            kind = page.spots[page.sentence(a)].kind
            wrote = name in sample.writers and (
                kind == 2
                or any(w in page.text[max(0, a - 24) : a] for w in ("记者", "通讯员", "讯"))
                or b >= len(page.text) - 30
                or kind == 3
            )
            _bies(out, 1 + 4 * (1 if wrote else 0), a, b)
    return out


def rules_of(sample: Sample, event: Event) -> dict[str, set[str]]:
    """What the rules say of an event, in one of theirs or in several."""
    out: dict[str, set[str]] = {}
    for *_, parts, _, k in sample.told:
        if k >= 0 and sample.events[k] is event:
            for name, facts in parts.items():
                out.setdefault(name, set()).update(facts)
    return out


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
        found = pairing.posts(page, listed, titles)
        held = {(p, x, y): 1 + shapes.CAPACITIES.index(c) for p, x, y, _, _, c in sample.posts}
        changed = {(p, x, y): 1 + shapes.CHANGES.index(c) for p, x, y, c, _ in sample.changes if c in shapes.CHANGES}
        for name, gold in (("post", held), ("change", changed)):
            i, j, forms = [f[0] for f in found], [f[1] for f in found], [f[2] for f in found]
            t = sets.add(name, [(x, y) for x, y, _ in listed], titles, i, j, forms, page)
            t["gold"] += [gold.get((listed[k][2], *titles[n]), 0) for k, n in zip(i, j, strict=True)]
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


def event_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for e in sample.events:
        _bies(out, 1 if e.exact else 5, e.start, e.end)
    return out


def place_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for places in sample.sites.values():
        for a, b in places:
            _bies(out, 1, a, b)
    return out


def tensor(x: Any) -> Any:
    return torch.from_numpy(np.asarray(x))


@dataclass
class Output:
    x: Any
    tags: Any
    s: Any
    tells: Any
    pairs: dict[str, Any] = field(default_factory=dict)


def run(network: Network, batch: Batch) -> Output:
    x, tags = network.read(tensor(batch.ids), tensor(batch.pairs), tensor(batch.features), tensor(batch.marks))
    s, tells = network.tell(x, batch.begins, batch.ends, tensor(batch.told), tensor(batch.apart))
    out = Output(x, tags, s, tells)
    for name, t in batch.tables.items():
        if not t["i"]:
            continue
        left = span_of(x, s, tensor(np.array(t["left"], dtype=np.int64)), tensor(np.array(t["left_s"], dtype=np.int64)))
        if shapes.FORMS[name][3]:
            right = torch.cat(
                (x[tensor(np.array(t["right"], dtype=np.int64))], s[tensor(np.array(t["right_s"], dtype=np.int64))]),
                dim=1,
            )
        else:
            right = span_of(
                x, s, tensor(np.array(t["right"], dtype=np.int64)), tensor(np.array(t["right_s"], dtype=np.int64))
            )
        out.pairs[name] = network.relate(
            name,
            left,
            right,
            tensor(np.array(t["i"])),
            tensor(np.array(t["j"])),
            tensor(np.array(t["forms"], dtype=np.int64)),
        )
    return out


def grouped(scores: Any, group: Any) -> Any:
    """(pairs, k) → (groups, k): the greatest of each person and event over all mentions."""
    n = int(group.max()) + 1
    index = group.unsqueeze(1).expand_as(scores)
    return torch.full((n, scores.shape[1]), -30.0).scatter_reduce(0, index, scores, "amax", include_self=False)


def loss(out: Output, batch: Batch) -> tuple[Any, dict[str, float]]:
    parts: dict[str, Any] = {}
    at = 0
    for k, (size, weight) in enumerate(((shapes.EVENT_TAGS, 1.0), (shapes.NAME_TAGS, 1.0), (shapes.PLACE_TAGS, 0.5))):
        gold = tensor(batch.tags[k])
        parts[f"tags{k}"] = 8 * weight * functional.cross_entropy(out.tags[:, at : at + size], gold, ignore_index=-100)
        at += size
    tells = tensor(batch.tells)
    parts["opens"] = 2 * functional.cross_entropy(out.tells[:, :3], tells[:, 0], ignore_index=-100)
    if (tells[:, 1] >= 0).any():
        parts["kind"] = 0.3 * functional.cross_entropy(
            out.tells[:, 3 : 3 + shapes.KINDS_OF_EVENT], tells[:, 1], ignore_index=-100
        )
        has = tells[:, 2] >= 0
        parts["planned"] = functional.binary_cross_entropy_with_logits(out.tells[has, -1], tells[has, 2].float())
    if "part" in out.pairs:
        t = batch.tables["part"]
        group = tensor(np.array(t["group"]))
        scores = grouped(out.pairs["part"], group)
        gold = torch.zeros_like(scores)
        gold[group] = torch.tensor(t["gold"])
        each = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none").mean(dim=0)
        parts["part"] = 4 * each[0] + 2 * each[1:].sum()
    for name in ("date", "site", "same"):
        if name in out.pairs:
            parts[name] = 1.0 * functional.binary_cross_entropy_with_logits(
                out.pairs[name], torch.tensor(batch.tables[name]["gold"])
            )
    for name in ("post", "change"):
        if name in out.pairs:
            gold = torch.tensor(batch.tables[name]["gold"])
            weight = torch.ones(out.pairs[name].shape[1])
            weight[1:] = 4.0 if name == "change" else 1.0
            parts[name] = 2 * functional.cross_entropy(out.pairs[name], gold, weight)
    return sum(parts.values()), {k: float(v.detach()) for k, v in parts.items()}
