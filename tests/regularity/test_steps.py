"""Functions with steps have no order of growth; a density with one is derived or refused in our own words."""

import pytest
import sympy as sp

from symfisher import derive
from symfisher.errors import SymfisherError


def test_steps_in_the_observation():
    """A density with floor(x) is derived without an exception of SymPy's."""
    assert derive("(1-q)*q**floor(x)", support="x > 0", parameters=["0 < q < 1"]).score.shape == (1, 1)


@pytest.mark.parametrize(
    "f", ["exp(-(x-floor(t)))", "t**floor(t)*exp(-x)*(1-t**floor(t))", "exp(-x)*(1+ceiling(x*t)-ceiling(t*x))"]
)
def test_steps_in_the_parameter(f):
    """A step in a parameter gives an answer or our own exception."""
    try:
        found = derive(f, support="x > 0", parameters=["0 < t < 1"])
    except SymfisherError:
        return
    assert isinstance(found.score, sp.ImmutableDenseMatrix)
