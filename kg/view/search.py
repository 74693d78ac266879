"""Searching: names first, the best matches before others, then quotes, then articles."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.stores.columns import Schema
from kg.view import details, index, shapes
from kg.view.base import Base
from kg.view.folding import BY, fold, match, snippet, squeeze, untagged
from kg.view.rows import Row
from kg.view.shapes import Paging

#: Seconds that one search may take.
_SECONDS = 10.0
#: Characters that a question may have.
_LONGEST = 200


class Index:
    """The index of an open build, made in the background where there is none."""

    def __init__(self, base: Base, source: Path | None = None) -> None:
        self.path, self._key = index.path_for(base.folder), index.key(base)
        self._process: subprocess.Popen[bytes] | None = None
        if index.ready(self.path, self._key) < 1:
            # It begins anew where an earlier one was stopped.
            self._process = index.start(base.folder, source, self.path)

    def share(self) -> float:
        """The share that is ready, 0 to 1."""
        return index.ready(self.path, self._key)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(5)

    def rows(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """The answer to an SQL text; a UsageError when it takes too long."""
        if not index.wait(self.path, self._key, self._process):
            raise UsageError(
                self.path, "the index of names cannot be made", "make room on the disk, or delete the file"
            )
        until = time.monotonic() + _SECONDS
        try:
            with closing(index.connect(self.path)) as db:
                db.create_function("how", 3, match, deterministic=True)
                db.set_progress_handler(lambda: int(time.monotonic() > until), 100_000)
                return db.execute(text, values).fetchall()
        except sqlite3.OperationalError as e:
            if "interrupted" in str(e):
                raise UsageError(
                    "q", f"the search took longer than {_SECONDS:g} s", "search for more characters"
                ) from e
            raise UsageError(self.path, f"cannot be read ({e})", "delete the file; it is made again") from e


def search(base: Base, found: Index, question: str, kind: str, paging: Paging) -> Row:
    """Nodes by name, alias, pinyin or its initials; then quotes and articles in which the words stand."""
    labels = sorted(Schema.load().nodes)
    if kind not in ("all", "quote", "article", *labels):
        raise UsageError(
            f"kind={kind}", "is nothing to search for", f"allowed: all, quote, article, {', '.join(labels)}"
        )
    if len(question) > _LONGEST:
        raise UsageError("q", f"is longer than {_LONGEST} characters", "search for less")
    parts = []
    if kind not in index.TEXTS and (wanted := fold(question)):
        parts.append(_names(base, found, wanted, "" if kind == "all" else kind))
    if words := squeeze(question):
        parts += [_texts(base, found, words, table) for table in index.TEXTS if kind in ("all", table)]
    rows: list[Row] = []
    total, room = 0, paging.size
    for count, get in parts:
        skip = max(0, paging.skip - total)
        total += count
        if room and skip < count:
            rows += get(skip, room)
            room = paging.size - len(rows)
    return paging.told(rows, total)


def _names(base: Base, found: Index, wanted: str, label: str) -> tuple[int, Any]:
    likely = "(instr(compared, ?) OR instr(replace(compared, ' ', ''), ?))"
    matches = (
        f"SELECT node, min(how(by, compared, ?) * 4 + by) AS best, ties FROM name WHERE {likely} AND (? = '' OR label = ?)"  # noqa: S608
        " AND how(by, compared, ?) IS NOT NULL GROUP BY node"
    )
    values = (wanted, wanted, wanted, label, label, wanted)
    ((count,),) = found.rows(f"SELECT count(*) FROM ({matches})", values)  # noqa: S608

    def get(skip: int, limit: int) -> list[Row]:
        text = f"SELECT node, best FROM ({matches}) ORDER BY best, ties DESC, node LIMIT ? OFFSET ?"  # noqa: S608
        return [
            _name(base, found, wanted, node, best % 4, best // 4)
            for node, best in found.rows(text, (*values, limit, skip))
        ]

    return count, get


def _name(base: Base, found: Index, wanted: str, node_id: str, by: int, how: int) -> Row:
    text = "SELECT form FROM name WHERE node = ? AND by = ? AND how(by, compared, ?) = ? ORDER BY rowid LIMIT 1"
    node = base.node(node_id)
    return {
        "kind": "node",
        **shapes.brief(node),
        "detail": details.of(base, node),
        "standing": details.standing_of(base, node),
        "matched": found.rows(text, (node_id, by, wanted, how))[0][0],
        "by": BY[by],
    }


def _texts(base: Base, found: Index, words: str, table: str) -> tuple[int, Any]:
    # Three characters and more are looked up in the index, if none of them means something to GLOB; fewer are looked for in
    # all texts.
    if max(map(len, re.split(r"[*?[\]]", words))) < 3:
        where, value = "instr(body, ?)", words
    else:
        where, value = "body GLOB ?", "*" + "".join(f"[{c}]" if c in "*?[" else c for c in words) + "*"
    ((count,),) = found.rows(f"SELECT count(*) FROM {table} WHERE {where}", (value,))  # noqa: S608

    def get(skip: int, limit: int) -> list[Row]:
        text = (
            f"SELECT doc, start, end, article FROM {table}_at WHERE id IN (SELECT rowid FROM {table} WHERE {where})"  # noqa: S608
            " ORDER BY id LIMIT ? OFFSET ?"
        )
        return [_text(base, words, table, *row) for row in found.rows(text, (value, limit, skip))]

    return count, get


def _text(base: Base, words: str, kind: str, doc: str, start: int, end: int, article: str) -> Row:
    if kind == "quote":
        said = base.statements.one(doc, start, end)
        body = said["evidence"]["quote"] if said else ""
    else:
        body = (base.texts.of(doc) or "")[start:end]
    first, around, marks = snippet(body, words) or (0, body[:80], [])
    length = marks[0][1] - marks[0][0] if marks else 0
    at = (start, end) if kind == "quote" else (start + first, start + first + length)
    begin = first - marks[0][0] if marks else 0
    around, marks = untagged(body, marks, begin, begin + len(around))
    node = base.find(article)
    told = shapes.article(node) if node else {"id": article, "label": "Article", "name": doc, "title": None, "published": None,
                                              "publisher": None, "doc": doc, "order": 0}  # fmt: skip
    return {"kind": kind, "article": told, "snippet": around, "marks": marks, "start": at[0], "end": at[1]}
