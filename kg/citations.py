"""Quotes as literature: one entry for each newspaper article, as BibTeX or CSL-JSON, with the quotes and where they stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg import dates, finding, lexicon, profile
from kg.errors import UsageError
from kg.graph import Graph
from kg.ids import digest, node_id
from kg.rows import Row

FORMATS = ("bibtex", "csl-json")
#: What a program that sets type takes for its own.
_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
            **{c: f"\\{c}" for c in "&%$#_"}}  # fmt: skip


def cite(graph: Graph, proofs: Iterable[Row], to: str = "bibtex", starts: Mapping[str, int] | None = None) -> str:
    """The articles in which quotes stand, by day and id.

    Args:
        proofs: rows with ``doc``, ``article``, ``start``, ``end``, ``quote`` and ``statement``, as `kg.profile.proofs` gives them;
            repetitions do not matter.
        to: bibtex or csl-json.
        starts: where statements begin, by id, so that writers come in printed order.

    Returns:
        The text of a ``.bib`` or ``.json`` file. An article without a headline has its file and number for a title; a day of
        which only the month is known is a month.

    Raises:
        UsageError: no such format.
    """
    if to not in FORMATS:
        raise UsageError(f"--to {to}", "is no format of citations", f"allowed: {', '.join(FORMATS)}")
    quotes: dict[str, dict[tuple[int, int], Row]] = defaultdict(dict)
    for proof in proofs:
        article = node_id("Article", f"{proof['doc']}#{proof['article']}")
        quotes[article].setdefault((proof["start"], proof["end"]), proof)
    found = [_entry(graph, i, [told[k] for k in sorted(told)], starts or {}) for i, told in quotes.items()]
    found.sort(key=lambda e: (str(e["published"] or ""), e["key"]))
    if to == "csl-json":
        return json.dumps([_csl(e) for e in found], ensure_ascii=False, indent=1) + "\n"
    return "\n".join(map(_bibtex, found))


def writers(graph: Graph, article: str) -> list[Row]:
    """The edges from those who wrote an article; who took its pictures did not."""
    none = lexicon.words("scoring", "no_writers")
    return [e for e in graph.edges_of(article, "WROTE") if e.get("as") not in none]


def _entry(graph: Graph, article: str, proofs: list[Row], starts: Mapping[str, int]) -> dict[str, Any]:
    node = graph.node(article)
    edges = sorted(writers(graph, article), key=lambda e: min((starts.get(i, 0) for i in e["support"]), default=0))
    paper = "".join(finding.pinyin(node.get("publisher") or "")) or "paper"
    published = node.get("published")
    notes = [f"“{' '.join(p['quote'].split())}” ({p['doc']}, characters {p['start']}–{p['end']}, statement {p['statement']})"
             for p in proofs]  # fmt: skip
    return {
        "key": f"{paper}{(published or '').replace('-', '')}-{digest(article, size=6)}",
        "title": profile.article_name(node),
        "paper": node.get("publisher"),
        "published": published,
        "writers": list(dict.fromkeys(graph.node(e["source"])["name"] for e in edges)),
        "note": " ".join(notes),
    }


def _csl(entry: dict[str, Any]) -> dict[str, Any]:
    row = {
        "id": entry["key"],
        "type": "article-newspaper",
        "title": entry["title"],
        "container-title": entry["paper"],
        "author": [{"literal": name} for name in entry["writers"]],
        "issued": {"date-parts": [_numbers(entry["published"])]} if entry["published"] else None,
        "language": "zh-CN",
        "note": entry["note"],
    }
    return {k: v for k, v in row.items() if v}


def _numbers(published: str) -> list[int]:
    return [n for n in dates.parts(published) if n is not None]


def _bibtex(entry: dict[str, Any]) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in entry["writers"]),
        "title": f"{{{_tex(entry['title'])}}}",
        "journal": _tex(entry["paper"] or ""),
        "langid": "chinese",
        "note": _tex(entry["note"]),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    when = zip(("year", "month", "day"), _numbers(entry["published"])) if entry["published"] else ()
    lines += [f"  {name} = {{{number}}}," for name, number in when]
    return f"@article{{{entry['key']},\n" + "\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in " ".join(text.split()))
