"""Processes with limits."""

import os
import subprocess
import sys
import time

import pytest

from symfisher.errors import TimeLimitError
from symfisher.workers import RemoteError, Worker, WorkerDiedError, call
from symfisher.workers.pool import Failure, Success, run_ordered

HERE = "tests.workers.jobs"


@pytest.fixture
def worker():
    """A worker that is ended with the test."""
    worker = Worker()
    yield worker
    worker.close()


def test_value(worker):
    """A function's value comes back, and the same process takes the next job."""
    assert worker.run(f"{HERE}:process_id") == worker.run(f"{HERE}:process_id") != os.getpid()


def test_exception(worker):
    """An exception in the child is reported with its class and message."""
    with pytest.raises(RemoteError, match=r"domain|nonnegative") as caught:
        worker.run("math:sqrt", -1.0)
    assert caught.value.kind == "ValueError"


def test_own_exception_keeps_exit_code(worker):
    """A refusal by symfisher carries its exit code across."""
    with pytest.raises(RemoteError) as caught:
        worker.run(f"{HERE}:refuse")
    assert (caught.value.kind, caught.value.exit_code) == ("RegularityError", 4)


@pytest.mark.parametrize("job", ["sleep", "hold_interpreter"])
def test_time_limit(worker, job):
    """The time limit holds even in C code that never lets go of the interpreter, and the worker is usable again."""
    start = time.monotonic()
    with pytest.raises(TimeLimitError):
        worker.run(f"{HERE}:{job}", timeout=0.5)
    assert time.monotonic() - start < 2.5
    assert worker.run("math:sqrt", 4.0) == 2


def test_death(worker):
    """A process that dies is reported for its job only."""
    with pytest.raises(WorkerDiedError):
        worker.run("os:_exit", 3)
    assert worker.run("math:sqrt", 4.0) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces this limit")
def test_memory_limit(worker):
    """The memory limit stops an allocation and lifts again."""
    with pytest.raises(WorkerDiedError, match="memory"):
        worker.run(f"{HERE}:allocate", 600, memory=300 * 2**20)
    assert worker.run(f"{HERE}:allocate", 100, memory=300 * 2**20) == 100 * 2**20


def test_printing_does_not_disturb(worker):
    """A job that prints does not spoil the channel its answer travels on."""
    assert worker.run(f"{HERE}:chatter") == "done"


def test_call():
    """`call` keeps its process for the next call."""
    assert call(f"{HERE}:process_id", timeout=30) == call(f"{HERE}:process_id", timeout=30)


def test_pool_keeps_order():
    """Outcomes come in the order of the jobs, and one failure, death or time-out does not stop the rest."""
    jobs = [(0.3, "a"), (0.0, "raise"), (0.0, "b"), (0.0, "die"), (30.0, "late"), (0.0, "c")]
    outcomes = list(run_ordered(f"{HERE}:echo", jobs, workers=2, timeout=2))
    assert [o.value if isinstance(o, Success) else o.kind for o in outcomes] == [
        "a", "ValueError", "b", "WorkerDiedError", "TimeLimitError", "c",
    ]  # fmt: skip


def test_pool_can_be_left():
    """Leaving the results early ends the processes."""
    results = run_ordered(f"{HERE}:echo", [(0.0, "a"), (60.0, "b"), (60.0, "c")], workers=2)
    assert next(results) == Success("a")
    results.close()


def test_no_failure_is_a_success():
    """A failure is a record of its own, never a value."""
    (outcome,) = run_ordered("math:sqrt", [(-1.0,)])
    assert isinstance(outcome, Failure)


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize("job", ["sleep", "hold_interpreter"])
def test_child_ends_with_parent(job):
    """A child does not outlive a parent that was killed, on Linux not even in C code that never looks up."""
    if job == "hold_interpreter" and sys.platform != "linux":
        pytest.skip("elsewhere the time limit of the job ends it")
    program = (
        "import sys, threading, time; sys.path.insert(0, '.')\n"
        "from symfisher.workers import Worker\n"
        "w = Worker(); print(w.run('os:getpid'), flush=True)\n"
        f"w.run('{HERE}:{job}')\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _gone(child, seconds=5)


def _gone(process: int, seconds: float) -> bool:
    """Whether a process has ended within so many seconds."""
    for _ in range(int(seconds / 0.05)):
        try:
            os.kill(process, 0)
            with open(f"/proc/{process}/stat", encoding="ascii") as stat:
                if stat.read().split()[2] == "Z":
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False
