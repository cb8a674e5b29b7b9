"""Numbers close to a base: a variable as base + offset, and polynomials in it expanded about the base.

With the coefficients as fractions the constant term of the expansion is exact, so that ``1 - x`` next to 1, ``b - x``
next to b, or ``x**2 - 2*mu*x + mu**2`` next to mu keep all their digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

_DEGREE = 4
_ROUNDING = 8e-16
"""What is left of terms that cancel is taken for rounding below this part of their sizes: a zero at an end is one."""

Polynomial = dict[int, Any]
"""Power to coefficient: a Fraction where it is known exactly, else a float."""


@dataclass(frozen=True)
class Shifted:
    """The numbers ``base + offset``, kept apart.

    Attributes
    ----------
    base, offset
        A float (or an array) and an array.
    exact
        The base as a fraction, if it is not exactly the float.
    log_offset, side
        log|offset| and the sign of the offset, where the offset itself may under- or overflow.
    """

    base: Any
    offset: Any
    exact: Fraction | None = None
    log_offset: Any = None
    side: Any = None

    @property
    def total(self) -> Any:
        """The rounded sum."""
        return self.base + self.offset

    def scaled(self, start: float, step: int) -> Shifted:
        """Return ``start + step·self``."""
        exact = None if self.exact is None else Fraction(start) + step * self.exact
        log = None if self.log_offset is None else self.log_offset + math.log(abs(step))
        side = None if self.side is None else self.side * (1 if step > 0 else -1)
        return Shifted(start + step * self.base, step * self.offset, exact, log, side)


@dataclass(frozen=True)
class Series:
    """The values of a polynomial near a base, their signs and logarithms, and the sum of the sizes of the terms."""

    value: Any
    sign: Any
    log: Any
    size: Any


def is_exact(polynomial: Polynomial | None) -> bool:
    """Say whether all coefficients are fractions."""
    return polynomial is not None and all(isinstance(c, Fraction) for c in polynomial.values())


def add(parts: Sequence[Any]) -> Polynomial | None:
    """Return the sum of polynomials."""
    total: Polynomial = {}
    for part in parts:
        for k, c in part.items():
            total[k] = total.get(k, Fraction(0)) + c
    return total


def multiply(parts: Sequence[Any]) -> Polynomial | None:
    """Return the product of polynomials, or None if its degree is above 4."""
    total: Polynomial = {0: Fraction(1)}
    for part in parts:
        product: Polynomial = {}
        for i, a in total.items():
            for j, b in part.items():
                product[i + j] = product.get(i + j, Fraction(0)) + a * b
        if max(product) > _DEGREE:
            return None
        total = product
    return total


def power(base: Polynomial, exponent: int) -> Polynomial | None:
    """Return an integer power, negative ones of numbers only; None beyond degree 4 or for unwieldy numbers."""
    if max(base) == 0:
        number = base[0]
        if number == 0 and exponent < 0:
            return None
        if (
            isinstance(number, Fraction)
            and abs(exponent) * max(number.numerator.bit_length(), number.denominator.bit_length()) < 4000
        ):
            return {0: number**exponent}
        try:
            return {0: float(number) ** exponent}
        except OverflowError:
            return None
    if not 0 < exponent <= _DEGREE:
        return None
    return multiply([base] * exponent)


def taylor(polynomial: Polynomial | None, x: Shifted) -> Series:
    """Return a polynomial at base + offset, expanded about the base."""
    coefficients = _about(polynomial or {}, x)
    degree = len(coefficients) - 1
    lowest = next((k for k in range(degree) if np.ndim(coefficients[k]) or coefficients[k] != 0), degree)
    with np.errstate(all="ignore"):
        rest = _horner(coefficients[lowest:], x.offset)
        value = _horner(coefficients, x.offset)
        size = _horner([np.abs(c) for c in coefficients], np.abs(x.offset))
        if lowest == 0:
            return Series(value, *_signed_log(coefficients, rest, x), size)
        log_offset = np.log(np.abs(x.offset)) if x.log_offset is None else x.log_offset
        side = np.sign(x.offset) if x.side is None else x.side
        sign, log = _signed_log(coefficients[lowest:], rest, x)
        return Series(value, sign * side**lowest, log + lowest * log_offset, size)


def _signed_log(coefficients: list[Any], value: Any, x: Shifted) -> tuple[Any, Any]:
    """Return sign and log of a polynomial whose constant term is not zero, without cancellation or overflow."""
    first = coefficients[0]
    if len(coefficients) == 1:
        return np.broadcast_to(np.sign(first), np.shape(value)), np.broadcast_to(np.log(np.abs(first)), np.shape(value))
    relative = _horner([0.0, *coefficients[1:]], x.offset) / first
    near = np.abs(relative) < 0.5
    log = np.where(near, np.log(np.abs(first)) + np.log1p(np.where(near, relative, 0.0)), np.log(np.abs(value)))
    sign = np.sign(value)
    if len(coefficients) == 2 and x.log_offset is not None and np.any(first == 0):
        log = np.where(first == 0, np.log(np.abs(coefficients[1])) + x.log_offset, log)
        sign = np.where(first == 0, np.sign(coefficients[1]) * x.side, sign)
    over = ~np.isfinite(value) & np.isfinite(first)
    if np.any(over) and x.log_offset is not None:
        top = len(coefficients) - 1
        side = np.sign(x.offset) if x.side is None else x.side
        log = np.where(over, np.log(np.abs(coefficients[top])) + top * x.log_offset, log)
        sign = np.where(over, np.sign(coefficients[top]) * side**top, sign)
    return sign, log


def _horner(coefficients: list[Any], offset: Any) -> Any:
    total: Any = np.zeros(np.shape(offset)) + coefficients[-1]
    for c in reversed(coefficients[:-1]):
        total = total * offset + c
    return total


def _about(polynomial: Polynomial, x: Shifted) -> list[Any]:
    """Return the coefficients of the expansion about the base as floats (arrays if the base is one)."""
    degree = max((k for k, c in polynomial.items() if c != 0), default=0)
    rational = all(isinstance(c, Fraction) for c in polynomial.values())
    base: Any = x.base
    if np.ndim(base) == 0 and rational:
        base = x.exact if x.exact is not None else Fraction(float(base))
    elif np.ndim(base):
        polynomial = {k: float(c) for k, c in polynomial.items()}
    found = []
    for j in range(degree + 1):
        terms = [c * math.comb(k, j) * base ** (k - j) for k, c in polynomial.items() if k >= j]
        found.append(_total(terms) if terms else 0.0)
    return found


def _total(terms: list[Any]) -> Any:
    if all(isinstance(t, Fraction) for t in terms):
        total = sum(terms)
        return total.numerator / total.denominator if total else 0.0
    if any(np.ndim(t) for t in terms):
        return sum(terms)
    numbers = [float(t) for t in terms]
    total = math.fsum(numbers)
    return 0.0 if abs(total) <= _ROUNDING * sum(abs(t) for t in numbers) else total
