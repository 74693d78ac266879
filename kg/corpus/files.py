"""Bytes of files on disk: never waiting for a pipe, never more than asked for."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

from kg.errors import InputError

#: Bytes of one document (a file, a member of an archive, a line of a .jsonl) unless another limit is given.
LIMIT = 256 << 20
_MEGABYTE = 1 << 20


class RegularFile(io.FileIO):
    """A file opened for reading, and surely a file: a pipe or device in its place is refused without waiting for it.

    A single read of more than `most` bytes is refused too: libraries read as much as a file's own header says.

    Raises:
        InputError: it is gone, may not be read, or is no file.
    """

    def __init__(self, path: Path, most: int = LIMIT + 1) -> None:
        self._most = most
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            handle = os.open(path, flags)
        except OSError as e:
            raise InputError(path, f"cannot be read ({e.strerror})", "check the name and its permissions") from e
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            os.close(handle)
            raise not_a_file(path, mode)
        super().__init__(handle, "rb")

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise OSError(f"{size} bytes asked for at once")
        return super().read(-1 if size is None else size)


def not_a_file(path: Path, mode: int) -> InputError:
    kinds = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    kind = next((name for test, name in kinds if test(mode)), "device")
    todo = "give a file, or - to read standard input" if kind == "pipe" else "give a file"
    return InputError(path, f"is a {kind}, not a file", todo)


def read(path: Path, limit: int, span: tuple[int, int] | None = None) -> bytes:
    """The bytes of a file, or of a span of it.

    Raises:
        InputError: they cannot be read, or are more than `limit`.
    """
    start, end = span or (0, limit + 1)
    if span and end - start > limit:
        raise too_large(path, limit)
    try:
        with RegularFile(path) as file:
            file.seek(start)
            pieces = []
            left = end - start
            while left > 0 and (piece := file.read(min(left, _MEGABYTE))):
                pieces.append(piece)
                left -= len(piece)
    except OSError as e:
        raise InputError(path, f"cannot be read ({e.strerror or e})", "check the disk") from e
    content = b"".join(pieces)
    if len(content) > limit:
        raise too_large(path, limit)
    if span and left:
        raise InputError(path, "has changed while it was read", "run again")
    return content


def too_large(where: object, limit: int) -> InputError:
    return InputError(where, f"is larger than {limit >> 20} MB", "cut it up, or raise --max-size")
