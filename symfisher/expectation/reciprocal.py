"""Reciprocal folds: densities with exp(−λ(T + 1/T)), where T and 1/T share one image u = T + 1/T − 2 on (0, ∞).

T is a power or an exponential of x, found in the exponent −λ₁P − λ₂/P as T = P·√(λ₁/λ₂). With t = √T the two
preimages of u are t = (√(u + 4) ± √u)/2; added over both, a rational function of t is even in one root or is not used.
Birnbaum-Saunders and sinh-normal densities become gamma kernels of shape 1/2 in this way, with 1/(u + 4)^n where x + b
stands in a denominator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr, Interval
from symfisher.expectation.conjugate import split
from symfisher.expectation.pieces import Piece
from symfisher.expectation.substitution import Branch, Range
from symfisher.normal_form import Element, Field, Rewriter

_T = sp.Symbol("_r", positive=True)
"""The square root of T, greater than one on the first branch."""


@dataclass(frozen=True)
class Fold:
    """Two branches with one image; ``place`` is the piece's variable as a function of t = √T."""

    piece: Piece
    branches: tuple[Branch, ...]
    u: Any
    place: Expr
    rate: Expr
    rest: Expr
    rewriter: Rewriter

    def transformed(self, h: Expr) -> tuple[Field, Element] | None:
        """Return Σ f·|dx/du|·h over both branches as a field element in u; ``None`` if a root remains."""
        x, u = self.piece.x, self.u
        first = (self.rest * h).xreplace({x: self.place}) * sp.diff(self.place, _T)
        first = first if self.branches[0].increasing else -first
        total = self.rewriter.rewrite(first) + self.rewriter.rewrite(first.xreplace({_T: 1 / _T}) / _T**2)
        total = total / (2 * _T * (1 - _T**-4))
        root = sp.sqrt(u + 4)
        field = Field([total.xreplace({_T: (sp.sqrt(u) + root) / 2}), sp.exp(-self.rate * u), root, u], [u])
        if root not in field.generators:
            return None
        element = field.convert(total.xreplace({_T: (sp.sqrt(u) + root) / 2}))
        even, odd = split(field, element, root, u + 4)
        return None if odd else (field, even * field.convert(sp.exp(-self.rate * u)))


def folds(piece: Piece, u: Any) -> Iterator[Fold]:
    """Yield the fold that the exponent of the density suggests, if its T runs from 0 to infinity."""
    found = _exponent(piece)
    if found is None:
        return
    power, rates, constant, rest = found
    rewriter = Rewriter(piece.signs.extended({_T: Interval(sp.S.One, sp.oo)}))
    inverse = _inverse(power, piece)
    if inverse is None:
        return
    back, increasing = inverse
    ratio = rewriter.rewrite(sp.sqrt(rates[1] / rates[0]))
    rate = rewriter.rewrite(sp.sqrt(rates[0] * rates[1]))
    phi = power / ratio + ratio / power - 2
    root = sp.sqrt(u**2 + 4 * u)
    branches = tuple(
        Branch(phi, back(ratio * (u + 2 + way * root) / 2), increasing == (way == 1), Range(sp.S.Zero, sp.oo), half)
        for way, half in zip((1, -1), _halves(piece, back(ratio), increasing), strict=True)
    )
    weight = rest * sp.exp(constant - 2 * rate)
    yield Fold(piece, branches, u, rewriter.rewrite(back(ratio * _T**2)), rate, weight, rewriter)


def _halves(piece: Piece, middle: Expr, increasing: bool) -> tuple[Range, Range]:
    """Return the supports of the branches T > 1 and T < 1."""
    lower, upper = Range(piece.support.low, middle), Range(middle, piece.support.high)
    return (upper, lower) if increasing else (lower, upper)


def _exponent(piece: Piece) -> tuple[Expr, tuple[Expr, Expr], Expr, Expr] | None:
    """Split f = rest·exp(constant − λ₁P − λ₂/P); returns (P, (λ₁, λ₂), constant, rest)."""
    factors = sp.Mul.make_args(piece.f)
    smooth = [f for f in factors if isinstance(f, sp.exp) and f.has(piece.x)]
    if not smooth:
        return None
    exponent = Rewriter(piece.signs).rewrite(sp.expand(sp.Add(*(f.args[0] for f in smooth)).rewrite(sp.exp)))
    constant, dependent = sp.expand(exponent).as_independent(piece.x, as_Add=True)
    terms = [t.as_independent(piece.x, as_Add=False) for t in sp.Add.make_args(dependent)]
    if len(terms) != 2:
        return None
    (a, p), (b, q) = terms
    if sp.powsimp(p * q) != 1 or not (piece.signs.negative(a) and piece.signs.negative(b)):
        return None
    rest = sp.Mul(*(f for f in factors if f not in smooth))
    return p, (-a, -b), constant, rest.rewrite(sp.exp) if rest.has(sp.sinh, sp.cosh) else rest


def _inverse(power: Expr, piece: Piece) -> tuple[Any, bool] | None:
    """Return the inverse of P and whether P increases, if P runs through all positive numbers."""
    x = piece.x
    if power == x or (power.is_Pow and power.base == x and not power.exp.has(x)):
        exponent = power.as_base_exp()[1]
        sign, whole = piece.signs.sign(exponent), Range(sp.S.Zero, sp.oo)
        return (lambda v: v ** (1 / exponent), sign == 1) if sign in (1, -1) and piece.support == whole else None
    if isinstance(power, sp.exp):
        slope = power.args[0] / x
        sign, whole = piece.signs.sign(slope), Range(-sp.oo, sp.oo)
        if not slope.has(x) and sign in (1, -1) and piece.support == whole:
            return (lambda v: sp.log(v) / slope), sign == 1
    return None
