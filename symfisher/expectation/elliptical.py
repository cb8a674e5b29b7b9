"""Elliptical densities: what depends on the observation through a quadratic form alone.

If f(x) = F(w) with w = (x − μ)ᵀA(x − μ), then given w the point A^(1/2)(x − μ)/√w is uniform on the sphere, whatever F is (Fang,
Kotz and Ng 1990, Symmetric multivariate and related distributions, section 2.5). Products of the components of z = x − μ have
mean zero if they are odd in number, and with S = A⁻¹

    E[z_i z_j | w] = S_ij w/d,    E[z_i z_j z_k z_l | w] = (S_ij S_kl + S_ik S_jl + S_il S_jk) w²/(d(d + 2)).

An integrand that is a polynomial in z with functions of w for coefficients is left as a function of w, whose density has one
variable. Multivariate t and Cauchy, Pearson VII and power exponential densities are of this kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Proof, Step
from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.expectation import dilogarithm, integral, kernel
from symfisher.expectation.normalization import mass_by_routes
from symfisher.expectation.problem import Decline, Entry, Problem, about_expectations
from symfisher.normal_form import Field

name = "elliptical"

W = sp.Symbol("_q", positive=True)
"""The quadratic form."""

_MOST_VARIABLES = 3
_ROUTES = (kernel, integral, dilogarithm)


@dataclass(frozen=True)
class Elliptical:
    """Certificate: the density is a function of w = (x − center)ᵀ·shape·(x − center); ``inner`` is about ``radial``.

    To be checked: ``shape`` is positive definite and ``radial`` the density of w; the mean of the integrand over an ellipsoid
    of constant w is the integrand of ``inner``; and the value is that of ``inner``.
    """

    integrand: Expr
    center: tuple[Expr, ...]
    shape: Any
    w: Any
    radial: Density
    inner: Proof


@dataclass(frozen=True)
class _Form:
    """A quadratic polynomial ``base`` = ``level`` + ``way``·w that the density is a function of, and the density of w."""

    base: Expr
    level: Expr
    way: int
    center: tuple[Expr, ...]
    shape: Any
    problem: Problem


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Take expectations over ellipsoids first, then over w."""
    density = problem.density
    real = all(v.domain == REAL for v in density.variables)
    if not (real and 2 <= len(density.xs) <= _MOST_VARIABLES):
        return dict.fromkeys(integrands, Decline("not two or three variables on the whole space"))
    form = next(_forms(problem), None)
    if form is None:
        return dict.fromkeys(integrands, Decline("the density is no function of one quadratic form"))
    return {entry: _mean(problem, form, entry, h) for entry, h in integrands.items()}


def _mean(problem: Problem, form: _Form, entry: Entry, h: Expr) -> Proof | Decline:
    own = _as_derived(problem, entry, h)
    if own is None:
        return Decline("asked for the mean of something else than derivatives")
    averaged = _over_ellipsoids(own, form, problem.density.xs)
    if averaged is None:
        return Decline("the integrand is no polynomial with functions of the quadratic form for coefficients")
    inner = _first(form.problem, _tidy(form.problem.rewriter.rewrite(averaged)))
    if inner is None:
        return Decline("the mean over the quadratic form is not known")
    certificate = Elliptical(own, form.center, form.shape, W, form.problem.density, inner)
    return Proof(inner.value, name, certificate, inner.conditions, steps=(Step("elliptical", h, inner.value),))


def _as_derived(problem: Problem, entry: Entry, h: Expr) -> Expr | None:
    """Return an integrand as differentiation leaves it, where the quadratic form is in one piece still."""
    if h is problem.negative_hessian.get(entry):
        return -problem.calculus.hessian[entry]
    if h == problem.score_products.get(entry):
        return problem.calculus.score[entry[0]] * problem.calculus.score[entry[1]]
    return None


def _first(problem: Problem, h: Expr) -> Proof | None:
    answers = (route.attempt(problem, {(0, 0): h})[0, 0] for route in _ROUTES)
    return next((a for a in answers if isinstance(a, Proof)), None)


def _forms(problem: Problem) -> Iterator[_Form]:
    """Yield the quadratic polynomials through which alone the observation enters."""
    f, xs = problem.density.expression, problem.density.xs
    for base in dict.fromkeys(e for e in sp.preorder_traversal(f) if e.is_Add and set(xs) <= e.free_symbols):
        if not base.is_polynomial(*xs) or sp.Poly(base, *xs).total_degree() != 2:
            continue
        if f.xreplace({base: W}).free_symbols & set(xs):
            continue
        form = _form(problem, base)
        if form is not None:
            yield form


def _form(problem: Problem, base: Expr) -> _Form | None:
    xs, signs = problem.density.xs, problem.signs
    half = sp.ImmutableMatrix(sp.hessian(base, xs) / 2).applyfunc(_tidy)
    way = signs.sign(half[0, 0])
    if way not in (1, -1):
        return None
    shape = way * half
    minors = [_tidy(shape[:k, :k].det()) for k in range(1, len(xs) + 1)]
    if not all(map(signs.positive, minors)):
        return None
    origin = dict.fromkeys(xs, sp.S.Zero)
    gradient = sp.ImmutableMatrix([sp.diff(base, x).xreplace(origin) for x in xs])
    center = tuple(map(_tidy, half.adjugate() * gradient / (-2 * _tidy(half.det()))))
    level = _tidy(base.xreplace(dict(zip(xs, center, strict=True))))
    radial = _radial(problem, base, level, way)
    return None if radial is None else _Form(base, level, way, center, shape, radial)


def _tidy(e: Expr) -> Expr:
    """Return a rational function of the parameters over one factored denominator."""
    field = Field([e])
    return field.factored(field.convert(e))


def _radial(problem: Problem, base: Expr, level: Expr, way: int) -> Problem | None:
    """Return the problem about the density of w, which is proportional to w^(d/2 − 1) F(w)."""
    density, signs = problem.density, problem.signs.extended({W: POSITIVE})
    body = density.expression.xreplace({base: level + way * W}) * W ** (sp.Rational(len(density.xs), 2) - 1)
    dependent = body.as_independent(W, as_Add=False)[1]
    whole = about_expectations(replace(density, expression=dependent, variables=(Quantity("q", W, POSITIVE),)), signs)
    mass = mass_by_routes(whole)
    return None if mass is None else about_expectations(replace(whole.density, expression=dependent / mass), signs)


def _over_ellipsoids(h: Expr, form: _Form, xs: tuple[Any, ...]) -> Expr | None:
    """Return the mean of a function over ellipsoids of constant w, as a function of w; ``None`` if it is not known."""
    zs = sp.symbols(f"_z1:{len(xs) + 1}", real=True)
    masked = h.xreplace({form.base: W})
    moved = masked.xreplace({x: c + z for x, c, z in zip(xs, form.center, zs, strict=True)})
    if not moved.is_polynomial(*zs):
        return None
    total, spread = sp.S.Zero, form.shape.inv()
    for powers, coefficient in sp.Poly(moved, *zs).terms():
        indices = [i for i, n in enumerate(powers) for _ in range(n)]
        if len(indices) % 2:
            continue
        if len(indices) > 4:
            return None
        total += coefficient.xreplace({W: form.level + form.way * W}) * _product_mean(indices, spread)
    return total


def _product_mean(indices: list[int], spread: Any) -> Expr:
    """Return E[Π z_i | w] for none, two or four factors."""
    d, k = spread.rows, len(indices) // 2
    scale = sp.Mul(*(sp.Rational(1, d + 2 * j) for j in range(k))) * W**k
    return scale * sp.Add(*(sp.Mul(*(spread[i, j] for i, j in pairs)) for pairs in _pairings(indices)))


def _pairings(indices: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Yield every way to pair the indices.

    Examples
    --------
    >>> list(_pairings([0, 0, 1, 1]))
    [[(0, 0), (1, 1)], [(0, 1), (0, 1)], [(0, 1), (0, 1)]]
    """
    if not indices:
        yield []
        return
    first, *rest = indices
    for n, other in enumerate(rest):
        for others in _pairings(rest[:n] + rest[n + 1 :]):
            yield [(first, other), *others]
