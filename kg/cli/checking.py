"""`kg audit` and `kg diff`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.cli import options, tables
from kg.errors import UsageError

_WEIGHED = (
    "each statement weighs as much as the statements of its type and rule that it was drawn for; right is not weighted"
)
_HALVES = "\nwhere two coders differ, half a statement is right and half is wrong"
_KAPPA = "\n(kappa: 1 is full agreement, 0 what chance alone would give)"


@click.command(short_help="Check a sample by hand: precision, agreement, bad rules.")
@click.option("--sample", type=click.IntRange(1), help="Draw so many statements into --sheet.")
@click.option("--sheet", "sheets", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
              help="The sheet to write; without --sample, one or two filled-in sheets to read.  [default: audit.csv]")  # fmt: skip
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Draw only statements of this type (repeatable).")
@click.option("--seed", default=1, show_default=True, help="Another seed draws another sample.")
@options.GRAPH
@options.FORMAT
def audit(
    sample: int | None, sheets: tuple[Path, ...], types: tuple[str, ...], seed: int, folder: Path, style: str
) -> None:
    """Check a sample by hand: precision of each edge type, agreement of two coders, and the rules that fail.

    First kg audit --sample 200; write yes, no or ? under coder1 (and coder2) in audit.csv; then kg audit. Two coders
    may also fill in a copy each: --sheet a.csv --sheet b.csv.
    """
    from kg.auditing import audit as check

    paths = sheets or (Path("audit.csv"),)
    found = check(folder, sample, paths, seed, types)
    if isinstance(found, list):
        strata = len({(r["type"], r["rule"]) for r in found})
        again = f" --sheet {paths[0]}" if sheets else ""
        click.echo(f"kg: wrote {paths[0]}: {len(found)} statements of {strata} pairs of type and rule; write yes, no or ? under "
                   f"coder1, then: kg audit{again}", err=True)  # fmt: skip
        return
    if style == "json":
        tables.write([found], style)
        return
    columns = ("type", "judged", "right", "precision", "low", "high")
    if style == "csv":
        tables.write(found["precision"], style, columns)
        return
    halves = any(row["right"] % 1 for row in found["precision"])
    tables.write(found["precision"], style, columns, "precision of each type, with its 95 % interval (low, high)",
                 _WEIGHED + (_HALVES if halves else ""))  # fmt: skip
    for row in found["agreement"]:
        kappa = "not defined: both said one thing throughout" if row["kappa"] is None else f"{row['kappa']:.3f}"
        click.echo(f"\ntwo coders judged {row['judged by both']}: agree {row['agree']:.3f}, kappa {kappa}{_KAPPA}")
    if found["rules"]:
        click.echo()
        tables.write(found["rules"], style, ("rule", "type", "judged", "wrong"), "rules with errors, the worst first",
                     "which statements: --format json")  # fmt: skip


@click.command(short_help="What appeared, vanished and changed between builds.")
@click.argument("builds", nargs=-1, metavar="[[OLD] NEW]", type=click.Path(path_type=Path))
@options.FORMAT
def diff(builds: tuple[Path, ...], style: str) -> None:
    """What appeared, vanished and changed from the build OLD to the build NEW.

    Without OLD, from the graph that the last build of NEW replaced, which is kept beside it; without both, of out.
    """
    from kg import changes

    if len(builds) > 2:
        raise UsageError("kg diff", f"{len(builds)} builds", "name one or two")
    new = builds[-1] if builds else Path("out")
    given = builds[0] if len(builds) == 2 else None
    rows = changes.diff(given, new)
    old = given or "before"
    if style != "table":
        tables.write(
            rows if style == "json" else [{k: r[k] for k in changes.COLUMNS} for r in rows], style, changes.COLUMNS
        )
        return
    if not rows:
        click.echo(f"{old} → {new}: nothing differs")
        return
    counts = Counter((r["what"], r["kind"], r["change"]) for r in rows)
    kinds = sorted({(what, kind) for what, kind, _ in counts}, key=lambda k: (k[0] == "edge", k[1]))
    numbers = ("appeared", "vanished", "changed")
    table = [{"what": kind, **{c: counts[what, kind, c] or None for c in numbers}} for what, kind in kinds]
    tables.write(table, "table", ("what", *numbers), f"{old} → {new}")
    click.echo("each of them: --format csv or json")
