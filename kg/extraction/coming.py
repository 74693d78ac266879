"""The words of what somebody does who comes: attends, chairs, visits, looks, meets, talks, escorts."""

from __future__ import annotations

import re

from kg.lexicon import any_of, remember, words

_LABELS = ("ATTEND", "NONVOTE", "CHAIR", "VISIT", "LOOK", "MEET", "TALK", "ESCORT")


@remember(1)
def pattern() -> re.Pattern[str]:
    """Finds one of them: 出席 in ``高远山同志出席追悼会``."""
    return re.compile(any_of([word for label in _LABELS for word in words("participation", label)]))
