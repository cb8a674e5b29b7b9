"""Tests of gamma frailty: Clayton copulas and Mardia's bivariate Pareto."""

from dataclasses import replace

import mpmath as mp
import pytest
import sympy as sp

from symfisher.calculus import differentiate
from symfisher.evaluation import evaluate_mp
from symfisher.expectation import frailty
from symfisher.expectation.problem import Decline, Problem
from symfisher.reading import read
from symfisher.replay import replay
from symfisher.signs import Signs
from tests.expectation.builders import equal

CLAYTON = "f(u, v; t) = (1+t)*(u*v)^(-t-1)*(u^(-t)+v^(-t)-1)^(-2-1/t), 0 < u < 1, 0 < v < 1, t > 0"
SPELLINGS = {
    "powers up": "f(u, v; t) = (1+t)*(u*v)^t/(u^t+v^t-(u*v)^t)^(2+1/t), 0 < u < 1, 0 < v < 1, t > 0",
    "exponential margins": "f(x, y; t) = (t+1)*exp(t*(x+y))/(exp(t*x)+exp(t*y)-1)^(2+1/t), x > 0, y > 0, t > 0",
}
PARETO = "f(x, y; a, s) = a*(a+1)/s^2*(1+x/s+2*y/s)^(-a-2)*2, x > 0, y > 0, a > 0, s > 0"


def posed(text):
    d = read(text)
    signs = Signs.of(d)
    return Problem(d, differentiate(d, signs), signs)


def values(text):
    """Return the values of a density's entries, each with a certificate that replays."""
    p = posed(text)
    answers = frailty.attempt(p, p.negative_hessian)
    for entry, proof in answers.items():
        outcome = replay(proof, p, entry, "hessian")
        assert outcome.ok, (entry, outcome.reason)
    return {entry: proof.value for entry, proof in answers.items()}


def clayton(t):
    """The information of Oakes (1982), in the form that the trigamma functions take."""
    rational = (8 * t**4 + 20 * t**3 + 18 * t**2 + 5 * t + 1) / ((t + 1) ** 2 * (2 * t + 1))
    digits = sp.polygamma(1, 1 / (2 * t)) - sp.polygamma(1, (t + 1) / (2 * t))
    return (rational - digits / t) / (3 * t + 1)


def test_clayton():
    """Closed by trigamma functions, and equal to a double integral of score squared in 18 digits."""
    (value,) = values(CLAYTON).values()
    (t,) = value.free_symbols
    assert equal(value, clayton(t))
    assert abs(evaluate_mp([value], {t: 1}, 30)[0] - mp.mpf("0.260866299909220115")) < 1e-16


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_spellings(text):
    """The same copula, multiplied through or on other margins."""
    (value,) = values(text).values()
    assert equal(value, clayton(*value.free_symbols))


def test_bivariate_pareto():
    """Mardia's density with one scale: by moments without two logarithms."""
    found = values(PARETO)
    s, a = sorted(found[0, 1].free_symbols, key=str, reverse=True)
    assert equal(found[0, 0], a**-2 + (a + 1) ** -2)
    assert equal(found[0, 1], -2 / (s * (a + 2)))
    assert equal(found[1, 1], 2 * a / (s**2 * (a + 3)))


def test_logistic_margins():
    """Gumbel's bivariate logistic density is Mardia's with one shape, p = 1 + e^(−x)."""
    (value,) = values("f(x, y; m) = 2*exp(-(x-m)-y)/(1+exp(-(x-m))+exp(-y))^3, x in R, y in R, m in R").values()
    assert value == sp.Rational(1, 2)


def test_other_densities_are_declined():
    """A density that is no power of a sum is left to other routes."""
    p = posed("f(x, y; a) = a*x*exp(-x*(y + a)), x > 0, y > 0, a > 0")
    assert all(isinstance(a, Decline) for a in frailty.attempt(p, p.negative_hessian).values())


def test_moments():
    """Two logarithms with powers of both, against the integral over p + q and p."""
    with mp.workdps(15):
        m = mp.mpf("7.5")
        stated = evaluate_mp([frailty.moment(2, 1, 1, 1)], {frailty._M: m}, 30)[0]

        def inner(s):
            return mp.quad(lambda p: p**2 * (s + 1 - p) * mp.log(p) * mp.log(s + 1 - p), [1, s])

        assert abs(stated - mp.quad(lambda s: s**-m * inner(s), [1, 3, 20, mp.inf])) < 1e-8


def test_spoilt_certificates_are_refused():
    """Another shape, term, change of variable or value does not replay."""
    p = posed(CLAYTON)
    proof = frailty.attempt(p, p.negative_hessian)[0, 0]
    c = proof.certificate
    assert replay(proof, p, (0, 0), "hessian").ok
    for wrong in (
        replace(c, alpha=2 * c.alpha),
        replace(c, terms=c.terms[:-1]),
        replace(c, terms=(replace(c.terms[0], n=c.terms[0].n - 1), *c.terms[1:])),
        replace(c, first=replace(c.first, increasing=True)),
    ):
        assert not replay(replace(proof, certificate=wrong), p, (0, 0), "hessian").ok
    assert not replay(replace(proof, value=proof.value + sp.Rational(1, 1000)), p, (0, 0), "hessian").ok
