"""`kg audit` and `kg diff`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.cli import options, tables
from kg.errors import UsageError


@click.command()
@click.option("--sample", type=click.IntRange(1), help="Draw so many statements into --sheet.")
@click.option("--sheet", "sheets", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
              help="The sheet to write; without --sample, one or two filled-in sheets to read.")  # fmt: skip
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Draw only statements of this type (repeatable).")
@click.option("--seed", default=1, show_default=True, help="Another seed draws another sample.")
@options.GRAPH
@options.FORMAT
def audit(
    sample: int | None, sheets: tuple[Path, ...], types: tuple[str, ...], seed: int, folder: Path, style: str
) -> None:
    """Check a sample by hand: precision of each edge type, agreement of two coders, and the rules that fail.

    First kg audit --sample 200 --sheet audit.csv; write yes, no or ? under coder1 (and coder2); then
    kg audit --sheet audit.csv. Two coders may also fill in a copy each: --sheet a.csv --sheet b.csv.
    """
    from kg import audit as auditing
    from kg.exports import jsonl

    if sample is not None:
        if len(sheets) != 1:
            raise UsageError("kg audit --sample", "needs one --sheet to write", "add --sheet audit.csv")
        rows = auditing.draw(jsonl.read_statements(folder), sample, seed, types)
        auditing.write_sheet(rows, sheets[0])
        strata = len({(r["type"], r["rule"]) for r in rows})
        click.echo(f"kg: wrote {sheets[0]}: {len(rows)} statements of {strata} pairs of type and rule", err=True)
        return
    if not sheets:
        raise UsageError("kg audit", "neither a sample to draw nor a sheet to read", "kg audit --help")
    found = auditing.score(auditing.read_sheets(sheets))
    if not found["precision"]:
        raise UsageError(sheets[0], "nothing in it is judged yet", "write yes, no or ? under coder1")
    if style == "json":
        tables.write([found], style)
        return
    tables.write(found["precision"], style, ("type", "judged", "right", "precision", "low", "high"),
                 "precision, with its 95 % interval")  # fmt: skip
    if style == "csv":
        return
    for row in found["agreement"]:
        kappa = "not defined: both said one thing throughout" if row["kappa"] is None else f"{row['kappa']:.3f}"
        click.echo(f"\ntwo coders judged {row['judged by both']}: agree {row['agree']:.3f}, kappa {kappa}\n")
    tables.write(found["rules"], style, ("rule", "type", "judged", "wrong"), "rules with errors")


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@options.FORMAT
def diff(old: Path, new: Path, style: str) -> None:
    """What appeared, vanished and changed from the build OLD to the build NEW."""
    from kg import changes

    rows = changes.diff(old, new)
    if style != "table":
        tables.write(
            rows if style == "json" else [{k: r[k] for k in changes.COLUMNS} for r in rows], style, changes.COLUMNS
        )
        return
    counts = Counter((r["what"], r["kind"], r["change"]) for r in rows)
    kinds = sorted({(what, kind) for what, kind, _ in counts}, key=lambda k: (k[0] == "edge", k[1]))
    numbers = ("appeared", "vanished", "changed")
    table = [{"what": kind, **{c: counts[what, kind, c] or None for c in numbers}} for what, kind in kinds]
    tables.write(table, "table", ("what", *numbers), f"{old} → {new}")
    click.echo("each of them: --format csv or json")
