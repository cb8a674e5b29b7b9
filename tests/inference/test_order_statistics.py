"""Order statistics: the r smallest of n observations, and one of them."""

from itertools import pairwise

import numpy as np
import pytest

from symfisher.errors import ClosedFormNotFoundError, DomainError, RegularityError
from symfisher.inference.order_statistics import order_statistic, smallest, smallest_at
from tests.inference.laws import derived, matrix, number, same, steps_are_told


def test_proportional_hazards():
    """The r smallest of n exponential or Weibull observations (known shape) tell r/n of the whole."""
    assert same(smallest(derived("theta*exp(-theta*x)"), 3, 10).information[0], "3/theta**2")
    weibull = derived("x ~ weibull(k, lam)", None, ("lam > 0",))
    found = smallest(weibull)
    assert same(found.information[0], "r*k**2/lam**2")
    assert same(found.lost[0], "1 - r/n")
    assert steps_are_told(found.answer)


def test_logistic_location():
    """∂ log h is linear in F for the logistic location: the part lost is (n−r)(n−r+1)(n−r+2)/(n(n+1)(n+2))."""
    found = smallest(derived("x ~ logistic(mu, 1)"))
    assert same(found.lost[0], "(n-r)*(n-r+1)*(n-r+2)/(n*(n+1)*(n+2))")


def test_weibull_with_both_parameters():
    """The least of three Weibull observations tells what a Weibull variable with scale λ·3^(−1/k) tells about both."""
    weibull = derived("x ~ weibull(k, lam)")
    one, other = smallest(weibull, 1, 3), order_statistic(weibull, 1, 3)
    at = {"k": 1.3, "lam": 0.7}
    assert matrix(one.information, **at) == pytest.approx(matrix(other.expected_information, **at), rel=1e-12)
    assert steps_are_told(one.answer)


def test_more_are_never_less():
    """Each further observation adds information, and all n tell n times one."""
    logistic = derived("x ~ logistic(mu, s)")
    told = [smallest_at(logistic, r, 4, "mu=0, s=1") for r in (1, 2, 3, 4)]
    assert all(np.linalg.eigvalsh(b - a).min() > -1e-9 for a, b in pairwise(told))
    assert told[3] == pytest.approx(4 * matrix(logistic.expected_information, s=1), abs=1e-8)


def test_normal_as_numbers():
    """Where there is no closed form there are numbers: half of a normal sample tells more than half about μ."""
    normal = derived("x ~ normal(mu, sigma)")
    with pytest.raises(ClosedFormNotFoundError, match="give numbers"):
        smallest(normal)
    half = smallest_at(normal, 5, 10, "mu=1, sigma=2")
    assert 0.5 < half[0, 0] / 2.5 < 1
    assert half[1, 1] / 5 < half[0, 0] / 2.5


def test_median_of_three():
    """The median of three exponential observations: 12ζ(3) − 25/2 over θ²."""
    found = order_statistic(derived("theta*exp(-theta*x)"), 2, 3)
    assert same(found.expected_information[0], "(12*zeta(3) - Rational(25, 2))/theta**2")
    assert found.verification.status == "passed"


def test_by_simulation():
    """The variance of the score of the 3 smallest of 8 exponential observations is 3/θ² (fixed seed)."""
    draws = np.sort(np.random.default_rng(3).exponential(1 / 2.0, (200_000, 8)))[:, :3]
    score = 3 / 2.0 - draws.sum(axis=1) - 5 * draws[:, 2]
    assert score.var() == pytest.approx(
        number(smallest(derived("theta*exp(-theta*x)"), 3, 8).information[0], theta=2), rel=0.02
    )


def test_refusals():
    """More than n, discrete variables, and densities without the Cramér-Rao theory are refused."""
    with pytest.raises(DomainError, match="1 <= r <= 10"):
        smallest(derived("theta*exp(-theta*x)"), 11, 10)
    with pytest.raises(DomainError, match="1 <= r <= n"):
        order_statistic(derived("theta*exp(-theta*x)"), 0, 3)
    with pytest.raises(ClosedFormNotFoundError, match="discrete"):
        smallest(derived("x ~ poisson(m)"), 1, 2)
    with pytest.raises(RegularityError):
        smallest(derived("x ~ uniform_zero_theta(t)"), 1, 2)
