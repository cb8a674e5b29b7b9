"""Means of rational functions under Dirichlet densities: E[Π xᵢ^kᵢ] = Π (αᵢ)ₖᵢ / (Σ αᵢ)ₖ with k = Σ kᵢ, where all αᵢ + kᵢ > 0.

The last of the shares is 1 − Σ xᵢ; powers may be negative.

References
----------
Kotz, Balakrishnan & Johnson (2000), Continuous Multivariate Distributions 1, 2nd ed., section 49.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.problem import Problem
from symfisher.score_matching.points import plain
from symfisher.signs import Signs

_HIGHEST = 6
"""Largest power of a share, either way."""


def simplex_mean(problem: Problem, h: Expr) -> tuple[Expr, tuple[Any, ...]] | None:
    """Return E[h] and where it exists; ``None`` where the density is no Dirichlet one, or h no sum of powers of shares.

    Examples
    --------
    >>> from symfisher.inference.expecting import problem_for
    >>> from symfisher.reading import read
    >>> problem = problem_for(read("x ~ dirichlet(a, b, c)"))
    >>> value, conditions = simplex_mean(problem, 1 / problem.density.xs[0])
    >>> problem.density.present(value), [problem.density.present(c) for c in conditions]
    ((a + b + c - 1)/(a - 1), [a > 1])
    """
    xs = problem.density.xs
    if len(xs) < 2 or problem.density.discrete:
        return None
    rest, shares = 1 - sp.Add(*xs), (*xs, sp.Symbol("_z", positive=True))
    shapes = _shapes(_with_share(problem.calculus.log_density, rest, shares[-1]), shares)
    terms = sp.Add.make_args(sp.expand(_with_share(h, rest, shares[-1])))
    total, conditions = sp.S.Zero, list[Any]()
    for term in terms:
        c, f = term.as_independent(*shares, as_Add=False)
        powers = _powers(f, shares)
        if shapes is None or powers is None:
            return None
        total += c * _mean(shapes, powers)
        conditions += [a + k > 0 for a, k in zip(shapes, powers, strict=True) if k < 0]
    wanted = tuple(c for c in dict.fromkeys(map(plain, conditions)) if not _holds(c, problem.signs))
    return total, wanted


def _with_share(e: Expr, rest: Expr, share: Any) -> Expr:
    """Write the last share for 1 − Σ xᵢ."""

    def shorter(a: Expr) -> Expr:
        return next(way * share for way in (1, -1) if sp.expand(a - way * rest) == 0)

    return e.replace(lambda a: a.is_Add and 0 in (sp.expand(a - rest), sp.expand(a + rest)), shorter)


def _shapes(log_density: Expr, shares: Sequence[Any]) -> list[Expr] | None:
    """Read log p = Σ (αᵢ − 1) log xᵢ + constant."""
    left = sp.expand(log_density)
    shapes = []
    for x in shares:
        coefficient = left.coeff(sp.log(x))
        left = sp.expand(left - coefficient * sp.log(x))
        shapes.append(coefficient + 1)
    return None if left.has(*shares) or any(a.has(*shares) for a in shapes) else shapes


def _powers(f: Expr, shares: Sequence[Any]) -> list[int] | None:
    """Read a product of whole powers of shares."""
    found = f.as_powers_dict()
    powers = [found.pop(x, sp.S.Zero) for x in shares]
    if any(b != 1 for b in found) or not all(k.is_Integer and abs(k) <= _HIGHEST for k in powers):
        return None
    return [int(k) for k in powers]


def _mean(shapes: Sequence[Expr], powers: Sequence[int]) -> Expr:
    top = sp.Mul(*(_rising(a, k) for a, k in zip(shapes, powers, strict=True)))
    return top / _rising(sp.Add(*shapes), sum(powers))


def _rising(a: Expr, k: int) -> Expr:
    """Return Γ(a + k)/Γ(a)."""
    if k >= 0:
        return sp.Mul(*(a + j for j in range(k)))
    return 1 / sp.Mul(*(a - j for j in range(1, -k + 1)))


def _holds(condition: Any, signs: Signs) -> bool:
    return condition == sp.true or (isinstance(condition, sp.Gt) and signs.positive(condition.lhs - condition.rhs))
