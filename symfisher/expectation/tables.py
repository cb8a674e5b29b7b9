"""Definite integrals of the basis functions of `partial`: classical formulas, each with its condition proved.

    u^(s−1) log^m u                          elementary
    u^(s−1) log^m u e^(−λu)                  Γ and its derivatives, E₁, erf, and ₂F₂, ₃F₃ of the Gompertz kind
    (c₁u + c₀)^(−n) log^m u                  logarithm and polylogarithms; with u^(−1/2): arctangent
    u^(s−1) (c₁u + c₀)^(−n) log^m u              on (0, ∞) B(s, n − s); on (0, 1) with c₁ = c₀ polygamma functions
    (c₁u + c₀)^(−n) e^(−λu)                  E₁; with u^(−1/2) on (0, ∞): erfc
    u^(s−1) e^(−λu − μ/u)                    Bessel K

References: Gradshteyn and Ryzhik, Table of integrals, 3.351, 3.363, 3.381, 3.471, 4.331, 4.337; NIST Handbook of
Mathematical Functions, 6.2, 8.19, 25.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.conjugate import rationalised
from symfisher.expectation.partial import Basis
from symfisher.expectation.substitution import Range
from symfisher.normal_form import Element, Field, Rewriter
from symfisher.signs import Signs
from symfisher.simplification import by_shared_coefficients, cost, shortest

_SPECIAL = (sp.expint, sp.Ei, sp.polylog, sp.hyper, sp.erfc, sp.erf, sp.atan, sp.atanh, sp.besselk, sp.besseli)
_MOST_GROUPS, _MOST_TERMS, _FEW_GENERATORS = 8, 18, 5

_D = sp.Symbol("_d", positive=True)
_S, _L = sp.symbols("_s _l", positive=True)


def integral(t: Basis, image: Range, signs: Signs) -> Expr | None:
    """Return the integral of a basis function over ``image``; ``None`` if it diverges, is not known or not proved."""
    if t.beta != 0:
        return _two_sided(t, signs) if image == Range(sp.S.Zero, sp.oo) else None
    if t.alpha != 0:
        return _exponential(t, image, signs)
    return _power(t, image, signs) if t.n == 0 else _rational(t, image, signs)


def short_value(e: Expr, signs: Signs) -> Expr:
    """Bring a value in its shortest form, with special functions taken as they are.

    The normal form would write erfc as 1 − erf, which loses all digits where it is multiplied by a large exponential.
    """
    special = {a for a in e.atoms(*_SPECIAL) if not a.is_number}
    ratios = {a for a in e.atoms(sp.log) if a.args[0].is_Mul and not a.is_number}
    ways = [special, special | ratios] if ratios else [special]
    return min((_without_conjugates(_short(e, way, signs)) for way in ways), key=cost)


def _without_conjugates(e: Expr) -> Expr:
    """Multiply (a − √b)^n (a + √b)^n out: (a² − b)^n."""
    return e.replace(lambda m: m.is_Mul and m.has(sp.Pow), _joined_pairs) if e.has(sp.Pow) else e


def _joined_pairs(product: Expr) -> Expr:
    factors = list(sp.Mul.make_args(product))
    for i, first in enumerate(factors):
        for j in range(i + 1, len(factors)):
            (a, m), (b, n) = first.as_base_exp(), factors[j].as_base_exp()
            if m == n and a.is_Add and b.is_Add and _roots(a) and _roots(a) == _roots(b):
                whole = sp.expand(a * b)
                if not _roots(whole):
                    return _joined_pairs(sp.Mul(*factors[:i], *factors[i + 1 : j], *factors[j + 1 :], whole**m))
    return product


def _roots(e: Expr) -> set[Expr]:
    return {p for p in e.atoms(sp.Pow) if p.exp.is_Rational and not p.exp.is_Integer}


def _short(e: Expr, taken: set[Expr], signs: Signs) -> Expr:
    """Return the shortest form with the functions ``taken`` as they are."""
    atoms = sorted(taken, key=sp.default_sort_key)
    masks = {a: sp.Function("_m", positive=True)(sp.Integer(k)) for k, a in enumerate(atoms)}
    masked = Rewriter(signs).rewrite(e.xreplace(masks))
    field = Field([masked])
    element = field.convert(masked)
    large = _is_large(element.numer)
    whole = field.poly_expression(element.numer) / field.poly_factored(element.denom) if large else None
    grouped = by_shared_coefficients(field, element) if large else ()
    forms = [whole or rationalised(shortest(field, element)), *_by_exponentials(field, element), *grouped]
    back = {mask: _factored_argument(a) for a, mask in masks.items()}
    return min((f.xreplace(back) for f in forms), key=cost)


def _is_large(poly: Any) -> bool:
    """Say whether a polynomial is better not factored: in many generators that can take minutes for little."""
    return len(poly) > _MOST_TERMS and poly.ring.ngens > _FEW_GENERATORS


def _by_exponentials(field: Field, element: Element) -> Iterator[Expr]:
    """Yield a sum over the exponentials of the numerator, each with its shortest factor: 1 + e^a·(…)."""
    chosen = [i for i, g in enumerate(field.generators) if isinstance(g, sp.exp)]
    groups: dict[tuple[int, ...], Any] = {}
    for monomial, c in element.numer.terms():
        key = tuple(monomial[i] for i in chosen)
        rest = tuple(0 if i in chosen else n for i, n in enumerate(monomial))
        groups[key] = groups.get(key, field.K.ring.zero) + field.K.ring({rest: c})
    if 1 < len(groups) < _MOST_GROUPS:
        powers = [[field.generators[i] ** n for i, n in zip(chosen, key, strict=True)] for key in groups]
        parts = [field.poly_expression(p) if _is_large(p) else shortest(field, field.K(p)) for p in groups.values()]
        total = sp.Add(*(sp.Mul(*p, part) for p, part in zip(powers, parts, strict=True)))
        yield total / field.poly_factored(element.denom)


def _factored_argument(a: Expr) -> Expr:
    return a if isinstance(a, sp.hyper) else a.func(*(sp.factor(v) for v in a.args))


def _two_sided(t: Basis, signs: Signs) -> Expr | None:
    """∫ u^(s−1) e^(−λu − μ/u) = 2(μ/λ)^(s/2) K_s(2√(λμ)) (GR 3.471.9)."""
    if t.n or t.m or not (signs.positive(t.alpha) and signs.positive(t.beta)):
        return None
    if not (2 * t.s).is_Integer:
        return None
    z = 2 * sp.sqrt(t.alpha * t.beta)
    return 2 * sp.sqrt(t.beta / t.alpha) ** t.s * bessel_k(t.s, z)


def bessel_k(order: Expr, z: Expr) -> Expr:
    """Return K of integer or half-integer order by K₀ and K₁, or by the exponential."""
    order = abs(order)
    if order == sp.S.Half:
        return sp.sqrt(sp.pi / (2 * z)) * sp.exp(-z)
    if order < 2 and order.is_Integer:
        return sp.besselk(order, z)
    return bessel_k(order - 2, z) + 2 * (order - 1) / z * bessel_k(order - 1, z)


# -- powers and logarithms -------------------------------------------------------------------------------------------


def _power(t: Basis, image: Range, signs: Signs) -> Expr | None:
    low, high = image.low, image.high
    sign = signs.sign(t.s)
    if (low == 0 and sign != 1) or (high == sp.oo and sign != -1) or sign is None:
        return None
    ends = [sp.S.Zero if e in (0, sp.oo) else _antiderivative(t.s, t.m, e) for e in (low, high)]
    return ends[1] - ends[0]


def _antiderivative(s: Expr, m: int, u: Expr) -> Expr:
    if s == 0:
        return sp.log(u) ** (m + 1) / (m + 1)
    parts = [sp.ff(m, k) * (-1) ** k * sp.log(u) ** (m - k) / s ** (k + 1) for k in range(m + 1)]
    return u**s * sp.Add(*parts)


# -- linear denominators ---------------------------------------------------------------------------------------------


def _ends(t: Basis, image: Range, signs: Signs) -> tuple[Expr, Expr] | None:
    """Return c₁u + c₀ at both ends, if it keeps one sign on the closed interval."""
    values = [sp.factor(t.c1 * e + t.c0) for e in (image.low, image.high) if e != sp.oo]
    if image.high == sp.oo:
        values.append(t.c1)
    both = [signs.sign(v) for v in values]
    return (values[0], values[1]) if both[0] == both[1] and both[0] in (1, -1) else None


def _rational(t: Basis, image: Range, signs: Signs) -> Expr | None:
    """(c₁u + c₀)^(−n) with log^m u, or with u^(−1/2)."""
    ends = _ends(t, image, signs)
    if t.s == sp.S.Half and t.m == 0 and ends is not None and image.low == 0:
        return _arctangent(t, image.high, signs)
    if t.s != 1:
        return _between_powers(t, image, signs)
    if t.m == 0 and ends is not None:
        return _logarithm(t, image, ends)
    if image.high == sp.oo:
        return None
    if image.low != 0:
        outer, inner = (integral(t, Range(sp.S.Zero, e), signs) for e in (image.high, image.low))
        return None if outer is None or inner is None else outer - inner
    c = image.high
    logs = [sp.binomial(t.m, k) * sp.log(c) ** (t.m - k) for k in range(t.m + 1)] if c != 1 else [0] * t.m + [1]
    total: Expr = sp.S.Zero
    for k, weight in enumerate(logs):
        if weight == 0:
            continue
        unit = _polylogarithm(t.n, k, c * t.c1, t.c0, ends is not None)
        if unit is None:
            return None
        total += weight * c * unit
    return total


def _between_powers(t: Basis, image: Range, signs: Signs) -> Expr | None:
    """u^(s−1) (c₁u + c₀)^(−n) log^m u for any s: on (0, ∞) a beta function, on (0, 1) with c₁ = c₀ digamma functions."""
    if image.low != 0 or not signs.positive(t.s):
        return None
    if image.high == sp.oo:
        if not (signs.positive(t.c1 * t.c0) and signs.positive(sp.expand(t.n - t.s))):
            return None
        beta = sp.pi / sp.sin(sp.pi * _S) * sp.Mul(*(1 - _S / k for k in range(1, t.n)))
        value = t.c0 ** (-t.n) * sp.diff((t.c0 / t.c1) ** _S * beta, _S, t.m).xreplace({_S: t.s})
        return value.replace(lambda e: isinstance(e, (sp.sin, sp.cos)), _turned)
    if image.high == 1 and sp.expand(t.c1 - t.c0) == 0:
        return t.c0 ** (-t.n) * sp.diff(_over_one_plus(t.n), _S, t.m).xreplace({_S: t.s})
    return None


def _turned(e: Expr) -> Expr:
    """Take whole multiples of π out of sin πs and cos πs, and write sin(π(1 − k)) as sin πk."""
    s = sp.expand(e.args[0] / sp.pi)
    whole = sp.floor(s.as_coeff_Add()[0])
    rest = sp.expand(s - whole)
    sign = sp.Integer(-1) ** whole
    if rest.could_extract_minus_sign():
        rest, sign = -rest, -sign if isinstance(e, sp.sin) else sign
    return sign * e.func(sp.pi * rest)


def _over_one_plus(n: int) -> Expr:
    """∫₀¹ v^(s−1) (1 + v)^(−n) dv: for n = 1 it is ½(ψ((s+1)/2) − ψ(s/2)), then by parts."""
    if n == 1:
        return (sp.polygamma(0, (_S + 1) / 2) - sp.polygamma(0, _S / 2)) / 2
    below = sp.S.One / (_S - 1)
    for k in range(1, n):
        below = below - _over_one_plus(k)
    return sp.expand((_S - 1) * below - sp.Integer(2) ** (1 - n)) / (n - 1)


def _logarithm(t: Basis, image: Range, ends: tuple[Expr, Expr]) -> Expr | None:
    if t.n == 1:
        return None if image.high == sp.oo else sp.log(sp.cancel(ends[1] / ends[0])) / t.c1
    far = sp.S.Zero if image.high == sp.oo else ends[1] ** (1 - t.n)
    return (far - ends[0] ** (1 - t.n)) / ((1 - t.n) * t.c1)


def _polylogarithm(n: int, m: int, c1: Expr, c0: Expr, regular: bool) -> Expr | None:
    """∫₀¹ log^m v (c₁v + c₀)^(−n) dv: for n = 1 it is (−1)^(m+1) m! Li_{m+1}(−c₁/c₀)/c₁, then d/dc₀."""
    w = sp.cancel(-c1 / c0)
    if not regular and not (w == 1 and n == 1 and m > 0):
        return None
    if m == 0:
        return _logarithm(Basis(sp.S.One, 0, n, c1, c0), Range(sp.S.Zero, sp.S.One), (c0, sp.factor(c1 + c0)))
    coefficients: dict[tuple[int, int], Expr] = {(m + 1, 0): sp.Integer(-1) ** (m + 1) * sp.factorial(m)}
    rational: Expr = sp.S.Zero
    a = sp.Symbol("_a")
    for step in range(1, n):
        rational = -sp.diff(rational, a) / step
        following: dict[tuple[int, int], Expr] = {}
        for (order, power), k in coefficients.items():
            if power:
                key = (order, power + 1)
                following[key] = following.get(key, 0) + k * power / step
            if order > 1:
                key = (order - 1, power + 1)
                following[key] = following.get(key, 0) + k / sp.Integer(step)
            else:
                rational += k * a**-power * (-c1 / (a * (a + c1))) / step
        coefficients = following
    total = rational.xreplace({a: c0})
    for (order, power), k in coefficients.items():
        total += k * c0**-power * polylog(order, w)
    return total / c1


def polylog(order: int, w: Expr) -> Expr:
    """Return Li_order(w); of order 1 as a logarithm."""
    if order == 1:
        return -sp.log(sp.factor(1 - w))
    return sp.polylog(order, w)


def _arctangent(t: Basis, high: Expr, signs: Signs) -> Expr | None:
    """∫ u^(−1/2)(c₁u + c₀)^(−n) from 0, by d/dc₀ of the case n = 1."""
    same, size = signs.sign(t.c1 * t.c0), signs.sign(t.c0)
    if same is None or size is None:
        return None
    a = _D
    rate = t.c1 * size if same == 1 else -t.c1 * size
    if high == sp.oo:
        first = sp.pi / sp.sqrt(a * rate)
    elif same == 1:
        first = 2 * sp.atan(sp.sqrt(rate * high / a)) / sp.sqrt(a * rate)
    else:
        first = 2 * sp.atanh(sp.sqrt(rate * high / a)) / sp.sqrt(a * rate)
    for k in range(1, t.n):
        first = -sp.diff(first, a) / k
    return size**t.n * first.xreplace({a: sp.factor(t.c0 * size)})


# -- exponentials ----------------------------------------------------------------------------------------------------


def _exponential(t: Basis, image: Range, signs: Signs) -> Expr | None:
    low, high, sign = image.low, image.high, signs.sign(t.alpha)
    if sign is None or (high == sp.oo and sign != 1):
        return None
    if t.n:
        return _shifted_exponential(t, image, signs)
    if low == 0 and high == sp.oo:
        return _gamma(t, signs)
    if low == 0:
        return _lower(t.s, t.m, high, t.alpha, signs)
    if sign != 1:
        return None
    first = _upper(t.s, t.m, low, t.alpha)
    last = sp.S.Zero if high == sp.oo else _upper(t.s, t.m, high, t.alpha)
    return None if first is None or last is None else first - last


def _gamma(t: Basis, signs: Signs) -> Expr | None:
    """∂ₛᵐ Γ(s) λ^(−s)."""
    if not signs.positive(t.s):
        return None
    value: Expr = sp.S.One
    slope = sp.polygamma(0, _S) - sp.log(_L)
    for _ in range(t.m):
        value = sp.diff(value, _S) + slope * value
    return sp.gamma(t.s) * t.alpha ** (-t.s) * value.xreplace({_S: t.s, _L: t.alpha})


def _with_logs(m: int, c: Expr, parts: list[Expr | None]) -> Expr | None:
    """Return Σ binomial·log(c)^(m−k)·parts[k], the integral of log^m(c·v)."""
    needed = [k for k in range(m + 1) if c != 1 or k == m]
    if any(parts[k] is None for k in needed):
        return None
    return sp.Add(*(sp.binomial(m, k) * sp.log(c) ** (m - k) * parts[k] for k in needed))


def _lower(s: Expr, m: int, c: Expr, rate: Expr, signs: Signs) -> Expr | None:
    """∫₀ᶜ u^(s−1) log^m u e^(−λu), through v = u/c and z = λc."""
    z = sp.factor(rate * c)
    whole = _with_logs(m, c, [_lower_unit(s, k, z, signs) for k in range(m + 1)])
    return None if whole is None else c**s * whole


def _lower_unit(s: Expr, m: int, z: Expr, signs: Signs) -> Expr | None:
    """∫₀¹ v^(s−1) log^m v e^(−zv): base cases, then integration by parts in s."""
    if not (2 * s).is_Integer or s <= 0 or (m and not s.is_Integer) or m > 2:
        return None
    if s == sp.S.Half:
        return sp.sqrt(sp.pi / z) * sp.erf(sp.sqrt(z)) if signs.positive(z) else None
    if s == 1:
        return _lower_base(m, z, signs)
    before = _lower_unit(s - 1, m, z, signs)
    less = _lower_unit(s - 1, m - 1, z, signs) if m else sp.S.Zero
    if before is None or less is None:
        return None
    return ((-sp.exp(-z) if m == 0 else 0) + (s - 1) * before + m * less) / z


def _lower_base(m: int, z: Expr, signs: Signs) -> Expr:
    if m == 0:
        return (1 - sp.exp(-z)) / z
    if m == 1:
        tail = sp.expint(1, z) if signs.positive(z) else -sp.Ei(-z)
        return -(tail + sp.log(z if signs.positive(z) else -z) + sp.EulerGamma) / z
    return 2 * _three(z)


def _three(z: Expr) -> Expr:
    """₃F₃(1,1,1; 2,2,2; −z) = Σ (−z)^j/(j!(j+1)³)."""
    return sp.hyper((1, 1, 1), (2, 2, 2), -z)


def _upper(s: Expr, m: int, c: Expr, rate: Expr) -> Expr | None:
    """∫ᶜ^∞ u^(s−1) log^m u e^(−λu), through v = u/c and z = λc."""
    z = sp.factor(rate * c)
    whole = _with_logs(m, c, [_upper_unit(s, k, z) for k in range(m + 1)])
    return None if whole is None else c**s * whole


def _upper_unit(s: Expr, m: int, z: Expr) -> Expr | None:
    """∫₁^∞ v^(s−1) log^m v e^(−zv): base cases, then integration by parts in s, up or down."""
    if not (2 * s).is_Integer or abs(s) > 30:
        return None
    if s == 0:
        return _upper_base(m, z)
    if s == sp.S.Half:
        return sp.sqrt(sp.pi / z) * sp.erfc(sp.sqrt(z)) if m == 0 else None
    edge = sp.exp(-z) if m == 0 else sp.S.Zero
    near = s - 1 if s > 0 else s + 1
    first = _upper_unit(near, m, z) if near != 0 or s < 0 or m == 0 else sp.S.Zero
    if s == 1:
        less = _upper_unit(sp.S.Zero, m - 1, z) if m else sp.S.Zero
        return None if less is None else (edge + m * less) / z
    less = _upper_unit(near if s > 0 else s, m - 1, z) if m else sp.S.Zero
    if first is None or less is None:
        return None
    return (edge + near * first + m * less) / z if s > 0 else (z * first - edge - m * less) / s


def _upper_base(m: int, z: Expr) -> Expr | None:
    if m == 0:
        return sp.expint(1, z)
    if m == 1:
        return (sp.EulerGamma + sp.log(z)) ** 2 / 2 + sp.pi**2 / 12 - z * _three(z)
    return None


def _shifted_exponential(t: Basis, image: Range, signs: Signs) -> Expr | None:
    """(c₁u + c₀)^(−n) e^(−λu): u^(−1/2) on (0, ∞), or no power at all."""
    ends = _ends(t, image, signs)
    if ends is None or t.m:
        return None
    d = sp.factor(t.c0 / t.c1)
    if t.s == sp.S.Half and image == Range(sp.S.Zero, sp.oo) and signs.positive(d):
        first = sp.pi * sp.exp(t.alpha * _D) * sp.erfc(sp.sqrt(t.alpha * _D)) / sp.sqrt(_D)
        for k in range(1, t.n):
            first = -sp.diff(first, _D) / k
        return first.xreplace({_D: d}) / t.c1**t.n
    if t.s != 1 or not signs.positive(sp.factor(image.low + d)):
        return None
    moved = Range(sp.factor(image.low + d), sp.oo if image.high == sp.oo else sp.factor(image.high + d))
    plain = replace(t, s=sp.Integer(1 - t.n), n=0)
    if signs.positive(t.alpha):
        inner = _exponential(plain, moved, signs)
        return None if inner is None else sp.exp(t.alpha * d) * inner / t.c1**t.n
    values = [_growing(t.n, e, t.alpha) for e in (moved.high, moved.low)]
    return sp.exp(t.alpha * d) * (values[0] - values[1]) / t.c1**t.n


def _growing(n: int, u: Expr, rate: Expr) -> Expr:
    """Return an antiderivative of u^(−n) e^(−λu) at u > 0 for λ < 0."""
    if n == 1:
        return sp.Ei(sp.factor(-rate * u))
    return (-(u ** (1 - n)) * sp.exp(-rate * u) - rate * _growing(n - 1, u, rate)) / (n - 1)
