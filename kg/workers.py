"""Tasks done in this process or in several; a process that dies takes nothing with it but the document it was at."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from multiprocessing import connection
from typing import Any, Protocol, TypeVar

from kg import processes
from kg.errors import KgError
from kg.tasks import FATAL, Done, Task

#: Tasks a process has at once: one at work, one waiting, so that it never idles while its result is stored.
_AHEAD = 2


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
) -> Generator[tuple[Task, R | Done], None, None]:
    """Do all tasks; results come as they are done. Processes are ended when all are, or when this is closed.

    Args:
        tasks: taken one by one, only as many as can be worked at.
        work: a function of a module (`kg.tasks.do`), which every process calls for itself.
        jobs: number of processes; 1 works in this one. The first starts before the first task is known.
        ready: a function of a module (`kg.tasks.prepare`) that loads what `work` needs before there is a task.

    Raises:
        SchemaError, UsageError: what is wrong is not the document (an unknown recogniser, a rule that does not load).
        KgError: processes cannot be started.
    """
    found: Generator[tuple[Task, R | Done], None, None] = (
        ((task, work(task, setting)) for task in tasks)
        if jobs == 1
        else _run_in_parallel(iter(tasks), jobs, lambda: _Worker(setting, work, ready))
    )
    with closing(found):
        for task, done in found:
            if isinstance(done.error, FATAL):
                raise done.error
            yield task, done


class _Worker:
    """A process and the tasks it has been given."""

    def __init__(self, setting: S, work: Callable[[Task, S], R], ready: Callable[[S], None] | None) -> None:
        self.process = processes.one()
        self.pipe = self.process.pipe
        self.tasks: deque[Task] = deque()
        self.ready = False
        self._send((setting, work, ready))

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        self._send(task)

    def close(self) -> None:
        self.process.close()

    def _send(self, what: object) -> None:
        with suppress(OSError):  # it died; its end of the pipe will tell
            self.pipe.send(what)


def _run_in_parallel(
    tasks: Iterator[Task], jobs: int, start: Callable[[], _Worker]
) -> Generator[tuple[Task, Any], None, None]:
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
                elif found == processes.TIRED:
                    workers.remove(worker)
                    worker.close()
                    again.extend(worker.tasks)
                else:
                    yield worker.tasks.popleft(), found
    finally:
        for worker in workers:
            worker.close()
