"""Formulas at counts of zero: x**b·log(x) is 0 there, its limit, where 0·log(0) is no number."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.codegen.stable import Positive
from symfisher.density import Density
from symfisher.domains import Expr, IntegerRange


def with_zero_counts(expression: Expr, density: Density, positive: Positive) -> Expr:
    """Return an expression that is a number where a discrete variable is zero and the expression has a limit.

    Examples
    --------
    A product of a power and a logarithm of the variable becomes ``Piecewise((x**b*log(x), x > 0), (0, True))``.
    """
    for variable in density.variables:
        domain, x = variable.domain, variable.symbol
        if isinstance(domain, IntegerRange) and not domain.lower.is_positive and expression.has(sp.log(x)):
            expression = expression.replace(
                lambda e, x=x: e.is_Mul and _vanishes(e, x, positive), lambda e, x=x: _guarded(e, x)
            )
    return expression


def _vanishes(product: Expr, x: Any, positive: Positive) -> bool:
    """Whether a product holds log(x), or a power of it, and a power of x that outweighs it at zero."""
    pairs = [f.as_base_exp() for f in product.args]
    logs = any(base == sp.log(x) and exponent.is_Integer and exponent > 0 for base, exponent in pairs)
    return logs and any(base == x and positive(exponent) for base, exponent in pairs)


def _guarded(product: Expr, x: Any) -> Expr:
    """Put the logarithm and the power of x under a condition, and leave the other factors outside."""
    inside = [f for f in product.args if f.as_base_exp()[0] in (x, sp.log(x))]
    outside = [f for f in product.args if f not in inside]
    return sp.Mul(*outside, sp.Piecewise((sp.Mul(*inside), x > 0), (sp.S.Zero, True), evaluate=False))
