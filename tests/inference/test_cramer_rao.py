"""The Cramér-Rao bound, its attainment, and the efficiency of estimators."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError, RegularityError
from symfisher.inference.cramer_rao import cramer_rao_bound, efficiency, functions_of, sample_size
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "of", "value", "attained"),
    [
        ("x ~ poisson(m)", "m", "m/n", "yes"),
        ("x ~ poisson(m)", "exp(-m)", "m*exp(-2*m)/n", "no"),
        ("theta*exp(-theta*x)", "theta", "theta**2/n", "no"),
        ("theta*exp(-theta*x)", "1/theta", "1/(n*theta**2)", "yes"),
        ("x ~ bernoulli(p)", "p", "p*(1-p)/n", "yes"),
        ("x ~ cauchy(m, s)", "m", "2*s**2/n", "no"),
        ("x ~ logistic(mu, s)", "mu", "3*s**2/n", "no"),
    ],
)
def test_published_bounds(density, of, value, attained):
    """Bounds of textbooks, and whether they are attained (in exponential families by the mean parameter only)."""
    found = cramer_rao_bound(derived(density), of, n="n")
    assert same(found.value[0], value)
    assert found.attained == (attained,)
    assert steps_are_told(found.answer)


def test_estimator_that_attains():
    """The estimator that attains the bound is shown: −log x for 1/a of a power function."""
    found = cramer_rao_bound(derived("x ~ power_function(a)"), "1/a")
    assert same(found.estimators[0], "-log(x)")


def test_several_functions():
    """For several functions the bound is a matrix, J I⁻¹ Jᵀ/n."""
    found = cramer_rao_bound(derived("x ~ normal(mu, sigma)"), ["mu", "sigma^2"], n=4)
    assert [same(e, t) for e, t in zip(found.value, ["sigma**2/4", "0", "0", "sigma**4/2"], strict=True)] == [True] * 4
    assert found.attained == ("yes", "no")


def test_biased_estimators():
    """An estimator with bias b has variance at least (g + b)′²/(nI)."""
    found = cramer_rao_bound(derived("theta*exp(-theta*x)"), "1/theta", bias="-1/(2*theta)")
    assert same(found.value[0], "1/(4*theta**2)")


@pytest.mark.parametrize(
    ("density", "statistic", "value"),
    [("x ~ laplace(mu, b)", "x", "1/2"), ("x ~ logistic(mu, s)", "x", "9/pi**2"), ("x ~ normal(mu, sigma)", "x", "1")],
)
def test_efficiency_of_the_mean(density, statistic, value):
    """The sample mean is half as good as possible for Laplace, 9/π² for logistic, best for normal observations."""
    assert same(efficiency(derived(density), statistic, n="n").value, value)


def test_bound_is_below_the_variance_reached():
    """The bound is not greater than the variance of an unbiased estimator, here by simulation with a fixed seed."""
    bound = number(cramer_rao_bound(derived("x ~ laplace(mu, b)"), "mu", n=25).value[0], mu=0, b=2)
    draws = np.random.default_rng(5).laplace(0, 2, (20_000, 25))
    assert bound < draws.mean(axis=1).var()
    assert bound < np.median(draws, axis=1).var() < draws.mean(axis=1).var()


def test_size_may_clash():
    """A sample size called like a parameter of the density gets another name."""
    found = cramer_rao_bound(derived("x ~ binomial(n, p)"), "p", n="n")
    assert "N" in found.answer.density.constants[-1].name


def test_refusals():
    """No bound where the theory fails; an estimator without parameters; a sensible n."""
    with pytest.raises(RegularityError, match="--chapman-robbins"):
        cramer_rao_bound(derived("x ~ uniform_zero_theta(theta)"))
    with pytest.raises(DomainError, match="contains mu"):
        efficiency(derived("x ~ normal(mu, sigma)"), "x - mu")
    with pytest.raises(DomainError, match="estimates nothing"):
        efficiency(derived("x ~ normal(mu, sigma)"), "3")
    for n in (0, "-2", "a b"):
        with pytest.raises(DomainError, match="n: got"):
            sample_size(derived("x ~ poisson(m)").density, n)


def test_functions_in_the_users_symbols():
    """Functions of the parameters may be SymPy expressions over the derivation's own symbols."""
    d = derived("x ~ poisson(m)")
    m = d.expected_information.free_symbols.pop()
    assert functions_of(d.density, m**2) == [d.density.thetas[0] ** 2]


def test_conditions_travel_with_the_answer():
    """The variance of a Student sample mean exists for more than 2 degrees of freedom only, and the answer says so."""
    answer = efficiency(derived("x ~ student_t_known_df(mu, s, nu)"), "x").answer
    shown = [answer.density.present(c) for c in answer.conditions]
    assert [bool(c.subs(dict.fromkeys(c.free_symbols, v))) for v in (3, 1.5) for c in shown] == [
        True,
        True,
        True,
        False,
    ]
    assert same(answer.density.present(answer["efficiency"]), "1 - 6/(nu*(nu + 1))")


def test_a_doubtful_theory_is_named():
    """Where the theory is not shown to hold everywhere a row says so."""
    answer = cramer_rao_bound(derived("x ~ weibull_location(mu, s, k)", None, ("s > 0",)), "s").answer
    labels = [row.label for row in answer.rows]
    regular = derived("x ~ weibull_location(mu, s, k)", None, ("s > 0",)).regularity.verdict == "regular"
    assert ("regularity" in labels) != regular


def test_bias_may_depend_on_the_number_of_observations():
    """1/mean(x) has the mean n*theta/(n - 1) for exponential data: the bias is a function of n as well."""
    found = cramer_rao_bound(derived("x ~ exponential(theta)"), "theta", n="n", bias="theta/(n-1)")
    assert same(found.value[0], "n*theta**2/(n-1)**2")


def test_an_absolute_value_is_written_as_such():
    """The estimator of a Laplace scale is the mean of |x|, not of x*sign(x)."""
    (estimator,) = cramer_rao_bound(derived("x ~ laplace(0, b)")).estimators
    assert estimator.func is sp.Abs
