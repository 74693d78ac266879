"""Processes that read and extract, and those that die."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from kg import corpus, processes, workers
from kg.errors import KgError
from kg.tasks import Done, Setting, Task, do
from tests.test_build import PAPER

Write = Callable[..., Path]
_SETTING = Setting("dictionary")


def tasks(write: Write, count: int) -> list[Task]:
    folder = {write(f"{n}.txt", PAPER.replace("5月5日", f"5月{n + 1}日")).parent for n in range(count)}
    return [Task(source) for source in corpus.sources(sorted(folder), on_error=pytest.fail)]


def results(given: list[Task], jobs: int) -> dict[str, Done]:
    return {task.source.doc: done for task, done in workers.run(given, _SETTING, do, jobs)}


def _dies_of_3(pipe: Connection, modules: object) -> None:
    """A worker that does not survive 3.txt."""
    setting, work, _ = pipe.recv()
    pipe.send(None)
    while True:
        task = pipe.recv()
        if task.source.doc == "3.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        pipe.send(work(task, setting))


def _dies_once(pipe: Connection, modules: object) -> None:
    """A worker that dies of the first document anybody gives it, but only if none died before."""
    setting, work, _ = pipe.recv()
    pipe.send(None)
    while True:
        task = pipe.recv()
        mark = task.source.path.parent / "died"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        pipe.send(work(task, setting))


def _never_starts(pipe: Connection, modules: object) -> None:
    os._exit(3)


def test_the_same_in_one_process_and_in_several(newspaper: Write) -> None:
    given = tasks(newspaper, 7)
    one, two = results(given, 1), results(given, 2)
    assert one.keys() == two.keys() == {f"{n}.txt" for n in range(7)}
    for doc, done in one.items():
        assert done.error is None
        assert two[doc].entry == done.entry
        assert two[doc].known == done.known


def test_what_kills_its_reader_twice_is_named_and_the_rest_is_done(
    newspaper: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_work", _dies_of_3)
    found = results(tasks(newspaper, 8), 2)
    assert len(found) == 8
    assert [doc for doc, done in found.items() if done.error] == ["3.txt"]
    assert "died of it twice" in str(found["3.txt"].error)
    assert "--jobs" in str(found["3.txt"].error)


def test_what_dies_once_is_read_again(newspaper: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_work", _dies_once)
    given = tasks(newspaper, 5)
    found = results(given, 2)
    assert (given[0].source.path.parent / "died").exists()
    assert len(found) == 5
    assert all(done.entry for done in found.values())


def _dies_between_two_messages(pipe: Connection, modules: object) -> None:
    """A worker that sends what came of a document, and half of the next message."""
    setting, work, _ = pipe.recv()
    pipe.send(None)
    while True:
        task = pipe.recv()
        pipe.send(work(task, setting))
        mark = task.source.path.parent / "died"
        if not mark.exists():
            mark.touch()
            os.write(pipe.fileno(), b"\0\0\1\0half")
            os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_worker_had_told_when_it_died_counts_once(newspaper: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_work", _dies_between_two_messages)
    given = tasks(newspaper, 5)
    done = [(task.source.doc, found) for task, found in workers.run(given, _SETTING, do, 2)]
    assert (given[0].source.path.parent / "died").exists()
    assert sorted(doc for doc, _ in done) == [f"{n}.txt" for n in range(5)]
    assert all(found.entry for _, found in done)


class _Growing:
    """A worker's pipe, by which it is told to do work that leaves 30 MB behind with every document."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self.send = pipe, pipe.send
        self._kept: list[bytes] = []
        self._told = False

    def recv(self) -> Any:
        if self._told:
            return self._pipe.recv()
        self._told = True
        setting, work, _ = self._pipe.recv()

        def leak(task: Task, setting: Setting) -> Done:
            self._kept.append(os.urandom(30 << 20))
            (task.source.path.parent / f"pid-{os.getpid()}").touch()
            return work(task, setting)

        return setting, leak, None


def _grows(pipe: Connection, modules: tuple[str, ...]) -> None:
    whole(_Growing(pipe), modules)


#: The worker itself, which a test puts another in the place of.
whole = processes._work


def test_a_process_that_grew_is_replaced(newspaper: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tasks(newspaper, 8)
    monkeypatch.setattr(processes, "_work", _grows)
    found = results(given, 2)
    assert all(done.entry for done in found.values())
    assert len(found) == 8
    assert len(list(given[0].source.path.parent.glob("pid-*"))) > 2


def test_processes_that_cannot_start_are_an_error_and_no_hang(
    newspaper: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_work", _never_starts)
    with pytest.raises(KgError, match="cannot be started"):
        results(tasks(newspaper, 3), 2)


def test_a_process_started_early_is_the_first_of_the_run(newspaper: Write) -> None:
    given = tasks(newspaper, 3)
    processes.start("kg.tasks", "no.such.module")
    [early] = processes._spare
    processes.start()
    assert processes._spare == [early]
    assert all(done.entry for done in results(given, 2).values())
    assert processes._spare == []
    assert not early.process.is_alive()


def test_a_process_that_is_not_needed_is_dismissed() -> None:
    processes.start()
    [early] = processes._spare
    processes._dismiss()
    assert not early.process.is_alive()
    assert processes._spare == []


def test_no_more_is_taken_than_can_be_worked_at(newspaper: Write) -> None:
    taken = []

    def given():
        for task in tasks(newspaper, 9):
            taken.append(task)
            yield task

    for done, _ in enumerate(workers.run(given(), _SETTING, do, 2), start=1):
        assert len(taken) - done <= 2 * 2


def test_mentions_are_counted_and_proven(newspaper: Write) -> None:
    from kg.extraction import Extractor, mentions

    path = newspaper("a.txt", PAPER + "\n林望舒的画展上，沈知秋的信和林望舒的画放在一起。来的有望舒们。\n")
    [document] = corpus.read([path], area="青溪区")
    extractor = Extractor("dictionary", entries={"PERSON": ["林望舒", "沈知秋", "望舒们"]})
    facts = extractor.extract(document)
    found = mentions.find(document, facts, extractor.recogniser)
    named = {s.args["target"]["name"]: s.args["count"] for s in found}
    assert named == {"沈知秋": 2, "林望舒": 2}
    assert {s.schema for s in found} == {"MENTIONS"}
    for s in found:
        assert document.raw[s.evidence.start : s.evidence.end] == s.evidence.quote
        assert s.args["target"]["name"] in s.evidence.quote
