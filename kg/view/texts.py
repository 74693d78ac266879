"""The texts of a build's documents, found again, and the piece of them that a reader needs around a quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kg.corpus import names, text_file
from kg.corpus.folders import MAGIC, split_pattern
from kg.view.folding import BLANKS

#: Characters on either side of a quote that lines are taken in for, and at most.
_NEAR, _FAR = 150, 1_000
#: What a sentence ends in.
_STOPS = "。！？!?…；;：:”」』）)"
#: Texts kept in memory.
_KEPT = 8


class Texts:
    """Texts as read, by document.

    Args:
        folder: of the build; texts that are not the file itself lie in its ``texts/``.
        inputs: as they were given to the build; relative ones are looked for from where one is, from beside the build,
            and from the build's folder.
        source: a folder to look in first, for papers that were moved.
    """

    def __init__(self, folder: Path, inputs: Sequence[str], source: Path | None = None) -> None:
        self._folder = folder
        given = [Path(i) for i in inputs if i != "-"]
        bases = (Path(), folder.parent, folder)
        self.roots = [source] if source else []
        self.roots += list(dict.fromkeys(base / i for i in given for base in ((Path(),) if i.is_absolute() else bases)))
        #: Why the text of a document could not be read though its file is there.
        self.failed: dict[str, OSError] = {}
        self._read = lru_cache(maxsize=_KEPT)(self._find)

    def of(self, doc: str) -> str | None:
        """The text of a document, to which offsets refer; null where it is not at hand."""
        return self._read(doc)

    def proving(self, doc: str, start: int, end: int, quote: str) -> str | None:
        """The text of a document, if the quote stands there; a text in which it does not was changed, and is none."""
        text = self.of(doc)
        return text if text is not None and text[start:end] == quote else None

    def _find(self, doc: str) -> str | None:
        # A build may come from anybody: what it calls a document must not lead out of the folders that were given.
        if names.leads_out(doc) or "\\" in doc or "\0" in doc:
            return None
        for path in self._candidates(doc):
            try:
                return path.read_bytes().decode("utf-8-sig")
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
                continue
            except OSError as e:
                self.failed[doc] = e
        return None

    def _candidates(self, doc: str) -> Iterator[Path]:
        kept = self._folder / "texts" / text_file(doc)
        if kept.is_file():
            yield kept
            return
        for root in self.roots:
            if MAGIC.search(str(root)) and not root.exists():
                root = split_pattern(str(root))[0]
            yield root if root.is_file() and root.name == doc else root / doc


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraph around a quote begins and ends: its own lines, and as many more as give it some context.

    Lines of a narrow column are joined up to `_NEAR` characters on either side. An empty line ends the paragraph, unless the
    text before it stops in the middle of a sentence: then it is damage.
    """
    first = text.rfind("\n", 0, start) + 1
    while first > 0 and start - first < _NEAR:
        before = text.rfind("\n", 0, first - 1) + 1
        if not text[before : first - 1].strip(BLANKS):
            above = len(text[:before].rstrip(BLANKS))
            if not above or text[above - 1] in _STOPS:
                break
            before = text.rfind("\n", 0, above) + 1
        first = before
    until = _line_end(text, end)
    while until < len(text) and until - end < _NEAR:
        further = _line_end(text, until + 1)
        if not text[until + 1 : further].strip(BLANKS):
            above = len(text[:until].rstrip(BLANKS))
            below = len(text) - len(text[further:].lstrip(BLANKS))
            if not above or text[above - 1] in _STOPS or below == len(text):
                break
            further = _line_end(text, below)
        until = further
    return max(first, start - _FAR), min(until, end + _FAR)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
