"""Tests and intervals."""

import numpy as np
import pytest

from symfisher.inference.confidence import intervals, null_statistics
from tests.inference.laws import derived


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
