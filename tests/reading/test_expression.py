"""Typed expressions become SymPy expressions over given symbols, exactly."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading import read_expression

NAMES = {n: sp.Symbol(n, positive=True) for n in ("x", "a", "b", "k", "n", "sigma", "lambda", "gamma")}
x, a, b, k, n, sigma = (NAMES[name] for name in ("x", "a", "b", "k", "n", "sigma"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1.3", sp.Rational(13, 10)),
        ("2e-3", sp.Rational(1, 500)),
        ("a/2b", a * b / 2),
        ("e^-x", sp.exp(-x)),
        ("sin 2x", sp.sin(2 * x)),
        ("√(2π)σ", sp.sqrt(2 * sp.pi) * sigma),
        ("|x-a|", sp.Abs(x - a)),
        ("n!", sp.factorial(n)),
        ("C(n, k)", sp.binomial(n, k)),
        ("Gamma(a)", sp.gamma(a)),
        ("B(a,b)", sp.beta(a, b)),
        ("ln x", sp.log(x)),
        ("log(x, 2)", sp.log(x) / sp.log(2)),
        ("Phi(x)", (1 + sp.erf(x / sp.sqrt(2))) / 2),
        ("I_0(k)", sp.besseli(0, k)),
        ("Piecewise((a, x < 1), (b, True))", sp.Piecewise((a, x < 1), (b, True))),
        ("exp{-x/a}", sp.exp(-x / a)),
        ("exp[-x/a] b", sp.exp(-x / a) * b),
        ("I(x < 1) a", a * sp.Piecewise((1, x < 1), (0, True))),
        ("1[x < 1] a", a * sp.Piecewise((1, x < 1), (0, True))),
        ("I_{[1, oo)}(x)", sp.Piecewise((1, x >= 1), (0, True))),
        ("[x < 1] a", a * sp.Piecewise((1, x < 1), (0, True))),
        ("Derivative(zeta(a), (a, 2))", sp.Derivative(sp.zeta(a), (a, 2))),
        ("polygamma(1, a)", sp.polygamma(1, a)),
        ("x^(-1/2)", 1 / sp.sqrt(x)),
        ("2(x+1)", 2 * (x + 1)),
        ("EulerGamma", sp.EulerGamma),
    ],
)
def test_meaning(source: str, expected: sp.Expr) -> None:
    """Every spelling has the meaning a textbook gives it."""
    assert sp.simplify(read_expression(source, NAMES) - expected) == 0


def test_a_letter_gamma_is_a_factor() -> None:
    """The letter γ before a bracket is a factor; the function is written Γ."""
    assert read_expression("γ(x+1)", {"x": x, "gamma": a}) == a * (x + 1)


@pytest.mark.parametrize("source", ["ln x a", "√2 a", "n!!"])
def test_unclear_arguments_are_refused(source: str) -> None:
    """A function without brackets whose argument is not clear is an error, never a guess."""
    with pytest.raises(AmbiguityError):
        read_expression(source, NAMES)


@pytest.mark.parametrize(
    "source", ["y", "gamma(a)", "sin(x, a)", "x > 0", "(x, a)", "x/0", "Eq(x, 1)", "Derivative(x, x)", "1{x}", ""]
)
def test_what_is_no_expression_is_refused(source: str) -> None:
    """Unknown names, wrong counts, conditions and tuples are errors in an expression."""
    with pytest.raises(ParseError):
        read_expression(source, NAMES)


@pytest.mark.parametrize("name", ["lambda", "beta", "E", "N", "S", "O", "Q", "in", "test", "x"])
def test_any_declared_name_is_a_symbol(name: str) -> None:
    """No name clashes with Python's or SymPy's once it is declared."""
    assert read_expression(f"2 {name}", [name]).free_symbols
