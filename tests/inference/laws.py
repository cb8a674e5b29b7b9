"""What the tests of inference share: derivations made once, expressions as numbers, equality of closed forms."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from symfisher import derive
from symfisher.derivation import Derivation
from symfisher.inference.answers import Answer
from symfisher.inference.expecting import value_at

LINE = ("exp(-(x-a-b*z)^2/2)/sqrt(2*pi)", "x in R", ("a", "b"), ("z in R",))
LOGIT = ("exp(x*(a+b*z))/(1+exp(a+b*z))", "x in {0, 1}", ("a", "b"), ("z in R",))


@cache
def derived(density: str, support: str | None = None, parameters: Any = None, constants: Any = None) -> Derivation:
    """Return a derivation; each is made once."""
    return derive(
        density,
        support=support,
        parameters=list(parameters) if parameters else None,
        constants=list(constants) if constants else None,
    )


def number(expression: Any, **values: Any) -> float:
    """Return an expression in users' symbols as a number."""
    given = {s: sp.Rational(str(values[s.name.rstrip("_")])) for s in sp.sympify(expression).free_symbols}
    found = value_at(sp.sympify(expression), given)
    assert found is not None
    return float(found)


def matrix(expression: Any, **values: Any) -> Any:
    """Return a matrix in users' symbols as numbers."""
    return np.array([[number(e, **values) for e in row] for row in expression.tolist()])


def same(one: Any, other: str) -> bool:
    """Say whether an expression equals one typed here (ours, hence sympify)."""
    names = {s.name: s for s in sp.sympify(one).free_symbols}
    return bool(sp.simplify(sp.sympify(one) - sp.sympify(other, locals=names)) == 0)


def steps_are_told(answer: Answer) -> bool:
    """Say whether every step has a sentence in every language of the output."""
    from symfisher.rendering.languages import catalogue, languages

    return all(step.rule in catalogue(language).SENTENCES for step in answer.steps for language in languages())
