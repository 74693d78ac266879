"""Annotated documents as the reader is trained on them: pages with the truth laid on their characters."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import corpus
from kg.document import Document
from kg.extraction import Extractor, gatherings
from kg.extraction.narration import Story
from kg.extraction.reader.page import Page, pages, places_of

EVENT_KINDS = ("meeting", "inspection", "visit", "ceremony", "talks", "training", "other")
ROLES = ("attended", "chaired", "spoke", "led")
#: In the place of an organ's end: it has one that stands nowhere before the office.
UNSEEN = -2
ENDS = ("removed", "resigned", "died", "investigated", "dismissed")
_CAPACITIES = {
    "代": "acting",
    "代理": "acting",
    "前": "former",
    "原": "former",
    "时任": "former",
    "候任": "designate",
    "当选": "designate",
    "拟任": "designate",
}


@dataclass
class Event:
    sentence: int
    start: int
    end: int
    exact: bool
    kind: int
    planned: bool
    parts: dict[str, set[str]]
    date: str | None
    places: list[str]
    name: str


@dataclass
class Sample:
    """One page and what is true of it.

    `told`: for each event of the rules (sentence, at, {person: roles}, whether it is called by its kind alone, which event of the truth
    it is or -1).
    `posts`: (person, start, end of the title, start, end of the organ or -1, capacity); `changes`: (person, title start, end, kind).
    """

    doc: str
    page: Page
    events: list[Event]
    people: set[str]
    writers: set[str]
    posts: list[tuple[str, int, int, int, int, str]] = field(default_factory=list)
    changes: list[tuple[str, int, int, str, str | None]] = field(default_factory=list)
    told: list[tuple[int, int, dict[str, set[str]], bool, int]] = field(default_factory=list)
    held: set[tuple[str, str]] = field(default_factory=set)
    issued: str | None = None
    #: People whom the rules or the recogniser found.
    known: set[str] = field(default_factory=set)
    #: Organs that the rules have found.
    organs: set[str] = field(default_factory=set)
    #: Places and organisations of events that stand in the page.
    sites: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def flat(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", text or "")


def samples(folder: Path, golds: Sequence[Path], extractor: Extractor) -> Iterator[Sample]:
    """The pages of the documents of a folder that have a truth among `golds`."""
    truth = {}
    for path in golds:
        doc = json.loads(path.read_text(encoding="utf-8"))
        truth[doc["doc"]] = doc
    for document in corpus.read([folder], on_error=lambda e: print(e, file=sys.stderr)):
        if document.doc in truth:
            yield from _document(document, truth[document.doc], extractor)


def _document(document: Document, gold: dict[str, Any], extractor: Extractor) -> Iterator[Sample]:
    stories = extractor.stories(document)
    everybody = {flat(n) for a in gold["articles"] for n in _named(a)}
    writers = {flat(w) for a in gold["articles"] for k in ("reporters", "correspondents") for w in a.get(k) or []}
    found = []
    for article, story in zip(document.articles, stories, strict=True):
        for page in pages(article, everybody | set(story.named), document.issued):
            found.append((page, story))
    owners = _owners(gold, [p for p, _ in found])
    for k, (page, story) in enumerate(found):
        mine = [a for a, owner in zip(gold["articles"], owners, strict=True) if owner == k]
        yield _sample(document, page, story, mine, everybody & set(page.names), writers)


def _owners(gold: dict[str, Any], found: Sequence[Page]) -> list[int]:
    """For each article of the truth, the page that tells it: most of its names, then its headline."""
    texts = [flat(p.text) for p in found]
    if not texts:
        return [-1] * len(gold["articles"])
    out = []
    for i, a in enumerate(gold["articles"]):
        names = {flat(n) for n in _named(a)}
        title = flat(a.get("title") or "")
        fits = [
            (sum(n in text for n in names) / (len(names) or 1) + bool(title and title in text), -abs(k - i), k)
            for k, text in enumerate(texts)
        ]
        out.append(max(fits)[2])
    return out


def _named(a: dict[str, Any]) -> Iterator[str]:
    yield from a.get("reporters") or []
    yield from a.get("correspondents") or []
    yield from a.get("not_present") or []
    for e in a["events"]:
        yield from e["attended"]
    for p in a["positions"]:
        yield p["person"]
    for c in a.get("changes") or []:
        if c.get("person"):
            yield c["person"]


def common(a: str, b: str) -> tuple[int, int, int]:
    """(length, start in a, start in b) of the longest run of characters that two texts share."""
    best = (0, 0, 0)
    row = [0] * (len(b) + 1)
    for i, x in enumerate(a):
        new = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            if x == y:
                new[j + 1] = row[j] + 1
                if new[j + 1] > best[0]:
                    best = (new[j + 1], i - new[j + 1] + 1 - 0, j - new[j + 1] + 1)
        row = new
    return best


def _sample(
    document: Document, page: Page, story: Story, golds: Sequence[dict[str, Any]], people: set[str], writers: set[str]
) -> Sample:
    sample = Sample(document.doc, page, [], people, writers & people, issued=document.issued)
    seen = set()
    for a in golds:
        for e in a["events"]:
            key = (flat(e["name"]), e["date"])
            if key in seen:
                continue
            seen.add(key)
            event = _event(page, e)
            if event is not None:
                sample.events.append(event)
        for p in a["positions"]:
            sample.posts += _posts(page, flat(p["person"]), flat(p["title"]), flat(p.get("org") or ""))
        for c in a.get("changes") or []:
            if c.get("person"):
                for post in _posts(page, flat(c["person"]), flat(c["title"]), flat(c.get("org") or "")):
                    sample.changes.append((post[0], post[1], post[2], c["kind"], c.get("date")))
    sample.posts = sorted(set(sample.posts))
    for event in story.scene.events:
        at = page.row(event.opened.block, event.opened.anchor)
        if at is not None:
            parts = {n: set(p.facts) for n, p in event.parts.items()}
            sample.told.append(
                (
                    page.sentence(at),
                    at,
                    parts,
                    gatherings.is_generic(event.name),
                    _which(sample, page.sentence(at), parts, event.name),
                )
            )
    sample.known = set(story.named) & set(page.names)
    sample.sites = places_of(page.text, {p for e in sample.events for p in e.places if len(p) > 1})
    sample.organs = {h.post.organ for h in story.held}.union(*story.organs.values())
    sample.held = {(h.person.name, h.post.title) for h in story.held}
    return sample


def _which(sample: Sample, sentence: int, parts: dict[str, set[str]], name: str) -> int:
    """The event of the truth that one of the rules is: it shares people, or stands in the same sentence, or has its name."""
    best, found = 0.0, -1
    for k, e in enumerate(sample.events):
        shared = 2 * len(set(parts) & set(e.parts)) / max(1, len(parts) + len(e.parts))
        alike = common(e.name, name)[0] / max(len(name), 1)
        if not shared and parts and e.parts and not (e.sentence == sentence and alike > 0.6):
            continue
        score = shared + 0.5 * alike + 0.7 * (e.sentence == sentence)
        if score > best and score > 0.5:
            best, found = score, k
    return found


def _event(page: Page, e: dict[str, Any]) -> Event | None:
    name = flat(e["name"])
    attended = {flat(p) for p in e["attended"]}
    best: tuple[float, int, int, int, bool] | None = None
    day = e["date"]
    body = any(s.kind == 1 for s in page.spots)
    for k, spot in enumerate(page.spots):
        if spot.kind > 1 and body:
            continue
        text = page.text[spot.begin : spot.stop]
        exact = text.find(name)
        if exact >= 0:
            size, at = len(name), exact
        else:
            size, _, at = common(name, text)
            if size < 2:
                size, at = 0, 0
        here = sum(any(spot.begin <= x < spot.stop for x, _ in page.names.get(p, ())) for p in attended)
        dated = any(t.when.date == day and spot.begin <= t.start < spot.stop for t in page.times) if day else False
        score = (
            2.0 * size / max(len(name), 1)
            + (1.0 if exact >= 0 else 0)
            + 1.5 * here / max(1, len(attended))
            + (0.7 if here else 0)
            + 0.6 * dated
        )
        score -= 0.12 * min(k, 12) / 12 + (1.5 if spot.kind == 0 and body else 0)
        if (size or here) and (best is None or score > best[0]):
            start = spot.begin + at if size else _verb(page, spot, attended)
            end = start + size if size else min(spot.stop, start + 1)
            best = (score, k, start, end, exact >= 0)
    if best is None:
        return None
    parts = {p: {r for r in ROLES if p in {flat(x) for x in e.get(r) or []}} for p in attended if p in page.names}
    kind = EVENT_KINDS.index(e["type"]) if e.get("type") in EVENT_KINDS else 6
    return Event(
        best[1],
        best[2],
        best[3],
        best[4],
        kind,
        e.get("status") == "planned",
        parts,
        day,
        [flat(x) for x in [*(e.get("places") or []), *(e.get("orgs") or [])]],
        name,
    )


def _verb(page: Page, spot: Any, attended: set[str]) -> int:
    """After the last of the people in the sentence, where nothing of the name stands in it."""
    ends = [b for p in attended for a, b in page.names.get(p, ()) if spot.begin <= a < spot.stop]
    return min(max(ends, default=spot.begin), spot.stop - 1)


def capacity(title: str) -> tuple[str, str]:
    for prefix, kind in sorted(_CAPACITIES.items(), key=lambda x: -len(x[0])):
        if title.startswith(prefix) and len(title) > len(prefix) + 1:
            return kind, title[len(prefix) :]
    return "full", title


def _posts(page: Page, person: str, title: str, org: str) -> list[tuple[str, int, int, int, int, str]]:
    """Where an office stands by its holder: the occurrence of the title nearest to one of the name, within 60 characters or a list."""
    if not title:
        return []
    kind, bare = capacity(title)
    best: tuple[float, int, int] | None = None
    for form in (title, bare):
        at = page.text.find(form)
        while at >= 0:
            end = at + len(form)
            for a, b in page.names.get(person, ()):
                gap = a - end if a >= end else (at - b) * 1.2 if at >= b else None
                if gap is None:
                    continue
                organ = org and page.text.rfind(org, max(0, at - 200), at + 1) >= 0 or not org
                if page.text[max(0, at - 1) : at] in ("副",) and not form.startswith("副"):
                    continue
                cost = gap + (0 if organ else 40) + (200 if page.sentence(a) != page.sentence(at) else 0)
                if best is None or cost < best[0]:
                    best = (cost, at, end)
            at = page.text.find(form, at + 1)
        if best is not None:
            break
    if best is None or best[0] > 400:
        return []
    o = page.text.rfind(org, max(0, best[1] - 600), best[1]) if org else -1
    end = o + len(org) if o >= 0 else UNSEEN if org else -1
    return [(person, best[1], best[2], o, end, kind)]
