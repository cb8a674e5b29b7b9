"""Likelihood equations solved for the parameters, in the means of the sufficient statistics.

Where there are as many statistics T as equations, Σ c(θ)·(T − τ(θ)) = 0 with c regular says T = τ(θ): each statistic is
equal to its expectation. These equations are shorter, and often each has only one parameter that is not known yet from
those before. Otherwise SymPy solves the equations as they are.

References
----------
Barndorff-Nielsen (1978), Information and Exponential Families, §9.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.errors import RegularityError
from symfisher.inference.algebra import inverse, tidy, within_time
from symfisher.signs import Signs

_SECONDS = 8.0


def solutions(
    equations: Sequence[Expr], thetas: Sequence[Any], means: Sequence[Any], signs: Signs
) -> Iterator[list[Expr]]:
    """Yield values of the parameters that may solve the score equations.

    Parameters
    ----------
    equations
        Mean scores, linear in the ``means`` of the statistics.

    Examples
    --------
    >>> m, s = sp.symbols("m s", positive=True)
    >>> x, y = sp.symbols("x y", positive=True)
    >>> next(solutions([(x - m) / s**2, (y - 2 * m * x + m**2) / s**3 - 1 / s], [m, s], [x, y], Signs({})))
    [x, sqrt(-x**2 + y)]
    """
    moments = moment_equations(equations, means, signs)
    if moments is not None:
        yield from _one_by_one(moments, thetas, {}, signs)
    bare = [sp.Symbol(f"_r{i}") for i in range(len(thetas))]
    rule = dict(zip(thetas, bare, strict=True))
    numerators = [sp.numer(sp.together(e)) for e in equations]
    for symbols, system in ((thetas, numerators), (bare, [e.xreplace(rule) for e in numerators])):
        for solution in within_time(sp.solve, system, list(symbols), dict=True, seconds=_SECONDS) or []:
            values = [solution.get(s) for s in symbols]
            if all(v is not None and not v.free_symbols & {*bare, *thetas} for v in values):
                yield [within_time(tidy, v, signs) or v for v in values]


def moment_equations(equations: Sequence[Expr], means: Sequence[Any], signs: Signs) -> list[Expr] | None:
    """Return T − τ(θ) for each statistic, if there are as many as equations and these are regular in them."""
    if len(means) != len(equations):
        return None
    expanded = [sp.expand(e) for e in equations]
    slopes = sp.ImmutableMatrix([[e.coeff(m, 1) for m in means] for e in expanded])
    free = sp.ImmutableMatrix([e.xreplace(dict.fromkeys(means, sp.S.Zero)) for e in expanded])
    try:
        expected = within_time(lambda: tidy(-inverse(slopes, signs) * free, signs), seconds=_SECONDS)
    except RegularityError:
        return None
    return None if expected is None else [m - e for m, e in zip(means, expected, strict=True)]


def _one_by_one(
    equations: Sequence[Expr], thetas: Sequence[Any], found: dict[Any, Expr], signs: Signs
) -> Iterator[list[Expr]]:
    """Solve an equation with one unknown parameter, put it into the others, and so on; every branch is followed."""
    unknown = [t for t in thetas if t not in found]
    if not unknown:
        yield [within_time(tidy, found[t], signs) or found[t] for t in thetas]
        return
    singles = [(e, inside[0]) for e in equations if len(inside := [t for t in unknown if e.has(t)]) == 1]
    if not singles:
        return
    equation, theta = min(singles, key=lambda pair: (sp.count_ops(pair[0]), sp.default_sort_key(pair[0])))
    for value in within_time(sp.solve, equation, theta) or []:
        rest = [e.xreplace({theta: value}) for e in equations if e is not equation]
        yield from _one_by_one(rest, thetas, {**found, theta: value}, signs)
