"""Parts of an antiderivative with logarithms of L = bu + d: as functions of u, and as finite parts at the ends.

At an end where y = u + r vanishes, a negative power of y has its finite part: the poles of all parts together cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr


class NotKnownError(Exception):
    """No antiderivative is known, or its value at an end is not."""


def _line(b: Expr, d: Expr, end: Expr) -> Expr:
    return sp.factor(b * end + d)


@dataclass(frozen=True)
class Power:
    """(u + r)^m with m not zero."""

    r: Expr
    m: int

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        return (u + self.r) ** self.m

    def at(self, end: Expr) -> Expr:
        """Return the finite part at an end."""
        y = sp.factor(end + self.r)
        return y**self.m if y != 0 else sp.S.Zero


@dataclass(frozen=True)
class Logarithm:
    """log((u + r)/(start + r)), where u + r keeps its sign between the ends."""

    r: Expr
    start: Expr

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        return sp.log((u + self.r) / sp.factor(self.start + self.r))

    def at(self, end: Expr) -> Expr:
        """Return the value at an end."""
        return sp.log(sp.factor((end + self.r) / (self.start + self.r)))


@dataclass(frozen=True)
class Gap:
    """(y^m − zero^m)·log L with y = u + r, where L vanishes at y = ``zero``; y^m·log L if there is no ``zero``."""

    r: Expr
    m: int
    zero: Expr | None
    b: Expr
    d: Expr

    @property
    def _level(self) -> Expr:
        return sp.S.Zero if self.zero is None else self.zero**self.m

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        return ((u + self.r) ** self.m - self._level) * sp.log(self.b * u + self.d)

    def at(self, end: Expr) -> Expr:
        """Return the finite part at an end."""
        y, line = sp.factor(end + self.r), _line(self.b, self.d, end)
        if line == 0:
            if self.zero is None:
                raise NotKnownError("a logarithm that diverges at an end")
            return sp.S.Zero
        if y != 0 or self.m > 0:
            return (y**self.m - self._level) * sp.log(line)
        k = -self.m
        return sp.Integer(-1) ** (k + 1) * (self.b / line) ** k / k - self._level * sp.log(line)


@dataclass(frozen=True)
class Dilogarithm:
    """Li₂(1 − L/rest) with rest > 0."""

    b: Expr
    d: Expr
    rest: Expr

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        return sp.polylog(2, 1 - (self.b * u + self.d) / self.rest)

    def at(self, end: Expr) -> Expr:
        """Return the value at an end."""
        return _dilogarithm(sp.factor(1 - _line(self.b, self.d, end) / self.rest))


@dataclass(frozen=True)
class Mixed:
    """log L·log(1 − L/rest) + Li₂(L/rest) with rest < 0."""

    b: Expr
    d: Expr
    rest: Expr

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        ratio = (self.b * u + self.d) / self.rest
        return sp.log(self.b * u + self.d) * sp.log(1 - ratio) + sp.polylog(2, ratio)

    def at(self, end: Expr) -> Expr:
        """Return the value at an end."""
        line = _line(self.b, self.d, end)
        if line == 0:
            return sp.S.Zero
        return sp.log(line) * sp.log(sp.factor(1 - line / self.rest)) + _dilogarithm(sp.factor(line / self.rest))


@dataclass(frozen=True)
class Square:
    """½ log² L."""

    b: Expr
    d: Expr

    def expression(self, u: Any) -> Expr:
        """Return the function at ``u``."""
        return sp.log(self.b * u + self.d) ** 2 / 2

    def at(self, end: Expr) -> Expr:
        """Return the value at an end."""
        line = _line(self.b, self.d, end)
        if line == 0:
            raise NotKnownError("a logarithm that diverges at an end")
        return sp.log(line) ** 2 / 2


Atom = Power | Logarithm | Gap | Dilogarithm | Mixed | Square


def _dilogarithm(z: Expr) -> Expr:
    """Return Li₂(z), with its values at −1, 0, ½ and 1."""
    known = {sp.S.Zero: sp.S.Zero, sp.S.One: sp.pi**2 / 6, sp.S.NegativeOne: -(sp.pi**2) / 12}
    known[sp.S.Half] = sp.pi**2 / 12 - sp.log(2) ** 2 / 2
    return known.get(z, sp.polylog(2, z))
