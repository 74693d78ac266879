"""What is done with one source, in this process or another: read it, extract, and make it ready for the ledger."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg import corpus
from kg.corpus import About, Source
from kg.errors import KgError, SchemaError, UsageError
from kg.ids import digest
from kg.ledger import Entry, soundness
from kg.statement import in_order

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.extraction.ner import Mention, Recogniser

#: Errors that would come back with every document: the batch stops.
FATAL = (SchemaError, UsageError)


@dataclass(frozen=True)
class Setting:
    """What is the same for all documents of a build.

    Attributes:
        ner: name of the recogniser; each process loads it once.
        model: of that recogniser, where it runs more than one.
        recogniser: fingerprint of it; what another one found is not used.
        options: what the user said about the paper.
        mentions: whether MENTIONS edges are wanted.
        reader: fingerprint of the learned reader; empty when only the rules are to read.
    """

    ner: str = "auto"
    model: str | None = None
    recogniser: str = ""
    options: About = field(default_factory=About)
    mentions: bool = False
    reader: str = ""


@dataclass(frozen=True)
class Task:
    """One source, and what the recogniser found in it the last time (see `Remembering`)."""

    source: Source
    known: bytes | None = None


@dataclass(frozen=True)
class Done:
    """What came of a task: an entry, or why there is none.

    Attributes:
        content: hash of the bytes that were read.
        known: for the next `Task` of the source.
    """

    entry: Entry | None = None
    error: KgError | None = None
    content: str = ""
    known: bytes | None = None


def do(task: Task, setting: Setting) -> Done:
    """Read a source and extract its statements; whatever is wrong with it comes back as `Done.error`."""
    try:
        extractor = _extractor(setting.ner, setting.model, not setting.reader)
    except KgError as e:
        return Done(error=e if isinstance(e, FATAL) else UsageError(e.where, e.what, e.todo))
    try:
        content = task.source.content()
        document = corpus.document(task.source, setting.options, content)
        memory = Remembering(extractor.recogniser, setting.recogniser, task.known)
        whole, extractor.recogniser = extractor.recogniser, memory
        try:
            statements = extractor.extract(document)
            if setting.mentions:
                from kg.extraction import mentions

                statements = in_order([*statements, *mentions.find(document, statements, memory)])
        finally:
            extractor.recogniser = whole
        quotes = ((s.evidence.start, s.evidence.end, s.evidence.quote) for s in statements)
        if wrong := soundness.misplaced(quotes, document.raw):
            raise KgError(task.source.doc, wrong, "report it with the file")
        return Done(Entry.of(document, statements), None, hashed(content), memory.to_bytes())
    except KgError as e:
        return Done(error=e)
    except Exception as e:  # one damaged document must not end a batch of thousands
        what = f"extraction failed ({type(e).__name__}: {' '.join(str(e).split())[:200]})"
        return Done(error=KgError(task.source.doc, what, "report it with the file"))


def prepare(setting: Setting) -> None:
    """Load what `do` needs, before there is anything to do; what goes wrong is told by the first `do`."""
    with suppress(Exception):
        _extractor(setting.ner, setting.model, not setting.reader)


def hashed(content: bytes) -> str:
    """A hash of a document's bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


@lru_cache(maxsize=1)
def _extractor(ner: str, model: str | None, rules_only: bool) -> Extractor:
    from kg.extraction import Extractor

    options: dict[str, Any] = {"model": model} if model else {}
    return Extractor(ner, rules_only=rules_only, **options)


class Remembering:
    """A recogniser that is asked only what it has not been asked before.

    Args:
        recogniser: the one to ask.
        version: of it; what another one said is forgotten.
        known: what `to_bytes` gave the last time.
    """

    def __init__(self, recogniser: Recogniser, version: str, known: bytes | None) -> None:
        self._recogniser, self._made_by = recogniser, version
        self.name, self.version, self.why = recogniser.name, recogniser.version, recogniser.why
        self._known: dict[str, list[list[object]]] = {}
        self._asked: dict[str, list[list[object]]] = {}
        self._taught = ""
        if known:
            made_by, found = json.loads(zlib.decompress(known))
            self._known = found if made_by == version else {}

    def teach(self, names: Mapping[str, str]) -> bool:
        """Pass names on to a recogniser with a dictionary of its own; what it said without them is another answer."""
        teach = getattr(self._recogniser, "teach", None)
        taught = teach is not None and bool(teach(names))
        self._taught = digest(sorted(names.items())) if taught and names else ""
        return taught

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """See `kg.extraction.ner.Recogniser`: the same text gives the same mentions, whatever else is asked."""
        from kg.extraction.ner import Mention

        keys = self._keys(texts)
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new and getattr(self._recogniser, "together", False):
            new = dict(zip(keys, texts, strict=True))
        if new:
            for key, mentions in zip(new, self._recogniser.recognise(list(new.values())), strict=True):
                self._known[key] = [[m.start, m.end, m.label, m.confidence] for m in mentions]
        self._asked.update((k, self._known[k]) for k in keys)
        return [[Mention(*row) for row in self._known[k]] for k in keys]  # type: ignore[arg-type]

    def _keys(self, texts: Sequence[str]) -> list[str]:
        """What answers are kept under: the text and what was taught; the whole call where its texts are read together."""
        if getattr(self._recogniser, "together", False):
            call = digest(list(texts))
            return [digest(self._taught, call, i) for i in range(len(texts))]
        taught = self._taught.encode()
        return [hashlib.sha256(taught + t.encode("utf-8", "surrogatepass")).hexdigest()[:20] for t in texts]

    def to_bytes(self) -> bytes:
        """All that was asked, with the answers."""
        return zlib.compress(json.dumps([self._made_by, self._asked], separators=(",", ":")).encode(), 1)
