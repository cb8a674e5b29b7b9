"""Limits hold and children never outlive their parent, whatever is derived."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symfisher import TimeLimitError, derive
from symfisher.limits import time_limit
from tests.cli.helpers import symfisher

SLOW = (
    "x ~ skew_normal(mu, sigma, alpha)",
    "w*exp(-x^2/2)/sqrt(2pi) + (1-w)*exp(-(x-3)^2/(2 s^2))/(s*sqrt(2pi))",
    "x ~ beta_binomial(n, a, b)",
    "x ~ rice(b, s)",
    "2/pi*sqrt(1-(x-m)^2), m-1 < x < m+1",
)
"""Densities that keep the engine busy for seconds."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


@pytest.mark.parametrize("density", SLOW)
@pytest.mark.parametrize("limit", ["0.3", "2"])
def test_a_limit_ends_or_is_kept(density: str, limit: str) -> None:
    """With a limit the command ends by itself: done, or ended by the limit with its own exit code."""
    run = symfisher("derive", density, "--timeout", limit, timeout=100)
    assert run.returncode in {0, 3}, run.stderr
    assert (run.returncode == 3) == ("limit" in run.stderr or "not done" in run.stderr)


def test_the_library_keeps_its_limit() -> None:
    """`derive` raises our own error at the limit."""
    with pytest.raises(TimeLimitError):
        derive(SLOW[0], timeout=0.05)


def forever(limit: float) -> None:
    """Work until the limit."""
    with time_limit(limit):
        while True:
            pass


def test_a_limit_inside_a_limit_ends_first() -> None:
    """The shorter of two limits is the one that is reported, and the outer one goes on."""
    with time_limit(50.0):
        with pytest.raises(TimeLimitError, match=r"after 0\.1 s"):
            forever(0.1)
        assert sum(range(10)) == 45


def test_memory_is_bounded() -> None:
    """A derivation that needs more than --memory allows is ended with a message that says so."""
    run = symfisher("derive", "x ~ gev(m, s, xi)", "--memory", "1M")
    assert run.returncode == 1
    assert "--memory" in run.stderr


def children(pid: int) -> list[int]:
    """Return the processes that ``pid`` started and that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    """Say whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds: float = 60.0) -> bool:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start the command and return it once its child runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "symfisher", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert wait_for(lambda: children(process.pid))
    return process


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=["kill", "ctrl-c", "term"])
def test_no_child_outlives_the_command(how: signal.Signals) -> None:
    """However the command ends, the process that works for it ends too."""
    process = start("derive", SLOW[0], "--timeout", "100")
    workers = children(process.pid)
    time.sleep(0.5)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert wait_for(lambda: not any(alive(pid) for pid in workers))


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill", "ctrl-c"])
def test_a_batch_that_is_broken_off_leaves_whole_lines(how: signal.Signals, tmp_path: Path) -> None:
    """After an interruption each line of the results is a record, and --resume does the rest."""
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    records = [{"id": n, "density": f"{n}*a*exp(-{n}*a*x)"} for n in range(1, 25)]
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    process = start("batch", str(file), "-o", str(out), "--jobs", "2")
    workers = children(process.pid)
    assert wait_for(lambda: out.exists() and out.read_text().count("\n") >= 3)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert wait_for(lambda: not any(alive(pid) for pid in workers))
    kept = out.read_text().splitlines()
    assert [json.loads(line)["id"] for line in kept] == list(range(1, len(kept) + 1))
    assert symfisher("batch", str(file), "-o", str(out), "--resume").returncode == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == list(range(1, 25))


@linux
def test_a_batch_survives_a_child_that_dies(tmp_path: Path) -> None:
    """The record whose process is killed is reported as failed, and the others are derived."""
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    records = [{"id": "slow", "density": SLOW[0]}] + [{"id": n, "density": "a*exp(-a*x)"} for n in range(3)]
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    process = start("batch", str(file), "-o", str(out), "--jobs", "1")
    time.sleep(1.0)
    for pid in children(process.pid):
        os.kill(pid, signal.SIGKILL)
    _, messages = process.communicate(timeout=100)
    assert process.returncode == 8, messages
    results = [json.loads(line) for line in out.read_text().splitlines()]
    assert [result["id"] for result in results] == ["slow", 0, 1, 2]
    assert ["error" in result for result in results] == [True, False, False, False]
    assert results[0]["error"]["type"] == "WorkerDiedError"
