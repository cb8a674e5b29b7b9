"""A density as a sum of what a Gaussian noise keeps in closed form: atoms, and polynomials times exponentials of quadratics.

K xⁿ exp(−Ax² + Bx) on an interval, convolved with a normal density, is a normal density (A > 0) or an exponential (A = 0)
times a moment of a truncated normal: erf and elementary functions. That covers Gaussian densities and their mixtures,
uniform, exponential, Laplace, Erlang, half-normal, Rayleigh, Maxwell, truncated normal and exponential densities, and every
distribution on finitely many numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval
from symfisher.signs import Signs

_MOST_ATOMS = 32


@dataclass(frozen=True)
class Piece:
    """factor·xᵈᵉᵍʳᵉᵉ·exp(−quadratic·x² + linear·x) between two ends; ``quadratic`` is proved positive, or zero."""

    factor: Expr
    degree: int
    quadratic: Expr
    linear: Expr
    lower: Expr
    upper: Expr


@dataclass(frozen=True)
class Atom:
    """A mass at a place."""

    place: Expr
    mass: Expr


Component = Piece | Atom


def components(density: Density, signs: Signs) -> tuple[Component, ...] | None:
    """Take a density of one variable apart; ``None`` if it is no such sum.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ laplace(m, b)")
    >>> len(components(density, Signs.of(density)))
    2
    """
    if len(density.variables) > 1:
        return None
    x, domain = density.xs[0], density.variables[0].domain
    if not isinstance(domain, Interval):
        return _atoms(density.expression, x, domain)
    found: list[Component] = []
    pieces = _smooth_pieces(density.expression, x, domain, signs)
    for e, lower, upper in pieces or ():
        part = _terms(e, x, (lower, upper), signs)
        if part is None:
            return None
        found += part
    return tuple(found) or None


def _atoms(f: Expr, x: Any, domain: Any) -> tuple[Atom, ...] | None:
    if isinstance(domain, FiniteSet):
        places = list(domain.values)
    elif isinstance(domain, IntegerRange) and all(e.is_Integer for e in domain.ends):
        places = [sp.Integer(i) for i in range(int(domain.lower), int(domain.upper) + 1, domain.step)]
    else:
        return None
    if len(places) > _MOST_ATOMS:
        return None
    return tuple(Atom(v, f.xreplace({x: v}).doit()) for v in places)


def _smooth_pieces(f: Expr, x: Any, domain: Interval, signs: Signs) -> list[tuple[Expr, Expr, Expr]] | None:
    """Cut at the only kink, where |x − c| changes sign inside the support."""
    if f.has(sp.Piecewise, sp.sign, sp.Heaviside):
        return None
    bars = sorted((a for a in f.atoms(sp.Abs) if a.has(x)), key=sp.default_sort_key)
    if not bars:
        return [(f, *domain.ends)]
    slopes = [sp.diff(a.args[0], x) for a in bars]
    ways = [None if s.has(x) else signs.sign(s) for s in slopes]
    kinks = {sp.cancel(-a.args[0].xreplace({x: sp.S.Zero}) / s) for a, s in zip(bars, slopes, strict=True) if s != 0}
    if None in ways or len(kinks) != 1:
        return None
    kink = next(iter(kinks))
    whole = domain.ends == (-sp.oo, sp.oo)
    if not whole and not all(e.is_infinite or signs.positive(d) for e, d in _gaps(kink, domain)):
        return None
    left = {a: -w * a.args[0] for a, w in zip(bars, ways, strict=True)}  # type: ignore[operator]  # no way is None here
    right = {a: -e for a, e in left.items()}
    return [(f.xreplace(left), domain.lower, kink), (f.xreplace(right), kink, domain.upper)]


def _gaps(kink: Expr, domain: Interval) -> list[tuple[Expr, Expr]]:
    return [(domain.lower, kink - domain.lower), (domain.upper, domain.upper - kink)]


def _terms(f: Expr, x: Any, ends: tuple[Expr, Expr], signs: Signs) -> list[Piece] | None:
    """Write a smooth function as a sum of pieces."""
    found: list[Piece] = []
    for term in sp.Add.make_args(sp.expand(f, power_exp=False)):
        piece = list(_piece(term, x, ends, signs))
        if not piece:
            return None
        found += piece
    return found


def _piece(term: Expr, x: Any, ends: tuple[Expr, Expr], signs: Signs) -> Iterator[Piece]:
    exponentials = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.exp) and f.has(x)]
    exponent = sp.expand(sp.Add(*(f.args[0] for f in exponentials)))
    rest = sp.Mul(*(f for f in sp.Mul.make_args(term) if f not in exponentials))
    if not exponent.is_polynomial(x) or not rest.is_polynomial(x) or sp.degree(exponent, x) > 2:
        return
    quadratic = sp.factor(-exponent.coeff(x, 2))
    linear = sp.factor(exponent.coeff(x, 1))
    if quadratic != 0 and not signs.positive(quadratic):
        return
    constant = sp.exp(exponent.coeff(x, 0))
    for (n,), c in sp.Poly(rest, x).terms():
        yield Piece(c * constant, n, quadratic, linear, *ends)


def total_moment(parts: Sequence[Component], n: int) -> Expr | None:
    """Return E[xⁿ] of a sum of components; ``None`` where one of them is an exponential without a square.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ half_normal(s)")
    >>> sp.simplify(density.present(total_moment(components(density, Signs.of(density)), 2)))
    s**2
    """
    total = sp.S.Zero
    for c in parts:
        if isinstance(c, Atom):
            total += c.mass * c.place**n
        elif c.quadratic == 0:
            return None
        else:
            mean, variance, weight = _bell(c)
            total += weight * _moment(c.degree + n, mean, variance, c.lower, c.upper)
    return sp.expand_mul(total)


def _bell(c: Piece) -> tuple[Expr, Expr, Expr]:
    """Return mean, variance and weight of factor·exp(−Ax² + Bx) as a multiple of a normal density."""
    A, B = c.quadratic, c.linear
    mean, variance = sp.factor(B / (2 * A)), sp.factor(1 / (2 * A))
    peak = sp.powsimp(c.factor * sp.exp(sp.expand(B**2 / (4 * A))), combine="exp")
    return mean, variance, sp.simplify(peak) * sp.sqrt(2 * sp.pi * variance)


def noisy(component: Component, y: Any, a: Any, sigma: Any, raised: int = 0) -> Expr:
    """Return ∫ x^raised · component(x) · N(y; a x, σ²) dx.

    With ``raised`` 0 that is the component after the noise; with 1 and 2 it makes the posterior moments of x given y.
    """
    if isinstance(component, Atom):
        gap = y - a * component.place
        return component.mass * component.place**raised * _normal(gap, sigma**2)
    A, B = component.quadratic, component.linear
    if A == 0:
        mean, variance = y / a + B * sigma**2 / a**2, sigma**2 / a**2
        outside = component.factor * sp.exp(B * y / a + B**2 * sigma**2 / (2 * a**2)) / a
    else:
        m, v, weight = _bell(component)
        total = a**2 * v + sigma**2
        mean, variance = (sigma**2 * m + a * v * y) / total, v * sigma**2 / total
        outside = weight * _normal(y - a * m, total)
    return outside * _moment(component.degree + raised, mean, variance, component.lower, component.upper)


def _normal(gap: Expr, variance: Expr) -> Expr:
    return sp.exp(-(gap**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def _moment(n: int, mean: Expr, variance: Expr, lower: Expr, upper: Expr) -> Expr:
    """Return ∫ xⁿ N(x; mean, variance) dx between two ends, by parts down to the mass."""
    root = sp.sqrt(2 * variance)
    moments = [_mass((lower - mean) / root, (upper - mean) / root, lower, upper)]
    for k in range(1, n + 1):
        ends = sp.S.Zero
        for end, sign in ((lower, 1), (upper, -1)):
            if not end.is_infinite:
                ends += sign * end ** (k - 1) * _normal(end - mean, variance)
        below = (k - 1) * moments[k - 2] if k > 1 else sp.S.Zero
        moments.append(mean * moments[k - 1] + variance * (below + ends))
    return moments[n]


def _mass(low: Expr, high: Expr, lower: Expr, upper: Expr) -> Expr:
    """Return the standard normal mass between √2·low and √2·high."""
    if lower == -sp.oo and upper == sp.oo:
        return sp.S.One
    if upper == sp.oo:
        return sp.erfc(low) / 2
    if lower == -sp.oo:
        return sp.erfc(-high) / 2
    return (sp.erf(high) - sp.erf(low)) / 2
