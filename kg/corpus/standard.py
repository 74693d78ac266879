"""Standard input as a file, so that it can be read more than once and by other processes."""

from __future__ import annotations

import atexit
import json
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from kg.corpus.files import too_large
from kg.errors import InputError

_CHUNK = 1 << 20
_HEAD = 1 << 16


@lru_cache(maxsize=1)
def spooled(limit: int) -> Path:
    """A file with all of standard input, in a folder that goes when the process ends; its suffix tells what it holds.

    Raises:
        InputError: standard input is a terminal, cannot be read, or is larger than `limit`.
    """
    stream: BinaryIO = sys.stdin.buffer
    if stream.isatty():
        raise InputError("-", "standard input is a terminal", "pipe a text into it: kg read - < FILE")
    folder = Path(tempfile.mkdtemp(prefix="kg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path, size = folder / "stdin", 0
    try:
        with path.open("wb") as file:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > limit:
                    raise too_large("-", limit)
                file.write(piece)
    except OSError as e:
        raise InputError("-", f"cannot be read ({e.strerror or e})", "pipe a text into it") from e
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return path.rename(path.with_suffix(_suffix(head)))


def _suffix(head: bytes) -> str:
    """The suffix of what begins so."""
    if head.startswith(b"PK\x03\x04"):
        return ".docx" if b"word/" in head or b"[Content_Types].xml" in head[:200] else ".zip"
    if head.startswith(b"%PDF-"):
        return ".pdf"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith(b"{"):
        try:
            return ".jsonl" if isinstance(json.loads(start.partition(b"\n")[0]), dict) else ".txt"
        except ValueError:
            return ".jsonl" if b'"' in start[:3] else ".txt"
    return ".txt"
