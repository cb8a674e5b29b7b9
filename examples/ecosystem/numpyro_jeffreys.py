"""Jeffreys' prior in NumPyro: a factor √det I(θ), from a formula printed for JAX."""

import jax
import numpyro
import sympy as sp
from jax import numpy as jnp
from numpyro import distributions
from numpyro.infer import MCMC, NUTS

import symfisher


def log_jeffreys(density):
    """Return the logarithm of Jeffreys' prior as a JAX function of the parameters."""
    information = symfisher.derive(density).expected_information
    names = sorted(information.free_symbols, key=str)
    return sp.lambdify(names, sp.log(sp.factor(information.det())) / 2, "jax"), [str(n) for n in names]


def main() -> dict[str, float]:
    """Sample the posterior of a Bernoulli probability; with Jeffreys' prior it is Beta(x + 1/2, n - x + 1/2)."""
    prior, names = log_jeffreys("x ~ bernoulli(p)")
    trials, successes = 12, 1

    def model(jeffreys):
        p = numpyro.sample("p", distributions.Uniform(0.0, 1.0))
        if jeffreys:
            numpyro.factor("jeffreys", prior(p))
        numpyro.sample("x", distributions.Binomial(trials, p), obs=jnp.array(successes))

    found = {}
    for jeffreys in (False, True):
        sampler = MCMC(NUTS(model), num_warmup=500, num_samples=4000, progress_bar=False)
        sampler.run(jax.random.PRNGKey(0), jeffreys)
        found["jeffreys" if jeffreys else "uniform"] = float(sampler.get_samples()["p"].mean())
    exact = {"uniform": (successes + 1) / (trials + 2), "jeffreys": (successes + 0.5) / (trials + 1)}
    print("posterior means:", found, "exact:", exact, "of", names)
    return {kind: found[kind] - exact[kind] for kind in found}


if __name__ == "__main__":
    main()
