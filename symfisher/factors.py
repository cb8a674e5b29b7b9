"""Independent parts: how a joint density splits into factors with variables of their own."""

from __future__ import annotations

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr


def independent_parts(density: Density) -> list[Density]:
    """Split a density with a product support into independent parts; one part if there is no split.

    Returns
    -------
    list of Density
        Each a density up to a factor free of its variables; factors free of all variables go to the first. Their product
        is the density.

    Examples
    --------
    >>> from symfisher.density import Quantity, own_symbol
    >>> from symfisher.domains import POSITIVE
    >>> x, y, r = (Quantity(n, own_symbol(k, i, POSITIVE), POSITIVE) for n, k, i in (("x", "x", 1), ("y", "x", 2), ("r", "t", 1)))
    >>> joint = Density(r.symbol**2 * sp.exp(-r.symbol * (x.symbol + y.symbol)), (x, y), (r,))
    >>> [len(part.variables) for part in independent_parts(joint)]
    [1, 1]
    """
    xs = set(density.xs)
    if len(xs) < 2 or any(e.free_symbols & xs for v in density.variables for e in v.domain.ends):
        return [density]
    factors = [p for f in sp.Mul.make_args(density.expression) for p in _pieces(f, xs)]
    groups: list[set[object]] = [{x} for x in density.xs]
    for factor in factors:
        touched = [g for g in groups if g & factor.free_symbols]
        groups = [g for g in groups if g not in touched] + ([set().union(*touched)] if touched else [])
    if len(groups) < 2:
        return [density]
    groups.sort(key=lambda g: min(density.xs.index(x) for x in g))
    free = [f for f in factors if not f.free_symbols & xs]
    parts = []
    for n, group in enumerate(groups):
        own = [f for f in factors if f.free_symbols & group] + (free if n == 0 else [])
        variables = tuple(v for v in density.variables if v.symbol in group)
        parts.append(Density(sp.Mul(*own), variables, density.parameters, density.constants))
    return parts


def _pieces(factor: Expr, xs: set[object]) -> list[Expr]:
    """Split exp of a sum, a power of a product and a power with a sum as exponent into factors."""
    if len(factor.free_symbols & xs) < 2:
        return [factor]
    if isinstance(factor, sp.exp):
        return [sp.exp(t) for t in sp.Add.make_args(sp.expand(factor.args[0]))]
    if factor.is_Pow:
        exponents = sp.Add.make_args(sp.expand(factor.exp))
        bases = sp.Mul.make_args(factor.base)
        return [b**e for e in exponents for b in bases]
    return [factor]
