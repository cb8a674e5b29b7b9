"""The parent's side of one child process, and `call`, which bounds a single function call."""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from symfisher.errors import SymfisherError, TimeLimitError
from symfisher.workers import wire

SYMPY_STACK = ("numpy", "mpmath")
"""What nearly every job needs and what takes long to import."""

_NAP = 0.1
"""Seconds between two looks at whether Ctrl-C was pressed."""


class RemoteError(SymfisherError):
    """A function failed in another process.

    Attributes
    ----------
    kind
        Name of the class of the exception raised there.
    details
        Its traceback if it was not one of symfisher's own, else an empty text.
    """

    def __init__(self, kind: str, message: str, exit_code: int = 1, details: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.exit_code = exit_code
        self.details = details


class WorkerDiedError(SymfisherError):
    """The other process ended by itself or ran out of memory; only its job is lost, the next one gets a new process."""


class Worker:
    """One child process that answers one job after the other; started at once, restarted when needed.

    Parameters
    ----------
    preload
        Modules which the child imports while it waits for its first job.
    tied
        Whether the child is to end together with the thread that starts it; by default if that is the main thread.
    """

    def __init__(self, preload: Sequence[str] = (), *, tied: bool | None = None) -> None:
        self._preload = tuple(preload)
        self._tied = threading.current_thread() is threading.main_thread() if tied is None else tied
        self._process: subprocess.Popen[bytes] | None = None
        self._retired = False
        self._start()

    def run(
        self,
        target: str,
        *arguments: Any,
        timeout: float | None = None,
        grace: float = 0.0,
        memory: int | None = None,
    ) -> Any:
        """Return what the function ``module:function`` returns for ``arguments``.

        Parameters
        ----------
        timeout
            Limit in seconds of wall-clock time, ``None`` for none.
        grace
            Seconds after the limit in which the function may still end by itself.
        memory
            Limit in bytes for what the job allocates, ``None`` for none; without effect on Windows.

        Raises
        ------
        TimeLimitError
            The limit has passed; the child has been ended.
        WorkerDiedError
            The child ended without an answer, or the job ran out of memory.
        RemoteError
            The function raised.
        """
        process = self._start()
        job = pickle.dumps((target, arguments, None if timeout is None else timeout + grace, memory))
        answers: SimpleQueue[bytes | None] = SimpleQueue()
        courier = threading.Thread(target=lambda: answers.put(_exchange(process, job)), daemon=True)
        courier.start()
        try:
            reply = _await(answers, timeout, grace)
        except BaseException:
            self.close()
            raise
        if reply is None:
            self.close()
            raise WorkerDiedError(f"the process that did the work ended by itself (code {process.returncode})")
        return _unpack(reply)

    def retire(self) -> None:
        """End the child from any thread, for good: a job under way fails, and no other starts."""
        self._retired = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # bytes left unsent to a process that is gone
                    pipe.close()  # type: ignore[union-attr]

    def _start(self) -> subprocess.Popen[bytes]:
        """Return the running child, or a new one if there is none."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        if self._retired:
            raise WorkerDiedError("the work was broken off")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _program(self._preload, self._tied)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process


def call(target: str, *arguments: Any, timeout: float, memory: int | None = None) -> Any:
    """Return what ``module:function`` returns for ``arguments``, in a child process that is kept for the next call.

    Arguments, result and exceptions are as for `Worker.run`. Calls from several threads take turns.

    Examples
    --------
    >>> call("math:sqrt", 2.25, timeout=30)
    1.5
    """
    with _turn:
        worker = _shared.get(os.getpid())
        if worker is None:
            worker = _shared[os.getpid()] = Worker(SYMPY_STACK)
            atexit.register(worker.close)
        return worker.run(target, *arguments, timeout=timeout, memory=memory)


_shared: dict[int, Worker] = {}
_turn = threading.Lock()


def _program(preload: tuple[str, ...], tied: bool) -> str:
    """Return the child's program: our own module search path, then the loop that serves."""
    paths = [path for path in sys.path if isinstance(path, str)]
    start = "from symfisher.workers.child import serve"
    return f"import sys; sys.path[:] = {paths!r}; {start}; serve({preload!r}, {tied!r})"


def _exchange(process: subprocess.Popen[bytes], job: bytes) -> bytes | None:
    """Send a job and wait for its answer; ``None`` if the child has gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        wire.send(process.stdin, job)  # type: ignore[arg-type]
        return wire.receive(process.stdout)  # type: ignore[arg-type]
    except (OSError, ValueError):  # ValueError: the pipe was closed meanwhile
        return None


def _await(answers: SimpleQueue[bytes | None], timeout: float | None, grace: float) -> bytes | None:
    """Wait for an answer in short naps, because a long one cannot be interrupted on every system.

    Raises
    ------
    TimeLimitError
        ``timeout`` and ``grace`` have passed.
    """
    deadline = inf if timeout is None else monotonic() + timeout + grace
    while True:
        left = deadline - monotonic()
        try:
            return answers.get(timeout=max(0.0, min(_NAP, left)))
        except Empty:
            if left <= _NAP:
                message = f"ended after the time limit of {timeout:g} s; a longer one can be given with --timeout"
                raise TimeLimitError(message) from None


def _unpack(reply: bytes) -> Any:
    """Return the value in an answer, or raise what it reports."""
    kind, *rest = pickle.loads(reply)
    if kind == "value":
        return rest[0]
    if kind == "memory":
        raise WorkerDiedError("the memory limit was reached; a larger one can be given with --memory")
    raise RemoteError(*rest)
