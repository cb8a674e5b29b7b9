"""The grammar: precedence, implied products, bars, functions without brackets."""

from __future__ import annotations

import pytest

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading.context import Vocabulary
from symfisher.reading.functions import ARITIES
from symfisher.reading.syntax import parse, show
from symfisher.reading.tokens import scan


def tree(source: str, *declared: str, start: str = "argument") -> str:
    return show(parse(scan(source), start, Vocabulary(ARITIES, frozenset(declared)), source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a/2b", "(product TIMES:a DIVIDE:2 IMUL:b)"),
        ("-x^2", "(negative (power x 2))"),
        ("2^3^4", "(power 2 (power 3 4))"),
        ("e^-x", "(power e (negative x))"),
        ("sin^2 x", "(power (apply sin x) 2)"),
        ("|x||y|", "(product TIMES:(absolute x) IMUL:(absolute y))"),
        ("||x|-1|", "(absolute (sum PLUS:(absolute x) MINUS:1))"),
        ("n!", "(factorial n)"),
        ("lambda x", "(product TIMES:lambda IMUL:x)"),
        ("0 < x <= 1", "(comparison :0 <:x <=:1)"),
    ],
)
def test_precedence(source: str, expected: str) -> None:
    """Implied products bind like written ones, powers to the right, and a minus less than a power."""
    assert tree(source) == expected


def test_a_declared_name_is_no_function() -> None:
    """A symbol that shares its name with a function is a factor where it stands before a bracket."""
    assert tree("sin(x + 1)", "sin") == "(product TIMES:sin IMUL:(bracket (sum PLUS:x PLUS:1)))"


@pytest.mark.parametrize("source", ["mu(a)", "γ(a)", "phi(x + 1)"])
def test_a_product_that_may_be_a_function_is_refused(source: str) -> None:
    """A letter before a bracket that holds one name may be either, and the message says how to write both."""
    with pytest.raises(AmbiguityError, match="function"):
        tree(source)


@pytest.mark.parametrize(
    ("source", "position", "words"),
    [
        ("gama(x)", 0, "did you mean 'gamma'"),
        ("2 3", 2, r"write '\*'"),
        ("x + * y", 4, "expected a number"),
        ("x +", 3, "missing"),
        ("log_2 x", 0, "write log"),
        ("exp", 0, "needs an argument"),
    ],
)
def test_errors_point_and_say_what_was_expected(source: str, position: int, words: str) -> None:
    """A mistake is named, pointed at, and a way out is offered."""
    with pytest.raises(ParseError, match=words) as caught:
        tree(source)
    assert caught.value.position == position


def test_depth_is_bounded() -> None:
    """A tree too deep to walk is refused while it is built."""
    with pytest.raises(ParseError, match="deep"):
        tree("-" * 5000 + "x")
