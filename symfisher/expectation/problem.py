"""What every route is given, and the two things it may answer with: a `Proof` or a `Decline`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import sympy as sp
from sympy.core.function import AppliedUndef

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs

Entry = tuple[int, int]
Answer = "Proof | Decline"


@dataclass(frozen=True)
class Decline:
    """A route has nothing to say, and why."""

    reason: str


@dataclass(frozen=True)
class Problem:
    """A density with its derivatives in normal form.

    Attributes
    ----------
    density, calculus, signs
        What is derived from, its derivatives, and the prover of signs on its domains.
    mean_score_zero
        Whether E[score] = 0 is established; routes that use it decline otherwise.
    """

    density: Density
    calculus: Calculus
    signs: Signs
    mean_score_zero: bool = True

    @cached_property
    def rewriter(self) -> Rewriter:
        """The rewriter to normal form under the proved signs."""
        return Rewriter(self.signs)

    @cached_property
    def score(self) -> tuple[Expr, ...]:
        """Components of the score in normal form."""
        return tuple(self.rewriter.rewrite(s) for s in self.calculus.score)

    @cached_property
    def negative_hessian(self) -> dict[Entry, Expr]:
        """Entries (i, j), i <= j, of minus the Hessian in normal form."""
        return {ij: self.rewriter.rewrite(-self.calculus.hessian[ij]) for ij in self.calculus.entries}

    @cached_property
    def score_products(self) -> dict[Entry, Expr]:
        """Entries (i, j), i <= j, of score·scoreᵀ in normal form."""
        return {(i, j): self.score[i] * self.score[j] for i, j in self.calculus.entries}


def about_expectations(density: Density, signs: Signs) -> Problem:
    """Return a problem of a density that is integrated over only: its scores are never asked for."""
    empty = Calculus(sp.S.Zero, sp.ImmutableMatrix(0, 1, []), sp.ImmutableMatrix(0, 0, []))
    return Problem(density, empty, signs, mean_score_zero=False)


def gathered(density: Density) -> Density:
    """Return a density that is a sum, such as p·g(x) + (1 − p)·x·g(x), with g(x) taken out if no such factor is left."""
    f, xs = density.expression, set(density.xs)
    if not f.is_Add:
        return density
    factors = sp.Mul.make_args(sp.factor_terms(f))
    left = [p for a in factors if a.is_Add for p in a.atoms(sp.exp, sp.Pow) if p.free_symbols & xs]
    if len(factors) < 2 or not all(p.is_Pow and p.exp.is_Integer for p in left):
        return density
    return replace(density, expression=sp.Mul(*factors))


class Route(Protocol):
    """A way to find expectations in closed form; one file each.

    ``attempt`` is given integrands h and answers E[h] for each: a `Proof`, never a bare expression, or a `Decline`.
    """

    name: str

    def attempt(self, problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
        """Answer every integrand."""
        ...


_OPEN = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.meijerg, sp.RootOf, sp.RootSum)


def is_closed(value: Expr) -> bool:
    """Say whether ``value`` is a finite expression in named functions.

    An unevaluated derivative is not, but for those of zeta, which have a name of their own, and of undefined functions.
    """
    if value.has(*_OPEN, sp.nan, sp.zoo, sp.oo, -sp.oo):
        return False
    if not all(
        isinstance(s.expr, sp.Derivative) and isinstance(s.expr.expr, (sp.zeta, AppliedUndef))
        for s in value.atoms(sp.Subs)
    ):
        return False
    return all(isinstance(d.expr, (sp.zeta, AppliedUndef)) for d in value.atoms(sp.Derivative))


def with_exceptions(proof: Proof, signs: Signs) -> Proof:
    """Add b ≠ 0 for every divisor b of the closed form that is not proved to have a sign.

    There the form is undefined while the information may be finite: a removable singularity, whose value is the limit.
    """
    divisors = [p.base for p in proof.value.atoms(sp.Pow) if p.exp.is_negative and p.base.free_symbols]
    undecided = sorted((b for b in divisors if signs.sign(b) not in (1, -1)), key=sp.default_sort_key)
    found = [sp.Ne(b, 0, evaluate=False) for b in undecided]
    return replace(proof, conditions=tuple(dict.fromkeys((*proof.conditions, *found))))


def free_of(e: Expr, symbols: Any) -> bool:
    """Say whether ``e`` contains none of ``symbols``."""
    return not (e.free_symbols & set(symbols))
