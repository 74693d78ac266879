"""What is only supposed, rumoured, denied or feigned: nobody takes part in anything by it."""

from __future__ import annotations

import re

from kg.lexicon import alternation, remember


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    head = f"(?:^|(?<=[，；：“]))(?:{alternation('unreal', 'supposed', 'intended')}|[^，；：“]{{0,16}}{alternation('unreal', 'intended')})"
    denied = f"{alternation('unreal', 'told')}[^，。；]{{0,6}}{alternation('unreal', 'denied')}"
    return re.compile(f"{head}|{alternation('unreal', 'rumoured', 'feigned')}"), re.compile(denied)


def begins(sentence: str) -> int | None:
    """From where on a sentence tells of what did not happen or of what nobody vouches for; null where all of it is news.

    >>> begins("网传区委书记高远山出席会议的消息不实。")
    0
    >>> begins("区委书记高远山出席会议并指出，如果不抓紧，就会落后。")
    15
    """
    first, denied = _patterns()
    if denied.search(sentence):
        return 0
    found = first.search(sentence)
    return found.start() if found else None


def is_unreal(sentence: str, at: int) -> bool:
    """Whether what stands at an offset of a sentence is such."""
    begin = begins(sentence)
    return begin is not None and begin <= at
