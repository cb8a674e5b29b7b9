"""Quantities that enter only together are one unknown."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.reading import read
from symfisher.reading.predictors import is_real_everywhere, joined
from tests.reading.helpers import domains

y, a, b, z = sp.symbols("y a b z", real=True)


def test_a_predictor_is_replaced_with_either_sign() -> None:
    """``a + b z`` and its negative are the same predictor."""
    expression, found = joined(sp.exp(y * (a + b * z)) / (1 + sp.exp(-a - b * z)), [y], [a, b, z])
    assert len(found) == 1
    assert expression.free_symbols == {y, found[0][0]}


def test_a_predictor_whose_symbols_stand_elsewhere_stays() -> None:
    """With ``b`` alone in another place, ``a + b z`` is not one unknown."""
    expression = sp.exp(-((y - a - b * z) ** 2) / b)
    assert joined(expression, [y], [a, b, z]) == (expression, [])


@pytest.mark.parametrize(("expression", "answer"), [(a * sp.exp(-b * z), True), (a / b, False), (sp.log(a), False)])
def test_what_is_real_everywhere(expression: sp.Expr, answer: bool) -> None:
    """Quotients and logarithms are not real for all values."""
    assert is_real_everywhere(expression) is answer


def test_covariates_are_real() -> None:
    """The covariates of a regression may be any numbers, however far the mean is then."""
    found = domains(read("y ~ poisson(exp(b0 + b1 z1 + b2 z1 z2))"))
    assert all(found[n] == f"{n} in R" for n in ("b0", "b1", "b2", "z1", "z2"))


@pytest.mark.parametrize(
    ("text", "parameters", "constants"),
    [
        ("y ~ N(a + b*x, s^2)", "a b s", "x"),
        ("p(y|x) = exp(-(y - a - b*x)^2/(2*s^2))/(s*sqrt(2*pi))", "a b s", "x"),
        ("f(y|x1, x2) = exp(-(y - a*x1 - b*x2)^2/2)/sqrt(2*pi)", "a b", "x1 x2"),
        ("f(y|x) = x*exp(-x*y), y > 0", "x", ""),
        ("f(y|x, s) = exp(-(y-x)^2/(2*s^2))/(s*sqrt(2*pi))", "x s", ""),
        ("y ~ Poisson(exp(a + b*x)), x > 0", "a b x", ""),
    ],
)
def test_what_y_depends_on_is_known(text: str, parameters: str, constants: str) -> None:
    """Beside an observed y the usual names of predictors are known, unless they are listed, declared or all there is."""
    found = read(text)
    assert [q.name for q in found.parameters] == parameters.split()
    assert [q.name for q in found.constants] == constants.split()
    assert any("known (inferred" in said for said in found.inferred) == bool(constants)
