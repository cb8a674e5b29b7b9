"""Gaussian densities of several variables and their mixtures, taken apart, and what isotropic noise makes of the parts.

x_t = a x₀ + σ ε turns N(m, V) into N(a m, T) with T = a²V + σ²·1; given x_t, x₀ of that part has mean m + a V T⁻¹(x_t − a m).

References
----------
Bishop (2006), Pattern Recognition and Machine Learning, section 2.3.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import POSITIVE, REAL, Expr, Interval
from symfisher.inference.algebra import tidy
from symfisher.inference.answers import fresh_name
from symfisher.score_matching.schedule import Setting
from symfisher.signs import Signs

Matrix = Any


@dataclass(frozen=True)
class Part:
    """A mass, a mean, shape (d, 1), and a variance, shape (d, d), proved positive definite."""

    mass: Expr
    mean: Matrix
    variance: Matrix


@dataclass(frozen=True)
class Seen:
    """A part after noise: its mean a m, T⁻¹, det T, and V T⁻¹."""

    mass: Expr
    mean: Matrix
    precision: Matrix
    determinant: Expr
    gain: Matrix

    def gap(self, ys: Sequence[Any]) -> Matrix:
        """Return y − a m, shape (d, 1)."""
        return sp.Matrix(ys) - self.mean

    def exponent(self, ys: Sequence[Any]) -> Expr:
        """Return the logarithm of the Gaussian density but for its constant."""
        gap, P = self.gap(ys), self.precision
        if P.is_diagonal():
            return -sp.Add(*(g**2 * P[i, i] for i, g in enumerate(gap))) / 2
        minors = (P * self.determinant).applyfunc(sp.cancel)
        return -sp.factor_terms((gap.T * minors * gap)[0].expand(mul=False)) / (2 * self.determinant)

    @property
    def norm(self) -> Expr:
        """The constant (2π)^d det T, whose root divides the density."""
        return (2 * sp.pi) ** self.mean.rows * self.determinant

    def height(self, ys: Sequence[Any]) -> Expr:
        """Return the mass times the Gaussian density."""
        return self.mass * sp.exp(self.exponent(ys)) / sp.sqrt(self.norm)

    def score(self, ys: Sequence[Any]) -> Matrix:
        """Return the score of this part alone, shape (d, 1)."""
        return -self.precision * self.gap(ys)


def gaussian_parts(density: Density, signs: Signs) -> tuple[Part, ...] | None:
    """Take a density of several variables apart; ``None`` if it is no mixture of Gaussian ones on the whole space.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("exp(-(x^2+y^2)/2)/(4*pi) + exp(-((x-m)^2+y^2)/2)/(4*pi)", variables=["x", "y"])
    >>> [(part.mass, density.present(part.mean[0])) for part in gaussian_parts(density, Signs.of(density))]
    [(1/2, 0), (1/2, m)]
    """
    if any(not isinstance(v.domain, Interval) or v.domain.ends != (-sp.oo, sp.oo) for v in density.variables):
        return None
    constant, rest = density.expression.as_independent(*density.xs, as_Add=False)
    terms = [t for whole in sp.Add.make_args(rest) for t in sp.Add.make_args(sp.expand(whole, power_exp=False))]
    found: dict[Expr, Expr] = {}
    for term in terms:
        factor, f = (constant * term).as_independent(*density.xs, as_Add=False)
        exponent = sp.expand(sp.Add(*(e.args[0] for e in sp.Mul.make_args(f) if isinstance(e, sp.exp))))
        if any(not isinstance(e, sp.exp) for e in sp.Mul.make_args(f)):
            return None
        found[exponent] = found.get(exponent, sp.S.Zero) + factor
    parts = [_part(factor, exponent, density.xs, signs) for exponent, factor in found.items()]
    if any(p is None for p in parts):
        return None
    return tuple(p for p in parts if p is not None)


def _part(factor: Expr, exponent: Expr, xs: Sequence[Any], signs: Signs) -> Part | None:
    """Read factor·exp(quadratic) as a mass times a Gaussian density."""
    d = len(xs)
    if not exponent.is_polynomial(*xs) or sp.Poly(exponent, *xs).total_degree() > 2:
        return None
    precision = -sp.hessian(exponent, xs).applyfunc(sp.factor)
    if any(not signs.positive(sp.factor(precision[:k, :k].det())) for k in range(1, d + 1)):
        return None
    determinant = sp.factor(precision.det())
    variance = (precision.adjugate() / determinant).applyfunc(sp.factor)
    at_zero = dict.fromkeys(xs, sp.S.Zero)
    slope = sp.Matrix([sp.diff(exponent, x).xreplace(at_zero) for x in xs])
    mean = (variance * slope).applyfunc(sp.factor)
    peak = sp.factor(exponent.xreplace(at_zero) + (slope.T * mean)[0] / 2)
    mass = factor * sp.exp(peak) * sp.sqrt((2 * sp.pi) ** d / determinant)
    return Part(tidy(mass, signs), sp.ImmutableMatrix(mean), sp.ImmutableMatrix(variance))


def seen(part: Part, a: Any, sigma: Any, signs: Signs) -> Seen:
    """Return a part after noise."""
    total = a**2 * part.variance + sigma**2 * sp.eye(part.mean.rows)
    determinant = tidy(total.det(), signs)
    precision = (total.adjugate() / determinant).applyfunc(lambda e: tidy(e, signs))
    gain = (part.variance * precision).applyfunc(lambda e: tidy(e, signs))
    return Seen(part.mass, a * part.mean, precision, determinant, gain)


def density_score_posterior(parts: Sequence[Seen], data: Sequence[Part], ys: Sequence[Any], a: Any) -> tuple[Any, ...]:
    """Return p_t, its score and the posterior mean, the latter two of shape (d, 1)."""
    p_t = sp.Add(*(s.height(ys) for s in parts))
    posteriors = [p.mean + a * s.gain * s.gap(ys) for s, p in zip(parts, data, strict=True)]
    if len(parts) == 1:
        return p_t, parts[0].score(ys), posteriors[0]
    zero = sp.zeros(len(ys), 1)
    score = sum((s.height(ys) * s.score(ys) for s in parts), zero) / p_t
    posterior = sum((s.height(ys) * m for s, m in zip(parts, posteriors, strict=True)), zero) / p_t
    return p_t, score, posterior


@dataclass(frozen=True)
class Cloud:
    """p_t with its score and posterior mean, shape (d, 1) each, in our symbols.

    Attributes
    ----------
    ys
        The symbols of x_t.
    data, parts
        The Gaussian parts before and after the noise.
    general
        p_t with the symbols ``a`` and ``sigma`` for signal and noise.
    """

    setting: Setting
    density: Density
    score: Matrix
    posterior: Matrix
    ys: tuple[Any, ...]
    data: tuple[Part, ...]
    parts: tuple[Seen, ...]
    general: Expr
    a: Any
    sigma: Any


def cloud_of(s: Setting, signs: Signs) -> Cloud | None:
    """Convolve every Gaussian part with the noise; ``None`` where the density is no mixture of Gaussian ones."""
    parts = gaussian_parts(s.data, signs)
    if parts is None:
        return None
    a, sigma = sp.Symbol("_a", positive=True), sp.Symbol("_s", positive=True)
    rule, d = {a: s.a, sigma: s.sigma}, len(s.data.variables)
    ys = tuple(own_symbol("x", 40 + i, REAL) for i in range(d))
    after = [seen(part, a, sigma, signs.extended({a: POSITIVE, sigma: POSITIVE})) for part in parts]
    general, score, posterior = density_score_posterior(after, parts, ys, a)
    observed = tuple(
        Quantity(fresh_name(s.data, [f"{v.name}_t"]), y, REAL) for v, y in zip(s.data.variables, ys, strict=True)
    )
    shown_density = replace(s.data, expression=general.xreplace(rule), variables=observed)
    after = [replace(e, mean=e.mean.xreplace(rule), **_inserted(e, rule)) for e in after]
    score, posterior = (sp.ImmutableMatrix(e.xreplace(rule)) for e in (score, posterior))
    return Cloud(s, shown_density, score, posterior, ys, parts, tuple(after), general, a, sigma)


def _inserted(part: Seen, rule: Mapping[Any, Expr]) -> dict[str, Any]:
    return {name: getattr(part, name).xreplace(rule) for name in ("precision", "determinant", "gain")}
