"""Expressions as a textbook writes them: signs where they are read at once, √(2π) in one piece, x < c and not c > x.

Nothing here changes a value. SymPy keeps −a/(b − c) and √2/(2√π) as they come out of a calculation; on a page they are
a/(c − b) and 1/√(2π).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.notation import Lies, MeanOf, Named
from symfisher.signs import Signs

ROOT = sp.Symbol("√(2π)", positive=True)
"""√(2π), which SymPy would take apart."""
TWO_PI = sp.Symbol("2π", positive=True)
"""2π, likewise, within logarithms."""
SPELLED = {ROOT: (r"\sqrt{2 \pi}", "sqrt(2*pi)"), TWO_PI: (r"2 \pi", "2*pi")}
"""The two in LaTeX and in a line of text."""

_SHORT = 16
"""Operations of a sum whose sign is asked for."""
_LONG = 400
"""Operations of an expression that is left as it is."""


def tidied(expression: Any, density: Density) -> Any:
    """Return an expression or matrix in our symbols as it is to be shown."""
    if isinstance(expression, sp.MatrixBase):
        return expression.applyfunc(lambda e: tidied(e, density))
    if not isinstance(expression, sp.Basic) or not expression.args or expression.count_ops() > _LONG:
        return expression
    return _Writer(_signs(density), density.xs).written(expression)


@lru_cache(maxsize=8)
def _signs(density: Density) -> Signs:
    return Signs.of(density)


def with_conditions(e: Any, variables: Collection[Any]) -> Any:
    """Return an expression whose cases say x < c, not c > x, and the second of two its own condition.

    To be done last: SymPy turns the conditions of whatever is built anew.
    """
    if isinstance(e, sp.MatrixBase):
        return e.applyfunc(lambda entry: with_conditions(entry, variables))
    if not isinstance(e, sp.Basic) or not e.has(sp.Piecewise):
        return e
    if not isinstance(e, sp.Piecewise):
        return e.func(*(with_conditions(a, variables) for a in e.args))
    cases = [(with_conditions(value, variables), _facing(condition, variables)) for value, condition in e.args]
    if len(cases) == 2 and cases[1][1] == sp.true and isinstance(cases[0][1], Relational):
        cases[1] = (cases[1][0], cases[0][1].negated)
    return sp.Piecewise(*cases, evaluate=False)


def _facing(condition: Any, variables: Collection[Any]) -> Any:
    """Return a relation with the observation on its left."""
    if isinstance(condition, Relational) and condition.rhs in variables and condition.lhs not in variables:
        return condition.reversed
    return condition


class _Writer:
    """Rewrites from the inside out."""

    def __init__(self, signs: Signs, variables: tuple[Any, ...]) -> None:
        self.signs, self.variables = signs, variables

    def written(self, e: Any, *, in_a_sum: bool = False) -> Any:
        if not isinstance(e, sp.Basic) or not e.args or isinstance(e, Lies | MeanOf | sp.Derivative):
            return e
        if isinstance(e, Named):
            kind, meaning, *marks = e.args
            return Named(kind, meaning, *map(self.written, marks))
        arguments = [self.written(a, in_a_sum=e.is_Add) for a in e.args]
        whole = e.func(*arguments) if arguments != list(e.args) else e
        if isinstance(whole, sp.Mul | sp.Pow):
            return self._product(whole, in_a_sum)
        if isinstance(whole, sp.Add):
            return _logarithms(whole)
        return whole

    def _product(self, e: Expr, in_a_sum: bool) -> Expr:
        """Turn factors that are negative, and take the sign of the product into a denominator."""
        if isinstance(e, sp.Pow) and not (e.exp.is_integer and e.base.is_Add):
            return e
        number, factors = sp.S.One, []
        for f in sp.Mul.make_args(e):
            base, exponent = f.as_base_exp()
            if base.is_Add and exponent.is_Integer and base.free_symbols:
                content, base = _content(base)
                if self._is_negative(base, below=bool(exponent < 0)):
                    content, base = -content, _turned(base)
                number, f = number * content**exponent, base**exponent
            factors.append(f)
        rest = sp.Mul(number, *factors)
        if rest.is_Mul and rest.args[0].is_Number and rest.args[0].is_negative:
            rest = self._absorbed(rest, in_a_sum)
        return _pieces_turned(_rooted(rest))

    def _is_negative(self, e: Expr, below: bool) -> bool:
        """Whether a sum is negative at sight: its terms are, most of them in a denominator, or the domains say so."""
        minus, total = _negative_terms(e), len(e.args)
        return minus == total or (below and 2 * minus > total) or self._proved(e, -1)

    def _proved(self, e: Expr, sign: int) -> bool:
        if e.count_ops() > _SHORT or e.has(*self.variables):
            return False
        return self.signs.negative(e) if sign < 0 else self.signs.positive(e)

    def _absorbed(self, e: Expr, in_a_sum: bool) -> Expr:
        """Write −a/(b − c) as a/(c − b), and −(b − c)a as (c − b)a, if c − b has no more signs and is not known negative.

        In a sum the minus is that of a difference, and a numerator is left as it is.
        """
        places = [(f, *f.as_base_exp()) for f in e.args]
        odd = [(f, b, k) for f, b, k in places if b.is_Add and k.is_Integer and k % 2]
        for f, base, exponent in sorted(odd, key=lambda place: bool(place[2] > 0)):
            if in_a_sum and exponent > 0:
                continue
            if 2 * _negative_terms(base) >= len(base.args) and not self._proved(base, 1):
                return sp.Mul(-1, *(a for a in e.args if a is not f), _turned(base) ** exponent)
        return e


def _content(e: Expr) -> tuple[Expr, Expr]:
    """Return the integer that all terms of a sum have in common, and what is left."""
    content, rest = e.primitive()
    return (content, rest) if content.is_Integer else (sp.S.One, e)


def _negative_terms(e: Expr) -> int:
    return sum(term.could_extract_minus_sign() for term in e.args)


def _turned(e: Expr) -> Expr:
    """Return minus a sum, term by term."""
    return sp.Add(*(-term for term in e.args))


def _rooted(e: Expr) -> Expr:
    """Write √2/(2√π) as 1/√(2π)."""
    if not e.is_Mul or not e.has(sp.pi):
        return e
    below, above = 1 / sp.sqrt(sp.pi), sp.sqrt(2)
    number = e.args[0]
    if below in e.args and above in e.args and number.is_Rational and number.q % 2 == 0:
        return sp.Mul(2 * number, 1 / ROOT, *(a for a in e.args[1:] if a not in (below, above)))
    return e


def _pieces_turned(e: Expr) -> Expr:
    """Take a number before a case distinction into its cases."""
    number, rest = e.as_coeff_Mul()
    if number == 1 or not isinstance(rest, sp.Piecewise):
        return e
    return sp.Piecewise(*((number * value, condition) for value, condition in rest.args), evaluate=False)


def _logarithms(e: Expr) -> Expr:
    """Collect logarithms of numbers: log(4) − log(2)/2 is 3 log(2)/2; log(2) + log(π) is log(2π)."""
    found = [(t, *t.as_coeff_Mul()) for t in e.args]
    numeric = [(t, c, log.args[0]) for t, c, log in found if isinstance(log, sp.log) and log.args[0].is_number]
    if len(numeric) < 2:
        return e
    rest = [t for t in e.args if t not in {t for t, *_ in numeric}]
    counts: dict[Expr, Expr] = {}
    for _, c, number in numeric:
        for base, power in _primes(number):
            counts[base] = counts.get(base, sp.S.Zero) + c * power
    two, pi = sp.Integer(2), sp.pi
    if counts.get(two, 0) == counts.get(pi, 0) != 0:
        counts[TWO_PI] = counts.pop(two)
        del counts[pi]
    collected = [c * sp.log(base) for base, c in counts.items() if c]
    return sp.Add(*rest, *collected) if len(collected) < len(numeric) else e


def _primes(number: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield (prime, power) of an integer, else the number itself."""
    if number.is_Integer and 0 < number < 10**6:
        yield from ((sp.Integer(p), sp.Integer(k)) for p, k in sp.factorint(int(number)).items())
    else:
        yield number, sp.S.One
