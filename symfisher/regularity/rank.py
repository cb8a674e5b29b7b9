"""Identifiability: the rank of the information at generic parameters and the directions along which nothing is learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Identifiability
from symfisher.domains import Expr
from symfisher.quadrature.evidence import Evidence

_RELATIVE = 1e-9
"""Singular values below this part of the greatest, after scaling to unit diagonal, count as zero."""


def identifiability(density: Density, matrix: Any, evidence: Evidence) -> Identifiability:
    """Return the rank of the information at generic parameters.

    Parameters
    ----------
    density
        The density.
    matrix
        Expected information in our symbols, shape (k, k); unevaluated entries are allowed.
    evidence
        E[score scoreᵀ] at drawn points: the rank is the greatest found among them.

    Returns
    -------
    Identifiability
        ``holds`` at full rank, ``fails`` with the null directions otherwise, ``undecided`` where no point converged.
    """
    found = evidence.usable("score")
    k = len(density.parameters)
    if not found:
        return Identifiability()
    rank = max(numerical_rank(outer) for _, outer, *_ in found)
    if rank == k:
        return Identifiability("holds", k)
    return Identifiability("fails", rank, null_directions(matrix, rank, found))


def numerical_rank(matrix: Any) -> int:
    """Return the rank of a positive semidefinite matrix (k, k), scaled to unit diagonal first."""
    scale = np.sqrt(np.maximum(np.diag(matrix), 0.0))
    keep = scale > 0
    if not keep.any():
        return 0
    scaled = matrix[np.ix_(keep, keep)] / np.outer(scale[keep], scale[keep])
    return int(np.sum(np.linalg.svd(scaled, compute_uv=False) > _RELATIVE * keep.sum()))


def null_directions(matrix: Any, rank: int, found: Sequence[Any]) -> tuple[tuple[Expr, ...], ...]:
    """Return exact null directions, or none where the matrix has no closed form."""
    if matrix is None or matrix.has(sp.Integral, sp.Sum):
        return ()
    return ()
