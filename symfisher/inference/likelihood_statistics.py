"""Wald's, the score and the likelihood-ratio statistic as formulas, for one parameter with an estimator in closed form.

References
----------
Wald (1943), Trans. AMS 54; Rao (1948), Proc. Camb. Phil. Soc. 44 (score statistic); Wilks (1938), Ann. Math. Statist.
9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.inference.algebra import information_of, tidy, within_time
from symfisher.inference.sample import split
from symfisher.signs import Signs


def symbol_domain(symbol: Any) -> Any:
    """Return the widest domain that a statistic's symbol is declared with."""
    from symfisher.domains import POSITIVE, REAL

    return POSITIVE if symbol.is_positive else REAL


def null_symbol(parameter: Quantity) -> Any:
    """Return the symbol of the value θ₀ that is tested."""
    return sp.Symbol("_t0", **parameter.symbol.assumptions0)


def null_formulas(
    derivation: Derivation, estimator: Sequence[Expr], names: Mapping[str, tuple[Any, Expr]], n: Expr
) -> tuple[tuple[str, Expr], ...]:
    """Return Wald's, the score and the likelihood-ratio statistic for θ = θ₀; each tends to χ² with 1 degree."""
    density = derivation.density
    signs = Signs.of(density).extended({s: symbol_domain(s) for s, _ in names.values()})
    theta, null = density.thetas[0], null_symbol(density.parameters[0])
    information = information_of(derivation)[0]
    means = {t: s for s, t in names.values()}
    score = _in_means(derivation.own.score[0], means, density, signs)
    log_ratio = _in_means(derivation.own.log_density - _base(derivation), means, density, signs)
    at_null = {theta: null}
    wald = n * (estimator[0] - null) ** 2 * information.xreplace({theta: estimator[0]})
    rao = n * score.xreplace(at_null) ** 2 / information.xreplace(at_null)
    ratio = 2 * n * (log_ratio.xreplace({theta: estimator[0]}) - log_ratio.xreplace(at_null))
    shorter = [
        within_time(tidy, e, signs.extended({null: density.parameters[0].domain})) or e for e in (wald, rao, ratio)
    ]
    return tuple(zip(("Wald's statistic", "score statistic", "likelihood-ratio statistic"), shorter, strict=True))


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
