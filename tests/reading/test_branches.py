"""Densities typed branch by branch are read as the density they mean."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import ParseError
from symfisher.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "a exp(-a x), x > 0; 0, x <= 0",
        "f(x) = a exp(-a x) if x > 0; 0 otherwise",
        "f(x; a) = a exp(-a x) for x > 0, 0 elsewhere",
        "a exp(-a x) if x > 0 else 0",
        "a exp(-a x), x > 0, 0 otherwise, a > 0",
    ],
)
def test_zero_elsewhere_is_the_support(text: str) -> None:
    """A branch that is zero cuts the support and leaves no Piecewise."""
    density = read(text)
    x, a = density.variables[0].symbol, density.parameters[0].symbol
    assert density.expression == a * sp.exp(-a * x)
    assert density.variables[0].domain.describe("x") == "x > 0"


@pytest.mark.parametrize(
    "text",
    [
        "2x/c, 0 < x < c; 2(1-x)/(1-c), c < x < 1",
        "f(x; c) = 2x/c for 0 < x < c, 2(1-x)/(1-c) for c < x < 1, 0 otherwise",
        "2x/c if 0 < x < c else 2(1-x)/(1-c) if c < x < 1 else 0",
        r"\begin{cases} 2x/c & 0<x<c \\ 2(1-x)/(1-c) & c<x<1 \\ 0 & \text{otherwise} \end{cases}",
        "Piecewise((2(1-x)/(1-c), c < x < 1), (2x/c, 0 < x < c), (0, True))",
    ],
)
def test_branches_that_join_make_one_support(text: str) -> None:
    """The ends of the branches are the support, and only the place where they meet stays a condition."""
    density = read(text)
    x, c = density.variables[0].symbol, density.parameters[0].symbol
    with sp.evaluate(False):
        right = 2 * (1 - x) / (1 - c)
    (left, place), (rest, last) = density.expression.args
    assert (left, place, last) == (2 * x / c, c > x, True)
    assert sp.expand(rest - right) == 0
    assert density.variables[0].domain.describe("x") == "0 < x < 1"
    assert density.parameters[0].domain.describe("c") == "0 < c < 1"


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("(1-p)^2 if x=0, 2*p*(1-p) if x=1, p^2 if x=2", "x in {0, 1, 2}"),
        ("p, x = 1; 1 - p, x = 0", "x in {0, 1}"),
        ("p + (1-p) exp(-l), x = 0; (1-p) exp(-l) l^x/x!, x = 1, 2, ...", "x in {0, 1, 2, ...}"),
        ("f(x) = p for x = 0; (1-p) exp(-l) l^x/(x! (1 - exp(-l))) for x = 1, 2, ...", "x in {0, 1, 2, ...}"),
    ],
)
def test_branches_of_counts_list_their_values(text: str, support: str) -> None:
    """Masses for single values, and for all from one on, make one mass function."""
    assert read(text).variables[0].domain.describe("x") == support


@pytest.mark.parametrize(
    "text", ["a exp(-a x); x > 0; a > 0", "b exp(-b x), x > 0, b > 0", "a b x^(a-1) exp(-b x^a); x > 0; a, b > 0"]
)
def test_conditions_are_no_branches(text: str) -> None:
    """Semicolons between conditions, and names that share one, stay conditions."""
    assert not read(text).expression.has(sp.Piecewise)


@pytest.mark.parametrize(
    ("text", "said"), [("0 if x > 0; 0 otherwise", "zero"), ("1 otherwise, a exp(-a x) if x > 0", "after 'otherwise'")]
)
def test_branches_that_make_no_density_are_refused(text: str, said: str) -> None:
    """All zero, or a branch that is never reached."""
    with pytest.raises(ParseError, match=said):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "P(X=0) = (1-p)^2, P(X=1) = 2p(1-p) and P(X=2) = p^2",
        "f(0) = (1-p)^2, f(1) = 2p(1-p), f(2) = p^2",
        "(1-p)^2 when x=0, 2p(1-p) when x=1 and p^2 when x=2",
    ],
)
def test_masses_one_by_one(text: str) -> None:
    """Masses listed as equations, or with *and* before the last branch, are a finite table."""
    found, table = read(text), read("{0: (1-p)^2, 1: 2p(1-p), 2: p^2}")
    x = found.xs[0]
    pairs = [(d.expression.xreplace({d.xs[0]: sp.Integer(i)}), d) for i in range(3) for d in (found, table)]
    values = [d.present(e) for e, d in pairs]
    assert x in found.expression.free_symbols
    assert all(sp.expand(a - b) == 0 for a, b in zip(values[::2], values[1::2], strict=True))


def test_labels_of_a_table_are_numbered() -> None:
    """Names in the place of values are labels; that they were numbered is said."""
    found = read("{A: p, B: q, O: 1-p-q}")
    assert found.variables[0].domain.describe("x") == "x in {1, 2, 3}"
    assert "values of x: 1 = A, 2 = B, 3 = O (the labels, numbered)" in found.inferred


@pytest.mark.parametrize(
    "text", ["w 1{x=0} + 1{x>0} (1-w) m^x/(x! (e^m-1))", "w 1{x=0} + (1-w) m^x/(x! (e^m-1)) 1{x>=1}"]
)
def test_a_mass_beside_a_restricted_mass_function(text: str) -> None:
    """A mass at a point and a part that lives elsewhere become branches of one mass function on {0, 1, ...}."""
    found = read(text)
    assert found.variables[0].domain.describe("x") == "x in {0, 1, 2, ...}"
    assert isinstance(found.expression, sp.Piecewise)


def test_shares_are_those_that_share() -> None:
    """Probabilities that add up to one are told from another one, which runs to one by itself."""
    found = read("p 1{x=0} + q 1{x=1} + (1-p-q) r (1-r)^(x-2) 1{x>=2}")
    assert [str(sp.sympify(p.domain.ends[1]).is_number) for p in found.parameters] == ["False", "False", "True"]
