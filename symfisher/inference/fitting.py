"""Maximum likelihood as numbers: Newton and Fisher scoring.

Both methods start from the best of many points in which each parameter is a simple statistic of the data (mean,
median, spread and their ratios, which holds the method of moments of most families), take steps J⁻¹·score with J the
observed or the expected information, and halve a step until the likelihood does not fall. Parameters whose estimator is
an order statistic (`irregular`) are put in first.

References
----------
Fisher (1925), Proc. Camb. Phil. Soc. 22, 700-725 (scoring); Nocedal & Wright (2006), Numerical Optimization, §3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Literal

import numpy as np

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import some_points
from symfisher.inference.answers import Answer, rows
from symfisher.inference.irregular import Ordered, ordered_parameters
from symfisher.inference.likelihood import Likelihood
from symfisher.inference.sample import columns, point_of
from symfisher.reading import read_values

Method = Literal["newton", "scoring"]
_MOST_STARTS = 1500
_ITERATIONS = 200
_HALVINGS = 40
_DONE = 1e-10


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
    covariance
        The inverse of the observed information, shape (k, k); of the expected one where the likelihood has a kink. There
        is none, ``nan``, for an end of the support, whose estimator is no normal variable, or where it is singular.
    iterations, converged
        How many steps were taken, and whether the last was smaller than 1e-10 of the standard errors.
    path
        The values on the way, shape (iterations + 1, k).
    """

    estimate: Mapping[str, float]
    log_likelihood: float
    observed_information: Any
    covariance: Any
    iterations: int
    converged: bool
    path: Any

    def answer(self, derivation: Derivation) -> Answer:
        """Return the fit as rows: estimate and standard error of each parameter."""
        with np.errstate(invalid="ignore"):
            errors = np.sqrt(np.diag(self.covariance))
        said = [f"standard error {e:.4g}" if np.isfinite(e) else "no standard error" for e in errors]
        pairs = zip(self.estimate.items(), said, strict=True)
        found = rows(
            *((name, f"{value:.8g} ({error})") for (name, value), error in pairs),
            ("log-likelihood", f"{self.log_likelihood:.8g}"),
            ("steps", f"{self.iterations}, {'converged' if self.converged else 'not converged'}"),
        )
        return Answer("Maximum likelihood fit", derivation.density, found)


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
    ordered = ordered_parameters(derivation)
    given = {o.index: o.value({**likelihood.constants, **likelihood.data}) for o in ordered}
    theta = np.array(start if start is not None else _start(likelihood, given), dtype=float)
    theta[list(given)] = list(given.values())
    if not likelihood.admissible(theta):
        raise DomainError("the start is outside the domain, or data are outside the support there")
    path, done = _iterate(likelihood, theta, method, [i for i in range(likelihood.k) if i not in given])
    names = [p.name for p in derivation.density.parameters]
    estimate = {name: float(v) for name, v in zip(names, path[-1], strict=True)}
    observed, covariance = likelihood.observed(path[-1]), _covariance(likelihood, path[-1], ordered)
    return Fit(estimate, likelihood.value(path[-1]), observed, covariance, len(path) - 1, done, np.array(path))


def _iterate(likelihood: Likelihood, theta: Any, method: Method, free: list[int]) -> tuple[list[Any], bool]:
    """Return the values on the way to the maximum over the free parameters, and whether it was reached."""
    path, done = [theta], not free
    for _ in range(_ITERATIONS if free else 0):
        step = _step(likelihood, theta, method, free)
        following = _halved(likelihood, theta, step)
        size = np.sqrt(np.abs(np.diag(likelihood.observed(theta))))
        done = bool((np.abs(step) * size <= _DONE * np.sqrt(likelihood.n) + 1e-15).all())
        theta = theta + step if done and likelihood.admissible(theta + step) else following
        path.append(theta)
        if done or following is path[-2]:
            break
    return path, done


def _covariance(likelihood: Likelihood, theta: Any, ordered: Sequence[Ordered]) -> Any:
    """Return the covariance of what is asymptotically normal, shape (k, k), ``nan`` elsewhere."""
    ends = {o.index for o in ordered if o.at == "end"}
    rest = np.array([i for i in range(likelihood.k) if i not in ends], dtype=int)
    found = np.full((likelihood.k, likelihood.k), np.nan)
    kinked = any(o.at == "kink" for o in ordered)
    if not rest.size or (kinked and not likelihood.derivation.closed_form):
        return found
    matrix = likelihood.expected(theta) if kinked else likelihood.observed(theta)
    try:
        found[np.ix_(rest, rest)] = np.linalg.inv(matrix[np.ix_(rest, rest)])
    except np.linalg.LinAlgError:
        return found
    return found


def observed_at(derivation: Derivation, data: Any, at: str | Mapping[str, Any] | None = None) -> Any:
    """Return the observed information of a sample, at given parameters or where its likelihood is greatest.

    Parameters
    ----------
    data
        Array of observations, shape (n,), or (n, d) for d variables.
    at
        Values of all parameters and constants: ``"mu=0, sigma=2"``; of the constants alone, or nothing, for the maximum
        of the likelihood (see `fit`).

    Returns
    -------
    np.ndarray
        Minus the Hessian of the log-likelihood, shape (k, k).

    Raises
    ------
    DomainError
        A value is missing, or an observation is outside the support.

    Examples
    --------
    >>> from symfisher import derive
    >>> observed_at(derive("theta*exp(-theta*x)"), [1.0, 2.0, 4.0], "theta=2").tolist()
    [[0.75]]
    >>> observed_at(derive("theta*exp(-theta*x)"), [1.0, 2.0, 3.0]).round(9).tolist()
    [[12.0]]
    """
    density = derivation.density
    given = read_values(at) if isinstance(at, str) else dict(at or {})
    if set(given) <= {c.name for c in density.constants}:
        return fit(derivation, data, constants=given).observed_information
    point = point_of(density, given)
    values = {**point, **columns(density, data, point)}
    k, n = len(density.parameters), len(np.atleast_1d(np.asarray(data)))
    entries = evaluate([-e for e in derivation.own.hessian], values)
    return np.array([np.broadcast_to(e, (n,)).sum() for e in entries]).reshape(k, k)


def _step(likelihood: Likelihood, theta: Any, method: Method, free: list[int]) -> Any:
    """Return J⁻¹·score; where the observed information is not positive definite its eigenvalues are made so."""
    matrix = likelihood.observed(theta) if method == "newton" else likelihood.expected(theta)
    values, vectors = np.linalg.eigh(matrix[np.ix_(free, free)])
    bounded = np.maximum(np.abs(values), 1e-12 * max(np.abs(values).max(), 1e-300))
    found = np.zeros(likelihood.k)
    found[free] = vectors @ ((vectors.T @ likelihood.score(theta)[free]) / bounded)
    return found


def _halved(likelihood: Likelihood, theta: Any, step: Any) -> Any:
    """Return the first of θ + step, θ + step/2, … whose likelihood is not smaller; θ itself if there is none."""
    value = likelihood.value(theta)
    for _ in range(_HALVINGS):
        if likelihood.value(theta + step) >= value:
            return theta + step
        step = step / 2
    return theta


def _start(likelihood: Likelihood, given: Mapping[int, float]) -> list[float]:
    """Return the best of the points that simple statistics of the data make, some values being given."""
    options = [
        [given[i]] if i in given else _options(p.domain, likelihood)
        for i, p in enumerate(likelihood.density.parameters)
    ]
    tried: Iterator[tuple[float, ...]] = islice(product(*options), _MOST_STARTS)
    drawn = [tuple(given.get(i, v) for i, v in enumerate(point)) for point in _drawn(likelihood.density)]
    best, value = None, -np.inf
    for theta in (*tried, *drawn):
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
