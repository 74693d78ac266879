"""The explorer's page: asked of a server, or with all data inside."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from kg.errors import GraphError

ASSETS = Path(__file__).parent / "assets"
#: A page from a file asks nobody for anything: it has no connect-src at all.
_POLICY = (
    "default-src 'none'; script-src 'sha256-{}'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; "
    "base-uri 'none'; form-action 'none'"
)
#: What would end a script in the middle of it.
_ENDS = ("</script", "<!--")


def served(token: str) -> str:
    """The page that asks `kg view`."""
    return _rendered(token=token)


def whole(packed: str) -> str:
    """The page with its data inside.

    Args:
        packed: see `kg.view.packing.squeezed`.

    Raises:
        GraphError: the installed package has no page, or one that cannot stand inside another.
    """
    from markupsafe import Markup

    script, style = (_asset(name) for name in ("explorer.js", "explorer.css"))
    if any(end in script.lower() for end in _ENDS) or "</style" in style.lower():
        raise GraphError(ASSETS, "the script or style cannot stand inside a page", "install the package again")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    # Script and style are our own; the data is base64.
    return _rendered(packed=packed, policy=_POLICY.format(digest), script=Markup(script), style=Markup(style))  # noqa: S704


def _asset(name: str) -> str:
    try:
        return (ASSETS / name).read_text(encoding="utf-8")
    except OSError as e:
        raise GraphError(ASSETS / name, f"cannot be read ({e.strerror})", "install the package again") from e


def _rendered(**values: str) -> str:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(ASSETS), autoescape=True).get_template("explorer.html").render(**values)
