"""Tests of partial fractions with powers, logarithms and exponentials carried along."""

import pytest
import sympy as sp

from symfisher.expectation.partial import decompose
from symfisher.normal_form import Field

u, b, c = sp.symbols("u b c", positive=True)


@pytest.mark.parametrize(
    "e",
    [
        u / (u + b),
        u**5 / ((u + b) ** 2 * (1 - c * u) ** 3 * u**2),
        sp.sqrt(u) ** 3 * sp.log(u) ** 2 / (u + b) ** 2 * sp.exp(-u * c),
        u ** (c - 1) * sp.exp(-u / b - 3 / u) * (1 + sp.sqrt(u)),
        1 / (u**3 * (u + b) ** 2 * (u + c)),
        u**c * sp.log(u) / ((u + b) ** 2 * (u + 1)),
    ],
    ids=str,
)
def test_the_parts_add_up(e):
    """The sum of coefficient times basis function is what was split."""
    field = Field([e], [u])
    parts = decompose(field, field.convert(e), u)
    assert parts is not None
    assert sp.simplify(sum(k * t.function(u) for k, t in parts) - e) == 0


@pytest.mark.parametrize("e", [sp.sin(u), 1 / (u**2 + b), 1 / (u + sp.log(u))], ids=str)
def test_other_kinds_are_declined(e):
    """Other functions of u, and quadratic denominators are not split."""
    field = Field([e], [u])
    assert decompose(field, field.convert(e), u) is None
