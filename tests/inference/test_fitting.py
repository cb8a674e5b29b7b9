"""Maximum likelihood by iteration, tests and intervals."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError, RegularityError
from symfisher.inference.confidence import intervals, null_statistics
from symfisher.inference.fitting import fit, observed_at
from tests.inference.laws import derived

RANDOM = np.random.default_rng(11)
SAMPLES = {
    "x ~ cauchy(m, s)": 5 + 2 * RANDOM.standard_cauchy(40),
    "x ~ gamma(a, b)": RANDOM.gamma(3, 0.5, 40),
    "x ~ weibull(k, lam)": 3 * RANDOM.weibull(1.7, 40),
    "x ~ beta(a, b)": RANDOM.beta(2, 5, 40),
    "x ~ gumbel(mu, beta)": RANDOM.gumbel(10, 3, 40),
    "x ~ logistic(mu, s)": RANDOM.logistic(-4, 2, 40),
}


@pytest.mark.parametrize("density", SAMPLES)
def test_both_methods_agree(density):
    """Newton and Fisher scoring converge to the same maximum, where the observed information is positive definite."""
    newton, scoring = (fit(derived(density), SAMPLES[density], method=m) for m in ("newton", "scoring"))
    assert newton.converged
    assert scoring.converged
    assert list(newton.estimate.values()) == pytest.approx(list(scoring.estimate.values()), rel=1e-7)
    assert np.linalg.eigvalsh(newton.observed_information).min() > 0
    assert (np.diag(newton.covariance) > 0).all()


def test_cauchy_location():
    """For the Cauchy location scoring comes from far away as well, and both end at one maximum."""
    data = 5 + 2 * np.random.default_rng(2).standard_cauchy(25)
    d = derived("x ~ cauchy(m, 2)")
    near = fit(d, data, method="newton")
    far = fit(d, data, method="scoring", start=[np.median(data) + 3])
    assert far.converged
    assert far.estimate["m"] == pytest.approx(near.estimate["m"], abs=1e-6)


def test_closed_form():
    """A normal fit is mean and root mean squared deviation."""
    x = np.array([1.0, 2.0, 4.0, 5.0])
    found = fit(derived("x ~ normal(mu, sigma)"), x)
    assert list(found.estimate.values()) == pytest.approx([3.0, np.sqrt(2.5)], rel=1e-12)
    assert found.answer(derived("x ~ normal(mu, sigma)"))["log-likelihood"] == f"{found.log_likelihood:.8g}"


def test_constants():
    """Known constants are given as text; one that is missing is named."""
    d = derived("x ~ binomial(n, p)")
    assert fit(d, [3, 5, 4], constants="n=10").estimate["p"] == pytest.approx(0.4, rel=1e-10)
    with pytest.raises(DomainError, match="missing for n"):
        fit(d, [3, 5, 4])


def test_refusals():
    """Data that are no sample, and a start outside the domain, are refused."""
    with pytest.raises(DomainError, match="needs finite numbers"):
        fit(derived("x ~ gamma(a, b)"), [[1.0, 2.0]])
    with pytest.raises(DomainError, match="start"):
        fit(derived("x ~ gamma(a, b)"), [1.0, 2.0], start=[-1, 1])


def test_observed_at():
    """The observed information of a sample is a sum over it: n/σ² and 2n/σ² at the maximum for normal data."""
    x = np.array([1.0, 2.0, 4.0, 5.0])
    at = {"mu": sp.Integer(3), "sigma": sp.sqrt(sp.Rational(10, 4))}
    found = observed_at(derived("x ~ normal(mu, sigma)"), x, at)
    assert found == pytest.approx(np.diag([4 / 2.5, 2 * 4 / 2.5]))


@pytest.mark.parametrize(
    ("data", "at", "said"),
    [
        ([1.0, -1.0], "theta=1", "outside its support"),
        ([[1.0]], "theta=1", "needs finite"),
        ([1.0], "t=1", "no parameter"),
    ],
)
def test_observed_at_refuses(data, at, said):
    """Data outside the support, of the wrong shape, or unknown names are refused."""
    with pytest.raises(DomainError, match=said):
        observed_at(derived("theta*exp(-theta*x)"), data, at)


def test_observed_at_the_maximum():
    """Without parameters it is that of the fit: n/θ̂² for exponential data; constants are given alone."""
    assert observed_at(derived("theta*exp(-theta*x)"), [1.0, 2.0, 3.0]).tolist() == [[pytest.approx(12.0)]]
    binomial = derived("x ~ binomial(n, p)")
    assert observed_at(binomial, [3, 5, 4], "n=10")[0, 0] == pytest.approx(3 * 10 / 0.24)


def test_ends_of_the_support():
    """An extreme is no normal variable: it has no standard error and no interval, the other parameter has both."""
    d, data = derived("x ~ shifted_exponential(a, b)"), [1.2, 0.7, 3.1, 0.9, 1.4, 2.2]
    found = fit(d, data)
    assert found.estimate == pytest.approx({"a": 0.7, "b": 1 / (np.mean(data) - 0.7)})
    assert np.isnan(found.covariance[0, 0])
    assert found.covariance[1, 1] == pytest.approx(found.estimate["b"] ** 2 / 6)
    assert found.answer(d)["a"] == "0.7 (no standard error)"
    with pytest.raises(RegularityError, match="ends at a"):
        intervals(d, data, "a")
    assert intervals(d, data, "b")["wald"][0] < found.estimate["b"] < intervals(d, data, "b")["wald"][1]
    with pytest.raises(RegularityError, match="χ²"):
        null_statistics(d, data, {"a": 0.5, "b": 1.0})
