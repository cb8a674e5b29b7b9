"""Whether a prior can be normalised."""

import pytest

from symfisher.inference.properness import properness
from tests.inference.laws import derived


@pytest.mark.parametrize(
    ("e", "proper"),
    [("1/m", "no"), ("exp(-m)", "yes"), ("m^(-1/2)*exp(-m)", "yes"), ("1/(1+m)^2", "yes"), ("1/(1+m)", "no")],
)
def test_properness(e, proper):
    """Orders of growth at both ends decide whether an integral over (0, oo) is finite."""
    from symfisher.reading import read_expression

    density = derived("x ~ poisson(m)").density
    prior = read_expression(e, {"m": density.thetas[0]})
    assert properness(prior, density)[0] == proper
