"""The expected information as numbers at points that the user names, closed form or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.derivation import NumericalValue, Proof
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.quadrature import moments

_SHOWN = 17
_WORKING = (30, 50, 100, 200)
_GOOD = 1e-13


def numerical_value(
    density: Density, calculus: Calculus, proofs: Sequence[Sequence[Proof | None]], at: Mapping[str, Expr]
) -> NumericalValue:
    """Evaluate the expected information at one point.

    Parameters
    ----------
    at
        Name to exact value, for every parameter and constant.

    Returns
    -------
    NumericalValue
        Closed forms to 17 digits, limits at their removable singularities, expectations by quadrature elsewhere; with an
        absolute error estimate for the matrix.

    Raises
    ------
    DomainError
        A name is missing or unknown, a value is outside its domain, a function of the density has no values, or the
        information is infinite there.
    """
    point = _point(density, at)
    k = len(density.parameters)
    rows = [[mpmath.mpf(0)] * k for _ in range(k)]
    error, fallback = 0.0, None
    for i in range(k):
        for j in range(i, k):
            proof = proofs[i][j]
            holds = proof is not None and all(
                c.xreplace(point) == sp.true for c in proof.conditions if not isinstance(c, sp.Ne)
            )
            found = _closed(proof.value, point) if proof is not None and holds else None
            if found is None:
                fallback = fallback or _by_quadrature(density, calculus, point)
                found = mpmath.mpf(fallback[0][i, j]), float(fallback[1])
            rows[i][j] = rows[j][i] = found[0]
            error = max(error, found[1])
    shown = tuple(tuple(mpmath.nstr(v, _SHOWN, strip_zeros=True) for v in row) for row in rows)
    return NumericalValue(dict(at), shown, error)


def _point(density: Density, at: Mapping[str, Expr]) -> dict[Any, Expr]:
    if density.functions:
        raise DomainError(f"--at cannot be used: the undefined function '{density.functions[0][0]}' has no values")
    wanted = [*density.parameters, *density.constants]
    known = {q.name for q in wanted} | {q.safe for q in wanted}
    unknown = [name for name in at if name not in known]
    if unknown:
        raise DomainError(f"--at names {unknown[0]!r}, which is no parameter or constant of this density")
    missing = [q.name for q in wanted if q.name not in at and q.safe not in at]
    if missing:
        raise DomainError(f"--at needs a value for {', '.join(missing)}")
    point = density.own(at)
    for q in wanted:
        if not q.domain.contains(point[q.symbol], point):
            ends = {p.symbol: p.shown for p in wanted}
            raise DomainError(
                f"{q.name} = {point[q.symbol]} is outside its domain: {q.domain.xreplace(ends).describe(q.name)}"
            )
    return point


def _closed(value: Expr, point: Mapping[Any, Expr]) -> tuple[Any, float] | None:
    """Evaluate with more and more digits until two results agree; ``None`` where the form is singular, the value a limit."""
    rough = None
    for digits in _WORKING:
        try:
            fine = evaluate_mp([value], point, digits)[0]
        except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
            return None
        if isinstance(fine, mpmath.mpc) or not mpmath.isfinite(fine):
            return None
        if rough is not None and abs(rough - fine) <= mpmath.mpf(10) ** -18 * abs(fine):
            return fine, float(abs(fine)) * 1e-17
        rough = fine
    return (mpmath.mpf(0), 0.0) if rough is not None and abs(rough) < mpmath.mpf(10) ** -30 else None


def _by_quadrature(density: Density, calculus: Calculus, point: Mapping[Any, Expr]) -> tuple[Any, float]:
    derivatives = calculus.log_density, calculus.score, calculus.hessian
    found = moments(density, *derivatives, dict(point))
    if len(density.variables) == 1 and not (found.ok and found.relative_error < _GOOD):
        found = moments(density, *derivatives, dict(point), digits=20)
    if not found.ok or not np.all(np.isfinite(found.outer)):
        raise DomainError(f"the information could not be computed at this point: {found.reason or 'it is infinite'}")
    return found.outer, float(np.max(np.abs(found.errors))) if np.size(found.errors) else 0.0
