"""Named-entity recognition behind one small protocol: texts in, spans with label and confidence out.

A recogniser is a module of this package with a public function ``load(**options) -> Recogniser``, named in `MODULES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from kg.errors import UsageError

LABELS = ("PERSON", "ORGANIZATION", "PLACE")
MODULES = ("dictionary", "embedded")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name at text[start:end]; label is one of `LABELS`, confidence 0 to 1."""

    start: int
    end: int
    label: str
    confidence: float = 1.0


class Recogniser(Protocol):
    """What every recogniser offers. The same text gives the same mentions, whatever else is in the batch."""

    name: str

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """For each text its mentions, in order, without overlaps.

        ``["区委书记林有余主持"]`` → ``[[Mention(4, 7, "PERSON", 0.99)]]``
        """
        ...


def load(name: str, **options: Any) -> Recogniser:
    """The recogniser of this name, ready for use. It reads its model here and never again.

    Args:
        name: ``embedded`` (Baidu LAC, comes with the install) or ``dictionary`` (exact names, for tests).
        options: for embedded `threads`; for dictionary `entries` or `path`.

    Raises:
        UsageError: no such recogniser, or an option it does not have.
    """
    if name not in MODULES:
        raise UsageError(f"--ner {name}", "no such recogniser", f"there are: {', '.join(MODULES)}")
    make = import_module(f"{__name__}.{name}").load
    try:
        found: Recogniser = make(**options)
    except TypeError as e:
        raise UsageError(f"--ner {name}", f"option not understood ({e})", "see kg.extraction.ner.load") from e
    return found


def version(name: str) -> str:
    """Version of a recogniser's model, known without loading it; what it found is remembered under it.

    A module of this package says it with a public function ``version() -> str``; one without is taken for unchanging.

    Raises:
        UsageError: no such recogniser.
    """
    if name not in MODULES:
        raise UsageError(f"--ner {name}", "no such recogniser", f"there are: {', '.join(MODULES)}")
    tell = getattr(import_module(f"{__name__}.{name}"), "version", None)
    return str(tell()) if tell else ""
