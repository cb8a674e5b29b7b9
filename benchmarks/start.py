"""How long a cold ``symfisher derive`` takes, compared with ``import sympy``: median of pairs run in turn.

Usage: python benchmarks/start.py [PAIRS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

DERIVE = [sys.executable, "-m", "symfisher", "derive", "theta*exp(-theta*x)"]
IMPORT = [sys.executable, "-c", "import sympy"]


def seconds(command: list[str]) -> float:
    """Run a command and return its wall-clock time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and their ratio."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    seconds(DERIVE), seconds(IMPORT)  # fill the caches
    runs = [(seconds(DERIVE), seconds(IMPORT)) for _ in range(pairs)]
    derive, sympy = (statistics.median(column) for column in zip(*runs, strict=True))
    ratio = statistics.median(a / b for a, b in runs)
    print(f"derive {derive:.3f} s, import sympy {sympy:.3f} s, ratio {ratio:.2f} (median of {pairs} pairs)")


if __name__ == "__main__":
    main()
