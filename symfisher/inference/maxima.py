"""Whether an estimator in closed form is the maximum of the likelihood: it is tried on samples drawn in the support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.domains import Expr, FiniteSet
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, Walk
from symfisher.inference.algebra import some_points
from symfisher.inference.irregular import Ordered
from symfisher.inference.likelihood import Likelihood
from symfisher.inference.statistic import Statistic

_SAMPLE = 9
_FACTORS = (0.5, 0.8, 0.95, 1.05, 1.25, 2.0)
_SHIFTS = (-0.4, -0.1, -0.01, 0.01, 0.1, 0.4)
_ZERO = 1e-8
_PARTS = np.array([0.11, 0.73, 0.34, 0.52, 0.91, 0.23, 0.66, 0.43, 0.83])


@dataclass(frozen=True)
class Estimator:
    """Values of all parameters, in the symbols of statistics; ``ordered`` are those that are order statistics."""

    values: tuple[Expr, ...]
    statistics: tuple[Statistic, ...]
    ordered: tuple[Ordered, ...] = ()

    def at(self, known: Mapping[Any, Any]) -> Any:
        """Return the estimate, shape (k,), for a sample and known constants by symbol.

        Raises
        ------
        CannotEvaluateError, TypeError
            It has no value that is a real number.
        """
        values = dict(known)
        for s in self.statistics:
            values[s.symbol] = s.value(values)
        return np.array([float(Walk(values).value(e)) for e in self.values])


def is_maximum(derivation: Derivation, estimator: Estimator, turn: int) -> bool:
    """Try the estimator on one sample."""
    density = derivation.density
    points = some_points(density)
    point = points[turn % len(points)]
    constants = {c.symbol: point[c.symbol] for c in density.constants}
    data = _sample(density, point, turn)
    try:
        theta = estimator.at({**constants, **data})
        likelihood = Likelihood.of(derivation, data, constants)
    except (CannotEvaluateError, TypeError, DomainError):
        return False
    if not likelihood.admissible(theta):
        return False
    left = [i for i in range(len(theta)) if i not in {o.index for o in estimator.ordered}]
    return _stationary(likelihood, theta, left) and _beats_others(likelihood, theta, data)


def _stationary(likelihood: Likelihood, theta: Any, left: Sequence[int]) -> bool:
    """Say whether the score vanishes and the Hessian is negative definite, for the parameters in ``left``."""
    if not left:
        return True
    score, observed = likelihood.score(theta)[left], likelihood.observed(theta)[np.ix_(left, left)]
    size = np.sqrt(np.abs(np.diag(observed)) * _SAMPLE)
    flat = bool((np.abs(score) <= _ZERO * np.maximum(size, 1e-300)).all())
    return flat and bool(np.linalg.eigvalsh(observed).min() > 0)


def _beats_others(likelihood: Likelihood, theta: Any, data: Mapping[Any, Any]) -> bool:
    density, best = likelihood.density, likelihood.value(theta)
    if not np.isfinite(best):
        return False
    spread = max(float(np.std(v)) for v in data.values())
    moves = [
        (i, v) for i, t in enumerate(theta) for v in (*(t * f for f in _FACTORS), *(t + f * spread for f in _SHIFTS))
    ]
    near = [[v if i == j else t for j, t in enumerate(theta)] for i, v in moves]
    drawn = [[float(p[t]) for t in density.thetas] for p in some_points(density, 6)]
    return all(likelihood.value(other) <= best + 1e-9 * abs(best) + 1e-12 for other in drawn + near)


def _sample(density: Density, values: Mapping[Any, Any], turn: int) -> dict[Any, Any]:
    """Return a small sample spread over the support at one point of parameters and constants, the variables in order."""
    data: dict[Any, Any] = {}
    for place, v in enumerate(density.variables):
        parts = np.roll(_PARTS, 2 * turn + place) ** (1 + turn / 2)
        walk = Walk({**values, **data})
        if isinstance(v.domain, FiniteSet):
            listed = np.array([float(walk.value(e)) for e in v.domain.values])
            data[v.symbol] = listed[(np.arange(_SAMPLE) * (turn + 1) + place) % len(listed)]
            continue
        lower, upper = (np.broadcast_to(np.asarray(walk.value(e), dtype=float), (_SAMPLE,)) for e in v.domain.ends)
        found = np.array([_spread(*ends) for ends in zip(lower, upper, parts, strict=True)])
        data[v.symbol] = np.round(found) if v.domain.discrete else found
    return data


def _spread(lower: float, upper: float, part: float) -> float:
    """Return the place inside an interval that a part of 1 stands for."""
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + (upper - lower) * part
    if np.isfinite(lower):
        return lower + 2 * part / (1 - part)
    if np.isfinite(upper):
        return upper - 2 * part / (1 - part)
    return 3 * (2 * part - 1) / (part * (1 - part)) / 4
