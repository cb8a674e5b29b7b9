"""Certificates that are identities in the observation: constants, and combinations of scores."""

from __future__ import annotations

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.replay.bench import POINTS, bench_of, number, numbers, require, same
from symfisher.replay.case import Case


def constant(proof: Proof, case: Case) -> None:
    """Refuse unless the integrand is free of x and is the value."""
    h = proof.certificate.integrand
    require(not h.free_symbols & set(case.density.xs), "the integrand contains the observation")
    bench = bench_of(case.density)
    for index in bench.admissible(proof.conditions):
        point = bench.points[index]
        require(same(*numbers([h, proof.value], point)), "the value is not the integrand")


def combination(proof: Proof, case: Case) -> None:
    """Refuse unless the integrand is constant + Σ weight·score for every x, and E[score] = 0."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.mean_score_zero and case.normalised, "E[score] = 0 is not established")
    free = sp.Tuple(c.constant, *c.weights).free_symbols
    require(not free & set(case.density.xs), "a weight contains the observation")
    require(len(c.weights) == len(case.density.thetas), "one weight is needed for each component of the score")
    for index, point in enumerate(bench.points[:POINTS]):
        constant, value, *weights = numbers([c.constant, proof.value, *c.weights], point)
        require(same(constant, value), "the value is not the constant of the combination")
        for sample in bench.samples(index):
            h = number(c.integrand, sample)
            terms = [w * bench.score(sample, k) for k, w in enumerate(weights) if w != 0]
            require(same(h - constant, mp.fsum(terms), terms), "the integrand is not the combination of scores")
