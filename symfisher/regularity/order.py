"""The order of an expression near a place: e ≈ coefficient·d**power·log(1/d)**logs·exp(exponent) as distance d → 0+.

A small calculus of leading terms, with symbolic exponents, under proved signs: what a condition at the end of a support
or in a tail is decided by (towards infinity d is 1/x). Where leading terms cancel and no exact next one is found, the
order is an upper bound (``exact`` is false), which is enough to prove that an integral converges. What is not
understood is ``None``. Longer than its neighbours, since the rules call each other: one function a kind of expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.signs import Sign, Signs

DISTANCE = sp.Symbol("_d", positive=True)
"""The distance from the place, or the reciprocal of the variable where the place is infinity."""
_STEPS = (sp.floor, sp.ceiling, sp.frac, sp.Mod)
_HIGHEST_DERIVATIVE = 4
_DEEPEST = 40


@dataclass(frozen=True)
class Order:
    """The size of an expression near a place; ``exponent`` diverges as d → 0 or is zero."""

    coefficient: Expr
    power: Expr = sp.S.Zero
    logs: Expr = sp.S.Zero
    exponent: Expr = sp.S.Zero
    exact: bool = True

    @property
    def is_algebraic(self) -> bool:
        """Whether no exponential is left."""
        return bool(self.exponent == 0)

    def times(self, other: Order) -> Order:
        """Return the order of the product."""
        return Order(
            self.coefficient * other.coefficient,
            self.power + other.power,
            self.logs + other.logs,
            self.exponent + other.exponent,
            self.exact and other.exact,
        )

    def to_the(self, n: Expr) -> Order:
        """Return the order of the ``n``-th power; ``n`` is free of d."""
        return Order(self.coefficient**n, self.power * n, self.logs * n, sp.expand(self.exponent * n), self.exact)


class Orders:
    """Finds orders in d → 0+; remembers them.

    Parameters
    ----------
    signs
        Proves signs of what is free of d.
    point
        Values of parameters and constants, at which two leading terms are seen not to cancel.

    Examples
    --------
    >>> a, d = sp.Symbol("a", positive=True), DISTANCE
    >>> orders = Orders(Signs({}), {a: sp.Rational(3, 2)})
    >>> orders.of(d**a * (1 - sp.cos(d))).power
    a + 2
    >>> orders.of(sp.exp(-1 / d) / d).exponent
    -1/_d
    """

    def __init__(self, signs: Signs, point: Mapping[Any, Any]) -> None:
        self.signs = signs
        self.point = dict(point)
        self._known: dict[Expr, Order | None] = {}
        self._depth = 0

    def of(self, e: Expr) -> Order | None:
        """Return the order of ``e``, or ``None`` where it is not understood."""
        if DISTANCE not in e.free_symbols:
            return Order(e)
        if e not in self._known:
            if self._depth > _DEEPEST:
                return None
            self._depth += 1
            self._known[e] = self._find(e)
            self._depth -= 1
        return self._known[e]

    def sign(self, e: Expr) -> Sign | None:
        """Return the sign of ``e`` for all small d, or ``None``."""
        order = self.of(e)
        return None if order is None or not order.exact else self.signs.sign(order.coefficient)

    def growth(self, e: Expr) -> Sign | None:
        """Return 1 if ``e`` tends to +∞, −1 if to −∞, 0 if it stays bounded, ``None`` if that is open."""
        if e == 0:
            return 0
        order = self.of(e)
        if order is None:
            return None
        size = self._size(order)
        if size is None or size <= 0:
            return None if size is None else 0
        return self.signs.sign(order.coefficient) if order.exact else None

    def limit(self, e: Expr) -> Expr | None:
        """Return the limit of ``e`` if it is finite and found."""
        order = self.of(e)
        if order is None or self._size(order) not in (0, -1):
            return None
        if self._size(order) == -1:
            return sp.S.Zero
        return order.coefficient if order.exact else None

    def is_zero(self, e: Expr) -> bool | None:
        """Say whether what is free of d vanishes for all parameters; ``None`` if it does at the point, unproved."""
        if e.is_zero or e == 0:
            return True
        try:
            value = complex(evaluate_mp([e], self.point, 25)[0])
        except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
            return None
        if abs(value) > 1e-15:
            return False
        return True if sp.expand(e) == 0 or sp.cancel(e) == 0 or sp.simplify(e) == 0 else None

    # ---- the size of an order: -1 tends to zero, 0 constant, 1 diverges

    def _size(self, order: Order) -> Sign | None:
        if not order.is_algebraic:
            return self.growth(order.exponent)
        power = self.signs.sign(order.power)
        if power != 0:
            return None if power is None else (-1 if power == 1 else 1)
        return self.signs.sign(order.logs)

    # ---- rules

    def _find(self, e: Expr) -> Order | None:
        if e == DISTANCE:
            return Order(sp.S.One, sp.S.One)
        if e.is_Add:
            return self._add(e)
        if e.is_Mul:
            return self._mul(e)
        if isinstance(e, sp.exp):
            return self._exp(e.args[0])
        if e.is_Pow:
            return self._pow(e)
        rule = _RULES.get(type(e).__name__)
        return rule(self, e) if rule is not None else self._smooth(e)

    def _mul(self, e: Expr) -> Order | None:
        total = Order(sp.S.One)
        for factor in e.args:
            order = self.of(factor)
            if order is None:
                return None
            total = total.times(order)
        return self._settled(total)

    def _pow(self, e: Expr) -> Order | None:
        if DISTANCE in e.exp.free_symbols:
            return self._exp(e.exp * sp.log(e.base))
        base = self.of(e.base)
        if base is None or (not base.exact and self.signs.sign(e.exp) != 1):
            return None
        return base.to_the(e.exp)

    def _exp(self, u: Expr) -> Order | None:
        order = self.of(u)
        size = None if order is None else self._size(order)
        if order is None or size is None:
            return self._settled(Order(sp.S.One, exponent=u))
        if size == -1:
            return Order(sp.S.One)
        if size == 0:
            return Order(sp.exp(order.coefficient)) if order.exact else None
        return self._settled(Order(sp.S.One, exponent=u))

    def _settled(self, order: Order) -> Order | None:
        """Move logarithms and constants out of the exponent; drop what tends to zero there."""
        if order.is_algebraic:
            return order
        power, coefficient, left = order.power, order.coefficient, []
        for term in sp.Add.make_args(sp.expand(order.exponent)):
            rate = term / sp.log(DISTANCE)
            if DISTANCE not in term.free_symbols:
                coefficient *= sp.exp(term)
            elif DISTANCE not in rate.free_symbols:
                power += rate
            else:
                inner = self.of(term)
                size = None if inner is None else self._size(inner)
                if size == -1:
                    continue
                if inner is not None and size == 0 and inner.exact:
                    coefficient *= sp.exp(inner.coefficient)
                    continue
                left.append(term)
        return replace(order, power=power, coefficient=coefficient, exponent=sp.Add(*left))

    def _add(self, e: Expr) -> Order | None:
        orders = [self.of(a) for a in e.args]
        if any(o is None for o in orders):
            return self._again(e)
        leaders: list[Order] = []
        for order in orders:
            assert order is not None
            compared = self._compare(order, leaders[0]) if leaders else 1
            if compared is None:
                return None
            if compared == 1:
                leaders = [order]
            elif compared == 0:
                leaders.append(order)
        total = sp.Add(*(o.coefficient for o in leaders))
        exact = all(o.exact for o in leaders)
        if exact and self.is_zero(total) is False:
            return replace(leaders[0], coefficient=total)
        if exact and (finer := self._again(e) or self._by_derivatives(e)) is not None:
            return finer
        return replace(leaders[0], coefficient=sp.Add(*(abs(o.coefficient) for o in leaders)), exact=False)

    def _compare(self, one: Order, other: Order) -> Sign | None:
        """Return 1 if ``one`` is the greater near the place, 0 if of the same order, -1 if the smaller."""
        exponents = sp.expand(one.exponent - other.exponent)
        if exponents != 0:
            return self.growth(exponents)
        power = self.signs.sign(sp.expand(other.power - one.power))
        return power if power != 0 else self.signs.sign(sp.expand(one.logs - other.logs))

    def _again(self, e: Expr) -> Order | None:
        """Try the expanded form, in which like terms have cancelled."""
        expanded = sp.expand(self._complementary(e), power_base=False, power_exp=False, log=False, multinomial=True)
        return self.of(expanded) if expanded != e else None

    def _complementary(self, e: Expr) -> Expr:
        """Write erf near ±1 by erfc, which keeps what is left when the one cancels."""
        for f in sorted(e.atoms(sp.erf), key=sp.default_sort_key):
            way = self.growth(f.args[0])
            if way in (1, -1):
                e = e.xreplace({f: way * (1 - sp.erfc(way * f.args[0]))})
        return e

    def _by_derivatives(self, e: Expr) -> Order | None:
        """Take the first derivative at d = 0 that does not vanish, for what is analytic there."""
        derivative, factorial = e, sp.S.One
        for n in range(_HIGHEST_DERIVATIVE + 1):
            if derivative.has(sp.Derivative, sp.Subs):
                return None
            value = derivative.xreplace({DISTANCE: sp.S.Zero})
            if value.has(sp.nan, sp.zoo, sp.oo, -sp.oo, sp.AccumBounds) or _has_power_of_zero(value):
                return None
            vanishes = self.is_zero(value)
            if vanishes is None:
                return None
            if not vanishes:
                return Order(value / factorial, sp.Integer(n))
            derivative = sp.diff(derivative, DISTANCE)
            factorial *= n + 1
        return None

    def _smooth(self, e: Expr) -> Order | None:
        """Take a function that is analytic where its arguments go: its value, or the first derivative that counts."""
        if isinstance(e, _STEPS):
            return None
        limits = [self.limit(a) for a in e.args]
        if any(v is None or v.has(sp.zoo, sp.nan) for v in limits):
            return None
        value = e.func(*limits)
        if not value.has(sp.zoo, sp.nan, sp.oo, -sp.oo) and self.is_zero(value) is False:
            return Order(value)
        return self._by_derivatives(e)

    def _log(self, e: Expr) -> Order | None:
        u = e.args[0]
        order = self.of(u)
        if order is None:
            return None
        if not order.is_algebraic:
            return self.of(order.exponent)
        sign = self.signs.sign(order.power)
        if sign != 0:
            return Order(-order.power, logs=sp.S.One, exact=order.exact and sign is not None)
        if order.logs != 0:
            return Order(sp.S.One, logs=sp.S.One, exact=False)
        if order.coefficient == 1:
            return self.of(sp.expand(u - 1))
        return Order(sp.log(order.coefficient), exact=order.exact)

    def _abs(self, e: Expr) -> Order | None:
        order = self.of(e.args[0])
        if order is None:
            return None
        sign = self.signs.sign(order.coefficient) if order.exact else None
        return self.of(sign * e.args[0]) if sign else replace(order, coefficient=abs(order.coefficient))

    def _sign(self, e: Expr) -> Order | None:
        sign = self.sign(e.args[0])
        return None if sign is None else Order(sp.Integer(sign))

    def _heaviside(self, e: Expr) -> Order | None:
        sign = self.sign(e.args[0])
        return None if sign is None else Order(sp.Rational(1 + sign, 2))

    def _extreme(self, e: Expr) -> Order | None:
        way = 1 if isinstance(e, sp.Max) else -1
        best = e.args[0]
        for a in e.args[1:]:
            sign = self.sign(a - best)
            if sign is None:
                return None
            best = a if sign == way else best
        return self.of(best)

    def _piecewise(self, e: Expr) -> Order | None:
        for piece, condition in e.args:
            answer = self.holds(condition)
            if answer is None:
                return None
            if answer:
                return self.of(piece)
        return None

    def holds(self, condition: Any) -> bool | None:
        """Say whether a condition holds for all small d."""
        if condition in (sp.true, sp.false):
            return bool(condition)
        if isinstance(condition, sp.Not):
            inner = self.holds(condition.args[0])
            return None if inner is None else not inner
        if isinstance(condition, (sp.And, sp.Or)):
            parts = [self.holds(c) for c in condition.args]
            decisive = isinstance(condition, sp.Or)
            return decisive if decisive in parts else None if None in parts else not decisive
        if not condition.is_Relational:
            return None
        sign = self.sign(condition.lhs - condition.rhs)
        return None if sign is None else bool(condition.func(sp.Integer(sign), sp.S.Zero))

    def _hyperbolic(self, e: Expr) -> Order | None:
        diverges = self.growth(e.args[0])
        return self.of(e.rewrite(sp.exp)) if diverges in (1, -1) else self._smooth(e)

    def _bounded(self, e: Expr) -> Order | None:
        return Order(sp.S.One, exact=False) if self.growth(e.args[0]) in (1, -1) else self._smooth(e)

    def _gamma(self, e: Expr) -> Order | None:
        """Gamma and its relatives by Stirling's formula where the argument diverges."""
        u = e.args[0]
        if self.growth(u) != 1:
            return self._smooth(e)
        series = self._stirling(u)
        return None if series is None else self._settled(Order(sp.S.One, exponent=series))

    def _loggamma(self, e: Expr) -> Order | None:
        if self.growth(e.args[0]) != 1:
            return self._smooth(e)
        series = self._stirling(e.args[0])
        return None if series is None else self.of(series)

    @staticmethod
    def _stirling(u: Expr) -> Expr | None:
        """Return log Γ(s/d + c) up to terms that vanish with d."""
        s, c = sp.expand(u * DISTANCE).coeff(DISTANCE, 0), sp.expand(u * DISTANCE).coeff(DISTANCE, 1)
        if sp.expand(u - s / DISTANCE - c) != 0 or s == 0:
            return None
        log = sp.log(s) - sp.log(DISTANCE)
        return sp.expand((s / DISTANCE + c - sp.S.Half) * log - s / DISTANCE + sp.log(2 * sp.pi) / 2)

    def _polygamma(self, e: Expr) -> Order | None:
        n, u = e.args
        if self.growth(u) != 1 or not n.is_Integer:
            return self._smooth(e)
        return self.of(sp.log(u)) if n == 0 else self.of((-1) ** (n + 1) * sp.factorial(n - 1) * u**-n)

    def _erf(self, e: Expr) -> Order | None:
        way = self.growth(e.args[0])
        return Order(sp.Integer(way)) if way in (1, -1) else self._smooth(e)

    def _erfc(self, e: Expr) -> Order | None:
        u = e.args[0]
        way = self.growth(u)
        if way == -1:
            return Order(sp.Integer(2))
        return self.of(sp.exp(sp.expand(-(u**2))) / (u * sp.sqrt(sp.pi))) if way == 1 else self._smooth(e)

    def _bessel(self, e: Expr) -> Order | None:
        n, z = e.args
        way = self.growth(z)
        if way == 1 and isinstance(e, sp.besseli):
            return self.of(sp.exp(z) / sp.sqrt(2 * sp.pi * z))
        if way == 1:
            return self.of(sp.exp(-z) * sp.sqrt(sp.pi / (2 * z)))
        if self.limit(z) == 0 and isinstance(e, sp.besseli):
            return self.of((z / 2) ** n / sp.gamma(n + 1)) if not (n.is_Integer and n < 0) else None
        return self._smooth(e)

    def _rewritten(self, e: Expr) -> Order | None:
        return self.of(e.rewrite(sp.gamma))


_RULES: dict[str, Callable[[Orders, Expr], Order | None]] = {
    "log": Orders._log,
    "Abs": Orders._abs,
    "sign": Orders._sign,
    "Heaviside": Orders._heaviside,
    "Max": Orders._extreme,
    "Min": Orders._extreme,
    "Piecewise": Orders._piecewise,
    "sin": Orders._bounded,
    "cos": Orders._bounded,
    "gamma": Orders._gamma,
    "loggamma": Orders._loggamma,
    "polygamma": Orders._polygamma,
    "erf": Orders._erf,
    "erfc": Orders._erfc,
    "besseli": Orders._bessel,
    "besselk": Orders._bessel,
    **dict.fromkeys(("sinh", "cosh", "tanh", "coth", "sech", "csch"), Orders._hyperbolic),
    **dict.fromkeys(("factorial", "binomial", "beta", "RisingFactorial"), Orders._rewritten),
}


def _has_power_of_zero(e: Expr) -> bool:
    return any(p.base == 0 for p in e.atoms(sp.Pow))
