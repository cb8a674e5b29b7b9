"""Distances and divergences, against published values and the metric."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.distances import _check_gradient, distance, second_member
from tests.inference.laws import derived, matrix, number


@pytest.mark.parametrize(
    ("density", "here", "there", "value"),
    [
        ("x ~ poisson(m)", {"m": 4}, {"m_2": 1}, 2.0),
        ("x ~ bernoulli(p)", {"p": 0.5}, {"p_2": 0.25}, 2 * abs(np.arcsin(np.sqrt(0.5)) - np.arcsin(0.5))),
        ("x ~ normal(mu, sigma)", {"mu": 0, "sigma": 1}, {"mu_2": 0, "sigma_2": 2}, np.sqrt(2) * np.log(2)),
        ("x ~ cauchy(m, s)", {"m": 0, "s": 1}, {"m_2": 0, "s_2": 2}, np.log(2) / np.sqrt(2)),
        ("x ~ inverse_gaussian(mu, lam)", {"mu": 2, "lam": 1}, {"mu_2": 2, "lam_2": 4}, np.sqrt(2) * np.log(2)),
        (
            "x ~ categorical(p, q)",
            {"p": 0.25, "q": 0.25},
            {"p_2": 0.64, "q_2": 0.32},
            2 * np.arccos(0.4 + np.sqrt(0.08) + np.sqrt(0.02)),
        ),
        (
            "exp(-(x-m)^2/2)/sqrt(2*pi)*k*exp(-k*y), y > 0",
            {"m": 0, "k": 1},
            {"m_2": 3, "k_2": np.exp(4)},
            5.0,
        ),
    ],
)
def test_distances(density, here, there, value):
    """Distances along one parameter, and between two scales at one location."""
    assert number(distance(derived(density)).value, **here, **there) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "density",
    [
        "x ~ gumbel(mu, beta)",
        "x ~ weibull(k, lam)",
        "x ~ normal(mu, sigma)",
        "x ~ lognormal(mu, sigma)",
        "x ~ inverse_gaussian(mu, lam)",
    ],
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


def test_refusals():
    """No closed distance for the beta family."""
    with pytest.raises(ClosedFormNotFoundError, match="distance"):
        distance(derived("x ~ beta(a, b)"))


def test_what_is_no_distance_is_refused():
    """A function whose gradient is not of length one in the metric does not pass."""
    d = derived("x ~ poisson(m)")
    density, image = second_member(d)
    (m,), (other,) = d.density.thetas, image.values()
    _check_gradient(2 * sp.sqrt(other) - 2 * sp.sqrt(m), d.own.expected_information, image, density)
    with pytest.raises(ClosedFormNotFoundError, match="solve"):
        _check_gradient(2 * (other - m), d.own.expected_information, image, density)
