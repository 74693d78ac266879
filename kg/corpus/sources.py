"""Where documents are: files, folders, archives, lines; in a fixed order, one at a time, and read only when asked for."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from kg.corpus import archives, files, formats, jsonlines, manifest, names, standard
from kg.corpus.folders import MAGIC, Walk, split_pattern, unreadable
from kg.corpus.manifest import About
from kg.corpus.shelves import Shelf
from kg.document import Document
from kg.errors import InputError

OnError = Callable[[InputError], None]

#: Suffixes of files that hold documents.
SUFFIXES = formats.SUFFIXES | formats.LINES | {formats.ARCHIVE}
_MEMBERS = formats.SUFFIXES | formats.LINES
#: Characters of one document, some hundred times an issue of a paper: while it is read each takes some 200 bytes.
_CHARACTERS = 8_000_000
_GIVE = f"give {', '.join(sorted(SUFFIXES))} files, or folders of them"


@dataclass(frozen=True)
class Source:
    """Where one document comes from; it has not been read yet.

    Attributes:
        path: the file on disk.
        doc: name of the document: the file's path under the folder given, with forward slashes; with the path of a
            member of an archive (``papers.zip/a/b.txt``), with the number of a line (``papers.jsonl:12``).
        listed: what manifests say of it.
        member: name of the member in the archive, or an empty string.
        span: bytes of the line in the file or member; null for the whole of it.
        limit: bytes that the document may have.
    """

    path: Path
    doc: str
    listed: About = field(default_factory=About)
    member: str = ""
    span: tuple[int, int] | None = None
    limit: int = files.LIMIT

    @property
    def where(self) -> str:
        """The document as errors name it."""
        line = f":{self.doc.rpartition(':')[2]}" if self.span else ""
        return f"{self.path}{'/' + self.member if self.member else ''}{line}"

    @property
    def suffix(self) -> str:
        """By which its format is known."""
        name = self.doc.rpartition(":")[0] if self.span else self.doc
        return names.suffix(name)

    def content(self) -> bytes:
        """Exactly the bytes that the document is made of.

        Raises:
            InputError: they cannot be read, or are more than the limit.
        """
        try:
            if self.member:
                return archives.read(self.path, self.member, self.limit, self.span)
            return files.read(self.path, self.limit, self.span)
        except InputError as e:
            raise InputError(self.where, e.what, e.todo) from e


def sources(paths: Sequence[str | Path], on_error: OnError, limit: int = files.LIMIT) -> Iterator[Source]:
    """The documents of files, folders, patterns (``papers/**/*.txt``) and standard input (``-``).

    Args:
        on_error: gets what cannot be listed; the rest goes on.
        limit: bytes that one document may have.

    Within a folder they come in the order of their paths. Two files of one name under different inputs are refused.
    """
    seen: dict[str, str] = {}
    for path in map(Path, paths):
        for file in _files(path, on_error, limit):
            here = str(file.path)
            # Within one folder only names that are no text can meet.
            first = here if len(paths) == 1 and here.endswith(file.name) else seen.setdefault(file.name, here)
            if first == here:
                yield from _parts(file, on_error, limit)
            elif Path(first).resolve() != file.path.resolve():
                what = f"has the name '{file.name}' of {first}"
                on_error(InputError(file.path, what, "give the folder above both"))


def document(source: Source, options: About | None = None, content: bytes | None = None) -> Document:
    """The document of a source.

    Args:
        options: what the user said about the paper; wins over everything.
        content: its bytes, where they have been read already.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    found = source.content() if content is None else content
    try:
        return _document(source, found, options)
    except InputError:
        raise
    except Exception as e:  # one damaged document must not end a batch of thousands
        what = f"cannot be read ({type(e).__name__}: {' '.join(str(e).split())[:200]})"
        raise InputError(source.where, what, "report it with the file") from e


def text(source: Source, content: bytes) -> str:
    """The text of a document that is plain text, as offsets count it; of its bytes, which were read already."""
    return formats.decode(content, source.suffix, source.where).raw


def _document(source: Source, content: bytes, options: About | None) -> Document:
    from kg.corpus.reading import read_text

    text = formats.decode(content, source.suffix, source.where)
    if len(text.raw) > _CHARACTERS:
        what = f"holds {len(text.raw):,} characters, more than {_CHARACTERS:,}"
        raise InputError(source.where, what, "cut it up, an issue a file, or an article a line of a .jsonl file")
    plain = text.plain and not source.member and source.span is None
    return read_text(replace(text, plain=plain), source.doc, options=options, listed=source.listed)


def read(
    paths: Sequence[str | Path],
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    limit: int = files.LIMIT,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Documents of the files and folders, sorted within each folder.

    Args:
        paths: see `sources`.
        issued, area, publisher: said of every file; they win over manifest, masthead and file name.
        limit: bytes that one document may have.
        on_error: gets each InputError, and the rest goes on; without it the first one is raised.

    Raises:
        InputError: `issued` is no date; or what could not be read, when there is no `on_error`.
    """
    options = about(issued=issued, area=area, publisher=publisher)
    tell = on_error or _raise
    for source in sources(paths, tell, limit):
        try:
            yield document(source, options)
        except InputError as e:
            tell(e)


def about(*, issued: str | None = None, area: str | None = None, publisher: str | None = None) -> About:
    """What the user said about the paper.

    Raises:
        InputError: `issued` is no date.
    """
    day = manifest.to_issued(issued) if issued else None
    if issued and not day:
        raise InputError("--issued", f"'{issued}' is no date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    return About(publisher, area, day)


def _raise(error: InputError) -> None:
    raise error


@dataclass(frozen=True)
class _File:
    """A file that holds documents; `shelf` knows what the manifests above it say."""

    path: Path
    name: str
    shelf: Shelf


def _files(path: Path, on_error: OnError, limit: int) -> Iterator[_File]:
    pattern: tuple[str, ...] = ()
    try:
        if str(path) == "-":
            path = standard.spooled(limit)
            yield _File(path, path.name, Shelf(path.parent, on_error))
            return
        if not path.exists() and MAGIC.search(str(path)):
            given, (path, pattern) = path, split_pattern(str(path))
        if not path.is_dir():
            yield _single(path, on_error)
            return
    except InputError as e:
        on_error(e)
        return
    except (OSError, ValueError) as e:
        on_error(InputError(path, f"cannot be read ({getattr(e, 'strerror', None) or e})", "check the name"))
        return
    shelf, walk = Shelf(path, on_error), Walk(path, SUFFIXES, on_error, pattern)
    for name, is_folder in walk:
        if is_folder:
            shelf.enter(name)
        else:
            yield _File(path / name, names.as_text(name), shelf)
    if not walk.found and pattern:
        on_error(InputError(given, "matches nothing that can be read", _GIVE))
    elif not walk.found and not walk.told:
        on_error(InputError(path, "holds no text", _GIVE))


def _single(path: Path, on_error: OnError) -> _File:
    mode = path.stat().st_mode if path.exists() else 0
    if not mode:
        link = path.is_symlink()
        raise InputError(path, "is a link that leads nowhere" if link else "does not exist", "check the name")
    if not stat.S_ISREG(mode):
        raise files.not_a_file(path, mode)
    if names.suffix(path.name) not in SUFFIXES:
        raise InputError(path, f"has the unknown suffix '{path.suffix}'", unreadable(path.suffix) or _GIVE)
    shelf = Shelf(path.parent, on_error)
    shelf.enter("", complete=False)
    return _File(path, names.as_text(path.name), shelf)


def _parts(file: _File, on_error: OnError, limit: int) -> Iterator[Source]:
    """The documents of a file: one, or one a member, or one a line; what breaks it off is told."""
    whole = Source(file.path, file.name, file.shelf.of(file.name), limit=limit)
    try:
        if whole.suffix == formats.ARCHIVE:
            yield from _members(whole, file.shelf, on_error)
        elif whole.suffix in formats.LINES:
            with io.BufferedReader(files.RegularFile(file.path)) as stream:
                yield from _lines(whole, stream, file.shelf)
        else:
            yield whole
    except InputError as e:
        on_error(e)
    except OSError as e:
        on_error(InputError(file.path, f"cannot be read ({e.strerror or e})", "check the disk"))


def _members(whole: Source, shelf: Shelf, on_error: OnError) -> Iterator[Source]:
    members = archives.listing(whole.path, _MEMBERS, on_error)
    inner = archives.manifests(whole.path, on_error)
    for name, member in members:
        listed = inner.get(name, About()).over(shelf.of(f"{whole.doc}/{name}")).over(whole.listed)
        source = replace(whole, doc=f"{whole.doc}/{name}", member=member, listed=listed)
        if source.suffix in formats.LINES:
            try:
                with archives.stream(whole.path, member) as stream:
                    yield from _lines(source, stream, shelf)
            except InputError as e:  # the other members go on
                on_error(e)
        else:
            yield source


def _lines(whole: Source, stream: IO[bytes], shelf: Shelf) -> Iterator[Source]:
    number = 0
    for number, start, end in jsonlines.spans(stream, whole.where):
        doc = f"{whole.doc}:{number}"
        yield replace(whole, doc=doc, span=(start, end), listed=shelf.of(doc).over(whole.listed))
    if not number:
        raise InputError(whole.where, "is empty", "give a file with an article a line")
