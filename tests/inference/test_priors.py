"""Priors from the information."""

import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.priors import jeffreys_prior, reference_prior
from symfisher.inference.reparametrization import reparametrize
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "prior", "proper"),
    [
        ("x ~ bernoulli(p)", "1/sqrt(p*(1-p))", "yes"),
        ("x ~ poisson(m)", "1/sqrt(m)", "no"),
        ("theta*exp(-theta*x)", "1/theta", "no"),
        ("x ~ normal(mu, sigma)", "1/sigma**2", "no"),
        ("x ~ geometric(p)", "1/(p*sqrt(1-p))", "no"),
        ("x ~ gamma(a, b)", "sqrt(a*polygamma(1, a) - 1)/b", "no"),
        ("x ~ gamma(a, 1)", "sqrt(polygamma(1, a))", "no"),
        ("x ~ beta(a, b)", None, "undecided"),
    ],
)
def test_published(density, prior, proper):
    """Jeffreys priors of textbooks, and whether they are proper; what is not decided is said to be so."""
    found = jeffreys_prior(derived(density))
    shown = found.density
    assert prior is None or number(
        shown / sp.sympify(prior), p=0.3, m=0.3, theta=0.3, sigma=0.3, a=0.3, b=0.7
    ) == pytest.approx(1)
    assert found.proper == proper
    assert found.reason
    assert steps_are_told(found.answer)


def test_constant():
    """The arcsine law is normalised by 1/π."""
    assert jeffreys_prior(derived("x ~ bernoulli(p)")).constant == 1 / sp.pi


def test_positive():
    """A prior is positive, also where its root is written with a logarithm that is negative."""
    assert number(jeffreys_prior(derived("x ~ logarithmic(p)")).density, p=0.4) > 0
    found = reference_prior(derived("x ~ bivariate_normal(0, 0, s, s, rho)"), "rho").density
    assert number(found, s=1.3, rho=0.6) > 0


def test_invariant():
    """Jeffreys' prior for η is that for θ times |dθ/dη|."""
    from symfisher import derive

    d = derived("x ~ bernoulli(p)")
    change = reparametrize(d, "eta = log(p/(1-p))")
    there = jeffreys_prior(derive(change.density)).density
    eta = 0.4
    p = 1 / (1 + float(sp.exp(-sp.Float(eta))))
    ratio = number(there, eta=eta) / number(jeffreys_prior(d).density, p=p) / number(change.jacobian[0], eta=eta)
    assert ratio == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize(("interest", "prior"), [("mu", "1/sigma"), ("sigma", "1/sigma")])
def test_reference(interest, prior):
    """The reference prior of a normal distribution is 1/σ in both orders, unlike Jeffreys' 1/σ²."""
    assert same(reference_prior(derived("x ~ normal(mu, sigma)"), interest).density, prior)


def test_reference_of_gamma():
    """For the shape of a gamma distribution: √((aψ′(a) − 1)/a)/b (Liseo)."""
    found = reference_prior(derived("x ~ gamma(a, b)"), "a").density
    wanted = sp.sqrt((sp.Symbol("a") * sp.polygamma(1, sp.Symbol("a")) - 1) / sp.Symbol("a")) / sp.Symbol("b")
    assert number(found / wanted, a=1.7, b=0.4) == pytest.approx(1)


def test_reference_of_groups():
    """Two means and a common scale, as groups and one after the other: 1/σ either way (Jeffreys has 1/σ³)."""
    plane = derived("exp(-((x-m)^2+(y-k)^2)/(2*s^2))/(2*pi*s^2)", "x in R, y in R", ("m", "k", "s"))
    assert same(reference_prior(plane, ["m, k"]).density, "1/s")
    assert same(reference_prior(plane, ["s", "m", "k"]).density, "1/s")
    assert same(jeffreys_prior(plane).density, "1/s**3")
    with pytest.raises(DomainError, match="twice"):
        reference_prior(plane, ["m", "m"])


def test_refusals():
    """Reference priors need an order; there is none where the domains depend on each other."""
    with pytest.raises(DomainError, match="needs an order"):
        reference_prior(derived("x ~ poisson(m)"), "m")
    with pytest.raises(ClosedFormNotFoundError, match="depends on"):
        reference_prior(derived("x ~ trinomial(n, p, q)"), "p")
