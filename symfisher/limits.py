"""A time limit on pure Python work in this process: a watchdog interrupts the thread that overruns.

SymPy is Python throughout, so an exception raised between two instructions ends it wherever it is, on every platform and in
every thread. What runs in C for long (arithmetic on enormous integers) is not interrupted; the reading room refuses such input.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from symfisher.errors import TimeLimitError

_AGAIN = 0.05
"""Seconds between two interrupts, should the first be swallowed."""


class Interrupt(BaseException):
    """Raised in the thread that overran its limit; no handler of ordinary exceptions catches it."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Run the body for at most ``seconds``; ``None`` for no limit.

    Raises
    ------
    TimeLimitError
        The body did not end in time.

    Examples
    --------
    >>> with time_limit(0.1):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
        ...
    symfisher.errors.TimeLimitError: not done after 0.1 s; raise the limit with timeout= or --timeout
    """
    if seconds is None:
        yield
        return
    watch = _Watch(threading.get_ident(), seconds)
    try:
        watch.start()
        yield
        watch.stop()
    except Interrupt:
        watch.stop()
        raise TimeLimitError(f"not done after {seconds:g} s; raise the limit with timeout= or --timeout") from None
    finally:
        watch.stop()


class _Watch:
    """Interrupts one thread after some seconds, again and again until stopped."""

    def __init__(self, thread: int, seconds: float) -> None:
        self._thread = thread
        self._seconds = seconds
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._guard = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._guard.start()

    def stop(self) -> None:
        with self._lock:
            self._done.set()

    def _run(self) -> None:
        pause = self._seconds
        while not self._done.wait(pause):
            with self._lock:
                if not self._done.is_set():
                    _raise_in(self._thread, Interrupt)
            pause = _AGAIN


def _raise_in(thread: int, kind: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))
