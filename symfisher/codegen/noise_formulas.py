"""log p_t and the posterior mean of noisy data in terms that neither overflow nor underflow far out in a tail.

Every component contributes polynomials times weights that are taken by their logarithms. With r the logarithm of the sum of the
masses, p_t = exp(r) Z₀ and E[x₀ | x_t] = Z₁/Z₀, where every exponential in Zₙ is of a difference from r. A normal mass between
two ends is erfc(|c| − h) − erfc(|c| + h) over 2, c the middle and h half the distance in √2 standard deviations: both terms are
taken in the tail where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.stable import Positive, log_of
from symfisher.domains import Expr
from symfisher.score_matching.after_piece import Bell, Weight, seen_through
from symfisher.score_matching.components import Component, Piece
from symfisher.score_matching.gaussian_parts import Seen
from symfisher.score_matching.schedule import Setting


def log_density_and_posterior(parts: Sequence[Component], s: Setting, positive: Positive) -> tuple[Expr, Expr]:
    """Return log p_t and E[x₀ | x_t].

    Parameters
    ----------
    parts
        The components of the data.
    positive
        Proves signs.
    """
    bells = [seen_through(c, s.y, s.a, s.sigma) for c in parts]
    masses = [_log(b.weight, positive) + _log_share(b) for b in bells]
    distinct = sorted(set(masses), key=sp.default_sort_key)
    top = distinct[0] if len(distinct) == 1 else fn.LogSumExp(*distinct)
    zeroth, first = (
        sp.Add(*(_term(c, b, m, top, n, positive) for c, b, m in zip(parts, bells, masses, strict=True)))
        for n in (0, 1)
    )
    return top + sp.log(zeroth), first / zeroth


def log_density_and_score(
    parts: Sequence[Seen], ys: Sequence[Expr], positive: Positive
) -> tuple[Expr, tuple[Expr, ...]]:
    """Return log p_t and ∇log p_t of a mixture of Gaussian densities of several variables, shape (d,)."""
    masses = [log_of(p.mass, positive) + p.exponent(ys) - log_of(p.norm, positive) / 2 for p in parts]
    if len(parts) == 1:
        return masses[0], tuple(parts[0].score(ys))
    top = fn.LogSumExp(*masses)
    shares = [sp.exp(m - top) for m in masses]
    scores = [p.score(ys) for p in parts]
    return top, tuple(sp.Add(*(w * s[i] for w, s in zip(shares, scores, strict=True))) for i in range(len(ys)))


def _term(component: Component, bell: Bell, mass: Expr, top: Expr, n: int, positive: Positive) -> Expr:
    """Return exp(−r) times the n-th moment of a component seen through the noise."""
    degree = component.degree if isinstance(component, Piece) else 0
    inside, *beside = bell.coefficients(degree + n)
    total = inside * bell.weight.factor * _sign(bell) * sp.exp(mass - top)
    for c, side in zip(beside, bell.sides, strict=True):
        total += c * side.weight.factor * sp.exp(_log(side.weight, positive) - top)
    return total


def _log(weight: Weight, positive: Positive) -> Expr:
    """Return the logarithm of the scale and the exponential of a weight."""
    return weight.exponent + log_of(weight.scale, positive)


def _log_share(bell: Bell) -> Expr:
    """Return the logarithm of the mass between the ends, or of the mean of erfc; 0 for erf, which has no sign."""
    if bell.tilt is not None:
        return fn.LogErfc(bell.tilted) if bell.tilt.function is sp.erfc else sp.S.Zero
    if bell.lower == -sp.oo and bell.upper == sp.oo:
        return sp.S.Zero
    low, high = bell.standard
    if bell.upper == sp.oo or bell.lower == -sp.oo:
        return fn.LogErfc(low if bell.upper == sp.oo else -high) - sp.log(2)
    middle, half = (low + high) / 2, (bell.upper - bell.lower) / (2 * sp.sqrt(2 * bell.variance))
    near, far = fn.LogErfc(sp.Abs(middle) - half), fn.LogErfc(sp.Abs(middle) + half)
    return near + fn.LogOneMinusExp(far - near) - sp.log(2)


def _sign(bell: Bell) -> Expr:
    """Return the factor of the mass that has no logarithm."""
    return sp.erf(bell.tilted) if bell.tilt is not None and bell.tilt.function is sp.erf else sp.S.One
