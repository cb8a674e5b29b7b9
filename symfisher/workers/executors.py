"""Many jobs on an engine of somebody else's: any ``concurrent.futures.Executor``, one of a Dask cluster included.

What is sent there only starts a child process of its own beside it (one a thread) and waits for it, so that limits on
time and memory hold, threads work side by side, and a job that brings its process down costs only that job.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import CancelledError, Executor, Future
from typing import Any

from symfisher.workers.pool import Failure, Outcome, attempt
from symfisher.workers.worker import SYMPY_STACK, Worker


def run_on(
    executor: Executor, target: str, jobs: Iterable[tuple[Any, ...]], **limits: Any
) -> Generator[Outcome, None, None]:
    """Run ``module:function`` on the arguments of every job and yield the outcomes in the order of the jobs.

    Parameters
    ----------
    executor
        Where the jobs are sent, all at once; symfisher has to be installed there. It is not shut down.
    target, jobs
        As for `symfisher.workers.pool.run_ordered`.
    limits
        ``timeout``, ``grace`` and ``memory`` of every job.

    Notes
    -----
    A job that fails, or whose part of the engine is lost, is one `Failure`. Closing the iterator cancels what has not
    begun.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(1) as threads:
    ...     list(run_on(threads, "math:sqrt", [(4.0,)]))
    [Success(value=2.0)]
    """
    futures = [executor.submit(answer, target, job, limits) for job in jobs]
    try:
        for future in futures:
            yield _outcome(future)
    finally:
        for future in futures:
            future.cancel()


def answer(target: str, job: tuple[Any, ...], limits: Mapping[str, Any]) -> Outcome:
    """Do one job in the child process of this thread: the only function that an executor is asked to run."""
    return attempt(_child(), target, job, limits)


def _outcome(future: Future[Outcome]) -> Outcome:
    """Return what a future came to; that it could not be run at all is the executor's failure, and this job's."""
    try:
        error = future.exception()
    except CancelledError as cancelled:
        error = cancelled
    if error is None:
        return future.result()
    return Failure(type(error).__name__, str(error) or type(error).__name__)


class _Owner:
    """Ends its worker together with the thread that it belongs to."""

    def __init__(self) -> None:
        self.worker = Worker(SYMPY_STACK, tied=True)

    def __del__(self) -> None:
        self.worker.close()


_of_thread = threading.local()


def _child() -> Worker:
    """Return this thread's child process."""
    owner = getattr(_of_thread, "owner", None)
    if owner is None:
        owner = _of_thread.owner = _Owner()
    worker: Worker = owner.worker
    return worker
