"""The main job: read → extract → link → fold → write; a second build does only what changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg import corpus, output, writing
from kg.corpus import files
from kg.errors import InputError, KgError, UsageError
from kg.extraction import ner as recognisers
from kg.ids import digest
from kg.intake import Intake
from kg.judgement import path_for
from kg.judgements import Judgements
from kg.ledger import Damaged, Ledger, documents, fingerprints, judging, plan, refolding, store
from kg.progress import Progress, Stopped
from kg.report import Report
from kg.tasks import Setting
from kg.updates import Update

_log = logging.getLogger("kg")
_log.addHandler(logging.NullHandler())  # without it the library would print


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
    judgements: str | Path | Sequence[str | Path] | None = None,
    fresh: bool = False,
    check: bool = False,
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
        judgements: file of what people decided (see `kg.judgement`), or several, all of which count; lines of one or of two
            files that contradict each other are named. ``out.judgements.jsonl`` beside ``out`` when null or none.
        fresh: forget what earlier builds read.
        check: look at all that earlier builds kept, and at every proof; without it at how much it is, and at a sample.
            What is not whole is read again.
        strict: stop at the first input that fails, and leave `out` as it was.
        on_progress: called as documents are read and nodes folded.
        on_error: called with each input that fails, as it fails; the rest of the batch goes on.
        on_notice: called with one line about what the user should know and need not act on.

    Returns:
        The report, which also stands in ``report.json``; ``report.graph()`` opens what was built.

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
    report = Report({"inputs": [str(i) for i in inputs], **said, "dataset": dataset}, asdict(chosen), out=Path(out))
    paths = [Path(i) for i in inputs]
    given = [judgements] if isinstance(judgements, (str, Path)) else list(judgements or ())
    decided = tuple(map(Path, given)) or (path_for(Path(out)),)
    wanted = _Wanted(Path(out), dataset, database, decided, check, strict)
    run = _Build(paths, max_size << 20, setting, jobs, wanted, report, on_progress, on_error, on_notice)
    try:
        with output.reporting(Path(out)), output.working(Path(out)) as work:
            if fresh:
                store.discard(work)
            run.run(work)
    except KeyboardInterrupt as e:
        raise Stopped(store.kept(output.work_folder(Path(out))) or 0) from e
    return report


@dataclass(frozen=True)
class _Wanted:
    """What is to come out; see `build`."""

    out: Path
    dataset: str
    database: bool
    judgements: tuple[Path, ...]
    check: bool
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
    on_notice: Callable[[str], None] | None
    gathered: plan.Gathered = field(default_factory=plan.Gathered)

    def run(self, work: Path) -> None:
        """Build; from nothing where the ledger turns out to be damaged."""
        try:
            self._once(work)
        except Damaged as e:
            self._notice(f"{work / store.NAME}: {e}; it is thrown away, and everything is read again")
            store.discard(work)
            self.report.failures.clear()
            self.gathered = plan.Gathered()
            try:
                self._once(work)
            except Damaged as again:
                todo = "report it with the papers; what was there before is left as it was"
                raise KgError(self.wanted.out, f"the graph does not hold together: {again}", todo) from again

    def _once(self, work: Path) -> None:
        whole = False
        try:
            with Ledger(work) as ledger, ledger.errors():
                self._run(ledger)
                whole = True
        finally:
            if not whole and store.kept(work) == 0:  # a ledger in which nothing stands is not left behind
                store.discard(work)

    def _run(self, ledger: Ledger) -> None:
        report, wanted = self.report, self.wanted
        decided = Judgements.load(*wanted.judgements)
        self._begin(ledger)
        report.cache = {"read": 0, "known": 0, "removed": 0, "folded": 0}
        intake = Intake(
            ledger, self.inputs, self.limit, self.setting, self.jobs, wanted.check, self.gathered, report.cache, self._fail,
            self._notice, self.on_progress,
        )  # fmt: skip
        with report.timing("read and extract"):
            intake.run(decided)
        if not report.cache["read"] + report.cache["known"]:
            where = ", ".join(map(str, self.inputs)) or "INPUT"
            raise InputError(where, "nothing could be read", "give text, Word, PDF or web files, or folders of them")
        database = wanted.database and bool(report.cache["read"] + report.cache["removed"])
        with writing.ahead(ledger, wanted.out, database) or nullcontext() as update:
            self._finish(ledger, decided, update)

    def _begin(self, ledger: Ledger) -> None:
        """Note that documents are going to be put as our code and ontology are now, however this build ends."""
        cutting = fingerprints.of_cutting()
        if ledger.meta(refolding.CUT) != cutting:
            ledger.note(refolding.CUT, None if documents.count(ledger) else cutting)

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
        for error in (*decided.problems, *judging.unmet(ledger, decided)):
            self._fail(error)
        for error in writing.write(ledger, wanted.out, report, wanted.database, update, wanted.check):
            self._tell(error)
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

    def _notice(self, text: str) -> None:
        _log.warning("%s", text)
        if self.on_notice:
            self.on_notice(text)

    def _folding(self, done: int, total: int) -> None:
        if self.on_progress:
            self.on_progress(Progress("fold", done, total))

    def _renew(self, ledger: Ledger, dataset: str) -> None:
        """Cut and fold everything again when the ontology or our own code is another."""
        cutting, folding = fingerprints.of_cutting(), fingerprints.of_folding(dataset)
        if ledger.meta(refolding.CUT) != cutting:
            for _ in documents.cut_again(ledger):
                pass
            ledger.note(refolding.CUT, cutting)
        if ledger.meta(refolding.FOLDED) != folding:
            with ledger.transaction():
                refolding.all_again(ledger)
                ledger.note(refolding.FOLDED, folding)
