"""Numbers that would explode are refused before they are computed."""

from __future__ import annotations

import pytest

from symfisher.errors import ParseError
from symfisher.reading import read_expression

BOMBS = [
    "9**9**9**9",
    "factorial(10**9)",
    "10^10^10",
    "2^(10^9+1/2)",
    "exp(log(2)*10^9)",
    "exp(exp(exp(100)))",
    "gamma(10^10)",
    "binomial(10^9, 5*10^8)",
    "polygamma(0, 10^8)",
    "zeta(-10^6)",
    "(x+1)^(10^8)",
    "x^(10^9)",
    "((9^9999)^(1/2))^9999",
    "9^9999*" * 3 + "1",
    "uppergamma(1000, x)",
    "lowergamma(1000, x)",
    "expint(10^6, x)",
    "polylog(-10^6, x)",
    "besseli(10^9, x)",
    "(sqrt(2)^9999)^9999",
    "1/(9^9999)*9^(-9999)",
    "sinh(10^9)",
    "(9^9999+1)^(1/3)",
]


@pytest.mark.parametrize("source", BOMBS)
def test_bombs_are_refused(source: str) -> None:
    """A power, factorial or function whose value would have more than 10 000 digits is an error with its place."""
    with pytest.raises(ParseError, match="refused") as caught:
        read_expression(source, ["x"])
    assert caught.value.position is not None


@pytest.mark.parametrize(
    "source", ["2^100", "factorial(50)", "x^100", "exp(-700)", "gamma(7/2)", "zeta(4)", "sqrt(2)^10"]
)
def test_ordinary_numbers_pass(source: str) -> None:
    """What textbooks write is computed."""
    assert read_expression(source, ["x"]) is not None
