"""The total mass of what is not normalised yet, in closed form: a sum over atoms, or kernels."""

from __future__ import annotations

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.finite import at, support_points
from symfisher.expectation.kernel import piece_views
from symfisher.expectation.pieces import smooth_pieces
from symfisher.expectation.problem import Problem
from symfisher.expectation.sympy_route import bounded
from symfisher.simplification import shorten

_SECONDS = 10.0


def total_mass(problem: Problem) -> Expr | None:
    """Return the total mass in closed form, or ``None``; not checked against numbers here."""
    density = problem.density
    points = support_points(density)
    if points is not None:
        masses = [at(density.expression, dict(zip(density.xs, p, strict=True))) for p in points]
        return shorten(sp.Add(*masses), problem.signs)
    if len(density.variables) == 1 and not density.discrete:
        parts = [next(iter(piece_views(piece)), None) for piece in smooth_pieces(problem)]
        if parts and all(p is not None for p in parts):
            masses = [part.weight * part.kernel.total() for found in parts if found for part in found]
            return shorten(sp.Add(*masses), problem.signs)
    found = bounded(density, [density.expression], _SECONDS)[0]
    return None if found is None else shorten(found, problem.signs)
