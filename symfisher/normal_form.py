"""One way to write an expression, so that equal things look equal: what coefficients are matched in.

`Rewriter` takes logarithms, powers and exponentials apart as far as signs are proved and moves special functions to a base
argument by their recurrences. `Field` then reads the result as an element of QQ(generators), where a generator is anything
that is not a sum, product or integer power: ``x``, ``log(x)``, ``x**k``, ``exp(-x/s)``, ``polygamma(1, a)``.
An identity found in that field is an identity of functions; generators that are secretly related only hide identities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.polynomials import Fractions
from symfisher.signs import Signs

Element = Any
"""An element of `Fractions`."""

_MOST_STEPS = 50
"""Longest shift of an argument that is written out."""

_TO_EXP = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)


class Rewriter:
    """Rewrites expressions to normal form under proved signs; remembers what it has rewritten.

    Examples
    --------
    >>> x, s = sp.symbols("x s", positive=True)
    >>> Rewriter(Signs({})).rewrite(sp.log(sp.sqrt(x / s)))
    -log(s)/2 + log(x)/2
    """

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self._memo: dict[Expr, Expr] = {}

    def rewrite(self, e: Expr) -> Expr:
        """Return ``e`` in normal form."""
        if e not in self._memo:
            self._memo[e] = self._rewrite(e)
        return self._memo[e]

    def _rewrite(self, e: Expr) -> Expr:
        if not e.args:
            return e
        if e.is_Add or e.is_Mul:
            return e.func(*map(self.rewrite, e.args))
        if e.is_Pow:
            return self._power(self.rewrite(e.base), self.rewrite(e.exp))
        if isinstance(e, sp.exp):
            return self._exponential(sp.expand(self.rewrite(e.args[0])))
        if isinstance(e, sp.log):
            return self._logarithm(self.rewrite(e.args[0]))
        if isinstance(e, _TO_EXP):
            return self.rewrite(e.rewrite(sp.exp))
        if isinstance(e, (sp.Derivative, sp.Piecewise, sp.Subs)):
            return e
        return self._function(e.func(*map(self.rewrite, e.args)))

    def factors(self, product: Expr) -> list[tuple[Expr, Expr]]:
        """Return pairs (base, exponent) of a product; every base but possibly one is proved positive."""
        pairs: list[tuple[Expr, Expr]] = []
        rest: list[Expr] = []
        for factor in sp.Mul.make_args(self.collected(product)):
            base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sp.S.One)
            inner = self.collected(base) if base.is_Add and exponent != 1 else base
            if isinstance(factor, sp.exp):
                pairs += [(sp.E, factor.args[0])]
            elif inner != base and (exponent.is_Integer or self.signs.positive(base)):
                pairs += [(b, e * exponent) for b, e in self.factors(inner)]
            elif base.is_Integer and base > 1:
                pairs += [(sp.Integer(p), m * exponent) for p, m in sorted(sp.factorint(base).items())]
            elif base.is_Rational and base.is_positive and not base.is_Integer:
                pairs += self.factors(sp.Integer(base.p)) + [(q, -m) for q, m in self.factors(sp.Integer(base.q))]
            elif self.signs.positive(base):
                pairs.append((base, exponent))
            elif self.signs.negative(base) and exponent.is_Integer:
                pairs += [] if base == -1 else [(-base, exponent)]
                rest += [] if exponent.is_even else [sp.S.NegativeOne]
            else:
                rest.append(factor)
        left = sp.Mul(*rest)
        return pairs if left == 1 else [*pairs, (left, sp.S.One)]

    def collected(self, b: Expr) -> Expr:
        """Write a sum with negative powers or fractions over one denominator, so that its sign can be split off."""
        if b.is_Add and any(_has_denominator(a) or any(f.is_Add for f in sp.Mul.make_args(a)) for a in b.args):
            field = Field([b])
            return field.factored(field.convert(b))
        return sp.factor_terms(b) if b.is_Add else b

    def _logarithm(self, b: Expr) -> Expr:
        return sp.Add(*(self._log_term(base, exponent) for base, exponent in self.factors(b)))

    @staticmethod
    def _log_term(base: Expr, exponent: Expr) -> Expr:
        return exponent if base is sp.E else sp.expand(exponent) * sp.log(base)

    def _power(self, base: Expr, exponent: Expr) -> Expr:
        if exponent.is_Integer:
            return base**exponent
        parts: dict[Expr, Expr] = {}
        for b, e in self.factors(base):
            parts[b] = parts.get(b, sp.S.Zero) + e
        return sp.Mul(*(self._simple_power(b, _whole(sp.expand(e * exponent))) for b, e in parts.items()))

    def _simple_power(self, base: Expr, exponent: Expr) -> Expr:
        if base is sp.E:
            return self._exponential(exponent)
        return sp.Mul(*(base**term for term in sp.Add.make_args(exponent)))

    def _exponential(self, exponent: Expr) -> Expr:
        """Split exp of a sum; exp(c·log b) becomes b**c; exp(−(a − m)²/2) stays whole."""
        if (square := _as_square(exponent)) is not None:
            return sp.exp(square)
        result = []
        for term in sp.Add.make_args(exponent):
            logs = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.log)]
            if len(logs) == 1:
                result.append(self._power(logs[0].args[0], term / logs[0]))
            else:
                result.append(sp.exp(term))
        return sp.Mul(*result)

    def _function(self, e: Expr) -> Expr:
        """Move arguments of special functions to their base by recurrences; absolute values to signs."""
        if isinstance(e, sp.Abs):
            u = e.args[0]
            sign = self.signs.sign(u)
            if sign is not None:
                return sign * u
            return -u * sp.sign(-u) if u.could_extract_minus_sign() else u * sp.sign(u)
        if isinstance(e, sp.sign):
            u = e.args[0]
            sign = self.signs.sign(u)
            if sign is not None:
                return sp.Integer(sign)
            return -sp.sign(-u) if u.could_extract_minus_sign() else e
        if isinstance(e, sp.tan):
            return sp.sin(e.args[0]) / sp.cos(e.args[0])
        if isinstance(e, sp.erfc):
            return 1 - sp.erf(e.args[0])
        if isinstance(e, (sp.beta, sp.binomial, sp.factorial)):
            return self.rewrite(_in_gammas(e))
        return shifted(e)


def _in_gammas(e: Expr) -> Expr:
    """Write a beta function, a binomial coefficient or a factorial in gamma functions."""
    if isinstance(e, sp.factorial):
        return sp.gamma(e.args[0] + 1)
    if isinstance(e, sp.beta):
        a, b = e.args
        return sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b)
    n, k = e.args
    return sp.gamma(n + 1) / (sp.gamma(k + 1) * sp.gamma(n - k + 1))


def _as_square(exponent: Expr) -> Expr | None:
    """Return c·(a + b)² if the exponent is one, with symbols in both a and b."""
    if not exponent.is_Add or len(exponent.args) < 3 or exponent.has(sp.log, sp.exp):
        return None
    factored = sp.factor(exponent)
    sums = [f for f in sp.Mul.make_args(factored) if f.is_Add or (f.is_Pow and f.base.is_Add)]
    if len(sums) == 1 and sums[0].is_Pow and sums[0].exp == 2 and len(sums[0].free_symbols) >= 2:
        return factored
    return None


def shifted(e: Expr) -> Expr:
    """Apply recurrences so that arguments of gamma, polygamma and Bessel functions differ by no integers.

    Examples
    --------
    >>> a = sp.Symbol("a", positive=True)
    >>> shifted(sp.polygamma(1, a + 2)) == sp.polygamma(1, a) - 1 / a**2 - 1 / (a + 1) ** 2
    True
    """
    if isinstance(e, (sp.gamma, sp.loggamma, sp.polygamma)):
        return _shifted_gamma(e)
    if isinstance(e, sp.besselk) or (isinstance(e, sp.besseli) and e.args[0].is_Integer):
        return _shifted_bessel(e)
    return e


def _whole(z: Expr) -> Expr:
    """Add up fractions of a sum whose denominators cancel: 1/(1 + k) + k/(1 + k) = 1."""
    if z.is_Add and any(f.is_Pow and f.base.is_Add and f.exp.is_negative for a in z.args for f in sp.Mul.make_args(a)):
        total = sp.cancel(z)
        return sp.expand(total) if sp.denom(total).is_Symbol or sp.denom(total).is_Rational else z
    return z


def _shifted_gamma(e: Expr) -> Expr:
    """Write gamma, loggamma or polygamma of z + n with the same function of z."""
    z = _whole(sp.expand(e.args[-1]))
    if z.is_Integer:
        return e.func(*e.args[:-1], z)
    if not (z.is_Add or z.is_Rational or z.could_extract_minus_sign()):
        return e
    constant, rest = z.as_coeff_Add()
    negative = rest != 0 and all(t.could_extract_minus_sign() for t in sp.Add.make_args(rest))
    n = int(sp.floor(constant)) - (1 if negative else 0)
    if n == 0 or abs(n) > _MOST_STEPS:
        return e
    base, way = z - n, 1 if n > 0 else -1
    steps = [base + k for k in range(n)] if n > 0 else [base - k for k in range(1, -n + 1)]
    if isinstance(e, sp.gamma):
        return sp.gamma(base) * sp.Mul(*(s**way for s in steps))
    if isinstance(e, sp.loggamma):
        return sp.loggamma(base) + way * sp.Add(*(sp.log(s) for s in steps))
    m = e.args[0]
    if not m.is_Integer:
        return e
    term = sp.Integer(-1) ** m * sp.factorial(m)
    return sp.polygamma(m, base) + way * sp.Add(*(term / s ** (m + 1) for s in steps))


def _shifted_bessel(e: Expr) -> Expr:
    """Write I or K of order p + n with those of orders p and p + 1, 0 <= p < 1 or p free of numbers.

    I_(p+1) = I_(p−1) − (2p/z)·I_p and K_(p+1) = K_(p−1) + (2p/z)·K_p (Abramowitz and Stegun, 9.6.26; half-integers, 10.2.17).
    The order of I is an integer, so that for both the sign of the order does not matter.
    """
    order, z = sp.expand(e.args[0]), e.args[1]
    constant, rest = order.as_coeff_Add()
    if (constant if rest == 0 else rest).could_extract_minus_sign():
        order, (constant, rest) = -order, (-constant, -rest)
    steps = int(sp.floor(constant)) if constant.is_Rational else 0
    if abs(steps) > _MOST_STEPS:
        return e
    p, way = order - steps, -1 if isinstance(e, sp.besseli) else 1
    below, above = (_plain_bessel(e.func, p + n, z) for n in (0, 1))
    for k in range(steps):
        below, above = above, sp.expand(below + way * 2 * (p + k + 1) / z * above)
    for k in range(-steps):
        below, above = sp.expand(above - way * 2 * (p - k) / z * below), below
    return below


def _plain_bessel(function: Any, order: Expr, z: Expr) -> Expr:
    """Write K of order 1/2 or 3/2 with e^(−z)."""
    if function is sp.besselk and order in (sp.Rational(1, 2), sp.Rational(3, 2)):
        return sp.sqrt(sp.pi / (2 * z)) * sp.exp(-z) * (1 if order == sp.S.Half else 1 + 1 / z)
    return function(order, z)


def _has_denominator(e: Expr) -> bool:
    """Whether some factor is a negative power, or an exponential whose exponent has a minus sign."""
    return any(
        (f.is_Pow and f.exp.could_extract_minus_sign())
        or (isinstance(f, sp.exp) and f.args[0].could_extract_minus_sign())
        or (f.is_Rational and f.q != 1)
        for f in sp.Mul.make_args(e)
    )


class Field:
    """The field QQ(generators) that some expressions in normal form live in.

    Parameters
    ----------
    expressions
        What will be converted; their generators are gathered, powers of one base with commensurable exponents being
        powers of one generator.

    Examples
    --------
    >>> x, k = sp.symbols("x k", positive=True)
    >>> field = Field([x ** (2 * k) / x, sp.sqrt(x)])
    >>> field.generators
    (sqrt(x), x**k)
    """

    def __init__(self, expressions: Iterable[Expr], first: Sequence[Any] = ()) -> None:
        self._roots: dict[tuple[Expr, Expr], int] = {}
        seen: set[Expr] = set()
        for e in expressions:
            self._gather(e, seen)
        keys = sorted(self._roots, key=lambda k: (not any(k[0].has(s) or k[1].has(s) for s in first), _order(k)))
        self._index = {key: i for i, key in enumerate(keys)}
        self.generators = tuple(b ** (r / self._roots[b, r]) for b, r in keys)
        self.K = Fractions([f"g{i}" for i in range(len(keys))] or ["g0"])
        self._memo: dict[Expr, Element] = {}
        self._relations = [rel for key in keys if (rel := self._relation(*key))]

    # -- reading ---------------------------------------------------------------------------------------------------

    def _gather(self, e: Expr, seen: set[Expr]) -> None:
        if e in seen or e.is_Rational:
            return
        seen.add(e)
        if e.is_Add or e.is_Mul or (e.is_Pow and e.exp.is_Integer):
            for a in e.args if not e.is_Pow else (e.base,):
                self._gather(a, seen)
            return
        (base, rest), c = _root(e)
        self._roots[base, rest] = lcm(self._roots.get((base, rest), 1), int(c.q))
        if (base.is_Add or base.is_Mul) and rest == 1:
            self._gather(base, seen)

    def convert(self, e: Expr) -> Element:
        """Return ``e`` as an element of the field, with the known relations between generators applied."""
        return self.reduce(self._convert(e))

    def _convert(self, e: Expr) -> Element:
        if e in self._memo:
            return self._memo[e]
        if e.is_Rational:
            result = self.K(sp.QQ(e.p, e.q))
        elif e.is_Add:
            result = _balanced([self._convert(a) for a in e.args])
        elif e.is_Mul:
            result = self.K.one
            for a in e.args:
                result = result * self._convert(a)
        elif e.is_Pow and e.exp.is_Integer:
            result = self._convert(e.base) ** int(e.exp)
        else:
            key, c = _root(e)
            result = self.K.gens[self._index[key]] ** int(c * self._roots[key])
        self._memo[e] = result
        return result

    def _relation(self, base: Expr, rest: Expr) -> tuple[int, int, Expr] | None:
        """Return (generator, power, value) if a power of the generator is known in the field."""
        i = self._index[base, rest]
        if isinstance(base, sp.sign):
            return i, 2, sp.S.One
        if isinstance(base, sp.sin) and (other := (sp.cos(base.args[0]), sp.S.One)) in self._index:
            return i, 2, 1 - other[0] ** 2
        if rest == 1 and (base.is_Integer or base.is_Add or base.is_Mul) and (q := self._roots[base, rest]) > 1:
            return i, q, base
        return None

    def reduce(self, element: Element) -> Element:
        """Apply relations such as sign² = 1 and sin² = 1 − cos²."""
        for i, power, value in self._relations:
            element = self._lowered(element.numer, i, power, value) / self._lowered(element.denom, i, power, value)
        return element

    def _lowered(self, poly: Any, i: int, power: int, value: Expr) -> Element:
        if poly.degree(self.K.ring.gens[i]) < power:
            return self.K(poly)
        replacement = self._convert(value)
        total = self.K.zero
        for monomial, c in poly.terms():
            high, low = divmod(monomial[i], power)
            lowered = (*monomial[:i], low, *monomial[i + 1 :])
            total += self.K(self.K.ring({lowered: c})) * replacement**high
        return total

    # -- writing ---------------------------------------------------------------------------------------------------

    def expression(self, element: Element) -> Expr:
        """Return numerator over denominator, both expanded."""
        return self.poly_expression(element.numer) / self.poly_expression(element.denom)

    def poly_expression(self, poly: Any) -> Expr:
        """Return a polynomial in the generators as an expression."""
        return poly.as_expr(*self.generators) if self.generators else sp.sympify(poly.as_expr(), strict=True)

    def factored(self, element: Element) -> Expr:
        """Return numerator over denominator, both factored."""
        return self.poly_factored(element.numer) / self.poly_factored(element.denom)

    def poly_factored(self, poly: Any) -> Expr:
        """Return a polynomial in the generators as a product of irreducible ones."""
        if not poly:
            return sp.S.Zero
        unit, factors = self.K.factorisation.of(poly)
        unit = sp.Rational(int(unit.numerator), int(unit.denominator))
        return unit * sp.Mul(*(self.poly_expression(f) ** n for f, n in factors))

    def indices(self, symbols: Iterable[Any]) -> tuple[int, ...]:
        """Return the positions of the generators that contain one of ``symbols``."""
        wanted = set(symbols)
        return tuple(i for i, g in enumerate(self.generators) if g.free_symbols & wanted)


def _root(e: Expr) -> tuple[tuple[Expr, Expr], Expr]:
    """Write ``e`` as base**(rest·c) with rational c."""
    if isinstance(e, sp.exp):
        c, rest = e.args[0].as_coeff_Mul()
        if e.args[0].is_Rational:
            return (sp.E, sp.S.One), e.args[0]
        return ((sp.E, rest), c) if c.is_Rational else ((sp.E, e.args[0]), sp.S.One)
    if e is sp.E:
        return (sp.E, sp.S.One), sp.S.One
    if e.is_Pow:
        c, rest = e.exp.as_coeff_Mul()
        if e.exp.is_Rational:
            return (e.base, sp.S.One), e.exp
        return ((e.base, rest), c) if c.is_Rational else ((e.base, e.exp), sp.S.One)
    return (e, sp.S.One), sp.S.One


def _order(key: tuple[Expr, Expr]) -> Any:
    return sp.default_sort_key(key[0]), sp.default_sort_key(key[1])


def _balanced(items: list[Element]) -> Element:
    """Add up in pairs, which keeps intermediate fractions small."""
    while len(items) > 1:
        items = [a + b for a, b in zip(items[::2], items[1::2], strict=False)] + items[len(items) // 2 * 2 :]
    return items[0]
