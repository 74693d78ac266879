"""A page about other people: so that the manner of the news is learned, and not its names."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from kg.extraction.reader.page import Page, Spot, Time
from reading.samples import Sample


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
            (new[p], *span(a, b), *(span(c, d) if c >= 0 else (c, d)), k)
            for p, a, b, c, d, k in sample.posts
            if p in new
        ],
        changes=[(new[p], *span(a, b), k, d) for p, a, b, k, d in sample.changes if p in new],
        told=[(s, to[at], {new.get(n, n): f for n, f in parts.items()}, g, k) for s, at, parts, g, k in sample.told],
        known={new[n] for n in sample.known},
        sites={n: [span(a, b) for a, b in places] for n, places in sample.sites.items()},
    )
