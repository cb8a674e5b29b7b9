"""What is not given is found where the expression is a density, and said."""

from __future__ import annotations

import pytest

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading import read
from tests.reading.helpers import domains

FOUND = [
    ("theta*exp(-theta*x)", {"x": "x > 0", "theta": "theta > 0"}),
    ("exp(-(x-mu)^2/(2 sigma^2))/(sigma sqrt(2 pi))", {"x": "x in R", "mu": "mu in R", "sigma": "sigma > 0"}),
    ("p^x(1-p)^(1-x)", {"x": "x in {0, 1}", "p": "0 < p < 1"}),
    ("C(5,x) p^x (1-p)^(5-x)", {"x": "x in {0, ..., 5}", "p": "0 < p < 1"}),
    ("exp(eta x)/(1+exp(eta))", {"x": "x in {0, 1}", "eta": "eta in R"}),
    ("λ^k e^(-λ)/k!", {"k": "k in {0, 1, 2, ...}", "lambda": "lambda > 0"}),
    ("C(n,x)p^x(1-p)^(n-x)", {"x": "x in {0, ..., n}", "p": "0 < p < 1", "n": "n in {1, 2, 3, ...}"}),
    ("-p^x/(x ln(1-p))", {"x": "x in {1, 2, 3, ...}", "p": "0 < p < 1"}),
    ("x^(-s)/zeta(s)", {"x": "x in {1, 2, 3, ...}", "s": "s > 1"}),
    ("a m^a/x^(a+1)", {"x": "x > m", "a": "a > 0", "m": "m > 0"}),
    ("x^(a-1)(1-x)^(b-1)/B(a,b)", {"x": "0 < x < 1", "a": "a > 0", "b": "b > 0"}),
    ("exp(cos(x-m))/(2 pi besseli(0,1))", {"x": "-pi < x < pi", "m": "m in R"}),
    ("2x/t^2", {"x": "0 < x < t", "t": "t > 0"}),
    ("(1-p)/(1+p) p^|x|", {"x": "x in Z", "p": "0 < p < 1"}),
    ("e^-m m^(x-1)/(x-1)!", {"x": "x in {1, 2, 3, ...}", "m": "m > 0"}),
    (
        "Piecewise((p, Eq(x,1)), (q, Eq(x,2)), (1-p-q, Eq(x,3)))",
        {"x": "x in {1, 2, 3}", "p": "0 < p < 1 - q", "q": "0 < q < 1 - p"},
    ),
    ("(t+1)*x^t", {"x": "0 < x < 1", "t": "t > -1"}),
    ("a/sqrt(pi) exp(-a^2 x^2)", {"x": "x in R", "a": "a > 0"}),
    ("Piecewise((1-p, Eq(x,0)), (p, Eq(x,1)))", {"x": "x in {0, 1}", "p": "0 < p < 1"}),
    ("exp(-a-b) (a+b)^x/x!", {"x": "x in {0, 1, 2, ...}", "a": "a > 0", "b": "b > 0"}),
    ("s/(pi x ((ln(x)-m)^2+s^2))", {"x": "x > 0", "s": "s > 0", "m": "m in R"}),
    ("1/(2 b x) exp(-|ln(x)-m|/b)", {"x": "x > 0", "b": "b > 0", "m": "m in R"}),
    ("-t*exp(t*x)", {"x": "x > 0", "t": "t < 0"}),
]

TOGETHER = [
    ("a b exp(-a x - b y)", ["x", "y"], []),
    ("exp(-((x1-m)^2+(x2-m)^2)/(2s^2))/(2 pi s^2)", ["x1", "x2"], []),
    ("6 l^2 exp(-l x - 2 l y), 0 < x < y", ["x", "y"], []),
    ("2/t^2, 0 < x < y < t", ["x", "y"], []),
    ("n!/(x! y! (n-x-y)!) p^x q^y (1-p-q)^(n-x-y)", ["x", "y"], ["n"]),
    ("exp(-(y-a-b x)^2/(2 s^2))/(s sqrt(2 pi))", ["y"], ["x"]),
    ("e^(y(a+b x))/(1+e^(a+b x))", ["y"], ["x"]),
    ("exp(-(x2-a x1)^2/2)/sqrt(2 pi)", ["x2"], ["x1"]),
    ("exp(-(x-y)^2/2)/sqrt(2 pi)", ["x"], []),
    ("1/y, 0 < x < y", ["x"], []),
]


@pytest.mark.parametrize(("text", "variables", "constants"), TOGETHER)
def test_what_is_observed_together_is_found(text: str, variables: list[str], constants: list[str]) -> None:
    """Where x alone has no density, y given x or both may have one; total masses decide, and it is said."""
    density = read(text)
    assert [v.name for v in density.variables] == variables
    assert [c.name for c in density.constants] == constants
    assert variables == ["x"] or any("variable" in note for note in density.inferred)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_support_and_domains_are_found(text: str, expected: dict[str, str]) -> None:
    """The widest domains on which the expression is a density are found from the expression alone."""
    assert domains(read(text)) == expected


def test_what_is_inferred_is_said() -> None:
    """Each guess is a sentence with its reason."""
    assert read("theta*exp(-theta*x)").inferred == (
        "support x > 0 (inferred: the density integrates to 1 there)",
        "domain theta > 0 (inferred: the widest where the density integrates to 1)",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a/2, x = 0; 1 - a/2, x = 1", "sums to 1 there, and beyond 1 too"),
        ("(1 + a*x)/2, -1 < x < 1", "the widest where"),
        ("p^x*(1-p)^(1-x)", "the widest where"),
    ],
)
def test_a_domain_is_called_the_widest_only_where_it_ends(text: str, said: str) -> None:
    """Just outside a domain that is said to be the widest the expression is no density; otherwise that is said."""
    assert any(said in sentence for sentence in read(text).inferred)


def test_parameters_below_others_are_bounded_too() -> None:
    """In 0 < c < d < 1 the first is below one as well; slope and place of the curve may be any real numbers."""
    density = read("p^x*(1-p)^(1-x), x in {0,1}, p = c+(d-c)/(1+exp(-a*(t-b))), 0 < c < d < 1, a > 0")
    found = domains(density)
    assert (found["c"], found["d"]) == ("0 < c < 1", "c < d < 1")
    assert (found["b"], found["t"]) == ("b in R", "t in R")


def test_widening_that_fails_does_not_lose_the_domains() -> None:
    """A share that seems to reach below zero, for some values of the others, stays in (0, 1)."""
    found = domains(read("p^x*(1-p)^(1-x), x in {0,1}, p = c+(d-c)/(1+exp(-a*(t-b)))"))
    assert (found["c"], found["d"], found["a"]) == ("0 < c < 1", "0 < d < 1", "a in R")


def test_nothing_is_said_if_all_is_given() -> None:
    """A complete declaration leaves nothing to infer."""
    assert read("theta*exp(-theta*x)", support="x > 0", parameters="theta > 0").inferred == ()


def test_probabilities_share_one() -> None:
    """Where only a simplex works, its domains refer to one another."""
    density = read("Piecewise((p, x=1), (q, x=2), (1-p-q, True))", support="x in {1,2,3}")
    assert domains(density)["p"] == "0 < p < 1 - q"


def test_ends_of_a_support_are_ordered() -> None:
    """The upper end of an interval lies above the lower one."""
    assert domains(read("1/(b-a)", support="a < x < b", parameters=["a", "b"]))["b"] == "b > a"


@pytest.mark.parametrize("text", ["2*exp(-x)", "a*exp(-x^2)", "x + a", "exp(x)+exp(-x)"])
def test_no_support_is_an_error_that_names_the_option(text: str) -> None:
    """What is a density nowhere is refused with the candidates tried and the options that settle it."""
    with pytest.raises(AmbiguityError, match="--support"):
        read(text, require_parameters=False)


def test_the_variable_must_be_clear() -> None:
    """Without a usual name for the variable the error asks for it."""
    with pytest.raises(ParseError, match="--variable"):
        read("theta*exp(-theta*q)")


def test_scale_that_is_an_exponential() -> None:
    """A quick mass that loses digits where the scale is large does not narrow the domain of a slope."""
    found = domains(read("x ~ normal(a+b*z, exp(c+d*z))", constants=["z"]))
    assert {name: found[name] for name in "abcd"} == {name: f"{name} in R" for name in "abcd"}


def test_known_number_of_trials_ends_the_support() -> None:
    """With n declared as an integer, the binomial mass beyond n is nothing: the support ends there."""
    found = domains(read("C(n,x)p^x(1-p)^(n-x)", constants=["n in {1, 2, ...}"]))
    assert found["x"] == "x in {0, ..., n}"
    assert found["p"] == "0 < p < 1"


def test_integer_constant_that_is_no_end() -> None:
    """An integer constant that does not end the support leaves it without end."""
    found = domains(read("(k*a)^x*exp(-k*a)/x!", parameters=["a"], constants=["k in {1, 2, ...}"]))
    assert found["x"] == "x in {0, 1, 2, ...}"


def test_too_many_open_domains_are_counted() -> None:
    """Where more names are left open than can be searched, the message says how many and names them."""
    text = "x^(a+b*c+d+e1+f1+g*h1+w+v-1)*exp(-x)/Gamma(a+b*c+d+e1+f1+g*h1+w+v)"
    with pytest.raises(AmbiguityError, match="10 names are left open"):
        read(text)
