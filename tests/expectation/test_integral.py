"""Tests of the route of known integrals."""

from dataclasses import replace

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, REAL, UNIT, Interval
from symfisher.expectation import integral
from symfisher.expectation.integral import Integrals
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem, solved

a, b = sp.symbols("_t1 _t2", positive=True)
ABOVE_ONE = Interval(sp.S.One, sp.oo)


def gompertz(x, eta, rate):
    return rate * eta * sp.exp(eta + rate * x - eta * sp.exp(rate * x))


def birnbaum_saunders(x, shape, scale):
    root = sp.sqrt(x / scale) + sp.sqrt(scale / x)
    return root / (2 * shape * x * sp.sqrt(2 * sp.pi)) * sp.exp(-(x / scale + scale / x - 2) / (2 * shape**2))


def truncated_cauchy(x, scale, end):
    return 1 / (scale * (1 + (x / scale) ** 2)) / sp.atan(end / scale)


def curved_inverse_gaussian(x, mu):
    return sp.sqrt(mu**3 / (2 * sp.pi * x**3)) * sp.exp(-mu * (x - mu) ** 2 / (2 * x))


def two_lines(x, k, s):
    front = sp.sin(sp.pi * k) / sp.pi * (s - 1) / (1 - s ** (k - 1))
    return front * x ** (k - 1) / ((x + 1) * (x + s))


def test_gompertz_is_closed_by_the_exponential_integral():
    """A gamma kernel that begins at η gives E₁ and ₃F₃, as published."""
    found = solved(integral, density(gompertz, POSITIVE, POSITIVE, POSITIVE))
    tail = sp.exp(a) * sp.expint(1, a)
    square = (sp.EulerGamma + sp.log(a)) ** 2 + sp.pi**2 / 6 - 2 * a * sp.hyper((1, 1, 1), (2, 2, 2), -a)
    assert found[0, 0] == a**-2
    assert equal(found[0, 1], (1 + tail) / (a * b))
    assert equal(found[1, 1], (1 + 2 * tail + sp.exp(a) * square) / b**2)


def test_birnbaum_saunders_is_closed_by_erfc():
    """The fold x ↔ b²/x gives the scale entry of Lemonte, Cribari-Neto and Vasconcellos (2007)."""
    found = solved(integral, density(birnbaum_saunders, POSITIVE, POSITIVE, POSITIVE))
    tail = a * sp.sqrt(sp.pi / 2) - sp.pi * sp.exp(2 / a**2) * sp.erfc(sp.sqrt(2) / a) / 2
    assert found[0, 1] == 0
    assert equal(found[1, 1], (1 + a * tail / sp.sqrt(2 * sp.pi)) / (a * b) ** 2)


def test_erfc_is_kept():
    """A complementary error function is not written as 1 − erf, which would cancel."""
    found = solved(integral, density(birnbaum_saunders, POSITIVE, POSITIVE, POSITIVE))
    assert found[1, 1].has(sp.erfc)
    assert not found[1, 1].has(sp.erf)


def test_linear_hazard():
    """Completing the square gives E₁ for the hazard a + bx."""
    d = density(lambda x, s, t: (s + t * x) * sp.exp(-s * x - t * x**2 / 2), POSITIVE, POSITIVE, POSITIVE)
    found = solved(integral, d)
    assert equal(found[0, 0], sp.exp(a**2 / (2 * b)) * sp.expint(1, a**2 / (2 * b)) / (2 * b))


def test_a_growing_exponential_of_a_power():
    """With u = b·x^k the exponential grows on (0, b): ∫₀ᵇ log(u) eᵘ du = e^b log b − Ei(b) + γ."""
    d = density(lambda x, s, k: s / (sp.exp(s) - 1) * k * x ** (k - 1) * sp.exp(s * x**k), UNIT, POSITIVE, POSITIVE)
    found = solved(integral, d)
    assert equal(found[0, 1], (1 + (sp.log(a) - sp.Ei(a) + sp.EulerGamma) / (sp.exp(a) - 1)) / (a * b))


def test_a_power_of_a_parameter():
    """a^(1 - exp(-bx)) is a·exp(-u) with u = log(a)·exp(-bx), the alpha power transform of an exponential."""
    d = density(
        lambda x, s, r: sp.log(s) / (s - 1) * r * sp.exp(-r * x) * s ** (1 - sp.exp(-r * x)),
        POSITIVE,
        ABOVE_ONE,
        POSITIVE,
    )
    found = solved(integral, d)
    logs = sp.log(sp.log(a)) + sp.expint(1, sp.log(a)) + sp.EulerGamma
    assert equal(found[0, 1], (1 / a - logs / (a - 1)) / (b * sp.log(a)))


@pytest.mark.parametrize(
    ("write", "support", "parameters", "constants"),
    [
        (lambda x, r, p: (1 - p) * r * sp.exp(-r * x) / (1 - p * sp.exp(-r * x)) ** 2, POSITIVE, (POSITIVE, UNIT), ()),
        (lambda x, r, s: r * s * sp.exp(-s * x) / (1 - (1 - r) * sp.exp(-s * x)) ** 2, POSITIVE, (POSITIVE,) * 2, ()),
        (lambda x, p: p * sp.exp(-x) + 2 * (1 - p) * sp.exp(-2 * x), POSITIVE, (UNIT,), ()),
        (lambda x, r, s: s * (r + s * x) / (r + 1) * sp.exp(-s * x), POSITIVE, (POSITIVE, POSITIVE), ()),
        (lambda x, r: (1 + r * x**2) * sp.exp(-(x**2) / 2) / (sp.sqrt(2 * sp.pi) * (1 + r)), REAL, (POSITIVE,), ()),
        (lambda x, p: p * sp.exp(-x) + 3 * (1 - p) * sp.exp(-3 * x), POSITIVE, (UNIT,), ()),
        (two_lines, POSITIVE, (UNIT, ABOVE_ONE), ()),
        (truncated_cauchy, lambda c: Interval(sp.S.Zero, c), (POSITIVE,), (POSITIVE,)),
        (curved_inverse_gaussian, POSITIVE, (POSITIVE,), ()),
        (
            lambda x, k, s, c: k * x ** (k - 1) / s**k * sp.exp(-((x / s) ** k) + (c / s) ** k),
            lambda c: Interval(c, sp.oo),
            (POSITIVE, POSITIVE),
            (POSITIVE,),
        ),
    ],
    ids=[
        "exponential-geometric", "Marshall-Olkin", "mixture of exponentials", "quasi-Lindley", "folded rational",
        "rates one and three", "power over two lines",
        "truncated Cauchy", "inverse Gaussian with shape mu cubed", "truncated Weibull",
    ],
)  # fmt: skip
def test_closed_replayed_and_equal_to_quadrature(write, support, parameters, constants):
    """Every entry is closed, its certificate replays and its number is that of quadrature."""
    found = solved(integral, density(write, support, *parameters, constants=constants))
    assert all(value is not None for value in found.values())


def test_diverging_expectation_is_declined():
    """An integrand without a mean gets no value: E[x] under a half-Cauchy density."""
    p = problem(density(lambda x, s: 2 / (sp.pi * s * (1 + (x / s) ** 2)), POSITIVE, POSITIVE))
    (x,) = p.density.xs
    assert not hasattr(integral.attempt(p, {(0, 0): x})[0, 0], "value")


def test_certificate_is_refused_if_an_integral_is_wrong():
    """The checker computes the integrals anew."""
    p = problem(density(gompertz, POSITIVE, POSITIVE, POSITIVE))
    proof = integral.attempt(p, {(0, 1): p.negative_hessian[0, 1]})[0, 1]
    certificate = proof.certificate
    assert isinstance(certificate, Integrals)
    panel = certificate.panels[0]
    terms = (replace(panel.terms[0], value=panel.terms[0].value + 1), *panel.terms[1:])
    wrong = replace(certificate, panels=(replace(panel, terms=terms), *certificate.panels[1:]))
    value = proof.value + panel.terms[0].coefficient
    assert not replay(replace(proof, certificate=wrong, value=value), p, (0, 1), "hessian").ok


def test_certificate_is_refused_if_a_branch_is_missing():
    """Half a fold does not fill the support."""
    p = problem(density(birnbaum_saunders, POSITIVE, POSITIVE, POSITIVE))
    proof = integral.attempt(p, {(1, 1): p.negative_hessian[1, 1]})[1, 1]
    panel = proof.certificate.panels[0]
    wrong = replace(proof.certificate, panels=(replace(panel, branches=panel.branches[:1]),))
    assert not replay(replace(proof, certificate=wrong), p, (1, 1), "hessian").ok
