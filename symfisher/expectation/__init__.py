"""The expectation engine: the routes in the order in which they are tried, each with the definition it works on.

A route answers E[h] with a `Proof` or a `Decline`; it knows neither the other routes nor who asks. Whoever asks checks the
proof before it is shown, and goes on to the next attempt where the check fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from symfisher.derivation import Proof
from symfisher.expectation.problem import Decline, Entry, Problem, Route

Form = Literal["hessian", "score"]

ROUTES: tuple[tuple[str, Form], ...] = (
    ("constant", "score"),
    ("finite", "score"),
    ("gaussian", "score"),
    ("span", "hessian"),
    ("independence", "hessian"),
    ("kernel", "hessian"),
    ("shift", "hessian"),
    ("shift", "score"),
    ("two_tails", "hessian"),
    ("abel", "hessian"),
    ("inverse_factorial", "hessian"),
    ("kernel", "score"),
    ("circle", "hessian"),
    ("circle", "score"),
    ("trigonometric", "hessian"),
    ("trigonometric", "score"),
    ("integral", "hessian"),
    ("integral", "score"),
    ("dilogarithm", "hessian"),
    ("stein", "hessian"),
    ("elliptical", "hessian"),
    ("frailty", "hessian"),
    ("regions", "hessian"),
    ("tower", "hessian"),
    ("identified", "score"),
    ("sympy_route", "score"),
)
"""Every attempt, cheapest first: a route's module and whether it is given −Hessian or score·scoreᵀ."""


@dataclass(frozen=True)
class Attempt:
    """What one route answered for one entry."""

    entry: Entry
    answer: Proof | Decline
    form: Form


def attempts(problem: Problem, wanted: Form, entries: set[Entry], hessian_is_valid: bool) -> Iterator[Attempt]:
    """Yield answers for the open ``entries``, attempt by attempt.

    Parameters
    ----------
    wanted
        Which expectation is asked for: of score·scoreᵀ, or of −Hessian.
    entries
        Positions still open; the caller removes those it has accepted, and they are not tried again.
    hessian_is_valid
        Whether both expectations agree, so that either form answers.
    """
    plan = ROUTES if hessian_is_valid else tuple(dict.fromkeys((route, wanted) for route, _ in ROUTES))
    for route, form in plan:
        if not entries:
            return
        integrands = integrands_of(problem, form, entries)
        for entry, answer in route_named(route).attempt(problem, integrands).items():
            yield Attempt(entry, answer, form)


def route_named(module: str) -> Route:
    """Return the route in ``symfisher.expectation.<module>``, imported when its turn comes."""
    return cast(Route, import_module(f"{__name__}.{module}"))


def integrands_of(problem: Problem, form: Form, entries: set[Entry]) -> Mapping[Entry, object]:
    """Return what the expectation is taken of, for every open entry in order."""
    source = problem.negative_hessian if form == "hessian" else problem.score_products
    return {entry: source[entry] for entry in problem.calculus.entries if entry in entries}
