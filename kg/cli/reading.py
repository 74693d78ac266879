"""How documents are read, and which a build would read, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.cli import tables

_COLUMNS = ("doc", "format", "encoding", "bytes", "articles", "publisher", "area", "issued", "problem")
_SAID = ("publisher", "area", "issued")


def write(accounts: Iterable[Mapping[str, Any]], style: str) -> int:
    """Print accounts of documents as they come, and give their number."""
    if style == "json":
        return _write_json(accounts)
    number = 0
    for account in accounts:
        _draw(account)
        number += 1
    return number


def write_survey(rows: Iterable[Mapping[str, Any]], style: str) -> tuple[int, int]:
    """Print a row for each document as they come; gives the numbers of those that can be read and that cannot."""
    read = failed = 0

    def counted() -> Iterable[Mapping[str, Any]]:
        nonlocal read, failed
        for row in rows:
            failed += bool(row["problem"])
            read += not row["problem"]
            yield row

    if style == "json":
        _write_json(counted())
        return read, failed
    if style == "csv":
        tables.write(list(counted()), style, _COLUMNS)
        return read, failed
    out = tables.console()
    for row in counted():
        out.print(_line(row), markup=False, soft_wrap=True)
    plural = "s" * (read != 1)
    out.print(f"{read} document{plural} would be read, {failed} inputs would fail", markup=False, soft_wrap=True)
    return read, failed


def _line(row: Mapping[str, Any]) -> str:
    if row["problem"]:
        return f"{row['doc']}: FAILS: {row['problem']}"
    size = f"{row['bytes']:,} bytes, {row['characters']:,} characters, {row['articles']} articles"
    said = "; ".join(_said(row, name) for name in _SAID)
    kind = " ".join(filter(None, (row["format"], row["encoding"])))
    return f"{row['doc']}: {kind}, {size}; {said}"


def _said(row: Mapping[str, Any], name: str) -> str:
    return f"{name} {row[name]} ({row[f'{name}From']})" if row[name] else f"{name} unknown"


def _write_json(rows: Iterable[Mapping[str, Any]]) -> int:
    """A JSON list, written row by row: there may be more of it than memory."""
    number = 0
    print("[", end="")
    for row in rows:
        print("," * (number > 0), json.dumps(row, ensure_ascii=False, indent=1), sep="\n" if number else "", end="")
        number += 1
    print("]")
    return number


def _draw(account: Mapping[str, Any]) -> None:
    about = [("format", account["format"]), ("encoding", account["encoding"] or "settled by the format")]
    about += [(name, _said(account, name).removeprefix(f"{name} ")) for name in _SAID]
    about += [
        ("characters", f"{account['characters']:,}"),
        ("articles", str(len(account["articles"]))),
        ("blocks", _counts(account["kinds"])),
        ("mended", _counts(account["repairs"]) or "nothing"),
        ("left out", "\n".join(account["furniture"]) or "nothing"),
    ]
    if account["key"]:
        about.insert(0, ("id", account["key"]))
    tables.draw(("what", "as read"), about, account["doc"], fixed=("what",))
    for article in account["articles"]:
        writers = ", ".join(f"{w['name']} ({w['role']})" for w in article["writers"])
        note = f"characters [{article['start']}, {article['end']})" + (f"; by {writers}" if writers else "")
        note += "; not complete" if article["truncated"] else ""
        rows = [(block["kind"], block["text"]) for block in article["blocks"]]
        title = f"{article['order']}  {article['title'] or '(no title)'}"
        tables.draw(("kind", "text"), rows, title, fixed=("kind",), caption=note)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())
