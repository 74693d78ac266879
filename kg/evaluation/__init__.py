"""Scoring a graph against gold annotations: what was found, what is missed, what is wrong.

The rules, and the numbers, are those of the project's scorer ``eval/score.py``, of which this is the library form.
Each gold event is paired with at most one event of the graph (best total of shared people, date and name), so a
meeting split in two, or two merged in one, costs both ways.

    attended chaired spoke led   people within the pairs; those of unpaired events are missed or wrong
    events     pairs; a graph event nobody takes part in is not counted as wrong
    dates      the day of paired events
    places     venues and visited places of paired events, by containment (an indication, not a target)
    posts      person, title without organ, and capacity (代, 前 …); organs must be compatible
    changes    announced appointments and removals: person, title, direction
    wrote      reporters and correspondents
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import lexicon
from kg.errors import InputError
from kg.evaluation.comparing import best_pairs, dice, normalise, same_date, split_capacity, title_agrees
from kg.evaluation.export import ROLES, Export, Row
from kg.rows import frame

if TYPE_CHECKING:
    import pandas

METRICS = (*ROLES.values(), "events", "dates", "places", "posts", "changes", "wrote")


@dataclass
class Score:
    """Counts of right, wrong and missed facts, and one line for each error.

    Attributes:
        counts: (metric, ``tp``, ``fp`` or ``fn``) → number.
        errors: ``a.txt: missed attended 敖煜新 2026-04-29 区委常委会会议``.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def table(self) -> dict[str, dict[str, float]]:
        """Precision, recall, F1 and counts of each metric that the gold or the graph has anything of."""
        rows = {}
        for metric in METRICS:
            right, wrong, missed = (self.counts[metric, k] for k in ("tp", "fp", "fn"))
            if right + wrong + missed:
                p, r = right / (right + wrong or 1), right / (right + missed or 1)
                f1 = 2 * p * r / (p + r or 1)
                rows[metric] = {
                    "precision": p, "recall": r, "f1": f1, "right": right, "wrong": wrong, "missed": missed,
                }  # fmt: skip
        return rows

    def to_frame(self) -> pandas.DataFrame:
        """The table as a DataFrame, one metric a row (UsageError when pandas is not installed)."""
        return frame({"metric": metric, **row} for metric, row in self.table().items())

    def compare(self, doc: str, metric: str, want: set[str], got: set[str], about: str = "") -> None:
        for kind, names in (("tp", want & got), ("fn", want - got), ("fp", got - want)):
            self.counts[metric, kind] += len(names)
        self.errors += [f"{doc}: missed {metric} {x} {about}".rstrip() for x in sorted(want - got)]
        self.errors += [f"{doc}: wrong {metric} {x} {about}".rstrip() for x in sorted(got - want)]


def evaluate(folder: str | Path, gold: str | Path) -> Score:
    """Score the build in `folder` against the annotations in `gold` (one JSON file for each source document).

    Raises:
        GraphError: `folder` is no build.
        InputError: `gold` holds no annotation, or one that cannot be read.
    """
    export, score = Export(Path(folder)), Score()
    files = sorted(Path(gold).glob("*.json"))
    if not files:
        raise InputError(gold, "holds no .json file of gold annotations", "name the folder of annotations")
    for path in files:
        try:
            score_document(json.loads(path.read_text(encoding="utf-8")), export, score)
        except (ValueError, KeyError, TypeError) as e:
            what = f"is no gold annotation ({type(e).__name__}: {e})"
            raise InputError(path, what, "write it as contract and README say") from e
    return score


def _gold_events(doc: Row) -> list[Row]:
    """The events of a gold document, an event told by several articles once."""
    merged: dict[tuple[str, str | None], Row] = {}
    for e in (e for article in doc["articles"] for e in article["events"]):
        empty: Row = {"name": e["name"], "date": e["date"], "planned": e.get("status") == "planned"}
        empty |= {"places": set(), "must_places": set(), **{r: set() for r in ROLES.values()}}
        event = merged.setdefault((normalise(e["name"]), e["date"]), empty)
        for role in ROLES.values():
            event[role] |= {normalise(p) for p in e.get(role) or []}
        event["must_places"] |= {normalise(p) for p in e.get("places") or []}
        event["places"] |= {normalise(p) for p in (e.get("places") or []) + (e.get("orgs") or [])}
    return list(merged.values())


def affinity(gold: Row, got: Row) -> float:
    people, others = gold["attended"], got["attended"] | got["expected"]
    shared = 2 * len(people & others) / (len(people) + len(others)) if people or others else 0.0
    name, date = dice(gold["name"], got["name"]), same_date(gold["date"], got["date"])
    if not shared and (name < 0.4 or not date):
        return -1.0
    if not date and gold["date"] and got["date"] and name < 0.3 and shared < 0.5:
        return -1.0
    return 2 * shared + 0.5 * date + name + 0.05


def _compare_roles(doc: str, score: Score, gold: Row | None, got: Row | None, about: str) -> None:
    for role in ROLES.values():
        want, have = (set() if e is None or e["planned"] else e[role] for e in (gold, got))
        score.compare(doc, role, want, have, about)


def _score_events(doc: Row, name: str, export: Export, score: Score) -> set[str]:
    gold, got = _gold_events(doc), export.events(name)
    pairs = best_pairs([[affinity(g, p) for p in got] for g in gold])
    pairs = [(g, p) for g, p in pairs if affinity(gold[g], got[p]) > 0]
    for g, p in pairs:
        a, b = gold[g], got[p]
        about, good = f"{a['date']} {a['name']}", same_date(a["date"], b["date"])
        score.counts["events", "tp"] += 1
        score.compare(name, "dates", {str(a["date"])}, {str(a["date"] if good else b["date"])}, about)
        _compare_roles(name, score, a, b, about)
        hits = {w for w in a["must_places"] if any(w in x or x in w for x in b["places"] if x)}
        extra = {x for x in b["places"] if not any(w in x or x in w for w in a["places"])}
        score.compare(name, "places", a["must_places"], hits | extra, about)
    for i, a in enumerate(gold):
        if i not in {g for g, _ in pairs}:
            score.compare(name, "events", {f"{a['date']} {a['name']}"}, set())
            _compare_roles(name, score, a, None, f"{a['date']} {a['name']}")
    for i, b in enumerate(got):
        if i not in {p for _, p in pairs} and (b["attended"] or b["expected"]):
            score.compare(name, "events", set(), {f"{b['date']} {b['name']}"})
            _compare_roles(name, score, None, b, f"{b['date']} {b['name']}")
    return {x for e in gold for x in e["attended"]}


def _score_posts(doc: Row, name: str, export: Export, present: set[str], score: Score) -> None:
    gold = {
        (normalise(p["person"]), split_capacity(normalise(p["title"])), normalise(p.get("org"))): p
        for article in doc["articles"]
        for p in article["positions"]
    }
    cited = {normalise(n) for a in doc["articles"] for n in a.get("not_present") or []} - present
    rows, used = export.posts(name, ("HOLDS",)), set()

    def agrees(person: str, capacity: str, post: Row, row: tuple[str, list[str], list[str], str, str]) -> bool:
        return row[0] == person and row[3] == capacity and title_agrees(post, row[1], row[2])

    for (person, (capacity, _), _), post in sorted(gold.items()):
        hit = next((i for i, r in enumerate(rows) if agrees(person, capacity, post, r)), None)
        want = {f"{person} {post['title']} ({capacity}) {post.get('org') or ''}"}
        score.compare(name, "posts", want, set() if hit is None else want)
        used.add(hit)
    for i, row in enumerate(rows):
        if i not in used and row[0] not in cited and not any(agrees(k[0], k[1][0], p, row) for k, p in gold.items()):
            score.compare(name, "posts", set(), {f"{row[0]} {'/'.join(row[1])} ({row[3]}) {'/'.join(row[2])}"})


def _score_changes(doc: Row, name: str, export: Export, score: Score) -> None:
    ends = lexicon.words("scoring", "ends")
    gold = {
        (normalise(c["person"]), normalise(c["title"]), (c.get("kind") or "") in ends): c
        for article in doc["articles"]
        for c in article.get("changes") or []
        if c.get("person")
    }
    rows, used = export.posts(name, ("APPOINTED", "REMOVED")), set()
    for (person, _, is_end), change in sorted(gold.items()):
        matching = (
            i for i, (who, forms, organs, _, kind) in enumerate(rows)
            if i not in used and who == person and (kind == "REMOVED") == is_end and title_agrees(change, forms, organs)
        )  # fmt: skip
        hit = next(matching, None)
        want = {f"{person} {change['title']} {change.get('kind')}"}
        score.compare(name, "changes", want, set() if hit is None else want)
        used.add(hit)
    for i, (who, forms, _, _, kind) in enumerate(rows):
        if i not in used:
            score.compare(name, "changes", set(), {f"{who} {'/'.join(forms)} {kind}"})


def score_document(doc: Row, export: Export, score: Score) -> None:
    """Add to `score` what a build has of one annotated document: right, wrong and missed."""
    name = Path(doc["doc"]).name
    present = _score_events(doc, name, export, score)
    _score_posts(doc, name, export, present, score)
    _score_changes(doc, name, export, score)
    articles = doc["articles"]
    writers = {normalise(n) for a in articles for k in ("reporters", "correspondents") for n in a.get(k) or []}
    no_writers = lexicon.words("scoring", "no_writers")
    edges = (e for e in export.by_doc[name] if e["type"] == "WROTE" and e.get("as") not in no_writers)
    score.compare(name, "wrote", writers, {export.name(e["source"]) for e in edges})
