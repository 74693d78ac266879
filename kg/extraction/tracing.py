"""What reading notes on its way, for whoever asks why a sentence reads as it does; nothing is kept unless somebody listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple


class Note(NamedTuple):
    """One thing noted.

    ``what`` and its ``facts``, in the order in which a sentence meets them:

    - role: `unit` gets another `label`, by the `role` of schemas/lexicon/units.yaml
    - sentence: `sentence` with what the recogniser heard; the `line` it is read as, or null; whether it is `worded`, whether
      somebody is `placed` in it
    - decided: the `moves` of a list of appointments; goes_on: the sentence is reported speech that goes on
    - match: `match`, a rule that fits; beaten: `match`, by another (`by`), `why`
    - tried: the `match` that the notes after it are about, up to the next: about (an `event`, its `status`), fact (`type`, `person`,
      `event`), stated (another `fact` of the rule, and what was `found` of it), refused (`why`)
    - reading: what the learned `reading` of a page sees, and the `events` of its anchors; after it added and taken (a `fact` of
      `name` at `event`, and how `likely` each is), and left (`why` something likely is not believed)
    """

    what: str
    facts: dict[str, Any]


_notes: ContextVar[list[Note] | None] = ContextVar("notes", default=None)


@contextmanager
def listening() -> Iterator[list[Note]]:
    """Inside the block, all that is noted in this thread is appended to the list."""
    found: list[Note] = []
    token = _notes.set(found)
    try:
        yield found
    finally:
        _notes.reset(token)


def note(what: str, **facts: Any) -> None:
    """Tell whoever listens; mostly nobody does."""
    if (notes := _notes.get()) is not None:
        notes.append(Note(what, facts))


def refuse(why: str) -> None:
    """Tell why the match that is tried states nothing, or nothing of somebody."""
    note("refused", why=why)


def none(why: str) -> list[Any]:
    """No event: `why` the match that is tried speaks of none."""
    refuse(why)
    return []
