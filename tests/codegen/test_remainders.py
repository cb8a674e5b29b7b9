"""Main parts that cancel are taken out: scores and observed information keep their digits at extreme parameters."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.codegen.remainders import separated
from symfisher.evaluation import evaluate_mp

HARD = [
    ("x ~ ex_gaussian(mu, sigma, lam)", [(0.3, 0.0, 1.0, 1e4), (-400.0, 0.0, 100.0, 1e4), (-0.05, 0.0, 0.01, 1.0)]),
    ("x ~ von_mises(mu, kappa)", [(0.31, 0.3, 1e5), (0.3000001, 0.3, 1e12), (-2.0, 0.3, 26.0)]),
    ("x ~ gev(mu, sigma, xi)", [(0.5, 0.0, 1.0, 1e-12), (-0.7, 0.0, 2.0, 1e-6), (0.9, 0.0, 1.0, 0.1)]),
    ("x ~ gpd(sigma, xi)", [(0.5, 1.3, 1e-10), (2.0, 1.0, 1e-3)]),
    ("x ~ skew_normal(mu, s, a)", [(60.0, 0.0, 1.0, -0.1), (2.0, 0.0, 1.0, -20.0), (-0.5, 0.0, 1.0, 3.0)]),
    ("x ~ rice(nu, sigma)", [(1001.0, 1000.0, 1.0), (0.5, 2.0, 0.1)]),
    ("x ~ skellam(a, b)", [(5, 1000.0, 990.0), (-3, 0.4, 2.0)]),
]


@pytest.mark.parametrize(("text", "points"), HARD, ids=[text for text, _ in HARD])
def test_digits_are_kept(text: str, points: list[tuple[float, ...]]) -> None:
    """Scores and observed information agree to 1e-8 of every entry with those of 450 digits."""
    derivation = symfisher.derive(text)
    density, own, found = derivation.density, derivation.own, derivation.callables()
    exact = [own.log_density, *own.score, *(-h for h in own.hessian)]
    for point in points:
        at = {s: mp.mpf(v) for s, v in zip((*density.xs, *density.thetas), point, strict=True)}
        wanted = [float(v) for v in evaluate_mp(exact, at, 450)]
        parts = (found.log_density(*point), found.score(*point), found.observed_information(*point))
        np.testing.assert_allclose(np.concatenate([np.ravel(p) for p in parts]), wanted, rtol=1e-8, atol=1e-300)


def test_expected_information_of_von_mises() -> None:
    """1 - ρ² - ρ/κ with ρ = I₁/I₀ tends to 1/(2κ²): it does not vanish in rounding errors."""
    found = symfisher.derive("x ~ von_mises(mu, kappa)").callables()
    kappa = np.array([20.0, 26.0, 1e4, 1e9])
    with mp.workdps(40):
        ratios = [(k, mp.besseli(1, k) / mp.besseli(0, k)) for k in map(mp.mpf, kappa)]
        wanted = [float(1 - r**2 - r / k) for k, r in ratios]
    np.testing.assert_allclose(found.expected_information(0.0, kappa)[:, 1, 1], wanted, rtol=1e-12)


@pytest.mark.parametrize("form", [lambda z: 1 + sp.erf(z), lambda z: (1 - sp.erf(z)) / 2, sp.erfc])
def test_tails_in_every_spelling(form) -> None:
    """exp(-z²) over an error function is recognised however the tail is written."""
    t, s = sp.Symbol("_t1", real=True), sp.Symbol("_t2", positive=True)
    e = sp.exp(-(t**2) * s**2 / 2) / form(t * s / sp.sqrt(2)) - t
    assert isinstance(separated(e), sp.Piecewise)


def test_what_does_not_cancel_is_left_alone() -> None:
    """Other formulas stay as they are."""
    t, s, x = sp.symbols("_t1 _t2 _x1", positive=True)
    for e in (
        x / t**2 - 1 / t,
        sp.log(1 + x / t) / t,
        sp.besseli(0, t) - 1,
        sp.exp(-(t**2)) / sp.erfc(s),
        sp.erfc(t) + 1,
    ):
        assert separated(e) == e


def test_expected_information_of_gev_near_zero_shape() -> None:
    """Γ has poles where the shape vanishes, which cancel: means over circles keep ten digits."""
    derivation = symfisher.derive("x ~ gev(mu, sigma, xi)")
    shapes = [1e-12, 1e-8, 1e-7, 1e-4]
    found = derivation.callables().expected_information(0.0, 1.0, np.array(shapes))
    exact = derivation.callables("mpmath").expected_information
    with mp.workdps(50):
        wanted = [np.array(exact(0, 1, mp.mpf(xi)).tolist(), dtype=float) for xi in shapes]
    np.testing.assert_allclose(found, wanted, rtol=2e-10)


def test_a_pole_that_an_order_does_not_remove_is_seen() -> None:
    """log(1 + tz)/t⁵ keeps a pole of t whatever order of the logarithm is taken out: it is left as it is."""
    t, s = sp.Symbol("_t1", real=True), sp.Symbol("_t2", positive=True)
    z = sp.Symbol("_x1", real=True) / s
    log = sp.log(1 + t * z)
    found = separated((log - t * z) / t**2)
    assert found.args[0].expr.xreplace({t: sp.Integer(0)}) == -(z**2) / 2
    assert separated(log / t**5 + z**2) == log / t**5 + z**2
