"""Maximum likelihood by iteration, tests and intervals."""

import numpy as np
import pytest

from symfisher.errors import DomainError
from symfisher.inference.fitting import fit, intervals, null_statistics
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


def test_statistics():
    """For a Poisson mean of 4 in 4 observations against 3: 1, 4/3 and 2n(x̄ log(x̄/m) − x̄ + m)."""
    found = null_statistics(derived("x ~ poisson(m)"), [3, 5, 4, 4], {"m": 3.0})
    expected = (1.0, 4 / 3, 8 * (4 * np.log(4 / 3) - 1))
    assert (found.wald, found.score, found.likelihood_ratio) == pytest.approx(expected, rel=1e-10)
    assert found.p_values["wald"] == pytest.approx(0.31731050786291, rel=1e-10)


def test_intervals():
    """The ends of an interval are where the statistic is the quantile of χ²."""
    data = [3, 5, 4, 4]
    found = intervals(derived("x ~ poisson(m)"), data)
    for name in ("score", "likelihood_ratio"):
        for end in found[name]:
            statistics = null_statistics(derived("x ~ poisson(m)"), data, {"m": end})
            assert getattr(statistics, name) == pytest.approx(3.841458820694124, rel=1e-8)


def test_interval_at_the_edge():
    """With no event at all the likelihood-ratio interval of a Poisson mean ends at zero, here nearly."""
    low, high = intervals(derived("x ~ poisson(m)"), [0, 0, 0, 1])["likelihood_ratio"]
    assert 0 < low < 0.25 < high


def test_interval_of_one_of_two():
    """With two parameters there is Wald's interval, with the standard error from the expected information."""
    x = np.array([1.0, 2.0, 4.0, 5.0])
    low, high = intervals(derived("x ~ normal(mu, sigma)"), x, "mu")["wald"]
    assert (high - low) / 2 == pytest.approx(1.959963984540054 * np.sqrt(2.5 / 4), rel=1e-10)


def test_refusals():
    """Data that are no sample, and a start outside the domain, are refused."""
    with pytest.raises(DomainError, match="needs finite numbers"):
        fit(derived("x ~ gamma(a, b)"), [[1.0, 2.0]])
    with pytest.raises(DomainError, match="start"):
        fit(derived("x ~ gamma(a, b)"), [1.0, 2.0], start=[-1, 1])
