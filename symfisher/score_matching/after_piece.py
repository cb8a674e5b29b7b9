"""Moments of a component, alone and seen through noise: ∫ xⁿ f(x) dx and ∫ xⁿ f(x) N(y; a x, σ²) dx.

Both are ∫ xⁿ⁺ᵈ times a multiple of a normal density between two ends. By parts, with m and v its mean and variance and g(end)
its heights at the ends, Mₙ = m Mₙ₋₁ + v ((n − 1) Mₙ₋₂ + lowerⁿ⁻¹ g(lower) − upperⁿ⁻¹ g(upper)): every moment is a polynomial
times the mass between the ends, plus polynomials times the heights. An error function in the place of ends leaves a normal
density instead of the heights. Without a quadratic a piece alone is integrated by parts, Mₙ = ([xⁿ f] − n Mₙ₋₁)/B.

References
----------
Stein (1981), Ann. Statist. 9, 1135-1151, lemma 1; for the error function Owen (1980), Comm. Statist. B9, 389-419, 10,010.8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.problem import Problem
from symfisher.score_matching.components import Atom, Component, Piece, Tilt, components
from symfisher.signs import Signs


@dataclass(frozen=True)
class Weight:
    """factor·scale·exp(exponent), the scale being positive; in three parts, so that logarithms can be taken."""

    factor: Expr
    scale: Expr
    exponent: Expr

    @property
    def value(self) -> Expr:
        """The product."""
        return self.factor * self.scale * sp.exp(self.exponent)


@dataclass(frozen=True)
class Side:
    """What integration by parts leaves: a weight times the moments of a normal density, that of variance 0 at an end."""

    weight: Weight
    mean: Expr
    variance: Expr = sp.S.Zero


@dataclass(frozen=True)
class Bell:
    """A multiple of a normal density between two ends, or with an error function: what all moments are taken of."""

    mean: Expr
    variance: Expr
    weight: Weight
    lower: Expr = -sp.oo
    upper: Expr = sp.oo
    sides: tuple[Side, ...] = ()
    tilt: Tilt | None = None

    def moment(self, n: int) -> Expr:
        """Return ∫ xⁿ over it."""
        inside, *beside = self.coefficients(n)
        mass = inside * self.weight.value * self.share() if inside != 0 else sp.S.Zero
        return mass + sp.Add(*(c * s.weight.value for c, s in zip(beside, self.sides, strict=True)))

    def coefficients(self, n: int) -> list[Expr]:
        """Return the polynomials in Mₙ that stand before the mass and before the weight of every side."""
        found = [_by_parts(n, self.mean, self.variance, lambda _: sp.S.Zero, sp.S.One)]
        return found + [_by_parts(n, self.mean, self.variance, _moments_of(s), sp.S.Zero) for s in self.sides]

    @property
    def standard(self) -> tuple[Expr, Expr]:
        """The ends in √2 standard deviations from the mean."""
        root = sp.sqrt(2 * self.variance)
        return (self.lower - self.mean) / root, (self.upper - self.mean) / root

    @property
    def tilted(self) -> Expr:
        """The argument that the error function has after integration."""
        assert self.tilt is not None
        t = self.tilt
        return (t.shift + t.slope * self.mean) / sp.sqrt(1 + 2 * t.slope**2 * self.variance)

    def share(self) -> Expr:
        """Return the mean of the error function, or the normal mass between the ends."""
        if self.tilt is not None:
            return self.tilt.function(self.tilted)
        (low, high), (lower, upper) = self.standard, (self.lower, self.upper)
        if upper == sp.oo:
            return sp.S.One if lower == -sp.oo else sp.erfc(low) / 2
        return sp.erfc(-high) / 2 if lower == -sp.oo else (sp.erf(high) - sp.erf(low)) / 2


def _moments_of(side: Side) -> Callable[[int], Expr]:
    return lambda k: _by_parts(k, side.mean, side.variance, lambda _: sp.S.Zero, sp.S.One)


def _by_parts(n: int, m: Expr, v: Expr, added: Callable[[int], Expr], first: Expr) -> Expr:
    """Return cₙ from c₀ and c_k = m c_{k−1} + v ((k − 1) c_{k−2} + added(k − 1)), expanded in m and v."""
    M, V = sp.symbols("_m _v")
    found = [first]
    for k in range(1, n + 1):
        below = (k - 1) * found[k - 2] if k > 1 else sp.S.Zero
        found.append(sp.expand(M * found[k - 1] + V * (below + added(k - 1))))
    return found[n].xreplace({M: m, V: v})


def _sides(
    piece: Piece, mean: Expr, variance: Expr, weight: Weight, kernel: Callable[[Expr], Weight]
) -> tuple[Any, ...]:
    """Return what is left at the ends, seen through a kernel, or of the error function."""
    if piece.tilt is not None:
        return (_left_of(piece.tilt, mean, variance, weight),)
    found = []
    for end, sign in ((piece.lower, 1), (piece.upper, -1)):
        if not end.is_infinite:
            k = kernel(end)
            exponent = piece.exponent_at(end) + k.exponent
            found.append(Side(Weight(sign * piece.factor * k.factor, k.scale, exponent), end))
    return tuple(found)


def _left_of(tilt: Tilt, m: Expr, v: Expr, weight: Weight) -> Side:
    """Return the normal density times which the slope of the error function is integrated."""
    alpha, beta = tilt.shift, tilt.slope
    spread = 1 + 2 * beta**2 * v
    sign = 1 if tilt.function is sp.erf else -1
    exponent = weight.exponent - (alpha + beta * m) ** 2 / spread
    peak = Weight(sign * beta * weight.factor, 2 * weight.scale / sp.sqrt(sp.pi * spread), exponent)
    return Side(peak, (m - 2 * alpha * beta * v) / spread, v / spread)


def alone(piece: Piece) -> Bell:
    """Return a piece with a quadratic as a multiple of a normal density."""
    A, B = piece.quadratic, piece.linear
    mean, variance = sp.factor(B / (2 * A)), sp.factor(1 / (2 * A))
    exponent = sp.simplify(sp.expand(piece.constant + B**2 / (4 * A)))
    weight = Weight(sp.simplify(piece.factor), sp.sqrt(2 * sp.pi * variance), exponent)
    sides = _sides(piece, mean, variance, weight, lambda _: Weight(sp.S.One, sp.S.One, sp.S.Zero))
    return Bell(mean, variance, weight, piece.lower, piece.upper, sides, piece.tilt)


def seen_through(component: Component, y: Any, a: Any, sigma: Any) -> Bell:
    """Return the product of a component and N(y; a x, σ²) as a multiple of a normal density in x; an atom has variance 0."""

    def kernel(place: Expr) -> Weight:
        return normal(y - a * place, sigma**2)

    if isinstance(component, Atom):
        k = kernel(component.place)
        return Bell(component.place, sp.S.Zero, Weight(component.mass, k.scale, k.exponent))
    piece, B = component, component.linear
    if piece.quadratic == 0:
        mean, variance = y / a + B * sigma**2 / a**2, sigma**2 / a**2
        exponent = sp.expand(piece.constant + B * y / a) + B**2 * sigma**2 / (2 * a**2)
        weight = Weight(piece.factor, 1 / a, exponent)
    else:
        own = alone(piece)
        m, v, w = own.mean, own.variance, own.weight
        total = a**2 * v + sigma**2
        mean, variance = (sigma**2 * m + a * v * y) / total, v * sigma**2 / total
        k = normal(y - a * m, total)
        weight = Weight(w.factor, w.scale * k.scale, w.exponent + k.exponent)
    sides = _sides(piece, mean, variance, weight, kernel)
    return Bell(mean, variance, weight, piece.lower, piece.upper, sides, piece.tilt)


def normal(gap: Expr, variance: Expr) -> Weight:
    """Return the normal density at a distance from its mean."""
    return Weight(sp.S.One, 1 / sp.sqrt(2 * sp.pi * variance), -(gap**2) / (2 * variance))


def noisy(component: Component, y: Any, a: Any, sigma: Any, raised: int = 0) -> Expr:
    """Return ∫ x^raised · component(x) · N(y; a x, σ²) dx.

    With ``raised`` 0 that is the component after the noise; with 1 and 2 it makes the posterior moments of x given y.
    """
    degree = component.degree if isinstance(component, Piece) else 0
    return seen_through(component, y, a, sigma).moment(degree + raised)


def total_moment(parts: Sequence[Component], n: int, signs: Signs) -> Expr | None:
    """Return E[xⁿ] of a sum of components; ``None`` where an integral was not shown to exist.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ half_normal(s)")
    >>> signs = Signs.of(density)
    >>> sp.simplify(density.present(total_moment(components(density, signs), 2, signs)))
    s**2
    """
    total = sp.S.Zero
    for c in parts:
        value = c.mass * c.place**n if isinstance(c, Atom) else _integral(c, n, signs)
        if value is None:
            return None
        total += value
    return sp.expand_mul(total)


def piecewise_mean(problem: Problem, h: Expr) -> Expr | None:
    """Return E[h] of a polynomial under a density that is a sum of components; ``None`` where it is none.

    Examples
    --------
    >>> from symfisher.inference.expecting import problem_for
    >>> from symfisher.reading import read
    >>> problem = problem_for(read("x ~ triangular(c)"))
    >>> sp.factor(problem.density.present(piecewise_mean(problem, problem.density.xs[0])))
    (c + 1)/3
    """
    density = problem.density
    x, h = density.xs[0], sp.expand(h)
    if len(density.xs) > 1 or density.discrete or not h.is_polynomial(x):
        return None
    parts = components(density, problem.signs)
    if parts is None:
        return None
    found = [(c, total_moment(parts, n, problem.signs)) for (n,), c in sp.Poly(h, x).terms()]
    return None if any(m is None for _, m in found) else sp.Add(*(c * m for c, m in found))


def _integral(piece: Piece, n: int, signs: Signs) -> Expr | None:
    """Return ∫ xⁿ of a piece."""
    if piece.quadratic != 0:
        return alone(piece).moment(piece.degree + n)
    B, ends = piece.linear, (piece.lower, piece.upper)
    falls = [not e.is_infinite or signs.sign(B * (1 if e == sp.oo else -1)) == -1 for e in ends]
    if piece.tilt is not None or not all(falls):
        return None
    if B == 0:
        low, high = (e ** (piece.degree + n + 1) / (piece.degree + n + 1) for e in ends)
        return piece.factor * sp.exp(piece.constant) * (high - low)
    heights = [sp.S.Zero if e.is_infinite else piece.factor * sp.exp(piece.exponent_at(e)) for e in ends]
    found = sp.S.Zero
    for k in range(piece.degree + n + 1):
        low, high = (sp.S.Zero if e.is_infinite else h * e**k for h, e in zip(heights, ends, strict=True))
        found = (high - low - k * found) / B
    return found
