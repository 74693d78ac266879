"""`kg ner`: names in newspapers, as lines of JSON, as CSV, or marked in their sentence."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from kg.cli import tables
from kg.errors import KgError

_COLUMNS = ("doc", "start", "end", "label", "text", "confidence", "name")
_STYLES = {"PERSON": "bold red", "POSITION": "green", "ORGANIZATION": "blue", "PLACE": "magenta"}


@click.command(short_help="Names in newspapers, without building a graph.")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--ner", default="auto", show_default=True, metavar="NAME", help="auto, embedded, hanlp, lac or dictionary."
)
@click.option("--model", metavar="NAME", help="For hanlp: a folder, or a model that HanLP knows.")
@click.option(
    "--known", multiple=True, metavar="NAME", help="A person to be found wherever the name stands (repeatable)."
)
@click.option("--graph", metavar="DIR", type=click.Path(), help="A build, whose people are known.")
@click.option("--jobs", "-j", default=1, show_default=True, type=click.IntRange(1), help="Processes that read.")
@click.option(
    "--format", "style", type=click.Choice(tables.FORMATS), default="table", show_default=True,
    help="json: one mention a line.",
)  # fmt: skip
def ner(inputs: tuple[str, ...], style: str, **options: Any) -> int:
    """People, positions, organisations and places of FILE... (and of folders), with their offsets in the raw text."""
    from kg import recognition

    failed: list[KgError] = []

    def tell(error: KgError) -> None:
        failed.append(error)
        print(f"kg: {' '.join(str(error).split())}", file=sys.stderr)

    rows = recognition.ner(inputs, **options, on_error=tell)
    read = _write(rows, style)
    if failed and not read:
        return 2
    return 1 if failed else 0


def _write(rows: Iterable[dict[str, Any]], style: str) -> int:
    """Print rows as they come; how many there were."""
    count = 0
    if style == "json":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
            count += 1
    elif style == "csv":
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    else:
        for doc, listed in _by_document(rows):
            _draw(doc, listed)
            count += len(listed)
    return count


def _by_document(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    doc = ""
    listed: list[dict[str, Any]] = []
    for row in rows:
        if listed and row["doc"] != doc:
            yield doc, listed
            listed = []
        doc = row["doc"]
        listed.append(row)
    if listed:
        yield doc, listed


def _draw(doc: str, rows: list[dict[str, Any]]) -> None:
    """The names of a document, each once, with how often and where first."""
    from rich.text import Text

    seen: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        seen.setdefault((row["label"], row["name"]), []).append(row)
    order = list(_STYLES)
    found = sorted(seen.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[1][0]["start"]))
    table: list[list[Any]] = [
        [Text(label, style=_STYLES[label]), Text(name, style=_STYLES[label]), str(len(listed)),
         f"{max(r['confidence'] for r in listed):.2f}", ", ".join(str(r["start"]) for r in listed[:8]) + (" …" if len(listed) > 8 else "")]
        for (label, name), listed in found
    ]  # fmt: skip
    tables.draw(
        ("label", "name", "times", "confidence", "at"), table, doc, right=("times", "confidence"), fixed=("label",)
    )
