"""SymPy in, the user's own symbols out."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import stats

from symfisher.errors import SymfisherError
from symfisher.reading import read
from tests.reading.helpers import domains

a, b, p, s = sp.symbols("a b p s", positive=True)
x = sp.Symbol("x")
n = sp.Symbol("n", integer=True, positive=True)


def test_results_are_in_the_users_symbols() -> None:
    """What is presented holds the very symbols that came in."""
    density = read(s * sp.exp(-s * x))
    assert density.present(density.expression) == s * sp.exp(-s * x)


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (stats.Gamma("X", a, b), {"X": "X >= 0", "a": "a > 0", "b": "b > 0"}),
        (stats.Poisson("K", a), {"K": "K in {0, 1, 2, ...}", "a": "a > 0"}),
        (stats.Bernoulli("B", p), {"B": "B in {0, 1}", "p": "0 < p < 1"}),
        (stats.FiniteRV("F", {0: 1 - p, 1: p}), {"F": "F in {0, 1}", "p": "0 < p < 1"}),
        (stats.Binomial("Y", n, p), {"Y": "Y in {0, ..., n}", "p": "0 < p < 1", "n": "n in {1, 2, 3, ...}"}),
        (stats.Zeta("Z", s), {"Z": "Z in {1, 2, 3, ...}", "s": "s > 1"}),
        (
            stats.MultivariateNormal("M", [a, 0], [[1, 0], [0, s]]),
            {"M_1": "M_1 in R", "M_2": "M_2 in R", "s": "s > 0", "a": "a > 0"},
        ),
        (stats.Coin("C", p), {"C": "C in {1, 2}", "p": "0 < p < 1"}),
        (stats.Kumaraswamy("U", a, b), {"U": "0 < U < 1", "a": "a > 0", "b": "b > 0"}),
        (stats.BetaBinomial("V", 3, a, b), {"V": "V in {0, 1, 2, 3}", "a": "a > 0", "b": "b > 0"}),
        (
            stats.Multinomial("N", 4, [p, 1 - p]),
            {"N_1": "N_1 in {0, ..., 4}", "p": "0 < p < 1"},
        ),
        (stats.MultivariateBeta("D", [a, b]), {"D_1": "0 < D_1 < 1", "a": "a > 0", "b": "b > 0"}),
    ],
)
def test_random_variables_bring_their_support(variable: object, expected: dict[str, str]) -> None:
    """Continuous, discrete, finite and joint variables of sympy.stats are read with their support."""
    assert domains(read(variable)) == expected


def test_options_may_be_sympy() -> None:
    """Symbols, relations and sets are accepted where text is."""
    t = sp.Symbol("t")
    density = read(t * sp.exp(-t * x), variables=[x], support={x: sp.Interval.open(0, sp.oo)}, parameters=[t > 0])
    assert domains(density) == {"x": "x > 0", "t": "t > 0"}


def test_floats_become_exact() -> None:
    """A float in an expression is read as the decimal it shows."""
    assert not read(s * sp.exp(-s * x * sp.Float("1.5")) * sp.Float("1.5")).expression.atoms(sp.Float)


@pytest.mark.parametrize(
    "given",
    [
        3,
        True,
        sp.true,
        (1, 2),
        sp.Function("f")(x),
        stats.Normal("N", 0, s) + 1,
        sp.Symbol("x") * sp.Symbol("x", real=True),
    ],
)
def test_what_is_no_density_is_refused(given: object) -> None:
    """Numbers, booleans, tuples, sums of random variables and twin symbols are errors."""
    with pytest.raises(SymfisherError):
        read(given)


def test_finite_variables_without_a_list_are_refused() -> None:
    """A finite variable whose size is a symbol has no list of values, and one of integers has them as numbers."""
    with pytest.raises(SymfisherError, match="cannot be listed"):
        read(stats.Hypergeometric("H", 10, n, 3))
    assert domains(read(stats.Rademacher("R"), require_parameters=False))["R"] == "R in {-1, 1}"
