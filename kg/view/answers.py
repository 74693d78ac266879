"""Every question of web/src/protocol.ts, by its name, with the parameters it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from kg import deciding, judgement
from kg.errors import UsageError
from kg.graph import Graph
from kg.view import events, evidence, filing, listing, meetings, network, offices, people, search, shapes, verdicts
from kg.view.base import Base, MissingError, stamp
from kg.view.overview import Overview
from kg.view.papers import PRINTED, Scope
from kg.view.period import Period
from kg.view.placing import placed
from kg.view.rows import Row
from kg.view.search import Index
from kg.view.shapes import Paging

Asked = Mapping[str, str]
#: Seconds after which the files of a build that was replaced are closed.
_LATER = 90.0
#: Questions about the whole graph, of which the last answers are kept, and how many.
_WHOLE, _KEPT = frozenset({"active", "changes", "extent", "network"}), 32


class Answers:
    """Answers about the build of a folder; another build that takes its place is opened by itself.

    Args:
        folder: of the build.
        judgements: file that verdicts are added to.
        source: a folder to look for the papers in.

    Raises:
        GraphError: the folder holds no build.
        StoreError: graph.lbug is being written.
    """

    def __init__(self, folder: Path, judgements: Path | None = None, source: Path | None = None) -> None:
        self._folder, self._source = folder, source
        self._judgements = judgement.path_for(folder) if judgements is None else judgements
        self._lock = Lock()
        self._open()

    def _open(self) -> None:
        base = Base(self._folder, self._source)
        try:
            found = Index(base, self._source)
        except BaseException:
            base.close()
            raise
        self._base, self._overview, self._index = base, Overview(base), found
        self._kept: dict[tuple[str, tuple[tuple[str, str], ...]], Any] = {}

    def check(self, area: str | None, publisher: str | None) -> None:
        """UsageError where the build has no such area or publisher."""
        filing.chosen(self._base, self._overview, area, publisher)

    def close(self) -> None:
        self._index.close()
        self._base.close()

    def _refresh(self) -> None:
        with self._lock:
            if stamp(self._folder) != self._base.stamp and (self._folder / "report.json").is_file():
                old = self._base, self._index
                self._open()
                old[1].close()
                # Answers under way still read the old build's files.
                later = Timer(_LATER, old[0].close)
                later.daemon = True
                later.start()

    def ask(self, name: str, asked: Asked) -> Any:
        """The answer to a question as JSON values.

        Raises:
            MissingError: no such question, node or edge.
            UsageError: a parameter that is missing, unknown or wrong.
        """
        question = QUESTIONS.get(name)
        if question is None:
            raise MissingError(name, "no such question", f"ask {', '.join(QUESTIONS)}")
        answer, allowed = question
        for key in asked:
            if key not in allowed:
                raise UsageError(f"{name}: {key}", "no such parameter", f"it takes {', '.join(allowed) or 'none'}")
        self._refresh()
        asked = {
            key: self._base.whole(value) if key in ("id", "center") and value else value for key, value in asked.items()
        }
        if name not in _WHOLE:
            return answer(self, asked)
        asking = name, tuple(sorted(asked.items()))
        if asking not in self._kept:
            found = answer(self, asked)
            with self._lock:
                if len(self._kept) >= _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[asking] = found
            return found
        return self._kept[asking]

    def judge(self, verdict: Any) -> list[Row]:
        """Add a verdict to the user's file; all that stand there.

        Raises:
            UsageError: it is none, names nothing, or contradicts another.
        """
        if not isinstance(verdict, dict) or not all(isinstance(v, str) for v in verdict.values()):
            raise UsageError("verdict", "is no object of texts", "send kind, a, b and why")
        kind, a, b, why = (verdict.get(k, "") for k in ("kind", "a", "b", "why"))
        # For whoever reads the file, as `kg judge` notes it.
        more = {"when": date.today().isoformat(), **({"by": verdict["by"]} if verdict.get("by") else {})}
        with self._lock:
            if kind in judgement.IDENTITY:
                nodes = [node for i in dict.fromkeys((a, b)) if (node := self._base.find(i))]
                among = Graph(nodes, ()) if len(nodes) == 2 else None
                deciding.judge(
                    kind, a, b, why, self._folder, self._judgements, among, bool(verdict.get("replace")), **more
                )
            elif kind in judgement.FACTS:
                decide = deciding.accept if kind == "accept" else deciding.reject
                decide(self._base.shown.get(a, a), why, self._folder, self._judgements, **more)
            elif kind == "undo":
                deciding.take_back(verdict.get("undone", ""), a, b, self._folder, self._judgements, **more)
            else:
                raise UsageError(f"kind={kind}", "is no verdict", "allowed: accept, reject, same, different, undo")
        return self.verdicts()

    def verdicts(self) -> list[Row]:
        """The verdicts of the user's file, in its order."""
        return verdicts.told(self._base, self._judgements)

    def meta(self, _: Asked) -> Row:
        return self._overview.meta(self._judgements, self._index.share())

    def search(self, asked: Asked) -> Row:
        return search.search(self._base, self._index, asked.get("q", ""), asked.get("kind") or "all", _paging(asked))

    def met(self, asked: Asked) -> Row:
        return meetings.met(self._base, self._overview.tours, _id(asked), _scope(asked), _paging(asked))

    def network(self, asked: Asked) -> Row:
        limit = _number(asked, "limit", network.LIMIT)
        found = network.network(self._base, self._overview, asked.get("kind") or "ties", asked.get("center") or None,
                                _scope(asked), limit, steps=_number(asked, "steps", 2))  # fmt: skip
        return placed(found, asked.get("center"))

    def positions(self, asked: Asked) -> Row:
        found = self._overview.positions(_scope(asked))
        return _paging(asked).of(found, lambda row: offices.position_row(self._base, row))

    def contradictions(self, asked: Asked) -> Row:
        found = self._overview.contradictions(_scope(asked))
        return _paging(asked).of(found, lambda row: offices.contradiction(self._base, row))

    def coverage(self, asked: Asked) -> list[Row]:
        scope = _scope(asked)
        per = asked.get("per") or "day"
        if per not in PRINTED:
            raise UsageError(f"per={per[:40]}", "is no stretch of time", f"allowed: {', '.join(PRINTED)}")
        by = "published" if scope.printed else "event"
        return self._base.papers.coverage(Scope(scope.area, scope.publisher), by, PRINTED[per])

    def listed(self, asked: Asked) -> Row:
        return listing.listed(self._base, self._overview, asked.get("label", ""), _scope(asked), _paging(asked))

    def extent(self, asked: Asked) -> Row:
        return listing.extent(self._overview, _scope(asked))

    def active(self, asked: Asked) -> Row:
        return people.active(self._base, self._overview, _scope(asked), _paging(asked))

    def changes(self, asked: Asked) -> Row:
        return offices.changes(self._base, _scope(asked), self._overview.seats, _paging(asked))

    @property
    def base(self) -> Base:
        return self._base


def _id(asked: Asked, name: str = "id") -> str:
    if not asked.get(name):
        raise UsageError(name, "must be given", f"ask with {name}=…")
    return asked[name]


def _scope(asked: Asked) -> Scope:
    by = asked.get("by") or "event"
    if by not in _CLOCKS:
        raise UsageError(f"by={by[:40]}", "is no clock", f"allowed: {', '.join(_CLOCKS)}")
    period = Period.of(asked.get("since"), asked.get("until"))
    return Scope(asked.get("area", ""), asked.get("publisher", ""), period, printed=by == "published")


def _paging(asked: Asked) -> Paging:
    return Paging(max(0, _number(asked, "page", 0)), max(1, min(_number(asked, "size", shapes.SIZE), shapes.LARGEST)))


def _number(asked: Asked, name: str, default: int) -> int:
    text = asked.get(name)
    if not text:
        return default
    if not (text.lstrip("-").isdecimal() and len(text) < 10):
        raise UsageError(f"{name}={text[:40]}", "is no whole number", "write digits")
    return int(text)


#: Days of what happened, or of the papers that tell of it.
_CLOCKS = ("event", "published")
_PAGES, _OF = ("page", "size"), ("area", "publisher")
_WHEN = ("since", "until", "by", *_OF)
#: Question → what answers it, and its parameters.
QUESTIONS: dict[str, tuple[Callable[[Answers, Asked], Any], tuple[str, ...]]] = {
    "meta": (Answers.meta, ()),
    "search": (Answers.search, ("q", "kind", *_PAGES)),
    "person": (lambda a, q: people.person(a.base, _id(q)), ("id",)),
    "parts": (lambda a, q: people.parts(a.base, _id(q), _scope(q), _paging(q)), ("id", *_WHEN, *_PAGES)),
    "met": (Answers.met, ("id", *_WHEN, *_PAGES)),
    "wrote": (lambda a, q: people.wrote(a.base, _id(q), _paging(q)), ("id", *_PAGES)),
    "position": (lambda a, q: offices.position(a.base, _id(q)), ("id",)),
    "event": (lambda a, q: events.event(a.base, _id(q)), ("id",)),
    "attendance": (lambda a, q: events.attendance(a.base, _id(q), _paging(q)), ("id", *_PAGES)),
    "node": (lambda a, q: events.node(a.base, _id(q), q.get("type", ""), _paging(q)), ("id", "type", *_PAGES)),
    "evidence": (
        lambda a, q: evidence.evidence(a.base, _id(q, "edge"), q.get("day", ""), _paging(q)),
        ("edge", "day", *_PAGES),
    ),
    "article": (lambda a, q: events.article(a.base, _id(q)), ("id",)),
    "network": (Answers.network, ("kind", "center", "limit", "steps", *_WHEN)),
    "coverage": (Answers.coverage, ("by", "per", *_OF)),
    "listed": (Answers.listed, ("label", *_WHEN, *_PAGES)),
    "extent": (Answers.extent, _OF),
    "active": (Answers.active, (*_WHEN, *_PAGES)),
    "positions": (Answers.positions, (*_OF, *_PAGES)),
    "changes": (Answers.changes, (*_WHEN, *_PAGES)),
    "contradictions": (Answers.contradictions, (*_OF, *_PAGES)),
    "verdicts": (lambda a, _: a.verdicts(), ()),
}
