"""Constants recognised from their digits."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher import derive
from symfisher.expectation.identified import _nodes


def test_kinks_part_the_range() -> None:
    """The kinks between the ends are nodes, in order; those outside are not."""
    cuts = [sp.Integer(3), sp.Rational(1, 2), sp.Integer(-4), sp.Rational(1, 3)]
    assert _nodes([sp.Integer(0), sp.Integer(2)], cuts) == [0, sp.Rational(1, 3), sp.Rational(1, 2), 2]
    assert _nodes([-sp.oo, sp.oo], []) == [-sp.oo, 0, sp.oo]


@pytest.mark.parametrize("text", ["1-|x-theta|, theta-1 < x < theta+1", "|x-mu|^(-1/2) exp(-|x-mu|)/(2 sqrt(pi))"])
def test_kinks_that_move_with_a_parameter_are_met(text: str) -> None:
    """A location family with a kink, whose information is infinite, ends without a closed form."""
    derivation = derive(text)
    assert not derivation.closed_form
    assert derivation.regularity.verdict == "non-regular"
