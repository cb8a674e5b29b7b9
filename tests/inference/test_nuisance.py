"""Parameters of interest beside nuisance parameters."""

import numpy as np
import pytest

from symfisher.errors import DomainError
from symfisher.inference.cramer_rao import cramer_rao_bound
from symfisher.inference.nuisance import efficient_information, orthogonalize
from symfisher.inference.reduction import reduce
from symfisher.inference.reparametrization import reparametrize
from tests.inference.laws import derived, matrix, number, same, steps_are_told

TWO = [("x ~ weibull(k, lam)", "k"), ("x ~ gamma(a, b)", "a"), ("x ~ gumbel(mu, beta)", "mu"), ("x ~ beta(a, b)", "b")]


@pytest.mark.parametrize(("density", "interest"), TWO)
def test_never_more_than_with_known_nuisance(density, interest):
    """Efficient information is at most the marginal one, and its inverse is the bound with unknown nuisance."""
    d = derived(density)
    found = efficient_information(d, interest)
    values = {p.name: v for p, v in zip(d.density.parameters, (1.7, 0.6), strict=True)}
    left, known = matrix(found.information, **values)[0, 0], matrix(found.known, **values)[0, 0]
    assert 0 < left <= known
    assert left == pytest.approx(1 / number(cramer_rao_bound(d, interest).value[0], **values), rel=1e-12)
    assert steps_are_told(found.answer)


def test_weibull():
    """The shape of a Weibull distribution keeps π²/(6k²) when its scale is unknown."""
    assert same(efficient_information(derived("x ~ weibull(k, lam)"), "k").information[0], "pi**2/(6*k**2)")


def test_orthogonal():
    """Mean and standard deviation of a normal distribution are orthogonal."""
    assert efficient_information(derived("x ~ normal(mu, sigma)"), "mu").orthogonal


def test_gamma_mean():
    """The mean a/b is orthogonal to the shape of a gamma distribution."""
    assert same(orthogonalize(derived("x ~ gamma(a, b)"), "a").parameter, "a/b")


@pytest.mark.parametrize(
    ("density", "interest", "kept"), [("x ~ gamma(a, b)", "a", "a"), ("x ~ gumbel(mu, beta)", "beta", "beta")]
)
def test_orthogonal_parameters_are(density, interest, kept):
    """With the parameter found in place of the nuisance parameter the mixed entry vanishes."""
    d = derived(density)
    zeta = orthogonalize(d, interest).parameter
    typed = str(zeta).replace("beta_", "beta").replace("**", "^")
    found = reparametrize(d, [f"zeta = {typed}", f"kept = {kept}"])
    values = {p.name: v for p, v in zip(d.density.parameters, (1.7, 0.6), strict=True)}
    values |= {f"{p.name}_": values[p.name] for p in d.density.parameters}
    mixed = matrix(found.in_old, **values)
    assert abs(mixed[0, 1]) < 1e-12 * np.sqrt(mixed[0, 0] * mixed[1, 1])


def test_refusals():
    """No nuisance left, no such parameter, nothing to reduce."""
    d = derived("x ~ gamma(a, b)")
    for names, said in ((["a", "b"], "no nuisance"), ("c", "unknown parameter")):
        with pytest.raises(DomainError, match=said):
            efficient_information(d, names)
    with pytest.raises(DomainError, match="told apart"):
        reduce(d)


@pytest.mark.parametrize(
    ("density", "interest", "zeta"),
    [
        ("x ~ gamma(a, b)", "b", "polygamma(0, a) - log(b)"),
        ("x ~ beta(a, b)", "a", "polygamma(0, b) - polygamma(0, a + b)"),
    ],
)
def test_mean_of_a_statistic_is_orthogonal(density, interest, zeta):
    """The mean of the other sufficient statistic is orthogonal to a natural parameter (Barndorff-Nielsen)."""
    assert same(orthogonalize(derived(density), interest).parameter, zeta)
