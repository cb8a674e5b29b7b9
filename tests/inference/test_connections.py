"""The Amari-Chentsov tensor and the α-connections."""

import sympy as sp

from symfisher.inference.connections import dual_connections
from tests.inference.laws import derived, same


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
