"""Undefined functions: numbers come from sample functions, and formulas stay general."""

import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.evaluation import evaluate, evaluate_mp
from symfisher.evaluation.samples import with_samples

T = sp.Symbol("t", real=True)
F = sp.Function("_f1")


def test_the_same_value_everywhere():
    """Arrays and many digits put the same sample function in place, and its own derivatives."""
    at = {T: sp.Rational(3, 7)}
    expressions = [F(T), sp.Derivative(F(T), T), sp.diff(F(T**2), T)]
    doubles = [float(v) for v in evaluate(expressions, at)]
    assert doubles == pytest.approx([float(v) for v in evaluate_mp(expressions, at)], rel=1e-14)
    plain = sp.lambdify(T, with_samples(F(T)))
    assert doubles[1] == pytest.approx((plain(3 / 7 + 1e-6) - plain(3 / 7 - 1e-6)) / 2e-6, rel=1e-8)


def test_values_suit_scales_and_probabilities():
    """A sample function stays inside (0, 1)."""
    values = evaluate([F(T)], {T: np.linspace(-50, 50, 4001)})[0]
    assert 0.1 < values.min() < values.max() < 0.9


@pytest.mark.parametrize(
    ("density", "functions", "expected"),
    [
        ("x ~ poisson(m(a))", ["m"], "Derivative(m(a), a)**2/m(a)"),
        ("p(a)^x*(1-p(a))^(1-x), x in {0, 1}", ["p"], "Derivative(p(a), a)**2/(p(a)*(1 - p(a)))"),
        ("x ~ exponential(rate=r(a))", ["r"], "Derivative(r(a), a)**2/r(a)**2"),
    ],
)
def test_the_chain_rule(density, functions, expected):
    """The information about the argument of a function is that about its value times the squared derivative."""
    found = symfisher.derive(density, functions=functions)
    assert found.verification.status == "passed"
    assert str(sp.simplify(found.expected_information[0] - sp.sympify(expected))) == "0"


def test_no_numbers_for_a_function_without_values():
    """Numbers at a point are refused where a function is undefined."""
    with pytest.raises(symfisher.DomainError, match="undefined function 'm'"):
        symfisher.derive("x ~ poisson(m(a))", functions=["m"], at="a=1")
