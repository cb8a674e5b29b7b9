"""Priors as source text for NumPyro and PyMC."""

import math

import pytest

from symfisher.codegen.literals import UnsupportedFunctionError
from symfisher.codegen.priors import prior_source
from symfisher.errors import DomainError, SymfisherError
from tests.inference.laws import derived, number

DENSITIES = ["x ~ normal(mu, sigma)", "x ~ gamma(a, b)", "x ~ bernoulli(p)", "x ~ beta(a, b)", "x ~ weibull(k, lam)"]
AT = {"mu": 0.3, "sigma": 1.7, "a": 1.3, "b": 0.6, "p": 0.3, "k": 1.4, "lam": 2.5}


def run(density, framework):
    """Run a module and return its names, the prior, and its parameters' names."""
    prior = derived(density).jeffreys_prior()
    names = {}
    exec(prior.source(framework), names)
    return names, prior, [p.name for p in derived(density).density.parameters]


def test_text():
    """Flat parameters on their domains, and the logarithm as a factor."""
    text = derived("x ~ normal(mu, sigma)").reference_prior("mu").source("numpyro")
    compile(text, "prior", "exec")
    assert "constraints.positive" in text
    assert "return -jnp.log(sigma)" in text
    assert "special" not in text
    assert 'pm.Uniform("p", 0.0, 1.0)' in derived("x ~ bernoulli(p)").jeffreys_prior().source("pymc")


def test_names():
    """A parameter called like a name of the module gives way."""
    text = derived("pm*exp(-pm*x)").jeffreys_prior().source("pymc")
    assert "def log_prior(pm_):" in text


def test_refusals():
    """Unknown frameworks, and domains that depend on other parameters, are refused."""
    with pytest.raises(SymfisherError, match="known are numpyro, pymc"):
        prior_source(derived("x ~ poisson(m)").jeffreys_prior(), "stan")
    with pytest.raises((DomainError, UnsupportedFunctionError)):
        derived("x ~ trinomial(n, p, q)").jeffreys_prior().source("pymc")


@pytest.mark.ecosystem
@pytest.mark.parametrize("density", DENSITIES)
def test_numpyro(density):
    """NumPyro's log-density of the model is the logarithm of √det I, up to a constant."""
    util = pytest.importorskip("numpyro.infer.util")
    names, prior, parameters = run(density, "numpyro")
    at = {n: AT[n] for n in parameters}
    moved = {n: v * 1.1 for n, v in at.items()}
    found = [float(util.log_density(names["prior"], (), {}, p)[0]) for p in (at, moved)]
    wanted = [math.log(number(prior.density, **p)) for p in (at, moved)]
    assert found[1] - found[0] == pytest.approx(wanted[1] - wanted[0], abs=1e-5)


@pytest.mark.ecosystem
@pytest.mark.filterwarnings("ignore:PyTensor could not link")
@pytest.mark.parametrize("density", DENSITIES)
def test_pymc(density):
    """PyMC's potential is the logarithm of √det I, up to a constant."""
    pm = pytest.importorskip("pymc")
    names, prior, parameters = run(density, "pymc")
    with pm.Model() as model:
        names["prior"]()
    at = {n: AT[n] for n in parameters}
    moved = {n: v * 1.1 for n, v in at.items()}
    potential = model.potentials[0].eval
    found = [float(potential({model[n]: v for n, v in p.items()}, on_unused_input="ignore")) for p in (at, moved)]
    wanted = [math.log(number(prior.density, **p)) for p in (at, moved)]
    assert found[1] - found[0] == pytest.approx(wanted[1] - wanted[0], abs=1e-7)  # PyTensor's trigamma has 9 digits
