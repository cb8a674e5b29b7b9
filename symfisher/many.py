"""From many densities to their derivations: on several processes here, or on any executor."""

from __future__ import annotations

import os
import pickle
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from typing import TYPE_CHECKING, Any

from symfisher.workers.executors import run_on
from symfisher.workers.pool import Failure, run_ordered

if TYPE_CHECKING:
    from symfisher.derivation import Derivation

__all__ = ["Failure", "derive_many"]

GRACE = 0.5
"""Seconds after the limit in which a derivation may still end by itself."""


def derive_many(
    densities: Iterable[Any],
    executor: Executor | None = None,
    *,
    workers: int | None = None,
    timeout: float = 60.0,
    memory: int | None = None,
) -> Generator[Derivation | Failure, None, None]:
    """Derive many densities and yield what they came to, in their order.

    Parameters
    ----------
    densities
        For each, what `symfisher.derive` takes as its density, or a mapping of its arguments (``density``, ``at``, …).
    executor
        Any ``concurrent.futures.Executor``: a pool, or a Dask cluster through ``client.get_executor()``. It is not
        shut down here. By default a pool of processes, which ends with the iterator.
    workers
        Number of processes of the default pool; by default as many as there are processors.
    timeout
        Limit in seconds for each density.
    memory
        Limit in bytes for each density; without effect on Windows.

    Yields
    ------
    Derivation or Failure
        A density that is refused, runs out of time or brings its process down is a `Failure` with ``kind``, the name of
        the exception, and ``message``; the others go on.

    Notes
    -----
    Every density is derived in a child process, on the processes of an executor in a child of theirs: a program that
    is run as a script needs no ``if __name__ == "__main__"`` for the default pool, but does for the executors of the
    standard library.

    Examples
    --------
    >>> found = list(derive_many(["theta*exp(-theta*x)", "theta*exp("], workers=1))
    >>> found[0].expected_information
    Matrix([[theta**(-2)]])
    >>> found[1].kind
    'ParseError'
    """
    packed = [_packed(density, timeout) for density in densities]
    jobs = [(job,) for job in packed if not isinstance(job, Failure)]
    limits: dict[str, Any] = {"timeout": timeout, "grace": GRACE, "memory": memory}
    target = f"{__name__}:derive_pickled"
    if executor is None:
        outcomes = run_ordered(target, jobs, workers=workers or os.cpu_count() or 1, **limits)
    else:
        outcomes = run_on(executor, target, jobs, **limits)
    with closing(outcomes):
        for job in packed:
            outcome = job if isinstance(job, Failure) else next(outcomes)
            yield outcome if isinstance(outcome, Failure) else pickle.loads(outcome.value)


def derive_pickled(job: bytes) -> bytes:
    """Derive one density, from pickled arguments to a pickled derivation: whoever passes these on need not know SymPy."""
    from symfisher.information import derive

    return pickle.dumps(derive(**pickle.loads(job)))


def _packed(density: Any, timeout: float) -> bytes | Failure:
    """Return the pickled arguments of one derivation, or why they cannot be sent to another process."""
    given = density if isinstance(density, Mapping) else {"density": density}
    try:
        return pickle.dumps({"timeout": timeout, **given})
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        return Failure(type(error).__name__, f"cannot be sent to another process: {error}")
