"""Ranges that are meant in whole numbers, conditions in brackets, labels in quotation marks, less usual variables."""

import pytest
import sympy as sp

from symfisher import derive
from symfisher.errors import NotNormalizedError
from symfisher.reading import read


def supports(text: str) -> str:
    """What is said of the supports of a density."""
    density = read(text)
    spelled = {q.symbol: sp.Symbol(q.name) for q in density.quantities}
    return ", ".join(v.domain.xreplace(spelled).describe(v.name) for v in density.variables)


TRINOMIAL = "n!/(x!*y!*(n-x-y)!)*p^x*q^y*(1-p-q)^(n-x-y)"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("exp(-l)*l^x/x!, x >= 0", "x in {0, 1, 2, ...}"),
        ("C(n,x)*p^x*(1-p)^(n-x), 0 <= x <= n", "x in {0, ..., n}"),
        ("p*(1-p)^(x-1), x >= 1", "x in {1, 2, 3, ...}"),
        ("a^x*exp(-a)/x!*b^y*exp(-b)/y!, x >= 0, y >= 0", "x in {0, 1, 2, ...}, y in {0, 1, 2, ...}"),
        (f"{TRINOMIAL}, x, y >= 0, x + y <= n", "x in {0, ..., n}, y in {0, ..., n - x}"),
    ],
)
def test_a_range_of_a_count_is_a_range_of_whole_numbers(text, whole):
    """Where the integral is not one but the sum is, the range is one of whole numbers, and it is said."""
    assert supports(text) == whole
    assert f"support {whole} (inferred: the density sums to 1 there)" in read(text).inferred


def test_a_range_of_real_numbers_stays_one():
    """The exponential density integrates to one; no sum of Poisson probabilities without the first is one."""
    assert supports("l*exp(-l*x), x >= 0") == "x >= 0"
    with pytest.raises(NotNormalizedError):
        derive("exp(-l)*l^x/x!, x > 0")


def test_counts_may_be_bounded_together():
    """An inequality bounds the last count, and the ones before it by what it leaves."""
    text = f"{TRINOMIAL}, x, y in {{0, 1, ...}}, x + y <= n"
    assert supports(text) == "x in {0, ..., n}, y in {0, ..., n - x}"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("exp(-t/exp(a+b*x))/exp(a+b*x), t > 0", ("t", "x")),
        ("k/exp(a+b*z)*(t/exp(a+b*z))^(k-1)*exp(-(t/exp(a+b*z))^k), t > 0, k > 0", ("t", "z")),
        ("(k/m)^k*y^(k-1)*exp(-k*y/m)/gamma(k), y > 0, k > 0", ("y", "")),
        ("k*exp(k*cos(t))*sin(t)/(2*sinh(k)), 0 < t < pi", ("t", "")),
    ],
)
def test_a_less_usual_name_is_the_variable_if_only_then_it_is_a_density(text, known):
    """Of k and y, the one by which the mass is one is observed; x and z beside a response are known."""
    density = read(text)
    assert [v.name for v in density.variables] == [known[0]]
    assert {c.name for c in density.constants} == ({known[1]} if known[1] else set())


@pytest.mark.parametrize(
    "text",
    [
        "(x > 0)*exp(-x/a)/a",
        "exp(-x/a)/a*(x > 0)",
        "exp(-x/a)/a (x > 0)",
        "f(x; a) = exp(-x/a)/a (x > 0, a > 0)",
        "f(x; a) = exp(-x/a)/a (x > 0; a > 0)",
    ],
)
def test_a_condition_in_brackets_is_an_indicator_or_a_clause(text):
    """As a factor it is its indicator, at the end it is what stands after a comma."""
    assert derive(text).expected_information[0] == sp.Symbol("a") ** -2


@pytest.mark.parametrize("text", ["p^x (1-p)^(1-x) (x = 0, 1)", "p^x (1-p)^(1-x) (x in {0, 1})"])
def test_a_list_of_values_in_brackets_is_the_support(text):
    """The values of a coin."""
    assert supports(text) == "x in {0, 1}"


def test_values_in_quotation_marks_are_labels():
    """They are numbered in their order, which is said; they are no parameters."""
    text = "p^2+2*p*r if x='A', q^2+2*q*r if x='B', 2*p*q if x=\"AB\", r^2 if x='O', where r=1-p-q"
    density = read(text)
    assert [p.name for p in density.parameters] == ["p", "q"]
    assert any("1 = A, 2 = B, 3 = AB, 4 = O" in note for note in density.inferred)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("theta*x^(theta-1) on (0, 1)", "theta*x^(theta-1), 0 < x < 1"),
        ("L(theta; x) = theta^x*(1-theta)^(1-x)", "f(x; theta) = theta^x*(1-theta)^(1-x)"),
        ("theta*y^(theta-1) on (0, 1)", "theta*y^(theta-1), 0 < y < 1"),
        ("exp(-x/a)/a*I (x > 0)", "exp(-x/a)/a, x > 0"),
        ("L(x; m, b) = exp(-abs(x-m)/b)/(2*b)", "f(x; m, b) = exp(-abs(x-m)/b)/(2*b)"),
        ("pdf: lambda*exp(-lambda*x)", "lambda*exp(-lambda*x)"),
        ("X ~ MVN([a, b], [[1, 0], [0, 1]])", "X ~ mvnormal([a, b], [[1, 0], [0, 1]])"),
    ],
)
def test_usual_ways_to_write_a_density(text, same):
    """A set alone after "on", a likelihood with its arguments turned, a word before the density, a short name."""
    assert str(derive(text).expected_information) == str(derive(same).expected_information)
