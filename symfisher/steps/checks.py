"""The steps after the result: the other definition, regularity, rank, and the comparison with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.notation import named, single
from symfisher.signs import Signs
from symfisher.simplification import shorten
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
    yield _bound(d)
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


def _bound(d: Derivation) -> Step:
    """Return whether the bound applies, with the inverse of the information where that is read off easily."""
    inverse = _inverse(d) if d.closed_form and d.regularity.verdict == "regular" else None
    if d.regularity.cramer_rao != "applies" or inverse is None:
        return Step(f"bound-{d.regularity.cramer_rao.replace(' ', '-')}")
    return Step("bound-is", named("inverse-information", single(inverse)), single(inverse))


def _inverse(d: Derivation) -> Any | None:
    """Return the inverse of a diagonal or a 2 × 2 information, ``None`` of others and where it is singular."""
    matrix, signs = d.own.expected_information, Signs.of(d.density)
    if d.identifiable.verdict != "holds":
        return None
    if matrix.is_diagonal():
        return sp.ImmutableMatrix(sp.diag(*(shorten(1 / e, signs) for e in matrix.diagonal())))
    if matrix.rows != 2:
        return None
    (a, b), (_, c) = matrix.tolist()
    determinant = a * c - b * b
    return sp.ImmutableMatrix([[shorten(e / determinant, signs) for e in row] for row in ((c, -b), (-b, a))])


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
