"""Refuses numbers that would explode before SymPy computes them: powers, factorials, special functions of numbers.

SymPy evaluates ``9**9**9``, ``factorial(10**9)`` or ``polygamma(0, 10**9)`` as soon as they are built. Everything
numeric is therefore built here, under a bound on its digits; by induction every number in an expression has at most
that size, so that evaluating the arguments of the next function is safe.
"""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.reading.tokens import MAX_EXPONENT

MAX_DIGITS = 10_000
MAX_ROOT_DIGITS = 400
_LN10 = math.log(10)


class TooLargeError(Exception):
    """A number would be too large to compute; the caller knows the place."""


def digits(number: Expr) -> int:
    """Return about how many digits the larger of numerator and denominator of a rational has."""
    return int(max(abs(number.p).bit_length(), number.q.bit_length()) / 3.3219) + 1


def _all_digits(expression: Expr) -> int:
    """Return the digits of all the rationals in a numeric expression together."""
    return sum(digits(r) for r in expression.atoms(sp.Rational) if abs(r.p) > 1 or r.q > 1)


def magnitude(number: Expr) -> float:
    """Return the absolute value of a numeric expression as a float (infinite or nan as it may be)."""
    value = complex(number.evalf(15))
    return abs(value)


def _estimate(number: Expr) -> float:
    """Return `magnitude`, or infinity if it does not fit a float."""
    if number.is_Rational:
        return math.inf if digits(number) > 300 else abs(number.p / number.q)
    try:
        return magnitude(number)
    except (OverflowError, TypeError, ValueError):
        return math.inf


def add(terms: list[Expr]) -> Expr:
    """Return the sum of ``terms``."""
    _check_total(terms)
    return sp.Add(*terms)


def multiply(factors: list[Expr]) -> Expr:
    """Return the product of ``factors``."""
    _check_total(factors)
    return sp.Mul(*factors)


def _check_total(parts: list[Expr]) -> None:
    factors = [p if p.is_Rational else p.as_coeff_Mul()[0] for p in parts]
    if sum(digits(r) for r in factors if r.is_Rational and r not in (0, 1, -1)) > MAX_DIGITS:
        raise TooLargeError(f"a number of more than {MAX_DIGITS} digits")


def power(base: Expr, exponent: Expr) -> Expr:
    """Return ``base`` to the power ``exponent``."""
    if exponent.is_number:
        _check_exponent(base, exponent)
    _check_logarithms(exponent)
    result = base**exponent
    if result.is_Pow and result.exp.is_Rational and abs(result.exp) > MAX_EXPONENT:
        raise TooLargeError(f"an exponent beyond {MAX_EXPONENT}")
    return result


def _check_exponent(base: Expr, exponent: Expr) -> None:
    size = _estimate(exponent)
    if not base.is_number:
        if not size <= MAX_EXPONENT:
            raise TooLargeError(f"an exponent beyond {MAX_EXPONENT}")
        return
    if base is sp.E:
        if not size <= MAX_DIGITS * _LN10:
            raise TooLargeError(f"a number of more than {MAX_DIGITS} digits")
        return
    if base in (0, 1, -1):
        return
    if not size <= MAX_EXPONENT or size * max(_all_digits(base), 1) > 2 * MAX_DIGITS:
        raise TooLargeError(f"a power of more than {MAX_DIGITS} digits")
    if exponent.is_Rational and not exponent.is_Integer and _all_digits(base) > MAX_ROOT_DIGITS:
        raise TooLargeError(f"a root of a number of more than {MAX_ROOT_DIGITS} digits")


def _check_logarithms(exponent: Expr) -> None:
    """Refuse exp(10^9 log 2), which SymPy would turn into a power."""
    if exponent.has(sp.log) and any(abs(r) > MAX_EXPONENT for r in exponent.atoms(sp.Rational)):
        raise TooLargeError(f"an exponent beyond {MAX_EXPONENT}")


def exponential(argument: Expr) -> Expr:
    """Return the exponential of ``argument``."""
    if argument.is_number:
        _check_exponent(sp.E, argument)
    _check_logarithms(argument)
    return sp.exp(argument)


_LARGEST = {
    "gamma": 3000, "loggamma": 3000, "factorial": 3000, "beta": 3000, "zeta": 200, "polygamma": 500, "uppergamma": 40,
    "lowergamma": 40, "expint": 40, "polylog": 40, "besseli": 200, "besselj": 200, "besselk": 200, "bessely": 200,
}  # fmt: skip
_LARGEST_EXPONENTIAL = frozenset("sinh cosh tanh coth sech csch erf erfc erfi Ei".split())


def bounded(name: str, arguments: tuple[Any, ...]) -> None:
    """Refuse the function ``name`` of numeric ``arguments`` whose value SymPy would compute at great length.

    Raises
    ------
    TooLargeError
        Naming the function and its bound.
    """
    limit = _LARGEST.get(name, MAX_DIGITS * _LN10 if name in _LARGEST_EXPONENTIAL else math.inf)
    for argument in arguments:
        numeric = isinstance(argument, sp.Expr) and argument.is_number and not argument.is_infinite
        if numeric and not _estimate(argument) <= limit:
            raise TooLargeError(f"{name} of a number beyond {limit:.0f}")


def binomial(n: Expr, k: Expr) -> Expr:
    """Return the binomial coefficient ``n`` over ``k``."""
    if (k.is_number and _estimate(k) > 3000) or (n.is_number and k.is_number and _estimate(n) > 1e9):
        raise TooLargeError("binomial of a number beyond 3000")
    return sp.binomial(n, k)
