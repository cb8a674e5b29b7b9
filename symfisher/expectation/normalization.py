"""The total mass of what is not normalised yet, in closed form: a sum over atoms, or kernels."""

from __future__ import annotations

import sympy as sp

from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.expectation import circle, integral
from symfisher.expectation.finite import at, support_points
from symfisher.expectation.kernel import piece_views
from symfisher.expectation.pieces import smooth_pieces
from symfisher.expectation.problem import Problem
from symfisher.expectation.sympy_route import bounded
from symfisher.simplification import shorten, with_absorbed_factors

_SECONDS = 10.0


def total_mass(problem: Problem) -> Expr | None:
    """Return the total mass in closed form, or ``None``; not checked against numbers here."""
    found = mass_by_routes(problem)
    if found is not None:
        return with_absorbed_factors(found)
    (value,) = bounded(problem.density, [problem.density.expression], _SECONDS)
    return None if value is None else with_absorbed_factors(shorten(value, problem.signs))


def mass_by_routes(problem: Problem) -> Expr | None:
    """Return the total mass as a sum over atoms, of kernels, or of known integrals; ``None`` if it is none of these."""
    density = problem.density
    points = support_points(density)
    if points is not None:
        masses = [at(density.expression, dict(zip(density.xs, p, strict=True))) for p in points]
        return shorten(sp.Add(*masses), problem.signs)
    if len(density.variables) != 1 or density.discrete:
        return None
    parts = [next(iter(piece_views(piece)), None) for piece in smooth_pieces(problem)]
    if parts and all(p is not None for p in parts):
        masses = [part.weight * part.kernel.total() for found in parts if found for part in found]
        return shorten(sp.Add(*masses), problem.signs)
    answers = (route.attempt(problem, {(0, 0): sp.S.One})[0, 0] for route in (integral, circle))
    return next((answer.value for answer in answers if isinstance(answer, Proof)), None)
