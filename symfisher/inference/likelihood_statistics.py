"""Wald's, the score and the likelihood-ratio statistic as formulas, where the estimator has a closed form; intervals.

References
----------
Wald (1943), Trans. AMS 54; Rao (1948), Proc. Camb. Phil. Soc. 44 (score statistic); Wilks (1938), Ann. Math. Statist.
9.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.inference.algebra import information_of, inverse, tidy, within_time
from symfisher.inference.maxima import Estimator
from symfisher.inference.sample import split
from symfisher.signs import Signs


def null_values(density: Density) -> tuple[Quantity, ...]:
    """Return the values θ₀ that are tested, as quantities called like the parameters with ``_0`` behind."""
    image = {p.symbol: sp.Symbol(f"_n{i}", **p.symbol.assumptions0) for i, p in enumerate(density.parameters)}
    return tuple(Quantity(f"{p.name}_0", image[p.symbol], p.domain.xreplace(image)) for p in density.parameters)


def wald_formula(derivation: Derivation, estimator: Estimator, n: Expr) -> tuple[tuple[str, Expr], ...]:
    """Return Wald's statistic for θ = θ₀, which tends to χ² with one degree of freedom a parameter."""
    density = derivation.density
    gap = sp.Matrix([e - q.symbol for e, q in zip(estimator.values, null_values(density), strict=True)])
    at_best = dict(zip(density.thetas, estimator.values, strict=True))
    wald = n * (gap.T * information_of(derivation).xreplace(at_best) * gap)[0]
    return (("Wald's statistic", within_time(tidy, wald, _signs(density, estimator)) or wald),)


def null_formulas(derivation: Derivation, estimator: Estimator, n: Expr) -> tuple[tuple[str, Expr], ...]:
    """Return Wald's, the score and the likelihood-ratio statistic for θ = θ₀; each tends to χ², one degree a parameter."""
    density = derivation.density
    tested = null_values(density)
    signs = _signs(density, estimator)
    information = information_of(derivation)
    means = {s.of: s.symbol for s in estimator.statistics}
    score = sp.Matrix([_in_means(s, means, density, signs) for s in derivation.own.score])
    log_ratio = _in_means(derivation.own.log_density - _base(derivation), means, density, signs)
    at_null = {t: q.symbol for t, q in zip(density.thetas, tested, strict=True)}
    at_best = dict(zip(density.thetas, estimator.values, strict=True))
    rao = n * (score.T * inverse(information, signs) * score)[0].xreplace(at_null)
    ratio = 2 * n * (log_ratio.xreplace(at_best) - log_ratio.xreplace(at_null))
    shorter = [within_time(tidy, e, signs) or e for e in (rao, ratio)]
    named = tuple(zip(("score statistic", "likelihood-ratio statistic"), shorter, strict=True))
    return (*wald_formula(derivation, estimator, n), *named)


def interval_formulas(
    derivation: Derivation, estimator: Estimator, n: Expr, score_statistic: Expr, z: Any
) -> tuple[tuple[str, Expr], ...]:
    """Return the ends of Wald's interval for the only parameter, and of the score's where they solve a quadratic equation.

    Parameters
    ----------
    score_statistic
        As `null_formulas` gives it.
    z
        Symbol of the normal quantile: 1.96 for 95 per cent.
    """
    density = derivation.density
    signs, (best,) = _signs(density, estimator), estimator.values
    theta, null = density.thetas[0], null_values(density)[0].symbol
    variance = 1 / (n * information_of(derivation)[0].xreplace({theta: best}))
    half = z * sp.sqrt(within_time(tidy, variance, signs) or variance)
    found = [("Wald interval", sp.ImmutableMatrix([[best - half, best + half]]))]
    numerator = sp.numer(sp.together(score_statistic - z**2))
    if numerator.is_polynomial(null) and sp.degree(numerator, null) == 2:
        a, b, c = sp.Poly(numerator, null).all_coeffs()
        root = sp.sqrt(sp.factor(b**2 - 4 * a * c))
        a, b = (-a, -b) if signs.negative(a) else (a, b)
        ends = [within_time(tidy, e, signs) or e for e in ((-b - root) / (2 * a), (-b + root) / (2 * a))]
        found.append(("score interval", sp.ImmutableMatrix([ends])))
    return tuple(found)


def _signs(density: Density, estimator: Estimator) -> Signs:
    known = (*(s.quantity for s in estimator.statistics), *null_values(density))
    return Signs.of(density).extended({q.symbol: q.domain for q in known})


def _base(derivation: Derivation) -> Expr:
    """Return the terms of the log-density that are free of the parameters: they cancel in a ratio."""
    ts = set(derivation.density.thetas)
    return sp.Add(*(t for t in sp.Add.make_args(derivation.own.log_density) if not t.free_symbols & ts))


def _in_means(h: Expr, means: Mapping[Expr, Any], density: Density, signs: Signs) -> Expr:
    """Return the mean of h over the sample, written in the means of the statistics."""
    parts = split(h, density.xs, density.thetas, signs)
    total = parts.free
    for c, t in zip(parts.coefficients, parts.statistics, strict=True):
        total += (
            c * means.get(t, sp.S.Zero)
            if t in means
            else sp.S.Zero
            if not c.free_symbols & set(density.thetas)
            else sp.nan
        )
    return total
