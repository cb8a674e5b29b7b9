"""The certificate of a Stein identity: scores and functions g′ + g·(log f)′ combined, with boundary terms."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.expectation.stein import Stein
from symfisher.replay.bench import FINE, Values, bench_of, number, numbers, require, same, slope, tends
from symfisher.replay.case import Case

_RUNGS = (8, 16, 32, 64, 128)


def stein(proof: Proof, case: Case) -> None:
    """Refuse unless the integrand is the combination for every x, and the boundary terms are limits."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.normalised and (c.x,) == case.density.xs, "the certificate is about another variable")
    require(case.mean_score_zero or not any(w != 0 for w in c.weights), "E[score] = 0 is not established")
    require(len(c.weights) == len(case.density.thetas), "one weight is needed for each component of the score")
    require(len(c.functions) == len(c.coefficients) == len(c.fluxes), "a function has no coefficient or no flux")
    free = sp.Tuple(c.constant, *c.weights, *c.coefficients, *c.fluxes).free_symbols
    require(c.x not in free, "a weight contains the observation")
    for index in bench.admissible(proof.conditions):
        point = bench.points[index]
        rows = [numbers(row, point) for row in (c.weights, c.coefficients, c.fluxes)]
        constant, value = numbers([c.constant, proof.value], point)
        flows = [mu * flux for mu, flux in zip(*rows[1:], strict=True)]
        require(same(value, constant + mp.fsum(flows), [constant, *flows]), "the boundary terms do not give the value")
        for sample in bench.samples(index):
            terms = [w * bench.score(sample, k) for k, w in enumerate(rows[0]) if w != 0]
            terms += [mu * _operator(case, g, sample) for g, mu in zip(c.functions, rows[1], strict=True)]
            h = number(c.integrand, sample)
            require(same(h, constant + mp.fsum(terms), [constant, *terms]), "the integrand is not the combination")
        for g, flux in zip(c.functions, rows[2], strict=True):
            _check_flux(case, c, g, flux, point)


def _operator(case: Case, g: Any, sample: Values) -> Any:
    """Return g′ + g·(log f)′ at a sample, derivatives by differences."""
    (x,) = case.density.xs
    with mp.workdps(FINE):

        def flow(v: Any) -> Any:
            at = {**sample, x: v}
            return number(g, at) * number(case.density.expression, at)

        return slope(flow, sample[x]) / number(case.density.expression, sample)


def _check_flux(case: Case, c: Stein, g: Any, flux: Any, point: Values) -> None:
    """Refuse unless g·f at the upper end minus g·f at the lower end tends to the flux."""
    low, high = numbers(case.density.variables[0].domain.ends, point)
    with mp.workdps(2 * FINE):
        differences = []
        for n in _RUNGS:
            ends = (_near(low, high, n), _near(high, low, n))
            below, above = (number(g * case.density.expression, {**point, c.x: v}) for v in ends)
            differences.append(above - below)
        require(tends(differences, flux), "a boundary term is not the limit of g·f")


def _near(end: Any, other: Any, n: int) -> Any:
    """Return a place near ``end``: at distance 10^−n, or for an infinite end at ±10^(n/8)."""
    if mp.isfinite(end):
        return end + mp.mpf(10) ** -n * (other - end if mp.isfinite(other) else mp.sign(other))
    return mp.sign(end) * mp.mpf(10) ** (n // 8)
