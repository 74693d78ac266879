"""What the reader makes of a page: names, where events are told of, and how likely each person takes part in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kg.extraction import gatherings
from kg.extraction.happenings import Happening
from kg.extraction.ner.encoding import Encoder, pairs_of
from kg.extraction.reader import pairing, posts, tags
from kg.extraction.reader.arithmetic import Arithmetic
from kg.extraction.reader.page import Anchor, Page, places_of
from kg.extraction.reader.posts import Office, Printed
from kg.extraction.reader.shapes import KINDS_OF_EVENT

#: From how likely on a sentence is asked for an event of its own; the judge asks for more.
_LEAST = 0.3
#: From how likely on it takes in what the rules tell of elsewhere.
_JOINS = 0.5
#: The score from which on two events of the rules are one.
_ALIKE = 1.0
#: From how likely on a name that nobody else has found is one.
_MET = 0.92
#: From how likely on a character belongs to a place, where the whole is surer: the first is often the least sure.
_PLACE = 0.25
_NONE = Printed()
_NAME = re.compile(r"[一-鿿㐀-䶿𠀀-𳎯·]{2,20}")


@dataclass(slots=True)
class Opening:
    """A sentence that may tell of an event: how likely, of which kind (a number), planned, and where its name stands."""

    sentence: int
    at: int
    start: int
    end: int
    named: bool
    likely: float
    kind: int
    planned: float


@dataclass(slots=True)
class Seen:
    """A pair of a person and an anchor: how likely each of the four roles is, and the mention that says so."""

    likely: Any
    mention: tuple[int, int]


@dataclass(slots=True)
class Reading:
    """Everything that the reader makes of a page; `parts` has the number of an anchor and a name as key."""

    page: Page
    anchors: list[Anchor]
    openings: dict[int, Opening]
    parts: dict[tuple[int, str], Seen] = field(default_factory=dict)
    dates: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    sites: dict[int, list[tuple[float, int, int]]] = field(default_factory=dict)
    posts: list[Office] = field(default_factory=list)
    #: Offices that somebody comes into or leaves.
    changes: list[Office] = field(default_factory=list)
    #: Where organs and places stand in the row.
    organs: list[tuple[int, int]] = field(default_factory=list)
    #: For an office printed without an organ, at row[start:end], the organ that it is most likely of, and how likely.
    whose: dict[tuple[int, int], tuple[float, str]] = field(default_factory=dict)


class PageReader:
    """Reads pages with a model.

    Args:
        model: the arithmetic of a trained network.
    """

    def __init__(self, model: Arithmetic) -> None:
        self._model, self._encoder = model, Encoder(model.characters)

    def read(self, page: Page, told: Sequence[Happening], printed: Printed = _NONE) -> Reading:
        """All of it, in one pass.

        Args:
            told: the events that the rules tell of; those opened on this page get anchors.
            printed: the offices that the rules have found on it.
        """
        model = self._model
        encoded = self._encoder.encode([page.text])
        marks = np.zeros(len(encoded.ids), dtype=np.int32)
        marks[: len(page.text)] = page.marks()
        x, scores = model.read(encoded.ids, pairs_of(encoded.ids), encoded.features, marks)
        names = tags.odds(scores, "name")
        spans = list(tags.spans(names, "name", 0.4))
        self._meet(page, spans)
        anchors = [(h, page.row(h.opened.block, h.opened.anchor)) for h in told]
        rules = [(h, at) for h, at in anchors if at is not None]
        opened = [page.sentence(at) for _, at in rules]
        s, tells = self._sentences(page, x, opened)
        reading = Reading(page, [], {})
        self._open(reading, tells, list(tags.spans(tags.odds(scores, "event"), "event", 0.3)), rules, opened)
        self._join(reading, x, s)
        if reading.anchors:
            self._parts(reading, x, s)
            self._dates(reading, x, s)
        places = list(tags.spans(tags.odds(scores, "place"), "place", _PLACE))
        if reading.anchors:
            self._sites(reading, x, s, places)
        reading.posts = list(posts.held(model, page, x, s, spans))
        reading.changes = list(posts.moved(model, page, x, s, spans))
        bare = [*printed.bare, *(o.title for o in (*reading.posts, *reading.changes) if o.organ is None)]
        reading.organs = posts.organs(page, printed.organs, [*spans, *places])
        if bare:
            reading.whose = posts.whose(model, page, x, s, bare, reading.organs)
        return reading

    @staticmethod
    def _meet(page: Page, spans: Sequence[tuple[int, int, str, float]]) -> None:
        """Take in the names that nobody else has found."""
        taken = [span for places in page.names.values() for span in places]
        fresh = {
            page.text[a:b]
            for a, b, piece, p in spans
            if piece == "PERSON" and p >= _MET and not any(x < b and a < y for x, y in taken)
        }
        if fresh := {name for name in fresh if _NAME.fullmatch(name)}:
            page.names = places_of(page.text, {*page.names, *fresh})

    def _sentences(self, page: Page, x: Any, opened: Sequence[int]) -> tuple[Any, Any]:
        told = np.array(pairing.tellings(page, opened, True), dtype=np.float32)
        return self._model.tell(x, [p.begin for p in page.spots], [p.stop for p in page.spots], told)

    def _open(
        self,
        reading: Reading,
        tells: Any,
        events: list[tuple[int, int, str, float]],
        rules: list[tuple[Happening, int]],
        opened: list[int],
    ) -> None:
        """Anchors of the rules' events, and of those that the rules do not tell of."""
        page = reading.page
        e = np.exp(tells[:, :3] - tells[:, :3].max(axis=1, keepdims=True))
        opens = e / e.sum(axis=1, keepdims=True)
        anchors = [Anchor(page.sentence(at), at, (h,)) for h, at in rules]
        found: list[Opening] = []
        for k, spot in enumerate(page.spots):
            likely = float(opens[k, 1] + opens[k, 2])
            if likely < _LEAST or spot.kind > 1:
                continue
            here = sorted(((p, a, b, piece) for a, b, piece, p in events if spot.begin <= a < spot.stop), reverse=True)
            wanted = 2 if float(opens[k, 2]) > 0.5 and len(here) > 1 else 1
            kind = int(tells[k, 3 : 3 + KINDS_OF_EVENT].argmax())
            planned = float(1 / (1 + np.exp(-tells[k, -1])))
            chosen = here[:wanted] or [(0.0, spot.stop - 1, spot.stop, "VERB")]
            for _, a, b, piece in chosen[: max(0, wanted - opened.count(k))]:
                found.append(
                    Opening(
                        k, b - 1, a, b, piece == "NAME", likely if wanted == 1 else float(opens[k, 2]), kind, planned
                    )
                )
        whole = [(a.sentence, a.at, a, None) for a in anchors] + [
            (o.sentence, o.at, Anchor(o.sentence, o.at), o) for o in found
        ]
        whole.sort(key=lambda w: w[:2])
        for k, (_, _, anchor, opening) in enumerate(whole):
            reading.anchors.append(anchor)
            if opening is not None:
                reading.openings[k] = opening

    def _join(self, reading: Reading, x: Any, s: Any) -> None:
        """Where the rules open an event with 欢送仪式 that an earlier sentence tells of without a name, both are one."""
        page, anchors = reading.page, reading.anchors
        told = [k for k, a in enumerate(anchors) if a.told]
        into = [k for k, a in enumerate(anchors) if a.told or reading.openings[k].likely >= _JOINS]
        if not told or len(into) < 2:
            return
        generic = {k: gatherings.is_generic(anchors[k].told[0].name) for k in told}
        i, j, forms = pairing.same(page, [anchors[k] for k in into], [(anchors[k].at, generic[k]) for k in told])
        left = self._model.spans(
            x, s, [(anchors[k].at, anchors[k].at + 1) for k in told], [anchors[k].sentence for k in told]
        )
        right = self._model.anchors(x, s, [anchors[k].at for k in into], [anchors[k].sentence for k in into])
        scores = self._model.relate("same", left, right, i, j, forms)[:, 0]
        best: dict[int, tuple[float, int]] = {}
        for n, m, score in zip(i, j, scores.tolist(), strict=True):
            k, other = told[n], into[m]
            # Of two that the rules tell of, one must be called by its kind alone, and stand after the other.
            least = 0.0 if not anchors[other].told else _ALIKE if generic[k] and other < k else float("inf")
            if other != k and score > best.get(k, (least, -1))[0]:
                best[k] = (score, other)
        gone: set[int] = set()
        for k in sorted(best):
            other = best[k][1]
            if other in gone:
                continue
            mine, its = anchors[k], anchors[other]
            anchors[other] = Anchor(its.sentence, its.at, (*its.told, *mine.told))
            gone.add(k)
        kept = [k for k in range(len(anchors)) if k not in gone]
        reading.openings = {n: reading.openings[k] for n, k in enumerate(kept) if k in reading.openings}
        reading.anchors = [anchors[k] for k in kept]

    def _anchors(self, reading: Reading, x: Any, s: Any) -> Any:
        return self._model.anchors(x, s, [a.at for a in reading.anchors], [a.sentence for a in reading.anchors])

    def _parts(self, reading: Reading, x: Any, s: Any) -> None:
        page = reading.page
        mentions, i, j, forms = pairing.parts(page, reading.anchors)
        if not i:
            return
        left = self._model.spans(x, s, [(a, b) for a, b, _ in mentions], [page.sentence(a) for a, _, _ in mentions])
        likely = 1 / (1 + np.exp(-self._model.relate("part", left, self._anchors(reading, x, s), i, j, forms)))
        for m, k, p in zip(i, j, likely, strict=True):
            a, b, name = mentions[m]
            seen = reading.parts.get((k, name))
            if seen is None:
                reading.parts[k, name] = Seen(p.copy(), (a, b))
            else:
                if p[0] > seen.likely[0]:
                    seen.mention = (a, b)
                np.maximum(seen.likely, p, out=seen.likely)

    def _dates(self, reading: Reading, x: Any, s: Any) -> None:
        page = reading.page
        i, j, forms = pairing.dates(page, reading.anchors)
        if not i:
            return
        left = self._model.spans(
            x, s, [(t.start, t.end) for t in page.times], [page.sentence(t.start) for t in page.times]
        )
        scores = self._model.relate("date", left, self._anchors(reading, x, s), i, j, forms)[:, 0]
        for n, k, score in zip(i, j, scores.tolist(), strict=True):
            reading.dates.setdefault(k, []).append((1 / (1 + float(np.exp(-score))), n))

    def _sites(self, reading: Reading, x: Any, s: Any, found: list[tuple[int, int, str, float]]) -> None:
        page = reading.page
        places = [(a, b) for a, b, _, p in found if b - a > 1 and p > 0.6]
        i, j, forms = pairing.sites(page, reading.anchors, places)
        if not i:
            return
        left = self._model.spans(x, s, places, [page.sentence(a) for a, _ in places])
        scores = self._model.relate("site", left, self._anchors(reading, x, s), i, j, forms)[:, 0]
        for n, k, score in zip(i, j, scores.tolist(), strict=True):
            reading.sites.setdefault(k, []).append((1 / (1 + float(np.exp(-score))), *places[n]))
