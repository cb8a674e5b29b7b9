"""Whatever is typed, reading ends in a density or in one of our own errors, and what was read is read back the same."""

from __future__ import annotations

import contextlib

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from symfisher import SymfisherError
from symfisher.limits import time_limit
from symfisher.reading import read, read_expression, read_values
from tests.strategies import byte_soup, expressions, near_misses

_LIMIT = 20.0
"""Seconds that no text of a line takes to read."""

_NAMES = {n: sp.Symbol(n, real=True) for n in ("x", "a", "b", "p", "theta", "lambda", "mu_1")}


def read_or_refuse(text: str, **options: object) -> None:
    """Read a text; anything but a density or one of our own errors escapes, and so does a hang."""
    with time_limit(_LIMIT), contextlib.suppress(SymfisherError):
        read(text, **options)  # type: ignore[arg-type]


@given(byte_soup)
def test_soup_is_read_or_refused(text: str) -> None:
    """Random characters, bytes and pieces of the grammar are read or refused, nothing else."""
    read_or_refuse(text)


@given(near_misses())
def test_near_misses_are_read_or_refused(text: str) -> None:
    """A valid density with pieces cut out, doubled or put in is read or refused, nothing else."""
    read_or_refuse(text)


@given(near_misses(), st.sampled_from(["support", "parameters", "constants", "functions", "variables"]), byte_soup)
def test_options_are_read_or_refused(text: str, option: str, value: str) -> None:
    """Noise in an option is one of our own errors, too."""
    read_or_refuse(text, **{option: value if option == "support" else [value]})


@given(byte_soup)
def test_values_are_read_or_refused(text: str) -> None:
    """Noise in the place of parameter values is read or refused."""
    with contextlib.suppress(SymfisherError):
        read_values(text)


@given(expressions())
def test_printing_and_reading_again_changes_nothing(text: str) -> None:
    """An expression that was read, printed and read again is the same."""
    try:
        first = read_expression(text, _NAMES)
    except SymfisherError:
        return
    if first.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I):
        return
    again = read_expression(str(first), _NAMES)
    assert again == first or sp.simplify(again - first) == 0


@pytest.mark.parametrize("text", ["½x", "x^½"])
def test_vulgar_fractions_are_numbers(text: str) -> None:
    """A fraction that is one character is read as the fraction it shows."""
    assert read_expression(text, ["x"]).has(sp.Rational(1, 2))
