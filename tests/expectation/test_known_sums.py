"""Tests of the routes that take sums from a table: Abel sums and inverse factorial series."""

from dataclasses import replace

import pytest
import sympy as sp

from symfisher.domains import COUNTS, POSITIVE, UNIT, IntegerRange, Interval
from symfisher.expectation import abel, inverse_factorial
from symfisher.expectation.problem import Decline
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem, solved

a, b = sp.symbols("_t1 _t2", positive=True)
TRIALS = IntegerRange(sp.Integer(1), sp.oo)


def consul(x, theta, lam):
    return theta * (theta + lam * x) ** (x - 1) * sp.exp(-theta - lam * x) / sp.factorial(x)


def dispersed(x, mu, alpha):
    base = mu / (1 + alpha * mu)
    return base**x * (1 + alpha * x) ** (x - 1) * sp.exp(-base * (1 + alpha * x)) / sp.factorial(x)


def inflated(x, w, theta):
    count = consul(x, theta, sp.Rational(1, 3))
    return sp.Piecewise((w + (1 - w) * sp.exp(-theta), sp.Eq(x, 0)), ((1 - w) * count, True))


def yule(x, rho):
    return rho * sp.beta(x, rho + 1)


def test_generalized_poisson_as_published():
    """Both parameters, as in VGAM's genpoisson0; the index may be zero."""
    half_open = Interval(sp.S.Zero, sp.S.One, closed_lower=True)
    for domain in (UNIT, half_open):
        found = solved(abel, density(consul, COUNTS, POSITIVE, domain))
        lam = next(iter(found[1, 1].free_symbols - {a}))
        assert equal(found[0, 0], 1 / a - lam / (a + 2 * lam))
        assert equal(found[0, 1], a / (a + 2 * lam))
        assert equal(found[1, 1], a / (1 - lam) + 2 * a / (a + 2 * lam))


def test_mean_and_dispersion():
    """The parametrization by mean and dispersion, where the base is 1 + αx."""
    found = solved(abel, density(dispersed, COUNTS, POSITIVE, POSITIVE))
    assert equal(found[0, 0], 1 / (a * (1 + a * b) ** 2))
    assert equal(found[1, 1], 2 * a**2 / ((1 + 2 * b) * (1 + a * b) ** 2))


@pytest.mark.parametrize(
    ("write", "support", "parameters"),
    [
        (inflated, COUNTS, (UNIT, POSITIVE)),
        (lambda x, t, s: consul(x, t, s) / (1 - sp.exp(-t)), TRIALS, (POSITIVE, UNIT)),
    ],
    ids=["zero-inflated", "zero-truncated"],
)
def test_atoms_and_tails(write, support, parameters):
    """What the tail lacks of the whole sum is subtracted, atoms are added."""
    assert None not in solved(abel, density(write, support, *parameters)).values()


def test_yule_simon_is_closed_by_trigamma_functions():
    """At ρ = 1 the information is π²/6 − 1."""
    (value,) = solved(inverse_factorial, density(yule, TRIALS, POSITIVE)).values()
    assert equal(value, (sp.polygamma(1, a / 2) - sp.polygamma(1, (a + 1) / 2)) / 2 - 1 / a**2)
    assert equal(value.subs(a, 1), sp.pi**2 / 6 - 1)


def test_tail_of_yule_simon():
    """A beta-geometric whose second shape is a number is the tail of a Yule-Simon distribution."""
    d = density(lambda x, s: sp.beta(s + 1, x + 3) / sp.beta(s, 3), COUNTS, POSITIVE)
    assert None not in solved(inverse_factorial, d).values()


def test_what_is_declined():
    """A Poisson has no a + bx, a beta-geometric with two unknown shapes no known sums."""
    poisson = problem(density(lambda x, m: m**x * sp.exp(-m) / sp.factorial(x), COUNTS, POSITIVE))
    waring = problem(density(lambda x, s, t: sp.beta(s + 1, t + x) / sp.beta(s, t), COUNTS, POSITIVE, POSITIVE))
    for route, p in ((abel, poisson), (inverse_factorial, waring)):
        assert all(isinstance(d, Decline) for d in route.attempt(p, p.negative_hessian).values())


@pytest.mark.parametrize(
    ("route", "d"),
    [(abel, density(consul, COUNTS, POSITIVE, UNIT)), (inverse_factorial, density(yule, TRIALS, POSITIVE))],
    ids=["abel", "inverse factorial"],
)
def test_spoilt_certificates_are_refused(route, d):
    """A wrong mean, weight, factor or value does not replay, even where two errors cancel in the value."""
    p = problem(d)
    proof = route.attempt(p, {(0, 0): p.negative_hessian[0, 0]})[0, 0]
    c, last = proof.certificate, proof.certificate.terms[-1]
    wrong = replace(last, mean=replace(last.mean, value=last.mean.value + 1))
    moved = replace(proof, value=proof.value + last.coefficient)
    assert replay(proof, p, (0, 0), "hessian").ok
    assert not replay(replace(moved, certificate=replace(c, terms=(*c.terms[:-1], wrong))), p).ok
    assert not replay(replace(proof, certificate=replace(c, ratio=2 * c.ratio)), p).ok
    assert not replay(replace(proof, certificate=replace(c, terms=c.terms[:-1])), p).ok
    assert not replay(replace(proof, value=proof.value + 1), p).ok
