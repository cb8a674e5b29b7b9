"""`symfisher.codegen.runtime`: the helpers that generated modules carry."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.codegen.python.losses import losses
from symfisher.codegen.runtime import special
from symfisher.codegen.runtime.guards import _circle, _suspects
from symfisher.codegen.runtime.summation import _GREGORY
from symfisher.codegen.runtime.tracking import _Tracked


@pytest.mark.parametrize("order", [0, 1, 2, 5])
@pytest.mark.parametrize("z", [-3.3, -0.5, 0.2, 1.0, 30.0, 1 + 0.5j, -2 + 3j])
def test_polygamma(order: int, z: complex) -> None:
    """Polygamma is right on the real axis and off it."""
    assert complex(special._polygamma(order, np.array(z))) == pytest.approx(complex(mp.polygamma(order, z)), rel=1e-12)


def test_trigamma() -> None:
    """Trigamma is right to four units in the last place over all magnitudes."""
    z = np.array([1e-150, 1e-3, 0.3, 1.0, 1.4616, 7.9, 8.1, 33.3, 1e8, 1e150])
    wanted = [float(mp.psi(1, v)) for v in z]
    assert special._trigamma(z) == pytest.approx(wanted, rel=9e-16, abs=0)


@pytest.mark.parametrize("order", [0, 1, 2, 3])
@pytest.mark.parametrize("s", [1.03, 1.5, 2.0, 20.0])
def test_zeta_derivative(order: int, s: float) -> None:
    """Derivatives of zeta are right to 1e-13."""
    assert float(special._zeta_derivative(s, order)) == pytest.approx(float(mp.zeta(s, 1, order)), rel=1e-13)


@pytest.mark.parametrize(("z", "d"), [(25, 3.3), (1e6, -2.5), (1e15, 0.3), (1e30, -1.7), (3.0, 0.5), (30, -29.5)])
def test_log_gamma_ratio(z: float, d: float) -> None:
    """The ratio keeps its digits where the two logarithms share all of theirs."""
    with mp.workdps(60):
        wanted = float(mp.loggamma(mp.mpf(z) + d) - mp.loggamma(z))
    assert float(special._log_gamma_ratio(np.array(z), d)) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize("z", [-50.0, -1.0, 0.0, 1.0, 5.0, 100.0])
def test_log_erfc(z: float) -> None:
    """The logarithm of erfc neither underflows nor loses its tail."""
    with mp.workdps(60):
        wanted = float(mp.log(mp.erfc(z)))
    assert float(special._log_erfc(np.array(z))) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize("z", [-1e-20, -1e-3, -1.0, -50.0])
def test_log_one_minus_exp(z: float) -> None:
    """log(1 - e^z) is right at both ends."""
    wanted = float(mp.log(-mp.expm1(z)))
    with np.errstate(divide="ignore"):
        found = float(special._log_one_minus_exp(np.array(z)))
    assert found == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize("z", [-30.0, -0.5, 0.2, 1.0])
@pytest.mark.parametrize("order", [2, 3])
def test_polylog(order: int, z: float) -> None:
    """Polylogarithms up to the branch point."""
    assert float(special._polylog(order, z)) == pytest.approx(float(mp.polylog(order, z)), rel=1e-13)


@pytest.mark.parametrize("z", [-300.0, -30.0, -1.0, 0.0, 20.0])
def test_hypergeometric(z: float) -> None:
    """3F2(1, 1, 1; 2, 2, 2; z) for both signs."""
    wanted = float(mp.hyper([1, 1, 1], [2, 2, 2], z))
    assert float(special._hyp3f2_111_222(np.array(z))) == pytest.approx(wanted, rel=1e-13)


def test_select_takes_the_first_condition() -> None:
    """The first condition that is met decides; none gives nan."""
    x = np.array([0.0, 1.0, 2.0])
    found = special._select((x == 0, x <= 1), (lambda: 5.0, lambda: x))
    assert np.array_equal(found, [5.0, 1.0, np.nan], equal_nan=True)


def test_select_computes_what_is_met_somewhere() -> None:
    """A value whose condition is met nowhere, or that comes after one that is met everywhere, is not asked for."""

    def not_asked() -> float:
        raise AssertionError

    x = np.array([1.0, 2.0])
    found = special._select((x > 5, x > 0, True), (not_asked, lambda: 3.0, not_asked))
    assert found == 3.0


def test_tracked_numbers_see_cancellation() -> None:
    """The bound exceeds the error where terms cancel, and stays small where they do not."""
    x = np.array([1e-8, 0.5])
    tracked = (1.0 - np.cos(_Tracked(x, 0.0))) / (x * x)
    exact = np.array([float(2 * mp.sin(mp.mpf(v) / 2) ** 2 / mp.mpf(v) ** 2) for v in x])
    assert np.all(np.abs(tracked.value - exact) <= tracked.error)
    assert tracked.error[0] > 0.1
    assert tracked.error[1] < 1e-13


def test_circles_fill_removable_singularities_only() -> None:
    """The mean over a circle fills (e^z - 1)/z at 0 and reports a pole instead of filling it."""
    zero = [np.zeros(1)]
    value, error = _circle(lambda z: (((np.exp(z) - 1) / z,), ()), zero, 0, 0.3, [(0, 0)])
    assert value[0, 0] == pytest.approx(1.0, rel=1e-14)
    assert error[0] < 1e-12
    _, pole = _circle(lambda z: ((1 + 1 / (z + 0.1),), ()), zero, 0, 0.3, [(0, 0)])
    assert pole[0] > 0.1


def test_sums_that_may_cancel_are_looked_at_one_by_one() -> None:
    """Where extremes do not prove that a sum keeps its digits, its elements are compared with its terms."""
    a, b = np.array([1.0, 1.0, 2.0]), np.array([0.5, 1.0 - 1e-9, -3.0])
    assert _suspects([(a - b, a, b)], [(6.0, (0,))], 3).tolist() == [1]
    assert _suspects([(a[:1] - b[:1], a[:1], b[:1])], [(6.0, (0,))], 1).size == 0
    assert _suspects([], None, 3).tolist() == [0, 1, 2]


def test_gregory_coefficients() -> None:
    """The corrections are exact for a decaying exponential: they sum its tail from its integral."""
    j = np.arange(9)
    f = np.exp(-0.01 * j)
    total = 100.0
    for coefficient in _GREGORY:
        total += coefficient * f[0]
        f = np.diff(f)
    assert total == pytest.approx(1 / (1 - np.exp(-0.01)), rel=1e-14)


@pytest.mark.ecosystem
def test_dask_arrays():
    """A generated function of Dask arrays is a Dask array: nothing is computed until it is asked for."""
    arrays = pytest.importorskip("dask.array")
    found = symfisher.derive("x ~ weibull(k, s)").callables()
    x, k = np.linspace(0.1, 4.0, 60), np.linspace(0.5, 2.0, 60)
    later = found.score(arrays.from_array(x, chunks=20), arrays.from_array(k, chunks=20), 2.0)
    assert later.shape == (60, 2)
    assert later.numblocks == (3, 1)
    assert np.array_equal(later.compute(), found.score(x, k, 2.0))
    information = found.expected_information(arrays.from_array(k, chunks=20), 2.0)
    assert np.array_equal(information.compute(), found.expected_information(k, 2.0))


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("z", [0.3, -4.0, 0.2 + 0.3j, -1.5 - 0.8j])
def test_polylogarithm_off_the_cut(order: int, z: complex) -> None:
    """Li_n at real and complex numbers agrees with mpmath."""
    assert complex(special._polylog(order, np.array(z))) == pytest.approx(complex(mp.polylog(order, z)), rel=1e-11)


def test_the_loss_of_a_case_counts_where_the_case_is_met() -> None:
    """A difference that cancels for large z only in one case does not make values of the other case suspect."""
    z = sp.Symbol("_t1", positive=True)
    found = losses([sp.Piecewise((z, z > 25), (1 - 1 / z, True))], lambda e: bool(e.is_positive))
    assert found is not None
    units, cancelling = (sum(terms) / total for total, *terms in found[0].sums)
    assert [units.subs(z, at) for at in (2, 30)] == [1.5, 0.0]
    assert [cancelling.subs(z, at) for at in (2, 30)] == [3, 0]
