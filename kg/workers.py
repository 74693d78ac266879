"""Tasks done in this process or in several; a process that dies takes nothing with it but the document it was at."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection, get_context
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.errors import KgError
from kg.tasks import FATAL, Done, Task

#: Tasks a process has at once: one at work, one waiting, so that it never idles while its result is stored.
_AHEAD = 2
#: Bytes by which a process may grow after its first document. What libraries keep of each text they saw (words, parsed
#: names) adds up over thousands of documents; a fresh process in its place costs a second.
_GROWTH = 48 << 20
_TIRED = "tired"


class Result(Protocol):
    """What comes of a task; `error` is why nothing does."""

    @property
    def error(self) -> KgError | None: ...


#: What is the same for all tasks, and what comes of one; both go from process to process.
S = TypeVar("S")
R = TypeVar("R", bound=Result)


def run(
    tasks: Iterable[Task],
    setting: S,
    work: Callable[[Task, S], R],
    jobs: int = 1,
    ready: Callable[[S], None] | None = None,
) -> Iterator[tuple[Task, R | Done]]:
    """Do all tasks; results come as they are done.

    Args:
        tasks: taken one by one, only as many as can be worked at.
        work: a function of a module (`kg.tasks.do`), which every process calls for itself.
        jobs: number of processes; 1 works in this one. The first starts before the first task is known.
        ready: a function of a module (`kg.tasks.prepare`) that loads what `work` needs before there is a task.

    Raises:
        SchemaError, UsageError: what is wrong is not the document (an unknown recogniser, a rule that does not load).
        KgError: processes cannot be started.
    """
    found: Iterator[tuple[Task, R | Done]] = (
        ((task, work(task, setting)) for task in tasks)
        if jobs == 1
        else _run_in_parallel(iter(tasks), jobs, lambda: _Worker(setting, work, ready))
    )
    for task, done in found:
        if isinstance(done.error, FATAL):
            raise done.error
        yield task, done


class _Worker:
    """A process and the tasks it has been given."""

    def __init__(self, setting: S, work: Callable[[Task, S], R], ready: Callable[[S], None] | None) -> None:
        context = get_context("spawn")  # a fork is unsafe once a model has started threads
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, setting, work, ready), daemon=True)
        self.process.start()
        theirs.close()  # so that its death ends the pipe
        self.tasks: deque[Task] = deque()
        self.ready = False

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        with suppress(OSError):  # it died; its end of the pipe will tell
            self.pipe.send(task)

    def close(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _work(
    pipe: connection.Connection, setting: S, work: Callable[[Task, S], R], ready: Callable[[S], None] | None
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that can tell what was kept
    try:
        pipe.send(None)
        if ready:
            ready(setting)
        first = 0
        while True:
            pipe.send(work(pipe.recv(), setting))
            now = _memory()
            first = first or now
            if now > first + _GROWTH:
                pipe.send(_TIRED)
                first = now
    except (EOFError, OSError):  # the build is gone
        return


def _memory() -> int:
    """Bytes that this process holds; 0 where the system does not tell."""
    try:
        with Path("/proc/self/statm").open() as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _run_in_parallel(tasks: Iterator[Task], jobs: int, start: Callable[[], _Worker]) -> Iterator[tuple[Task, Any]]:
    workers = [start()]  # it loads what it needs while the first task is looked for
    again: deque[Task] = deque()
    deaths: Counter[str] = Counter()

    def next_task() -> Task | None:
        return again.popleft() if again else next(tasks, None)

    try:
        while True:
            while any(len(w.tasks) < _AHEAD for w in workers) or len(workers) < jobs:
                if (task := next_task()) is None:
                    break
                least = min(workers, key=lambda w: len(w.tasks), default=None)
                if least is None or (least.tasks and len(workers) < jobs):
                    least = start()
                    workers.append(least)
                least.give(task)
            busy = {w.pipe: w for w in workers if w.tasks}
            if not busy:
                return
            for pipe in connection.wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    found: Any = worker.pipe.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    worker.close()
                    if not worker.ready:
                        todo = "use --jobs 1, or call it under if __name__ == '__main__'"
                        raise KgError("--jobs", "a worker process cannot be started", todo) from None
                    dead, *rest = worker.tasks
                    again.extend(rest)
                    deaths[dead.source.doc] += 1
                    if deaths[dead.source.doc] == 1:
                        again.append(dead)
                    else:
                        what, todo = "a worker process died of it twice", "use fewer --jobs: memory may have run out"
                        yield dead, Done(error=KgError(dead.source.doc, what, todo))
                    continue
                if found is None:
                    worker.ready = True
                elif found == _TIRED:
                    workers.remove(worker)
                    worker.close()
                    again.extend(worker.tasks)
                else:
                    yield worker.tasks.popleft(), found
    finally:
        for worker in workers:
            worker.close()
