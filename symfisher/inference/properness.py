"""Whether a prior can be normalised, by its order of growth at the ends of the domains; and its constant.

It is decided for one parameter after the other, where the prior is a product of functions of one each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import mpmath
import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, Interval
from symfisher.inference.algebra import some_points, tidy, within_time
from symfisher.inference.expecting import value_at
from symfisher.regularity.order import DISTANCE, Order, Orders
from symfisher.signs import Signs

Proper = Literal["yes", "no", "undecided"]


def properness(prior: Expr, density: Density) -> tuple[Proper, str]:
    """Decide whether the integral of a positive function of the parameters is finite, and say why."""
    parts = by_parameter(prior, density)
    if parts is None:
        return "undecided", "it is no product of functions of one parameter each"
    findings = [(_one(part, p, density), p.name) for part, p in zip(parts, density.parameters, strict=True)]
    for (proper, reason), _ in findings:
        if proper == "no":
            return proper, reason
    for (proper, reason), _ in findings:
        if proper == "undecided":
            return proper, reason
    return "yes", "; ".join(reason for (_, reason), _ in findings)


def by_parameter(prior: Expr, density: Density) -> list[Expr] | None:
    """Split into functions of one parameter each, on domains that are free of the others."""
    thetas = set(density.thetas)
    if any(e.free_symbols & thetas for p in density.parameters for e in p.domain.ends):
        return None
    parts = dict.fromkeys(density.thetas, sp.S.One)
    for factor in sp.Mul.make_args(prior):
        inside = sorted(factor.free_symbols & thetas, key=str)
        if len(inside) > 1:
            return None
        if inside:
            parts[inside[0]] *= factor
    return list(parts.values())


def _one(part: Expr, parameter: Any, density: Density) -> tuple[Proper, str]:
    """Decide for one parameter, by the order of growth at both ends; in between the function is continuous."""
    domain, name = parameter.domain, parameter.name
    if not isinstance(domain, Interval):
        return "undecided", f"{name} is not continuous"
    orders = Orders(Signs.of(density), some_points(density, 1)[0])
    said: list[str] = []
    for end, side in zip(domain.ends, (1, -1), strict=True):
        place = -side / DISTANCE if end.is_infinite else end + side * DISTANCE
        known = not part.has(sp.Derivative)  # a derivative cannot be moved to another place unevaluated
        order = orders.of(_shifted(part, parameter.symbol).xreplace({parameter.symbol: place})) if known else None
        shown = density.present(end)
        finding = None if order is None else _integrable(order, bool(end.is_infinite), orders.signs)
        if finding is None:
            return "undecided", f"its growth as {name} → {shown} was not decided"
        if finding is False:
            return "no", f"its integral diverges as {name} → {shown}"
        said.append(f"{name} → {shown}")
    return "yes", f"its integral converges as {' and as '.join(said)}"


def _shifted(e: Expr, symbol: Any) -> Expr:
    """Move the pole of polygamma functions at zero into a power: ψ⁽ᵐ⁾(t) = ψ⁽ᵐ⁾(t + 1) − (−1)ᵐ m!/tᵐ⁺¹."""
    return e.replace(
        lambda a: isinstance(a, sp.polygamma) and a.args[1] == symbol and a.args[0].is_Integer,
        lambda a: (
            sp.polygamma(a.args[0], symbol + 1)
            - (-1) ** a.args[0] * sp.factorial(a.args[0]) / symbol ** (a.args[0] + 1)
        ),
    )


def _integrable(order: Order, at_infinity: bool, signs: Signs) -> bool | None:
    """Whether d^p·log(1/d)^q is integrable at d → 0; in u = 1/d, dx = du has two powers of d more at infinity."""
    if not order.is_algebraic:
        growth = order.exponent
        sign = (
            signs.sign(sp.limit(growth * DISTANCE, DISTANCE, 0, "+")) if growth.is_rational_function(DISTANCE) else None
        )
        return True if sign == -1 and order.exact else False if sign == 1 and order.exact else None
    power = order.power - 2 if at_infinity else order.power
    sign = signs.sign(sp.expand(power + 1))
    if sign == 1:
        return True
    if not order.exact:
        return None
    if sign == -1:
        return False
    if sign == 0:
        logs = signs.sign(order.logs + 1)
        return None if logs is None else logs == -1
    return None


def normalizer(prior: Expr, density: Density, signs: Signs) -> Expr | None:
    """Return one over the integral, if SymPy finds it and numbers agree."""
    total = sp.S.One
    for part, p in zip(by_parameter(prior, density) or [], density.parameters, strict=True):
        found = within_time(sp.integrate, part, (p.symbol, *p.domain.ends))
        if found is None or found.has(sp.Integral, sp.Piecewise, sp.oo, sp.nan, sp.meijerg):
            return None
        total *= tidy(found, signs)
    point = some_points(density, 1)[0]
    return 1 / total if _agrees(prior, density, total, point) else None


def _agrees(prior: Expr, density: Density, total: Expr, point: Any) -> bool:
    """Compare an integral over the parameters with mpmath's, at one point of the constants."""
    value, number = value_at(total, point), mpmath.mpf(1)
    for part, p in zip(by_parameter(prior, density) or [], density.parameters, strict=True):
        ends = [mpmath.mpf(str(e).replace("oo", "inf")) if e.is_infinite else value_at(e, point) for e in p.domain.ends]
        number *= mpmath.quad(
            lambda t, part=part, s=p.symbol: value_at(part, {**point, s: t}) or 0, [ends[0], _middle(ends), ends[1]]
        )
    return value is not None and abs(number - value) <= 1e-6 * abs(value)


def _middle(ends: Sequence[Any]) -> Any:
    low, high = (bool(mpmath.isfinite(e)) for e in ends)
    return (ends[0] + ends[1]) / 2 if low and high else ends[0] + 1 if low else ends[1] - 1 if high else mpmath.mpf(0)
