"""Signs proved from declared domains: what lets a logarithm be split or a power be taken apart.

SymPy knows that ``p > 0`` but not that ``1 - p > 0`` when ``0 < p < 1``. `Signs` proves such facts: an expression that
is monotone in one quantity has the sign of its value at an end, where the question is asked again with one symbol less.
What it cannot prove is undecided (``None``), never assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Domain, Expr
from symfisher.evaluation.trials import changes_sign, points

Sign = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Range:
    """Numbers between two bounds; an open bound is not attained."""

    low: Expr
    high: Expr
    low_open: bool = False
    high_open: bool = False

    def sign(self) -> Sign | None:
        """Return the sign that every number of the range has, or ``None``."""
        if self.low.is_positive or (self.low.is_zero and self.low_open):
            return 1
        if self.high.is_negative or (self.high.is_zero and self.high_open):
            return -1
        return None

    def scaled(self, factor: Expr) -> Range:
        """Return the range of ``factor`` times the number; ``factor`` is a nonzero rational."""
        if factor.is_positive:
            return Range(factor * self.low, factor * self.high, self.low_open, self.high_open)
        return Range(factor * self.high, factor * self.low, self.high_open, self.low_open)

    def mapped(self, function: Any) -> Range:
        """Return the range of an increasing function of the number."""
        return Range(function(self.low), function(self.high), self.low_open, self.high_open)

    def even_power(self, n: Expr) -> Range:
        """Return the range of an even power of the number."""
        ends = [(abs(self.low) ** n, self.low_open), (abs(self.high) ** n, self.high_open)]
        least, most = sorted(ends, key=lambda end: (end[0], not end[1]))
        if self.sign() is not None:
            return Range(least[0], most[0], least[1], most[1])
        both_open = ends[0][0] != ends[1][0] or (ends[0][1] and ends[1][1])
        return Range(sp.S.Zero, most[0], False, most[1] and both_open)


_INCREASING = (sp.exp, sp.atan, sp.tanh, sp.erf)
"""Functions that increase over the real line and have a limit at either end."""

_ANYTHING = Range(-sp.oo, sp.oo, True, True)


def _known(e: Expr) -> Range:
    """Return what the function, or SymPy's assumptions, say by themselves."""
    if e.is_positive:
        return Range(sp.S.Zero, sp.oo, True, True)
    if e.is_negative:
        return Range(-sp.oo, sp.S.Zero, True, True)
    return Range(sp.S.Zero, sp.oo) if e.is_nonnegative else _ANYTHING


def _of_wave(e: Expr, argument: Range) -> Range:
    """Return the range of a sine or cosine, which is positive on the half wave around its maximum."""
    start = sp.S.Zero if isinstance(e, sp.sin) else -sp.pi / 2
    low, high = argument.low - start, argument.high - start
    if not (low.is_nonnegative and (sp.pi - high).is_nonnegative):
        return Range(-sp.S.One, sp.S.One)
    inside = (low.is_positive or argument.low_open) and ((sp.pi - high).is_positive or argument.high_open)
    return Range(sp.S.Zero, sp.S.One, bool(inside), False)


def _times(ranges: list[Range]) -> Range:
    """Multiply bounded ranges; an extreme value is attained only where both ends that give it are."""
    total = ranges[0]
    for r in ranges[1:]:
        if any(end.is_infinite for end in (total.low, total.high, r.low, r.high)):
            return _ANYTHING
        corners = [
            (a * b, ao or bo)
            for a, ao in ((total.low, total.low_open), (total.high, total.high_open))
            for b, bo in ((r.low, r.low_open), (r.high, r.high_open))
        ]
        low, high = min(c for c, _ in corners), max(c for c, _ in corners)
        total = Range(low, high, all(o for c, o in corners if c == low), all(o for c, o in corners if c == high))
    return total


def _sum(ranges: list[Range]) -> Range:
    return Range(
        sp.Add(*(r.low for r in ranges)),
        sp.Add(*(r.high for r in ranges)),
        any(r.low_open for r in ranges),
        any(r.high_open for r in ranges),
    )


class Signs:
    """Proves signs over the domains of some symbols; remembers what it has been asked.

    Parameters
    ----------
    domains
        Symbol to domain, those whose ends contain others first (variables before parameters).

    Examples
    --------
    >>> from symfisher.domains import UNIT
    >>> p = sp.Symbol("p", positive=True)
    >>> Signs({p: UNIT}).positive(1 - p)
    True
    >>> Signs({p: UNIT}).positive(p - sp.Rational(1, 2))
    False
    """

    def __init__(self, domains: Mapping[Any, Domain]) -> None:
        self.domains = dict(domains)
        self._known: dict[Expr, Sign | None] = {}

    @classmethod
    def of(cls, density: Density) -> Signs:
        """Return the prover for all quantities of a density."""
        return cls({q.symbol: q.domain for q in density.quantities} | dict(density.ranges))

    def extended(self, domains: Mapping[Any, Domain]) -> Signs:
        """Return a prover that also knows the symbols of ``domains``."""
        wider = Signs({**domains, **self.domains})
        wider._known = {e: sign for e, sign in self._known.items() if sign is not None}
        return wider

    def positive(self, expression: Expr) -> bool:
        """Say whether ``expression > 0`` is proved."""
        return self.sign(expression) == 1

    def negative(self, expression: Expr) -> bool:
        """Say whether ``expression < 0`` is proved."""
        return self.sign(expression) == -1

    def sign(self, expression: Expr, depth: int = 3) -> Sign | None:
        """Return the sign that ``expression`` is proved to have everywhere, or ``None``."""
        if expression not in self._known:
            self._known[expression] = None  # a question met again while it is being answered is undecided
            self._known[expression] = self._prove(expression, depth)
        return self._known[expression]

    def _prove(self, e: Expr, depth: int) -> Sign | None:
        if e.is_zero or e.is_positive or e.is_negative:
            return 0 if e.is_zero else 1 if e.is_positive else -1
        if e.is_Mul:
            return _product(self.sign(a, depth) for a in e.args)
        if e.is_Function or e.is_Pow:
            found = self._of_function(e, depth)
            if found is not None:
                return found
        if e.has(sp.Piecewise, sp.zoo, sp.nan):
            return None
        found = self.range(e).sign()
        return self._of_sum(e, depth) if found is None and e.is_Add else found

    def _of_function(self, e: Expr, depth: int) -> Sign | None:
        if e.is_Pow:
            base = self.sign(e.base, depth)
            if base == -1 and e.exp.is_integer:
                return 1 if e.exp.is_even else -1 if e.exp.is_odd else None
            return 1 if base == 1 else None
        if isinstance(e, sp.log):
            return self.sign(e.args[0] - 1, depth)
        if isinstance(e, sp.exp):
            return 1 if e.args[0].is_extended_real else None
        if isinstance(e, (sp.zeta, sp.besseli, sp.besselk)):
            return 1 if self._is_positive_special(e, depth) else None
        return None

    def _of_sum(self, e: Expr, depth: int) -> Sign | None:
        found = self._by_terms(e, depth)
        if found is not None or not depth or not _is_short(e):
            return found
        if e.has(sp.floor, sp.ceiling, sp.frac, sp.Mod, sp.Derivative, sp.Subs):
            return None  # slopes say nothing about what jumps
        if changes_sign(e, self._points):
            return None
        return self._by_monotonicity(e, depth) or self._by_curvature(e, depth) or self._by_discriminant(e, depth)

    def _by_terms(self, e: Expr, depth: int) -> Sign | None:
        """Return the sign that all terms of a sum have."""
        first: Sign | None = None
        for term in e.args:
            sign = self.sign(term, depth)
            if sign in (None, 0) or (first is not None and sign != first):
                return None
            first = sign
        return first

    @cached_property
    def _points(self) -> list[dict[Any, float]]:
        return points(self.domains)

    def _is_positive_special(self, e: Expr, depth: int) -> bool:
        """Series of positive terms: zeta beyond 1, modified Bessel functions of positive argument and order >= 0."""
        if isinstance(e, sp.zeta):
            return len(e.args) == 1 and self.sign(e.args[0] - 1, depth) == 1
        if isinstance(e, sp.besseli) and e.args[0] == 0 and e.args[1].is_real:
            return True  # its series has even powers with positive coefficients, and begins with 1
        return self.sign(e.args[1], depth) == 1 and self.sign(e.args[0], depth) in (0, 1)

    def range(self, e: Expr) -> Range:
        """Return numerical bounds between which ``e`` is proved to lie (interval arithmetic on the declared domains)."""
        if e.is_number:
            return Range(e, e) if e.is_extended_real else _ANYTHING
        if e in self.domains:
            return self._declared(e)
        if e.is_Add:
            return _sum([self.range(a) for a in e.args])
        if e.is_Mul and e.args[0].is_Rational:
            return self.range(e / e.args[0]).scaled(e.args[0])
        if e.is_Mul and not (e.is_positive or e.is_negative):
            return _times([self.range(a) for a in e.args])
        if isinstance(e, _INCREASING):
            return self.range(e.args[0]).mapped(e.func)
        if isinstance(e, (sp.sin, sp.cos)):
            return _of_wave(e, self.range(e.args[0]))
        if e.is_Pow and e.exp.is_Integer and e.exp.is_even and e.exp.is_positive:
            return self.range(e.base).even_power(e.exp)
        return _known(e)

    def _declared(self, symbol: Any) -> Range:
        """Return the declared domain as far as its ends are numbers."""
        domain = self.domains[symbol]
        lower, upper = domain.ends
        low = lower if lower.is_number else sp.S.Zero if symbol.is_nonnegative else -sp.oo
        high = upper if upper.is_number else sp.S.Zero if symbol.is_nonpositive else sp.oo
        closed = [domain.discrete or getattr(domain, side, False) for side in ("closed_lower", "closed_upper")]
        return Range(low, high, not closed[0], not closed[1])

    def _by_monotonicity(self, e: Expr, depth: int) -> Sign | None:
        """Strictly monotone in one symbol over an open range, and of one weak sign at the right end."""
        for symbol, domain in self.domains.items():
            if symbol not in e.free_symbols:
                continue
            slope = self.sign(_tidy(sp.diff(e, symbol)), depth - 1)
            if slope not in (1, -1):
                continue
            lower, upper = domain.ends
            low, high = (lower, upper) if slope == 1 else (upper, lower)
            if (least := self._at(e, symbol, low)) is not None and self._weak(least, 1, depth):
                return 1 if self._strict(domain, least, depth) else None
            if (most := self._at(e, symbol, high)) is not None and self._weak(most, -1, depth):
                return -1 if self._strict(domain, most, depth) else None
        return None

    def _by_curvature(self, e: Expr, depth: int) -> Sign | None:
        """Concave in one symbol over a bounded interval and not negative at its ends; or the mirror image."""
        for symbol, domain in self.domains.items():
            if symbol not in e.free_symbols or domain.discrete or any(end.is_infinite for end in domain.ends):
                continue
            bend = self.sign(_tidy(sp.diff(e, symbol, 2)), depth - 1)
            ends = [self._at(e, symbol, end) for end in domain.ends]
            if bend == 0 and all(end is not None for end in ends):
                found = self._between(domain, [self.sign(end, depth - 1) for end in ends if end is not None])
                if found is not None:
                    return found
            if bend not in (1, -1) or any(end is None or not self._weak(end, -bend, depth) for end in ends):
                continue
            if all(self._strict(domain, end, depth) for end in ends):
                return 1 if bend == -1 else -1
        return None

    @staticmethod
    def _between(domain: Domain, ends: list[Sign | None]) -> Sign | None:
        """Return the sign between the ends of what is affine there, from the signs at the ends."""
        if None in ends or not any(ends) or ends[0] == -(ends[1] or 0):
            return None
        attained = getattr(domain, "closed_lower", False) or getattr(domain, "closed_upper", False)
        return None if attained and 0 in ends else max(ends, key=lambda sign: abs(sign or 0))

    def _by_discriminant(self, e: Expr, depth: int) -> Sign | None:
        """Find the sign of a quadratic in one symbol without real roots: that of its leading coefficient."""
        for symbol in self.domains:
            slope = sp.diff(e, symbol)
            lead = sp.diff(slope, symbol) / 2
            if lead == 0 or symbol in lead.free_symbols or not e.is_polynomial(symbol):
                continue
            at_zero = {symbol: sp.S.Zero}
            discriminant = sp.expand(slope.xreplace(at_zero) ** 2 - 4 * lead * e.xreplace(at_zero))
            if self.sign(discriminant, depth - 1) == -1:
                return self.sign(lead, depth - 1)
        return None

    def _strict(self, domain: Domain, end_value: Expr, depth: int) -> bool:
        """Whether the sign is strict: the end is not attained, or the value there is not zero."""
        attained = domain.discrete or getattr(domain, "closed_lower", False) or getattr(domain, "closed_upper", False)
        return not attained or self.sign(end_value, depth - 1) in (1, -1)

    def _weak(self, value: Expr, sign: int, depth: int) -> bool:
        return self.sign(value, depth - 1) in (0, sign)

    @staticmethod
    def _at(e: Expr, symbol: Any, end: Expr) -> Expr | None:
        if end.is_infinite:
            return None
        value = _tidy(e.xreplace({symbol: end}))
        return None if value.has(sp.nan, sp.zoo, sp.oo, -sp.oo) else value


_SHORT = 40


def _is_short(e: Expr) -> bool:
    """Whether differentiating ``e`` again and again costs little; long sums are seldom monotone by proof."""
    return bool(sp.count_ops(e) <= _SHORT)


def _product(signs: Iterable[Sign | None]) -> Sign | None:
    total: Sign = 1
    for s in signs:
        if s is None:
            return None
        total = total * s  # type: ignore[assignment]  # a product of signs is a sign
    return total


def _tidy(e: Expr) -> Expr:
    """Cancel what an end or a derivative makes cancel, cheaply."""
    return sp.expand(e) if e.is_Add else e
