"""Bessel functions in generated code: scaled, so that nothing overflows, and of orders whose terms cancel."""

from __future__ import annotations

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.domains import Expr


def without_scales(expression: Expr) -> Expr:
    """Write quotients of Bessel functions of one argument by scaled ones: the scales cancel.

    Examples
    --------
    >>> z = sp.Symbol("z", positive=True)
    >>> without_scales(z * sp.besseli(1, z) / sp.besseli(0, z) - 1)
    z*ScaledBesselI(1, z)/ScaledBesselI(0, z) - 1
    """
    expression = _by_higher_orders(expression)
    found = expression.atoms(sp.besseli)
    for z in {f.args[1] for f in found}:
        group = [f for f in found if f.args[1] == z]
        if _degree(expression, group) == 0:
            expression = expression.xreplace({f: _scaled(*f.args) for f in group})
    return expression


def _by_higher_orders(expression: Expr) -> Expr:
    """Write I_(n−1) as I_(n+1) + (2n/z) I_n (NIST DLMF 10.29.1) where the order is data.

    In the score of the Skellam distribution the terms in n cancel then, of which the difference would keep few digits.

    Examples
    --------
    >>> n, z = sp.Symbol("_x1", integer=True, nonnegative=True), sp.Symbol("z", positive=True)
    >>> _by_higher_orders((sp.besseli(n - 1, z) + sp.besseli(n + 1, z)) / (2 * sp.besseli(n, z)) - n / z)
    besseli(_x1 + 1, z)/besseli(_x1, z)
    """
    while True:
        found = {f.args for f in expression.atoms(sp.besseli) if holds_data(f.args[0])}
        lowest = [(n, z) for n, z in found if {(n + 1, z), (n + 2, z)} <= found]
        if not lowest:
            return expression
        n, z = min(lowest, key=sp.default_sort_key)
        higher = sp.besseli(n + 2, z) + 2 * (n + 1) / z * sp.besseli(n + 1, z)
        expression = sp.expand(expression.xreplace({sp.besseli(n, z): higher}))


def _scaled(order: Expr, z: Expr) -> Expr:
    """Return exp(-|z|) I_n(z), by its logarithm where the order is data, for which it may underflow."""
    return sp.exp(fn.LogScaledBesselI(order, z)) if holds_data(order) else fn.ScaledBesselI(order, z)


def _degree(e: Expr, group: list[Expr]) -> Expr | None:
    """Return the degree of a homogeneous expression in some functions, ``None`` if it is not homogeneous."""
    if e in group:
        return sp.S.One
    if not e.has(*group):
        return sp.S.Zero
    degrees = [_degree(a, group) for a in e.args]
    if None in degrees:
        return None
    if e.is_Add:
        return degrees[0] if len(set(degrees)) == 1 else None
    if e.is_Mul:
        return sp.Add(*degrees)
    if e.is_Pow:
        return degrees[0] * e.exp if degrees[1] == 0 else None
    return sp.S.Zero if not any(degrees) else None


def holds_data(expression: Expr) -> bool:
    """Whether an expression contains a variable of the density (``_x1``) or the distance in its place (``_d1``)."""
    return any(s.name[:2] in ("_x", "_d") for s in expression.free_symbols)
