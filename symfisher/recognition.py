"""Densities that are known to have no closed form: said only where a typed density is proved to be such a family.

The catalogue records, with its source, that no closed form is known for some families. A typed density is one of them if, with
its parameters named in some order, the two log-densities differ by nothing in normal form.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import sympy as sp

from symfisher import families
from symfisher.calculus import logarithm
from symfisher.density import Density, Quantity
from symfisher.normal_form import Field, Rewriter
from symfisher.reading import read
from symfisher.signs import Signs

_MOST_QUANTITIES = 4


def known_without_closed_form(density: Density) -> tuple[str, ...]:
    """Return a sentence with the reference if the density is a family without known closed form, else nothing."""
    if len(density.parameters + density.constants) > _MOST_QUANTITIES:
        return ()
    for family in families.all_families():
        if family.no_closed_form and _equal(density, read(family.name)):
            return (f"no closed form known for the {family.title} family: {family.no_closed_form}",)
    return ()


def _equal(density: Density, other: Density) -> bool:
    """Say whether both are one density, up to the names and the order of their parameters."""
    own, theirs = (d.parameters + d.constants for d in (density, other))
    if len(own) != len(theirs) or len(density.variables) != len(other.variables) or density.discrete != other.discrete:
        return False
    return any(_same(density, other, dict(zip(theirs, order, strict=True))) for order in permutations(own))


def _same(density: Density, other: Density, names: dict[Quantity, Quantity]) -> bool:
    rule: dict[Any, Any] = {a.symbol: b.symbol for a, b in names.items()}
    rule |= dict(zip(other.xs, density.xs, strict=True))
    ends = zip(density.variables, other.variables, strict=True)
    if any(a.domain.ends != b.domain.xreplace(rule).ends for a, b in ends):
        return False
    signs = Signs.of(density)
    rewriter = Rewriter(signs)
    logs = [rewriter.rewrite(logarithm(e, signs)) for e in (density.expression, other.expression.xreplace(rule))]
    if any(e.has(sp.Piecewise) for e in logs):
        return False
    field = Field(logs)
    return bool(field.convert(logs[0]) - field.convert(logs[1]) == 0)
