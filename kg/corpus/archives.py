"""Zip archives: their members one at a time, and never more of one than its limits allow."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from kg.corpus import manifest, names
from kg.corpus.files import RegularFile, too_large
from kg.corpus.manifest import About
from kg.errors import InputError

OnError = Callable[[InputError], None]

#: How many times larger than its packed form a member or an archive may be, once it is past `_SMALL` bytes. News text
#: shrinks to a third; a page of blanks to a hundredth; a bomb to a thousandth.
_RATIO = 200
_SMALL = 16 << 20
#: Bytes of an archive's table of contents: about 400,000 members.
_TABLE = 32 << 20
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def listing(path: Path, suffixes: frozenset[str], on_error: OnError) -> list[tuple[str, str]]:
    """(path of a member as text, its name in the archive) of all that can be read, in the order of the paths.

    Raises:
        InputError: no archive, a broken one, or one that would unpack to far more than it holds.
    """
    infos = [i for i in _open(path).infolist() if not i.is_dir()]
    packed = max(path.stat().st_size, 1)
    total = sum(i.file_size for i in infos)
    if total > max(_SMALL, _RATIO * packed):
        what = f"would unpack to {total >> 20} MB, {total // packed} times its size"
        raise InputError(path, what, "unpack it yourself if you trust it")
    found: dict[str, str] = {}
    locked = []
    for info in infos:
        name = names.of_member(info)
        where = f"{path}/{name}"
        if names.is_hidden(name) and not names.leads_out(name):
            continue
        if names.leads_out(name):
            on_error(
                InputError(where, "has a name that leads out of the archive", "unpack it yourself if you trust it")
            )
        elif names.suffix(name) == ".zip":
            on_error(InputError(where, "is an archive inside an archive", "unpack the outer one"))
        elif stat.S_ISLNK(info.external_attr >> 16):
            on_error(InputError(where, "is a link, not a file", "pack the file itself"))
        elif names.suffix(name) not in suffixes:
            continue
        elif info.flag_bits & _ENCRYPTED:
            locked.append(name)
        elif name in found:
            on_error(InputError(where, "stands twice in the archive", "give the two different names"))
        else:
            found[name] = info.filename
    if locked:
        what = f"is protected by a password ({len(locked)} of its files)"
        on_error(InputError(path, what, "unpack it with the password"))
    elif not found:
        on_error(InputError(path, "holds no text", f"pack {', '.join(sorted(suffixes))} files"))
    return sorted(found.items())


def manifests(path: Path, on_error: OnError) -> dict[str, About]:
    """Path of a member → what the manifest at the top of the archive says of it."""
    try:
        member = next((i for i in _open(path).infolist() if names.of_member(i) == manifest.NAME), None)
        if member is None:
            return {}
        return manifest.parse(read(path, member.filename, manifest.MOST), f"{path}/{manifest.NAME}", on_error)
    except InputError as e:
        on_error(e)
        return {}


def read(path: Path, member: str, limit: int, span: tuple[int, int] | None = None) -> bytes:
    """The bytes of a member, or of a span of them.

    Raises:
        InputError: it is broken, packed in a way that Python cannot unpack, or larger than `limit`.
    """
    where = f"{path}/{member}"
    if not span:
        with stream(path, member) as file:
            return _whole(file, where, _open(path).getinfo(member), limit)
    if span[1] - span[0] > limit:
        raise too_large(where, limit)
    with _telling(where):
        # Lines are asked for one after another: the stream stays open where the last one ended.
        kept = _stream(path, member)
        kept.seek(span[0])
        return kept.read(span[1] - span[0])


@contextmanager
def stream(path: Path, member: str) -> Iterator[IO[bytes]]:
    """A member as a file; what goes wrong while it is read is an InputError, as in `read`."""
    with _telling(f"{path}/{member}"), _open(path).open(member) as file:
        yield file


@contextmanager
def _telling(where: str) -> Iterator[None]:
    try:
        yield
    except (*_DAMAGE, KeyError) as e:
        what = f"cannot be unpacked ({' '.join(str(e).split()) or type(e).__name__})"
        raise InputError(where, what, "pack it again") from e


def _whole(file: IO[bytes], where: str, info: ZipInfo, limit: int) -> bytes:
    pieces, size = [], 0
    most = max(_SMALL, _RATIO * max(info.compress_size, 1))
    while piece := file.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise too_large(where, limit)
        if size > most:
            what = f"unpacks to more than {_RATIO} times its packed size"
            raise InputError(where, what, "unpack it yourself if you trust it")
    return b"".join(pieces)


def _open(path: Path) -> ZipFile:
    try:
        found = path.stat()
    except OSError as e:
        raise InputError(path, f"cannot be read ({e.strerror})", "check the name and its permissions") from e
    return _opened(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(path: Path, size: int, changed: int) -> ZipFile:
    """The archive with its table of contents read once, and not once for each member."""
    file = RegularFile(path, most=_TABLE)
    try:
        return ZipFile(file)
    except _DAMAGE as e:
        file.close()
        raise InputError(
            path, f"is no zip archive, or a broken one ({' '.join(str(e).split())})", "pack it again"
        ) from e


@lru_cache(maxsize=1)
def _stream(path: Path, member: str) -> IO[bytes]:
    return _open(path).open(member)
