"""Laws that relate the informations of two densities: what is typed differently must not come out differently."""

from __future__ import annotations

import os
from typing import Any

import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from symfisher import TimeLimitError, derive
from symfisher.quadrature import draw_points
from tests.strategies import Model, densities, models, names, quick_models, substitute

THOROUGH = os.environ.get("SYMFISHER_HYPOTHESIS") == "thorough"
POOL = models() if THOROUGH else quick_models()
pool = st.sampled_from(POOL)

INNER = ("exp(t)", "1/t", "t^2", "sqrt(t)", "t/(1+t)*3")


def derived(model: Model) -> Any:
    """Return the derivation of a model; one that takes too long says nothing about a law."""
    try:
        return derive(model.density, timeout=30.0, **model.options)  # type: ignore[arg-type]
    except TimeLimitError:
        assume(False)


def at_points(derivation: Any, count: int = 2) -> list[dict[str, Any]]:
    """Return a few interior points by name."""
    quantities = derivation.density.parameters + derivation.density.constants
    return [{q.name: p[q.symbol] for q in quantities} for p in draw_points(derivation.density, count)]


def numbers(derivation: Any, point: dict[str, Any]) -> Any:
    """Return the closed entries as numbers, None elsewhere and outside the conditions."""
    density = derivation.density
    values = density.own(point)
    rows = []
    for row in derivation.proofs:
        usable = [
            p if p is not None and all(c.xreplace(values) == sp.true for c in p.conditions) else None for p in row
        ]
        rows.append([None if p is None else complex(sp.N(p.value.xreplace(values).doit(), 20)) for p in usable])
    return rows


def close(left: Any, right: Any, factor: Any = lambda i, j: 1.0) -> None:
    """Assert that two matrices agree wherever both are known, up to a factor on the left."""
    size = max((abs(v) for row in right for v in row if v is not None), default=1.0) or 1.0
    for i, row in enumerate(left):
        for j, value in enumerate(row):
            other = right[i][j]
            if value is None or other is None:
                continue
            assert abs(value * factor(i, j) - other) <= 1e-8 * size, (i, j, value, other)


@given(pool, st.data())
def test_renaming_changes_nothing(model: Model, data: st.DataObject) -> None:
    """Other names for the parameters give the same information."""
    old = list(model.parameters)
    taken = set(model.constants)
    free = names.filter(lambda n: n not in taken)
    new = data.draw(st.lists(free, min_size=len(old), max_size=len(old), unique=True))
    rule = dict(zip(old, new, strict=True))
    first, second = derived(model), derived(model.renamed(rule))
    for point in at_points(first):
        close(numbers(first, point), numbers(second, {rule.get(n, n): v for n, v in point.items()}))


@given(pool, st.sampled_from(["2", "1/3", "5/2"]), st.sampled_from(["0", "1", "-3/2"]))
def test_moving_the_observation_changes_nothing(model: Model, scale: str, shift: str) -> None:
    """The information in scale·X + shift is that in X."""
    assume(model.continuous)
    first, second = derived(model), derived(model.moved(scale, shift))
    for point in at_points(first):
        close(numbers(first, point), numbers(second, point))


@given(pool)
def test_a_smooth_change_of_the_observation_changes_nothing(model: Model) -> None:
    """The information in log X is that in X."""
    assume(model.support == "x > 0")
    first, second = derived(model), derived(model.exponential())
    for point in at_points(first):
        close(numbers(first, point), numbers(second, point))


@given(pool, st.sampled_from(INNER), st.data())
def test_reparametrizing_multiplies_by_the_derivative(model: Model, inner: str, data: st.DataObject) -> None:
    """For theta = g(t) the information in t is g'(t) I(g(t)) g'(t)."""
    positive = [n for n, d in model.parameters.items() if d == f"{n} > 0"]
    assume(positive and model.independent)
    name = data.draw(st.sampled_from(positive))
    first = derived(model)
    second = derived(model.reparametrized(name, substitute(inner, {"t": name})))
    t = sp.Symbol("t", positive=True)
    outer = {"exp(t)": sp.exp(t), "1/t": 1 / t, "t^2": t**2, "sqrt(t)": sp.sqrt(t), "t/(1+t)*3": 3 * t / (1 + t)}[inner]
    place = list(model.parameters).index(name)
    for point in at_points(second):
        slope = complex(sp.N(outer.diff(t).subs(t, point[name]), 20))
        there = {**point, name: outer.subs(t, point[name])}

        def factor(i: int, j: int, slope: complex = slope) -> complex:
            return slope ** ((i == place) + (j == place))

        close(numbers(first, there), numbers(second, point), factor)


ONE_PARAMETER = (
    Model("theta*exp(-theta*x)", "x > 0", {"theta": "theta > 0"}),
    Model("exp(-(x-theta)^2/2)/sqrt(2*pi)", "x in R", {"theta": "theta > 0"}),
    Model("theta*x^(theta-1)", "0 < x < 1", {"theta": "theta > 0"}),
    Model("exp(-x^2/(2*theta^2))/(theta*sqrt(2*pi))", "x in R", {"theta": "theta > 0"}),
    Model("2*theta*x*exp(-theta*x^2)", "x > 0", {"theta": "theta > 0"}),
)


@given(st.sampled_from(ONE_PARAMETER), st.sampled_from(ONE_PARAMETER))
def test_products_of_independent_densities_add(one: Model, other: Model) -> None:
    """The information about theta in independent X and Y is the sum of those in each."""
    second = other.renamed({"x": "y"})
    joint = derive(
        f"({one.density})*({second.density})",
        variables=["x", "y"],
        support=f"{one.support}, {second.support}",
        parameters=["theta > 0"],
    )
    parts = derived(one), derived(second)
    for point in at_points(joint):
        (whole,) = numbers(joint, point)[0]
        total = sum(numbers(part, point)[0][0] for part in parts)
        assert whole is None or abs(whole - total) <= 1e-8 * abs(total)


JOINT_AND_MARGINAL = (
    ("multinomial(5, [p, q])", "x ~ binomial(5, p)", ["0 < p < 1"]),
    ("mvnormal([m, 0], [[s, s/2], [s/2, s]])", "exp(-(x-m)^2/(2 s))/sqrt(2 pi s)", ["m", "s > 0"]),
)


@pytest.mark.parametrize(("joint", "marginal", "parameters"), JOINT_AND_MARGINAL, ids=["trinomial", "normal"])
def test_marginalizing_never_raises_the_information(joint: str, marginal: str, parameters: list[str]) -> None:
    """The information in (X, Y) minus that in X alone is positive semidefinite on the parameters they share."""
    whole, part = derive(joint), derive(marginal, parameters=parameters)
    shared = [q.name for q in part.density.parameters]
    places = [[q.name for q in whole.density.parameters].index(n) for n in shared]
    for point in at_points(whole):
        inverse = sp.Matrix(numbers(whole, point)).inv()
        bound = sp.Matrix([[inverse[i, j] for j in places] for i in places]).inv()
        alone = sp.Matrix(numbers(part, {n: point[n] for n in shared}))
        kept = sp.Matrix([[numbers(whole, point)[i][j] for j in places] for i in places]) - alone
        assert all(sp.re(v) >= -1e-9 for v in kept.eigenvals(multiple=True))
        assert bound.shape == alone.shape


@given(densities(POOL))
def test_a_composed_density_is_derived_or_refused(model: Model) -> None:
    """Whatever is composed of real families ends in a derivation or one of our own errors, with a symmetric matrix."""
    derivation = derived(model)
    information = derivation.expected_information
    assert information.is_symmetric()
    assert derivation.verification.status == "passed" or not any(p for row in derivation.proofs for p in row)
