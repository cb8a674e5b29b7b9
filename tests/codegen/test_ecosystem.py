"""Generated code where it goes to work: JAX, PyTorch, C++, R, JavaScript executed; Julia and Stan parsed at least."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from symfisher.codegen import callables, module_source
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS
from tests.codegen.languages import DENSITIES, LANGUAGES, RUN, derived

pytestmark = pytest.mark.ecosystem

POINTS = {
    "x ~ weibull(shape=k, scale=s)": ([0.3, 1.7], [0.7, 3.2], [1.3, 0.4]),
    "x ~ gamma(a, b)": ([0.3, 5.0], [0.2, 40.0], [1.3, 6.0]),
    "x ~ beta(a, b)": ([0.3, 0.9], [0.7, 1e4], [2.5, 1e-6]),
    "x ~ von_mises(mu, kappa)": ([0.3, -2.0], [0.1, 1.0], [0.5, 9e5]),
    "x ~ ex_gaussian(mu, sigma, lam)": ([0.3, 0.5], [0.1, 1.0], [1.0, 2.0], [0.5, 9e3]),
    "x ~ zeta(s)": ([1, 6], [1.3, 4.0]),
    "x ~ gev(mu, sigma, xi)": ([0.3, 5.0], [0.0, 1.0], [1.3, 2.0], [1e-8, 0.7]),
    "x ~ kumaraswamy(a, b)": ([0.3, 0.9], [0.7, 3.0], [1.0, 1.9999]),
    "x ~ nakagami(m, w)": ([0.3, 0.9], [0.7, 3000.0], [1.0, 2.0]),
    DENSITIES[10]: ([[0.3, 0.4], [1.0, -2.0]], [0.5, -0.99]),
    DENSITIES[11]: ([0.3, -40.0], [0.2, 0.7]),
}
"""Data and parameters, two points each, in arrays."""

OPEN = ("x ~ ex_gaussian(mu, sigma, lam)", DENSITIES[11])
"""Densities whose expected information has no closed form."""


def strict(text: str) -> str:
    """Return a file whose own test asks for 1e-12."""
    assert "1e-9 * (1 +" in text
    return text.replace("1e-9 * (1 +", "1e-12 * (1 +")


@pytest.mark.parametrize("density", DENSITIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_files_agree_with_their_stored_values(language: str, density: str, tmp_path: Path) -> None:
    """What a file computes in its language agrees to 1e-12 with the values of 20 digits that it carries."""
    said = RUN[language](strict(module_source(derived(density), language)), tmp_path)
    assert "stored values agree" in said or said == "parsed"


def as_numpy(value) -> np.ndarray:
    """Return an array of any library as one of NumPy."""
    return np.asarray(value.detach() if hasattr(value, "detach") else value)


@pytest.fixture(params=["jax", "torch"])
def backend(request):
    """A library, in double precision."""
    library = pytest.importorskip(request.param)
    if request.param == "jax":
        with library.enable_x64(True):
            yield request.param
    else:
        yield request.param


@pytest.mark.parametrize("density", POINTS)
def test_libraries_agree_with_numpy(backend: str, density: str) -> None:
    """JAX and PyTorch give what NumPy gives, to 1e-12; nan only where an entry has no closed form."""
    numpy, other = callables(derived(density)), callables(derived(density), backend)
    data, *knowns = (np.array(values, dtype=float) for values in POINTS[density])
    for name in FUNCTIONS:
        given = (data, *knowns) if name in DATA_FUNCTIONS else tuple(knowns)
        wanted, found = getattr(numpy, name)(*given), as_numpy(getattr(other, name)(*given))
        assert found.shape == wanted.shape
        if density in OPEN and name not in DATA_FUNCTIONS:
            assert np.isnan(found).any()
            continue
        scale = np.maximum(1.0, np.abs(wanted))
        assert np.max(np.abs(found - wanted) / scale) < (1e-12 if "gev" not in density else 1e-10), name


def test_domains_and_supports(backend: str) -> None:
    """Parameters outside their domain give nan, data outside the support -inf and nan."""
    f = callables(derived("x ~ gamma(a, b)"), backend)
    assert np.isnan(as_numpy(f.expected_information(-1.0, 2.0))).all()
    assert as_numpy(f.log_density(-1.0, 2.0, 1.0)) == -np.inf
    assert np.isnan(as_numpy(f.score(-1.0, 2.0, 1.0))).all()


def test_jax_compiles_maps_and_differentiates() -> None:
    """Under jit and vmap the values are the same; grad of the log-density is the score, its Hessian minus the information."""
    jax = pytest.importorskip("jax")
    f = callables(derived("x ~ gamma(a, b)"), "jax")
    with jax.enable_x64(True):
        a = jax.numpy.linspace(0.5, 9.0, 7)
        plain = f.expected_information(a, 2.0)
        assert np.allclose(jax.jit(f.expected_information)(a, 2.0), plain, rtol=1e-14)
        assert np.allclose(jax.vmap(f.expected_information, (0, None))(a, 2.0), plain, rtol=1e-14)
        slope = jax.grad(f.log_density, (1, 2))(0.7, 1.3, 2.0)
        assert np.allclose(slope, f.score(0.7, 1.3, 2.0), rtol=1e-12)
        curvature = jax.hessian(lambda t: f.log_density(0.7, t[0], t[1]))(jax.numpy.array([1.3, 2.0]))
        assert np.allclose(-curvature, f.observed_information(0.7, 1.3, 2.0), rtol=1e-12)
        near = callables(derived("x ~ kumaraswamy(a, b)"), "jax")
        assert np.isfinite(jax.grad(lambda b: near.jeffreys_log_density(1.5, b))(1.0))


def test_torch_differentiates_and_maps() -> None:
    """Autograd of the log-density is the score; vmap gives what broadcasting gives."""
    torch = pytest.importorskip("torch")
    f = callables(derived("x ~ gamma(a, b)"), "torch")
    a = torch.tensor([1.3, 4.0], dtype=torch.float64, requires_grad=True)
    f.log_density(0.7, a, 2.0).sum().backward()
    assert np.allclose(a.grad, as_numpy(f.score(0.7, a, 2.0))[:, 0], rtol=1e-12)
    mapped = torch.func.vmap(f.expected_information, (0, None))(a.detach(), torch.tensor(2.0, dtype=torch.float64))
    assert np.allclose(mapped, as_numpy(f.expected_information(a, 2.0)), rtol=1e-14)
