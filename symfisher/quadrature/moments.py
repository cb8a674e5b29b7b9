"""The front of this room: mass, mean score, outer product and Hessian of a density at one point, as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from symfisher.density import Density
from symfisher.domains import Expr, FiniteSet, IntegerRange
from symfisher.evaluation import Walk
from symfisher.quadrature.line import integrate_line
from symfisher.quadrature.locate import special_points
from symfisher.quadrature.question import Question, at_nodes, end_values, exact_ends
from symfisher.quadrature.results import Sums
from symfisher.quadrature.sums import sum_points, sum_range


@dataclass(frozen=True)
class Moments:
    """Expectations of a density at one parameter point, computed without any closed form.

    Attributes
    ----------
    mass
        Total mass.
    mean_score
        E[score], shape (k,).
    outer
        E[score scoreᵀ], shape (k, k); infinite where it diverges.
    neg_hessian
        −E[Hessian], shape (k, k), derivatives almost everywhere.
    errors
        Estimated absolute errors of `outer`, shape (k, k).
    ok
        Whether mass, mean score and outer product converged; if not, `reason` says what did not.
    hessian_errors, mass_error
        Estimated absolute errors of `neg_hessian` and `mass`.
    hessian_ok
        Whether `neg_hessian` converged: the outer product may exist where it does not.
    divergent
        Which entries of `outer` do not exist, shape (k, k).
    mass_ok
        Whether `mass` converged, or is known to be infinite.
    reached
        Which entries of `outer` converged together with mass, mean score and both their diagonal entries, shape (k, k).
    """

    mass: float
    mean_score: Any
    outer: Any
    neg_hessian: Any
    errors: Any
    ok: bool
    reason: str = ""
    hessian_errors: Any = None
    mass_error: float = 0.0
    divergent: Any = field(default=None)
    hessian_ok: bool = True
    mass_ok: bool = True
    reached: Any = None

    @property
    def scale(self) -> Any:
        """The matrix sqrt(I_ii I_jj) that errors are compared with, shape (k, k)."""
        root = np.sqrt(np.maximum(np.diag(self.outer), 0.0))
        return np.outer(root, root)

    @property
    def relative_error(self) -> float:
        """The greatest error of `outer` relative to sqrt(I_ii I_jj)."""
        with np.errstate(all="ignore"):
            ratio = np.where(self.scale > 0, self.errors / self.scale, self.errors)
        return float(np.max(ratio))


def moments(
    density: Density, log_density: Expr, score: Any, hessian: Any, point: Mapping[Any, Any], digits: int = 9
) -> Moments:
    """Return the moments of score and Hessian at one point.

    Parameters
    ----------
    density
        Gives variables and supports.
    log_density, score, hessian
        As `symfisher.calculus.differentiate` returns them; ``score`` has k entries, ``hessian`` k·k.
    point
        Value of every parameter and constant symbol.
    digits
        Digits wanted of `Moments.outer`; where double precision did not reach them (or 12 of them, if more are asked
        for) an integral over one continuous variable is done again with mpmath.

    Raises
    ------
    CannotEvaluateError
        A function without evaluator.
    """
    k = len(density.parameters)
    scores = tuple(score[i] for i in range(k))
    upper = [(i, j) for i in range(k) for j in range(i, k)]
    hessians = tuple(hessian[i, j] for i, j in upper)
    question = Question(
        density,
        lambda walk: walk.value(log_density),
        (*scores, *hessians),
        lambda _, values: _score_products(values, k, upper),
        1 + k + 2 * len(upper),
        lambda sizes: _score_scales(sizes, k, upper),
        (log_density, *scores, *hessians),
    )
    found = _as_moments(_over_mass(answer(question, point)), k, upper)
    enough = found.ok and found.relative_error <= 10.0 ** -min(digits, 12)
    if enough or digits <= 9 or np.any(found.divergent) or not _one_continuous(density):
        return found
    from symfisher.quadrature.precise import outer_precisely

    values, error = outer_precisely(density, log_density, score, point, max(digits, 15))
    outer = np.array([[float(v) for v in row] for row in values])
    errors = np.full(outer.shape, float(error)) + 1e-16 * np.abs(outer)
    better = replace(found, outer=outer, errors=errors, ok=True, reason="")
    trusted = better.relative_error <= 1e-9 and abs(found.mass - 1) < 1e-6
    return better if trusted and (better.relative_error < found.relative_error or not found.ok) else found


def _one_continuous(density: Density) -> bool:
    return len(density.variables) == 1 and not density.discrete


def _over_mass(sums: Sums) -> Sums:
    """Divide by a mass that is one but for rounding: the rounding of the normalising constant is common to all sums."""
    gap = abs(sums.values[0] - 1)
    if not 0 < gap < 1e-7:
        return sums
    values = np.concatenate([sums.values[:1], sums.values[1:] / sums.values[0]])
    return replace(sums, values=values, errors=sums.errors + gap * sums.sizes)


def _score_products(values: Any, k: int, upper: list[tuple[int, int]]) -> Any:
    score = values[:k]
    ones = np.ones((1, values.shape[1]))
    outer = np.array([score[i] * score[j] for i, j in upper]).reshape(len(upper), -1)
    return np.concatenate([ones, score, outer, -values[k:]])


def _score_scales(sizes: Any, k: int, upper: list[tuple[int, int]]) -> Any:
    """Sizes that errors are relative to: mass, sqrt(I_ii), sqrt(I_ii I_jj), and for the Hessian the greater of two."""
    diagonal = np.array([sizes[1 + k + n] for n, (i, j) in enumerate(upper) if i == j])
    root = np.sqrt(diagonal)
    pairs = np.array([root[i] * root[j] for i, j in upper])
    hessian = np.maximum(sizes[1 + k + len(upper) :], pairs)
    return np.concatenate([sizes[:1], root, pairs, hessian])


def _as_moments(sums: Sums, k: int, upper: list[tuple[int, int]]) -> Moments:
    n = len(upper)

    def matrix(values: Any) -> Any:
        full = np.empty((k, k), dtype=values.dtype)
        for (i, j), value in zip(upper, values, strict=True):
            full[i, j] = full[j, i] = value
        return full

    parts = slice(1 + k, 1 + k + n), slice(1 + k + n, 1 + k + 2 * n)
    converged = matrix(~(sums.failed[parts[0]] | sums.divergent[parts[0]]))
    diagonal = np.diag(converged) & ~sums.failed[: 1 + k].any()
    return Moments(
        mass=float(sums.values[0]),
        mean_score=sums.values[1 : 1 + k],
        outer=matrix(sums.values[parts[0]]),
        neg_hessian=matrix(sums.values[parts[1]]),
        errors=matrix(sums.errors[parts[0]]),
        ok=not sums.failed[: 1 + k + n].any(),
        reason=sums.reason,
        hessian_ok=not sums.failed[1 + k + n :].any(),
        hessian_errors=matrix(sums.errors[parts[1]]),
        mass_error=float(sums.errors[0]),
        divergent=matrix(sums.divergent[parts[0]]),
        mass_ok=bool(sums.divergent[0] or not sums.failed[0]),
        reached=converged & diagonal[:, None] & diagonal[None, :],
    )


def total_mass(density: Density, point: Mapping[Any, Any]) -> tuple[float, float]:
    """Return the integral of the density over its support and the estimated error; (inf, inf) if it diverges.

    An error of nan says that the number is not to be trusted.
    """
    expression = density.expression
    question = Question(
        density,
        lambda walk: walk.signed_log(expression)[1],
        (),
        lambda walk, values: np.broadcast_to(walk.signed_log(expression)[0], values.shape[1:])[None],
        1,
        lambda sizes: sizes,
        (expression,),
    )
    sums = answer(question, point)
    return float(sums.values[0]), float(sums.errors[0]) if not sums.reason or sums.divergent[0] else float("nan")


def expectations(density: Density, integrands: Sequence[Expr], point: Mapping[Any, Any]) -> tuple[Any, Any]:
    """Return E[h] of each integrand and the estimated absolute errors, both of shape (m,).

    A value is infinite where the expectation diverges; an error is nan where the number is not to be trusted.
    """
    expression = density.expression
    count = len(integrands) + 1
    question = Question(
        density,
        lambda walk: walk.signed_log(expression)[1],
        tuple(integrands),
        lambda _, values: np.concatenate([np.ones((1, values.shape[1])), values]),
        count,
        lambda sizes: sizes,
        (expression, *integrands),
    )
    sums = answer(question, point)
    trusted = not sums.reason or sums.divergent.any()
    return sums.values[1:], sums.errors[1:] if trusted else np.full(count - 1, np.nan)


def answer(question: Question, point: Mapping[Any, Any]) -> Sums:
    """Choose the rule for the variables of the density and return the integrals."""
    variables = question.density.variables
    if len(variables) > 1:
        from symfisher.quadrature.space import integrate_space

        return integrate_space(question, point)
    variable = variables[0]
    values = dict(point)

    def log_density(x: Any) -> Any:
        walk = Walk({**values, variable.symbol: x})
        return np.broadcast_to(question.log_density(walk), walk.shape)

    def integrand(x: Any) -> tuple[Any, Any]:
        return at_nodes(question, Walk({**values, variable.symbol: x}))

    domain = variable.domain
    if isinstance(domain, FiniteSet):
        places = Walk(dict(point))
        return sum_points(integrand, np.array([float(places.value(v)) for v in domain.values]), question.count)
    ends = end_values(domain.ends, point)
    kinks, anchors = special_points(question.watched, variable.symbol, point)
    if isinstance(domain, IntegerRange):
        return sum_range(
            integrand, log_density, (*ends, domain.step), [*kinks, *anchors], question.scales, question.count
        )
    exact = {float(f): f for f in exact_ends(domain.ends, point) if f is not None} | {
        k: f for k, f in kinks.items() if f is not None
    }
    return integrate_line(
        integrand, log_density, ends, list(kinks), anchors, question.scales, question.count, question.expected, exact
    )
