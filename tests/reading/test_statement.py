"""Whole statements as they stand in a book."""

from __future__ import annotations

import pytest

from symfisher.errors import SymfisherError
from symfisher.reading import read
from tests.reading.helpers import domains

NORMAL = "exp(-(x-mu)^2/(2 sigma^2))/(sigma sqrt(2 pi))"


@pytest.mark.parametrize(
    "text",
    [
        f"f(x; mu, sigma) = {NORMAL}, sigma > 0",
        f"f(x | mu, sigma) = {NORMAL} for sigma > 0",
        f"f_X(x; mu, sigma) = {NORMAL}, -oo < x < oo, mu in R, sigma > 0",
        f"p(x) = {NORMAL} where sigma > 0 and x in R",
        "f(x; μ, σ) = exp(-(x-μ)²/(2σ²))/(σ√(2π)), σ > 0",
        "x ~ normal(mu, sigma)",
        "x ~ N(mu, sigma^2)",
    ],
)
def test_statements_agree(text: str) -> None:
    """Header, conditions and family call say the same density."""
    density = read(text)
    assert domains(density) == {"x": "x in R", "mu": "mu in R", "sigma": "sigma > 0"}
    assert density.expression == read("normal").expression


def test_a_header_names_parameters_and_the_rest_is_known() -> None:
    """Symbols that the header does not list are known constants."""
    density = read("f(x; mu) = exp(-(x-mu)^2/(2s^2))/(s sqrt(2pi)), s > 0")
    assert [p.name for p in density.parameters] == ["mu"]
    assert [c.name for c in density.constants] == ["s"]


def test_a_mass_function_of_a_random_variable() -> None:
    """P(X = k) with its values after the comma is a discrete density of k."""
    assert domains(read("P(X = k) = p(1-p)^(k-1), k = 1, 2, 3, ...")) == {"k": "k in {1, 2, 3, ...}", "p": "0 < p < 1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "f(x; mu, sigma^2) = x",
        "f(x, x) = x",
        "f(x; x) = x",
        "= x",
        "2 = x",
        "f(x) =",
        "x ~",
        "x ~ 3",
        "x ~ normal(mu",
        "normal(mu, sigma^2)",
        "x ~ N(mu, sigma)",
        "f(x) = a = b",
    ],
)
def test_wrong_statements_are_refused(text: str) -> None:
    """A header that is none, an empty body or an unclear variance is an error."""
    with pytest.raises(SymfisherError):
        read(text)


@pytest.mark.parametrize("header", ["f(x; mu, sigma^2)", "f(x; μ, σ²)"])
def test_a_square_in_the_header_is_the_parameter(header: str) -> None:
    """A header that lists sigma^2 means the variance, which gets a name of its own."""
    density = read(f"{header} = exp(-(x-mu)^2/(2 sigma^2))/sqrt(2 pi sigma^2)")
    assert [p.name for p in density.parameters] == ["mu", "sigma2"]
    assert "sigma2 stands for sigma^2" in density.inferred[0]
