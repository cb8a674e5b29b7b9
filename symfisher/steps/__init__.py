"""The steps of a derivation: the proof that the engine used, written out from its certificates.

A certificate is what the checker replays; the steps are made from the same record, so that prose cannot disagree with
the algebra. In every step ``after`` has the value of ``before`` at every admissible point (`places` says where that is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import sympy as sp

from symfisher.derivation import Derivation, Proof, Step
from symfisher.expectation.circle import Period
from symfisher.expectation.constant import Constant
from symfisher.expectation.finite import Atoms
from symfisher.expectation.gaussian import Quadratic
from symfisher.expectation.identified import Relation
from symfisher.expectation.independence import Product
from symfisher.expectation.integral import Integrals
from symfisher.expectation.kernel import Reduction
from symfisher.expectation.shift import ShiftSum
from symfisher.expectation.span import Combination
from symfisher.steps.algebraic import constant_steps, evaluated_steps, gaussian_steps, identified_steps, single, span_steps
from symfisher.steps.brief import in_brief
from symfisher.steps.checks import check_steps
from symfisher.steps.forms import form_of, mean_of_form
from symfisher.steps.integrals import circle_steps, integral_steps
from symfisher.steps.kernels import kernel_steps
from symfisher.steps.notation import Mean, named
from symfisher.steps.setting import curvature_steps, density_steps, score_steps
from symfisher.steps.sums import finite_steps, shift_steps

__all__ = ["TOLD", "all_steps", "in_brief"]

Form = Literal["score", "hessian"]

TOLD = "told"
"""Rule of a step that comes with its sentences ready, as its arguments: the steps of a derivation read from a record."""


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
    for i, row in enumerate(d.proofs):
        for j, proof in enumerate(row[i:], start=i):
            yield from _entry(d, (i, j), proof, "score")
    if d.closed_form and len(d.density.parameters) > 1:
        matrix = d.own.expected_information
        yield Step("information-matrix", named("information-matrix", matrix, *d.density.thetas), matrix)
    if d.hessian_proofs is not None and d.own.hessian_information is not None:
        yield from _hessian(d)
    yield from check_steps(d)


def _entry(d: Derivation, entry: tuple[int, int], proof: Proof | None, wanted: Form) -> Iterator[Step]:
    """Yield how one entry is found: what the mean is taken of, and the steps of the route."""
    s, t = (d.density.thetas[k] for k in entry)
    kind = "information" if wanted == "score" else "hessian-information"
    if proof is None:
        matrix = d.own.expected_information if wanted == "score" else d.own.hessian_information
        yield Step("open-entry", None, matrix[entry], (("entry", named(kind, sp.S.Zero, s, t)),))
        return
    name = named(kind, proof.value, s, t)
    integrand, h = getattr(proof.certificate, "integrand", None), None
    if integrand is not None and not isinstance(proof.certificate, Quadratic):
        form = form_of(d, proof, entry)
        h = named("integrand", integrand, s, t)
        yield Step(f"entry-{wanted}-by-{form}", name, mean_of_form(d, entry, form))
        yield Step("integrand", h, integrand)
    yield from _told(proof, d, h)
    relations = tuple(c for c in proof.conditions)
    if relations:
        yield Step("conditions", arguments=(("entry", name), ("relations", relations)))


def _hessian(d: Derivation) -> Iterator[Step]:
    """Yield the other matrix where the two definitions differ."""
    found = next((c for c in d.regularity.conditions if c.name == "definitions-agree"), None)
    matrix = d.own.hessian_information
    shown = single(matrix)
    reason = (("reason", found.reason if found else ""),)
    yield Step("definitions-differ", named("hessian-matrix", shown, *d.density.thetas), shown, reason)


def _told(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the steps of the route that found a proof."""
    teller = TELLERS.get(type(proof.certificate))
    yield from evaluated_steps(proof, d, h) if teller is None else teller(proof, d, h)


def _independent(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the steps of every part and their sum."""
    c = proof.certificate
    parts = tuple(sp.Tuple(*part.xs) for part in c.parts)
    yield Step("independence", arguments=(("groups", parts),))
    shown = [named("integrand-part", inner.certificate.integrand, *part.xs) for part, inner in zip(c.parts, c.proofs, strict=True)]
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
    Reduction: lambda proof, d, h: kernel_steps(proof, d.density, h),
    Integrals: lambda proof, d, h: integral_steps(proof, d.density, h),
    Period: lambda proof, d, h: circle_steps(proof, d.density, h),
    Product: _independent,
}
"""Certificate class to the function that tells it; a route without one is told by its value."""
