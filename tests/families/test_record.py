"""Tests of the record: how a family call finds its parametrization and its arguments."""

from __future__ import annotations

import pytest

from symfisher.errors import ParseError
from symfisher.families import get
from symfisher.families.record import symmetric


def test_positional_arguments_are_canonical() -> None:
    """Positional arguments go to the canonical parameters in order, untouched."""
    marker = object()
    bound = get("normal").bind(("mu", marker))
    assert bound.arguments == (("mu", "mu"), ("sigma", marker))
    assert bound.expressions == (("mu", "mu"), ("sigma", "sigma"))


def test_keywords_choose_the_parametrization() -> None:
    """The keywords shape and mean choose gamma's parametrization by shape and mean."""
    bound = get("gamma").bind((), {"shape": "a", "mean": "m"})
    assert bound.parametrization.name == "shape-mean"
    assert bound.expressions == (("a", "a"), ("b", "a/m"))
    assert bound.arguments == (("a", "a"), ("m", "m"))


def test_symbols_are_keywords_too() -> None:
    """A parameter is reached by its usual symbol as well as by its role."""
    assert get("gamma").bind((), {"b": "r", "a": "q"}).arguments == (("a", "q"), ("b", "r"))


def test_no_argument_means_the_usual_symbols() -> None:
    """A bare name binds every parameter and constant to its own name."""
    bound = get("binomial").bind()
    assert bound.arguments == (("p", "p"), ("n", "n"))
    assert bound.domains == (("p", "0 < p < 1"), ("n", "n in {1, 2, ...}"))


def test_call_order_puts_the_size_first() -> None:
    """binomial(10, theta) has size 10, as in every textbook."""
    assert get("binomial").bind(("10", "theta")).arguments == (("p", "theta"), ("n", "10"))


def test_call_order_holds_for_other_parametrizations() -> None:
    """negative_binomial(5, mean=m) has size 5."""
    bound = get("negative_binomial").bind(("5",), {"mean": "m"})
    assert bound.arguments == (("m", "m"), ("r", "5"))
    assert bound.expressions == (("p", "r/(r+m)"), ("r", "r"))


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "message"),
    [
        ("normal", ("mu",), {}, "normal needs 'sigma' too: normal(mu, sigma)"),
        ("normal", ("1", "2", "3"), {}, "normal takes 2 arguments, got 3"),
        ("gamma", (), {"shap": "a", "rate": "b"}, "gamma has no parameter 'shap'; did you mean 'shape'?"),
        ("gamma", (), {"rate": "b", "mean": "m"}, "gamma has no parametrization with 'rate' and 'mean'"),
        ("gamma", ("a",), {"shape": "a"}, "gamma got 'a' twice"),
        ("gamma", (), {"shape": "a", "a": "a"}, "gamma has no parametrization with 'shape' and 'a'"),
        ("poisson", (), {"zzzz": "a"}, "poisson has no parameter 'zzzz'; write poisson(theta) or poisson(eta)"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    name: str, args: tuple[str, ...], kwargs: dict[str, str], message: str
) -> None:
    """An unknown, missing or repeated argument is an error that names it and shows the call."""
    with pytest.raises(ParseError) as caught:
        get(name).bind(args, kwargs)
    assert str(caught.value).startswith(message)


def test_symmetric_mirrors_the_upper_triangle() -> None:
    """Rows given from the diagonal on become a full symmetric matrix."""
    rows = symmetric(("a", "b", "c"), ("d", None), ("f",))
    assert rows == (("a", "b", "c"), ("b", "d", None), ("c", None, "f"))
