"""The explorer's page: asked of a server, or with all data inside."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


def served(token: str) -> str:
    """The page that asks `kg view`."""
    return _rendered(token=token)


def _rendered(**values: str) -> str:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(ASSETS), autoescape=True).get_template("explorer.html").render(**values)
