"""What a build tells on its way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a build is.

    Attributes:
        stage: ``read`` counts documents, ``fold`` counts nodes.
        name: of the last document.
        characters: read now, those of known documents not among them.
    """

    stage: str
    done: int
    total: int
    name: str = ""
    characters: int = 0


class Stopped(KeyboardInterrupt):
    """Ctrl-C during a build; the ledger keeps what was read."""

    def __init__(self, kept: int) -> None:
        super().__init__(kept)
        self.kept = kept
