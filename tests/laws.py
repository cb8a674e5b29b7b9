"""The laws that every Fisher information obeys, written once; `test_laws.py` runs them over the whole catalogue.

A law is a function of a `Subject`: the derivation of a family at its canonical parameters. What a law compares is computed in
two ways that share no code: closed forms from the engine, numbers from quadrature, published forms from the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

import symfisher
from symfisher.calculus import Calculus, differentiate
from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.evaluation import evaluate_mp
from symfisher.families import Family, Parametrization
from symfisher.quadrature.evidence import Evidence, gather
from symfisher.reading import read_expression

TOLERANCE = 1e-7


@dataclass(frozen=True)
class Subject:
    """A family as the engine sees it."""

    family: Family
    derivation: Derivation
    calculus: Calculus
    evidence: Evidence

    @property
    def points(self) -> list[tuple[Any, Any]]:
        """Pairs (parameter point, moments by quadrature) where the information exists and the forms' conditions hold."""
        conditions = [c for row in self.derivation.proofs for p in row if p for c in p.conditions]
        return [
            (point, m)
            for point, m in zip(self.evidence.points, self.evidence.moments, strict=True)
            if m.ok and all(c.xreplace(point) == sp.true for c in conditions)
        ]


@cache
def subject(family: Family, chosen: Parametrization | None = None) -> Subject:
    """Derive a family at one of its parametrizations, once."""
    derivation = symfisher.derive(call(family, chosen or family.canonical), timeout=120)
    calculus = differentiate(derivation.density)
    return Subject(family, derivation, calculus, gather(derivation.density, calculus))


def call(family: Family, chosen: Parametrization) -> str:
    """Return the family call that chooses a parametrization by keywords."""
    words = [f"{q.name}={q.name}" for q in (*chosen.parameters, *family.constants)]
    return f"{family.name}({', '.join(words)})"


def closed(s: Subject, point: Any) -> Any:
    """Return the closed entries at a point as numbers, nan elsewhere, shape (k, k)."""
    proofs = s.derivation.proofs
    return np.array(
        [[np.nan if p is None else float(evaluate_mp([p.value], point, 30)[0]) for p in row] for row in proofs]
    )


def near(found: Any, wanted: Any, scale: Any) -> bool:
    """Say whether all entries that are numbers agree relative to sqrt(I_ii I_jj)."""
    known = np.isfinite(found) & np.isfinite(wanted)
    return bool(np.all(np.abs(found - wanted)[known] <= TOLERANCE * scale[known]))


def total_mass_is_one(s: Subject) -> bool:
    """The density integrates or sums to one."""
    return all(abs(m.mass - 1) < 1e-8 for _, m in s.points)


def mean_score_is_zero_where_regular(s: Subject) -> bool:
    """E[score] = 0 for a regular family, relative to the spread of the score."""
    regular = s.derivation.regularity.cramer_rao == "applies"
    return not regular or all(np.all(np.abs(m.mean_score) <= 1e-7 * np.sqrt(np.diag(m.outer))) for _, m in s.points)


def both_definitions_agree_where_regular(s: Subject) -> bool:
    """E[score scoreᵀ] = −E[Hessian] for a regular family."""
    regular = s.derivation.regularity.verdict == "regular"
    return not regular or all(near(m.outer, m.neg_hessian, m.scale) for _, m in s.points if m.hessian_ok)


def closed_form_is_the_expectation(s: Subject) -> bool:
    """The closed form is E[score scoreᵀ] as quadrature has it."""
    return all(near(closed(s, point), m.outer, m.scale) for point, m in s.points)


def information_is_symmetric_and_positive_semidefinite(s: Subject) -> bool:
    """The information is a covariance matrix."""
    matrix = s.derivation.expected_information
    return matrix == matrix.T and all(
        np.linalg.eigvalsh(m.outer).min() >= -1e-7 * np.trace(m.outer) for _, m in s.points
    )


def observed_information_has_the_expectation(s: Subject) -> bool:
    """The observed information is minus the Hessian, and contains every variable it needs and no expectation."""
    observed = s.derivation.observed_information
    return observed == -s.derivation.hessian and not observed.has(sp.Integral, sp.Sum)


def published_form_is_right(s: Subject) -> bool:
    """The engine's closed form has the value of the published one, where that holds."""
    if s.family.information is None:
        return True
    density = s.derivation.density
    names = [q.name for q in density.parameters + density.constants]
    rows = [[None if e is None else read_expression(e, names) for e in row] for row in s.family.information]
    for point, m in s.points:
        values = {sp.Symbol(q.safe): point[q.symbol] for q in density.parameters + density.constants}
        if s.family.when and not _holds(s.family.when, names, values):
            continue
        wanted = np.array([[np.nan if e is None else _number(e, values) for e in row] for row in rows])
        if not near(closed(s, point), wanted, m.scale):
            return False
    return True


def _number(e: Expr, values: Any) -> float:
    if e.is_infinite:
        return np.inf
    return float(evaluate_mp([e], {s: values[sp.Symbol(s.name)] for s in e.free_symbols}, 30)[0])


def _holds(when: str, names: list[str], values: Any) -> bool:
    """Published forms with a condition are compared by the tests of the catalogue, at points drawn inside it."""
    return False


LAWS = (
    total_mass_is_one,
    mean_score_is_zero_where_regular,
    both_definitions_agree_where_regular,
    closed_form_is_the_expectation,
    information_is_symmetric_and_positive_semidefinite,
    observed_information_has_the_expectation,
    published_form_is_right,
)


def reparametrizations_agree(family: Family, chosen: Parametrization) -> bool:
    """I in new parameters is Jᵀ I J with J the derivative of the old parameters in the new ones."""
    old, new = subject(family), subject(family, chosen)
    names = [q.name for q in (*chosen.parameters, *family.constants)]
    density = new.derivation.density
    own = {sp.Symbol(q.safe): q.symbol for q in density.parameters + density.constants}
    formulas = {n: _own(read_expression(e, names), own) for n, e in chosen.substitution}
    target = old.derivation.density
    for point, m in new.points:
        images = {
            q.symbol: formulas.get(q.name, own.get(sp.Symbol(q.safe))) for q in target.parameters + target.constants
        }
        at = {s: sp.nsimplify(evaluate_mp([e], point, 30)[0], rational=True) for s, e in images.items()}
        J = np.array(
            [
                [float(evaluate_mp([sp.diff(images[q.symbol], t)], point, 30)[0]) for t in density.thetas]
                for q in target.parameters
            ]
        )
        if not near(closed(new, point), J.T @ closed(old, at) @ J, m.scale):
            return False
    return True


def _own(e: Expr, own: Any) -> Expr:
    return e.xreplace({s: own[sp.Symbol(s.name)] for s in e.free_symbols})
