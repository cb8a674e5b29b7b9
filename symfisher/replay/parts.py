"""Certificates that rest on proofs about other densities: factors, conditional densities, regions, a quadratic form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import POSITIVE
from symfisher.replay import check_proof
from symfisher.replay.bench import POINTS, Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case

_MASS = mp.mpf(10) ** -10
"""How far the mass of a part may be from one."""
_NODES = 12
"""Directions on an ellipse: means of polynomials of degree up to eleven are exact."""


def product(proof: Proof, case: Case) -> None:
    """Refuse unless the density is the product of the parts, up to a factor free of x, and values add up."""
    c, bench = proof.certificate, bench_of(case.density)
    shared = [v for part in c.parts for v in part.variables]
    require(
        sorted(map(str, shared)) == sorted(map(str, case.density.variables)), "the parts do not share out the variables"
    )
    for part, inner in zip(c.parts, c.proofs, strict=True):
        ends = (e for v in part.variables for e in v.domain.ends)
        used = sp.Tuple(part.expression, inner.certificate.integrand, *ends).free_symbols
        require(not used & (set(case.density.xs) - set(part.xs)), "a part contains the variables of another")
        require(set(inner.conditions) <= set(proof.conditions), "a condition of a part is missing")
        check_proof(inner, replace(case, density=part, normalised=False))
    for index, point in enumerate(bench.points[:POINTS]):
        ratios = []
        for sample in bench.samples(index):
            f, h, *factors = numbers([case.density.expression, c.integrand, *(p.expression for p in c.parts)], sample)
            terms = numbers([p.certificate.integrand for p in c.proofs], sample)
            ratios.append(f / mp.fprod(factors))
            require(same(h, mp.fsum(terms), terms), "the integrand is not the sum over the parts")
        require(all(same(r, ratios[0]) for r in ratios), "the density is not the product of its parts")
        value, *values = numbers([proof.value, *(p.value for p in c.proofs)], point)
        require(same(value, mp.fsum(values), values), "the value is not the sum over the parts")


def tower(proof: Proof, case: Case) -> None:
    """Marginal times conditional is the density; the inner proof holds for the rest as constants, the outer for its value."""
    c, bench = proof.certificate, bench_of(case.density)
    rest = set(c.marginal.xs)
    require(
        rest | set(c.conditional.xs) == set(case.density.xs) and not rest & set(c.conditional.xs), "a variable is lost"
    )
    require(
        {q.symbol for q in c.conditional.constants} >= rest,
        "the other variables are not constants of the inner density",
    )
    require(not c.inner.value.free_symbols & set(c.conditional.xs), "the inner expectation contains its variable")
    inner_only = [k for k in c.inner.conditions if k.free_symbols & rest]
    require(all(isinstance(k, sp.Unequality) for k in inner_only), "the inner mean exists on a part of the support")
    for condition in (*c.inner.conditions, *c.outer.conditions):
        require(condition in proof.conditions or condition in inner_only, "a condition is missing")
    for index, point in enumerate(bench.points[:POINTS]):
        for sample in bench.samples(index):
            f, marginal, conditional = numbers(
                [case.density.expression, c.marginal.expression, c.conditional.expression], sample
            )
            require(same(f, marginal * conditional), "the density is not marginal times conditional")
            gaps = numbers([k.lhs - k.rhs for k in inner_only], sample)
            require(all(gap != 0 for gap in gaps), "a condition of the inner mean fails on more than a null set")
            h, inner = numbers([c.integrand, c.inner.certificate.integrand], sample)
            require(same(h, inner), "the inner proof is about another integrand")
            given, used = numbers([c.inner.value, c.outer.certificate.integrand], sample)
            require(same(given, used), "the outer proof is not about the inner expectation")
        require(same(*numbers([proof.value, c.outer.value], point)), "the value is not that of the outer proof")
    for part, inside in ((c.conditional, c.inner), (c.marginal, c.outer)):
        check_proof(inside, replace(case, density=part, mean_score_zero=False))


def regions(proof: Proof, case: Case) -> None:
    """On each order of the two variables the density is a weight times a part of mass one; the means add up."""
    c, own = proof.certificate, case.density
    require(len(own.xs) == len(c.parts) == 2, "there is not one part for each order of two variables")
    first, second = (v.domain for v in own.variables)
    require(first == second and first.ends[1] == sp.oo, "the variables have not the same endless domain")
    bench = bench_of(own)
    for earlier, later, part, weight, inner in zip(own.xs, own.xs[::-1], c.parts, c.weights, c.proofs, strict=True):
        require(part.xs == (earlier, c.gap), "a part is no density of the earlier variable and the gap")
        require([v.domain for v in part.variables] == [first, POSITIVE], "a part has another domain")
        require(set(inner.conditions) <= set(proof.conditions), "a condition of a part is missing")
        for index in range(len(bench.points[:POINTS])):
            for sample in bench.samples(index):
                low, high = sorted((sample[earlier], sample[later]))
                there = {**sample, earlier: low, later: high, c.gap: high - low}
                f, w, g, h, used = numbers(
                    [own.expression, weight, part.expression, c.integrand, inner.certificate.integrand], there
                )
                require(same(f, w * g), "the density is not weight times part")
                require(same(h, used), "the proof of a part is about another integrand")
        _check_masses(inner.certificate, bench.points[0], bench.samples(0)[0])
        check_proof(
            inner, replace(case, density=part, signs=case.signs.extended({c.gap: POSITIVE}), mean_score_zero=False)
        )
    for point in bench.points[:POINTS]:
        value, *parts = numbers([proof.value, *(w * p.value for w, p in zip(c.weights, c.proofs, strict=True))], point)
        require(same(value, mp.fsum(parts), parts), "the value is not the sum over the regions")


def _check_masses(proof: Any, point: Values, sample: Values) -> None:
    """Integrate the marginal and a conditional density of a part: both have mass one."""
    _check_mass(proof.marginal, point)
    _check_mass(proof.conditional, {**point, **_positive(proof.marginal.xs, sample)})


def _check_mass(density: Density, at: Values) -> None:
    """Refuse a density of one variable on a half-line whose integral is not one."""
    (variable,) = density.variables
    low, high = (number(e, at) for e in variable.domain.ends)
    mass = mp.quad(lambda x: number(density.expression, {**at, variable.symbol: x}), [low, low + 1, high])
    require(abs(mass - 1) < _MASS, "a part has not mass one")


def _positive(xs: Any, sample: Values) -> Values:
    return {x: sample.get(x, mp.mpf(3) / 7) for x in xs}


def elliptical(proof: Proof, case: Case) -> None:
    """Refuse unless the density is one of w = zᵀ·shape·z; means over ellipsoids are taken by rules exact for polynomials."""
    c, own = proof.certificate, case.density
    bench, d = bench_of(own), len(own.xs)
    inner = c.inner.certificate.integrand
    require(c.radial.xs == (c.w,) and c.radial.variables[0].domain == POSITIVE, "the density of w has another domain")
    require(set(c.inner.conditions) <= set(proof.conditions), "a condition of the inner proof is missing")
    for index, point in enumerate(bench.points[:POINTS]):
        center = mp.matrix(numbers(c.center, point))
        shape = mp.matrix([numbers(row, point) for row in c.shape.tolist()])
        root = mp.cholesky(shape)  # refuses what is not positive definite
        volume = mp.pi ** (mp.mpf(d) / 2) / mp.gamma(mp.mpf(d) / 2) / mp.sqrt(mp.det(shape))
        for sample in bench.samples(index):
            z = mp.matrix([sample[x] for x in own.xs]) - center
            w = (z.T * shape * z)[0, 0]
            f, g = number(own.expression, sample), number(c.radial.expression, {**point, c.w: w})
            require(same(g, volume * w ** (mp.mpf(d) / 2 - 1) * f), "the density of w is another one")
            wanted = number(inner, {**point, c.w: w})
            for turn in (0, 1):
                places = [center + mp.sqrt(w) * mp.lu_solve(root.T, u) for u in _directions(d, turn)]
                values = [number(c.integrand, {**point, **dict(zip(own.xs, place, strict=True))}) for place in places]
                require(
                    same(wanted, mp.fsum(values) / len(values), values), "the mean over an ellipsoid is another one"
                )
        value, known = numbers([proof.value, c.inner.value], point)
        require(same(value, known), "the value is not that of the inner proof")
    _check_mass(c.radial, bench.points[0])
    signs = case.signs.extended({c.w: POSITIVE})
    check_proof(c.inner, replace(case, density=c.radial, signs=signs, mean_score_zero=False))


def _directions(d: int, turn: int) -> list[Any]:
    """Return unit vectors over which polynomials have their mean on the sphere: up to degree 11 in the plane, 5 in space.

    A regular polygon, and the icosahedron (Delsarte, Goethals and Seidel 1977, Geom. Dedicata 6, 363), turned twice.
    """
    require(d in (2, 3), "no rule for so many variables")
    if d == 2:
        angles = [2 * mp.pi * (n + mp.mpf(turn) / 3 + mp.mpf(1) / 7) / _NODES for n in range(_NODES)]
        return [mp.matrix([mp.cos(a), mp.sin(a)]) for a in angles]
    golden, scale = (1 + mp.sqrt(5)) / 2, mp.sqrt(1 + ((1 + mp.sqrt(5)) / 2) ** 2)
    corners = [p for s in (1, -1) for t in (golden, -golden) for p in ([0, s, t], [s, t, 0], [t, 0, s])]
    a, b = mp.mpf(1) / 3 + turn, mp.mpf(2) / 5
    about = mp.matrix([[mp.cos(a), -mp.sin(a), 0], [mp.sin(a), mp.cos(a), 0], [0, 0, 1]])
    tilt = mp.matrix([[1, 0, 0], [0, mp.cos(b), -mp.sin(b)], [0, mp.sin(b), mp.cos(b)]])
    return [about * tilt * mp.matrix(p) / scale for p in corners]
