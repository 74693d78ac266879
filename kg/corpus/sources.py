"""Files and folders of them as documents, in a fixed order; what cannot be read is told and passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.corpus import manifest
from kg.corpus.manifest import About
from kg.corpus.reading import READERS, read_document
from kg.document import Document
from kg.errors import InputError

OnError = Callable[[InputError], None]


@dataclass(frozen=True)
class Source:
    """A file to be read: `doc` is its path under the folder given, with forward slashes."""

    path: Path
    doc: str
    listed: About = field(default_factory=About)


def read(
    paths: Sequence[Path],
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Documents of the files and folders, sorted within each folder.

    Args:
        paths: .txt and .md files, or folders of them, at any depth, each with a manifest.csv or none.
        issued, area, publisher: said of every file; they win over manifest, masthead and file name.
        on_error: gets each InputError, and the rest goes on; without it the first one is raised.

    Raises:
        InputError: `issued` is no date; or what could not be read, when there is no `on_error`.
    """
    day = manifest.to_issued(issued) if issued else None
    if issued and not day:
        raise InputError("--issued", f"'{issued}' is no date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    options = About(publisher, area, day)
    tell = on_error or _raise
    for source in sources(paths, tell):
        try:
            yield read_document(load(source.path), source.doc, options=options, listed=source.listed)
        except InputError as e:
            tell(e)


def sources(paths: Sequence[Path], on_error: OnError) -> Iterator[Source]:
    """The files to be read, each once; two files of one name under different folders are refused."""
    seen: dict[str, Path] = {}
    for path in map(Path, paths):
        for source in _walk(path, on_error):
            first = seen.setdefault(source.doc, source.path)
            if first is source.path:
                yield source
            elif first.resolve() != source.path.resolve():
                what = f"has the name '{source.doc}' of {first}"
                on_error(InputError(source.path, what, "give the folder above both"))


def load(path: Path) -> str:
    """The file's text, line ends as they are.

    Raises:
        InputError: it is empty, no text, or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as e:
        raise InputError(path, f"cannot be read ({e.strerror})", "check the name and its permissions") from e
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        raise InputError(path, "is empty", "give a file with text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        binary = b"\0" in content[:8192]
        what = "is no text but binary data" if binary else f"is not UTF-8 (byte {e.start})"
        raise InputError(path, what, "give a text file" if binary else manifest.TO_UTF8) from e
    if "\0" in text:
        raise InputError(path, "is no text but binary data", "give a text file")
    return text


def _raise(error: InputError) -> None:
    raise error


def _walk(path: Path, on_error: OnError) -> Iterator[Source]:
    if path.is_file():
        if path.suffix.lower() not in READERS:
            on_error(InputError(path, f"has the unknown suffix '{path.suffix}'", f"give {' or '.join(READERS)} files"))
            return
        yield Source(path, path.name, _manifest(path.parent, on_error).get(path.name, About()))
        return
    if not path.is_dir():
        on_error(InputError(path, "does not exist", "check the name"))
        return
    files = sorted(
        (f for f in path.rglob("*") if f.suffix.lower() in READERS and f.is_file() and not _hidden(f, path)),
        key=lambda f: f.relative_to(path).as_posix(),
    )
    if not files:
        on_error(InputError(path, "holds no text", f"give a folder with {' or '.join(READERS)} files"))
        return
    folders = {path, *(above for file in files for above in file.parents if path in above.parents)}
    manifests = {folder: _manifest(folder, on_error) for folder in sorted(folders)}
    for folder, rows in manifests.items():
        if absent := manifest.missing(folder, rows):
            on_error(absent)
    for file in files:
        above = [folder for folder in (file.parent, *file.parent.parents) if folder in manifests]
        listed = (manifests[folder].get(file.relative_to(folder).as_posix()) for folder in above)
        yield Source(file, file.relative_to(path).as_posix(), next((found for found in listed if found), About()))


def _manifest(folder: Path, on_error: OnError) -> dict[str, About]:
    try:
        return manifest.read(folder)
    except InputError as e:
        on_error(e)
        return {}


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)
