"""The geometry against geomstats: metric, Christoffel symbols, geodesics, distances, curvature, for all that it has.

Left out, being no Fisher-Rao metric: geomstats 2.8 gives the general normal distributions the product of the Euclidean and
the affine-invariant metric, and a sectional curvature to the multinomial (4.47 for n = 5) that is not 1/(4n).
"""

import os
import subprocess
import sys
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
    "dirichlet.DirichletDistributions": ("x ~ dirichlet(a, b, c)", (2.0, 3.0, 1.5), (3,)),
}
TWO_SHAPES = ("beta.BetaDistributions", "gamma.GammaDistributions")
WITH_CHRISTOFFELS = (*TWO_SHAPES, "dirichlet.DirichletDistributions")
WITH_DISTANCES = tuple(name for name in SPACES if name not in WITH_CHRISTOFFELS)
SHARES = {
    "categorical.CategoricalDistributions": ("x ~ categorical(p, q)", (2,)),
    "multinomial.MultinomialDistributions": ("x ~ trinomial(5, p, q)", (2, 5)),
}
CENTRED = "exp(-(w*x^2-2*c*x*y+v*y^2)/(2*(v*w-c^2)))/(2*pi*sqrt(v*w-c^2))"
BY_TORCH = """
import warnings
warnings.simplefilter("ignore")
import torch
torch.set_default_dtype(torch.float64)
from geomstats.information_geometry.dirichlet import DirichletDistributions
space, one = DirichletDistributions(3), torch.eye(3)
print(float(space.metric.scalar_curvature(torch.tensor([2.0, 3.0, 1.5]))))
"""


def imported(module):
    """Return a module of geomstats, or skip."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(f"geomstats.information_geometry.{module}", exc_type=ImportError)


def space(name):
    """Return a space of geomstats, our derivation, the point, and the names of the parameters."""
    module, kind = name.split(".")
    found = imported(module)
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


@pytest.mark.parametrize("name", TWO_SHAPES)
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


@pytest.mark.parametrize("name", SHARES)
def test_shares(name):
    """Categorical and multinomial: their inner product in the simplex, and the distance on the sphere."""
    density, arguments = SHARES[name]
    module, kind = name.split(".")
    metric, d = getattr(imported(module), kind)(*arguments).metric, derived(density)
    point, other = np.array([0.2, 0.3, 0.5]), np.array([0.1, 0.5, 0.4])
    basis = np.array([[1, 0, -1], [0, 1, -1]])
    ours = matrix(d.expected_information, p=0.2, q=0.3)
    assert ours == pytest.approx(
        np.array([[metric.inner_product(u, v, point) for v in basis] for u in basis]), rel=1e-10
    )
    found = number(distance(d).value, p=0.2, q=0.3, p_2=0.1, q_2=0.5)
    assert found == pytest.approx(float(metric.dist(point, other)), rel=1e-9)


def test_centred_normal():
    """Two normal variables without a mean: half the trace of (S⁻¹dS)², in variances and covariance."""
    metric = imported("normal").NormalDistributions(2, "centered").metric
    d = derived(CENTRED, "x in R, y in R", ("v > 0", "c in (-sqrt(v*w), sqrt(v*w))", "w > 0"))
    point, basis = (
        np.array([[1.0, 0.3], [0.3, 2.0]]),
        [np.diag([1.0, 0]), np.array([[0, 1.0], [1, 0]]), np.diag([0, 1.0])],
    )
    theirs = np.array([[metric.inner_product(u, v, point) for v in basis] for u in basis])
    assert matrix(d.expected_information, v=1, c=0.3, w=2) == pytest.approx(theirs, rel=1e-10, abs=1e-12)


def test_diagonal_normal():
    """Independent normal variables: distances add up in squares, with variances in the point."""
    metric = imported("normal").NormalDistributions(2, "diagonal").metric
    d = derived("exp(-(x-m)^2/(2*s^2)-(y-n)^2/(2*t^2))/(2*pi*s*t)", "x in R, y in R", ("m", "n", "s > 0", "t > 0"))
    found = number(distance(d).value, m=0.1, n=0.2, s=1, t=2, m_2=0.3, n_2=-0.2, s_2=3, t_2=0.5)
    theirs = metric.dist(np.array([0.1, 0.2, 1, 4]), np.array([0.3, -0.2, 9, 0.25]))
    assert found == pytest.approx(float(theirs), rel=1e-9)


def test_scalar_curvature_of_dirichlet():
    """With three shapes the scalar curvature is theirs, which is taken by automatic differentiation in PyTorch."""
    imported("dirichlet")
    pytest.importorskip("torch")
    run = subprocess.run(
        [sys.executable, "-c", BY_TORCH],
        env={**os.environ, "GEOMSTATS_BACKEND": "pytorch"},
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    )
    ours = number(geometry(derived("x ~ dirichlet(a, b, c)")).scalar_curvature, a=2, b=3, c=1.5)
    assert ours == pytest.approx(float(run.stdout), rel=1e-8)
