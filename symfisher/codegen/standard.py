"""Formulas of the data in fewer operations: the standardized variable of location-scale densities, logistic functions.

Both are identities. With z = (x - location)/scale, entries that are free of the location otherwise are written in z; the
quotient exp(u)/(1 + exp(u)), kept by earlier passes as an exponential of a log-sum-exp, is 1/(1 + exp(-u)), which is right in
both tails in arithmetic with infinity.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.density import Density
from symfisher.domains import Expr

STANDARD = sp.Symbol("_v0", real=True)


def standardized(values: Sequence[Expr], density: Density) -> tuple[tuple[Expr, ...], Expr | None]:
    """Return the values, in the standardized variable ``_v0`` if that frees them of a location, and what it is.

    Examples
    --------
    >>> from symfisher import derive
    >>> d = derive("x ~ normal(mu, sigma)")
    >>> values, z = standardized(tuple(d.own.score), d.density)
    >>> values, z
    ((_v0/_t2, (_v0**2 - 1)/_t2), (-_t1 + _x1)/_t2)
    """
    values = tuple(_logistic(v) for v in values)
    if len(density.variables) != 1 or density.variables[0].domain.ends != (-sp.oo, sp.oo):
        return values, None
    x, used = density.xs[0], {s for v in values for s in v.free_symbols}
    for location, scale in permutations(density.thetas, 2):
        if not scale.is_positive or not {location, scale} <= used:
            continue
        moved = [v.xreplace({x: location + scale * STANDARD}) for v in values]
        if not any(location in v.free_symbols for v in moved):
            return tuple(sp.factor_terms(v) for v in moved), (x - location) / scale
    return values, None


def _logistic(value: Expr) -> Expr:
    """Write exp(u - log(1 + exp(u))) as 1/(1 + exp(-u))."""

    def rule(exponent: Any) -> Expr:
        for term in sp.Add.make_args(exponent):
            if isinstance(-term, fn.LogSumExp) and len(term.args) == 2 and sp.Integer(0) in (-term).args:
                u = next(a for a in (-term).args if a != 0)
                if sp.expand(exponent - term - u) == 0:
                    return 1 / (1 + sp.exp(-u))
        return sp.exp(exponent)

    return value.replace(sp.exp, rule) if value.has(fn.LogSumExp) else value
