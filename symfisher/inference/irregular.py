"""Parameters whose maximum likelihood estimator is an order statistic, whatever the other parameters are.

An end of the support: where the support ends at e(θ) and the likelihood grows as e(θ) approaches the data, θ̂ solves
e(θ) = max xᵢ or min xᵢ. A kink: where ∂ log f/∂θ is −a on one side of c(θ) and b on the other, a and b positive and free
of x, the likelihood is greatest where c(θ) is the quantile of the sample at b/(a + b): the median where a = b.

References
----------
Smith (1985), Biometrika 72, 67-90 (ends of the support); Koenker & Bassett (1978), Econometrica 46, 33-50 (quantiles).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.domains import Expr, FiniteSet
from symfisher.evaluation import Walk
from symfisher.expectation.pieces import resolved, smooth_pieces
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.expecting import problem_of
from symfisher.inference.statistic import HALF, Kind, Statistic
from symfisher.signs import Signs

_EXTREMES: tuple[tuple[Kind, int], ...] = (("min", -1), ("max", 1))


@dataclass(frozen=True)
class Ordered:
    """A parameter whose estimator is an order statistic.

    Attributes
    ----------
    index
        Its place among the parameters.
    estimator
        In the symbols of ``statistics``.
    at
        Whether it is at an end of the support or at a kink.
    """

    index: int
    estimator: Expr
    statistics: tuple[Statistic, ...]
    at: Literal["end", "kink"]

    def value(self, sample: Mapping[Any, Any]) -> float:
        """Return the estimate from data, each of shape (n,), and constants by symbol."""
        values = dict(sample)
        for statistic in self.statistics:
            values[statistic.symbol] = statistic.value(values)
        return float(Walk(values).value(self.estimator))


def ordered_parameters(derivation: Derivation) -> tuple[Ordered, ...]:
    """Return every parameter of which an order statistic is shown to be the estimator.

    Examples
    --------
    >>> from symfisher import derive
    >>> found, = ordered_parameters(derive("x ~ laplace(mu, b)"))
    >>> found.statistics[0].name, found.at
    ('median_x', 'kink')
    """
    density = derivation.density
    if len(density.variables) != 1 or density.discrete or isinstance(density.variables[0].domain, FiniteSet):
        return ()
    numbers = count(1)
    found = list(_at_ends(derivation, numbers))
    if not density.support_depends_on_parameters:
        found += _at_kinks(derivation, numbers)
    return tuple(found)


def _statistic(density: Density, kind: Kind, number: int, share: Expr = HALF) -> Statistic:
    (variable,) = density.variables
    known = {"positive": True} if variable.symbol.is_positive else {"real": True}
    return Statistic(f"{kind}_{variable.name}", sp.Symbol(f"_o{number}", **known), variable.symbol, kind, share)


# ---------------------------------------------------------------- ends


def _at_ends(derivation: Derivation, numbers: Iterator[int]) -> Iterator[Ordered]:
    density, signs = derivation.density, Signs.of(derivation.density)
    for i, theta in enumerate(density.thetas):
        grows = signs.sign(derivation.own.score[i])
        if grows not in (1, -1):
            continue
        limits = [
            found
            for end, (kind, side) in zip(density.variables[0].domain.ends, _EXTREMES, strict=True)
            if (found := _limit(density, theta, end, kind, side * grows, numbers, signs)) is not None
        ]
        if limits:
            bounds = [bound for bound, _ in limits]
            combine = sp.Min if grows == 1 else sp.Max
            estimator = bounds[0] if len(bounds) == 1 else combine(*bounds, evaluate=False)
            yield Ordered(i, estimator, tuple(s for _, s in limits), "end")


def _limit(
    density: Density, theta: Any, end: Expr, kind: Kind, wanted: int, numbers: Iterator[int], signs: Signs
) -> tuple[Expr, Statistic] | None:
    """Return the value of θ at which an end of the support reaches the extreme observation, if the likelihood grows there.

    Parameters
    ----------
    wanted
        −1 where the end has to increase with θ, 1 where it has to decrease, for the data to limit the growth.
    """
    if end.free_symbols & set(density.thetas) != {theta} or signs.sign(sp.diff(end, theta)) != -wanted:
        return None
    statistic = _statistic(density, kind, next(numbers))
    solutions = within_time(sp.solve, end - statistic.symbol, theta) or []
    return (solutions[0], statistic) if len(solutions) == 1 else None


# ---------------------------------------------------------------- kinks


def _at_kinks(derivation: Derivation, numbers: Iterator[int]) -> Iterator[Ordered]:
    problem = problem_of(derivation)
    pieces = smooth_pieces(problem)
    if len(pieces) != 2:
        return
    density, (x,) = derivation.density, derivation.density.xs
    cut = _cut(pieces)
    moving = [i for i, theta in enumerate(density.thetas) if cut.has(theta)]
    if len(moving) != 1:
        return
    theta, score = density.thetas[moving[0]], derivation.own.score[moving[0]]
    sides = [resolved(score.xreplace({x: p.outer}), p.signs) for p in pieces]
    if any(s is None for s in sides):
        return
    left, right = (tidy(s, p.signs) for s, p in zip(sides, pieces, strict=True))
    share = tidy(right / (right - left), problem.signs) if right != left else sp.S.Zero
    known = {c.symbol for c in density.constants}
    rising = problem.signs.sign(sp.diff(cut, theta))
    if rising is None or (problem.signs.sign(left), problem.signs.sign(right)) != (-rising, rising):
        return
    if any(s.has(p.x) for s, p in zip((left, right), pieces, strict=True)) or share.free_symbols - known:
        return
    statistic = _statistic(density, "median" if share == HALF else "quantile", next(numbers), share)
    solutions = within_time(sp.solve, cut - statistic.symbol, theta) or []
    if len(solutions) == 1:
        yield Ordered(moving[0], solutions[0], (statistic,), "kink")


def _cut(pieces: Sequence[Any]) -> Expr:
    """Return where the first of two pieces ends and the second begins."""
    right = pieces[1]
    return right.outer.xreplace({right.x: sp.S.Zero})
