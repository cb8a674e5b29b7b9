"""Maximum likelihood as numbers: Newton and Fisher scoring, and the tests and intervals that follow from a fit.

Both methods start from the best of many points in which each parameter is a simple statistic of the data (mean,
median, spread and their ratios, which holds the method of moments of most families), take steps J⁻¹·score with J the
observed or the expected information, and halve a step until the likelihood does not fall.

References
----------
Fisher (1925), Proc. Camb. Phil. Soc. 22, 700-725 (scoring); Nocedal & Wright (2006), Numerical Optimization, §3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Literal

import mpmath
import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.evaluation import Walk, evaluate
from symfisher.inference.algebra import information_of, some_points
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.sample import columns
from symfisher.reading import read_values

Method = Literal["newton", "scoring"]
_MOST_STARTS = 1500
_ITERATIONS = 200
_HALVINGS = 40
_DONE = 1e-10
_LEVEL = 0.95


@dataclass(frozen=True)
class Fit:
    """A maximum of the likelihood, found by iteration.

    Attributes
    ----------
    estimate
        Parameter name to number.
    log_likelihood
        At the estimate, in nats.
    observed_information
        At the estimate, of the whole sample, shape (k, k).
    iterations, converged
        How many steps were taken, and whether the last was smaller than 1e-10 of the standard errors.
    path
        The values on the way, shape (iterations + 1, k).
    """

    estimate: Mapping[str, float]
    log_likelihood: float
    observed_information: Any
    iterations: int
    converged: bool
    path: Any

    @property
    def covariance(self) -> Any:
        """The inverse of the observed information, shape (k, k)."""
        return np.linalg.inv(self.observed_information)

    def answer(self, derivation: Derivation) -> Answer:
        """Return the fit as rows: estimate and standard error of each parameter."""
        errors = np.sqrt(np.diag(self.covariance))
        pairs = zip(self.estimate.items(), errors, strict=True)
        found = rows(
            *((name, f"{value:.8g} (standard error {error:.4g})") for (name, value), error in pairs),
            ("log-likelihood", f"{self.log_likelihood:.8g}"),
            ("steps", f"{self.iterations}, {'converged' if self.converged else 'not converged'}"),
        )
        return Answer("Maximum likelihood fit", derivation.density, found)


@dataclass(frozen=True)
class Statistics:
    """Tests of θ = θ₀; each statistic tends to χ² with k degrees of freedom, and so do the p-values."""

    wald: float
    score: float
    likelihood_ratio: float
    p_values: Mapping[str, float]


class Likelihood:
    """The likelihood of a sample as a function of the parameters.

    Parameters
    ----------
    data
        Shape (n,), or (n, d) for d variables.
    constants
        Values of the known constants, as text or a mapping; needed if the density has any.
    """

    def __init__(self, derivation: Derivation, data: Any, constants: str | Mapping[str, Any] | None = None) -> None:
        self.derivation, self.density = derivation, derivation.density
        given = read_values(constants) if isinstance(constants, str) else dict(constants or {})
        self.constants = _constants(self.density, given)
        self.data = columns(self.density, data)
        self.n = len(next(iter(self.data.values())))
        self.k = len(self.density.parameters)

    def at(self, theta: Any) -> dict[Any, Any]:
        """Return the values of all symbols."""
        return {**self.constants, **dict(zip(self.density.thetas, map(float, theta), strict=True)), **self.data}

    def _sum(self, expressions: Sequence[Any], theta: Any) -> Any:
        found = evaluate(list(expressions), self.at(theta))
        return np.array([np.broadcast_to(e, (self.n,)).sum() for e in found])

    def value(self, theta: Any) -> float:
        """Return the log-likelihood, −∞ outside the domain or the support."""
        if not self.admissible(theta):
            return -np.inf
        found = float(self._sum([self.derivation.own.log_density], theta)[0])
        return found if np.isfinite(found) else -np.inf

    def score(self, theta: Any) -> Any:
        """Return the score of the sample, shape (k,)."""
        return self._sum(list(self.derivation.own.score), theta)

    def observed(self, theta: Any) -> Any:
        """Return the observed information of the sample, shape (k, k)."""
        return -self._sum(list(self.derivation.own.hessian), theta).reshape(self.k, self.k)

    def expected(self, theta: Any) -> Any:
        """Return the expected information of the sample, shape (k, k)."""
        point = {s: v for s, v in self.at(theta).items() if s not in self.data}
        entries = evaluate(list(information_of(self.derivation)), point)
        return self.n * np.array([float(e) for e in entries]).reshape(self.k, self.k)

    def admissible(self, theta: Any) -> bool:
        """Whether the parameters are inside their domains and the data inside the support."""
        if not np.isfinite(theta).all():
            return False
        point = {s: sp.Float(v) if isinstance(v, float) else v for s, v in self.at(theta).items() if s not in self.data}
        if not all(p.domain.contains(point[p.symbol], point) for p in self.density.parameters):
            return False
        walk = Walk(self.at(theta))
        for v in self.density.variables:
            lower, upper = (np.asarray(walk.value(e)) for e in v.domain.ends)
            if not ((self.data[v.symbol] >= lower) & (self.data[v.symbol] <= upper)).all():
                return False
        return True


def _constants(density: Density, given: Mapping[str, Any]) -> dict[Any, Any]:
    try:
        found = density.own(given)
    except KeyError as unknown:
        raise DomainError(f"{unknown.args[0]!r} is no constant of this density") from None
    missing = [c.name for c in density.constants if c.symbol not in found]
    if missing:
        raise DomainError(f"a value is missing for {', '.join(missing)}")
    return found


def fit(
    derivation: Derivation,
    data: Any,
    *,
    method: Method = "newton",
    start: Sequence[float] | None = None,
    constants: str | Mapping[str, Any] | None = None,
) -> Fit:
    """Maximise the likelihood of a sample.

    Parameters
    ----------
    data
        Shape (n,), or (n, d) for d variables.
    method
        ``newton`` uses the observed information, ``scoring`` the expected one.
    start
        Where to begin, in the order of the parameters; from simple statistics of the data by default.
    constants
        Values of the known constants.

    Raises
    ------
    DomainError
        The data do not fit the density, a parameter is an integer, or no admissible start was found.
    ClosedFormNotFoundError
        Scoring without a closed form of the information.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = fit(derive("x ~ gamma(a, b)"), [1.0, 2.0, 0.5, 3.0, 1.5])
    >>> round(found.estimate["a"], 6), found.converged
    (3.112002, True)
    """
    likelihood = Likelihood(derivation, data, constants)
    if any(p.domain.discrete for p in derivation.density.parameters):
        raise DomainError("an integer parameter cannot be fitted by derivatives; give it as a constant with --given")
    theta = np.array(start if start is not None else _start(likelihood), dtype=float)
    if not likelihood.admissible(theta):
        raise DomainError("the start is outside the domain, or data are outside the support there")
    path, done = [theta], False
    for _ in range(_ITERATIONS):
        step = _step(likelihood, theta, method)
        following = _halved(likelihood, theta, step)
        size = np.sqrt(np.abs(np.diag(likelihood.observed(theta))))
        done = bool((np.abs(step) * size <= _DONE * np.sqrt(likelihood.n) + 1e-15).all())
        theta = theta + step if done and likelihood.admissible(theta + step) else following
        path.append(theta)
        if done or following is path[-2]:
            break
    names = [p.name for p in derivation.density.parameters]
    estimate = {name: float(v) for name, v in zip(names, theta, strict=True)}
    return Fit(estimate, likelihood.value(theta), likelihood.observed(theta), len(path) - 1, done, np.array(path))


def _step(likelihood: Likelihood, theta: Any, method: Method) -> Any:
    """Return J⁻¹·score; where the observed information is not positive definite its eigenvalues are made so."""
    matrix = likelihood.observed(theta) if method == "newton" else likelihood.expected(theta)
    values, vectors = np.linalg.eigh(matrix)
    bounded = np.maximum(np.abs(values), 1e-12 * max(np.abs(values).max(), 1e-300))
    found: Any = vectors @ ((vectors.T @ likelihood.score(theta)) / bounded)
    return found


def _halved(likelihood: Likelihood, theta: Any, step: Any) -> Any:
    """Return the first of θ + step, θ + step/2, … whose likelihood is not smaller; θ itself if there is none."""
    value = likelihood.value(theta)
    for _ in range(_HALVINGS):
        if likelihood.value(theta + step) >= value:
            return theta + step
        step = step / 2
    return theta


def _start(likelihood: Likelihood) -> list[float]:
    """Return the best of the points that simple statistics of the data make."""
    options = [_options(p.domain, likelihood) for p in likelihood.density.parameters]
    tried: Iterator[tuple[float, ...]] = islice(product(*options), _MOST_STARTS)
    best, value = None, -np.inf
    for theta in (*tried, *_drawn(likelihood.density)):
        found = likelihood.value(theta)
        if found > value:
            best, value = list(theta), found
    if best is None:
        raise DomainError("no admissible start was found; give one with start=")
    return best


def _drawn(density: Density) -> list[tuple[float, ...]]:
    return [tuple(float(p[t]) for t in density.thetas) for p in some_points(density, 6)]


def _options(domain: Any, likelihood: Likelihood) -> list[float]:
    """Return values for one parameter that are inside what is known of its domain."""
    found: list[float] = []
    for x in likelihood.data.values():
        mean, spread, middle = float(np.mean(x)), float(np.std(x)), float(np.median(x))
        half = float(np.median(np.abs(x - middle)))
        found += [middle, mean, spread, half, 1.0]
        ratios = [(mean, spread**2), (mean**2, spread**2), (1.0, mean), (spread, mean), (1.0, spread), (mean, 1 + mean)]
        found += [a / b for a, b in ratios if b]
        found += [1 / (1 + abs(mean)), mean / (1 + abs(mean)), spread**2, 0.5, 0.2, 2.0, 0.0, -1.0]
    if len(likelihood.density.parameters) > 2:
        found = found[:8]
    lower, upper = (float(e) if e.is_number else None for e in domain.ends)
    kept = [v for v in found if (lower is None or v > lower) and (upper is None or v < upper)]
    return list(dict.fromkeys(kept)) or [0.5]


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
    likelihood = Likelihood(derivation, data, constants)
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

    Examples
    --------
    >>> from symfisher import derive
    >>> found = intervals(derive("x ~ poisson(m)"), [3, 5, 4, 4])
    >>> [round(v, 4) for v in found["wald"]], [round(v, 4) for v in found["score"]]
    ([2.04, 5.96], [2.4623, 6.4981])
    """
    likelihood = Likelihood(derivation, data, constants)
    best = fit(derivation, data, constants=constants)
    i = position(derivation.density, parameter) if parameter else 0
    theta = np.array([best.estimate[p.name] for p in derivation.density.parameters])
    bound = _quantile(level)
    half = np.sqrt(bound * np.linalg.inv(likelihood.expected(theta))[i, i])
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
