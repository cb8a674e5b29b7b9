"""p_t in closed form: components convolved with the noise, and the checks that it has to pass.

Where the data are a sum of atoms and of polynomials times exponentials of quadratics, so is the posterior of x₀ given x_t: such
densities are conjugate to the Gaussian noise. Their p_t, score and posterior mean are compared with the integral that defines
p_t, with Tweedie's formula, and with de Bruijn's identity, all at drawn points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.answers import fresh_name
from symfisher.score_matching.after_piece import noisy, seen_through, total_moment
from symfisher.score_matching.components import Component, Piece, components
from symfisher.score_matching.means import agrees, means
from symfisher.score_matching.schedule import Setting
from symfisher.signs import Signs
from symfisher.simplification import cost


@dataclass(frozen=True)
class Closed:
    """p_t, its score and posterior mean in our symbols.

    Attributes
    ----------
    growth
        ∂ log p_t/∂σ² at fixed a, which de Bruijn's identity integrates.
    parts
        The components of the data.
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
    parts: tuple[Component, ...]
    variance: Expr | None = None
    brief: tuple[Expr, Expr] | None = None
    letters: tuple[Quantity, ...] = ()


def data_moments(s: Setting) -> tuple[Expr | None, Expr | None]:
    """Return mean and variance of the data, from the components or by the routes; ``None`` without a closed form."""
    x, signs = s.data.xs[0], Signs.of(s.data)
    parts = components(s.data, signs)
    found = [None if parts is None else total_moment(parts, n, signs) for n in (1, 2)]
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
    posterior = _one_sided(parts, s.y, a, sigma, zeroth) or _readable(first / zeroth)
    score = (a * posterior - s.y) / sigma**2
    growth = sp.diff(zeroth, sigma) / zeroth / (2 * sigma)
    shown = replace(s.data, expression=zeroth.xreplace(rule), variables=(_observed(s),))
    closed = Closed(shown, score.xreplace(rule), posterior.xreplace(rule), growth.xreplace(rule), parts)
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
    found = None if e.has(sp.erf, sp.erfc) else within_time(sp.cancel, sp.expand(e), seconds=2.0)
    merged = sp.powsimp(e, combine="exp").replace(
        lambda a: isinstance(a, sp.exp), lambda a: sp.exp(sp.expand(a.args[0]))
    )
    forms = [f for f in (e, merged, sp.factor_terms(e), found) if f is not None]
    return min(forms, key=cost)


def _one_sided(parts: Sequence[Component], y: Any, a: Any, sigma: Any, zeroth: Expr) -> Expr | None:
    """Return the posterior mean under a single truncated exponential as its mean without ends plus what the ends add."""
    (piece, *others) = parts
    if others or not isinstance(piece, Piece) or piece.degree or piece.tilt is not None:
        return None
    bell = seen_through(piece, y, a, sigma)
    return bell.mean + bell.variance * sp.Add(*(side.weight.value for side in bell.sides)) / zeroth


def _single_gaussian(piece: Component, s: Setting) -> Closed | None:
    """Keep a Gaussian a Gaussian: mean a m, variance a² v + σ²."""
    if not isinstance(piece, Piece) or (piece.lower, piece.upper) != (-sp.oo, sp.oo):
        return None
    if piece.degree or piece.quadratic == 0 or piece.tilt is not None:
        return None
    signs = Signs.of(s.data)
    m, v = tidy(piece.linear / (2 * piece.quadratic), signs), tidy(1 / (2 * piece.quadratic), signs)
    total = s.a**2 * v + s.sigma**2
    total = sp.expand(total) if s.a.has(sp.Pow) else total
    p_t = sp.exp(-((s.y - s.a * m) ** 2) / (2 * total)) / sp.sqrt(2 * sp.pi * total)
    score = (s.a * m - s.y) / total
    posterior = (s.sigma**2 * m + s.a * v * s.y) / total
    growth = ((s.y - s.a * m) ** 2 / total - 1) / (2 * total)
    return Closed(replace(s.data, expression=p_t, variables=(_observed(s),)), score, posterior, growth, (piece,), v)


def _observed(s: Setting) -> Quantity:
    return Quantity(s.name, s.y, REAL)
