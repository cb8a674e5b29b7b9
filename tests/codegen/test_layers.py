"""`symfisher.codegen.runtime.layers` and `lattice_layers`: expectations over several variables without closed form."""

from __future__ import annotations

import ast
from importlib import resources

import numpy as np
import pytest
import sympy as sp
from scipy import special

from symfisher.codegen import callables
from symfisher.codegen.embedding import MODULES, _defined_name
from symfisher.codegen.program import build
from symfisher.codegen.python.module import source
from tests.codegen.builders import REAL, FiniteSet, IntegerRange, Interval, case_derivation, cases, derivation, domain
from tests.codegen.test_callables import largest_error

CASES = {case["id"]: case for case in cases()}
COUNTS = IntegerRange(sp.Integer(0), sp.oo)
POSITIVE = domain("x > 0")


def test_a_ridge_is_followed() -> None:
    """Correlations up to 0.9999 and down to zero in one call: I = (1 + r²)/(1 - r²)²."""
    d = derivation(
        "exp(-(x**2 - 2*r*x*y + y**2)/(2*(1 - r**2)))/(2*pi*sqrt(1 - r**2))",
        {"x": REAL, "y": REAL},
        {"r": domain("-1 < r < 1")},
    )
    r = np.array([-0.9999, 0.0, 0.5, 0.99])
    found = callables(d).expected_information(r)[:, 0, 0]
    assert found == pytest.approx((1 + r**2) / (1 - r**2) ** 2, rel=1e-11)


def test_ends_that_move_with_another_variable() -> None:
    """On the simplex 0 < y < 1 - x with singular ends, digamma's derivatives come out (Dirichlet)."""
    d = derivation(
        "gamma(a+b+c)/(gamma(a)*gamma(b)*gamma(c))*x**(a-1)*y**(b-1)*(1-x-y)**(c-1)",
        {"x": domain("0 < x < 1"), "y": Interval(sp.Integer(0), 1 - sp.Symbol("x"))},
        {n: domain(f"{n} > 0") for n in "abc"},
    )
    a = np.array([2.5, 0.2, 0.7])
    wanted = np.diag(special.polygamma(1, a)) - special.polygamma(1, a.sum())
    assert largest_error(callables(d).expected_information(*a), wanted) < 1e-11


def test_kinks_across_variables() -> None:
    """A kink along y = x is followed: two Laplace steps have twice the information 1/a² of one."""
    d = derivation("a**2/4*exp(-a*Abs(x) - a*Abs(y - x))", {"x": REAL, "y": REAL}, {"a": domain("a > 0")})
    assert callables(d).expected_information(1.7)[0, 0] == pytest.approx(2 / 1.7**2, rel=1e-11)


@pytest.mark.parametrize("order", ["kx", "xk"])
def test_discrete_and_continuous_variables(order: str) -> None:
    """An exponential rate with Poisson counts given it, whichever is named first: I = 1/t²."""
    domains = {"k": COUNTS, "x": POSITIVE}
    d = derivation("exp(-x)*x**k/factorial(k)*t*exp(-t*x)", {n: domains[n] for n in order}, {"t": domain("t > 0")})
    assert callables(d).expected_information([0.3, 1.7])[:, 0, 0] == pytest.approx([0.3**-2, 1.7**-2], rel=1e-10)


def test_a_finite_list_beside_a_line() -> None:
    """A label in {0, 2} and a normal whose mean is label times m: E = (1 - p)·4 for the mean."""
    d = derivation(
        "Piecewise((p, Eq(k, 0)), (1 - p, True))*exp(-(x - k*m)**2/2)/sqrt(2*pi)",
        {"k": FiniteSet((sp.Integer(0), sp.Integer(2))), "x": REAL},
        {"p": domain("0 < p < 1"), "m": REAL},
    )
    assert callables(d).expected_information(0.3, 1.5) == pytest.approx(np.diag([1 / 0.21, 2.8]), rel=1e-11, abs=1e-11)


def test_endless_sums_with_long_tails() -> None:
    """Two geometric counts of which one has mean 999: what does not fade away is integrated with end corrections."""
    d = derivation("(1-p)*(1-q)*p**x*q**y", {"x": COUNTS, "y": COUNTS}, {n: domain(f"0 < {n} < 1") for n in "pq"})
    p = np.array([0.999, 0.5])
    assert callables(d).expected_information(*p) == pytest.approx(np.diag(1 / (p * (1 - p) ** 2)), rel=1e-11, abs=1e-11)


def test_three_counts() -> None:
    """Three nested sums (four categories): the multinomial's matrix."""
    x, y, n = sp.symbols("x y n")
    zero = sp.Integer(0)
    d = derivation(
        "factorial(n)/(factorial(x)*factorial(y)*factorial(z)*factorial(n-x-y-z))*p**x*q**y*r**z*(1-p-q-r)**(n-x-y-z)",
        {"x": IntegerRange(zero, n), "y": IntegerRange(zero, n - x), "z": IntegerRange(zero, n - x - y)},
        {"p": domain("0 < p < 1"), "q": domain("0 < q < 1 - p"), "r": domain("0 < r < 1 - p - q")},
        constants={"n": domain("integer >= 1")},
    )
    wanted = 4 * (np.diag([1 / 0.2, 1 / 0.3, 1 / 0.1]) + 1 / 0.4)
    assert largest_error(callables(d).expected_information(0.2, 0.3, 0.1, 4), wanted) < 1e-12


@pytest.mark.slow
def test_three_variables() -> None:
    """Three normals with a common variance: 3/(2 s²), to 1e-10."""
    d = derivation(
        "exp(-(x**2 + y**2 + z**2)/(2*s))/(2*pi*s)**Rational(3, 2)", dict.fromkeys("xyz", REAL), {"s": domain("s > 0")}
    )
    assert callables(d).expected_information(1.7)[0, 0] == pytest.approx(1.5 / 1.7**2, rel=1e-10)


def test_mass_that_is_not_one_gives_nan() -> None:
    """Half a density has no information: nan, no number."""
    d = derivation("a*exp(-a*x - y)/2", {"x": POSITIVE, "y": POSITIVE}, {"a": domain("a > 0")})
    assert np.isnan(callables(d).expected_information(1.0)).all()


def test_rules_for_several_variables_are_carried_only_where_needed() -> None:
    """Modules of one variable, and of several in closed form, carry no layers."""
    joint = case_derivation(CASES["bivariate-normal"])
    line = derivation("a*exp(-a*x)", {"x": POSITIVE}, {"a": domain("a > 0")})
    assert "_Layer" not in source(build(joint)) + source(build(line))


def test_names_of_the_runtime_are_not_those_of_generated_functions() -> None:
    """A helper that is called like a generated function, or like another helper, would be replaced by it."""
    d = derivation("exp(-(x - a)**2 - y**2)/pi", {"x": REAL, "y": REAL}, {"a": REAL})
    code = source(build(d))
    helpers = [
        name
        for module in MODULES
        for node in ast.parse(resources.files("symfisher.codegen.runtime").joinpath(f"{module}.py").read_text()).body
        if (name := _defined_name(node)) is not None
    ]
    written = [node.name for node in ast.parse(code).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert len(set(written)) == len(written)
    assert len(set(helpers)) == len(helpers)
