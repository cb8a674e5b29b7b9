"""The certificate of a change of variable: part by part of the support, the density is a gamma, beta or lognormal kernel in u.

The inverse x = ψ(u) is tested against φ, so that it is one to one; its ends as limits; f(ψ(u))·|ψ′(u)| against weight
times kernel; the integrand against its terms; and the value against moments written anew. Moments that do not exist one
by one are read as analytic continuations, which is right where their sum exists: the orders of the sum at the ends are
found again here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.expectation.kernel import Part
from symfisher.expectation.moments import GammaKernel, LognormalKernel
from symfisher.replay.bench import FINE, Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case
from symfisher.replay.changes import Place, check_cover, check_ways, places_of, speed
from symfisher.signs import Signs

_ORDERS = 7


def reduction(proof: Proof, case: Case) -> None:
    """On each part the density is weight times kernel and the integrand a sum of terms; the value is their moments."""
    c = proof.certificate
    require(c.parts and c.x in case.density.xs, "the certificate is about another variable")
    names = {*case.density.xs, *(p.u for p in c.parts)}
    for part in c.parts:
        own = sp.Tuple(part.weight, *(e for k, t in part.terms for e in (k, t.a, t.b)))
        require(not own.free_symbols & names, "a coefficient contains the observation")
        _check_existence(part, proof.conditions, case)
    bare = tuple((p.branch, p.u, p.kernel, p.weight) for p in c.parts)
    for point, places in _mapped(case.density, bare, proof.conditions, case.normalised):
        terms = [_terms(part, point) for part in c.parts]
        for n, u, x in places:
            found = [k * _monomial(c.parts[n].kernel, u, *t) for k, *t in terms[n]]
            h = number(c.integrand, {**point, c.x: x})
            require(same(h, mp.fsum(found), found), "the integrand is not the sum of the terms")
        pieces = []
        for part, own_terms in zip(c.parts, terms, strict=True):
            mass, shape = number(part.weight, point), _shape(part.kernel, point)
            pieces += [mass * k * _moment(part.kernel, shape, *t) for k, *t in own_terms]
        require(same(number(proof.value, point), mp.fsum(pieces), pieces), "the moments do not give the value")


def _terms(part: Part, point: Values) -> list[tuple[Any, Any, Any, int, int]]:
    values = iter(numbers([e for k, t in part.terms for e in (k, t.a, t.b)], point))
    return [(next(values), next(values), next(values), t.m, t.n) for _, t in part.terms]


# -- the change of variable ------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _mapped(density: Density, parts: Any, conditions: Any, normalised: bool) -> list[tuple[Values, list[Place]]]:
    """Test the change of variable; return for each point where it was tested."""
    ways = [(branch, u) for branch, u, *_ in parts]
    check_ways(density, ways)
    for branch, _, kernel, _ in parts:
        top = sp.oo if isinstance(kernel, (GammaKernel, LognormalKernel)) or kernel.prime else 1
        require((branch.image.low, branch.image.high) == (0, top), "the image is not the kernel's domain")
    bench, result = bench_of(density), []
    with mp.workdps(FINE):
        for index in bench.admissible(conditions):
            point = bench.points[index]
            masses = numbers([weight for *_, weight in parts], point)
            require(same(mp.fsum(masses), 1) and min(masses) > 0, "the weights are not masses that add up to one")
            check_cover(density, ways, point)
            places, ratios = list(places_of(density, ways, bench.samples(index))), []
            for n, u, _ in places:
                x, factor = speed(density, ways[n], point, u)
                f, kernel = number(density.expression, {**point, density.xs[0]: x}), parts[n][2]
                ratios.append(f * factor / (masses[n] * _density(kernel, _shape(kernel, point), u)))
            wanted = 1 if normalised else ratios[0]
            require(all(same(r, wanted) for r in ratios), "the density is not weight times kernel")
            result.append((point, places))
    return result


# -- existence -------------------------------------------------------------------------------------------------------


def _check_existence(part: Part, conditions: Sequence[Any], case: Case) -> None:
    """Kernel and integrand are integrable at both ends, by proof or by a stated condition."""
    kernel = part.kernel
    if isinstance(kernel, LognormalKernel):  # all its moments exist
        require(all(t.b == 0 and t.n == 0 for _, t in part.terms), "a term is none of a lognormal kernel")
        return
    if isinstance(kernel, GammaKernel):
        require(all(t.b == 0 and t.n == 0 for _, t in part.terms), "a term is none of a gamma kernel")
        ends = [(kernel.p, [(k, t.a, t.m, sp.S.Zero, 0, 1) for k, t in part.terms])]
    elif kernel.prime:
        ends = [(kernel.p, [(k, t.a, t.m, t.b, t.n, 1) for k, t in part.terms]), (kernel.q, list(_far(part)))]
    else:
        ends = [
            (kernel.p, [(k, t.a, t.m, t.b, t.n, -1) for k, t in part.terms]),
            (kernel.q, [(k, t.b, t.n, t.a, t.m, -1) for k, t in part.terms]),
        ]
    for shape, terms in ends:
        if not all(_granted(sp.expand(n), conditions, case.signs) for n in {shape, *(shape + t[1] for t in terms)}):
            for need in (shape, *_orders(shape, terms, bench_of(case.density).points[0])):
                require(_granted(need, conditions, case.signs), "a moment is neither proved to exist nor stated to")


def _far(part: Part) -> Iterator[Any]:
    """Yield the terms v^a (1+v)^b log^m v log^n(1+v) at infinity, in w = 1/v, where log(1+v) = log(1+w) − log w."""
    for c, t in part.terms:
        for k in range(t.n + 1):
            sign = (-1) ** (t.m + t.n - k)
            yield sign * sp.binomial(t.n, k) * c, sp.expand(-t.a - t.b), t.m + t.n - k, t.b, k, 1


def _orders(shape: Expr, terms: Sequence[Any], point: Values) -> Iterator[Expr]:
    """Yield shape plus the least order in Σ c·w^e log^r w·(1±w)^b log^n(1±w), for each r and e modulo 1."""
    groups: dict[tuple[Expr, int], list[Any]] = {}
    for c, e, r, b, n, sign in terms:
        whole = sp.floor(e.as_coeff_Add()[0])
        groups.setdefault((sp.expand(e - whole), r), []).append((int(whole), *numbers([c, b], point), n, sign))
    for (base, _), members in groups.items():
        low = min(m[0] for m in members)
        series = [(w, c, _taylor(b, n, sign)) for w, c, b, n, sign in members]
        for j in range(_ORDERS):
            found = [c * row[low + j - w] for w, c, row in series if low + j - w >= 0]
            if not same(mp.fsum(found), 0, found):
                yield sp.expand(shape + base + low + j)
                break
        else:
            yield sp.expand(shape + base + low + _ORDERS)


def _taylor(b: Any, n: int, sign: int) -> list[Any]:
    """Return the Taylor coefficients of (1 ± w)^b log^n(1 ± w)."""
    row = [mp.binomial(b, k) * sign**k for k in range(_ORDERS)]
    log = [mp.mpf(0), *(-((-sign) ** k) / mp.mpf(k) for k in range(1, _ORDERS))]
    for _ in range(n):
        row = [mp.fsum(row[i] * log[k - i] for i in range(k + 1)) for k in range(_ORDERS)]
    return row


def _granted(need: Expr, conditions: Sequence[Any], signs: Signs) -> bool:
    """Say whether ``need > 0`` is proved or follows from one stated condition: a positive multiple, or no smaller."""
    if signs.positive(need):
        return True
    stated = [c.gts - c.lts for c in conditions if isinstance(c, (sp.StrictGreaterThan, sp.StrictLessThan))]
    return any(signs.sign(sp.expand(need - s)) in (0, 1) or signs.positive(sp.cancel(need / s)) for s in stated)


# -- kernels ---------------------------------------------------------------------------------------------------------


def _shape(kernel: Any, point: Values) -> list[Any]:
    if isinstance(kernel, LognormalKernel):
        mean, variance = numbers([kernel.mean, kernel.variance], point)
        require(variance > 0, "the variance is not positive")
        return [mean, variance]
    shape = numbers([kernel.p] if isinstance(kernel, GammaKernel) else [kernel.p, kernel.q], point)
    require(all(v > 0 for v in shape), "the kernel has no mass")
    return shape


def _density(kernel: Any, shape: list[Any], u: Any) -> Any:
    """Return the density of the kernel."""
    if isinstance(kernel, LognormalKernel):
        mean, variance = shape
        return mp.npdf(mp.log(u), mean, mp.sqrt(variance)) / u
    if isinstance(kernel, GammaKernel):
        return u ** (shape[0] - 1) * mp.exp(-u) / mp.gamma(shape[0])
    p, q = shape
    return u ** (p - 1) * ((1 + u) ** (-p - q) if kernel.prime else (1 - u) ** (q - 1)) / mp.beta(p, q)


def _monomial(kernel: Any, u: Any, a: Any, b: Any, m: int, n: int) -> Any:
    unit = not isinstance(kernel, (GammaKernel, LognormalKernel)) and not kernel.prime
    other = 1 - u if unit else 1 + u
    return u**a * other**b * mp.log(u) ** m * mp.log(other) ** n


def _moment(kernel: Any, shape: list[Any], a: Any, b: Any, m: int, n: int) -> Any:
    """Return E[u^a (1±u)^b log^m u log^n (1±u)]: a ratio of gamma functions, differentiated in a and b.

    Each factor Γ(s + i·a + j·b)^sign has log-derivatives sign·i^m·j^n·ψ⁽ᵐ⁺ⁿ⁻¹⁾: joint cumulants of the logarithms.
    """
    if isinstance(kernel, LognormalKernel):
        return _tilted(shape, a, m)
    if isinstance(kernel, GammaKernel):
        factors = [(shape[0], 1, 0, 1)]
    elif kernel.prime:
        factors = [(shape[0], 1, 0, 1), (shape[1], -1, -1, 1), (sum(shape), 0, -1, -1)]
    else:
        factors = [(shape[0], 1, 0, 1), (shape[1], 0, 1, 1), (sum(shape), 1, 1, -1)]
    start = mp.fprod((mp.gamma(s + i * a + j * b) / mp.gamma(s)) ** sign for s, i, j, sign in factors)
    cumulant = {
        (r, t): mp.fsum(g * i**r * j**t * mp.psi(r + t - 1, s + i * a + j * b) for s, i, j, g in factors if i**r * j**t)
        for r in range(m + 1)
        for t in range(n + 1)
        if r + t
    }
    moment = {(0, 0): start}
    for r in range(m + 1):
        for t in range(n + 1):
            if r:
                moment[r, t] = mp.fsum(
                    mp.binomial(r - 1, k) * mp.binomial(t, h) * cumulant[r - k, t - h] * moment[k, h]
                    for k in range(r)
                    for h in range(t + 1)
                )
            elif t:
                moment[0, t] = mp.fsum(mp.binomial(t - 1, h) * cumulant[0, t - h] * moment[0, h] for h in range(t))
    return moment[m, n]


def _tilted(shape: list[Any], a: Any, m: int) -> Any:
    """Return E[e^(aZ)·Zᵐ] for a normal Z by Stein's recursion E[Zᵐ⁺¹…] = (μ + av)·E[Zᵐ…] + m·v·E[Zᵐ⁻¹…]."""
    mean, variance = shape
    before, found = mp.mpf(0), mp.exp(a * mean + a**2 * variance / 2)
    for k in range(m):
        before, found = found, (mean + a * variance) * found + k * variance * before
    return found
