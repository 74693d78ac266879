"""Names of files and of members of archives, as text."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import PurePosixPath
from zipfile import ZipInfo

from kg import ids

#: Bytes that file systems allow in one part of a path.
_LONGEST = 255
_DRIVE = re.compile(r"[A-Za-z]:")
_UTF8_FLAG = 0x800


def as_text(name: str) -> str:
    """A name from the file system as valid text: one that is not UTF-8 is read as GB18030, else its bytes are shown (``\\xff``)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return _decode(os.fsencode(name))
    return name


def of_member(info: ZipInfo) -> str:
    """A member's path with forward slashes; archives made under Chinese Windows hold names in GB18030."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        with suppress(UnicodeEncodeError):  # a newer name from the archive's extra field
            name = _decode(name.encode("cp437"))
    return as_text(name).replace("\\", "/")


def leads_out(name: str) -> bool:
    """Whether a member's path is absolute, has a drive letter, or climbs out of its archive (``../x.txt``)."""
    return name.startswith("/") or _DRIVE.match(name) is not None or ".." in name.split("/")


def suffix(name: str) -> str:
    """The suffix in small letters (``A.TXT`` → ``.txt``)."""
    return PurePosixPath(name).suffix.lower()


def is_hidden(name: str) -> bool:
    """Whether a part of the path begins with a dot, or is what a Mac adds to an archive."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def text_file(doc: str) -> str:
    """Path under ``texts/`` of the text of a document that is not plain text (``a/b.docx`` → ``a/b.docx.txt``, ``c.jsonl:7`` →
    ``c.jsonl.7.txt``).

    A part too long for a file's name is cut, and told apart by a hash.
    """
    *folders, last = doc.split("/")
    # No colon: Windows cannot store it.
    return "/".join(_shorten(part.replace(":", ".")) for part in (*folders, f"{last}.txt"))


def _shorten(part: str) -> str:
    if len(part.encode("utf-8")) <= _LONGEST:
        return part
    end = PurePosixPath(part).suffix[:9]
    kept = part.encode("utf-8")[: _LONGEST - 60].decode("utf-8", "ignore")
    return f"{kept}~{ids.digest(part)}{end}"


def _decode(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")
