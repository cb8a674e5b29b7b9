"""Curvature, connections, distances and divergences, against published values and numbers."""

import pytest
import sympy as sp

from symfisher.inference.geometry import geometry
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "gaussian"),
    [
        ("x ~ normal(mu, sigma)", "-1/2"),
        ("x ~ weibull(k, lam)", "-6/pi**2"),
        ("x ~ cauchy(m, s)", "-2"),
        ("x ~ gumbel(mu, beta)", "-6/pi**2"),
        ("x ~ trinomial(n, p, q)", "1/(4*n)"),
        ("x ~ gamma(a, b)", "(polygamma(1, a) + a*polygamma(2, a))/(4*(a*polygamma(1, a) - 1)**2)"),
    ],
)
def test_published_curvatures(density, gaussian):
    """Gaussian curvature: hyperbolic planes for location and scale, a sphere for the trinomial, Lauritzen's gamma."""
    found = geometry(derived(density))
    assert same(found.gaussian_curvature, gaussian)
    assert same(found.scalar_curvature, f"2*({gaussian})")
    assert steps_are_told(found.answer)


def test_beta_curvature():
    """The beta plane is negatively curved (Le Brigant, Preston & Puechmorel 2021)."""
    found = geometry(derived("x ~ beta(a, b)")).gaussian_curvature
    assert all(-0.5 < number(found, a=a, b=b) < 0 for a, b in ((0.5, 0.5), (2, 3), (10, 0.7)))


def test_christoffel():
    """Γ of the normal family: −1/σ, 1/(2σ), −1/σ (Skovgaard); the geodesics follow."""
    found = geometry(derived("x ~ normal(mu, sigma)"))
    gamma = found.christoffel
    assert (
        same(gamma[0][0][1], "-1/sigma"),
        same(gamma[1][0][0], "1/(2*sigma)"),
        same(gamma[1][1][1], "-1/sigma"),
    ) == (True,) * 3
    assert same(found.geodesics[0], "2*dmu*dsigma/sigma")


def test_metric_is_parallel():
    """The connection is the metric's own: ∂ₖ g_ij = Γ_ki,j + Γ_kj,i, here for the gamma family."""
    found = geometry(derived("x ~ gamma(a, b)"))
    g, names = found.metric, sp.symbols("a b")
    for k in (0, 1):
        for i in (0, 1):
            for j in (0, 1):
                right = sum(found.christoffel[m][k][i] * g[m, j] + found.christoffel[m][k][j] * g[m, i] for m in (0, 1))
                assert number(sp.diff(g[i, j], names[k]) - right, a=1.3, b=0.7) == pytest.approx(0, abs=1e-12)
