"""Values and expressions typed beside a density."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import SymfisherError
from symfisher.reading import read, read_values


def test_values_are_exact() -> None:
    """Decimals, fractions, constants and powers of ten are read exactly."""
    found = read_values("a=5/2, b=1.3, c=pi/4, d=1e-3")
    assert found == {"a": sp.Rational(5, 2), "b": sp.Rational(13, 10), "c": sp.pi / 4, "d": sp.Rational(1, 1000)}


def test_values_may_be_a_mapping() -> None:
    """Numbers of Python are read as the decimals they print."""
    assert read_values({"a": 0.1, sp.Symbol("b"): 2}) == {"a": sp.Rational(1, 10), "b": sp.Integer(2)}


@pytest.mark.parametrize("text", ["a", "a=", "a=b", "a=1, a=2", "=1", "a=oo", "a=1/0", "a=I", "a=nan", "a=1 b=2", ""])
def test_wrong_values_are_refused(text: str) -> None:
    """Values are real numbers, each given once."""
    with pytest.raises(SymfisherError):
        read_values(text)


def test_a_density_passes_through() -> None:
    """A record that has been read is returned as it is."""
    density = read("theta*exp(-theta*x)")
    assert read(density) is density
