"""The main job: read → extract → link → fold → write; a second build does only what changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg import corpus, folding, output, workers, writing
from kg.corpus import Source, files
from kg.errors import InputError, KgError, UsageError
from kg.extraction import ner as recognisers
from kg.ids import digest
from kg.judgement import path_for
from kg.judgements import Judgements
from kg.ledger import Damaged, Ledger, documents, fingerprints, judging, plan, refolding, store
from kg.progress import Progress, Stopped
from kg.report import Report
from kg.tasks import Setting, Task, do, hashed, prepare
from kg.updates import Update

_log = logging.getLogger("kg")
_log.addHandler(logging.NullHandler())  # without it the library would print
#: Seconds of work that a kill may cost.
_COMMIT = 1.0
#: So many known documents for one to read make it worth while to gather ahead.
_MANY = 20


def build(
    inputs: Sequence[str | Path],
    out: str | Path = "out",
    *,
    issued: str | None = None,
    area: str | None = None,
    publisher: str | None = None,
    max_size: int = files.LIMIT >> 20,
    ner: str = "auto",
    model: str | None = None,
    rules_only: bool = False,
    mentions: bool = False,
    jobs: int = 1,
    dataset: str = "kg",
    database: bool = True,
    judgements: str | Path | None = None,
    fresh: bool = False,
    strict: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> Report:
    """Read newspapers and write the graph they prove.

    What was read, and what was folded from it, is kept in a ledger beside `out`. The next build of the same folder reads
    only documents that are new or other than before, forgets those no longer given, and folds again only what they
    touch; its files are the same, byte for byte, as those of a build from nothing. A build that was killed goes on.

    Args:
        inputs: files and folders of them (``["seeds"]``).
        out: folder to write; an earlier build there is replaced in one step, anything else is refused.
        issued: ISO date of issue of all inputs, possibly partial (``2025-04``); without it the manifest or masthead.
        area: the paper's area (``拱墅区``), to which a bare 区长 belongs.
        publisher: the paper's name (``今日拱墅``).
        max_size: megabytes that one document may have, unpacked.
        ner: the recogniser; see `kg.extraction.ner.MODULES`.
        model: for hanlp, a folder or a name that HanLP knows.
        rules_only: without the learned reader: only what a rule in `schemas/` says.
        mentions: give MENTIONS edges too, from articles to whomever they surely name.
        jobs: processes that read and extract; the files are the same, byte for byte, whatever the number.
        dataset: value of the property of that name on nodes and edges.
        database: write graph.lbug, the graph in the embedded Cypher database, too.
        judgements: file of what people decided (see `kg.judgement`); ``out.judgements.jsonl`` beside ``out`` when null.
        fresh: forget what earlier builds read.
        strict: stop at the first input that fails, and leave `out` as it was.
        on_progress: called as documents are read and nodes folded.
        on_error: called with each input that fails, as it fails; the rest of the batch goes on.
        on_notice: called with one line about what the user should know and need not act on.

    Returns:
        The report, which also stands in ``report.json``.

    Raises:
        UsageError: wrong arguments, an `out` that no build wrote or that another build is writing, a full disk.
        InputError: nothing could be read; `out` is left as it was.
        Stopped: Ctrl-C; the same build goes on from there.
    """
    if jobs < 1:
        raise UsageError("--jobs", f"{jobs} is not a number of processes", "give 1 or more")
    options = corpus.about(issued=issued, area=area, publisher=publisher)
    chosen = recognisers.choose(ner, **({"model": model} if model else {}))
    recogniser = fingerprints.of_recogniser(chosen.name, chosen.version)
    learned = "" if rules_only or chosen.name == "dictionary" else fingerprints.of_reader()
    setting = Setting(chosen.name, model, recogniser, options, mentions, learned)
    said = {"issued": issued, "area": area, "publisher": publisher, "ner": ner, "model": model, "mentions": mentions}
    said["rules_only"] = rules_only
    report = Report({"inputs": [str(i) for i in inputs], **said, "dataset": dataset}, asdict(chosen))
    paths = [Path(i) for i in inputs]
    decided = path_for(Path(out)) if judgements is None else Path(judgements)
    wanted = _Wanted(Path(out), dataset, database, decided, strict)
    run = _Build(paths, max_size << 20, setting, jobs, wanted, report, on_progress, on_error)
    with output.working(Path(out)) as work:
        if fresh:
            store.discard(work)
        try:
            run.run(work)
        except Damaged as e:
            notice = f"{work / store.NAME}: {e}; it is thrown away, and everything is read again"
            _log.warning(notice)
            if on_notice:
                on_notice(notice)
            store.discard(work)
            report.failures.clear()
            run.run(work)
    return report


@dataclass(frozen=True)
class _Wanted:
    """What is to come out; see `build`."""

    out: Path
    dataset: str
    database: bool
    judgements: Path
    strict: bool


@dataclass
class _Build:
    inputs: list[Path]
    limit: int
    setting: Setting
    jobs: int
    wanted: _Wanted
    report: Report
    on_progress: Callable[[Progress], None] | None
    on_error: Callable[[KgError], None] | None
    gathered: plan.Gathered = field(default_factory=plan.Gathered)

    def run(self, work: Path) -> None:
        kept = False
        try:
            with Ledger(work) as ledger, ledger.errors():
                self._run(ledger)
                kept = True
        except KeyboardInterrupt as e:
            raise Stopped(self.report.cache["read"] + self.report.cache["known"]) from e
        finally:
            if not kept:
                self._clean(work)

    def _clean(self, work: Path) -> None:
        """A ledger in which nothing stands is not left behind."""
        try:
            with Ledger(work) as ledger:
                (number,) = ledger.db.execute("SELECT count(*) FROM doc").fetchone()
        except (Damaged, KgError):
            return
        if not number:
            store.discard(work)

    def _run(self, ledger: Ledger) -> None:
        report, wanted = self.report, self.wanted
        decided = Judgements.load(wanted.judgements)
        with report.timing("read and extract"):
            self._read(ledger, decided)
        if not report.cache["read"] + report.cache["known"]:
            where = ", ".join(map(str, self.inputs)) or "INPUT"
            raise InputError(where, "nothing could be read", "give text, Word, PDF or web files, or folders of them")
        database = wanted.database and bool(report.cache["read"] + report.cache["removed"])
        with writing.ahead(ledger, wanted.out, database) or nullcontext() as update:
            self._finish(ledger, decided, update)

    def _finish(self, ledger: Ledger, decided: Judgements, update: Update | None) -> None:
        """Link, fold and write."""
        report, wanted = self.report, self.wanted
        self._renew(ledger, wanted.dataset)
        judging.replay(ledger, decided)
        with report.timing("link"):
            made_with = digest(fingerprints.of_linking(), decided.identity_version)
            links = plan.plan(ledger, made_with, decided.constrain, self.gathered)
        with report.timing("fold"):
            report.cache["folded"] = refolding.refold(ledger, links, wanted.dataset, self._folding)
        changed = bool(report.cache["read"] + report.cache["removed"])
        for error in (*decided.problems, *judging.unmet(ledger, decided, changed)):
            self._fail(error)
        if failure := writing.write(ledger, wanted.out, report, wanted.database, update):
            self._tell(failure)
        _log.info("wrote %s: %s; %s; seconds %s", wanted.out, report.totals, report.cache, report.seconds)

    def _fail(self, error: KgError) -> None:
        _log.error("%s", error)
        if self.wanted.strict:
            raise error
        self.report.failures.append(error)
        self._tell(error)

    def _tell(self, error: KgError) -> None:
        if self.on_error:
            self.on_error(error)

    def _read(self, ledger: Ledger, decided: Judgements) -> None:
        """Bring the documents of the ledger up to date with the inputs."""
        cache = self.report.cache = {"read": 0, "known": 0, "removed": 0, "folded": 0}
        total = sum(1 for _ in corpus.sources(self.inputs, lambda error: None, self.limit)) if self.on_progress else 0
        characters = 0
        made_with = digest(
            fingerprints.of_reading(),
            self.setting.recogniser,
            asdict(self.setting.options),
            self.setting.mentions,
            self.setting.reader,
        )
        documents.begin(ledger)
        ledger.db.execute("BEGIN IMMEDIATE")
        committed = time.monotonic()
        try:
            for task, done in workers.run(self._tasks(ledger, made_with), self.setting, do, self.jobs, prepare):
                source = task.source
                if done.error or done.entry is None:
                    self._fail(done.error or KgError(source.doc, "gave nothing", "report it with the file"))
                else:
                    path = corpus.text_file(source.doc) if done.entry.text is not None else None
                    entry, found = judging.settle(done.entry, decided)
                    documents.put(ledger, entry, _key(source, done.content, made_with), path, done.known, found)
                    documents.give(ledger, source.doc)
                    cache["read"] += 1
                    characters += done.entry.summary["characters"]
                    _log.info("read %s: %d statements", source.doc, done.entry.summary["statements"])
                if time.monotonic() - committed > _COMMIT:
                    ledger.db.execute("COMMIT")
                    ledger.db.execute("BEGIN IMMEDIATE")
                    committed = time.monotonic()
                self._reading(total, source.doc, characters)
            if cache["read"] + cache["known"]:  # a mistyped folder costs nobody what was read
                cache["removed"] = documents.remove_others(ledger)
        finally:
            if ledger.db.in_transaction:
                ledger.db.execute("COMMIT")

    def _tasks(self, ledger: Ledger, made_with: str) -> Iterator[Task]:
        """What must be read; what is known as it is, is noted and passed over."""
        given = 0
        for source in corpus.sources(self.inputs, self._fail, self.limit):
            try:
                key = _key(source, hashed(source.content()), made_with)
            except InputError as e:
                self._fail(e)
                continue
            if documents.key_of(ledger, source.doc) == key:
                documents.give(ledger, source.doc)
                self.report.cache["known"] += 1
                _log.debug("known %s", source.doc)
            else:
                given += 1
                yield Task(source, documents.mentions_of(ledger, source.doc))
        if (
            self.jobs > 1 and 0 < _MANY * given < self.report.cache["known"]
        ):  # while the last of them are read elsewhere
            self.gathered.compare(ledger)
            folding.prepare()

    def _reading(self, total: int, name: str, characters: int) -> None:
        if self.on_progress:
            cache = self.report.cache
            # Some of what failed was never a document.
            done = min(total, cache["read"] + cache["known"] + len(self.report.failures))
            self.on_progress(Progress("read", done, total, name, characters))

    def _folding(self, done: int, total: int) -> None:
        if self.on_progress:
            self.on_progress(Progress("fold", done, total))

    def _renew(self, ledger: Ledger, dataset: str) -> None:
        """Cut and fold everything again when the ontology or our own code is another."""
        cutting, folding = fingerprints.of_cutting(), fingerprints.of_folding(dataset)
        if (before := ledger.meta("cut")) != cutting:
            if before is not None:
                for _ in documents.cut_again(ledger):
                    pass
            ledger.note("cut", cutting)
        if ledger.meta(refolding.FOLDED) != folding:
            with ledger.transaction():
                refolding.all_again(ledger)
                ledger.note(refolding.FOLDED, folding)


def _key(source: Source, content: str, made_with: str) -> str:
    return digest(source.doc, content, asdict(source.listed), made_with)
