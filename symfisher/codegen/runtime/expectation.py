"""Expectations over a support cut into pieces, lattices and points, for many parameter points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.integration import _ROWS


def _expect(pieces: Sequence[Any], pairs: Sequence[tuple[int, int]], parameters: Sequence[Any]) -> Any:
    """Return E[score_i score_j] for each pair and each parameter point.

    Parameters
    ----------
    pieces
        The parts of the support; each has a method ``moments``.
    pairs
        The entries wanted.
    parameters
        Arrays of shape (n,), finite and inside their domains.

    Returns
    -------
    ndarray (n, len(pairs)); nan where the mass of the density did not come out as one within 1e-8.
    """
    every: list[tuple[int, int]] = sorted({(i, i) for pair in pairs for i in pair} | set(pairs))
    count = len(parameters[0])
    out = _np.empty((count, 1 + len(every)))
    for start in range(0, count, _ROWS):
        block = [p[start : start + _ROWS, None] for p in parameters]
        rows = len(block[0])
        out[start : start + rows] = sum(piece.moments(block, every, rows) for piece in pieces)
    out[~(_np.abs(out[:, 0] - 1.0) < 1e-8)] = _np.nan
    return (out / out[:, :1])[:, _np.array([1 + every.index(pair) for pair in pairs])]
