"""What the scripts of the course share: how a question is put and a result is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

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
