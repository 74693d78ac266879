"""Named-entity recognition behind one small protocol: texts in, spans with label and confidence out.

A recogniser is a module of this package with a public function ``load(**options) -> Recogniser``, named in `MODULES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from kg.errors import UsageError

LABELS = ("PERSON", "POSITION", "ORGANIZATION", "PLACE")
#: What confidences mean: from `SURE` on a mention needs no other witness; below `DOUBT` it gives way to one; below `LIKELY` it
#: is more likely none.
SURE, DOUBT, LIKELY = 0.9, 0.75, 0.5
#: Name → what it is, as `kg ner --help` tells it.
MODULES = {
    "auto": "the best there is here",
    "embedded": "our own, comes with the install",
    "hanlp": "our own under HanLP, or any HanLP model (--model)",
    "lac": "Baidu LAC",
    "dictionary": "exact names, for tests",
}


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name at text[start:end]; label is one of `LABELS`, confidence 0 to 1."""

    start: int
    end: int
    label: str
    confidence: float = 1.0


class Recogniser(Protocol):
    """What every recogniser offers. The same text gives the same mentions, whatever else is in the batch; of one that has an
    attribute `together` that is true, and reads short texts in one context, the same texts in the same order do.

    One with a dictionary of its own has a method ``teach(names) -> bool`` too; see `kg.extraction.ner.memory.ask`.

    Attributes:
        name: one of `MODULES`, never ``auto``.
        version: changes whenever the result may: a hash of the weights, or the version of a package.
        why: why ``auto`` took it, or an empty string.
    """

    name: str
    version: str
    why: str

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """For each text its mentions, in order. None overlap, but that a POSITION holds the organ it is of.

        ``["区委书记林有余主持"]`` → ``[[Mention(0, 2, "ORGANIZATION", …), Mention(0, 4, "POSITION", …), Mention(4, 7, "PERSON",
        0.99)]]``; a recogniser that knows no positions leaves them out.
        """
        ...


def load(name: str = "auto", **options: Any) -> Recogniser:
    """The recogniser of this name, ready for use. It reads its model here and never again.

    Args:
        name: one of `MODULES`.
        options: for embedded and lac `threads`; for hanlp `model`; for dictionary `entries` or `path`.

    Raises:
        UsageError: no such recogniser, an option it does not have, or a package that is not installed.
    """
    if name not in MODULES:
        raise UsageError(f"--ner {name}", "no such recogniser", f"there are: {', '.join(MODULES)}")
    make = import_module(f"{__name__}.{name}").load
    try:
        found: Recogniser = make(**options)
    except TypeError as e:
        raise UsageError(f"--ner {name}", f"option not understood ({e})", "see kg.extraction.ner.load") from e
    return found


@dataclass(frozen=True)
class Choice:
    """A recogniser as `load` would give it: its name (never ``auto``), version, and why ``auto`` takes it."""

    name: str
    version: str
    why: str = ""


def choose(name: str = "auto", **options: Any) -> Choice:
    """Which recogniser `load` would give, known without reading its model; what one found is remembered by its version.

    A module of this package tells its version with a public function ``version(**options)``.

    Raises:
        UsageError: as `load`.
    """
    why = ""
    if name == "auto":
        name, why = import_module(f"{__name__}.auto").choose(**options)
    if name not in MODULES:
        raise UsageError(f"--ner {name}", "no such recogniser", f"there are: {', '.join(MODULES)}")
    try:
        return Choice(name, str(import_module(f"{__name__}.{name}").version(**options)), why)
    except TypeError as e:
        raise UsageError(f"--ner {name}", f"option not understood ({e})", "see kg.extraction.ner.load") from e
