"""Designs over a covariate."""

import pytest

from symfisher.errors import ParseError
from symfisher.inference.design import design_information
from tests.inference.laws import LINE, derived, same


def test_information_of_a_design():
    """A straight line at ±1 has the information 1, at one point it is singular."""
    d = derived(*LINE)
    assert design_information(d, "z", {-1: "1/2", 1: "1/2"}).determinant == 1
    assert design_information(d, "z", {"2": "1"}).determinant == 0
    assert same(design_information(d, "z", "z: 1").information[1, 1], "z**2")


def test_not_a_design():
    """A design is typed as values and weights."""
    with pytest.raises(ParseError, match="expected a design"):
        design_information(derived(*LINE), "z", "1, 2")
