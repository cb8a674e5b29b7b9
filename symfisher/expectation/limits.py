"""Limits at the ends of a support by leading orders, proved or not given.

Near an end everything is written in a distance y > 0 (x = low + y, high − y, 1/y or −1/y), and each factor behaves as
coefficient·y^power·exp(rate) with a rate that diverges or is zero. Exponentials beat every power, and every power beats
logarithms; a rate may itself hold exponentials, as that of a Gumbel density does. What is not proved is ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import POSITIVE, Expr
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs

_Y = sp.Symbol("_y", positive=True)


@dataclass(frozen=True)
class Order:
    """Behaves as coefficient·y^power·exp(rate) as y → 0.

    With ``logarithmic`` that is an upper bound only, up to positive powers of log y, or of what is merely known to be bounded;
    ``rate`` is zero or contains y.
    """

    power: Expr = sp.S.Zero
    coefficient: Expr = sp.S.One
    logarithmic: bool = False
    rate: Expr = sp.S.Zero


def limit(e: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> Expr | None:
    """Return the limit of a product as x tends to ``end``, from below if ``upper``; ``None`` if not proved finite.

    Examples
    --------
    >>> x, a = sp.symbols("x a", positive=True)
    >>> limit(x**3 * sp.exp(-a * x), x, sp.oo, True, Signs({}))
    0
    >>> limit(x**a, x, sp.oo, True, Signs({})) is None
    True
    """
    found = _leading(e, x, end, upper, signs)
    if found is None:
        return None
    way = _direction(found.rate, signs)
    if way == -1 or (way == 0 and signs.positive(found.power)):
        return sp.S.Zero
    return found.coefficient if way == 0 and found.power == 0 and not found.logarithmic else None


def growth(e: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> Expr | None:
    """Return the coefficient of a product whose absolute value tends to infinity as x tends to ``end``, if that is not zero.

    ``None`` where that was not proved.

    Examples
    --------
    >>> x, a = sp.symbols("x a", positive=True)
    >>> growth(a / sp.sqrt(x), x, sp.S.Zero, False, Signs({}))
    a
    """
    found = _leading(e, x, end, upper, signs)
    if found is None or found.logarithmic:
        return None
    way = _direction(found.rate, signs)
    return found.coefficient if way == 1 or (way == 0 and signs.negative(found.power)) else None


def _leading(e: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> Order | None:
    """Return the order of a product at an end."""
    place = 1 / _Y if end == sp.oo else -1 / _Y if end == -sp.oo else end - _Y if upper else end + _Y
    rewriter = Rewriter(signs.extended({_Y: POSITIVE}))
    return _product(rewriter.factors(rewriter.rewrite(e.xreplace({x: place}))), signs)


def _direction(rate: Expr, signs: Signs) -> int | None:
    """Return 1 or −1 if a rate tends to plus or minus infinity, 0 if it is zero."""
    if rate == 0:
        return 0
    found = _order(rate, signs)
    if found is None or found.logarithmic or not _diverges(found, signs):
        return None
    return signs.sign(found.coefficient)


def _diverges(found: Order, signs: Signs) -> bool:
    """Whether the absolute value of what has this order tends to infinity."""
    way = _direction(found.rate, signs)
    return way == 1 or (way == 0 and signs.negative(found.power))


def _product(factors: Iterable[tuple[Expr, Expr]], signs: Signs) -> Order | None:
    """Multiply the orders of powers base**exponent."""
    total, exponent_sum = Order(), sp.S.Zero
    for base, exponent in factors:
        if base is sp.E:
            exponent_sum += exponent
            continue
        found = _order(base, signs)
        if found is None or exponent.has(_Y) or (found.logarithmic and not exponent.is_positive):
            return None
        total = _times(total, found, exponent)
    smooth = _exponential(sp.expand(exponent_sum), signs)
    return None if smooth is None else _times(total, smooth, sp.S.One)


def _times(a: Order, b: Order, exponent: Expr) -> Order:
    return Order(
        sp.expand(a.power + exponent * b.power),
        a.coefficient * b.coefficient**exponent,
        a.logarithmic or b.logarithmic,
        sp.expand(a.rate + exponent * b.rate),
    )


def _exponential(exponent: Expr, signs: Signs) -> Order | None:
    """Return the order of exp of a sum: the terms that diverge are its rate."""
    rate, constant = sp.S.Zero, sp.S.Zero
    for term in sp.Add.make_args(exponent):
        found = _order(term, signs)
        if found is None or found.logarithmic:
            return None
        way = _direction(found.rate, signs)
        if _diverges(found, signs):
            rate += term
        elif way == 0 and found.power == 0 and not term.has(_Y):
            constant += term
        elif way != -1 and not (way == 0 and signs.positive(found.power)):
            return None
    return Order(coefficient=sp.exp(constant), rate=rate)


def _order(e: Expr, signs: Signs) -> Order | None:
    """Return the order of a base or of a term."""
    if not e.has(_Y):
        return Order(coefficient=e)
    if e == _Y:
        return Order(power=sp.S.One)
    if e.is_Mul or e.is_Pow or isinstance(e, sp.exp):
        return _product(map(_as_power, sp.Mul.make_args(e)), signs)
    if e.is_Add and e.is_polynomial(_Y) and (whole := sp.expand(e)) != e:
        return _order(whole, signs)
    if e.is_Add:
        tail = _complement(e)
        return _sum([_order(t, signs) for t in e.args], signs) if tail is None else _order(tail, signs)
    if isinstance(e, sp.log):
        inner = _order(e.args[0], signs)
        return None if inner is None or inner.rate != 0 else Order(logarithmic=True)
    if isinstance(e, (sp.erf, sp.erfc)):
        return _error_function(e, signs)
    if isinstance(e, (sp.sin, sp.cos)):
        return Order(logarithmic=True)
    return None


def _complement(e: Expr) -> Expr | None:
    """Return erfc(u) for 1 − erf(u), whose leading terms cancel; ``None`` for any other sum."""
    (first, rest) = e.as_two_terms()
    if first == 1 and isinstance(-rest, sp.erf):
        return sp.erfc(*(-rest).args)
    return sp.erfc(-rest.args[0]) if first == 1 and isinstance(rest, sp.erf) else None


def _error_function(e: Expr, signs: Signs) -> Order:
    """Return the order of erf or erfc, which are bounded: erfc(u) is exp(−u²)/(u√π) as u grows."""
    (u,) = e.args
    way = _direction(u, signs)
    if way == 1 and isinstance(e, sp.erfc):
        tail = _product([(sp.E, sp.expand(-(u**2))), (u, sp.S.NegativeOne), (sp.pi, -sp.S.Half)], signs)
        return Order(logarithmic=True) if tail is None else tail
    if way in (1, -1):
        return Order(coefficient=sp.Integer(way if isinstance(e, sp.erf) else 2))
    return Order(logarithmic=True)


def _as_power(f: Expr) -> tuple[Expr, Expr]:
    if isinstance(f, sp.exp):
        return sp.E, f.args[0]
    return (f.base, f.exp) if f.is_Pow else (f, sp.S.One)


def _sum(orders: list[Order | None], signs: Signs) -> Order | None:
    """Return the greatest term, if it is the only one or its coefficients add up to what is proved not zero."""
    groups: dict[tuple[Expr, Expr], Expr] = {}
    for order in orders:
        if order is None:
            return None
        if order.logarithmic:
            return Order(logarithmic=True) if all(o is not None and _is_bounded(o, signs) for o in orders) else None
        key = order.rate, order.power
        groups[key] = groups.get(key, sp.S.Zero) + order.coefficient
    groups = {key: c for key, total in groups.items() if (c := sp.factor(total)) != 0}
    greatest = [p for p in groups if all(p == q or _beats(p, q, signs) for q in groups)]
    if len(greatest) != 1 or signs.sign(groups[greatest[0]]) not in (1, -1):
        return None
    rate, power = greatest[0]
    return Order(power, groups[greatest[0]], rate=rate)


def _is_bounded(order: Order, signs: Signs) -> bool:
    """Whether what has this order is bounded, up to powers of logarithms."""
    return order.rate == 0 and (order.power == 0 or signs.positive(order.power))


def _beats(p: tuple[Expr, Expr], q: tuple[Expr, Expr], signs: Signs) -> bool:
    """Whether exp(rate)·y^power of ``p`` is greater in order than that of ``q``."""
    way = _direction(sp.expand(p[0] - q[0]), signs)
    return way == 1 or (way == 0 and signs.negative(sp.expand(p[1] - q[1])))
