"""Tests of trigonometric integrals on a bounded interval."""

from dataclasses import replace

import mpmath as mp
import pytest
import sympy as sp

from symfisher import derive
from symfisher.calculus import differentiate
from symfisher.evaluation import evaluate_mp
from symfisher.expectation import trigonometric
from symfisher.expectation.problem import Decline, Problem
from symfisher.reading import read
from symfisher.replay import replay
from symfisher.signs import Signs

RAISED = "f(x; m, s) = (1+cos(pi*(x-m)/s))/(2*s), m-s < x < m+s, s > 0"
SCALED = "f(x; b) = b*sin(b*x)/2, 0 < x < pi/b, b > 0"
TILTED = "f(x; w) = (1 + w*sin(x))/(pi + 2*w), 0 < x < pi, w > 0"


def of(text):
    density = read(text)
    signs = Signs.of(density)
    return Problem(density, differentiate(density, signs), signs, True)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (RAISED, "pi**2/s**2, 0, (1 + pi**2/3)/s**2"),
        (RAISED.replace("1+cos(pi*(x-m)/s)", "2*cos(pi*(x-m)/(2*s))^2"), "pi**2/s**2, 0, (1 + pi**2/3)/s**2"),
        (RAISED.replace("1+cos", "1-cos").replace("(x-m)", "(x-m+s)"), "pi**2/s**2, 0, (1 + pi**2/3)/s**2"),
    ],
)
def test_raised_cosine(text, known):
    """The raised cosine has one information, however it is written."""
    found = derive(text)
    assert {route for row in found.proofs for route in [p.route for p in row]} == {"trigonometric"}
    expected = sp.sympify(f"[{known}]", {"s": sp.Symbol("s")})
    own = found.expected_information
    assert [sp.simplify(a - b) for a, b in zip((own[0, 0], own[0, 1], own[1, 1]), expected, strict=True)] == [0, 0, 0]


def test_powers_of_the_angle():
    """E[(b x)^a g(cos bx)] of a sine density is what quadrature gives."""
    problem = of(SCALED)
    (x,), (b,) = problem.density.xs, problem.density.thetas
    for h, plain in ((x**3, lambda u: u**3), (x**2 * sp.cos(b * x) ** 3, lambda u: u**2 * mp.cos(u) ** 3)):
        proof = trigonometric.attempt(problem, {(0, 0): h})[0, 0]
        assert replay(proof, problem).ok
        point = {b: sp.Rational(7, 3)}
        power = 3 if h == x**3 else 2
        number = mp.quad(lambda u, g=plain: g(u) * mp.sin(u) / 2, [0, mp.pi]) / (mp.mpf(7) / 3) ** power
        assert abs(evaluate_mp([proof.value], point, 20)[0] - number) < 1e-12


def test_a_pole_that_stays_is_declined():
    """Where the density does not vanish, the squared score keeps its denominator."""
    problem = of(TILTED)
    answer = trigonometric.attempt(problem, {(0, 0): problem.score_products[0, 0]})[0, 0]
    assert isinstance(answer, Decline)


def test_another_function_is_declined():
    """A logarithm of the observation is not of this kind, and a half-line is no bounded interval."""
    problem = of(SCALED)
    assert isinstance(trigonometric.attempt(problem, {(0, 0): sp.log(problem.density.xs[0])})[0, 0], Decline)
    tail = of("f(x; b) = b*exp(-b*x), x > 0, b > 0")
    assert isinstance(trigonometric.attempt(tail, {(0, 0): tail.density.xs[0]})[0, 0], Decline)


def test_a_wrong_value_does_not_replay():
    """The checker sees a value that is off, and an antiderivative with another slope."""
    problem = of(RAISED)
    proof = trigonometric.attempt(problem, {(0, 0): problem.score_products[0, 0]})[0, 0]
    assert replay(proof, problem).ok
    assert not replay(replace(proof, value=proof.value * sp.Rational(1000001, 1000000)), problem).ok
    tilted = replace(proof.certificate, function=proof.certificate.function + proof.certificate.u / 1000)
    assert not replay(replace(proof, certificate=tilted), problem).ok
