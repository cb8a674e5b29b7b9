"""A joint density splits into independent parts exactly where its variables separate."""

import sympy as sp

from symfisher.factors import independent_parts
from symfisher.reading import read


def test_independent_variables():
    """A sample of two splits into two, and the product is the density."""
    d = read("a^2 exp(-a x) exp(-a y)", variables=["x", "y"], support="x > 0, y > 0")
    parts = independent_parts(d)
    assert [len(p.variables) for p in parts] == [1, 1]
    assert sp.expand(sp.Mul(*(p.expression for p in parts)) - d.expression) == 0


def test_dependent_variables():
    """A correlated normal stays whole, and so does a support that is no product."""
    assert len(independent_parts(read("mvnormal([0, 0], [[1, r], [r, 1]])"))) == 1
    ordered = read("2*a^2*exp(-a*(x+y))", variables=["x", "y"], support="x > 0, y > x", parameters=["a > 0"])
    assert len(independent_parts(ordered)) == 1
