"""Characters become tokens at the place where they were typed."""

from __future__ import annotations

import pytest

from symfisher.errors import ParseError
from symfisher.reading.tokens import scan


def texts(source: str) -> list[str]:
    return [t.text for t in scan(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("λe^(-λx)", ["lambda", "e", "^", "(", "-", "lambda", "x", ")"]),
        ("θ₁ + θ1", ["theta_1", "+", "theta1"]),
        ("x_{m} x_m", ["x_m", "x_m"]),
        ("σ²", ["sigma", "^", "(", "2", ")"]),
        ("2e3 2e^x", ["2e3", "2", "e", "^", "x"]),
        ("{0..n}", ["{", "0", "...", "n", "}"]),
        ("x ≤ ∞", ["x", "<=", "oo"]),
        ("e^{-x}", ["e", "^", "(", "-", "x", ")"]),
        ("np.exp(-np.pi)", ["exp", "(", "-", "pi", ")"]),
        ("𝜎µ", ["sigma", "mu"]),
    ],
)
def test_spellings_of_one_thing_are_one(source: str, expected: list[str]) -> None:
    """Greek letters, subscripts, superscripts and look-alikes are read as what they show."""
    assert texts(source) == expected


@pytest.mark.parametrize(
    "source", ["x @ y", "é", "x.y", "1.2.3", "_x1", "(x", "x)", "{x)", "1e99999", "9" * 51, "a" * 61]
)
def test_what_has_no_meaning_is_refused_with_its_place(source: str) -> None:
    """A character without meaning, an unbalanced bracket or an exploding numeral is an error that points at it."""
    with pytest.raises(ParseError) as caught:
        scan(source)
    assert caught.value.position is not None


def test_positions_survive_superscripts() -> None:
    """A token after a superscript still knows its place in the text."""
    assert scan("x²y")[-1].position == 2


@pytest.mark.parametrize("source", ["x" * 20_001, "(" * 101 + "x" + ")" * 101])
def test_length_and_nesting_are_bounded(source: str) -> None:
    """Texts too long or nested too deeply are refused before anything is built."""
    with pytest.raises(ParseError):
        scan(source)
