"""How long a cold ``symfisher derive`` takes, compared with ``import sympy``: median of pairs run in turn.

Usage: python benchmarks/start.py [PAIRS] [--write]

The package is compiled first, as an installation does; ``--write`` puts the figures, with the slowest imports by
``python -X importtime``, into ``benchmarks/README.md``.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import page

HERE = Path(__file__).parent
DERIVE = [sys.executable, "-m", "symfisher", "derive", "theta*exp(-theta*x)"]
IMPORT = [sys.executable, "-c", "import sympy"]
IMPORTED = "import symfisher; symfisher.derive('theta*exp(-theta*x)')"


def seconds(command: list[str]) -> float:
    """Run a command and return its wall-clock time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def slowest_imports(count: int = 6) -> list[tuple[str, int]]:
    """Return the packages whose modules take longest to import in a derivation, in microseconds."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", IMPORTED], check=True, capture_output=True, text=True
    )
    total: Counter[str] = Counter()
    for line in run.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            total[name.strip().split(".")[0]] += int(own)
    return total.most_common(count)


def report(pairs: int) -> str:
    """Return both medians, their ratio and the imports as Markdown."""
    compileall.compile_dir(HERE.parent / "symfisher", quiet=2)
    seconds(DERIVE), seconds(IMPORT)  # fill the caches
    runs = [(seconds(DERIVE), seconds(IMPORT)) for _ in range(pairs)]
    derive, sympy = (statistics.median(column) for column in zip(*runs, strict=True))
    ratio = statistics.median(a / b for a, b in runs)
    head = f"derive {derive:.3f} s, import sympy {sympy:.3f} s, ratio {ratio:.2f} (median of {pairs} pairs)"
    rows = [f"| `{name}` | {total / 1000:.1f} |" for name, total in slowest_imports()]
    return "\n".join([head, "", "| package | import of its modules, ms |", "|---|---:|", *rows])


def main() -> None:
    """Print the report, or write it."""
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    text = report(numbers[0] if numbers else 10)
    print(text)
    if "--write" in sys.argv:
        page.write("start", text)


if __name__ == "__main__":
    main()
