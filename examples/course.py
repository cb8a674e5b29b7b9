"""What the scripts of the course share: how a question is put, a result shown and a picture drawn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sympy as sp

from symfisher.plotting import write
from symfisher.plotting.picture import Picture

Answer = Mapping[str, Any]
"""What ``main`` returns: its results by name."""


def ask(question: str) -> None:
    """Print the question of a script."""
    print(question)
    print("-" * min(len(question), 100))


def show(name: str, value: Any) -> None:
    """Print a result: an expression as it is, a number with five digits."""
    if isinstance(value, sp.MatrixBase):
        value = value[0] if value.shape == (1, 1) else value.tolist()
    print(f"{name:48} {f'{value:.5g}' if isinstance(value, float) else value}")


def run(main: Callable[[], Answer], picture: Callable[[Answer], Picture]) -> None:
    """Run a script; draw its picture if a file (.png, .svg, .pdf or .tex) is named after it."""
    found = main()
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_bytes(write(picture(found), path.suffix[1:]))
