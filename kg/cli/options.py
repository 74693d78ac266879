"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli import tables
from kg.errors import UsageError

_F = TypeVar("_F", bound=Callable[..., Any])

FORMAT = click.option(
    "--format", "style", type=click.Choice(tables.FORMATS), default="table", show_default=True, help="How to print."
)
GRAPH = click.option(
    "--graph", "folder", default="out", show_default=True, type=click.Path(path_type=Path), help="Folder of a build."
)
SECONDS = click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0.001), help="Time limit.")


def server(required: bool = False) -> Callable[[_F], _F]:
    """The options that name a Neo4j server. The password is no option: arguments can be seen by others."""

    def add(command: _F) -> _F:
        for option in reversed(
            (
                click.option("--uri", required=required, metavar="URI", help="A Neo4j server: neo4j://localhost:7687."),
                click.option(
                    "--user", default="neo4j", show_default=True, help="Its user; the password: NEO4J_PASSWORD."
                ),
                click.option(
                    "--password-file", type=click.Path(path_type=Path), help="File that holds the password alone."
                ),
                click.option("--database", metavar="NAME", help="Its database; else the user's home database."),
            )
        ):
            command = option(command)
        return command

    return add


def sign_in(uri: str | None, user: str, password_file: Path | None, database: str | None) -> dict[str, Any] | None:
    """The arguments of a server, the password from NEO4J_PASSWORD, the file or a prompt; null without a URI."""
    if uri is None:
        return None
    return {"uri": uri, "user": user, "password": _password(user, password_file), "database": database}


def _password(user: str, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as e:
            what = e.strerror if isinstance(e, OSError) else "not UTF-8"
            raise UsageError(file, f"cannot be read ({what})", "name a file that holds the password alone") from e
    if "NEO4J_PASSWORD" in os.environ:
        return os.environ["NEO4J_PASSWORD"]
    if not sys.stdin.isatty():
        raise UsageError("NEO4J_PASSWORD", "is not set", "set it, or give --password-file")
    return str(click.prompt(f"password of {user}", hide_input=True, err=True))


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error; nothing when quiet or without a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=tables.console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)
