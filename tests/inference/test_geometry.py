"""Curvature, connections, distances and divergences, against published values and numbers."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.geometry import distance, dual_connections, geometry, kullback_leibler
from tests.inference.laws import derived, matrix, number, same, steps_are_told


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


def test_dual_connections():
    """In natural parameters of an exponential family the connection with α = 1 vanishes: canonical Poisson."""
    from symfisher import derive
    from symfisher.inference.reparametrization import reparametrize

    canonical = derive(reparametrize(derived("x ~ poisson(m)"), "m = exp(eta)").density)
    found = dual_connections(canonical)
    assert same(found.tensor[0][0][0], "exp(eta)")
    assert same(found.connection[0][0][0].xreplace({sp.Symbol("alpha"): sp.Integer(1)}), "0")


def test_normal_tensor():
    """E[∂ℓ∂ℓ∂ℓ] of the normal family: 2/σ³ for (μ, μ, σ), 8/σ³ for σ, zero elsewhere."""
    t = dual_connections(derived("x ~ normal(mu, sigma)")).tensor
    assert (same(t[0][0][1], "2/sigma**3"), same(t[1][1][1], "8/sigma**3"), t[0][0][0], t[0][1][1]) == (
        True,
        True,
        0,
        0,
    )


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
