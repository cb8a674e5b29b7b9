"""Estimation by score matching: θ from data, without the normaliser of the density, and what that costs.

Where the data score is linear in functions η of the parameters, the objective E[h s² + 2(h s)′] is quadratic in them, and its
least place on data is a function of sample means (`linear_score`). It estimates η if nothing of h s p flows over the ends of the
support; with h = 1 this often fails at the end of a half-line or an interval, and Hyvärinen's weight h = x², or its like, makes
it hold.

References
----------
Hyvärinen (2007), Comput. Stat. Data Anal. 51, 2499-2512, section 3 (non-negative data); Godambe (1960), Ann. Math. Stat. 31,
1208-1211; Forbes & Lauritzen (2015), Linear Algebra Appl. 473, 261-283.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Unpack

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.algebra import information_of, inverse, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.information import derive
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.data import Meaning, read_up_to_constant
from symfisher.score_matching.data_score import require_continuous
from symfisher.score_matching.linear_estimates import estimate, in_means
from symfisher.score_matching.linear_score import LinearScore, linear_score, solved, weighted
from symfisher.score_matching.points import narrowed, point_of
from symfisher.score_matching.sandwich import checked, closed_variance, variance_at
from symfisher.score_matching.telling import NOT_FOUND, check_text, numbers_at
from symfisher.signs import Signs
from symfisher.simplification import cost

Matrix = Any


@dataclass(frozen=True)
class ScoreMatching:
    """The score matching estimator of a density's parameters, in the user's symbols.

    Attributes
    ----------
    natural
        η of the data score, each as a function of the parameters.
    statistics, base
        A, shape (k, d), and b, shape (d,): ∂ᵢ log p = Σⱼ ηⱼ Aⱼᵢ + bᵢ.
    weights
        hᵢ of the objective E[Σ hᵢ sᵢ² + 2 ∂ᵢ(hᵢ sᵢ)], one a variable: 1 for the plain one, x² for Hyvärinen's on x > 0.
    plain_refused
        Why the plain objective may not be used, or empty.
    estimators
        Each parameter as a function of sample means, ``mean(x**2)``, or ``None`` where no short formula was found.
    variance
        Sandwich variance of √n(θ̂ − θ), shape (k, k), where the observations are independent.
    efficiency
        (I⁻¹)ᵢᵢ/Vᵢᵢ for every parameter: what is kept of the precision of maximum likelihood.
    conditions
        Where the variance holds, beyond the declared domains.
    verification
        The variance against quadrature at drawn points.
    values
        Variances and efficiencies by quadrature at each point asked for with ``at``.
    own
        The linear score, in our symbols.
    """

    natural: tuple[Expr, ...]
    statistics: tuple[tuple[Expr, ...], ...]
    base: tuple[Expr, ...]
    weights: tuple[Expr, ...]
    plain_refused: str
    estimators: Mapping[str, Expr] | None
    variance: Matrix | None
    efficiency: Mapping[str, Expr] | None
    conditions: tuple[Any, ...]
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    own: LinearScore = field(repr=False, default=None)  # type: ignore[assignment]  # always given
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    def estimate(self, data: Any) -> dict[str, float]:
        """Return the estimates of the parameters from observations, shape (n,) or (n, d).

        Raises
        ------
        ClosedFormNotFoundError
            η does not solve for the parameters.
        DomainError
            An observation is outside the support, or the data give no admissible estimate.
        """
        if self.own.solved is None:
            raise ClosedFormNotFoundError("no closed form found for the parameters from the natural ones")
        return estimate(self.own, data)

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return variances and efficiencies by quadrature at values of all parameters.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        return _numbers(self.own, at)


def score_matching_estimator(
    density: Any,
    *,
    at: Any = None,
    data: Any = None,
    timeout: float | None = 60.0,
    **meaning: Unpack[Meaning],
) -> ScoreMatching:
    """Return the score matching estimator, its variance, and its efficiency against maximum likelihood.

    Parameters
    ----------
    density
        As `symfisher.derive` reads it; a constant factor, such as the normaliser, may be missing.
    at
        Values of all parameters and constants at which variance and efficiency are integrated.
    data
        Observations, shape (n,) or (n, d), whose estimate the answer shows as well.
    timeout
        Seconds.
    meaning
        ``variables``, ``support``, ``parameters``, ``constants``, ``functions``, as `symfisher.derive` reads them, and
        ``normalize``, to divide the density by its total mass first.

    Raises
    ------
    DomainError, NotNormalizedError
        The observation is discrete, or the density is negative somewhere or of infinite mass.
    RegularityError
        The data score is not linear in functions of the parameters, or no objective is free of flux over the ends.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = score_matching_estimator("x ~ exponential(rate)")
    >>> found.weights, found.estimators, found.efficiency
    ((x**2,), {'rate': 2*mean(x)/mean(x**2)}, {'rate': 1/2})
    """
    with time_limit(timeout):
        p, normalized = read_up_to_constant(density, **meaning)
        require_continuous(p)
        linear, refused = weighted(replace(linear_score(p), normalized=normalized))
        return _answered(solved(linear), refused, read_points(at), data)


def _numbers(linear: LinearScore, at: Mapping[str, Expr]) -> dict[str, float]:
    """Return variances and efficiencies by quadrature at one point."""
    variance, information = variance_at(linear, point_of(linear.density, at))
    bound = np.linalg.inv(information)
    found = {}
    for i, q in enumerate(linear.density.parameters):
        found[f"variance {q.name}"] = float(variance[i, i])
        found[f"efficiency {q.name}"] = float(bound[i, i] / variance[i, i])
    return found


def estimate_rows(linear: LinearScore, data: Any) -> list[tuple[str, str]]:
    """Return the estimates from data as rows."""
    if linear.solved is None:
        return [("estimates", "no closed form found for the parameters from the coefficients")]
    return [(f"estimate of {n}", f"{v:.12g}") for n, v in estimate(linear, data).items()]


def _efficiency(linear: LinearScore, variance: Matrix, signs: Signs) -> dict[str, Expr] | None:
    p = linear.density
    try:
        bound = inverse(information_of(derive(p)), signs)
    except ClosedFormNotFoundError:
        return None
    return {q.name: tidy(bound[i, i] / variance[i, i], signs) for i, q in enumerate(p.parameters)}


def _answered(linear: LinearScore, refused: str, at: Sequence[Mapping[str, Expr]], data: Any) -> ScoreMatching:
    p = linear.density
    found = closed_variance(linear)
    variance, conditions = (None, ()) if found is None else found
    verification = Verification() if variance is None else checked(linear, variance, conditions)
    if verification.status != "passed":
        variance = None
    signs = Signs.of(narrowed(p, conditions))
    efficiency = None if variance is None else _efficiency(linear, variance, signs)
    estimators = in_means(linear, signs)
    values = tuple(_numbers(linear, point) for point in at)
    show = p.present
    listed = rows(
        ("objective", "weighted, for data with an end (Hyvärinen 2007)" if refused else "plain (Hyvärinen 2005)"),
        *_entries("weight h", p, linear.weights),
        ("plain objective refused", refused or None),
        ("normaliser", _normaliser(linear)),
        *((f"coefficient of {_field(p, f)} in the data score", n) for f, n in _pairs(linear)),
        *((f"estimator of {n}", str(e)) for n, e in (estimators or {}).items()),
        ("estimator", None if estimators else _EQUATIONS),
        ("variance of sqrt(n) times the error", NOT_FOUND if variance is None else _short(variance)),
        *((f"efficiency for {n}", _short(e)) for n, e in (efficiency or {}).items()),
        *(("provided", c) for c in conditions),
        ("checked", check_text(verification, "the variance against quadrature")),
        *numbers_at(at, values, "by quadrature"),
        *(estimate_rows(linear, data) if data is not None else ()),
    )
    return ScoreMatching(
        natural=tuple(map(show, linear.natural)),
        statistics=tuple(tuple(map(show, f)) for f in linear.statistics),
        base=tuple(map(show, linear.base)),
        weights=tuple(map(show, linear.weights)),
        plain_refused=refused,
        estimators=estimators,
        variance=None if variance is None else show(variance),
        efficiency=None if efficiency is None else {n: show(e) for n, e in efficiency.items()},
        conditions=tuple(map(show, conditions)),
        verification=verification,
        values=values,
        own=linear,
        answer=Answer("Estimation by score matching", p, listed),
    )


_LONGEST = 400
"""Cost of an entry that is still shown."""
_PAGES = "a closed form that fills pages: the record has it; numbers with values"
_EQUATIONS = "the solution of linear equations in sample means; no short formula found, numbers with data"


def _normaliser(linear: LinearScore) -> str | None:
    """Say what became of a missing normaliser."""
    if not linear.normalized:
        return "no closed form found, and none is needed for the estimates"
    divided = [note for note in linear.density.inferred if note.startswith("divided by its total mass")]
    return f"{divided[0]}, for variance and efficiency; the estimates need none" if divided else None


def _short(e: Any) -> Any:
    """Return an expression or matrix, or say that it is too long to be read."""
    entries = list(e) if isinstance(e, sp.MatrixBase) else [e]
    return _PAGES if max(map(cost, entries)) > _LONGEST else e


def _pairs(linear: LinearScore) -> list[tuple[tuple[Expr, ...], Expr]]:
    return list(zip(linear.statistics, linear.natural, strict=True))


def _entries(label: str, p: Density, values: Sequence[Expr]) -> list[tuple[str, Expr]]:
    """Return one row a variable, or one in all where there is one, or all are 1."""
    if len(values) == 1 or all(v == 1 for v in values):
        return [(label, values[0])]
    return [(f"{label} in {q.name}", v) for q, v in zip(p.variables, values, strict=True)]


def _field(p: Density, field: Sequence[Expr]) -> str:
    """Write a function of x, or a vector of them."""
    shown = [str(p.present(f)) for f in field]
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"
