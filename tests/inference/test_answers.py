"""Answers: labelled rows, conditions, and the names they need."""

import pytest

import symfisher.inference
from symfisher.domains import NATURAL
from symfisher.errors import DomainError
from symfisher.inference.answers import Answer, fresh_name, position, rows, with_constant
from tests.inference.laws import derived


def test_rows():
    """Rows without a value are left out; a row is found by its label."""
    answer = Answer("", derived("x ~ poisson(m)").density, rows(("a", 1), ("b", None)))
    assert [row.label for row in answer.rows] == ["a"]
    assert answer["a"] == 1
    with pytest.raises(KeyError):
        answer["b"]


def test_fresh_name():
    """A name that the density uses is not taken."""
    density = derived("x ~ binomial(n, p)").density
    assert fresh_name(density, ("n", "N")) == "N"
    assert fresh_name(density, ("n", "p")) == "p1"


def test_with_constant():
    """A new constant has a symbol of its own."""
    density, n = with_constant(derived("x ~ binomial(n, p)").density, "N", NATURAL)
    assert n not in derived("x ~ binomial(n, p)").density.constants
    assert density.constants[-1].symbol == n


def test_position():
    """A parameter is found by its name, or refused."""
    density = derived("x ~ gamma(a, b)").density
    assert position(density, "b") == 1
    with pytest.raises(DomainError, match="unknown parameter 'c'; the parameters are a, b"):
        position(density, "c")


def test_public_names():
    """Every public name of the room can be loaded and is documented."""
    assert [n for n in symfisher.inference.__all__ if not getattr(symfisher.inference, n).__doc__] == []
    with pytest.raises(AttributeError, match="no attribute"):
        symfisher.inference.nothing  # noqa: B018
