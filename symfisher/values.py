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
from symfisher.quadrature.moments import Moments

_SHOWN = 17
_WORKING = (30, 50, 100, 200)
_GOOD = 1e-13
_NOT_COMPUTED = "the information could not be computed at this point"
_MASS = 1e-7
"""Distance from 1 up to which the mass is taken to be found."""
_CENTRED = 1e-6
"""Mean score, in standard deviations, up to which it is taken for zero."""
_ALONE = 1e-9
"""Error up to which an entry counts as computed beside one that diverges, relative to its size or to 1."""


def numerical_value(
    density: Density,
    calculus: Calculus,
    proofs: Sequence[Sequence[Proof | None]],
    at: Mapping[str, Expr],
    infinite: Sequence[tuple[int, int]] = (),
    centred: bool = False,
) -> NumericalValue:
    """Evaluate the expected information at one point.

    Parameters
    ----------
    at
        Name to exact value, for every parameter and constant.
    infinite
        Entries known to diverge.
    centred
        Whether E[score] is known to be zero, which quadrature must then confirm.

    Returns
    -------
    NumericalValue
        Closed forms to 17 digits, limits at their removable singularities, expectations by quadrature elsewhere; ``inf``
        on the diagonal and ``nan`` beside it where an expectation diverges; with an absolute error estimate for the rest.

    Raises
    ------
    DomainError
        A name is missing or unknown, a value is outside its domain, a function of the density has no values, or
        quadrature does not converge.
    """
    point = _point(density, at)
    k = len(density.parameters)
    rows = [[mpmath.mpf(0)] * k for _ in range(k)]
    error, fallback = 0.0, None
    exists = [_holds(proofs[i][i], point) for i in range(k)]
    for i in range(k):
        for j in range(i, k):
            if (i, j) in infinite:
                rows[i][j] = rows[j][i] = _divergent(i, j)
                continue
            proof = proofs[i][j] if exists[i] and exists[j] and _holds(proofs[i][j], point) else None
            found = None if proof is None else _closed(proof.value, point)
            if found is None:
                fallback = fallback or _by_quadrature(density, calculus, point, centred)
                found = _existing(fallback, i, j)
            rows[i][j] = rows[j][i] = found[0]
            error = max(error, found[1])
    shown = tuple(tuple(mpmath.nstr(v, _SHOWN, strip_zeros=True).lstrip("+") for v in row) for row in rows)
    return NumericalValue(dict(at), shown, error)


def _holds(proof: Proof | None, point: Mapping[Any, Expr]) -> bool:
    """Whether nothing says that an expectation does not exist at a point."""
    conditions = () if proof is None else proof.conditions
    return all(c.xreplace(point) == sp.true for c in conditions if not isinstance(c, sp.Ne))


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


def _by_quadrature(density: Density, calculus: Calculus, point: Mapping[Any, Expr], centred: bool) -> Moments:
    derivatives = calculus.log_density, calculus.score, calculus.hessian
    found = moments(density, *derivatives, dict(point))
    if len(density.variables) == 1 and not (found.ok and found.relative_error < _GOOD):
        found = moments(density, *derivatives, dict(point), digits=20)
    if not abs(found.mass - 1) < _MASS:
        raise DomainError(f"{_NOT_COMPUTED}: only {found.mass:.6g} of the mass was found")
    spread = np.sqrt(np.maximum(np.diag(found.outer), 0))
    if centred and not np.all(np.abs(found.mean_score) <= _CENTRED * spread):
        raise DomainError(f"{_NOT_COMPUTED}: the mean score did not come out as zero")
    return found


def _divergent(i: int, j: int) -> Any:
    return mpmath.inf if i == j else mpmath.nan


def _existing(found: Moments, i: int, j: int) -> tuple[Any, float]:
    """Return an entry of E[score scoreᵀ] and its error; infinite, or no number off the diagonal, where it diverges."""
    if found.divergent is not None and found.divergent[i, j]:
        return _divergent(i, j), 0.0
    value, error = float(found.outer[i, j]), float(found.errors[i, j])
    beside = found.divergent is not None and (found.divergent[i, i] or found.divergent[j, j])
    known = found.ok or bool(found.reached is not None and found.reached[i, j])
    if not np.isfinite(value) or not (known or (beside and error <= _ALONE * (1 + abs(value)))):
        raise DomainError(f"{_NOT_COMPUTED}: {found.reason}")
    return mpmath.mpf(value), error
