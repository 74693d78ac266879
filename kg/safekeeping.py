"""Single files that are written whole or not at all: what is interrupted leaves them as they were."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside a file, to write to; it takes the file's place when the block ends without an error.

    What is no plain file, such as ``/dev/stdout``, is written to as it is.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    whole = Path(os.path.realpath(path))
    new = whole.with_name(f".{whole.name}.kg-new")
    try:
        yield new
        if whole.exists():
            shutil.copymode(whole, new)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(whole)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def append(path: Path, line: str) -> None:
    """Add a line to a text file, after an end of line where its last one has none; the disk holds it on return.

    It is one write: a process that is stopped or killed has written the line, or nothing. Of two programs that add lines at
    once each adds its own.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        _lock(handle)
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
        data = ("\n" if size and os.read(handle, 1) != b"\n" else "").encode() + f"{line}\n".encode()
        try:
            done = os.write(handle, data)
            while done < len(data):  # the disk is nearly full; the next one says so
                done += os.write(handle, data[done:])
        except BaseException:
            os.ftruncate(handle, size)
            raise
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Until it is closed."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    with suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX)
