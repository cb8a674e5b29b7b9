"""Integrals: under a change of variable u = φ(x) the integrand f·h becomes a sum of functions with known integrals.

Where the density itself is no gamma or beta kernel (truncated, mixed, with a sum in it), f(ψ(u))·|ψ′(u)|·h(ψ(u)) may
still be a rational function of u with powers, logarithms and one exponential. Partial fractions split it into basis
functions whose integrals stand in `tables`: E₁, erfc, polylogarithms, arctangents, Bessel K. Total mass is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import POSITIVE, Expr, Interval
from symfisher.expectation.kernel import candidates
from symfisher.expectation.partial import Basis, decompose, readable
from symfisher.expectation.pieces import Piece, resolved, smooth_pieces
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.reciprocal import Fold, folds
from symfisher.expectation.substitution import Branch, Range, substitution
from symfisher.expectation.tables import integral, short_value
from symfisher.expectation.trial import trial_point
from symfisher.normal_form import Element, Field, Rewriter
from symfisher.signs import Signs

name = "integral"

_U = sp.Symbol("_w", positive=True)
_Y = sp.Symbol("_y", positive=True)
_MOST_VIEWS = 24


@dataclass(frozen=True)
class BasisIntegral:
    """``coefficient`` times ``basis.function(u)``, whose integral over the panel's image is ``value``."""

    coefficient: Expr
    basis: Basis
    value: Expr


@dataclass(frozen=True)
class Panel:
    """A part of the support, reached by one or more branches x = inverse(u) with a common image."""

    branches: tuple[Branch, ...]
    terms: tuple[BasisIntegral, ...] = ()

    @property
    def image(self) -> Range:
        """The interval that u runs through."""
        return self.branches[0].image


@dataclass(frozen=True)
class Integrals:
    """Certificate of a sum of integrals.

    To be checked: on each panel every branch inverts its φ, and the supports of all branches lie side by side and fill
    the support of ``x``; for every u in the image, Σ_branches f(x)·|dx/du|·integrand(x) = Σ coefficient·basis(u); the
    integral of each basis function over the image is its ``value``; and the proof's value is Σ coefficient·value.
    """

    integrand: Expr
    x: Any
    u: Any
    panels: tuple[Panel, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] as a sum of known integrals."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    pieces = smooth_pieces(problem)
    if not pieces:
        return dict.fromkeys(integrands, Decline("the density has no smooth pieces that can be ordered"))
    answers: dict[Entry, Proof | Decline] = dict.fromkeys(
        integrands, Decline("no change of variable gives known integrals")
    )
    cuts = [[_Views(problem, piece) for piece in pieces]]
    if len(pieces) == 1 and (moved := _from_its_end(pieces[0])) is not None:
        cuts.append([_Views(problem, moved)])
    for entry, h in integrands.items():
        panels = next((p for views in cuts if (p := _integrated(views, h)) is not None), None)
        if panels is not None:
            answers[entry] = _proof(problem, h, panels)
    return answers


def _integrated(views: list[_Views], h: Expr) -> tuple[Panel, ...] | None:
    """Return the panels of all pieces, if every piece has a view that knows all integrals."""
    panels: list[Panel] = []
    for view in views:
        found = view.integrate(h)
        if found is None:
            return None
        panels += found
    return tuple(panels)


def _from_its_end(piece: Piece) -> Piece | None:
    """Measure x from the finite end of a half-line."""
    low = piece.support.low
    if low in (0, -sp.oo) or piece.support.high != sp.oo:
        return None
    signs = piece.signs.extended({_Y: POSITIVE})
    f = Rewriter(signs).rewrite(piece.f.xreplace({piece.x: low + _Y}))
    return Piece(f, _Y, Range(sp.S.Zero, sp.oo), signs, low + _Y, piece.x - low)


def _proof(problem: Problem, h: Expr, panels: tuple[Panel, ...]) -> Proof | Decline:
    value = short_value(sp.Add(*(t.coefficient * t.value for p in panels for t in p.terms)), problem.signs)
    if value.has(sp.nan, sp.zoo, sp.oo):
        return Decline("an integral does not exist")
    certificate = Integrals(h, problem.density.xs[0], _U, panels)
    conditions = tuple(dict.fromkeys(sp.Ne(c, 0) for c in _vanishing(certificate, problem.signs)))
    return Proof(value, name, certificate, conditions, steps=(Step("integral", h, value),))


def _vanishing(certificate: Integrals, signs: Signs) -> list[Expr]:
    """Return slopes of denominators that may vanish: there the partial fractions are others."""
    slopes = [t.basis.c1 for p in certificate.panels for t in p.terms if t.basis.n]
    return [c for c in slopes if signs.sign(c) not in (1, -1)]


class _Views:
    """One smooth piece with the changes of variable that were tried, made when asked for."""

    def __init__(self, problem: Problem, piece: Piece) -> None:
        self.problem, self.piece = problem, piece
        self._made: list[list[_Sheet | Fold]] = []
        self._source = self._search()

    def integrate(self, h: Expr) -> list[Panel] | None:
        """Return the panels of the piece for an integrand, from the first view that knows all integrals."""
        local = resolved(h.xreplace({self.problem.density.xs[0]: self.piece.outer}), self.piece.signs)
        if local is None:
            return None
        for sheets in self:
            panels = [_panel(sheet, local) for sheet in sheets]
            if all(p is not None for p in panels):
                return [self._outward(p) for p in panels if p is not None]
        return None

    def __iter__(self) -> Iterator[list[_Sheet | Fold]]:
        """Yield the views made before, then further ones."""
        yield from self._made
        for sheets in self._source:
            self._made.append(sheets)
            yield sheets

    def _search(self) -> Iterator[list[_Sheet | Fold]]:
        piece = self.piece
        for fold in folds(piece, _U):
            yield [fold]
        for phi in _substitutions(piece)[:_MOST_VIEWS]:
            branches = substitution(phi, piece.x, _U, piece.support, piece.signs)
            if branches is not None and piece.signs.sign(branches[0].image.high) in (0, -1):  # growing exponentials
                branches = substitution(-phi, piece.x, _U, piece.support, piece.signs)
            if branches is not None and piece.signs.sign(branches[0].image.low) in (0, 1):
                yield from _sheets(piece, branches)

    def _outward(self, panel: Panel) -> Panel:
        """Write the branches in the variable of the density."""
        return replace(panel, branches=tuple(_outer_branch(b, self.piece) for b in panel.branches))


def _outer_branch(b: Branch, piece: Piece) -> Branch:
    ends = [piece.outer.xreplace({piece.x: e}) for e in (b.support.low, b.support.high)]
    return Branch(
        b.phi.xreplace({piece.x: piece.inner}),
        piece.outer.xreplace({piece.x: b.inverse}),
        b.increasing == piece.forward,
        b.image,
        Range(*(ends if piece.forward else ends[::-1])),
    )


def _substitutions(piece: Piece) -> list[Expr]:
    """Return what the kernel route would try, and the sums in the density themselves."""
    x, low, high = piece.x, piece.support.low, piece.support.high
    found = candidates(piece.f, x, low, high)
    sums = [e for e in sp.preorder_traversal(piece.f) if e.is_Add and e.has(x)]
    powers = [e for e in sp.preorder_traversal(piece.f) if isinstance(e, sp.exp) and e.has(x)]
    bare = [e for e in powers if not e.args[0].is_Add]
    ratios = [sp.exp(sp.expand(a.args[0] - b.args[0])) for a in bare for b in bare if a != b]
    squares = [s for e in sums if (s := _completed_square(e, x)) is not None]
    return list(dict.fromkeys([*found, *bare, *(1 / e for e in bare), *squares, *sums, x, 1 / x, *ratios]))


def _completed_square(e: Expr, x: Any) -> Expr | None:
    """Return the square with x in a quadratic polynomial, turned so that it opens upwards."""
    if not e.is_polynomial(x) or sp.degree(e, x) != 2:
        return None
    second, first, _ = sp.Poly(e, x).all_coeffs()
    return abs(second) * (x + sp.cancel(first / (2 * second))) ** 2


@dataclass(frozen=True)
class _Sheet:
    """Branches with a common image, with the rewriter for functions of u there and f·|dx/du| on each."""

    piece: Piece
    branches: tuple[Branch, ...]
    signs: Signs
    rewriter: Rewriter
    weights: tuple[Expr, ...]

    def transformed(self, h: Expr) -> tuple[Field, Element] | None:
        """Return Σ f·|dx/du|·h over the branches as a field element in u, ``None`` if its denominator does not split."""
        parts = [
            w * self.rewriter.rewrite(h.xreplace({self.piece.x: b.inverse}))
            for w, b in zip(self.weights, self.branches, strict=True)
        ]
        total = sp.Add(*parts)
        if not _may_split(total):
            return None
        field = Field([total, _U], [_U])
        return field, field.convert(total)


def _may_split(total: Expr) -> bool:
    """Say whether a function of u may have partial fractions: with numbers for the parameters, which is fast, it has."""
    point = trial_point([total], [_U])
    if not point:
        return True
    at_point = total.xreplace(point)
    field = Field([at_point, _U], [_U])
    try:
        return decompose(field, field.convert(at_point), _U) is not None
    except ZeroDivisionError:
        return True


def _panel(sheet: _Sheet | Fold, h: Expr) -> Panel | None:
    """Return the panel with the integrals for ``h``, a function of the piece's variable."""
    element = sheet.transformed(h)
    split = None if element is None else decompose(*element, _U)
    if split is None:
        return None
    terms = []
    for coefficient, basis in split:
        value = integral(basis, sheet.branches[0].image, sheet.piece.signs)
        if value is None:
            return None
        terms.append(BasisIntegral(coefficient, basis, value))
    return Panel(sheet.branches, tuple(terms))


def _sheets(piece: Piece, branches: tuple[Branch, ...]) -> Iterator[list[_Sheet | Fold]]:
    """Yield the view that some branches give, if the density is of the right kind there.

    Without an exponential, integrals up to infinity are turned into integrals from zero, by u → 1/u.
    """
    sheet = _sheet(piece, branches)
    if sheet is None:
        return
    image = branches[0].image
    if image.high != sp.oo or any(w.has(sp.exp) for w in sheet.weights):
        yield [sheet]
        return
    if image.low != 0:
        inverted = _sheet(piece, tuple(_inverted(b) for b in branches))
        if inverted is not None:
            yield [inverted]
        return
    yield [sheet]
    near = [_cut(b, Range(sp.S.Zero, sp.S.One)) for b in branches]
    far = [_inverted(_cut(b, Range(sp.S.One, sp.oo))) for b in branches]
    both = [_sheet(piece, tuple(near)), _sheet(piece, tuple(far))]
    if all(s is not None for s in both):
        yield [s for s in both if s is not None]


def _sheet(piece: Piece, branches: tuple[Branch, ...]) -> _Sheet | None:
    image = branches[0].image
    signs = piece.signs.extended({_U: Interval(image.low, image.high)})
    rewriter = Rewriter(signs)
    weights = []
    for b in branches:
        slope = sp.diff(b.inverse, _U)
        weights.append(rewriter.rewrite(piece.f.xreplace({piece.x: b.inverse}) * (slope if b.increasing else -slope)))
    if len(branches) == 1:
        field = Field(weights, [_U])
        if not readable(field, field.convert(weights[0]), _U):
            return None
    return _Sheet(piece, branches, signs, rewriter, tuple(weights))


def _cut(b: Branch, image: Range) -> Branch:
    """Restrict a branch to the part of its image below or above one."""
    middle = b.inverse.xreplace({_U: sp.S.One})
    lower_half = (image.low == 0) == b.increasing
    support = Range(b.support.low, middle) if lower_half else Range(middle, b.support.high)
    return replace(b, image=image, support=support)


def _inverted(b: Branch) -> Branch:
    """Follow a branch by u → 1/u; its image must not begin at zero."""
    high = 1 / b.image.low
    low = sp.S.Zero if b.image.high == sp.oo else 1 / b.image.high
    return replace(
        b, phi=1 / b.phi, inverse=b.inverse.xreplace({_U: 1 / _U}), increasing=not b.increasing, image=Range(low, high)
    )
