"""Means of rational functions under a rational density on the whole line, as of Cauchy and some Student densities: residues.

If f = h p has no pole on the line and falls as 1/x² or faster, ∫ f dx = 2πi Σ Res f over the poles in the upper half-plane. The
poles here are u + iv, from denominators (x − u)² + v² with v proved positive.

References
----------
Ahlfors (1979), Complex Analysis, 3rd ed., section 4.5.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.problem import Problem
from symfisher.inference.algebra import tidy
from symfisher.signs import Signs

_HIGHEST = 6
"""Largest sum of the orders of the poles."""

_J = sp.Symbol("_j")
"""The imaginary unit, as a symbol that polynomial arithmetic takes like any other."""


def rational_mean(problem: Problem, h: Expr) -> Expr | None:
    """Return E[h]; ``None`` where h p is no such rational function.

    Examples
    --------
    >>> from symfisher.inference.expecting import problem_for
    >>> from symfisher.reading import read
    >>> problem = problem_for(read("x ~ cauchy(0, g)"))
    >>> problem.density.present(rational_mean(problem, 1 / (1 + problem.density.xs[0] ** 2)))
    1/(g + 1)
    """
    density = problem.density
    if len(density.variables) > 1 or density.variables[0].domain.ends != (-sp.oo, sp.oo):
        return None
    x, p = density.xs[0], density.expression
    if density.discrete or not p.is_rational_function(x) or not h.is_rational_function(x):
        return None
    top, bottom = sp.fraction(sp.cancel(sp.together(h * p)))
    poles = _poles(bottom, x, problem.signs)
    if poles is None or sp.degree(top, x) > sp.degree(bottom, x) - 2:
        return None
    constant, found = poles
    known, rest = sp.factor(top / constant).as_independent(x, as_Add=False)
    return known * _sum_of_residues(rest, x, found)


def _poles(bottom: Expr, x: Any, signs: Signs) -> tuple[Expr, list[tuple[Expr, Expr, int]]] | None:
    """Write a polynomial as c Π ((x − u)² + v²)ⁿ; return c and every (u, v, n)."""
    constant, factors = sp.factor_list(bottom)
    found = []
    for factor, n in factors:
        degree = sp.degree(factor, x) if factor.has(x) else 0
        if degree == 0:
            constant *= factor**n
            continue
        if degree != 2:
            return None
        a, b, c = (sp.expand(factor).coeff(x, k) for k in (2, 1, 0))
        square = sp.factor(sp.cancel((4 * a * c - b**2) / (4 * a**2)))
        width = tidy(sp.sqrt(square), signs)
        if not (signs.positive(square) and signs.positive(width)):
            return None
        constant *= a**n
        found.append((sp.cancel(-b / (2 * a)), width, n))
    return (constant, found) if found and sum(n for *_, n in found) <= _HIGHEST else None


def _sum_of_residues(top: Expr, x: Any, poles: list[tuple[Expr, Expr, int]]) -> Expr:
    """Return 2πi Σ Res of top/Π((x − u)² + v²)ⁿ over the u + iv."""
    us, vs = (_short_names(name, [pole[k] for pole in poles]) for k, name in ((0, "_u"), (1, "_v")))
    factors = [((x - u) ** 2 + v**2) ** n for u, v, (*_, n) in zip(us, vs, poles, strict=True)]
    total = sp.S.Zero
    for i, (*_, n) in enumerate(poles):
        others = sp.Mul(*(f for k, f in enumerate(factors) if k != i))
        rest = top / ((x - us[i] + _J * vs[i]) ** n * others)
        slope = sp.diff(rest, x, n - 1) / factorial(n - 1)
        total += _real_part(2 * sp.pi * _J * slope.xreplace({x: us[i] + _J * vs[i]}))
    values = {s: pole[k] for k, names in ((0, us), (1, vs)) for s, pole in zip(names, poles, strict=True)}
    return sp.factor(total).xreplace(values)


def _short_names(name: str, values: Sequence[Expr]) -> list[Expr]:
    """Return a symbol for every value that is not a symbol or a number already."""
    return [v if v.is_Symbol or v.is_number else sp.Symbol(f"{name}{i}", real=True) for i, v in enumerate(values)]


def _real_part(e: Expr) -> Expr:
    """Return the real part of a rational function of the imaginary unit: that of top times the conjugate of the bottom."""
    unit = sp.Poly(_J**2 + 1, _J)
    top, bottom = (sp.Poly(part, _J).rem(unit).as_expr() for part in sp.fraction(sp.together(e)))
    (a, b), (c, d) = ((part.coeff(_J, 0), part.coeff(_J, 1)) for part in map(sp.expand, (top, bottom)))
    return sp.cancel((a * c + b * d) / (c**2 + d**2))
