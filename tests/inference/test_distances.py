"""Distances and divergences, against published values and the metric."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.distances import distance, kullback_leibler
from tests.inference.laws import derived, matrix, number, steps_are_told


@pytest.mark.parametrize(
    ("density", "here", "there", "value"),
    [
        ("x ~ poisson(m)", {"m": 4}, {"m_2": 1}, 2.0),
        ("x ~ bernoulli(p)", {"p": 0.5}, {"p_2": 0.25}, 2 * abs(np.arcsin(np.sqrt(0.5)) - np.arcsin(0.5))),
        ("x ~ normal(mu, sigma)", {"mu": 0, "sigma": 1}, {"mu_2": 0, "sigma_2": 2}, np.sqrt(2) * np.log(2)),
        ("x ~ cauchy(m, s)", {"m": 0, "s": 1}, {"m_2": 0, "s_2": 2}, np.log(2) / np.sqrt(2)),
    ],
)
def test_distances(density, here, there, value):
    """Distances along one parameter, and between two scales at one location."""
    assert number(distance(derived(density)).value, **here, **there) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "density", ["x ~ gumbel(mu, beta)", "x ~ weibull(k, lam)", "x ~ normal(mu, sigma)", "x ~ lognormal(mu, sigma)"]
)
def test_distance_is_the_metric_nearby(density):
    """Between neighbours the squared distance is the metric's quadratic form."""
    d = derived(density)
    names = [p.name for p in d.density.parameters]
    base, step = np.array([1.3, 0.8]), 1e-5 * np.array([0.6, -0.9])
    value = distance(d).value
    values = dict(zip(names, base, strict=True)) | {
        f"{n}_2": f"{b + s:.12f}" for n, b, s in zip(names, base, step, strict=True)
    }
    g = matrix(d.expected_information, **dict(zip(names, base, strict=True)))
    assert number(value, **values) ** 2 == pytest.approx(step @ g @ step, rel=1e-4)


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


def test_refusals():
    """No divergence where supports differ, no closed distance for the beta family."""
    with pytest.raises(DomainError, match="infinite"):
        kullback_leibler(derived("x ~ uniform_zero_theta(theta)"))
    with pytest.raises(ClosedFormNotFoundError, match="distance"):
        distance(derived("x ~ beta(a, b)"))
