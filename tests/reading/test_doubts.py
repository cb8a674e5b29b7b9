"""What a reader of statistics could take in two ways is asked back, and the usual short forms are read."""

from __future__ import annotations

import pytest

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading import read


@pytest.mark.parametrize("text", ["N(mu, sigma^2)", "N(μ,σ²)", "X ~ N(μ, σ²)", "x ~ N(a+b, 1)"])
def test_normal_by_its_letter_has_a_variance(text: str) -> None:
    """N(μ, σ²) is the normal density with that variance, with or without a tilde."""
    assert len(read(text).parameters) == 2


@pytest.mark.parametrize("text", ["N(theta, theta)", "N(a, v)", "x ~ N(0, theta)", "x ~ N(m, 2)"])
def test_a_second_argument_that_is_no_square_is_the_variance_and_it_is_said(text: str) -> None:
    """N(θ, θ) has mean and variance θ, as usual."""
    assert any("the variance (inferred" in note for note in read(text).inferred)


@pytest.mark.parametrize("text", ["N(mu, sigma)", "x ~ N(m, 2*s)"])
def test_a_second_argument_that_may_be_a_scale_is_asked_back(text: str) -> None:
    """N(μ, σ) may mean a variance or a scale."""
    with pytest.raises(AmbiguityError, match="variance=v"):
        read(text)


def test_exp_is_the_exponential_family_where_a_family_stands() -> None:
    """``x ~ Exp(lambda)`` and ``Exp(lambda)`` have the rate lambda."""
    for text in ("x ~ Exp(lambda)", "Exp(lambda)", "x ~ exp(lambda)"):
        assert [p.name for p in read(text).parameters] == ["lambda"]


@pytest.mark.parametrize("text", ["pareto(alpha, x_m)", "normal(sigma, mu)", "x ~ binomial(p, n)", "beta(b, a)"])
def test_a_name_in_the_place_of_another_is_asked_back(text: str) -> None:
    """A parameter's own name in another parameter's place is a slip of order more often than a wish."""
    with pytest.raises(AmbiguityError, match="change the order"):
        read(text)


def test_a_name_given_by_keyword_is_no_slip() -> None:
    """Saying it by name settles it."""
    assert [p.name for p in read("beta(a=b, b=a)").parameters] == ["b", "a"]


def test_two_observed_names_are_asked_back() -> None:
    """A joint density that is also a density of x for every y is asked about, if both have a range."""
    with pytest.raises(AmbiguityError, match="'x' and 'y' both"):
        read("1 + theta(1-2x)(1-2y), 0<x<1, 0<y<1")


def test_messages_hold_no_internal_names() -> None:
    """What is asked about a density with an undefined function names what was typed."""
    with pytest.raises(AmbiguityError) as caught:
        read("exp(theta*x - A(theta))", functions=["A"])
    assert "_f1" not in str(caught.value)


@pytest.mark.parametrize("text", ["x ~ laplace(w*z, b)", "exp(-|x-w*z|/b)/(2b)", "exp(-|x - w/z|)/2"])
def test_kinks_between_quick_nodes_do_not_narrow_domains(text: str) -> None:
    """A location that is a product may be anywhere, whatever absolute value it stands in."""
    assert {p.name: p.domain.describe(p.name) for p in read(text).parameters}["w"] == "w in R"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n choose x", r"write C\(n, x\)"),
        ("sin^-1(x) a", "inverse"),
        ("a sin^2 x b", "argument is not clear"),
        ("{A: p, 2: 1-p}", "numbers, or several labels"),
        ("True", "constant"),
    ],
)
def test_what_other_languages_write_is_refused_with_the_way_to_write_it(text: str, said: str) -> None:
    """Words and forms that would be read as something else, or not at all, are an error that says what to type."""
    with pytest.raises(ParseError, match=said):
        read(text)


def test_a_support_of_what_does_not_occur_is_asked_back() -> None:
    """A range for y in a density of x is a slip, not a density that is constant in y."""
    with pytest.raises(ParseError, match="which one is observed"):
        read("a exp(-a x)", support="y > 0")
    even = read("k/(4 pi sinh(k)) exp(k cos(x)) sin(x)", variables=["x", "y"], support="0 < x < pi, 0 < y < 2 pi")
    assert len(even.variables) == 2


def test_arguments_of_a_copula_are_observed_together():
    """Where u and v have a range each, both are observed and t is the parameter, unless that is no density."""
    for name in ("t", "theta"):
        density = read(f"1 + {name}(1-2u)(1-2v), 0<u<1, 0<v<1")
        assert [v.name for v in density.variables] == ["u", "v"]
    assert [p.name for p in read("v*u^(v-1), 0<u<1, v>0").parameters] == ["v"]
