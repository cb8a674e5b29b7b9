"""Numbers at a point: what exists is given, what diverges is said, entry by entry."""

import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.calculus import differentiate
from symfisher.values import numerical_value

SHIFTED_GAMMA = "exp(-(x-m))*(x-m)^(a-1)/gamma(a), x > m"
SHIFTED = "a*k*(x-m)^(k-1)*exp(-(x-m)^k)*(1-exp(-(x-m)^k))^(a-1), x > m"


@pytest.fixture(scope="module")
def shifted_gamma():
    return symfisher.derive(SHIFTED_GAMMA, parameters=["m in R", "a > 0"], at=["m=0, a=1/2", "m=0, a=3/2", "m=0, a=3"])


def test_infinite_beside_what_exists(shifted_gamma):
    """E[score_m²] is infinite up to a = 2, E[score_m score_a] does not exist up to a = 1; E[score_a²] always does."""
    first, second, third = (v.expected_information for v in shifted_gamma.values)
    assert (first[0], second[0][0], third[0]) == (("inf", "nan"), "inf", ("1.0", "0.5"))
    assert float(second[0][1]) == pytest.approx(2, rel=1e-12)
    assert float(first[1][1]) == pytest.approx(np.pi**2 / 2)


def test_information_that_is_infinite_everywhere():
    """A density that jumps at its moving ends, or ends like a root, is derived; the number is infinite."""
    for density in ("1/(2*sqrt(x-t)), t < x < t+1", "2/pi*sqrt(1-(x-t)^2), t-1 < x < t+1"):
        assert symfisher.derive(density, parameters=["t in R"], at="t=0").values[0].expected_information == (("inf",),)


def test_divergence_that_is_proved():
    """Both ends of the anglit density move with location and scale: what orders of growth say needs no quadrature."""
    found = symfisher.derive("cos(2*(x-m)/s)/s, m-pi*s/4 < x < m+pi*s/4", parameters=["m", "s > 0"], at="m=0, s=1")
    assert found.infinite == ((0, 0), (0, 1), (1, 1))
    assert found.values[0].expected_information == (("inf", "nan"), ("nan", "inf"))


@pytest.mark.parametrize("backend", ["numpy", "mpmath"])
def test_functions_lack_only_what_does_not_exist(shifted_gamma, backend):
    """Where one diagonal entry is infinite its row and column are nan, and the rest are numbers."""
    found = shifted_gamma.callables(backend).expected_information(0, 0.5)
    assert [str(found[i, j]) for i, j in ((0, 0), (0, 1), (1, 0))] == ["nan"] * 3
    assert float(found[1, 1]) == pytest.approx(np.pi**2 / 2)


def test_integrals_lack_only_what_does_not_exist():
    """The same holds where entries are integrated."""
    found = symfisher.derive(SHIFTED, parameters=["m in R", "a > 0", "k > 0"]).callables()
    values = found.expected_information(0.0, 1.2, np.array([1.5, 3.0]))
    assert np.isnan(values[0]).tolist() == [[True, True, True], [True, False, False], [True, False, False]]
    assert values[0, 2, 2] == pytest.approx(0.86371996515041638, rel=1e-10)
    assert np.isfinite(values[1]).all()


def test_skellam_beyond_underflow():
    """Bessel functions of the data underflow where the mass is: weights (a, -b) of the score give x - a + b, variance a + b."""
    density = "exp(-a-b)*(a/b)^(x/2)*besseli(Abs(x), 2*sqrt(a*b))"
    found = symfisher.derive(density, support="x in Z", parameters=["a > 0", "b > 0"], at="a=300, b=1/2")
    weights = np.array([300, -0.5])
    for matrix in (
        np.array(found.values[0].expected_information, float),
        found.callables().expected_information(300, 0.5),
    ):
        assert weights @ matrix @ weights == pytest.approx(300.5, rel=1e-9)


def test_a_mean_score_that_is_not_zero_is_noticed():
    """Numbers that contradict E[score] = 0, where that is known, are not shown: here a mean of -1/c is called zero."""
    density = symfisher.derive("1/c, 0 < x < c", parameters=["c > 0"]).density
    with pytest.raises(symfisher.DomainError, match="mean score"):
        numerical_value(density, differentiate(density), ((None,),), {"c": sp.Integer(2)}, centred=True)
