"""Sets that variables and parameters live in, declared once and used by validation, assumptions, printing and tests.

A domain is an `Interval`, an `IntegerRange` or a `FiniteSet`; ends are SymPy expressions and may contain other symbols
(``0 < p < 1 - q``), so that a simplex or an ordering is a set of ordinary domains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

Expr = Any
"""A SymPy expression; SymPy ships no type information."""


@dataclass(frozen=True)
class Interval:
    """The real numbers between two ends; infinite ends are open.

    Examples
    --------
    >>> from sympy import oo, Integer
    >>> Interval(Integer(0), oo).describe("sigma")
    'sigma > 0'
    """

    lower: Expr
    upper: Expr
    closed_lower: bool = False
    closed_upper: bool = False

    discrete = False

    @property
    def ends(self) -> tuple[Expr, Expr]:
        """Lower and upper end."""
        return self.lower, self.upper

    def assumptions(self) -> dict[str, bool]:
        """Return the SymPy assumptions that hold on the whole interval."""
        return {"real": True, **_sign_assumptions(self.lower, self.upper, self.closed_lower, self.closed_upper)}

    def contains(self, value: Expr, values: Mapping[Expr, Expr] = {}) -> bool:
        """Say whether the number ``value`` lies in the interval whose ends are evaluated at ``values``."""
        lower, upper = self.lower.xreplace(dict(values)), self.upper.xreplace(dict(values))
        above = value >= lower if self.closed_lower else value > lower
        below = value <= upper if self.closed_upper else value < upper
        return bool(above) and bool(below)

    def xreplace(self, rule: Mapping[Expr, Expr]) -> Interval:
        """Return the interval with the symbols of its ends replaced."""
        ends = self.lower.xreplace(dict(rule)), self.upper.xreplace(dict(rule))
        return Interval(*ends, self.closed_lower, self.closed_upper)

    def describe(self, name: str) -> str:
        """Write the domain of ``name`` in the grammar of ``--param`` and ``--support``."""
        left = "" if self.lower == -sp.oo else f"{self.lower} {'<=' if self.closed_lower else '<'} "
        right = "" if self.upper == sp.oo else f" {'<=' if self.closed_upper else '<'} {self.upper}"
        if not left and not right:
            return f"{name} in R"
        if not right:
            return f"{name} {'>=' if self.closed_lower else '>'} {self.lower}"
        return f"{left}{name}{right}"


@dataclass(frozen=True)
class IntegerRange:
    """The integers ``lower, lower + step, …, upper``, ends included; ends may be infinite.

    Examples
    --------
    >>> from sympy import oo, Integer
    >>> IntegerRange(Integer(0), oo).describe("x")
    'x in {0, 1, 2, ...}'
    """

    lower: Expr
    upper: Expr
    step: int = 1

    discrete = True

    @property
    def ends(self) -> tuple[Expr, Expr]:
        """Lower and upper end."""
        return self.lower, self.upper

    def assumptions(self) -> dict[str, bool]:
        """Return the SymPy assumptions that hold on the whole range."""
        return {"integer": True, **_sign_assumptions(self.lower, self.upper, True, True)}

    def contains(self, value: Expr, values: Mapping[Expr, Expr] = {}) -> bool:
        """Say whether the number ``value`` is in the range whose ends are evaluated at ``values``."""
        lower, upper = self.lower.xreplace(dict(values)), self.upper.xreplace(dict(values))
        if value != int(value) or not (bool(value >= lower) and bool(value <= upper)):
            return False
        anchor = lower if lower.is_finite else upper if upper.is_finite else sp.Integer(0)
        return bool((value - anchor) % self.step == 0)

    def xreplace(self, rule: Mapping[Expr, Expr]) -> IntegerRange:
        """Return the range with the symbols of its ends replaced."""
        return IntegerRange(self.lower.xreplace(dict(rule)), self.upper.xreplace(dict(rule)), self.step)

    def describe(self, name: str) -> str:
        """Write the domain of ``name`` in the grammar of ``--param`` and ``--support``."""
        if self.lower == -sp.oo:
            return f"{name} in Z"
        first = [self.lower, self.lower + self.step, self.lower + 2 * self.step]
        if self.upper == sp.oo:
            shown = first if self.lower.is_number else first[:2]
            return f"{name} in {{{', '.join(map(str, shown))}, ...}}"
        if self.lower.is_number and self.upper.is_number and self.upper - self.lower <= 3 * self.step:
            count = int((self.upper - self.lower) // self.step) + 1
            return f"{name} in {{{', '.join(str(self.lower + i * self.step) for i in range(count))}}}"
        shown = first[:1] if self.step == 1 else first[:2]
        return f"{name} in {{{', '.join(map(str, shown))}, ..., {self.upper}}}"


@dataclass(frozen=True)
class FiniteSet:
    """Finitely many numbers, in the order given.

    Examples
    --------
    >>> from sympy import Integer
    >>> FiniteSet((Integer(1), Integer(2), Integer(5))).describe("x")
    'x in {1, 2, 5}'
    """

    values: tuple[Expr, ...]

    discrete = True

    @property
    def ends(self) -> tuple[Expr, Expr]:
        """Least and greatest element."""
        return sp.Min(*self.values), sp.Max(*self.values)

    def assumptions(self) -> dict[str, bool]:
        """Return the SymPy assumptions that hold on the whole set."""
        kind = {"integer": True} if all(v.is_integer for v in self.values) else {"real": True}
        return {**kind, **_sign_assumptions(*self.ends, True, True)}

    def contains(self, value: Expr, values: Mapping[Expr, Expr] = {}) -> bool:
        """Say whether the number ``value`` is one of the elements, evaluated at ``values``."""
        return any(bool(sp.Eq(value, v.xreplace(dict(values)))) for v in self.values)

    def xreplace(self, rule: Mapping[Expr, Expr]) -> FiniteSet:
        """Return the set with the symbols of its elements replaced."""
        return FiniteSet(tuple(v.xreplace(dict(rule)) for v in self.values))

    def describe(self, name: str) -> str:
        """Write the domain of ``name`` in the grammar of ``--param`` and ``--support``."""
        return f"{name} in {{{', '.join(map(str, self.values))}}}"


Domain = Interval | IntegerRange | FiniteSet

REAL = Interval(-sp.oo, sp.oo)
POSITIVE = Interval(sp.Integer(0), sp.oo)
UNIT = Interval(sp.Integer(0), sp.Integer(1))
NATURAL = IntegerRange(sp.Integer(1), sp.oo)
COUNTS = IntegerRange(sp.Integer(0), sp.oo)
INTEGERS = IntegerRange(-sp.oo, sp.oo)


def _sign_assumptions(lower: Expr, upper: Expr, closed_lower: bool, closed_upper: bool) -> dict[str, bool]:
    """Return what the two ends prove about the sign of what lies between them."""
    if lower.is_positive or (lower.is_nonnegative and not closed_lower):
        return {"positive": True}
    if lower.is_nonnegative:
        return {"nonnegative": True}
    if upper.is_negative or (upper.is_nonpositive and not closed_upper):
        return {"negative": True}
    if upper.is_nonpositive:
        return {"nonpositive": True}
    return {}
