"""Matrices of closed forms."""

import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError, RegularityError
from symfisher.inference.algebra import antiderivative, inverse, is_zero, require_bound, require_closed, within_time
from symfisher.signs import Signs
from tests.inference.laws import derived

A, B = sp.symbols("a b", positive=True)


def test_inverse():
    """A matrix times its inverse is the identity."""
    m = sp.Matrix([[A, sp.polygamma(1, B)], [sp.polygamma(1, B), 1 / A]])
    product = m * inverse(m, Signs({}))
    assert all(is_zero(product[i, j] - int(i == j), Signs({})) for i in (0, 1) for j in (0, 1))


def test_singular():
    """A singular matrix is refused."""
    with pytest.raises(RegularityError, match="told apart"):
        inverse(sp.Matrix([[A, A], [A, A]]), Signs({}))


@pytest.mark.parametrize("e", [1 / A, 1 / (A * sp.sqrt(1 + A)), A**3, sp.exp(-A)])
def test_antiderivative(e):
    """An antiderivative is one: its derivative is shown to be the integrand."""
    found = antiderivative(e, A, Signs({}))
    assert found is not None
    assert sp.simplify(sp.diff(found, A) - e) == 0


def test_no_antiderivative():
    """What has no closed antiderivative gets none."""
    assert antiderivative(sp.exp(sp.sin(A)) * sp.gamma(A), A, Signs({})) is None


def test_time():
    """Work that does not end is given up."""
    assert within_time(lambda: [None for _ in iter(int, 1)], seconds=0.1) is None


def test_refusals():
    """Without a bound, or a closed form, an exception says so."""
    with pytest.raises(RegularityError, match="no Cramér-Rao bound"):
        require_bound(derived("x ~ uniform_zero_theta(theta)"))
    with pytest.raises(ClosedFormNotFoundError, match="found for it"):
        require_closed(None, "it")
