"""Supports and domains in words become sets."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import DomainError, SymfisherError
from symfisher.reading import read
from tests.reading.helpers import domains


def support(text: str, name: str = "x") -> str:
    return domains(read(f"{name} + t", support=text, parameters="t > 0", constants=["n in N", "k in N0"]))[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x > 0", "x > 0"),
        ("0 <= x <= 1", "0 <= x <= 1"),
        ("x >= k", "x >= k"),
        ("x in (0, oo)", "x > 0"),
        ("x in [0, 1]", "0 <= x <= 1"),
        ("x in (0, 1]", "0 < x <= 1"),
        ("x in R", "x in R"),
        ("-∞ < x < ∞", "x in R"),
        ("x ∈ {0, 1, 2, ...}", "x in {0, 1, 2, ...}"),
        ("x in {k, k+1, ...}", "x in {k, k + 1, ...}"),
        ("x in {0, ..., n}", "x in {0, ..., n}"),
        ("x in {0..n}", "x in {0, ..., n}"),
        ("x = 0, 1, 2, ...", "x in {0, 1, 2, ...}"),
        ("x in {1, 2, 5}", "x in {1, 2, 5}"),
        ("x in {0, 2, 4, ...}", "x in {0, 2, 4, ...}"),
        ("x in N", "x in {1, 2, 3, ...}"),
        ("x in N0", "x in {0, 1, 2, ...}"),
        ("x in Z", "x in Z"),
        ("x in ℕ₀", "x in {0, 1, 2, ...}"),
        ("x in R+", "x > 0"),
        ("x ∈ ℝ⁺", "x > 0"),
        ("x > 0 and x < 1", "0 < x < 1"),
        ("|x| < 1", "-1 < x < 1"),
        ("abs(x) <= 1", "-1 <= x <= 1"),
        ("x > 0, x < 1", "0 < x < 1"),
        ("t > x > 0", "0 < x < t"),
        ("|x - k| < t", "k - t < x < k + t"),
        ("t >= abs(k - x)", "k - t <= x <= k + t"),
        ("|x + k| < 2", "-k - 2 < x < 2 - k"),
    ],
)
def test_one_variable(text: str, expected: str) -> None:
    """Inequalities and intervals are continuous, sets are discrete, ends may hold other names."""
    assert support(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 < x < 1, 0 < y < 1 - x", {"x": "0 < x < 1", "y": "0 < y < 1 - x"}),
        ("0 < x < y < 1", {"x": "0 < x < 1", "y": "x < y < 1"}),
        ("x > 0, y > 0, x + y < 1", {"x": "0 < x < 1", "y": "0 < y < 1 - x"}),
        ("x, y > 0", {"x": "x > 0", "y": "y > 0"}),
    ],
)
def test_several_variables(text: str, expected: dict[str, str]) -> None:
    """Later bounds use earlier variables, and earlier ones take the ends that later bounds imply."""
    found = domains(read("x + y + t", support=text, parameters="t > 0"))
    assert {n: found[n] for n in expected} == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (["a > 0", "b > a"], {"a": "a > 0", "b": "b > a"}),
        (["0 < a < 1 - b", "0 < b < 1 - a"], {"a": "0 < a < 1 - b", "b": "0 < b < 1 - a"}),
        (["b < 0", "a >= 2"], {"b": "b < 0", "a": "a >= 2"}),
        (["a in R, b > 0"], {"a": "a in R", "b": "b > 0"}),
    ],
)
def test_parameters_keep_their_order_and_domains(parameters: list[str], expected: dict[str, str]) -> None:
    """Domains are kept as declared, in the order of declaration."""
    density = read("x + a + b", support="x > 0", parameters=parameters)
    assert [p.name for p in density.parameters] == list(expected)
    assert {n: d for n, d in domains(density).items() if n != "x"} == expected


def test_signs_follow_from_other_domains() -> None:
    """With a > 0 and b > a the symbol of b is positive, and so is a variable above a."""
    density = read("x + a + b", support="x > b", parameters=["a > 0", "b > a"])
    assert all(q.symbol.is_positive for q in density.quantities)


@pytest.mark.parametrize(
    "text",
    [
        "1 < x < 0",
        "0 < x < x",
        "x > 0, x < -1",
        "x in {}",
        "x in {1, 1}",
        "x in {0, 1/2, ...}",
        "x in {1/2, 3/2, ...}",
        "x in (oo, 0)",
        "x != 0",
        "x in Q",
        "x",
        "y > 0",
        "x in (0)",
        "|x| > 1",
        "x > I",
        "x > 0 or x < -1",
        "x in {0, 3, 4, ...}",
        "x > t, x > n",
        "",
    ],
)
def test_impossible_supports_are_refused(text: str) -> None:
    """Empty, reversed, circular, unclear and many-valued supports are errors."""
    with pytest.raises(SymfisherError):
        read("x + t + n + y", support=text, variables="x", parameters="t > 0", constants=["n in N", "y > 0"])


def test_contradictory_domains_are_refused() -> None:
    """One name cannot have two domains."""
    with pytest.raises(DomainError):
        read("x + a", support="x > 0", parameters=["a > 0, a < -1"])


def test_a_ball_bounds_each_name_by_those_before() -> None:
    """The sum of squares below a bound is a domain of parameters, and a support of variables."""
    density = read("f(x,y; a, b) = (1 + a*x + b*y)/pi, x^2 + y^2 < 1, a^2 + 4*b^2 <= 1/4")
    x, y = (v.domain for v in density.variables)
    assert (x.lower, x.upper, y.upper**2) == (-1, 1, 1 - density.xs[0] ** 2)
    b = density.parameters[1].domain
    assert b.closed_upper
    assert sp.expand(b.upper**2 - (sp.Rational(1, 16) - density.thetas[0] ** 2 / 4)) == 0


def test_the_domain_of_a_power_on_a_disk_is_found() -> None:
    """A node on the rim, where rounding leaves no value, does not hide the total mass."""
    density = read("f(x,y; a) = (a+1)/pi*(1-(x^2+y^2))^a, x^2+y^2 < 1")
    assert density.parameters[0].domain.lower == 0
