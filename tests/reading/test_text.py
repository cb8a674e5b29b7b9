"""Roles of names, options, tables."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import AmbiguityError, DomainError, ParseError, SymfisherError
from symfisher.reading import read
from tests.reading.helpers import domains


def test_parameters_are_what_is_given_and_the_rest_is_constant() -> None:
    """Given parameters are differentiated in their order, every other symbol is a known constant."""
    density = read("b^a x^(a-1) e^(-b x)/Gamma(a)", parameters=["b > 0"], constants=["a > 0"], support="x > 0")
    assert ([p.name for p in density.parameters], [c.name for c in density.constants]) == (["b"], ["a"])


def test_names_of_sympy_are_symbols() -> None:
    """A parameter may be called like a constant or function of SymPy."""
    for name in ("E", "lambda", "N", "S", "gamma", "beta", "zeta", "pi"):
        assert read(f"{name}*exp(-{name}*x)", parameters=f"{name} > 0").parameters[0].name == name


def test_a_call_of_a_declared_name_is_refused() -> None:
    """gamma(a) with a declared gamma may be two things: the error says how to write either."""
    with pytest.raises(AmbiguityError, match=r"gamma\*\(...\)"):
        read("gamma*x^(a-1)/gamma(a)", parameters=["gamma > 0"])


def test_a_table_is_a_density() -> None:
    """A finite table becomes a piecewise mass function over its values."""
    density = read("{0: 1-p, 1: p, 5: 0*p}")
    assert domains(density)["x"] == "x in {0, 1, 5}"
    assert density.discrete


def test_an_indicator_cuts_the_support() -> None:
    """A factor that is one or zero is the support."""
    for text in (
        "1{0<x<t}/t",
        "Heaviside(x) Heaviside(t-x)/t",
        "[0 < x < t]/t",
        "Piecewise((1/t, And(x>0, x<t)), (0, True))",
    ):
        assert domains(read(text))["x"] == "0 < x < t"
    for text in ("1{|x-m|<t}/(2t)", "1/(2t) if abs(x-m) < t else 0"):
        assert domains(read(text))["x"] == "m - t < x < m + t"


def test_undefined_functions_stay_symbolic() -> None:
    """A declared function of a parameter is kept, and printed under its own name."""
    density = read("exp(-(x-mu(a))^2/2)/sqrt(2pi)", functions=["mu"])
    assert density.present(density.expression).has(sp.Function("mu"))
    assert [p.name for p in density.parameters] == ["a"]


@pytest.mark.parametrize("support", ["[0, oo)", "(0, oo)", "R+", "x >= 0"])
def test_a_support_that_is_a_set_is_that_of_the_variable(support: str) -> None:
    """An interval alone is where the one variable lies."""
    assert domains(read("a*exp(-a*x)", support=support))["x"] in {"x > 0", "x >= 0"}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("exp(k cos(x))/(2 pi I0(k)), -pi < x < pi", "exp(k*cos(x))/(2*pi*besseli(0, k))"),
        ("2 phi(x) Phi(a x), x in R", "2*exp(-x^2/2)/sqrt(2*pi)*(1 + erf(a*x/sqrt(2)))/2"),
        ("phi(1-x)^(phi-1), 0 < x < 1, phi > 0", "phi*(1-x)^(phi-1)"),
        ("I0 exp(-I0 x), x > 0, I0 > 0", "I0*exp(-I0*x)"),
    ],
)
def test_functions_that_share_letters_with_parameters(text: str, means: str) -> None:
    """Bessel functions and the normal density are known by their brackets, unless the letter is a parameter."""
    found, wanted = read(text), read(means, support=text.split(", ", 1)[1].split(", ")[0])
    assert sp.simplify(found.expression - wanted.expression) == 0


def test_the_letter_E_is_explained() -> None:
    """A parameter E is read as e unless declared, which the message says."""
    with pytest.raises(ParseError, match="--param E"):
        read("E exp(-E x)")


def test_integers_are_known_constants() -> None:
    """A quantity that runs through integers is not differentiated, and asking for it is an error."""
    assert [c.name for c in read("C(n,x)p^x(1-p)^(n-x)").constants] == ["n"]
    with pytest.raises(DomainError, match="--given"):
        read("C(n,x)p^x(1-p)^(n-x)", support="x in {0,...,n}", parameters=["n in N", "0<p<1"])


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("exp(-x/s)/s", {"parameters": ["s > 0", "q > 0"]}),
        ("exp(-x/s)/s", {"variables": "y"}),
        ("exp(-x/s)/s", {"parameters": ["s > 0", "s > 0, x > 0"], "support": "x > 0"}),
        ("exp(-x/s)/s", {"parameters": "s > 0", "constants": "s > 0"}),
        ("exp(-x/s)/s", {"parameters": "s > x", "support": "x > 0"}),
        ("exp(-x)", {"support": "x > 0"}),
        ("x > 0", {}),
        ("(x, t)", {}),
        ("0*x", {}),
        ("I*x*t", {}),
        ("x*oo", {}),
        ("{x: p}", {}),
        ("{0: p, 0: 1-p}", {}),
        ("theta*exp(-theta*x)", {"at": "thta=2"}),
        ("a*x", {"functions": ["a"], "parameters": "a > 0"}),
        (3, {}),
        (None, {}),
    ],
)
def test_bad_input_is_refused(text: object, options: dict[str, object]) -> None:
    """Clashing, absent or impossible declarations are one clear error each."""
    with pytest.raises(SymfisherError):
        read(text, **options)  # type: ignore[arg-type]


def test_reading_twice_gives_the_same() -> None:
    """The same text gives an equal record."""
    assert read("theta*exp(-theta*x)") == read("theta*exp(-theta*x)")


def test_a_header_error_shows_the_place() -> None:
    """The message ends with the line and a caret."""
    with pytest.raises(ParseError) as caught:
        read("theta*exq(-theta*x)")
    assert str(caught.value).splitlines()[-1].index("^") == 2 + len("theta*")
