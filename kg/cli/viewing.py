"""`kg view`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options


@click.command()
@options.GRAPH
@click.option(
    "--port", default=0, metavar="N", type=click.IntRange(0, 65535), help="Port at 127.0.0.1; else a free one."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
@click.option(
    "--judgements",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where verdicts go; else GRAPH.judgements.jsonl.",
)
@click.option(
    "--source", metavar="FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where the papers lie now, should they have been moved.",
)  # fmt: skip
def view(folder: Path, port: int, browser: bool, judgements: Path | None, source: Path | None) -> None:
    """Look at the graph in the browser: people, offices, events, networks, each with its sentences.

    The page asks this command, at 127.0.0.1 alone, until Ctrl-C; only who has the printed address can open it.
    """
    from kg.view.serving import view as serve

    serve(folder, port=port, browser=browser, judgements=judgements, source=source, on_ready=click.echo)
