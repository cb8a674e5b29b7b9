"""A density as a sum of what a Gaussian noise keeps in closed form: atoms, and polynomials times exponentials of quadratics.

K xⁿ exp(−Ax² + Bx) on an interval, convolved with a normal density, is a normal density (A > 0) or an exponential (A = 0)
times a moment of a truncated normal: erf and elementary functions. That covers Gaussian densities and their mixtures,
uniform, triangular, exponential, Laplace, Erlang, half-normal, Rayleigh, Maxwell, truncated normal and exponential densities,
and every distribution on finitely many numbers. On the whole line a factor erf or erfc of a linear function may stand beside
them, as in skew-normal and exponentially modified Gaussian densities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, FiniteSet, IntegerRange
from symfisher.expectation.pieces import smooth_pieces, switches
from symfisher.inference.expecting import problem_for
from symfisher.signs import Signs

_MOST_ATOMS = 32


@dataclass(frozen=True)
class Tilt:
    """A factor function(shift + slope·x), the function being erf or erfc."""

    function: Any
    shift: Expr
    slope: Expr


@dataclass(frozen=True)
class Piece:
    """factor·xᵈᵉᵍʳᵉᵉ·exp(−quadratic·x² + linear·x + constant) between two ends, perhaps with an error function.

    ``quadratic`` is proved positive, or zero.
    """

    factor: Expr
    degree: int
    quadratic: Expr
    linear: Expr
    constant: Expr
    lower: Expr
    upper: Expr
    tilt: Tilt | None = None

    def exponent_at(self, place: Expr) -> Expr:
        """Return the exponent at a place."""
        return sp.factor_terms(sp.expand(self.constant + self.linear * place - self.quadratic * place**2))


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
    if isinstance(domain, (FiniteSet, IntegerRange)):
        return _atoms(density.expression, x, domain)
    found: list[Component] = []
    for f, lower, upper in _smooth(density, x):
        part = [] if f == 0 else _terms(f, x, (lower, upper), signs)
        if part is None:
            return None
        found += part
    return tuple(found) or None


def _atoms(f: Expr, x: Any, domain: FiniteSet | IntegerRange) -> tuple[Atom, ...] | None:
    if isinstance(domain, FiniteSet):
        places = list(domain.values)
    elif all(e.is_Integer for e in domain.ends):
        places = [sp.Integer(i) for i in range(int(domain.lower), int(domain.upper) + 1, domain.step)]
    else:
        return None
    if len(places) > _MOST_ATOMS:
        return None
    return tuple(Atom(v, f.xreplace({x: v}).doit()) for v in places)


def _smooth(density: Density, x: Any) -> list[tuple[Expr, Expr, Expr]]:
    """Return the density between the places where it switches, each with its ends; nothing where those were not found."""
    if not switches(density.expression, x):
        return [(density.expression, *density.variables[0].domain.ends)]
    found: list[tuple[Expr, Expr, Expr]] = []
    for piece in smooth_pieces(problem_for(density)):
        ends = [sp.expand(piece.outer.xreplace({piece.x: e})) for e in (piece.support.low, piece.support.high)]
        f = piece.f.xreplace({piece.x: piece.inner.xreplace({density.xs[0]: x})})
        low, high = ends if piece.forward else reversed(ends)
        if found and found[-1][2] == low and sp.expand(found[-1][0] - f) == 0:
            low = found.pop()[1]
        found.append((f, low, high))
    return found


def _terms(f: Expr, x: Any, ends: tuple[Expr, Expr], signs: Signs) -> list[Piece] | None:
    """Write a smooth function as a sum of pieces."""
    found: list[Piece] = []
    for whole in sp.Add.make_args(sp.powsimp(f, combine="exp")):
        constant, rest = whole.as_independent(x, as_Add=False)
        for term in sp.Add.make_args(sp.expand(rest, power_exp=False)):
            piece = list(_piece(constant * term, x, ends, signs))
            if not piece:
                return None
            found += piece
    return _merged(found)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Put pieces together that differ in their factor only, and 1 ± erf(u) as erfc(∓u), which keeps its digits in a tail."""
    groups: dict[Piece, list[Expr]] = {}
    for p in pieces:
        groups.setdefault(replace(p, factor=sp.S.One), []).append(p.factor)
    sums = {shape: sp.factor_terms(sp.Add(*factors)) for shape, factors in groups.items()}
    for shape in [s for s in sums if s.tilt is not None and s.tilt.function is sp.erf]:
        plain, t = replace(shape, tilt=None), shape.tilt
        way = sp.cancel(sums[shape] / sums[plain]) if plain in sums else sp.S.Zero
        if way in (1, -1) and t is not None:
            sums[replace(shape, tilt=Tilt(sp.erfc, -way * t.shift, -way * t.slope))] = sums.pop(plain)
            del sums[shape]
    return [replace(shape, factor=factor) for shape, factor in sums.items()]


def _piece(term: Expr, x: Any, ends: tuple[Expr, Expr], signs: Signs) -> Iterator[Piece]:
    factors = sp.Mul.make_args(term)
    exponentials = [f for f in factors if isinstance(f, sp.exp) and f.has(x)]
    errors = [f for f in factors if isinstance(f, (sp.erf, sp.erfc)) and f.has(x)]
    exponent = sp.expand(sp.Add(*(f.args[0] for f in exponentials)))
    rest = sp.Mul(*(f for f in factors if f not in exponentials and f not in errors))
    if not exponent.is_polynomial(x) or not rest.is_polynomial(x) or sp.degree(exponent, x) > 2 or len(errors) > 1:
        return
    tilt = _tilt(errors[0], x, ends) if errors else None
    if errors and tilt is None:
        return
    quadratic = sp.factor(-exponent.coeff(x, 2))
    if quadratic != 0 and not signs.positive(quadratic):
        return
    shape = quadratic, sp.factor(exponent.coeff(x, 1)), exponent.coeff(x, 0)
    for (n,), c in sp.Poly(rest, x).terms():
        yield Piece(c, n, *shape, *ends, tilt=tilt)


def _tilt(error: Expr, x: Any, ends: tuple[Expr, Expr]) -> Tilt | None:
    """Read an error function of a linear function on the whole line."""
    u = sp.expand(error.args[0])
    if ends != (-sp.oo, sp.oo) or not u.is_polynomial(x) or sp.degree(u, x) != 1:
        return None
    return Tilt(error.func, u.coeff(x, 0), u.coeff(x, 1))
