"""New parameters for old."""

import numpy as np
import pytest
import sympy as sp

from symfisher import derive
from symfisher.errors import DomainError, ParseError
from symfisher.inference.reparametrization import reparametrize
from tests.inference.laws import derived, matrix, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "to", "value"),
    [
        ("x ~ bernoulli(p)", "eta = log(p/(1-p))", "exp(eta)/(1+exp(eta))**2"),
        ("x ~ bernoulli(p)", "p = 1/(1+exp(-eta))", "exp(eta)/(1+exp(eta))**2"),
        ("theta*exp(-theta*x)", "m = 1/theta", "1/m**2"),
        ("theta*exp(-theta*x)", "theta = 1/m", "1/m**2"),
        ("x ~ poisson(m)", "m = exp(eta)", "exp(eta)"),
        ("x ~ poisson(m)", "m = s^2", "4"),
    ],
)
def test_one_parameter(density, to, value):
    """Both directions give the information about the new parameter."""
    found = reparametrize(derived(density), to)
    assert same(found.information[0], value)
    assert steps_are_told(found.answer)


@pytest.mark.parametrize(
    "to", [["v = sigma^2"], ["a = mu/sigma^2", "b = -1/(2*sigma^2)"], ["c = mu/sigma", "l = log(sigma)"]]
)
def test_derived_anew(to):
    """The information of the density in its new parameters, derived anew, is the transformed one."""
    found = reparametrize(derived("x ~ normal(mu, sigma)"), to)
    again = derive(found.density)
    names = [p.name for p in found.density.parameters]
    values = dict(zip(names, (0.7, -0.4 if "b" in names else 1.3), strict=True))
    assert np.allclose(matrix(found.information, **values), matrix(again.expected_information, **values), rtol=1e-12)


def test_there_and_back():
    """A change and its inverse give back the first information."""
    found = reparametrize(derived("x ~ gamma(a, b)"), ["m = a/b", "c = a"])
    back = reparametrize(derive(found.density), ["a = c", "b = c/m"])
    values = {"a": 2.5, "b": 0.8}
    there = matrix(derived("x ~ gamma(a, b)").expected_information, **values)
    swapped = matrix(back.information, **values)
    assert np.allclose(swapped, there, rtol=1e-12) or np.allclose(swapped[::-1, ::-1], there, rtol=1e-12)


def test_written_in_the_old_parameters():
    """Where the new parameters are functions of the old ones the matrix is given in those as well."""
    found = reparametrize(derived("x ~ normal(mu, sigma)"), "v = sigma^2")
    assert same(found.in_old[1, 1], "1/(2*sigma**4)")


@pytest.mark.parametrize(
    ("to", "error", "said"),
    [
        ("q = (m-1)^2", DomainError, "one to one"),
        ("eta", ParseError, "expected a change"),
        ("m = u + v", DomainError, "as many"),
        ("m = 2*m", DomainError, "another name"),
        ("x = m^2", DomainError, "already a name"),
    ],
)
def test_refusals(to, error, said):
    """A change that is not one to one, or not a change, is refused."""
    with pytest.raises(error, match=said):
        reparametrize(derived("x ~ poisson(m)"), to)


def test_two_directions():
    """Changes typed in both directions at once are refused."""
    with pytest.raises(ParseError, match="one direction"):
        reparametrize(derived("x ~ normal(mu, sigma)"), ["v = sigma^2", "mu = u"])


def test_several_in_one_text():
    """Two new parameters may stand in one text; functions keep their commas."""
    one = reparametrize(derived("x ~ gamma(a, b)"), "m = a/b, k = a")
    two = reparametrize(derived("x ~ gamma(a, b)"), ["m = a/b", "k = a"])
    assert one.information == two.information
    assert same(one.information[0], "k/m**2")


def test_share_of_two():
    """A new parameter that is a share, a/(a + b), keeps between 0 and 1."""
    found = reparametrize(derived("x ~ beta(a, b)"), "m = a/(a+b), s = a+b")
    wanted = "s**2*(polygamma(1, m*s) + polygamma(1, s*(1 - m)))"
    assert found.density.parameters[0].domain.describe("m") == "0 < m < 1"
    assert number(found.information[0], m=0.3, s=2.5) == pytest.approx(number(sp.sympify(wanted), m=0.3, s=2.5))


def test_a_parameter_is_kept_by_name():
    """'k = k' keeps a parameter beside a new one that contains it: the information of Weibull's hazard form is known."""
    found = reparametrize(derived("x ~ weibull(k, lam)"), "theta = lam^(-k), k = k").information
    assert same(found[1, 1], "1/theta**2")
    assert same(found[0, 1], "(1 - log(theta) - EulerGamma)/(k*theta)")
    with pytest.raises(ParseError, match="nothing is changed"):
        reparametrize(derived("x ~ weibull(k, lam)"), "k = k")
