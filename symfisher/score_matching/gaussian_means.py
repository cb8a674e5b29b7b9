"""Means of polynomials and exponentials under a Gaussian density of any dimension, by Stein's identity.

E[(x − m)ᵢ g(x)] = Σⱼ Vᵢⱼ E[∂ⱼ g(x)] lowers the degree of a polynomial until nothing is left of it; a factor exp(kx) moves
the mean by Vk. A density on x > 0 that is Gaussian in log x is treated there.

References
----------
Stein (1981), Ann. Statist. 9, 1135-1151, lemma 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.calculus import logarithm
from symfisher.domains import REAL, Expr
from symfisher.expectation.gaussian import gaussian
from symfisher.expectation.problem import Decline, Problem
from symfisher.inference.expecting import problem_for

_HIGHEST = 12
"""Largest degree that is lowered."""


def gaussian_mean(problem: Problem, h: Expr) -> Expr | None:
    """Return E[h] if the density is Gaussian, or Gaussian in log x, and h fits; else ``None``.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> problem = problem_for(read("x ~ normal(m, s)"))
    >>> problem.density.present(gaussian_mean(problem, problem.density.xs[0] ** 2))
    m**2 + s**2
    """
    shape = gaussian(problem)
    if not isinstance(shape, Decline):
        return mean_of(h, problem.density.xs, shape.mean, shape.covariance)
    return _in_logarithms(problem, h)


def is_gaussian(problem: Problem) -> bool:
    """Whether the density is Gaussian on the whole space."""
    return not isinstance(gaussian(problem), Decline)


def _in_logarithms(problem: Problem, h: Expr) -> Expr | None:
    """Take the mean with z = log x for x."""
    density = problem.density
    if len(density.variables) > 1 or density.variables[0].domain.ends != (0, sp.oo) or density.discrete:
        return None
    x = density.xs[0]
    z = sp.Symbol("_z", real=True)

    def image(e: Expr) -> Expr:
        return sp.powsimp(sp.expand_log(e.xreplace({x: sp.exp(z)})))

    inner = replace(
        density,
        expression=sp.exp(sp.expand(image(logarithm(density.expression, problem.signs)) + z)),
        variables=(replace(density.variables[0], symbol=z, domain=REAL),),
    )
    shape = gaussian(problem_for(inner))
    if isinstance(shape, Decline):
        return None
    return mean_of(image(h), (z,), shape.mean, shape.covariance)


def mean_of(h: Expr, xs: Sequence[Any], mean: Sequence[Expr], variance: Any) -> Expr | None:
    """Return E[h] under the Gaussian of that mean and variance (d, d); ``None`` if h is no polynomial times exponentials."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(sp.powsimp(sp.expand(h)))):
        value = _term(term, xs, mean, variance)
        if value is None:
            return None
        total += value
    return total


def _term(term: Expr, xs: Sequence[Any], mean: Sequence[Expr], variance: Any) -> Expr | None:
    """Return the mean of polynomial·exp(linear): the exponential moves the mean."""
    exponentials = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.exp) and f.has(*xs)]
    exponent = sp.expand(sp.Add(*(f.args[0] for f in exponentials)))
    slopes = [sp.diff(exponent, x) for x in xs]
    polynomial = sp.Mul(*(f for f in sp.Mul.make_args(term) if f not in exponentials))
    if any(s.has(*xs) for s in slopes) or not polynomial.is_polynomial(*xs):
        return None
    if sp.Poly(polynomial, *xs).total_degree() > _HIGHEST:
        return None
    d = len(xs)
    moved = [mean[i] + sum(variance[i, j] * slopes[j] for j in range(d)) for i in range(d)]
    at_mean = exponent.xreplace(dict(zip(xs, mean, strict=True)))
    half = sum(slopes[i] * variance[i, j] * slopes[j] for i in range(d) for j in range(d)) / 2
    return sp.exp(sp.expand(at_mean + half)) * _lowered(sp.Poly(polynomial, *xs), moved, variance)


def _lowered(poly: Any, mean: Sequence[Expr], variance: Any) -> Expr:
    """Apply E[xᵢ g] = mᵢ E[g] + Σⱼ Vᵢⱼ E[∂ⱼ g] until the polynomial is a number."""
    d = len(poly.gens)
    terms = dict(poly.terms())
    total = sp.S.Zero
    while terms:
        powers = max(terms, key=lambda p: (sum(p), p))
        c = terms.pop(powers)
        i = next((i for i, n in enumerate(powers) if n), None)
        if i is None:
            total += c
            continue
        rest = _changed(powers, i)
        terms[rest] = terms.get(rest, sp.S.Zero) + c * mean[i]
        for j in range(d):
            if rest[j]:
                lower = _changed(rest, j)
                terms[lower] = terms.get(lower, sp.S.Zero) + c * rest[j] * variance[i, j]
    return total


def _changed(powers: tuple[int, ...], i: int) -> tuple[int, ...]:
    return (*powers[:i], powers[i] - 1, *powers[i + 1 :])
