"""Formulas of counts are numbers at zero where they have a limit there."""

import numpy as np
import pytest

import symfisher


def test_discrete_weibull_at_zero():
    """x**b*log(x) stands in the score of the discrete Weibull distribution, whose mass at zero is 1 − q."""
    found = symfisher.derive(
        "q^(x^b) - q^((x+1)^b)", support="x in {0, 1, 2, ...}", parameters=["0 < q < 1", "b > 0"]
    ).callables()
    q = 0.7
    assert found.score(0, q, 1.3) == pytest.approx([-1 / (1 - q), 0.0])
    assert found.observed_information(0, q, 1.3) == pytest.approx(np.diag([1 / (1 - q) ** 2, 0.0]))
    assert np.isfinite(found.expected_information(q, 1.3)).all()
