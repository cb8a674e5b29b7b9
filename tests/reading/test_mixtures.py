"""Calls of families in sums and with the observation in front."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.density import Density
from symfisher.errors import AmbiguityError, DomainError, ParseError
from symfisher.reading import read


def same(first: Density, second: Density) -> bool:
    """Whether two readings are one density, with the same names and domains."""
    difference = sp.simplify(first.present(first.expression) - second.present(second.expression))
    domains = [[(q.name, q.domain.describe(q.name)) for q in (*d.variables, *d.parameters)] for d in (first, second)]
    return difference == 0 and sorted(domains[0]) == sorted(domains[1])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.5*normal(-mu, 1) + 0.5*normal(mu, 1)", "(exp(-(x+mu)^2/2) + exp(-(x-mu)^2/2))/(2 sqrt(2 pi)), mu in R"),
        ("x ~ p exponential(a) + (1-p) exponential(b)", "p a exp(-a x) + (1-p) b exp(-b x), x > 0, 0<p<1, a>0, b>0"),
        ("x ~ gamma(2, b)/2 + gamma(3, b)/2", "b^2 x exp(-b x)/2 + b^3 x^2 exp(-b x)/4, x > 0, b > 0"),
        (
            "p N(x|0, 1) + (1-p) N(x|mu, 1)",
            "(p exp(-x^2/2) + (1-p) exp(-(x-mu)^2/2))/sqrt(2 pi), x in R, 0<p<1, mu in R",
        ),
    ],
)
def test_a_sum_of_weighted_calls_is_the_sum_of_their_densities(text: str, written: str) -> None:
    """Weights stand before or after a call; arguments keep the domains of their families, a weight is a share."""
    assert same(read(text), read(written))


@pytest.mark.parametrize(
    "text",
    [
        "N(x; mu, sigma^2)",
        "f(x; mu, sigma) = N(x; mu, sigma^2)",
        "normal(x | mu, sigma)",
        r"\mathcal{N}(x \mid \mu, \sigma^2)",
    ],
)
def test_the_observation_may_stand_in_a_call(text: str) -> None:
    """The name before a semicolon or a single bar is the variable."""
    assert same(read(text), read("x ~ normal(mu, sigma)"))


def test_several_variables_before_a_tilde() -> None:
    """The names of several variables may be listed without brackets."""
    assert same(read("u, v ~ clayton(a)"), read("(u, v) ~ clayton(a)"))


def test_parameters_after_a_bar_before_a_tilde() -> None:
    """What stands after the bar in ``x | m ~ ...`` is given, no variable."""
    assert same(read("x | m ~ poisson(m)"), read("x ~ poisson(m)"))


def test_degrees_of_freedom_alone() -> None:
    """A Student t with one argument is the standard one."""
    assert same(read("x ~ t(nu)"), read("x ~ student_t(0, 1, nu)"))


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("x ~ p*normal(0,1) + (1-p)*exponential(a)", DomainError, "different supports"),
        ("x ~ 0.5*normal(mu,1) + 3", ParseError, "a sum of weighted ones"),
        ("0.5*N(x; 0, 1) + 0.5*N(y; m, 1)", ParseError, "both observed"),
        ("x ~ 0.5*normal(mu,s^2) + 0.5*normal(0,1)", AmbiguityError, "a variance or a scale"),
    ],
)
def test_what_is_no_mixture_is_refused(text: str, error: type[Exception], message: str) -> None:
    """Supports that differ and sums with other terms are refused with a reason."""
    with pytest.raises(error, match=message):
        read(text)
