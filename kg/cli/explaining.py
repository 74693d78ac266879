"""`kg explain`: how a sentence is read, step by step."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.cli import tables

if TYPE_CHECKING:
    from kg.explaining import Explanation

#: What stands at the end of the table of statements: what follows from the others.
_LAST = ("REPORTS", "AT", "IN", "PART_OF")
_PARTS = ("attended", "chaired", "spoke", "led")


@click.command(short_help="How a sentence is read: labels, rules, facts, and why.")
@click.argument("sentence")
@click.option("--area", metavar="NAME", help="The paper's area (拱墅区).")
@click.option("--issued", metavar="DATE", help="Date of issue, possibly partial (2025-04).")
@click.option("--publisher", metavar="NAME", help="The paper's name.")
@click.option("--ner", default="auto", show_default=True, metavar="NAME", help="The recogniser, as for kg build.")
@click.option("--model", metavar="NAME", help="For hanlp: a folder, or a model that HanLP knows.")
@click.option("--rules-only", is_flag=True, help="Without the learned reader.")
@click.option("--format", "style", type=click.Choice(("table", "json")), default="table", show_default=True)
def explain(sentence: str, style: str, **options: Any) -> None:
    """How SENTENCE (- for standard input) is read, by the code of a build: its units and their labels, the rules that fit,
    what each states or why it does not, what the learned reader makes of it, and the statements in the end."""
    from kg import explaining

    found = explaining.explain(sys.stdin.read() if sentence == "-" else sentence, **options)
    if style == "json":
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    else:
        write(found)


def write(found: Explanation) -> None:
    """Print an explanation for people."""
    for number, row in enumerate(found.sentences, 1):
        _sentence(number, row)
    if found.openings:
        rows = [{**o, "event": o["event"] or "not believed"} for o in found.openings]
        tables.write(
            rows, "table", ("text", "likely", "planned", "event"), "the reader: where else an event is told of"
        )
    if found.reader:
        rows = [{**r, "did": _did(r)} for r in found.reader]
        tables.write(rows, "table", ("event", "person", *_PARTS, "did"), "the reader: how likely each part is")
    stated = [r for r in found.statements.rows() if r["rule"] != "article"]
    stated.sort(key=lambda r: (r["type"] in _LAST, r["type"] != "Event"))
    if not stated:
        click.echo("no statement comes of it")
        return
    tables.write(stated, "table", ("type", "source", "target", "details", "rule", "confidence"), "statements")


def _did(row: Mapping[str, Any]) -> str:
    said = [f"adds {', '.join(row['added'])}"] if row["added"] else []
    said += [f"takes away {', '.join(row['taken'])}"] if row["taken"] else []
    return "; ".join([*said, *([f"left: {row['why']}"] if row["why"] else [])])


def _sentence(number: int, row: Mapping[str, Any]) -> None:
    head = f"{number}  {row['text']}" + ("  (heading)" if row["heading"] else "")
    if row["units"]:
        tables.write([_unit(u) for u in row["units"]], "table", ("words", "label", "set by"), head)
    else:
        click.echo(head)
    if row["skipped"]:
        click.echo(f"   skipped: {row['skipped']}\n")
    if names := _names(row):
        tables.write(names, "table", ("read", "as", "details"))
    if row["matches"]:
        tables.write([_match(m) for m in row["matches"]], "table", ("rule", "words", "states", "because"))


def _unit(unit: Mapping[str, Any]) -> dict[str, str]:
    label = unit["label"] if unit["label"] == unit["was"] else f"{unit['label']} (was {unit['was']})"
    return {"words": unit["text"], "label": label, "set by": unit["by"]}


def _names(row: Mapping[str, Any]) -> list[dict[str, str]]:
    found = [{"read": m["text"], "as": m["label"], "details": f"heard by the recogniser, {m['confidence']:.2f}"}
             for m in row["mentions"]]  # fmt: skip
    for p in row["people"]:
        group = f"; of {p['group']}" if p["group"] else ""
        found.append(
            {"read": p["name"], "as": "person", "details": f"{_offices(p['offices'])}{group}; sure {p['sure']:.2f}"}
        )
    found += [{"read": o["printed"], "as": "office", "details": _offices([o])} for o in row["offices"]]
    for d in row["dates"]:
        between = f"{d['earliest'] or '…'} – {d['latest'] or '…'}"
        found.append(
            {"read": d["text"], "as": "date", "details": f"{d['date'] or 'no day'} ({d['precision']}); {between}"}
        )
    found += [
        {"read": d["person"], "as": d["type"], "details": f"{d['office']}, {d['kind']}; by {d['rule']}"}
        for d in row["decided"]
    ]
    return found


def _offices(offices: Sequence[Mapping[str, Any]]) -> str:
    said = (f"{o['organ'] or 'no organ'} | {o['title']}" + (f" ({o['capacity']})" if o["capacity"] != "full" else "")
            for o in offices)  # fmt: skip
    return ", ".join(said) or "no office"


def _match(match: Mapping[str, Any]) -> dict[str, str]:
    about = "; ".join(f"{e['event']}" + (f" ({e['status']})" if e["status"] != "held" else "") for e in match["about"])
    because = match["why"] or match["note"]
    if match["beatenBy"]:
        because = f"beaten by {match['beatenBy']}: {because}"
    states = "\n".join([*match["states"], *([f"at {about}"] if about else [])])
    return {"rule": match["rule"], "words": match["text"], "states": states or "–", "because": because}
