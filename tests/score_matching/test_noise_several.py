"""Noise in several variables: Gaussian densities and mixtures of them."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.score_matching.noise import add_noise
from tests.cli.helpers import symfisher

MIXTURE = "w*exp(-((x-m)^2/2+y^2)/s^2)/(pi*s^2*sqrt(2)) + (1-w)*exp(-((x+m)^2+(y-1)^2)/(2*s^2))/(2*pi*s^2)"
MEANING = {
    "variables": ["x", "y"],
    "support": "x in R, y in R",
    "parameters": ["0 < w < 1", "m > 0", "s > 0"],
}
POINT = {"w": 0.25, "m": 1.0, "s": 0.5, "sigma": 0.6}


def test_correlated_gaussian():
    """J is the inverse of a²V + σ²·1, and the floor of the denoising loss is 2/σ² − tr J."""
    found = add_noise("x ~ bivariate_normal(m1, m2, s1, s2, r)", schedule="ve")
    s1, s2, r, sigma = (sp.Symbol(n) for n in ("s1", "s2", "r", "sigma"))
    total = sp.Matrix([[s1**2 + sigma**2, r * s1 * s2], [r * s1 * s2, s2**2 + sigma**2]])
    names = {s: sp.Symbol(s.name) for s in found.information.free_symbols}
    assert (found.information.subs(names) * total).applyfunc(sp.cancel) == sp.eye(2)
    assert sp.cancel(found.floor.subs(names) - 2 / sigma**2 + total.inv().trace()) == 0
    assert found.verification.status == "passed"


def test_mixture_against_a_sum_of_our_own():
    """p_t, score, posterior mean and J of a mixture agree with sums over a grid of clean data."""
    found = add_noise(MIXTURE, **MEANING, at="w=1/4, m=1, s=1/2, sigma=3/5")
    w, m, s, sigma = POINT.values()
    x, y = np.linspace(-6, 6, 301), np.linspace(-7, 7, 281)
    X, Y = np.meshgrid(x, x, indexing="ij")
    clean = w * np.exp(-((X - m) ** 2 / 2 + Y**2) / s**2) / (np.pi * s**2 * 2**0.5)
    clean += (1 - w) * np.exp(-((X + m) ** 2 + (Y - 1) ** 2) / (2 * s**2)) / (2 * np.pi * s**2)
    z = (y[:, None] - 0.8 * x) / sigma
    kernel = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) / sigma * (x[1] - x[0])
    p, px, py = (
        kernel @ clean @ kernel.T,
        (-z / sigma * kernel) @ clean @ kernel.T,
        kernel @ clean @ (-z / sigma * kernel).T,
    )
    area = (y[1] - y[0]) ** 2
    wanted = [float(np.sum(u * v / p)) * area for u, v in ((px, px), (px, py), (py, py))]
    assert list(found.values[0].values())[:3] == pytest.approx(wanted, rel=1e-9)
    i, j = 140, 150
    made, place = found.callables(), [y[i], y[j]]
    assert made.score(place, **POINT) == pytest.approx([px[i, j] / p[i, j], py[i, j] / p[i, j]], rel=1e-10)
    assert float(made.log_density(place, **POINT)) == pytest.approx(np.log(p[i, j]), rel=1e-12)
    posterior = ((x * kernel) @ clean @ kernel.T)[i, j] / p[i, j]
    assert float(made.posterior_mean(place, **POINT)[0]) == pytest.approx(posterior, rel=1e-10)
    values = {**POINT, "x_t": y[i], "y_t": y[j]}
    formula = found.posterior_mean[0].subs({v: values[v.name] for v in found.posterior_mean[0].free_symbols})
    assert float(formula) == pytest.approx(posterior, rel=1e-10)


def test_bounds_and_denoising_loss():
    """Tr J lies between its bounds, and the loss of the derived score reaches the floor: 200 000 draws, seed 2, in 4 errors."""
    found = add_noise(MIXTURE, **MEANING, at="w=1/4, m=1, s=1/2, sigma=3/5")
    (values,) = found.values
    assert values["lower_bound"] < values["J"] < values["upper_bound"]
    rng, n = np.random.default_rng(2), 200_000
    first = rng.random(n) < 0.25
    clean = np.where(first[:, None], [1.0, 0.0], [-1.0, 1.0]) + rng.normal(size=(n, 2)) * np.where(
        first[:, None], [0.5, 0.5 / 2**0.5], [0.5, 0.5]
    )
    noise = rng.normal(size=(n, 2))
    score = found.callables().score(0.8 * clean + 0.6 * noise, **POINT)
    losses = np.sum((score + noise / 0.6) ** 2, axis=1)
    assert abs(losses.mean() - values["floor"]) < 4 * losses.std() / n**0.5


def test_refused():
    """What is no mixture of Gaussian densities is refused with what to do instead."""
    with pytest.raises(DomainError, match="one by one"):
        add_noise("l*u*exp(-l*x-u*y)", support="x > 0, y > 0")
    with pytest.raises(DomainError, match="no value for"):
        add_noise(MIXTURE, **MEANING, at="w=1/4")


def test_command():
    """The command tells the parts of a mixture, and J at values."""
    run = symfisher(
        "noise",
        "exp(-(x^2+y^2)/2)/(4*pi) + exp(-((x-m)^2+y^2)/2)/(4*pi)",
        *("--variable", "x", "--variable", "y", "--support", "x in R, y in R", "--param", "m > 0"),
        *("--schedule", "ve", "--at", "m=2, sigma=1"),
    )
    assert run.returncode == 0, run.stderr
    for part in ("a mixture of 2 Gaussian densities", "J[x_t, y_t]", "the heat equation"):
        assert part in " ".join(run.stdout.split())
