"""Files under a folder, in the order of their paths, one folder's names in memory at a time."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from kg.corpus import names
from kg.corpus.files import not_a_file
from kg.errors import InputError

OnError = Callable[[InputError], None]

#: Documents that cannot be read, and what makes them readable; any other unknown suffix is passed over in silence.
_UNREADABLE = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "save them as .docx"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"), "unpack them, or pack them as .zip"),
    **dict.fromkeys((".caj", ".epub", ".xls", ".xlsx", ".ppt", ".pptx", ".mht", ".mhtml"), "save them as .txt or .pdf"),
}
#: What makes a name a pattern.
MAGIC = re.compile(r"[*?\[]")


class Walk:
    """One walk below a folder; `found` and `told` count the files it gave and the errors.

    Args:
        root: the folder.
        suffixes: of the files to give.
        on_error: gets what cannot be followed or read; the rest goes on.
        pattern: gives only files that it `matches`.
    """

    def __init__(self, root: Path, suffixes: frozenset[str], on_error: OnError, pattern: Sequence[str] = ()) -> None:
        self.root, self.found, self.told = root, 0, 0
        self._suffixes, self._on_error, self._pattern = suffixes, on_error, pattern
        self._real = [os.path.realpath(root)]
        self._passed: Counter[str] = Counter()

    def __iter__(self) -> Iterator[tuple[str, bool]]:
        """(path under the root, whether it is a folder); a folder comes before what it holds."""
        yield "", True
        stack = [self._entries("")]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
            elif name.endswith("/"):
                yield name[:-1], True
                stack.append(self._entries(name))
            elif self._wanted(name):
                self.found += 1
                yield name, False
        for suffix, number in sorted(self._passed.items()):
            files = f"{number} {suffix} file{'s' * (number > 1)}"
            self._tell(InputError(self.root, f"{files} passed over", _UNREADABLE[suffix]))

    def _tell(self, error: InputError) -> None:
        self.told += 1
        self._on_error(error)

    def _wanted(self, path: str) -> bool:
        return matches(path.split("/"), self._pattern)

    def _entries(self, folder: str) -> Iterator[str]:
        """Paths of what a folder holds; those of folders end in a slash, which puts all paths in one order."""
        try:
            with os.scandir(self.root / folder) as entries:
                kept = [key for entry in entries if (key := self._key(entry, folder))]
        except OSError as e:
            self._tell(InputError(self.root / folder, f"cannot be read ({e.strerror})", "check its permissions"))
            return iter(())
        kept.sort()
        return (folder + name for name in kept)

    def _key(self, entry: os.DirEntry[str], folder: str) -> str | None:
        name = entry.name
        if name.startswith("."):
            return None
        if entry.is_symlink():
            return self._linked(entry)
        if entry.is_dir(follow_symlinks=False):
            return name + "/"
        suffix = names.suffix(name)
        if suffix not in self._suffixes:
            if suffix in _UNREADABLE and self._wanted(folder + name):
                self._passed[suffix] += 1
            return None
        if not entry.is_file(follow_symlinks=False):
            self._tell(not_a_file(Path(entry.path), entry.stat(follow_symlinks=False).st_mode))
            return None
        return name

    def _linked(self, entry: os.DirEntry[str]) -> str | None:
        """A link to a file is one; a link to a folder is followed once, and never into what is read anyway."""
        suffix = names.suffix(entry.name)
        try:
            mode = os.stat(entry.path).st_mode  # noqa: PTH116  entry.stat() hides what is wrong with a link
        except OSError as e:
            if suffix in self._suffixes or not suffix:
                what = (
                    "is a link that leads to itself"
                    if e.errno == errno.ELOOP
                    else f"is a link that leads nowhere ({e.strerror})"
                )
                self._tell(InputError(entry.path, what, "mend or remove the link"))
            return None
        if stat.S_ISDIR(mode):
            real = os.path.realpath(entry.path)
            if any(_within(real, known) or _within(known, real) for known in self._real):
                self._tell(InputError(entry.path, f"links to {real}, which is read already", "remove the link"))
                return None
            self._real.append(real)
            return entry.name + "/"
        if suffix not in self._suffixes:
            return None
        if not stat.S_ISREG(mode):
            self._tell(not_a_file(Path(entry.path), mode))
            return None
        return entry.name


def unreadable(suffix: str) -> str | None:
    """What to do about documents of a suffix that cannot be read; null for what is no known document."""
    return _UNREADABLE.get(suffix.lower())


def split_pattern(pattern: str) -> tuple[Path, tuple[str, ...]]:
    """(folder before the first wildcard, parts from there): ``papers/**/a*.txt`` → papers, ("**", "a*.txt").

    ``*``, ``?`` and ``[ab]`` stay within one part of a path, ``**`` stands for any number of parts.
    """
    parts = Path(pattern).parts
    first = next(i for i, part in enumerate(parts) if MAGIC.search(part))
    return Path(*parts[:first]), parts[first:]


def matches(path: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the pattern matches the parts of a path, or those of a folder above it."""
    if not pattern or not path:
        return not pattern
    if pattern[0] == "**":
        return len(pattern) == 1 or matches(path, pattern[1:]) or matches(path[1:], pattern)
    return fnmatchcase(path[0], pattern[0]) and matches(path[1:], pattern[1:])


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
