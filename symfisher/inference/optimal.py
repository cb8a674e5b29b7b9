"""Designs that are best at given parameters. D: greatest det M; A: least trace M⁻¹; c: least cᵀM⁻¹c.

A design is found by a multiplicative algorithm on a grid that is refined around the points that keep weight, and it is
shown to be best by the equivalence theorem: its sensitivity is nowhere greater than at its own points.

References
----------
Kiefer & Wolfowitz (1960), Canad. J. Math. 12, 363-366; Silvey, Titterington & Torsney (1978), Comm. Statist. A 7,
1379-1389; Atkinson, Donev & Tobias (2007), Optimum Experimental Designs, with SAS, ch. 9-10, 17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import sympy as sp

from symfisher.density import Quantity
from symfisher.derivation import Derivation, Step
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import information_of, require_bound
from symfisher.inference.answers import Answer, rows
from symfisher.inference.design import covariate_of
from symfisher.inference.sample import point_of
from symfisher.reading import read_values

Criterion = Literal["D", "A", "c"]
_GRID = 401
_ROUNDS = 80
_STEPS = 3000
_SECTIONS = 40
_GOLDEN = (5**0.5 - 1) / 2
_DONE = 1e-8
_NOTHING = 1e-6
"""A place that is nearer to zero, in parts of the interval, is zero to the precision of the search."""
_KEPT = 1e-2
_MERGED = 1.5e-2


@dataclass(frozen=True)
class OptimalDesign:
    """A design that is best at given parameters.

    Attributes
    ----------
    points, weights
        Values of the covariate, and the parts of the observations that are taken there, which add up to one.
    criterion
        log det M, trace M⁻¹, or cᵀM⁻¹c.
    efficiency
        A lower bound of the efficiency, by the equivalence theorem; 1 for the best design.
    """

    points: tuple[float, ...]
    weights: tuple[float, ...]
    criterion: float
    efficiency: float
    answer: Answer = field(repr=False)


def optimal_design(
    derivation: Derivation,
    covariate: str,
    at: str | Mapping[str, Any],
    interval: Sequence[float],
    *,
    criterion: Criterion = "D",
    c: Sequence[float] | None = None,
) -> OptimalDesign:
    """Return the design over one covariate that is best at given parameters.

    Parameters
    ----------
    covariate
        The known constant that is chosen, in ``interval``.
    at
        Values of all parameters and of the other constants.
    criterion
        ``D``, ``A``, or ``c`` with the coefficients of the combination that is to be estimated.

    Raises
    ------
    DomainError
        A value is missing, the interval is empty, or no design on it makes the information regular.
    ClosedFormNotFoundError
        The information has no closed form.
    RegularityError
        E[score] is not 0, so that informations do not add up.

    Examples
    --------
    >>> from symfisher import derive
    >>> logit = "exp(x*(a+b*z))/(1+exp(a+b*z))"
    >>> model = derive(logit, support="x in {0, 1}", parameters=["a", "b"], constants="z in R")
    >>> found = optimal_design(model, "z", "a=0, b=1", (-5, 5))
    >>> [round(p, 3) for p in found.points], [round(w, 3) for w in found.weights]
    ([-1.543, 1.543], [0.5, 0.5])
    """
    require_bound(derivation)
    z = covariate_of(derivation.density, covariate)
    low, high = (float(e) for e in interval)
    if not low < high:
        raise DomainError(f"the interval from {low:g} to {high:g} is empty")
    vector = None if c is None else np.asarray(c, dtype=float)
    if (criterion == "c") != (vector is not None) or (
        vector is not None and vector.shape != (len(derivation.density.parameters),)
    ):
        raise DomainError("the criterion c needs one coefficient for each parameter, others need none")
    point = point_of(derivation.density, {**(read_values(at) if isinstance(at, str) else at), z.name: sp.S.Zero})
    search = _Search(derivation, z, point, criterion, vector)
    places = np.linspace(low, high, _GRID)
    weights = search.improved(places, np.full(_GRID, 1 / _GRID))
    places, weights = _merged(places, weights, _MERGED * (high - low))
    reach = 2 * (high - low) / (_GRID - 1)
    for _ in range(_ROUNDS):
        target = search.climbed(places, weights, reach, (low, high))
        step = search.best_step(places, target, weights)
        places = places + step * (target - places)
        weights = search.improved(places, weights)
        if step == 0 or float(np.max(np.abs(target - places))) < _DONE * (high - low):
            break
    places = np.where(np.abs(places) < _NOTHING * (high - low), 0.0, places)
    value = search.value(search.information(places, weights))
    bound = search.efficiency(places, weights, np.linspace(low, high, 10 * _GRID))
    return _design_found(derivation, covariate, criterion, places, weights, value, bound)


def _design_found(
    derivation: Derivation, covariate: str, criterion: str, places: Any, weights: Any, value: float, bound: float
) -> OptimalDesign:
    order = np.argsort(places)
    points, parts = tuple(float(places[i]) for i in order), tuple(float(weights[i]) for i in order)
    found = rows(
        (f"values of {covariate}", ", ".join(f"{p:.6g}" for p in points)),
        ("weights", ", ".join(f"{w:.4f}" for w in parts)),
        (
            {"D": "log det M", "A": "trace of inverse M", "c": "c' inverse M c"}[criterion],
            f"{0.0 if abs(value) < 1e-12 else value:.8g}",
        ),
        ("efficiency at least", f"{bound:.6f}"),
    )
    step = Step("equivalence", None, None, (("efficiency", f"{bound:.6f}"),), reference="Kiefer & Wolfowitz 1960")
    answer = Answer(f"{criterion}-optimal design", derivation.density, found, (step,))
    return OptimalDesign(points, parts, value, bound, answer)


class _Search:
    """The multiplicative algorithm for one model, parameter point and criterion."""

    def __init__(
        self, derivation: Derivation, z: Quantity, point: Mapping[Any, Any], criterion: Criterion, c: Any
    ) -> None:
        self.matrix = list(information_of(derivation))
        self.k = len(derivation.density.parameters)
        self.z, self.point, self.criterion, self.c = z, dict(point), criterion, c

    def each(self, places: Any) -> Any:
        """Return the information of one observation at every place, shape (m, k, k)."""
        entries = evaluate(self.matrix, {**self.point, self.z.symbol: places})
        return np.stack([np.broadcast_to(e, places.shape) for e in entries], axis=1).reshape(-1, self.k, self.k)

    def information(self, places: Any, weights: Any) -> Any:
        """Return M, shape (k, k)."""
        return np.einsum("m,mij->ij", weights, self.each(places))

    def value(self, matrix: Any) -> float:
        """Return the criterion."""
        if self.criterion == "D":
            return float(np.linalg.slogdet(matrix)[1])
        if self.criterion == "A":
            return float(np.trace(np.linalg.inv(matrix)))
        weights = np.linalg.pinv(matrix, rcond=1e-12) @ self.c  # the best design for one combination may be singular
        reached = np.abs(matrix @ weights - self.c).max() <= 1e-6 * np.abs(self.c).max()
        return float(self.c @ weights) if reached else np.inf

    def sensitivity(self, matrix: Any, each: Any) -> Any:
        """Return, for every place, the derivative towards it; its mean over the design is one."""
        inverted = np.linalg.pinv(matrix, rcond=1e-12)
        if self.criterion == "D":
            return np.einsum("ij,mji->m", inverted, each) / self.k
        middle = inverted @ inverted if self.criterion == "A" else np.outer(inverted @ self.c, inverted @ self.c)
        scale = np.trace(inverted) if self.criterion == "A" else self.c @ inverted @ self.c
        return np.einsum("ij,mji->m", middle, each) / scale

    def improved(self, places: Any, weights: Any) -> Any:
        """Return weights after many multiplicative steps."""
        each = self.each(places)
        if not np.isfinite(each).all():
            raise DomainError("the information is not finite on the whole interval")
        power = 1.0 if self.criterion == "D" else 0.5
        for _ in range(_STEPS):
            matrix = np.einsum("m,mij->ij", weights, each)
            if self.criterion != "c" and np.linalg.cond(matrix) > 1e14:
                raise DomainError("no design on this interval tells all parameters apart")
            factor = self.sensitivity(matrix, each)
            if np.max(factor) < 1 + 1e-9:
                break
            weights = weights * factor**power
            weights = weights / weights.sum()
        return weights

    def climbed(self, places: Any, weights: Any, reach: float, ends: tuple[float, float]) -> Any:
        """Return every place moved to where the sensitivity is greatest within its reach, by golden sections."""
        matrix = self.information(places, weights)
        a, b = np.clip(places - reach, *ends), np.clip(places + reach, *ends)
        for _ in range(_SECTIONS):
            left, right = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
            better = self.sensitivity(matrix, self.each(left)) > self.sensitivity(matrix, self.each(right))
            a, b = np.where(better, a, left), np.where(better, right, b)
        middle = (a + b) / 2
        at_ends = [self.sensitivity(matrix, self.each(np.full(len(places), e))) for e in ends]
        here = self.sensitivity(matrix, self.each(middle))
        for end, value in zip(ends, at_ends, strict=True):
            middle = np.where((np.abs(middle - end) <= reach) & (value >= here), end, middle)
        return middle

    def best_step(self, places: Any, target: Any, weights: Any) -> float:
        """Return the part of the way to the target that makes the criterion best, zero if none makes it better."""
        sign = 1 if self.criterion == "D" else -1
        tried = [float(t) for t in (*np.linspace(1, 0.1, 10), *(0.1 * 2.0 ** -np.arange(1, 20)), 0.0)]
        values = [sign * self.value(self.information(places + t * (target - places), weights)) for t in tried]
        return tried[int(np.argmax(values))]

    def efficiency(self, places: Any, weights: Any, grid: Any) -> float:
        """Return one over the greatest sensitivity on a grid."""
        matrix = self.information(places, weights)
        return float(1 / np.max(self.sensitivity(matrix, self.each(np.concatenate([grid, places])))))


def _merged(places: Any, weights: Any, width: float) -> tuple[Any, Any]:
    """Join places that are near each other, and drop those without weight."""
    kept = weights > _KEPT * weights.max()
    places, weights = places[kept], weights[kept]
    groups = np.concatenate([[0], np.cumsum(np.diff(places) > width)])
    total = np.array([weights[groups == g].sum() for g in np.unique(groups)])
    centre = np.array([(places * weights)[groups == g].sum() for g in np.unique(groups)]) / total
    return centre, total / total.sum()
