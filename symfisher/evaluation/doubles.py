"""Arithmetic on doubles and arrays of them, as the walk over a tree needs it: sums, powers, signs, choices."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from symfisher.evaluation.special import Value


def as_float(value: Any) -> Value:
    """Return a number or array in double precision; nan for what is not real."""
    if isinstance(value, np.ndarray):
        return value if value.dtype == float else value.astype(float)
    if isinstance(value, sp.Rational):
        return (
            np.float64(value.p / value.q)
            if abs(value.p) < 1 << 1000 and value.q < 1 << 1000
            else np.float64(sp.Float(value))
        )
    if isinstance(value, sp.Basic):
        if value in (sp.nan, sp.zoo, sp.I):
            return np.float64("nan")
        number = sp.N(value, 17)
        return np.float64(number) if number.is_real or number.is_infinite else np.float64("nan")
    return np.asarray(value, dtype=float)[()]


def as_fraction(value: Any) -> Fraction | None:
    """Return a number exactly, or None for arrays and what is not finite."""
    if isinstance(value, sp.Rational):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, int | float) and math.isfinite(value):
        return Fraction(value)
    return None


def as_rational(value: Fraction) -> Any:
    """Return a fraction as a SymPy number."""
    return sp.Rational(value.numerator, value.denominator)


def _finite(values: list[Any]) -> bool:
    return all(math.isfinite(v) for v in values)


def integer_power(base: Value, exponent: int) -> Value:
    """Return a power by products where the exponent is small."""
    if exponent == -1:
        return 1.0 / np.float64(base) if np.ndim(base) == 0 else 1.0 / base
    if exponent == 2:
        return base * base
    if exponent == 3:
        return base * base * base
    return np.power(np.float64(base) if np.ndim(base) == 0 else base, float(exponent))


def total_of(values: list[Value]) -> Value:
    """Return a sum; the scalars among the terms are added first, exactly."""
    scalars = [v for v in values if np.ndim(v) == 0]
    total: Value = np.float64(math.fsum(scalars)) if _finite(scalars) else np.float64(sum(scalars))
    for v in values:
        if np.ndim(v):
            total = total + v
    return total


def product_of(values: list[Value]) -> Value:
    """Return a product."""
    total: Value = np.float64(1.0)
    for v in values:
        total = total * v
    return total


def times(exponent: Value, log: Value) -> Value:
    """Return exponent·log with 0·(±∞) = 0, so that 0**0 is 1."""
    return np.where(exponent == 0, 0.0, exponent * log)[()]


def fold(function: Any, values: list[Value]) -> Value:
    """Return function(…function(function(v₁, v₂), v₃)…)."""
    total = values[0]
    for v in values[1:]:
        total = function(total, v)
    return total


def plain(value: Value) -> Value:
    """Turn an array without dimensions into a number."""
    return value[()] if isinstance(value, np.ndarray) else value


def split_sign(value: Value) -> tuple[Value, Value]:
    """Return sign and log|value|."""
    return np.sign(value), np.log(np.abs(value))


def select(condition: Value, branch: Any, otherwise: Value) -> Value:
    """Return ``np.where(condition, branch(), otherwise)``, without computing a branch that is nowhere chosen."""
    if not np.any(condition):
        return otherwise
    if np.all(condition):
        return branch()
    return np.where(condition, branch(), otherwise)
