"""Whether ``--timeout`` holds: every reference case under limits of 1, 5 and 20 s, started as users start it.

``python benchmarks/limits.py [--limits 1 5 20] [--only ID ...]`` prints how many cases ended by themselves, how many were
ended by the limit, and by how many seconds the latest overran; anything beyond 2 s, or another exit code, is listed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass

from cases import CASES, arguments

ALLOWED = 2.0
"""Seconds that a run may take beyond its limit."""

EXPECTED = {0, 3}
"""Exit codes: done, ended by the limit."""


@dataclass(frozen=True)
class Run:
    """One case under one limit: the exit code and the seconds it took."""

    case: str
    limit: float
    code: int
    seconds: float

    @property
    def overrun(self) -> float:
        """Seconds beyond the limit."""
        return self.seconds - self.limit

    @property
    def good(self) -> bool:
        """Whether the limit held and the program ended in one of its own ways."""
        return self.overrun <= ALLOWED and self.code in EXPECTED


def command(case: dict[str, object], limit: float) -> list[str]:
    """Return the command line of a case."""
    typed = arguments(case)
    options = [o for p in typed["parameters"] for o in ("-p", p)]
    options += [o for c in typed["constants"] for o in ("--given", c)]
    start = [sys.executable, "-m", "symfisher", "derive", typed["density"], "--support", typed["support"]]
    return [*start, *options, "--timeout", f"{limit:g}", "--format", "json"]


def run(case: dict[str, object], limit: float) -> Run:
    """Run a case and take the time from outside."""
    begin = time.perf_counter()
    done = subprocess.run(
        command(case, limit), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit + 120, check=False
    )
    return Run(str(case["id"]), limit, done.returncode, time.perf_counter() - begin)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limits", type=float, nargs="+", default=[1.0, 5.0, 20.0])
    parser.add_argument("--only", nargs="+", help="ids of cases")
    chosen = parser.parse_args()
    cases = [c for c in CASES if not chosen.only or c["id"] in chosen.only]
    bad = []
    for limit in chosen.limits:
        runs = [run(case, limit) for case in cases]
        ended = sum(r.code == 3 for r in runs)
        worst = max(runs, key=lambda r: r.overrun)
        slowest = max(runs, key=lambda r: r.seconds)
        print(f"limit {limit:g} s: {len(runs)} cases, {ended} ended by it")
        print(f"  slowest: {slowest.seconds:.2f} s ({slowest.case})")
        print(f"  farthest beyond: {worst.overrun:+.2f} s ({worst.case})")
        bad += [r for r in runs if not r.good]
    for r in bad:
        print(f"NOT HELD: {r.case} limit {r.limit:g}: {r.seconds:.2f} s, exit code {r.code}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
