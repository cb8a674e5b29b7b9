"""The steps of a derivation: the proof that the engine used, written out from its certificates.

A certificate is what the checker replays; the steps are made from the same record, so that prose cannot disagree with
the algebra. In every step ``after`` has the value of ``before`` at every admissible point (`places` says where).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Proof, Step
from symfisher.expectation.abel import AbelSum
from symfisher.expectation.antiderivative import Antiderivative
from symfisher.expectation.circle import Period
from symfisher.expectation.constant import Constant
from symfisher.expectation.elliptical import Elliptical
from symfisher.expectation.finite import Atoms
from symfisher.expectation.frailty import Frailty
from symfisher.expectation.gaussian import Quadratic
from symfisher.expectation.identified import Relation
from symfisher.expectation.independence import Product
from symfisher.expectation.integral import Integrals
from symfisher.expectation.inverse_factorial import InverseFactorialSum
from symfisher.expectation.kernel import Reduction
from symfisher.expectation.regions import Regions
from symfisher.expectation.shift import ShiftSum
from symfisher.expectation.span import Combination
from symfisher.expectation.tower import Tower
from symfisher.expectation.two_tails import TwoTails
from symfisher.notation import Mean, named, single
from symfisher.steps.algebraic import constant_steps, evaluated_steps, gaussian_steps, identified_steps, span_steps
from symfisher.steps.brief import in_brief
from symfisher.steps.checks import check_steps
from symfisher.steps.definitions import Proofs, proofs_by
from symfisher.steps.forms import Form, form_of, mean_of_form, shown_integrand
from symfisher.steps.integrals import circle_steps, integral_steps
from symfisher.steps.kernels import kernel_steps
from symfisher.steps.setting import curvature_steps, density_steps, score_steps
from symfisher.steps.sums import finite_steps, known_sum_steps, shift_steps, two_tail_steps
from symfisher.steps.tower import antiderivative_steps, elliptical_steps, frailty_steps, region_steps, tower_steps

__all__ = ["TOLD", "all_steps", "in_brief"]

TOLD = "told"
"""Rule of a step that comes with its sentences ready, as its arguments: of a derivation read from a record."""


def all_steps(d: Derivation, definition: str = "") -> tuple[Step, ...]:
    """Return every step of a derivation in order, each once.

    Parameters
    ----------
    d
        A derivation; one that was read from a record keeps the steps it came with.
    definition
        ``score``, ``hessian`` or ``both``: what the information is shown to be the mean of; empty for the way in which
        it was found.

    Examples
    --------
    >>> from symfisher.information import derive
    >>> [step.rule for step in all_steps(derive("theta*exp(-theta*x)"))][:3]
    ['density', 'parameters', 'inferred']
    """
    if d.steps and d.steps[0].rule == TOLD:
        return d.steps
    return tuple(dict.fromkeys(_steps(d, definition)))


def _steps(d: Derivation, definition: str) -> Iterator[Step]:
    yield from density_steps(d)
    yield from score_steps(d)
    yield from curvature_steps(d)
    yield from _score_form(d, definition)
    if d.hessian_proofs is not None or definition in ("hessian", "both"):
        yield from _hessian_form(d, definition)
    if definition == "both" and d.hessian_proofs is None and d.closed_form:
        yield from _both(d)
    yield from check_steps(d)


def _score_form(d: Derivation, definition: str) -> Iterator[Step]:
    """Yield the entries of the information, by their first definition if that is asked for, and the matrix."""
    if definition == "hessian":
        return
    yield from _entries(d, proofs_by(d, "score") if definition else d.proofs, "score")
    if d.closed_form and len(d.density.parameters) > 1:
        matrix = d.own.expected_information
        yield Step("information-matrix", named("information-matrix", matrix, *d.density.thetas), matrix)


def _hessian_form(d: Derivation, definition: str) -> Iterator[Step]:
    """Yield the entries of minus the mean Hessian if they are asked for, and where it differs from the information."""
    if definition:
        yield from _entries(d, proofs_by(d, "hessian"), "hessian")
    if d.own.hessian_information is not None:
        shown = single(d.own.hessian_information)
        yield Step("definitions-differ", named("hessian-matrix", shown), shown, _reason(d))


def _both(d: Derivation) -> Iterator[Step]:
    """Yield both definitions with their common value, and why it is common."""
    value = single(d.own.expected_information)
    yield Step("score-matrix", named("score-mean", value), value)
    yield Step("hessian-form", named("hessian-matrix", value), value)
    yield Step("definitions-agree", arguments=_reason(d))


def _reason(d: Derivation) -> tuple[tuple[str, str], ...]:
    found = next((c for c in d.regularity.conditions if c.name == "definitions-agree"), None)
    return (("reason", found.reason if found else "…"),)


def _entries(d: Derivation, proofs: Proofs, wanted: Form) -> Iterator[Step]:
    for i, row in enumerate(proofs):
        for j, proof in enumerate(row[i:], start=i):
            yield from _entry(d, (i, j), proof, wanted)


def _entry(d: Derivation, entry: tuple[int, int], proof: Proof | None, wanted: Form) -> Iterator[Step]:
    """Yield how one entry is found: what the mean is taken of, and the steps of the route."""
    s, t = (d.density.thetas[k] for k in entry)
    kind = "information" if wanted == "score" else "hessian-information"
    if proof is None:
        other = d.own.hessian_information
        matrix = d.own.expected_information if wanted == "score" or other is None else other
        yield Step("open-entry", None, matrix[entry], (("entry", named(kind, sp.S.Zero, s, t)),))
        return
    name = named(kind, proof.value, s, t)
    integrand, h = getattr(proof.certificate, "integrand", None), None
    if integrand is not None and not isinstance(proof.certificate, Quadratic):
        form = form_of(d, proof, entry)
        shown = shown_integrand(d, entry, form, integrand)
        h = named("integrand" if wanted == "score" else "integrand-second", shown, s, t)
        yield Step(f"entry-{wanted}-by-{form}", name, mean_of_form(d, entry, form))
        yield Step("integrand", h, shown)
    yield from _told(proof, d, h)
    relations = tuple(proof.conditions)
    if relations:
        yield Step("conditions", arguments=(("entry", name), ("relations", relations)))


def _told(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the steps of the route that found a proof."""
    teller = TELLERS.get(type(proof.certificate))
    yield from evaluated_steps(proof, d, h) if teller is None else teller(proof, d, h)


def _independent(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the steps of every part and their sum."""
    del d
    c = proof.certificate
    parts = tuple(sp.Tuple(*part.xs) for part in c.parts)
    yield Step("independence", arguments=(("groups", parts),))
    shown = [
        named("integrand-part", inner.certificate.integrand, *part.xs)
        for part, inner in zip(c.parts, c.proofs, strict=True)
    ]
    yield Step("linearity", Mean(h), sp.Add(*map(Mean, shown)))
    for part, inner, name in zip(c.parts, c.proofs, shown, strict=True):
        yield Step("integrand", name, inner.certificate.integrand)
        yield from kernel_steps(inner, part, name)
    total = sp.Add(*map(Mean, shown))
    yield Step("simplified", total, proof.value)


TELLERS: Mapping[type, Callable[[Proof, Derivation, Any], Iterator[Step]]] = {
    Constant: constant_steps,
    Combination: span_steps,
    Quadratic: gaussian_steps,
    Relation: identified_steps,
    Atoms: lambda proof, d, h: finite_steps(proof, d.density, h),
    ShiftSum: lambda proof, d, h: shift_steps(proof, d.density, h),
    AbelSum: lambda proof, d, h: known_sum_steps(proof, d.density, h),
    InverseFactorialSum: lambda proof, d, h: known_sum_steps(proof, d.density, h),
    TwoTails: lambda proof, d, h: two_tail_steps(proof, d.density, h),
    Reduction: lambda proof, d, h: kernel_steps(proof, d.density, h),
    Integrals: lambda proof, d, h: integral_steps(proof, d.density, h),
    Period: lambda proof, d, h: circle_steps(proof, d.density, h),
    Antiderivative: lambda proof, d, h: antiderivative_steps(proof, d.density, h),
    Tower: tower_steps,
    Regions: region_steps,
    Frailty: frailty_steps,
    Elliptical: elliptical_steps,
    Product: _independent,
}
"""Certificate class to the function that tells it; a route without one is told by its value."""
