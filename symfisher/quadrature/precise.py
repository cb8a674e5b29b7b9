"""Integrals on a line with many digits: the double-exponential rule of `line`, in mpmath.

Slow, a second or so: used where more digits are asked for than double precision has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import mpmath as mp

from symfisher.density import Density
from symfisher.domains import Expr, Interval
from symfisher.errors import DomainError
from symfisher.evaluation import Shifted, Walk, evaluate_mp
from symfisher.quadrature.locate import find_mode, special_points, spread

_FIRST_LEVEL = 3
_LAST_LEVEL = 7
_MASS_LOST = 1e-9


def outer_precisely(
    density: Density, log_density: Expr, score: Any, point: Mapping[Any, Any], digits: int = 30
) -> tuple[list[list[Any]], Any]:
    """Return E[score scoreᵀ] of a density of one continuous variable as mpf, and the greatest estimated error.

    The error is infinite where the nodes did not find the mass of the density.

    Raises
    ------
    DomainError
        The density has several variables or a discrete one.
    """
    variable = density.variables[0]
    if len(density.variables) > 1 or not isinstance(variable.domain, Interval):
        raise DomainError("many digits are given for one continuous variable only")
    k = len(density.parameters)
    pairs = [(i, j) for i in range(k) for j in range(i, k)]
    expressions = [log_density, *[score[i] for i in range(k)]]

    def integrand(x: Any) -> list[Any]:
        log, *scores = evaluate_mp(expressions, {**point, variable.symbol: x}, 2 * digits + 10)
        weight = mp.exp(log) if mp.isfinite(log) else mp.mpf(0)
        return [weight, *(weight * scores[i] * scores[j] for i, j in pairs)]

    cuts, scale = _cuts(variable, log_density, expressions, point, digits)
    (mass, *values), errors = integrate_precisely(integrand, cuts, scale, digits)
    table = dict(zip(pairs, values, strict=True))
    error = max(errors) if abs(mass - 1) < _MASS_LOST else mp.inf
    return [[table[min(i, j), max(i, j)] for j in range(k)] for i in range(k)], error


def _cuts(
    variable: Any, log_density: Expr, expressions: Sequence[Expr], point: Mapping[Any, Any], digits: int
) -> tuple[list[Any], float]:
    """Return the ends with kinks and mode between them, and the width of the mass."""
    ends = evaluate_mp(list(variable.domain.ends), point, 2 * digits + 10)
    kinks, anchors = special_points(expressions, variable.symbol, point)
    exact = [mp.mpf(k) if f is None else mp.mpf(f.numerator) / f.denominator for k, f in kinks.items()]
    inner = [k for k in exact if ends[0] < k < ends[1]]
    finite = [float(e) for e in (*ends, *inner) if mp.isfinite(e)]
    trial = spread([0.0, *anchors, *finite])
    trial = trial[(trial > float(ends[0])) & (trial < float(ends[1]))]

    def along(x: Any) -> Any:
        return Walk({**point, variable.symbol: Shifted(0.0, x)}).value(log_density)

    found = find_mode(along, trial)
    if found is None:
        return [ends[0], *inner, ends[1]], 1.0
    mode = [mp.mpf(found[0])] if ends[0] < found[0] < ends[1] and not inner else []
    return [ends[0], *sorted([*inner, *mode]), ends[1]], found[1]


def integrate_precisely(
    integrand: Callable[[Any], Sequence[Any]], cuts: Sequence[Any], scale: Any, digits: int
) -> tuple[list[Any], list[Any]]:
    """Return the integrals of several functions over consecutive ranges and the changes at the last halving.

    Parameters
    ----------
    integrand
        Maps an mpf to the values of all functions there.
    cuts
        Ends and inner divisions, ascending; the outer ones may be infinite.
    scale
        Width of the mass, the unit of length on infinite ranges.
    digits
        Digits wanted; the working precision is ten digits more.
    """
    values: list[Any] = []
    errors: list[Any] = []
    with mp.workdps(digits + 10):
        for lower, upper in pairwise(cuts):
            part, change = _range(integrand, lower, upper, mp.mpf(scale), digits)
            values = [a + b for a, b in zip(values, part, strict=True)] if values else part
            errors = [a + b for a, b in zip(errors, change, strict=True)] if errors else change
    return values, errors


def _range(
    integrand: Callable[[Any], Sequence[Any]], lower: Any, upper: Any, scale: Any, digits: int
) -> tuple[list[Any], list[Any]]:
    """Return the integrals over one range by halving the step until they agree."""
    limit = mp.asinh(2 * (digits + 10) * mp.log(10) / mp.pi) + 1
    previous: list[Any] | None = None
    change: list[Any] = []
    total: list[Any] = []
    for level in range(_FIRST_LEVEL, _LAST_LEVEL + 1):
        step = mp.mpf(2) ** -level
        number = int(mp.ceil(limit / step))
        fresh = range(-number, number + 1) if previous is None else range(1 - number - number % 2, number + 1, 2)
        terms = [_term(integrand, lower, upper, scale, step * n) for n in fresh]
        added = [step * mp.fsum(column) for column in zip(*terms, strict=True)]
        total = added if previous is None else [p / 2 + a for p, a in zip(previous, added, strict=True)]
        change = [abs(t - p) for t, p in zip(total, previous or [mp.inf] * len(total), strict=True)]
        if max(change) <= mp.mpf(10) ** (-digits) * max(abs(t) for t in total):
            break
        previous = total
    return total, change


def _term(integrand: Callable[[Any], Sequence[Any]], lower: Any, upper: Any, scale: Any, t: Any) -> list[Any]:
    """Return integrand times dx/dt at one node; a function that is not a number there counts as zero."""
    u, slope = mp.pi / 2 * mp.sinh(t), mp.pi / 2 * mp.cosh(t)
    if mp.isinf(lower) and mp.isinf(upper):
        x, weight = scale * mp.sinh(u), scale * mp.cosh(u)
    elif mp.isinf(upper):
        x, weight = lower + scale * mp.exp(u), scale * mp.exp(u)
    elif mp.isinf(lower):
        x, weight = upper - scale * mp.exp(u), scale * mp.exp(u)
    else:
        part = 1 / (1 + mp.exp(-2 * u))
        x, weight = lower + (upper - lower) * part, 2 * (upper - lower) * part * (1 - part)
    if x in (lower, upper):
        x = None
    values = integrand(x) if x is not None else integrand(lower + (upper - lower) / 2)
    if x is None:
        return [mp.mpf(0) for _ in values]
    return [v * weight * slope if mp.isfinite(v) else mp.mpf(0) for v in values]
