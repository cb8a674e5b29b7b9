"""The Hammersley-Chapman-Robbins bound: what an unbiased estimator can reach where there is no Cramér-Rao bound.

For every shift h with supp f(·; θ+h) inside supp f(·; θ), and n independent observations,

    Var T ≥ h² / ((1 + χ²(h))ⁿ − 1),   1 + χ²(h) = E_{θ+h}[f(x; θ+h) / f(x; θ)],

and the bound is the supremum over h. No derivative, no boundary term, no regularity is needed. Where the supremum was
searched for numerically the result says so: every h gives a valid bound, so one that is missed leaves a weaker bound.

References
----------
Hammersley (1950), J. R. Statist. Soc. B 12, 192-240; Chapman & Robbins (1951), Ann. Math. Statist. 22, 581-586.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import mpmath
import numpy as np
import sympy as sp

from symfisher.calculus import Calculus
from symfisher.density import Density, Quantity
from symfisher.domains import POSITIVE, Expr
from symfisher.errors import DomainError
from symfisher.evaluation import Walk
from symfisher.quadrature import expectations

_GRID = 10.0 ** np.arange(-2.0, 1.01, 0.125)
"""Sizes of trial shifts, relative to the size of the parameter."""
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
_REFINEMENTS = 24
_STEPS = range(1, 13)


@dataclass(frozen=True)
class ChapmanRobbins:
    """A lower bound for the variance of unbiased estimators of one parameter.

    Attributes
    ----------
    parameter
        Its name; the other parameters are taken as known.
    n
        Number of observations.
    value
        The bound, in squared units of the parameter.
    shift
        The shift h at which it is reached.
    status
        ``exact`` where `expression` gives the supremum in closed form, ``numeric`` where it was searched for.
    expression
        The exact bound in our symbols, or ``None``.
    """

    parameter: str
    n: int
    value: float
    shift: float
    status: Literal["exact", "numeric"]
    expression: Expr | None = None


def hammersley_chapman_robbins(
    density: Density, calculus: Calculus, theta_point: Mapping[Any, Expr], n: int = 1, parameter: str | None = None
) -> ChapmanRobbins:
    """Return the bound for one parameter at one point.

    Parameters
    ----------
    density, calculus
        The model and its derivatives (the log-density is what is used).
    theta_point
        Value of every parameter and constant symbol.
    n
        Number of independent observations.
    parameter
        Name of the parameter; the first by default. Shifts of an integer parameter are integers.

    Raises
    ------
    DomainError
        ``n`` is no positive integer, the parameter is unknown, or no shift is admissible.

    Examples
    --------
    >>> from symfisher.calculus import differentiate
    >>> from symfisher.density import Quantity, own_symbol
    >>> from symfisher.domains import POSITIVE, Interval
    >>> t = Quantity("theta", own_symbol("t", 1, POSITIVE), POSITIVE)
    >>> inside = Interval(sp.S.Zero, t.symbol)
    >>> f = Density(1 / t.symbol, (Quantity("x", own_symbol("x", 1, inside), inside),), (t,))
    >>> found = hammersley_chapman_robbins(f, differentiate(f), {t.symbol: sp.Integer(3)})
    >>> found.status, f.present(found.expression)
    ('exact', theta**2/4)
    """
    if n < 1:
        raise DomainError(f"n: got {n}, needs a positive number of observations")
    quantity = _parameter(density, parameter)
    power = end_power(density, quantity)
    if power is not None and quantity.domain == POSITIVE:
        return _of_uniform(theta_point, n, quantity, uniform_constant(n * power))
    return _searched(density, calculus, theta_point, n, quantity)


def _of_uniform(point: Mapping[Any, Expr], n: int, quantity: Quantity, constant: tuple[Any, Any]) -> ChapmanRobbins:
    """Return the bound c·θ², every shift being admissible."""
    factor, t = constant
    size = float(Walk(dict(point)).value(quantity.symbol))
    expression = factor * quantity.symbol**2 if isinstance(factor, sp.Basic) else None
    status: Literal["exact", "numeric"] = "exact" if expression is not None else "numeric"
    return ChapmanRobbins(quantity.name, n, float(factor) * size**2, (float(t) - 1.0) * size, status, expression)


def uniform_constant(n: int) -> tuple[Any, Any]:
    """Return (c, t): the bound is c·θ² for n uniform observations on (0, θ), reached at the shift (t − 1)θ.

    t is the root in (0, 1) of 2(t + … + tⁿ) = n, and c = (1 − t)² tⁿ / (1 − tⁿ): 1/4 for n = 1, (5√5 − 11)/2 for n = 2,
    exact there and a number beyond; n²·c tends to `limit_constant`.
    """
    if n == 1:
        return sp.Rational(1, 4), sp.Rational(1, 2)
    if n == 2:
        return (5 * sp.sqrt(5) - 11) / 2, (sp.sqrt(5) - 1) / 2
    with mpmath.workdps(25):
        # n(1 - t) = 2t(1 - t**n): the geometric sum in closed form, so that a large n costs nothing.
        low, high = mpmath.mpf(1) / 2, 1 - mpmath.mpf(1) / n
        t = mpmath.findroot(lambda v: n * (1 - v) - 2 * v * (1 - v**n), (low, high), solver="anderson", tol=1e-40)
        return float((1 - t) ** 2 * t**n / (1 - t**n)), float(t)


def limit_constant() -> Expr:
    """Return lim n²·c(n) = max of u²/(eᵘ − 1) = 0.6476…, in closed form by the Lambert function.

    Examples
    --------
    >>> round(float(limit_constant()), 4)
    0.6476
    """
    u = 2 + sp.LambertW(-2 * sp.exp(-2))
    return u * (2 - u)


def end_power(density: Density, quantity: Quantity) -> int | None:
    """Return m where f is x**(m−1)·m/θ**m on (0, θ): n observations are then like n·m uniform ones, else ``None``."""
    if len(density.variables) > 1 or density.discrete:
        return None
    lower, upper = density.variables[0].domain.ends
    if lower != 0 or upper != quantity.symbol:
        return None
    m = -sp.cancel(quantity.symbol * sp.diff(density.expression, quantity.symbol) / density.expression)
    return int(m) if m.is_Integer and m > 0 else None


def _parameter(density: Density, name: str | None) -> Quantity:
    chosen = [q for q in density.parameters if name is None or q.name == name]
    if not chosen:
        known = ", ".join(q.name for q in density.parameters)
        raise DomainError(f"unknown parameter '{name}'; the parameters are {known}")
    return chosen[0]


def _searched(
    density: Density, calculus: Calculus, point: Mapping[Any, Expr], n: int, quantity: Quantity
) -> ChapmanRobbins:
    """Take the best of a grid of shifts on both sides, and refine it between its neighbours."""
    bound = _bound_function(density, calculus, point, n, quantity)
    if quantity.domain.discrete:
        trials = [float(s * h) for h in _STEPS for s in (-1, 1)]
        value, shift = max((bound(h), -abs(h), h) for h in trials)[::2]
    else:
        value, shift = max(
            (_climbed(bound, side * _scale(point, quantity)) for side in (-1.0, 1.0)), key=lambda v: v[0]
        )
    if value <= 0.0:
        raise DomainError(
            f"no shift of {quantity.name} keeps the support inside itself: there is no bound of this kind"
        )
    return ChapmanRobbins(quantity.name, n, value, shift, "numeric")


def _scale(point: Mapping[Any, Expr], quantity: Quantity) -> float:
    return abs(float(Walk(dict(point)).value(quantity.symbol))) or 1.0


def _climbed(bound: Callable[[float], float], scale: float) -> tuple[float, float]:
    shifts = scale * _GRID
    values = [bound(float(h)) for h in shifts]
    best = int(np.argmax(values))
    low, high = float(shifts[max(best - 1, 0)]), float(shifts[min(best + 1, len(shifts) - 1)])
    top = (values[best], float(shifts[best]))
    for _ in range(_REFINEMENTS if top[0] > 0 else 0):
        inner = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        found = bound(inner[0]), bound(inner[1])
        low, high = (low, inner[1]) if found[0] >= found[1] else (inner[0], high)
        top = max(top, (found[0], inner[0]), (found[1], inner[1]))
    return top


def _bound_function(
    density: Density, calculus: Calculus, point: Mapping[Any, Expr], n: int, quantity: Quantity
) -> Callable[[float], float]:
    """Return h ↦ h² / ((1 + χ²(h))ⁿ − 1), zero where the shift is not admissible."""
    at = sp.sympify(point[quantity.symbol], strict=True)
    ratio = sp.exp(calculus.log_density - calculus.log_density.xreplace({quantity.symbol: at}))

    def bound(h: float) -> float:
        shifted = {
            **point,
            quantity.symbol: at + (int(h) if quantity.domain.discrete else sp.Rational(str(round(h, 12)))),
        }
        step = float(shifted[quantity.symbol] - at)
        if step == 0.0 or not _is_admissible(density, point, shifted, quantity):
            return 0.0
        values, errors = expectations(density, [ratio], shifted)
        chi = float(values[0])
        if not math.isfinite(chi) or not math.isfinite(float(errors[0])) or chi - 1.0 <= 10.0 * float(errors[0]):
            return 0.0
        growth = n * math.log(chi)
        return step**2 / math.expm1(growth) if growth < 700.0 else 0.0

    return bound


def _is_admissible(
    density: Density, point: Mapping[Any, Expr], shifted: Mapping[Any, Expr], quantity: Quantity
) -> bool:
    """Whether the shifted parameter is in its domain and its support is inside the support at ``point``."""
    if not quantity.domain.contains(shifted[quantity.symbol], shifted):
        return False
    for variable in density.variables:
        ends = variable.domain.ends
        if not any(quantity.symbol in e.free_symbols for e in ends):
            continue
        if any(e.free_symbols & set(density.xs) for e in ends):
            return False
        here, there = Walk(dict(point)), Walk(dict(shifted))
        if there.value(ends[0]) < here.value(ends[0]) or there.value(ends[1]) > here.value(ends[1]):
            return False
    return True


__all__ = ["ChapmanRobbins", "end_power", "hammersley_chapman_robbins", "limit_constant", "uniform_constant"]


def instead_of_cramer_rao(density: Density) -> tuple[str, ...]:
    """Return a sentence with the exact bounds for each parameter that is such an end of the support; none otherwise."""
    notes = []
    for quantity in density.parameters:
        power = end_power(density, quantity)
        if power is None or quantity.domain != POSITIVE:
            continue
        exact = [(n, uniform_constant(n * power)[0]) for n in (1, 2) if n * power <= 2]
        bounds = [f"{density.present(c * quantity.symbol**2)} for n = {n}" for n, c in exact]
        limit = f"{float(limit_constant()) / power**2:.4f} {quantity.name}**2/n**2 as n grows (numeric)"
        notes.append(
            f"there is no Cramér-Rao bound for {quantity.name}; the Hammersley-Chapman-Robbins bound on the variance of an "
            f"unbiased estimator is {', '.join([*bounds, limit])}"
        )
    return tuple(notes)
