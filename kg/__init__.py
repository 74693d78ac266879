"""kg: raw Chinese newspaper text in, a proven graph of who attended what, in which position, when, out.

The commands, as functions of the same names and arguments: `build`, `read`, `show`, `query`, `explain` … Beside them
`extract` (the `Statement`s of a text in memory) and `open_graph` (the `Graph` of a build). They load on first use, so that
``import kg`` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Graph", "KgError", "Statement", "accept", "add", "audit", "build", "cite", "correct", "cypher", "decisions", "diff", "eval",
    "evaluate", "explain", "export", "extract", "judge", "merge_judgements", "ner", "open_graph", "push", "query", "read", "reject",
    "show", "team", "timeline", "undo", "view",
]  # fmt: skip

if TYPE_CHECKING:
    from kg.agreement import merge as merge_judgements
    from kg.auditing import audit
    from kg.changes import diff
    from kg.corpus.accounts import read
    from kg.correcting import add, correct
    from kg.databases import cypher, push, query
    from kg.deciding import accept, judge, reject
    from kg.errors import KgError
    from kg.evaluation import evaluate
    from kg.evaluation import evaluate as eval  # noqa: A004  the command's name
    from kg.explaining import explain
    from kg.exports.formats import export
    from kg.extracting import extract
    from kg.graph import Graph
    from kg.minutes import decisions, undo
    from kg.pipeline import build
    from kg.questions import cite, open_graph, show, team, timeline
    from kg.recognition import ner
    from kg.statement import Statement
    from kg.view.serving import view

#: Public name → where it is defined, and under which name; under none it is the module itself.
_HOMES = {
    "Graph": ("kg.graph", "Graph"),
    "KgError": ("kg.errors", "KgError"),
    "Statement": ("kg.statement", "Statement"),
    "extract": ("kg.extracting", "extract"),
    "open_graph": ("kg.questions", "open_graph"),
    "build": ("kg.pipeline", "build"),
    "eval": ("kg.evaluation", "evaluate"),
    "evaluate": ("kg.evaluation", "evaluate"),
    "ner": ("kg.recognition", "ner"),
    "read": ("kg.corpus.accounts", "read"),
    "query": ("kg.databases", "query"),
    "cypher": ("kg.databases", "cypher"),
    "accept": ("kg.deciding", "accept"),
    "add": ("kg.correcting", "add"),
    "correct": ("kg.correcting", "correct"),
    "decisions": ("kg.minutes", "decisions"),
    "undo": ("kg.minutes", "undo"),
    "judge": ("kg.deciding", "judge"),
    "merge_judgements": ("kg.agreement", "merge"),
    "reject": ("kg.deciding", "reject"),
    "audit": ("kg.auditing", "audit"),
    "diff": ("kg.changes", "diff"),
    "push": ("kg.databases", "push"),
    "explain": ("kg.explaining", "explain"),
    "export": ("kg.exports.formats", "export"),
    "cite": ("kg.questions", "cite"),
    "show": ("kg.questions", "show"),
    "team": ("kg.questions", "team"),
    "timeline": ("kg.questions", "timeline"),
    "view": ("kg.view", ""),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    module, function = _HOMES[name]
    home = import_module(module)
    return getattr(home, function) if function else home


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
