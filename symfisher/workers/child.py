"""The child's side: wait for jobs on standard input, answer on standard output, and never outlive the parent.

A child ends itself when the pipe from its parent closes, which also covers a parent that was killed. Python code that
holds the interpreter for long could delay that, so two things stand behind it: on Linux the kernel ends the child
together with its parent, and elsewhere a timer that needs no interpreter ends it shortly after the job's limit.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from queue import SimpleQueue
from typing import Any, BinaryIO

from symfisher.errors import SymfisherError
from symfisher.workers import wire

_GRACE = 3.0
"""Seconds after the limit at which a child whose parent did nothing ends itself."""

_ALLOCATIONS = 50_000
"""New objects between two looks for garbage: expressions are many, small and rarely circular."""


def serve(preload: Sequence[str] = (), tied: bool = False) -> None:
    """Answer jobs until the parent goes away.

    Parameters
    ----------
    preload
        Modules to import while the first job is still being prepared.
    tied
        Whether to end together with the thread that started this process (Linux only).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    if tied:
        _end_with_parent()
    jobs: SimpleQueue[bytes] = SimpleQueue()
    source, replies = _take_pipes()
    threading.Thread(target=_listen, args=(source, jobs), daemon=True).start()
    gc.disable()  # imports make no garbage worth collecting, and collecting costs a fifth of their time
    for module in preload:
        import_module(module)
    while True:
        wire.send(replies, _answer(jobs.get()))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return our two pipes and leave the standard streams to whoever prints: they lead to standard error."""
    source, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return source, replies


def _listen(source: BinaryIO, jobs: SimpleQueue[bytes]) -> None:
    """Hand on every job; end the whole process when there is nobody left to work for."""
    while (job := wire.receive(source)) is not None:
        jobs.put(job)
    os._exit(0)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the thread that started it ends."""
    if sys.platform == "linux":
        import ctypes

        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, int(signal.SIGKILL))


def _answer(job: bytes) -> bytes:
    """Run one job and return the pickled outcome: its kind, then what belongs to it."""
    memory = None
    try:
        target, arguments, limit, memory = pickle.loads(job)
        with _last_resort(limit), _memory_limit(memory):
            outcome = ("value", _resolve(target)(*arguments))
            return pickle.dumps(outcome)
    except MemoryError:
        return pickle.dumps(("memory",))
    except SymfisherError as error:
        return pickle.dumps(("refused", type(error).__name__, str(error), error.exit_code, ""))
    except Exception as error:  # noqa: BLE001 (the process boundary: whatever happened must reach the parent)
        if memory is not None and isinstance(error, SystemError):
            return pickle.dumps(("memory",))  # how extension modules fail when they get none
        kind = type(error).__name__
        return pickle.dumps(("refused", kind, str(error) or kind, 1, traceback.format_exc()))


def _resolve(target: str) -> Any:
    """Import the function that ``module:function`` names; afterwards garbage is collected again."""
    module, _, name = target.partition(":")
    function = getattr(import_module(module), name)
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(_ALLOCATIONS, 50, 50)
        gc.enable()
    return function


@contextmanager
def _last_resort(limit: float | None) -> Iterator[None]:
    """End this process a little after ``limit`` seconds if the parent has not done so."""
    if limit is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(limit + _GRACE, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _memory_limit(memory: int | None) -> Iterator[None]:
    """Let this process allocate ``memory`` more bytes at most, where the system can enforce that."""
    if memory is None or sys.platform == "win32":
        yield
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    before = resource.getrlimit(kind)
    hard = before[1]
    wanted = memory + _allocated()
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


def _allocated() -> int:
    """Return how many bytes this process has reserved already, 0 where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            lines = dict(line.split(":", 1) for line in status)
    except OSError:
        return 0
    return int(lines["VmData"].split()[0]) * 1024
