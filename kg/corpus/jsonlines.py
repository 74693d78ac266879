"""Where the lines of a .jsonl file stand, without keeping them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from kg.errors import InputError

_CHUNK = 1 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def spans(file: IO[bytes], where: str) -> Iterator[tuple[int, int, int]]:
    """(number from 1, first byte, end) of each line that is not empty, without its line end.

    Raises:
        InputError: the lines are in UTF-16, in which a byte alone ends none.
    """
    start = number = 0
    while line := file.readline(_CHUNK):
        number += 1
        if number == 1 and line.startswith(_WIDE):
            raise InputError(where, "is UTF-16, in which lines cannot be told apart", "save it as UTF-8")
        end, blank = start + len(line), not line.strip()
        last = line
        while not last.endswith(b"\n") and (more := file.readline(_CHUNK)):
            last = more
            end += len(more)
            blank = blank and not more.strip()
        if not blank:
            ending = 2 if last.endswith(b"\r\n") else 1 if last.endswith(b"\n") else 0
            yield number, start, end - ending
        start = end
