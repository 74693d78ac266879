"""Documents into the ledger: what is new or other than before is read, what is known and whole is passed over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from kg import corpus, folding, workers
from kg.corpus import Source
from kg.errors import InputError, KgError
from kg.ids import digest
from kg.judgements import Judgements
from kg.ledger import Ledger, documents, fingerprints, judging, plan, soundness
from kg.progress import Progress
from kg.tasks import Setting, Task, do, hashed, prepare

_log = logging.getLogger("kg")
#: Seconds of work that a kill may cost.
_COMMIT = 1.0
#: So many known documents for one to read make it worth while to gather ahead.
_MANY = 20


@dataclass
class Intake:
    """Brings the documents of a ledger up to date with the inputs.

    Args:
        limit: bytes that a document may have.
        check: look at all that is kept, not only at how much it is and at a sample.
        gathered: gets what the documents say of who is who, where there is time for it.
        cache: counts what is ``read``, ``known`` and ``removed`` as it is done.
        fail: called with each input that fails; it may raise.
        notice: called with what of the ledger is found not to be whole, and is read again.
    """

    ledger: Ledger
    inputs: list[Path]
    limit: int
    setting: Setting
    jobs: int
    check: bool
    gathered: plan.Gathered
    cache: dict[str, int]
    fail: Callable[[KgError], None]
    notice: Callable[[str], None]
    on_progress: Callable[[Progress], None] | None
    failed: int = 0
    characters: int = 0

    def run(self, decided: Judgements) -> None:
        """Read what must be read, and forget what is no longer given; what was done until an exception is kept."""
        ledger, cache = self.ledger, self.cache
        total = sum(1 for _ in corpus.sources(self.inputs, lambda error: None, self.limit)) if self.on_progress else 0
        setting = self.setting
        said = (asdict(setting.options), setting.mentions)
        made_with = digest(fingerprints.of_reading(), setting.recogniser, setting.reader, *said)
        documents.begin(ledger)
        with ledger.series(_COMMIT) as series:
            judging.begin(ledger, decided)
            tasks = self._tasks(made_with, decided)
            with closing(workers.run(tasks, setting, do, self.jobs, prepare)) as found:
                for task, done in found:
                    source = task.source
                    if done.error or done.entry is None:
                        self._fail(done.error or KgError(source.doc, "gave nothing", "report it with the file"))
                    else:
                        path = corpus.text_file(source.doc) if done.entry.text is not None else None
                        if decided.edits.wanting(source.doc):
                            decided.edits.place(source.doc, done.entry.raw or corpus.text(source, source.content()))
                        entry, before = judging.settle(done.entry, decided)
                        with ledger.transaction():
                            documents.put(
                                ledger, entry, _key(source, done.content, made_with), path, done.known, before
                            )
                            documents.give(ledger, source.doc)
                        cache["read"] += 1
                        self.characters += done.entry.summary["characters"]
                        _log.info("read %s: %d statements", source.doc, done.entry.summary["statements"])
                    series.settle()
                    self._tell(total, source.doc)
            if cache["read"] + cache["known"]:  # a mistyped folder costs nobody what was read
                cache["removed"] = documents.remove_others(ledger)

    def _fail(self, error: KgError) -> None:
        self.failed += 1
        self.fail(error)

    def _tasks(self, made_with: str, decided: Judgements) -> Iterator[Task]:
        """What must be read; what is known as it is, is noted and passed over."""
        ledger, given = self.ledger, 0
        every = 1 if self.check else max(1, documents.count(ledger) // soundness.SAMPLE)
        for source in corpus.sources(self.inputs, self._fail, self.limit):
            try:
                content = source.content()
                key = _key(source, hashed(content), made_with)
            except InputError as e:
                self._fail(e)
                continue
            known = documents.key_of(ledger, source.doc) == key
            wrong = self._fault(source, content, self.cache["known"] % every == 0) if known else None
            if known and not wrong:
                if decided.edits.wanting(source.doc):
                    decided.edits.place(source.doc, self._raw(source, content))
                documents.give(ledger, source.doc)
                self.cache["known"] += 1
                _log.debug("known %s", source.doc)
                continue
            if wrong:
                self.notice(f"{source.doc}: {wrong}; it is read again")
            given += 1
            yield Task(source, None if wrong else documents.mentions_of(ledger, source.doc))
        # While the last of them are read elsewhere.
        if self.jobs > 1 and 0 < _MANY * given < self.cache["known"]:
            self.gathered.compare(ledger)
            folding.prepare()

    def _fault(self, source: Source, content: bytes, closely: bool) -> str | None:
        """Why a document that was read before must be read again."""
        wrong = soundness.fault(self.ledger, source.doc, self.check)
        if wrong or not closely:
            return wrong
        return soundness.misquoted(self.ledger, source.doc, self._raw(source, content))

    def _raw(self, source: Source, content: bytes) -> str:
        """The text to which the offsets of a document that was read before refer."""
        raw = soundness.text_of(self.ledger, source.doc)
        return corpus.text(source, content) if raw is None else raw

    def _tell(self, total: int, name: str) -> None:
        if self.on_progress:
            # Some of what failed was never a document.
            done = min(total, self.cache["read"] + self.cache["known"] + self.failed)
            self.on_progress(Progress("read", done, total, name, self.characters))


def _key(source: Source, content: str, made_with: str) -> str:
    return digest(source.doc, content, asdict(source.listed), made_with)
