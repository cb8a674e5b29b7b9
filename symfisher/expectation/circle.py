"""Circle: expectations over a full period of functions of cos(x − μ) and sin(x − μ).

The period is turned to y = n·(x − μ) in (−π, π), where a·cos nx + b·sin nx is √(a² + b²)·cos y. What is odd in y has mean
zero; the even part is a function of c = cos y, which partial fractions in c split into functions with classical integrals
over the period:

    c^j                     2π·(j−1)!!/j!! for even j, else 0
    (c₁c + c₀)^(−n)         2π/√(c₀² − c₁²) for n = 1 and c₀ > |c₁| (residues in the unit disc), then d/dc₀
    c^j e^(κc)              2π·I₀⁽ʲ⁾(κ)

Wrapped Cauchy, cardioid, von Mises in any parametrization.
References: Gradshteyn and Ryzhik, 3.613, 3.621, 3.661; Mardia and Jupp (2000), Directional Statistics, section 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.conjugate import split
from symfisher.expectation.partial import Basis, decompose
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tables import short_value
from symfisher.normal_form import Field
from symfisher.signs import Signs

name = "circle"

_Y = sp.Symbol("_y", real=True)
_C = sp.Symbol("_c", real=True)
_D = sp.Symbol("_d", positive=True)


@dataclass(frozen=True)
class Period:
    """Certificate of an integral over a period.

    To be checked: with n = ``frequency`` and F(y) = f·integrand at x = centre + y/n, F(y + 2π) = F(y); the support has
    length 2π (``share`` 1), or n = 1, it is (0, π) or (−π, 0) turned by ``centre`` and F is even (``share`` 1/2);
    (F(y) + F(−y))/2 = Σ coefficient·basis(cos y); the integral of basis(cos y) over (−π, π) is ``value`` for each term
    (coefficient, basis, value); the proof's value is ``share``·Σ coefficient·value.
    """

    integrand: Expr
    x: Any
    centre: Expr
    terms: tuple[tuple[Expr, Basis, Expr], ...]
    share: Expr = sp.S.One
    frequency: int = 1


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] over a full period."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    (x,) = density.xs
    angle = _angle(density.expression, x)
    if angle is None:
        return dict.fromkeys(integrands, Decline("the density is no function of the sine and cosine of one angle"))
    low, high = density.variables[0].domain.ends
    length = sp.expand(high - low)
    origin, frequency = angle
    answers: dict[Entry, Proof | Decline] = dict.fromkeys(integrands, Decline("the support is not one period"))
    for centre in (origin, *_crests(density.expression, x, frequency)):
        half = length == sp.pi and frequency == 1 and sp.expand(low - centre) in (0, -sp.pi)
        if length != 2 * sp.pi and not half:
            continue
        for entry, h in integrands.items():
            if isinstance(answers[entry], Decline):
                answers[entry] = _answer(problem, h, centre, frequency, half)
    return answers


def _angle(f: Expr, x: Any) -> tuple[Expr, int] | None:
    """Return (μ, n) if the density contains x in sines and cosines of n·(x − μ), n the least one."""
    waves = sorted((w for w in f.atoms(sp.sin, sp.cos) if w.has(x)), key=sp.default_sort_key)
    angles = [sp.Poly(sp.expand(w.args[0]), x) for w in waves if w.args[0].is_polynomial(x)]
    if not angles or len(angles) != len(waves) or any(a.degree() != 1 for a in angles):
        return None
    slope, offset = min((tuple(a.all_coeffs()) for a in angles), key=lambda c: (abs(c[0]), str(c)))
    return (sp.expand(-offset / slope), abs(int(slope))) if slope.is_Integer else None


def _crests(f: Expr, x: Any, frequency: int) -> list[Expr]:
    """Return where waves a·cos n(x − μ) + b·sin n(x − μ) of the density are greatest, a and b free of x."""
    found = []
    for sine in sorted((w for w in f.atoms(sp.sin) if w.has(x)), key=sp.default_sort_key):
        slope, offset = sp.Poly(sp.expand(sine.args[0]), x).all_coeffs()
        if abs(slope) != frequency:
            continue
        phases = [sp.pi / 2]
        for total in f.atoms(sp.Add):
            b, a = total.coeff(sine), total.coeff(sp.cos(sine.args[0]))
            if a != 0 and b != 0 and not sp.Tuple(a, b).has(x):
                phases.append(sp.atan2(b, a))
        found += [sp.expand((phase - offset) / slope) for phase in phases]
    return list(dict.fromkeys(found))


def _answer(problem: Problem, h: Expr, centre: Expr, frequency: int, half: bool) -> Proof | Decline:
    (x,) = problem.density.xs
    turned = sp.expand_trig(_simple_angles((problem.density.expression * h).xreplace({x: centre + _Y / frequency})))
    normal = problem.rewriter.rewrite(turned)
    if any(w.args[0] != _Y for w in normal.atoms(sp.sin, sp.cos) if w.has(_Y)):
        return Decline("the integrand contains another angle")
    even = _even_part(normal, half)
    if even is None:
        return Decline("the integrand is no rational function of sine and cosine")
    field, element = even
    parts = decompose(field, element, _C)
    if parts is None:
        return Decline("the integrand has no partial fractions in the cosine")
    terms = []
    for coefficient, basis in parts:
        value = _integral(basis, problem.signs)
        if value is None:
            return Decline("an integral over the period is not known")
        terms.append((coefficient, basis, value))
    share = sp.S.Half if half else sp.S.One
    value = short_value(share * sp.Add(*(c * v for c, _, v in terms)), problem.signs)
    certificate = Period(h, x, centre, tuple(terms), share, frequency)
    return Proof(value, name, certificate, steps=(Step("circle", h, value),))


def _simple_angles(e: Expr) -> Expr:
    """Expand the angles, so that what cancels in them is gone."""
    waves = {w: w.func(sp.expand(w.args[0])) for w in e.atoms(sp.sin, sp.cos)}
    return e.xreplace(waves)


def _even_part(normal: Expr, half: bool) -> tuple[Field, Any] | None:
    """Return the part even in y as a field element in c = cos y; for half a period there must be no odd part."""
    sine = sp.Symbol("_s")
    plain = normal.xreplace({sp.cos(_Y): _C, sp.sin(_Y): sine})
    if plain.has(_Y):
        return None
    field = Field([plain, _C, sine], [_C, sine])
    even, odd = split(field, field.convert(plain), sine, 1 - _C**2)
    return None if half and odd else (field, even)


def _integral(t: Basis, signs: Signs) -> Expr | None:
    """Return the integral of a basis function of cos y over (−π, π)."""
    if t.m or t.beta != 0 or not t.s.is_Integer or t.s < 1:
        return None
    j = int(t.s) - 1
    if t.n == 0:
        return _power(j) if t.alpha == 0 else _bessel(j, -t.alpha)
    if j or t.alpha != 0:
        return None
    ends = [signs.sign(sp.factor(t.c0 + way * t.c1)) for way in (1, -1)]
    if ends[0] != ends[1] or ends[0] not in (1, -1):
        return None
    first = 2 * sp.pi / sp.sqrt(_D**2 - t.c1**2)
    for k in range(1, t.n):
        first = -sp.diff(first, _D) / k
    root = {_D**2 - t.c1**2: _discriminant(t)}
    return ends[0] ** t.n * first.xreplace(root).xreplace({_D: ends[0] * t.c0})


def _discriminant(t: Basis) -> Expr:
    """Return c₀² − c₁² as a square if it is one, so that its root is rational, else as a sum."""
    factors = sp.factor_list(t.c0**2 - t.c1**2)[1]
    square = sp.factor(t.c0**2 - t.c1**2)
    return square if all(n % 2 == 0 for _, n in factors) else sp.expand(square)


def _power(j: int) -> Expr:
    return 2 * sp.pi * sp.binomial(j, j // 2) / sp.Integer(2) ** j if j % 2 == 0 else sp.S.Zero


def _bessel(j: int, kappa: Expr) -> Expr:
    """Return 2π·I₀⁽ʲ⁾(κ), by I₀′ = I₁ and I₁′ = I₀ − I₁/κ."""
    zero, one = sp.S.One, sp.S.Zero
    k = sp.Symbol("_k")
    for _ in range(j):
        zero, one = sp.diff(zero, k) + one, sp.diff(one, k) + zero - one / k
    zero, one = (e.xreplace({k: kappa}) for e in (zero, one))
    return 2 * sp.pi * (zero * sp.besseli(0, kappa) + one * sp.besseli(1, kappa))
