"""Tests of the circle route."""

from dataclasses import replace

import sympy as sp

from symfisher.domains import POSITIVE, REAL, UNIT, Interval
from symfisher.expectation import circle
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem, solved

PERIOD = Interval(sp.S.Zero, 2 * sp.pi)
HALF = Interval(sp.S.Zero, sp.Rational(1, 2))
m, r = sp.Symbol("_t1", real=True), sp.Symbol("_t2", positive=True)


def wrapped_cauchy(x, mu, rho):
    return (1 - rho**2) / (2 * sp.pi * (1 + rho**2 - 2 * rho * sp.cos(x - mu)))


def test_wrapped_cauchy():
    """Residues give 2ρ²/(1 − ρ²)² for the location and 2/(1 − ρ²)² for the concentration."""
    found = solved(circle, density(wrapped_cauchy, PERIOD, REAL, UNIT))
    assert equal(found[0, 0], 2 * r**2 / (1 - r**2) ** 2)
    assert found[0, 1] == 0
    assert equal(found[1, 1], 2 / (1 - r**2) ** 2)


def test_cardioid_has_one_root():
    """The location entry of the cardioid density is 1 − √(1 − 4ρ²), written so."""
    found = solved(circle, density(lambda x, mu, rho: (1 + 2 * rho * sp.cos(x - mu)) / (2 * sp.pi), PERIOD, REAL, HALF))
    assert found[0, 0] == 1 - sp.sqrt(1 - 4 * r**2)


def test_curved_von_mises():
    """Location and log-concentration tied together give Bessel functions."""
    d = density(lambda x, t: sp.exp(sp.exp(t) * sp.cos(x - t)) / (2 * sp.pi * sp.besseli(0, sp.exp(t))), PERIOD, REAL)
    assert solved(circle, d)[0, 0].has(sp.besseli)


def test_half_a_period():
    """On (0, π) an even integrand has half the integral."""
    d = density(lambda x, t: (1 + t * sp.cos(x)) / sp.pi, Interval(sp.S.Zero, sp.pi), Interval(-sp.S.One, sp.S.One))
    assert solved(circle, d)[0, 0] is not None


def test_another_support_is_declined():
    """A truncated von Mises density is not over a period."""
    d = density(lambda x, t: sp.exp(t * sp.cos(x)), Interval(sp.S.Zero, sp.S.One), POSITIVE)
    p = problem(d)
    assert not hasattr(circle.attempt(p, p.negative_hessian)[0, 0], "value")


def test_certificate_is_refused_if_an_integral_is_wrong():
    """The checker computes the integrals over the period anew."""
    p = problem(density(wrapped_cauchy, PERIOD, REAL, UNIT))
    proof = circle.attempt(p, {(0, 0): p.negative_hessian[0, 0]})[0, 0]
    (k, basis, value), *rest = proof.certificate.terms
    wrong = replace(proof.certificate, terms=((k, basis, 2 * value), *rest))
    assert not replay(replace(proof, certificate=wrong, value=proof.value + k * value), p, (0, 0), "hessian").ok


def test_sine_wave_is_turned_to_its_crest():
    """Where the density contains sines, the period is turned so that the wave is a cosine."""
    d = density(lambda x, t: (1 - t * sp.sin(2 * x)) / (2 * sp.pi), PERIOD, Interval(-sp.S.One, sp.S.One))
    (t,) = d.thetas
    assert solved(circle, d)[0, 0] == 1 / (t**2 * sp.sqrt(1 - t**2)) - 1 / t**2


def test_sum_of_sine_and_cosine_is_one_wave():
    """3 cos x + 4 sin x is five times the cosine of another angle."""
    fifth = Interval(sp.S.Zero, sp.Rational(1, 5))
    d = density(lambda x, t: (1 + t * (3 * sp.cos(x) + 4 * sp.sin(x))) / (2 * sp.pi), PERIOD, fifth)
    (t,) = d.thetas
    assert solved(circle, d)[0, 0] == 1 / (t**2 * sp.sqrt(1 - 25 * t**2)) - 1 / t**2
