"""Certificates of sums from a table: the identity on the tail, every mean of the table, and their total.

The base mass is written anew and its means are computed without the table: Abel sums term by term, inverse factorial
series through the generating function E[t^Y] = ρ/(ρ+1)·t·₂F₁(1, 1; ρ + 2; t) and the integrals for ψ and ψ′.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.domains import IntegerRange
from symfisher.replay.bench import Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case

_POINTS, _STEPS = 2, (0, 1, 2, 3, 5, 8, 13)
_DIGITS, _MOST_TERMS = 30, 40_000
_NEAR = mp.mpf(10) ** -20

Mass = Callable[[Any], Any]


def abel_sum(proof: Proof, case: Case) -> None:
    """Refuse unless the base mass is that of Abel's identity and everything adds up."""
    c = proof.certificate

    def base(point: Values) -> Mass:
        a, b, rate = numbers([c.a, c.b, c.c], point)
        require(a > 0 and b >= 0 and rate > 0 and b * rate < 1, "the base mass has no total of one")
        return lambda x: a * (a + b * x) ** (x - 1) * rate**x * mp.exp(-rate * (a + b * x)) / mp.factorial(x)

    _check(proof, case, base, _by_terms)


def inverse_factorial_sum(proof: Proof, case: Case) -> None:
    """Refuse unless the base mass is an inverse factorial series and everything adds up."""
    c = proof.certificate

    def base(point: Values) -> Mass:
        rho = number(c.rho, point)
        require(rho > 0 and c.base.lower + c.move == 1, "the base mass has no total of one")
        return lambda x: rho * mp.beta(x + c.move, rho + 1)

    _check(proof, case, base, _by_integrals)


def _check(proof: Proof, case: Case, base: Callable[[Values], Mass], check_mean: Callable[..., None]) -> None:
    c = proof.certificate
    _check_cut(c, case)
    own = sp.Tuple(*(e for t in c.terms for e in (t.coefficient, t.mean.value)))
    require(not own.free_symbols & {c.x}, "a coefficient contains the observation")
    for index in bench_of(case.density).admissible(proof.conditions)[:_POINTS]:
        point = bench_of(case.density).points[index]
        mass = base(point)
        weights = numbers([t.coefficient for t in c.terms], point)
        means = numbers([t.mean.value for t in c.terms], point)
        _check_tail(c, case, point, mass, weights)
        for term in c.terms:
            check_mean(c, term.mean, tuple(point.items()))
        parts = [w * m for w, m in zip(weights, means, strict=True)]
        for x in range(c.base.lower, int(c.tail.start)):
            values = numbers([t.mean.function for t in c.terms], {**point, c.x: mp.mpf(x)})
            parts += [-w * mass(x) * g for w, g in zip(weights, values, strict=True)]
        for atom in c.tail.atoms:
            f, h = numbers([case.density.expression, c.integrand], {**point, c.x: mp.mpf(int(atom))})
            parts.append(f * h)
        require(same(number(proof.value, point), mp.fsum(parts), parts), "the parts do not add up to the value")


def _check_cut(c: Any, case: Case) -> None:
    """Atoms and tail are the support."""
    (variable,) = case.density.variables
    domain: Any = variable.domain
    require(c.x == variable.symbol and isinstance(domain, IntegerRange) and domain.step == 1, "not one count")
    atoms = [domain.lower + n for n in range(len(c.tail.atoms))]
    whole = list(c.tail.atoms) == atoms and c.tail.start == domain.lower + len(atoms)
    require(whole and c.tail.end == domain.upper == sp.oo, "atoms and tail are not the support")
    require(c.base.lower <= c.tail.start, "the tail begins before the base mass")


def _check_tail(c: Any, case: Case, point: Values, mass: Mass, weights: list[Any]) -> None:
    """On the tail the density is ratio·B, and ratio·integrand the combination of the functions."""
    for step in _STEPS:
        at = {**point, c.x: mp.mpf(int(c.tail.start) + step)}
        f, ratio, stated, h = numbers([case.density.expression, c.ratio, c.base.mass, c.integrand], at)
        own = mass(at[c.x])
        require(same(own, stated) and same(f, ratio * own), "the density is no multiple of the base mass")
        functions = numbers([t.mean.function for t in c.terms], at)
        found = [w * g for w, g in zip(weights, functions, strict=True)]
        require(same(ratio * h, mp.fsum(found), found), "the integrand is not the combination")


@lru_cache(maxsize=256)
def _by_terms(c: Any, mean: Any, items: tuple[Any, ...]) -> None:
    """Add up base mass times function until nothing is added."""
    point = dict(items)
    a, b, rate = numbers([c.a, c.b, c.c], point)
    with mp.workdps(_DIGITS):
        total, x = mp.mpf(0), c.base.lower
        while True:
            weight = a * (a + b * x) ** (x - 1) * rate**x * mp.exp(-rate * (a + b * x)) / mp.factorial(x)
            term = weight * number(mean.function, {**point, c.x: mp.mpf(x)})
            total += term
            if x > 20 and abs(term) < abs(total) * mp.mpf(10) ** -28 * (1 - b * rate) ** 2:
                break
            x += 1
            require(x < _MOST_TERMS, "a sum converges too slowly to be checked")
        require(abs(total - number(mean.value, point)) <= _NEAR * abs(total), "a mean is not what the table says")


@lru_cache(maxsize=64)
def _by_integrals(c: Any, mean: Any, items: tuple[Any, ...]) -> None:
    """Compute the mean of 1, ψ(y + ρ + 1) or ψ′(y + ρ + 1) from the generating function."""
    point = dict(items)
    rho = number(c.rho, point)
    if mean.order < 0:
        return require(mean.function == 1 and mean.value == 1, "a mean is not what the table says")
    for y in (1, 4):
        stated = number(mean.function, {**point, c.x: mp.mpf(y - c.move)})
        require(same(stated, mp.psi(mean.order, y + rho + 1)), "a function is not what it is called")

    def pgf(t: Any) -> Any:
        return rho / (rho + 1) * t * mp.hyp2f1(1, 1, rho + 2, t)

    def psi(s: Any) -> Any:
        return mp.exp(-s) / s - mp.exp(-(rho + 1) * s) * pgf(mp.exp(-s)) / -mp.expm1(-s)

    def trigamma(s: Any) -> Any:
        return s * mp.exp(-(rho + 1) * s) * pgf(mp.exp(-s)) / -mp.expm1(-s)

    with mp.workdps(_DIGITS):
        found = mp.quad(trigamma if mean.order else psi, [0, mp.mpf(1) / 4, 2, mp.inf])
    return require(
        abs(found - number(mean.value, point)) <= _NEAR * max(1, abs(found)), "a mean is not what the table says"
    )
