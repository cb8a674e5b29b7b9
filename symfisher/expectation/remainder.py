"""What is left where no closed form was found: the expectation as one integral or series, as short as it gets.

Terms free of the observation are taken out, and parameters that a group moves; where both definitions agree, the one with
the shorter integrand is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.expectation.group import Orbit, orbit
from symfisher.expectation.problem import Entry, Problem
from symfisher.normal_form import Field
from symfisher.simplification import cost, shortest


def remainders(problem: Problem, entries: Sequence[Entry], wanted: str, hessian_is_valid: bool) -> dict[Entry, Expr]:
    """Return E[score_i score_j], or −E[Hessian] if that is ``wanted`` or equal and shorter, with one unevaluated part each.

    A group that acts on the parameters takes out what it can: a scale σ leaves a number over σ².
    """
    group = orbit(problem) if entries else None
    found = {}
    for entry in entries:
        forms = [problem.negative_hessian[entry] if wanted == "hessian" else problem.score_products[entry]]
        if hessian_is_valid and wanted == "score":
            forms.append(problem.negative_hessian[entry])
        value = min((_split(problem, h) for h in forms), key=lambda e: (cost(e), sp.default_sort_key(e)))
        found[entry] = value if group is None else _reduced(value, group, entry, problem)
    return found


def _reduced(value: Expr, group: Orbit, entry: Entry, problem: Problem) -> Expr:
    """Write an expectation by its value at one point of the orbit, if it is one there."""
    moved = group.factor(entry) * _tidy(value.xreplace(group.point), problem)
    return value if moved.has(sp.nan, sp.zoo) else moved


def _tidy(value: Expr, problem: Problem) -> Expr:
    """Take numbers out of the integrals that are left once parameters have become numbers."""
    xs = problem.density.xs

    def outside(integral: Expr) -> Expr:
        coefficient, body = integral.function.as_independent(*xs, as_Add=False)
        return coefficient * sp.Integral(body, *integral.limits)

    return value.replace(lambda e: isinstance(e, sp.Integral), outside)


def _split(problem: Problem, h: Expr) -> Expr:
    """Return c + E[rest] with h = c + rest and c free of the observation."""
    xs = problem.density.xs
    if h.has(sp.Piecewise):
        return expectation(problem.density, h)
    field = Field([h], xs)
    element = field.convert(h)
    chosen = set(field.indices(xs))
    if any(m[i] for m in element.denom.itermonoms() for i in chosen):
        return expectation(problem.density, field.factored(element))
    ring = field.K.ring
    free = {m: c for m, c in element.numer.terms() if not any(m[i] for i in chosen)}
    rest = {m: c for m, c in element.numer.terms() if any(m[i] for i in chosen)}
    outside = shortest(field, field.K(ring.from_dict(free)) / field.K(element.denom)) if free else sp.S.Zero
    inside = field.factored(field.K(ring.from_dict(rest)) / field.K(element.denom))
    coefficient, body = inside.as_independent(*xs, as_Add=False)
    return outside + coefficient * expectation(problem.density, body)


def expectation(density: Density, h: Expr) -> Expr:
    """Return E[h] as an integral or a sum that is not evaluated."""
    limits = [(v.symbol, *v.domain.ends) for v in reversed(density.variables)]
    signed = density.expression * h
    body = min(signed, signed.replace(sp.sign, lambda e: sp.Abs(e) / e), key=cost)  # x·sign(x) is |x|
    return sp.Sum(body, *limits) if density.discrete else sp.Integral(body, *limits)
