"""The table of functions is closed and each entry builds."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.reading.functions import TABLE


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_function_builds_with_each_number_of_arguments(name: str) -> None:
    """Each entry accepts symbols in every number it declares (up to three)."""
    z = sp.symbols("z1:4", positive=True)
    for count in TABLE[name].arity:
        if count <= len(z):
            assert isinstance(TABLE[name].build(*z[:count]), sp.Expr)
