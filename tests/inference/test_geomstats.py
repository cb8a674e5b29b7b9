"""The geometry against geomstats: metric, Christoffel symbols, geodesics, distances, curvature, for all that it has."""

import warnings

import numpy as np
import pytest
import sympy as sp

from symfisher.inference.distances import distance
from symfisher.inference.geometry import geometry
from tests.inference.laws import derived, matrix, number

pytestmark = pytest.mark.ecosystem

GAMMA_WITH_MEAN = "x^(k-1)*exp(-k*x/g)*(k/g)^k/Gamma(k)"
SPACES = {
    "beta.BetaDistributions": ("x ~ beta(a, b)", (2.0, 3.0), ()),
    "gamma.GammaDistributions": (GAMMA_WITH_MEAN, (2.0, 3.0), ()),
    "normal.UnivariateNormalDistributions": ("x ~ normal(mu, sigma)", (0.2, 1.3), ()),
    "poisson.PoissonDistributions": ("x ~ poisson(m)", (2.0,), ()),
    "exponential.ExponentialDistributions": ("t*exp(-t*x)", (2.0,), ()),
    "geometric.GeometricDistributions": ("x ~ geometric(p)", (0.3,), ()),
    "binomial.BinomialDistributions": ("x ~ binomial(10, p)", (0.2,), (10,)),
}
WITH_CHRISTOFFELS = ("beta.BetaDistributions", "gamma.GammaDistributions")
WITH_DISTANCES = tuple(name for name in SPACES if name not in WITH_CHRISTOFFELS)


def space(name):
    """Return a space of geomstats, our derivation, the point, and the names of the parameters."""
    module, kind = name.split(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pytest.importorskip(f"geomstats.information_geometry.{module}", exc_type=ImportError)
    density, point, arguments = SPACES[name]
    d = derived(density)
    return getattr(found, kind)(*arguments), d, np.array(point), [p.name for p in d.density.parameters]


@pytest.mark.parametrize("name", SPACES)
def test_metric(name):
    """The expected information is geomstats' metric."""
    theirs, d, point, names = space(name)
    ours = matrix(d.expected_information, **dict(zip(names, point, strict=True)))
    assert ours == pytest.approx(np.asarray(theirs.metric.metric_matrix(point)), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", WITH_CHRISTOFFELS)
def test_christoffel_symbols(name):
    """Γᵏ_ij is theirs, with k first."""
    theirs, d, point, names = space(name)
    at = dict(zip(names, point, strict=True))
    ours = [[[number(e, **at) for e in row] for row in table] for table in geometry(d).christoffel]
    assert np.array(ours) == pytest.approx(np.asarray(theirs.metric.christoffels(point)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", WITH_CHRISTOFFELS)
def test_geodesics(name):
    """Our geodesic equations, integrated by small Runge-Kutta steps, end where their exponential map does."""
    theirs, d, point, names = space(name)
    symbols = [sp.Symbol(n) for n in (*names, *(f"d{n}" for n in names))]
    equations = [e.xreplace({s: sp.Symbol(s.name) for s in e.free_symbols}) for e in geometry(d).geodesics]
    right = sp.lambdify(symbols, equations, "scipy")
    velocity, steps = np.array([0.3, -0.2]), 200
    state = np.concatenate([point, velocity])

    def slope(y):
        return np.concatenate([y[2:], right(*y)])

    for _ in range(steps):
        h = 1 / steps
        a = slope(state)
        b = slope(state + h / 2 * a)
        c = slope(state + h / 2 * b)
        e = slope(state + h * c)
        state = state + h / 6 * (a + 2 * b + 2 * c + e)
    assert state[:2] == pytest.approx(np.asarray(theirs.metric.exp(velocity, point)), rel=1e-3)


@pytest.mark.parametrize("name", WITH_DISTANCES)
def test_distance(name):
    """The closed Fisher-Rao distances agree."""
    theirs, d, point, names = space(name)
    other = point * 1.5 + 0.1
    values = dict(zip(names, point, strict=True)) | {f"{n}_2": v for n, v in zip(names, other, strict=True)}
    assert number(distance(d).value, **values) == pytest.approx(float(theirs.metric.dist(point, other)), rel=1e-9)


def test_normal_curvature():
    """The normal plane has Gaussian curvature −1/2."""
    theirs, d, point, _ = space("normal.UnivariateNormalDistributions")
    one, two = np.eye(2)
    assert float(theirs.metric.sectional_curvature(one, two, point)) == pytest.approx(
        float(geometry(d).gaussian_curvature)
    )
