"""Data scores, objectives and floors as functions of arrays."""

import inspect

import numpy as np
import pytest

from symfisher.errors import ClosedFormNotFoundError, SymfisherError
from symfisher.score_matching import add_noise, fisher_divergence, ratio_divergence

MIXTURE = "exp(-(x-mu)^2/(2*v))/(2*sqrt(2*pi*v)) + exp(-(x+mu)^2/(2*v))/(2*sqrt(2*pi*v))"
POINT = {"mu": 1, "v": 0.04, "sigma": 0.6}
X = np.linspace(-3.0, 3.0, 7)


@pytest.fixture(scope="module")
def mixture():
    return add_noise(MIXTURE, support="x in R", parameters=["mu", "v > 0"], at="mu=1, v=1/25, sigma=3/5")


@pytest.fixture(scope="module")
def functions(mixture):
    return mixture.callables()


def test_score_is_the_slope_of_the_log_density(functions):
    """The score of x_t is the derivative of its log-density, at all places; Tweedie's mean goes with it."""
    h = 1e-5
    slope = (functions.log_density(X + h, **POINT) - functions.log_density(X - h, **POINT)) / (2 * h)
    np.testing.assert_allclose(functions.score(X, **POINT), slope, atol=1e-8)
    tweedie = (X + 0.36 * functions.score(X, **POINT)) / 0.8
    np.testing.assert_allclose(functions.posterior_mean(X, **POINT), tweedie, atol=1e-12)


def test_far_away(functions):
    """Far from all data, where p_t underflows, the score is the line of the nearest peak."""
    variance = 0.64 * 0.04 + 0.36
    np.testing.assert_allclose(functions.score(500.0, **POINT), -(500 - 0.8) / variance, rtol=1e-12)


def test_integrated_floor(functions, mixture):
    """Where J(p_t) is an integral the functions integrate it as the answer does, for many levels at once."""
    numbers = mixture.values[0]
    np.testing.assert_allclose(functions.floor(**POINT), numbers["floor"], rtol=1e-10)
    np.testing.assert_allclose(functions.mmse(**POINT), numbers["mmse"], rtol=1e-10)
    many = functions.information(1.0, 0.04, np.array([[0.1], [0.6]]))
    assert many.shape == (2, 1)
    np.testing.assert_allclose(many[1, 0], numbers["J"], rtol=1e-10)


def test_arguments(functions):
    """A function takes what it depends on, by the user's names, and its documentation says its shape."""
    assert list(inspect.signature(functions.score).parameters) == ["x_t", "mu", "v", "sigma"]
    assert list(inspect.signature(functions.weight).parameters) == ["sigma"]
    assert "Returns shape S" in functions.score.__doc__
    np.testing.assert_allclose(functions.weight([0.5, 0.8]), [8 / 3, 1 / (0.8 * 0.36)])


def test_several_variables():
    """The data of two variables are the last axis; scores are too."""
    found = fisher_divergence(
        "x ~ bivariate_normal(m1, m2, s1, s2, r)", model_score=["-(x1-a)/b", "-(x2-c)/d"]
    ).callables()
    data = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
    precision = np.linalg.inv(np.array([[1.0, 0.5], [0.5, 1.0]]))
    np.testing.assert_allclose(found.data_score(data, 0, 0, 1, 1, 0.5), -data @ precision)
    np.testing.assert_allclose(found.implicit(data, 0, 2, 0, 1), (data[:, 0] / 2) ** 2 + data[:, 1] ** 2 - 3)


def test_mean_of_the_pointwise_objective():
    """The mean of the pointwise objective over samples is the implicit objective: 200 000 draws, seed 5, five errors."""
    rng = np.random.default_rng(5)
    gaussian = fisher_divergence("x ~ normal(m, s)", model_score="-(x-a)/b").callables()
    counts = ratio_divergence("x ~ poisson(m)", model_density="x ~ poisson(l)").callables()
    for losses, wanted in (
        (
            gaussian.implicit(rng.normal(1.0, 2.0, 200_000), a=0.0, b=3.0),
            gaussian.implicit_objective(1.0, 2.0, 0.0, 3.0),
        ),
        (counts.implicit(rng.poisson(3.0, 200_000), l=2.0), counts.implicit_objective(m=3.0, l=2.0)),
    ):
        assert abs(losses.mean() - wanted) < 5 * losses.std() / np.sqrt(losses.size)


def test_outside_the_support():
    """The data score is nan where the density is zero; the model's score as well."""
    found = fisher_divergence("x ~ gamma(a, b)", model_score="-c*x").callables()
    assert np.isnan(found.data_score([-1.0, 2.0], 3, 1)).tolist() == [True, False]
    assert np.isnan(found.model_score(-1.0, 1))


def test_missing(mixture):
    """A function without closed form is named; one that never was is none."""
    found = fisher_divergence("x ~ cauchy(m, s)", model_score="-x").callables()
    with pytest.raises(ClosedFormNotFoundError, match="squared"):
        found.squared(0, 1)
    with pytest.raises(AttributeError, match="data_score"):
        found.scores(0)
    with pytest.raises(ClosedFormNotFoundError, match="p_t"):
        add_noise("x ~ beta(a, b)").callables()
    with pytest.raises(SymfisherError, match="unknown target"):
        mixture.callables("fortran")


@pytest.mark.ecosystem
@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_other_libraries(mixture, functions, backend):
    """PyTorch and JAX compute what NumPy does, in the precision of the data; the floor can be differentiated."""
    library = pytest.importorskip(backend)
    found = mixture.callables(backend)
    data = library.tensor(X) if backend == "torch" else library.numpy.asarray(X)
    for name in ("log_density", "score", "posterior_mean"):
        np.testing.assert_allclose(
            np.asarray(getattr(found, name)(data, **POINT)), getattr(functions, name)(X, **POINT), atol=1e-5
        )
    np.testing.assert_allclose(np.asarray(found.floor(**POINT)), functions.floor(**POINT), rtol=1e-5)
    h = 1e-4
    slope = (functions.floor(1, 0.04, 0.6 + h) - functions.floor(1, 0.04, 0.6 - h)) / (2 * h)
    np.testing.assert_allclose(_slope(library, backend, found), slope, rtol=1e-3)


def _slope(library, backend, found):
    """Derivative of the floor in σ by the library."""
    if backend == "jax":
        return float(library.grad(lambda s: found.floor(1.0, 0.04, s))(0.6))
    sigma = library.tensor(0.6, dtype=library.float64, requires_grad=True)
    found.floor(1.0, 0.04, sigma).backward()
    return float(sigma.grad)


@pytest.mark.ecosystem
def test_counts_in_torch():
    """The pointwise objective of counts runs in PyTorch, in its own precision."""
    torch = pytest.importorskip("torch")
    found = ratio_divergence("x ~ poisson(m)", model_density="x ~ poisson(l)").callables("torch")
    values = found.implicit(torch.tensor([1.0, 0.0, 3.0]), 3.0)
    assert values.tolist() == [3.0, 9.0, -9.0]
    assert values.dtype == torch.float32


def test_source_holds_no_name_of_a_user():
    """The names that a user typed are not in the source that is run."""
    found = add_noise("x ~ normal(zebra, s)").callables()
    assert "zebra" not in found.source
    assert "zebra" in inspect.signature(found.score).parameters
