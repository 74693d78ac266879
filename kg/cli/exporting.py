"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options


@click.command(short_help="Write the graph for another tool.")
@click.option(
    "--to",
    required=True,
    metavar="FORMAT",
    help="csv, coattendance, ftm, gexf, graphml, jsonl, neo4j-import, panel or popolo.",
)
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help="Folder to write; out-FORMAT when left out."
)
@options.GRAPH
def export(to: str, out: Path | None, folder: Path) -> None:
    """Write the graph for another tool: a folder of files and a codebook."""
    from kg.exports import formats

    written = formats.export(folder, to, out)
    names = sorted(p.name for p in written.iterdir())
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    click.echo(f"kg: wrote {written}: {shown}", err=True)
