"""The steps before any expectation: the density, its logarithm, score, mean score, second derivatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.density import Quantity, gathered
from symfisher.derivation import Derivation, Step
from symfisher.notation import Mean, lies, named, single


def density_steps(d: Derivation) -> Iterator[Step]:
    """Yield the density with its domains, what was inferred, and the log-density."""
    density = d.density
    shown = named("density", density.expression, sp.Tuple(*density.xs), sp.Tuple(*density.thetas))
    yield Step("density", shown, density.expression, (("support", _domains(density.variables)),))
    for rule, group in (("parameters", density.parameters), ("constants", density.constants)):
        if group:
            yield Step(rule, arguments=((rule, _domains(group)),))
    for sentence in gathered(density.inferred):
        yield Step("inferred", arguments=(("sentence", sentence),))
    yield Step("log-density", named("log-density", sp.log(density.expression)), d.own.log_density)


def _domains(group: tuple[Quantity, ...]) -> tuple[Any, ...]:
    return tuple(lies(q.symbol, q.domain) for q in group)


def score_steps(d: Derivation) -> Iterator[Step]:
    """Yield the components of the score, and what is known of its mean."""
    for theta, score in zip(d.density.thetas, d.written.score, strict=True):
        slope = sp.Derivative(named("log-density", d.own.log_density), theta)
        yield Step("score", slope, score, (("name", named("score", score, theta)), ("parameter", theta)))
    yield from _mean_score(d)


def _mean_score(d: Derivation) -> Iterator[Step]:
    found = next((c for c in d.regularity.conditions if c.name == "mean-score-zero"), None)
    if found is None:
        return
    rule = {"holds": "mean-score-zero", "fails": "mean-score-not-zero"}.get(found.status, "mean-score-undecided")
    reason = (("reason", found.reason),)
    if rule != "mean-score-zero":
        yield Step(rule, arguments=reason)
        return
    for position, (theta, score) in enumerate(zip(d.density.thetas, d.written.score, strict=True)):
        mean = Mean(named("score", score, theta))
        yield Step("mean-score-zero-too", mean, sp.S.Zero) if position else Step(rule, mean, sp.S.Zero, reason)


def curvature_steps(d: Derivation) -> Iterator[Step]:
    """Yield the second derivatives and the observed information."""
    thetas = d.density.thetas
    log_density = named("log-density", d.own.log_density)
    for i, s in enumerate(thetas):
        for j, t in enumerate(thetas[i:], start=i):
            slope = sp.Derivative(log_density, (s, 2)) if i == j else sp.Derivative(log_density, s, t)
            name = (("name", named("score", d.written.score[i], s)), ("parameter", t))
            yield Step("second-derivative", slope, d.written.hessian[i, j], name)
    observed = single(-d.written.hessian)
    yield Step("observed", named("observed", observed), observed)
