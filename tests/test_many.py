"""Many densities at once."""

import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

import symfisher
from symfisher.workers.executors import run_on
from symfisher.workers.pool import Failure, Success

DENSITIES = ["theta*exp(-theta*x)", "theta*exp(", {"density": "x ~ poisson(m)", "at": "m=2"}, {"densty": "x"}]
JOBS = "tests.workers.jobs"


def kinds(results):
    return [r.kind if isinstance(r, Failure) else str(r.expected_information[0]) for r in results]


EXECUTORS = {
    "default": lambda: None,
    "threads": lambda: ThreadPoolExecutor(2),
    "processes": lambda: ProcessPoolExecutor(1, mp_context=get_context("spawn")),
}


@pytest.mark.parametrize("name", EXECUTORS)
def test_order_and_failures(name):
    """Results come in the order of the densities on every executor, and a bad density is a failure of its own."""
    executor = EXECUTORS[name]()
    found = list(symfisher.derive_many([*DENSITIES, threading.Lock()], executor))
    assert kinds(found) == ["theta**(-2)", "ParseError", "1/m", "TypeError", "TypeError"]
    assert found[2].values[0].expected_information[0][0].startswith("0.5")
    if executor is not None:
        executor.shutdown()


def test_a_job_that_dies_or_hangs_on_an_executor():
    """On an executor too, a process that dies or overruns its limit costs only its own job."""
    with ThreadPoolExecutor(1) as threads:
        jobs = [(0.0, "die"), (60.0, "late"), (0.0, "good"), (0.0, "raise")]
        found = list(run_on(threads, f"{JOBS}:echo", jobs, timeout=2.0))
    assert [r.kind for r in found if isinstance(r, Failure)] == ["WorkerDiedError", "TimeLimitError", "ValueError"]
    assert found[2] == Success("good")


def test_an_engine_that_is_lost():
    """A job that the executor itself loses is a failure, not an exception that ends the rest."""

    class Lost(ThreadPoolExecutor):
        def submit(self, function, /, *arguments, **named):
            return super().submit(sys.exit, 1)

    with Lost(1) as lost:
        assert [r.kind for r in symfisher.derive_many(DENSITIES[:2], lost)] == ["SystemExit", "SystemExit"]


def test_closing_cancels():
    """Closing the iterator cancels what has not begun, and leaves the executor in use."""
    with ThreadPoolExecutor(1) as threads:
        results = run_on(threads, f"{JOBS}:echo", [(0.0, "a"), (0.5, "b"), *[(60.0, "c")] * 20], timeout=None)
        assert next(results) == Success("a")
        results.close()
        assert threads.submit(len, "abc").result() == 3


@pytest.mark.ecosystem
def test_dask_cluster():
    """A Dask cluster's executor does what a pool does."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        found = list(symfisher.derive_many(DENSITIES, client.get_executor()))
    assert kinds(found) == ["theta**(-2)", "ParseError", "1/m", "TypeError"]
