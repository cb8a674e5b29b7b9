"""p_t in closed form: components convolved with the noise, and the checks that it has to pass.

Where the data are a sum of atoms and of polynomials times exponentials of quadratics, so is the posterior of x₀ given x_t: such
densities are conjugate to the Gaussian noise. Their p_t, score and posterior mean are compared with the integral that defines
p_t, with Tweedie's formula, and with de Bruijn's identity, all at drawn points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Verification
from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.answers import fresh_name
from symfisher.quadrature import expectations, total_mass
from symfisher.score_matching.components import Component, Piece, components, noisy, total_moment
from symfisher.score_matching.means import agrees, means, points_under
from symfisher.score_matching.schedule import Setting
from symfisher.signs import Signs
from symfisher.simplification import cost

_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Closed:
    """p_t, its score and posterior mean in our symbols.

    Attributes
    ----------
    growth
        ∂ log p_t/∂σ² at fixed a, which de Bruijn's identity integrates.
    variance
        That of the data, if they are Gaussian.
    brief
        p_t and posterior mean with a and σ left in them, where that is shorter to read.
    letters
        What a and σ are called there.
    """

    density: Density
    score: Expr
    posterior: Expr
    growth: Expr
    variance: Expr | None = None
    brief: tuple[Expr, Expr] | None = None
    letters: tuple[Quantity, ...] = ()


def checked_density(s: Setting) -> tuple[Closed | None, Verification]:
    """Return p_t in closed form if it passes its checks, and the checks."""
    closed = closed_density(s)
    verification = Verification() if closed is None else verified(s, closed)
    return (closed if verification.status == "passed" else None), verification


def data_moments(s: Setting) -> tuple[Expr | None, Expr | None]:
    """Return mean and variance of the data, from the components or by the routes; ``None`` without a closed form."""
    x, signs = s.data.xs[0], Signs.of(s.data)
    parts = components(s.data, signs)
    found = [None if parts is None else total_moment(parts, n) for n in (1, 2)]
    if all(m is not None and agrees(s.data, m, (), x**n) for n, m in enumerate(found, start=1)):
        mean, square = found
    else:
        mean, square = (None if m is None else m.value for m in means(s.data, [x, x**2]))
    if mean is None or square is None:
        return mean, None
    return tidy(mean, signs), tidy(square - mean**2, signs)


def closed_density(s: Setting) -> Closed | None:
    """Convolve every component with the noise."""
    parts = components(s.data, Signs.of(s.data))
    if parts is None:
        return None
    a, sigma = sp.Symbol("_a", positive=True), sp.Symbol("_s", positive=True)
    rule = {a: s.a, sigma: s.sigma}
    if len(parts) == 1 and isinstance(parts[0], Piece):
        whole = _single_gaussian(parts[0], s)
        if whole is not None:
            return whole
    zeroth, first = (sp.Add(*(noisy(c, s.y, a, sigma, n) for c in parts)) for n in (0, 1))
    posterior = _readable(first / zeroth)
    score = (a * posterior - s.y) / sigma**2
    growth = sp.diff(zeroth, sigma) / zeroth / (2 * sigma)
    shown = replace(s.data, expression=zeroth.xreplace(rule), variables=(_observed(s),))
    closed = Closed(shown, score.xreplace(rule), posterior.xreplace(rule), growth.xreplace(rule))
    return closed if s.a.is_number else _briefly(closed, s, (zeroth, posterior), (a, sigma))


def _briefly(closed: Closed, s: Setting, formulas: tuple[Expr, Expr], symbols: tuple[Any, Any]) -> Closed:
    """Add p_t and posterior mean in a, and in σ where that is more than a symbol."""
    rule, letters = {}, []
    for i, (symbol, value, wishes) in enumerate(
        zip(symbols, (s.a, s.sigma), (("a", "alpha"), ("sigma",)), strict=True)
    ):
        if value.is_Symbol:
            rule[symbol] = value
            continue
        quantity = Quantity(fresh_name(s.data, wishes), own_symbol("c", 81 + i, POSITIVE), POSITIVE)
        rule[symbol] = quantity.symbol
        letters.append(quantity)
    return replace(closed, brief=(formulas[0].xreplace(rule), formulas[1].xreplace(rule)), letters=tuple(letters))


def _readable(e: Expr) -> Expr:
    """Cancel what numerator and denominator share, where that makes it shorter."""
    found = within_time(sp.cancel, sp.expand(e), seconds=2.0)
    merged = sp.powsimp(e, combine="exp").replace(
        lambda a: isinstance(a, sp.exp), lambda a: sp.exp(sp.expand(a.args[0]))
    )
    forms = [f for f in (e, merged, sp.factor_terms(e), found) if f is not None]
    return min(forms, key=cost)


def _single_gaussian(piece: Component, s: Setting) -> Closed | None:
    """Keep a Gaussian a Gaussian: mean a m, variance a² v + σ²."""
    whole = isinstance(piece, Piece) and (piece.lower, piece.upper) == (-sp.oo, sp.oo)
    if not isinstance(piece, Piece) or not whole or piece.degree or piece.quadratic == 0:
        return None
    signs = Signs.of(s.data)
    m, v = tidy(piece.linear / (2 * piece.quadratic), signs), tidy(1 / (2 * piece.quadratic), signs)
    total = s.a**2 * v + s.sigma**2
    total = sp.expand(total) if s.a.has(sp.Pow) else total
    p_t = sp.exp(-((s.y - s.a * m) ** 2) / (2 * total)) / sp.sqrt(2 * sp.pi * total)
    score = (s.a * m - s.y) / total
    posterior = (s.sigma**2 * m + s.a * v * s.y) / total
    growth = ((s.y - s.a * m) ** 2 / total - 1) / (2 * total)
    return Closed(replace(s.data, expression=p_t, variables=(_observed(s),)), score, posterior, growth, v)


def _observed(s: Setting) -> Quantity:
    return Quantity(s.name, s.y, REAL)


def verified(s: Setting, c: Closed) -> Verification:
    """Check p_t, its mass, Tweedie's formula and de Bruijn's identity at drawn points."""
    slope = sp.diff(sp.log(c.density.expression), s.y)
    entropy = -c.growth * sp.log(c.density.expression)
    places, worst = [], 0.0
    for point in points_under(s.data, ()):
        mass, _ = total_mass(c.density, point)
        values, errors = expectations(c.density, [c.score**2, entropy], point)
        if not np.all(np.isfinite(values)) or not np.all(np.isfinite(errors)):
            continue
        gaps = [abs(mass - 1), abs(2 * values[1] - values[0]) / max(1.0, abs(values[0]))]
        gaps += _pointwise(s, c, slope, point)
        if not max(gaps) < _TOLERANCE:
            return Verification()
        worst = max(worst, float(max(gaps)))
        places.append({q.name: point[q.symbol] for q in (*s.data.parameters, *s.data.constants)})
    if not places:
        return Verification()
    return Verification("passed", "quadrature of the definition; Tweedie; de Bruijn", tuple(places), worst)


def _pointwise(s: Setting, c: Closed, slope: Expr, point: Mapping[Any, Any]) -> list[float]:
    """Return differences of p_t from its defining integral, and of the score from the slope of log p_t."""
    a, sigma = (float(evaluate([e], point)[0]) for e in (s.a, s.sigma))
    x = s.data.xs[0]
    centre = float(expectations(s.data, [x], point)[0][0])
    places = [
        sp.Rational(str(round(a * centre + k * sigma if np.isfinite(centre) else k * sigma, 6)))
        for k in (-1.3, 0.2, 0.9)
    ]
    kernels = [sp.exp(-((y - s.a * x) ** 2) / (2 * s.sigma**2)) / sp.sqrt(2 * sp.pi * s.sigma**2) for y in places]
    defined, _ = expectations(s.data, kernels, point)
    ys = np.array([float(y) for y in places])
    p_t, score, derivative = evaluate([c.density.expression, c.score, slope], {**point, s.y: ys})
    scale = float(np.max(np.abs(defined)))
    gaps = [*(np.abs(p_t - defined) / scale), *(np.abs(score - derivative) / (1 + np.abs(derivative)))]
    return [float(g) for g in gaps]
