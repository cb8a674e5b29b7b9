"""Texts that would take for ever are refused within 2 s of processor time and 500 MB, which the kernel enforces."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.bombs import BOMBS, CLAIMS

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are set through the kernel of Linux")


@pytest.mark.parametrize("number", range(len(BOMBS) + len(CLAIMS)))
def test_bombs_are_refused(number: int) -> None:
    """The process that reads the bomb ends by itself, with one of our own errors of moderate length."""
    run = subprocess.run(
        [sys.executable, str(HERE / "bombs.py"), str(number)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={"PYTHONPATH": str(HERE.parents[1]), "OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin"},
    )
    assert run.returncode == 0, (run.returncode, run.stdout[-300:], run.stderr[-600:])
