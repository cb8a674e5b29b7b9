"""Tests of antiderivatives with dilogarithms, and of the tower rule that needs them."""

from dataclasses import replace

import mpmath as mp
import pytest
import sympy as sp

import symfisher
from symfisher.domains import POSITIVE, UNIT
from symfisher.evaluation import evaluate_mp
from symfisher.expectation import dilogarithm
from symfisher.expectation.problem import Decline
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem

MORGENSTERN = "f(x, y; a) = 1 + a*(1-2*x)*(1-2*y), 0 < x < 1, 0 < y < 1, -1 < a < 1"
ON_EXPONENTIALS = "f(x, y; a) = exp(-x-y)*(1 + a*(1-2*exp(-x))*(1-2*exp(-y))), x > 0, y > 0, -1 < a < 1"
ALI_MIKHAIL_HAQ = (
    "f(u, v; t) = (1+t*((1+u)*(1+v)-3)+t^2*(1-u)*(1-v))/(1-t*(1-u)*(1-v))^3, 0 < u < 1, 0 < v < 1, -1 < t < 1"
)


def uniform(x, rate):
    """The density 1 on (0, 1), with a parameter for integrands."""
    del x, rate
    return sp.S.One


def logarithmic(x, a):
    return sp.log(1 + a * x) / ((1 + 1 / a) * sp.log(1 + a) - 1)


@pytest.mark.parametrize("text", [MORGENSTERN, ON_EXPONENTIALS], ids=["uniform margins", "exponential margins"])
def test_morgenstern(text):
    """I(a) = Σ a^(2k)/(2k + 3)², by Legendre's chi function."""
    d = symfisher.derive(text)
    a = sp.Symbol("a")
    (value,) = d.expected_information
    assert equal(
        value.subs(next(iter(value.free_symbols)), a), (sp.polylog(2, a) - sp.polylog(2, -a) - 2 * a) / (2 * a**3)
    )
    assert d.conditions == (sp.Ne(next(iter(value.free_symbols)), 0),)


def test_ali_mikhail_haq():
    """Closed on both sides of independence, and equal to double integrals computed in 30 digits."""
    d = symfisher.derive(ALI_MIKHAIL_HAQ)
    (t,), value = d.density.thetas, d.own.expected_information[0]
    for at, wanted in (("-2/5", "0.08408566440086677561374763"), ("3/5", "0.3200976739039910190328329")):
        assert abs(evaluate_mp([value], {t: sp.Rational(at)}, 40)[0] - mp.mpf(wanted)) < 1e-15


@pytest.mark.parametrize(
    "integrand",
    [
        lambda x, a: sp.log(1 + a * x) / x,
        lambda x, a: sp.log(1 + a + x) / (1 + x) - sp.log(1 + a + x) / (x + 2 + a),
        lambda x, a: (sp.log(1 + a * x) - a * x) / x**2,
        lambda x, a: x**3 * sp.log(1 + a * x) / (1 + a * x) ** 2,
        lambda x, a: sp.log(1 - x) * (x**2 + a) / (a + x),
        lambda x, a: sp.log(1 + x) / (1 + x),
    ],
    ids=["at zero", "both signs", "poles that cancel at an end", "same pole", "singular end", "square"],
)
def test_integrals(integrand):
    """Every kind of part gives the value that quadrature gives, and a certificate that replays."""
    p = problem(density(uniform, UNIT, POSITIVE))
    (x,), (a,) = p.density.xs, p.density.thetas
    proof = dilogarithm.attempt(p, {(0, 0): integrand(x, a)})[0, 0]
    outcome = replay(proof, p)
    assert outcome.ok, outcome.reason

    def g(at):
        with mp.workdps(120):
            return evaluate_mp([integrand(x, a)], {a: sp.Rational(7, 5), x: at}, 120)[0]

    assert abs(evaluate_mp([proof.value], {a: sp.Rational(7, 5)}, 30)[0] - mp.quad(g, [0, 0.5, 1])) < 1e-13


def test_diverging_integral_is_declined():
    """A pole inside the interval that nothing cancels has no mean."""
    p = problem(density(uniform, UNIT, POSITIVE))
    (x,), (a,) = p.density.xs, p.density.thetas
    for h in (sp.log(1 + a * x) / (2 * x - 1), sp.log(2 + a * x) / x):
        assert isinstance(dilogarithm.attempt(p, {(0, 0): h})[0, 0], Decline)


def test_spoilt_certificates_are_refused():
    """Another function, another branch or another value does not replay."""
    p = problem(density(logarithmic, UNIT, POSITIVE))
    (x,) = p.density.xs
    proof = dilogarithm.attempt(p, {(0, 0): 1 / x})[0, 0]
    c = proof.certificate
    assert replay(proof, p).ok
    for wrong in (c.function + c.u, 2 * c.function, c.function + sp.sign(c.u - sp.Rational(1, 2))):
        assert not replay(replace(proof, certificate=replace(c, function=wrong)), p).ok
    assert not replay(replace(proof, value=proof.value + 1), p).ok
    assert not replay(replace(proof, certificate=replace(c, branch=replace(c.branch, increasing=False))), p).ok
