"""The steps after the result: the other definition, regularity, rank, and the comparison with numbers."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.steps.forms import Form, form_of, integrand_of, mean_of_form


def check_steps(d: Derivation) -> Iterator[Step]:
    """Yield every check of the result, in order."""
    yield from _other_definition(d)
    for condition in d.regularity.conditions:
        arguments = (("name", condition.name), ("status", condition.status), ("reason", condition.reason))
        yield Step("regularity-condition", arguments=arguments)
    found = d.regularity
    when = (("when", found.when),) if found.when else ()
    yield Step(f"verdict-{found.verdict}", arguments=when)
    yield Step(f"bound-{found.cramer_rao.replace(' ', '-')}")
    yield from _rank(d)
    yield from _numbers(d)


def _other_definition(d: Derivation) -> Iterator[Step]:
    """Yield the mean of the integrand that the proof did not use, where both definitions agree everywhere."""
    agree = any(c.name == "definitions-agree" and c.status == "holds" for c in d.regularity.conditions)
    if not agree or not d.closed_form:
        return
    k = len(d.density.parameters)
    for i in range(k):
        for j in range(i, k):
            proof = d.proofs[i][j]
            if proof is None or proof.conditions:
                continue
            other: Form = "score" if form_of(d, proof, (i, j)) == "hessian" else "hessian"
            if integrand_of(d, (i, j), other) != 0:
                yield Step(f"other-definition-{other}", mean_of_form(d, (i, j), other), proof.value)


def _rank(d: Derivation) -> Iterator[Step]:
    found = d.identifiable
    if found.verdict == "undecided" and found.rank is None:
        return
    rank = () if found.rank is None else (("rank", sp.Integer(found.rank)), ("size", sp.Integer(len(d.density.thetas))))
    yield Step(f"identifiable-{found.verdict}", arguments=rank)
    for direction in found.null_directions:
        yield Step("null-direction", arguments=(("direction", sp.Tuple(*direction)),))


def _numbers(d: Derivation) -> Iterator[Step]:
    found = d.verification
    if found.status != "passed":
        yield Step("not-tested")
        return
    error = "" if found.max_relative_error is None else f"{found.max_relative_error:.1e}"
    rule = "checked-by-summation" if d.density.discrete else "checked-by-quadrature"
    yield Step(rule, arguments=(("points", sp.Integer(len(found.points))), ("error", error)))
