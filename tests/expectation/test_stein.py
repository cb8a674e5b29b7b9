"""Tests of the Stein route."""

from dataclasses import replace

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, REAL, Interval
from symfisher.expectation import stein
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem, solved

a, b = sp.symbols("_t1 _t2", positive=True)


def lomax(x, shape, scale):
    return shape / scale * (1 + x / scale) ** (-shape - 1)


def test_boundary_terms_count():
    """The mixed Lomax entry is −1/(b(a + 1)); without the boundary term it would come out as −1/b."""
    p = problem(density(lomax, POSITIVE, POSITIVE, POSITIVE))
    (x,) = p.density.xs
    h = x / (b * (b + x))  # E[h] = 1/(b (a + 1)), by g = b + x: flux −a
    proof = stein.attempt(replace(p, mean_score_zero=False), {(0, 1): h})[0, 1]
    assert equal(proof.value, 1 / (b * (a + 1)))
    assert any(flux != 0 for flux in proof.certificate.fluxes)


def test_lomax():
    """The shape and scale entries of the Lomax density."""
    found = solved(stein, density(lomax, POSITIVE, POSITIVE, POSITIVE))
    assert equal(found[0, 1], -1 / (b * (a + 1)))
    assert equal(found[1, 1], a / (b**2 * (a + 2)))


@pytest.mark.parametrize(
    ("write", "support", "expected"),
    [
        (lambda x, t: sp.exp(-((x - t) ** 2) / (2 * t**2)) / (t * sp.sqrt(2 * sp.pi)), REAL, 3 / a**2),
        (
            lambda x, t: x ** (t - 1) * sp.exp(-x / t) / (sp.gamma(t) * t**t),
            POSITIVE,
            sp.polygamma(1, a) + 3 / a,
        ),
        (
            lambda x, m: sp.sqrt(m**3 / (2 * sp.pi * x**3)) * sp.exp(-m * (x - m) ** 2 / (2 * x)),
            POSITIVE,
            1 + sp.Rational(9, 2) / a**2,
        ),
    ],
    ids=["normal with mean and deviation equal", "gamma with shape and scale equal", "curved inverse Gaussian"],
)
def test_curved_families(write, support, expected):
    """Curved exponential families need no integration: Stein functions supply the moments that scores do not."""
    assert equal(solved(stein, density(write, support, POSITIVE))[0, 0], expected)


def test_student_by_rational_algebra():
    """Location and scale of Student's t with known degrees of freedom."""

    def student(x, mu, s, n):
        size = sp.gamma((n + 1) / 2) / (sp.gamma(n / 2) * sp.sqrt(sp.pi * n) * s)
        return size * (1 + ((x - mu) / s) ** 2 / n) ** (-(n + 1) / 2)

    found = solved(stein, density(student, REAL, REAL, POSITIVE, constants=(POSITIVE,)))
    n = sp.Symbol("_c1", positive=True)
    assert equal(found[0, 0], (n + 1) / (b**2 * (n + 3)))
    assert found[0, 1] == 0


def test_truncated_density_has_flux_at_the_cut():
    """A Cauchy density cut at c has a boundary term there."""

    def cut(x, s, c):
        return 1 / (s * (1 + (x / s) ** 2)) / sp.atan(c / s)

    found = solved(stein, density(cut, lambda c: Interval(sp.S.Zero, c), POSITIVE, constants=(POSITIVE,)))
    assert found[0, 0] is not None


def test_wrong_flux_is_refused():
    """The checker follows g·f to the ends itself."""
    p = problem(density(lomax, POSITIVE, POSITIVE, POSITIVE))
    (x,) = p.density.xs
    proof = stein.attempt(replace(p, mean_score_zero=False), {(0, 1): x / (b * (b + x))})[0, 1]
    c = proof.certificate
    assert replay(proof, p).ok
    wrong = replace(c, fluxes=tuple(sp.S.Zero for _ in c.fluxes))
    assert not replay(replace(proof, certificate=wrong, value=c.constant), p).ok


def test_wrong_coefficient_is_refused():
    """The checker compares both sides of the identity."""
    p = problem(density(lomax, POSITIVE, POSITIVE, POSITIVE))
    proof = stein.attempt(p, {(1, 1): p.negative_hessian[1, 1]})[1, 1]
    wrong = replace(proof.certificate, coefficients=tuple(2 * k for k in proof.certificate.coefficients))
    wrong = replace(wrong, weights=tuple(2 * k for k in wrong.weights))
    assert not replay(replace(proof, certificate=wrong), p).ok
