"""Densities that are functions of a quadratic form."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from symfisher import derive
from symfisher.expectation import elliptical
from symfisher.reading import read
from symfisher.replay import replay
from symfisher.steps import all_steps
from tests.expectation.builders import problem
from tests.steps.comparing import disagreements

CAUCHY = "s/(2*pi*(s^2+(x-a)^2+(y-b)^2)^(3/2))"
STUDENT = "(1+(x^2-2*r*x*y+y^2)/(n*(1-r^2)))^(-(n+2)/2)/(2*pi*sqrt(1-r^2)), x in R, y in R, n>0, -1<r<1"


def test_bivariate_cauchy() -> None:
    """Location (d + 1)/(d + 3)/s² and scale (Lange, Little and Taylor 1989, J. Am. Stat. Assoc. 84, 881) for d = 2."""
    s = sp.Symbol("s")
    found = derive(CAUCHY)
    assert found.expected_information == sp.diag(4 / (5 * s**2), 3 / (5 * s**2), 3 / (5 * s**2))
    assert found.verification.status == "passed"


def test_bivariate_t_with_correlation_and_degrees_of_freedom() -> None:
    """It tends to the normal information as n grows, and every step has the value of the one before."""
    n, r = sp.symbols("n r")
    found = derive(STUDENT)
    order = [p.name for p in found.density.parameters]
    i, j = order.index("r"), order.index("n")
    matrix = found.expected_information
    assert sp.simplify(matrix[i, i] - (n * r**2 + n + 2) / ((1 - r**2) ** 2 * (n + 4))) == 0
    assert sp.simplify(matrix[j, j] - 8 / (n**2 * (n + 2) * (n + 4))) == 0
    assert sp.limit(matrix[i, i], n, sp.oo) == (1 + r**2) / (1 - r**2) ** 2
    tested, wrong = disagreements(found, all_steps(found), 1)
    assert tested > 3
    assert not wrong


@pytest.mark.parametrize(
    "text",
    [
        "(n-1)/(pi*c)*(1+(x^2+y^2)/c)^(-n), x in R, y in R, n>1, c>0",
        "b/(pi*s^2*gamma(1/b))*exp(-((x^2+y^2)/s^2)^b), x in R, y in R, b>0, s>0",
    ],
)
def test_other_functions_of_a_quadratic_form(text: str) -> None:
    """Pearson VII and power exponential densities in the plane."""
    assert derive(text).closed_form


def test_wrong_certificates_do_not_replay() -> None:
    """Another density of w, another centre, another mean over ellipsoids."""
    asked = problem(read(CAUCHY))
    proof = elliptical.attempt(asked, {(1, 1): asked.negative_hessian[1, 1]})[1, 1]
    assert replay(proof, asked, (1, 1), "hessian").ok
    c = proof.certificate
    twice = replace(c.radial, expression=2 * c.radial.expression)
    wrong = replace(c.inner, certificate=replace(c.inner.certificate, integrand=sp.S.One))
    for changed in (replace(c, radial=twice), replace(c, center=(0, 0)), replace(c, inner=wrong)):
        assert not replay(replace(proof, certificate=changed), asked).ok


def test_other_densities_are_declined() -> None:
    """Two quadratic forms, a half-plane, or another integrand."""
    for text in ("1/(pi^2*(1+(x-a)^2)*(1+(y-a)^2))", "f(x, y; a) = a^2*exp(-a*(x+y)), x>0, y>0, a>0"):
        asked = problem(read(text))
        answer = elliptical.attempt(asked, {(0, 0): asked.negative_hessian[0, 0]})[0, 0]
        assert not hasattr(answer, "value")
    asked = problem(read(CAUCHY))
    assert "something else" in elliptical.attempt(asked, {(0, 0): sp.Symbol("z")})[0, 0].reason


@pytest.mark.parametrize("indices", [[], [0, 1], [0, 0, 1, 1], [0, 1, 0, 1]])
def test_pairings(indices: list[int]) -> None:
    """There are (2k − 1)!! of them."""
    assert len(list(elliptical._pairings(indices))) == sp.factorial2(len(indices) - 1)
