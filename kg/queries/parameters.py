"""Parameters from text to values that a store takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg import dates
from kg.errors import UsageError
from kg.queries.catalogue import Parameter, Query


def bind(query: Query, values: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of a question, from those given and the defaults; days as ISO text.

    Raises:
        UsageError: one is missing, unknown or of the wrong type, or a period ends before it begins; the message says what is
            allowed.
    """
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            todo = f"parameters: {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{query.name}: {name}", "no such parameter", todo)
    bound = {}
    for name, parameter in known.items():
        value = values.get(name, parameter.default)
        if value is None:
            raise UsageError(f"{query.name}: {name}", "must be given", f"{name}=… ({parameter.note})")
        bound[name] = _value(f"{query.name}: {name}", parameter, value)
    if bound.get("since", "") > bound.get("until", "9999-12-31"):
        what = f"{bound['until']} is before since, {bound['since']}"
        raise UsageError(f"{query.name}: until", what, "give a later day, or an earlier since")
    return bound


def _value(where: str, parameter: Parameter, value: Any) -> Any:
    kind = parameter.type
    try:
        if kind == "string":
            return str(value)
        if kind == "integer":
            return int(value)
        if kind == "number":
            return float(value)
    except ValueError:
        raise UsageError(where, f"'{value}' is no {kind}", "give a number") from None
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if not dates.is_valid(text):
        raise UsageError(where, f"'{text}' is no date", "write 2026-04-29, or for a period 2026-04 or 2026")
    if kind == "day" and dates.precision(text) != "day":
        raise UsageError(where, f"'{text}' is no whole day", "write 2026-04-29")
    return dates.bounds(text)[kind == "last-day"]


def named(query: Query, words: Iterable[str]) -> list[str]:
    """Words of a command line as ``NAME=VALUE``: a word alone is the value of the first parameter that none has been given for.

    ``co_attendance 敖煜新`` → ``person=敖煜新``; ``in_office 区委书记 2026-04-29`` → ``office=区委书记``, ``day=2026-04-29``

    Raises:
        UsageError: a word too many.
    """
    names = [p.name for p in query.parameters]
    pairs = [w for w in words if w.partition("=")[0] in names and "=" in w]
    open_ones = iter([n for n in names if n not in {p.partition("=")[0] for p in pairs}])
    found = []
    for word in words:
        if word in pairs or "=" in word:  # what has a name that is none is refused as such
            found.append(word)
        elif name := next(open_ones, None):
            found.append(f"{name}={word}")
        else:
            todo = f"parameters: {', '.join(names)}" if names else "it takes none"
            raise UsageError(query.name, f"'{word}' is a word too many", todo)
    return found


def read(pairs: Iterable[str]) -> dict[str, str]:
    """``["person=敖煜新", "least=2"]`` as a mapping (UsageError when a pair has no ``=`` or a name comes twice)."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name:
            raise UsageError("--param", f"'{pair}' is not NAME=VALUE", "write person=敖煜新")
        if name in found:
            raise UsageError("--param", f"'{name}' is given twice", "give it once")
        found[name] = value
    return found
