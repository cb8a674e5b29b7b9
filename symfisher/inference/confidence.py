"""Tests and confidence intervals from a fit: Wald's, the score and the likelihood-ratio statistic as numbers.

References
----------
Wald (1943), Trans. AMS 54; Rao (1948), Proc. Camb. Phil. Soc. 44 (score statistic); Wilks (1938), Ann. Math. Statist.
9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

from symfisher.derivation import Derivation
from symfisher.errors import DomainError, RegularityError
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.fitting import fit
from symfisher.inference.irregular import ordered_parameters
from symfisher.inference.likelihood import Likelihood

_LEVEL = 0.95


@dataclass(frozen=True)
class Statistics:
    """Tests of θ = θ₀; each statistic tends to χ² with k degrees of freedom, and so do the p-values."""

    wald: float
    score: float
    likelihood_ratio: float
    p_values: Mapping[str, float]

    def answer(self, derivation: Derivation) -> Answer:
        """Return the statistics as rows, each with its p-value."""
        values = {"wald": self.wald, "score": self.score, "likelihood_ratio": self.likelihood_ratio}
        found = rows(*((k.replace("_", " "), f"{v:.8g} (p-value {self.p_values[k]:.4g})") for k, v in values.items()))
        return Answer("Tests of given values", derivation.density, found)


def null_statistics(
    derivation: Derivation, data: Any, null: Mapping[str, float], *, constants: str | Mapping[str, Any] | None = None
) -> Statistics:
    """Return Wald's, the score and the likelihood-ratio statistic for given values of all parameters.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = null_statistics(derive("x ~ poisson(m)"), [3, 5, 4, 4], {"m": 3.0})
    >>> round(found.wald, 6), round(found.score, 6)
    (1.0, 1.333333)
    """
    _require_normality(derivation)
    likelihood = Likelihood(derivation, data, constants)
    if missing := [p.name for p in derivation.density.parameters if p.name not in null]:
        raise DomainError(f"a value is missing for {', '.join(missing)}")
    theta0 = [float(null[p.name]) for p in derivation.density.parameters]
    best = fit(derivation, data, constants=constants)
    estimate = [best.estimate[p.name] for p in derivation.density.parameters]
    gap = np.array(estimate) - theta0
    score = likelihood.score(theta0)
    found = {
        "wald": float(gap @ likelihood.expected(estimate) @ gap),
        "score": float(score @ np.linalg.solve(likelihood.expected(theta0), score)),
        "likelihood_ratio": 2 * (best.log_likelihood - likelihood.value(theta0)),
    }
    return Statistics(**found, p_values={name: _tail(v, likelihood.k) for name, v in found.items()})


def _require_normality(derivation: Derivation) -> None:
    """Refuse where the estimators are not asymptotically normal."""
    if len(regular_parameters(derivation)) < len(derivation.density.parameters):
        raise RegularityError("the support ends at a parameter: these statistics do not tend to χ² here")


def regular_parameters(derivation: Derivation) -> list[int]:
    """Return the places of the parameters whose estimators are asymptotically normal, as far as it was shown."""
    ends = {o.index for o in ordered_parameters(derivation) if o.at == "end"}
    every = range(len(derivation.density.parameters))
    if derivation.regularity.cramer_rao == "does not apply" and not ends:
        return []
    return [i for i in every if i not in ends]


def _tail(value: float, degrees: int) -> float:
    """Return the probability that χ² exceeds ``value``."""
    return float(mpmath.gammainc(degrees / 2, max(value, 0.0) / 2, mpmath.inf, regularized=True))


def _quantile(level: float) -> float:
    """Return the number that χ² with 1 degree of freedom exceeds with probability 1 − level."""
    return float(2 * mpmath.erfinv(level) ** 2)


def intervals(
    derivation: Derivation,
    data: Any,
    parameter: str | None = None,
    *,
    level: float = _LEVEL,
    constants: str | Mapping[str, Any] | None = None,
) -> dict[str, tuple[float, float]]:
    """Return confidence intervals for the only parameter: where each statistic stays below its quantile.

    Parameters
    ----------
    parameter
        With several parameters only Wald's interval is given, for the parameter of this name.

    Returns
    -------
    dict
        ``wald``, ``score``, ``likelihood_ratio`` to (lower, upper). Wald's may leave the domain, the others end where
        it does.

    Raises
    ------
    RegularityError
        The support ends at the parameter, or the Cramér-Rao theory does not apply.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = intervals(derive("x ~ poisson(m)"), [3, 5, 4, 4])
    >>> [round(v, 4) for v in found["wald"]], [round(v, 4) for v in found["score"]]
    ([2.04, 5.96], [2.4623, 6.4981])
    """
    i = position(derivation.density, parameter) if parameter else 0
    regular = regular_parameters(derivation)
    if i not in regular:
        name = derivation.density.parameters[i].name
        raise RegularityError(
            f"the support ends at {name}: its estimator is no normal variable, and these intervals fail"
        )
    likelihood = Likelihood(derivation, data, constants)
    best = fit(derivation, data, constants=constants)
    theta = np.array([best.estimate[p.name] for p in derivation.density.parameters])
    bound = _quantile(level)
    block = likelihood.expected(theta)[np.ix_(regular, regular)]
    half = np.sqrt(bound * np.linalg.inv(block)[regular.index(i), regular.index(i)])
    found = {"wald": (float(theta[i] - half), float(theta[i] + half))}
    if likelihood.k > 1:
        return found

    def by_score(t: float) -> float:
        return float(likelihood.score([t])[0] ** 2 / likelihood.expected([t])[0, 0]) - bound

    def by_ratio(t: float) -> float:
        return 2 * (best.log_likelihood - likelihood.value([t])) - bound

    for name, excess in (("score", by_score), ("likelihood_ratio", by_ratio)):
        found[name] = tuple(_crossing(likelihood, excess, float(theta[0]), side * half) for side in (-1, 1))  # type: ignore[assignment]
    return found


def _crossing(likelihood: Likelihood, excess: Any, centre: float, step: float) -> float:
    """Return where ``excess`` turns positive on one side of ``centre``, by doubling and bisection."""
    inner, outer = centre, centre + step
    for _ in range(60):
        if not likelihood.admissible([outer]):
            outer = _edge(likelihood, inner, outer)
            if excess(outer) <= 0:
                return outer
            break
        if excess(outer) > 0:
            break
        inner, outer = outer, outer + (outer - centre)
    for _ in range(100):
        middle = (inner + outer) / 2
        inner, outer = (inner, middle) if excess(middle) > 0 else (middle, outer)
    return float((inner + outer) / 2)


def _edge(likelihood: Likelihood, inside: float, outside: float) -> float:
    """Return the last admissible place between two."""
    for _ in range(200):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if likelihood.admissible([middle]) else (inside, middle)
    return inside
