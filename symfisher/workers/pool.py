"""Many jobs on several processes; results come back in the order of the jobs."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from symfisher.errors import SymfisherError
from symfisher.workers.worker import SYMPY_STACK, RemoteError, Worker


@dataclass(frozen=True)
class Success:
    """A job that returned ``value``."""

    value: Any


@dataclass(frozen=True)
class Failure:
    """A job that did not return: the class of the exception and its message."""

    kind: str
    message: str


Outcome = Success | Failure


def run_ordered(
    target: str,
    jobs: Iterable[tuple[Any, ...]],
    *,
    workers: int = 1,
    timeout: float | None = None,
    grace: float = 0.0,
    memory: int | None = None,
) -> Generator[Outcome, None, None]:
    """Run ``module:function`` on the arguments of every job and yield the outcomes in the order of the jobs.

    A job that fails, runs out of time or brings its process down is one `Failure`; the others go on. Closing the
    iterator, or an exception where it is consumed, ends every process.

    Examples
    --------
    >>> list(run_ordered("math:sqrt", [(4.0,), (-1.0,)]))  # doctest: +ELLIPSIS
    [Success(value=2.0), Failure(kind='ValueError', message=...)]
    """
    limits: dict[str, Any] = {"timeout": timeout, "grace": grace, "memory": memory}
    todo = list(enumerate(jobs))
    todo.reverse()
    done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
    team = [Worker(SYMPY_STACK, tied=True) for _ in range(min(workers, len(todo)))]
    threads = [
        threading.Thread(target=_drain, args=(worker, target, todo, done, limits), daemon=True) for worker in team
    ]
    count = len(todo)
    for thread in threads:
        thread.start()
    try:
        yield from _in_order(done, count)
    finally:
        todo.clear()
        for worker in team:
            worker.retire()
        for thread in threads:
            thread.join()
        for worker in team:
            worker.close()


def _drain(
    worker: Worker,
    target: str,
    todo: list[tuple[int, tuple[Any, ...]]],
    done: SimpleQueue[tuple[int, Outcome]],
    limits: dict[str, Any],
) -> None:
    """Take jobs until there are none left."""
    while True:
        try:
            index, arguments = todo.pop()
        except IndexError:
            return
        done.put((index, attempt(worker, target, arguments, limits)))


def attempt(worker: Worker, target: str, arguments: tuple[Any, ...], limits: Mapping[str, Any]) -> Outcome:
    """Return what a worker makes of one job."""
    try:
        return Success(worker.run(target, *arguments, **limits))
    except RemoteError as error:
        return Failure(error.kind, str(error))
    except SymfisherError as error:
        return Failure(type(error).__name__, str(error))


def _in_order(done: SimpleQueue[tuple[int, Outcome]], count: int) -> Iterator[Outcome]:
    """Yield outcomes by index, holding back those that are early; wakes up often so that Ctrl-C works everywhere."""
    early: dict[int, Outcome] = {}
    for index in range(count):
        while index not in early:
            try:
                number, outcome = done.get(timeout=0.2)
            except Empty:
                continue
            early[number] = outcome
        yield early.pop(index)
