"""A build folder that is replaced whole or not at all.

Everything is written to ``.NAME.kg-new`` beside the folder, flushed to disk, and put in its place in one step, so that
a kill at any moment leaves the old result or the new one. Only folders that a build wrote are ever replaced. What a
build remembers for the next one lies in ``.NAME.kg-work``, which can be deleted at any time.
"""

from __future__ import annotations

import ctypes
import errno
import filecmp
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UsageError

#: What a build may leave in its folder; anything else was put there by somebody else.
FILES = frozenset(
    "statements.jsonl nodes.jsonl edges.jsonl merges.jsonl report.json graph.html explorer.html graph.lbug graph.lbug.wal"
    " texts".split()
)
#: The files that hold the graph.
GRAPH = ("nodes.jsonl", "edges.jsonl")
#: The value of ``program`` in report.json, by which a build folder is known.
MARK = "kg"


def check(out: Path) -> None:
    """Refuse a folder that holds anything a build did not write.

    Raises:
        UsageError: `out` is a file, or a folder with foreign files.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(out, "is a file", "name a folder for --out")
    found = sorted(p.name for p in out.iterdir())
    foreign = [name for name in found if name not in FILES]
    if found and not foreign and not _is_marked(out):
        foreign = found
    if foreign:
        more = ", …" if len(foreign) > 3 else ""
        raise UsageError(
            out, f"holds files that no build wrote ({', '.join(foreign[:3])}{more})", "name another folder for --out"
        )


def _is_marked(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / "report.json").read_text(encoding="utf-8"))["program"] == MARK)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def recover(out: Path) -> None:
    """Bring back the old folder if a kill fell between the two renames of a system without an atomic exchange."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


@contextmanager
def replacing(out: Path, check: Callable[[Path], None] = check) -> Iterator[Path]:
    """A fresh folder to write into; it takes the place of `out` when the block ends without an error.

    Args:
        check: refuses a folder that must not be replaced, with a UsageError.

    Raises:
        UsageError: `out` holds foreign files, cannot be written, or another build is writing it.
    """
    out = Path(os.path.realpath(out))
    recover(out)
    check(out)
    new, lock, mine = _beside(out, "new"), None, False
    try:
        with reporting(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            new.mkdir(exist_ok=True)
            lock, mine = _lock(new, out), True
            for leftover in new.iterdir():
                _remove(leftover)
            yield new
            check(out)
            flush(new)
            _swap(new, out)
    finally:
        try:
            if mine:
                shutil.rmtree(new, ignore_errors=True)
                if out.exists():
                    shutil.rmtree(_beside(out, "old"), ignore_errors=True)
        finally:
            _unlock(lock)


@contextmanager
def working(out: Path) -> Iterator[Path]:
    """The folder of what is kept between builds of `out`, locked: two builds never write one folder at once.

    It is removed at the end if nothing was left in it.

    Raises:
        UsageError: `out` holds foreign files, cannot be written, or another build is writing it.
    """
    out = Path(os.path.realpath(out))
    recover(out)
    check(out)
    work, lock, mine = work_folder(out), None, False
    try:
        with reporting(out):
            work.mkdir(parents=True, exist_ok=True)
            lock, mine = _lock(work, out), True
        yield work
    finally:
        try:
            if mine:
                with suppress(OSError):  # something was left in it
                    work.rmdir()
        finally:
            _unlock(lock)


def work_folder(out: Path) -> Path:
    """Where what is kept between builds of `out` lies."""
    return _beside(Path(os.path.realpath(out)), "work")


def previous(out: Path) -> Path:
    """Where the graph that the last build of `out` replaced is kept: nodes.jsonl and edges.jsonl."""
    return work_folder(out) / "previous"


@contextmanager
def keeping(out: Path) -> Iterator[None]:
    """Keep the graph of `out` as its `previous`, when the block puts another in its place. It costs no copy where files of
    one disk can have two names."""
    kept, new = previous(out), previous(out).with_name("previous-new")
    _keep(new, kept, out)  # of a build that was killed when the other graph was in its place
    there = [out / name for name in GRAPH if (out / name).is_file()]
    if len(there) == len(GRAPH):
        new.mkdir(parents=True)
        for path in there:
            try:
                os.link(path, new / path.name)
            except OSError:
                shutil.copyfile(path, new / path.name)
    try:
        yield
        _keep(new, kept, out)
    except BaseException:
        with suppress(OSError):
            if not _differs(new, out):  # else the next build puts it in its place
                shutil.rmtree(new)
        raise


def _keep(new: Path, kept: Path, out: Path) -> None:
    """Put a graph in the place of the one that is kept, if it is whole and another than that of `out`; else remove it."""
    if _differs(new, out):
        shutil.rmtree(kept, ignore_errors=True)
        new.rename(kept)
    shutil.rmtree(new, ignore_errors=True)


def _differs(one: Path, other: Path) -> bool:
    """Whether two folders hold a whole graph each, and not the same."""
    pairs = [(one / name, other / name) for name in GRAPH]
    return all(a.is_file() and b.is_file() for a, b in pairs) and not all(filecmp.cmp(*p, shallow=False) for p in pairs)


@contextmanager
def reporting(out: Path) -> Iterator[None]:
    """What the system refuses in the block as a UsageError that says what to do."""
    try:
        yield
    except BrokenPipeError:  # nobody listens to what is printed; see `kg.cli.main`
        raise
    except OSError as e:
        if e.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UsageError(out, "the disk is full", "make room; the same command goes on from there") from e
        raise UsageError(out, f"cannot be written ({e.strerror})", "name another folder for --out") from e


@contextmanager
def beside(out: Path, name: str) -> Iterator[Path]:
    """A path for a new version of one file of a build, which takes the old one's place when the block ends."""
    out = Path(os.path.realpath(out))
    new = _beside(out, "new")
    try:
        with reporting(out):
            new.mkdir(exist_ok=True)
            yield new / name
            flush(new)
            (new / name).replace(out / name)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _beside(out: Path, which: str) -> Path:
    return out.with_name(f".{out.name}.kg-{which}")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _lock(folder: Path, out: Path) -> int | None:
    """A lock that dies with the process, so that what a killed build left behind can be used again."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException as e:
        os.close(handle)
        if isinstance(e, BlockingIOError):
            todo = "wait for it, or name another folder"
            raise UsageError(out, "is being written by another build", todo) from None
        raise
    return handle


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def flush(folder: Path) -> None:
    """Have the disk hold what was written into a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        old = _beside(out, "old")
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
        try:
            new.rename(out)
        except BaseException:
            recover(out)  # rather no new build than none
            raise
    _flush_folder(out.parent)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two names in one atomic step, where the system can (Linux renameat2, macOS renamex_np)."""
    first, second = os.fsencode(a), os.fsencode(b)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(first, second, ctypes.c_uint(2)) == 0)
        here = ctypes.c_int(-100)  # AT_FDCWD; both paths are absolute
        return bool(libc.renameat2(here, first, here, second, ctypes.c_uint(2)) == 0)
    except (OSError, AttributeError, TypeError):
        return False
