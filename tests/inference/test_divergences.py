"""Kullback-Leibler divergences, against published values and integrals."""

import mpmath
import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.inference.divergences import kullback_leibler
from tests.inference.laws import derived, number, steps_are_told


@pytest.mark.parametrize(
    ("density", "value"),
    [
        ("x ~ poisson(m)", "m*log(m) - m*log(m_2) - m + m_2"),
        ("theta*exp(-theta*x)", "log(theta/theta_2) + theta_2/theta - 1"),
        ("x ~ normal(mu, sigma)", "log(sigma_2/sigma) + (sigma**2 + (mu - mu_2)**2)/(2*sigma_2**2) - Rational(1, 2)"),
    ],
)
def test_divergences(density, value):
    """Kullback-Leibler divergences of textbooks; the expansion to the information is checked when they are found."""
    found = kullback_leibler(derived(density))
    wanted = sp.sympify(value)
    at = {"m": 1.3, "m_2": 0.4, "theta": 1.3, "theta_2": 0.4, "mu": 0.3, "mu_2": -1, "sigma": 0.8, "sigma_2": 1.7}
    assert number(found.value, **at) == pytest.approx(number(wanted, **at), rel=1e-12)
    assert steps_are_told(found.answer)


CAUCHY = "log(((s + s_2)**2 + (m - m_2)**2)/(4*s*s_2))"
LAPLACE = "log(b_2/b) - 1 + (Abs(mu - mu_2) + b*exp(-Abs(mu - mu_2)/b))/b_2"
LOGISTIC = "(mu_2 - mu)*(exp(mu_2 - mu) + 1)/(exp(mu_2 - mu) - 1) - 2"


@pytest.mark.parametrize(
    ("density", "value"),
    [("x ~ cauchy(m, s)", CAUCHY), ("x ~ laplace(mu, b)", LAPLACE), ("x ~ logistic(mu, 1)", LOGISTIC)],
)
def test_special_ways(density, value):
    """Cauchy (Chyzak & Nielsen 2019), Laplace, and the logistic location, on both sides of each other."""
    found = kullback_leibler(derived(density))
    for other in (-1, 2):
        at = {"m": 0.3, "m_2": other, "s": 0.8, "s_2": 1.7, "mu": 0.3, "mu_2": other, "b": 0.8, "b_2": 1.7}
        assert number(found.value, **at) == pytest.approx(number(sp.sympify(value), **at), rel=1e-12)
    assert steps_are_told(found.answer)


def test_asymmetric_kink():
    """Where the kink is not symmetric the divergence has one form on each side; both are the integral."""
    found = kullback_leibler(derived("x ~ asymmetric_laplace(m, l, 2)")).value

    def density(x, m, rate):
        return rate / mpmath.mpf("2.5") * mpmath.exp(-rate * (x - m) * 2 if x >= m else rate * (x - m) / 2)

    for other in (-0.5, 1.2):
        wanted = mpmath.quad(
            lambda x: density(x, 0, 1) * mpmath.log(density(x, 0, 1) / density(x, other, 3)),  # noqa: B023
            sorted([-60, 0, other, 40]),
        )
        assert number(found, m=0, l=1, m_2=other, l_2=3) == pytest.approx(float(wanted), rel=1e-10)


def test_no_divergence():
    """No divergence where supports differ."""
    with pytest.raises(DomainError, match="infinite"):
        kullback_leibler(derived("x ~ uniform_zero_theta(theta)"))
