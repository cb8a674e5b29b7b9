"""What somebody would write by hand: score and expected information of ten families in NumPy and SciPy.

As fast as we can: results are written in place, block by block so that intermediate arrays stay in the processor's cache,
symmetric entries and common factors once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

BLOCK = 32768
Array = Any


@dataclass(frozen=True)
class Domain:
    """Where an argument has to be, beside being finite.

    Attributes
    ----------
    holds
        Says of a whole array, as fast as can be, that it is there.
    where
        Says it of each element.
    """

    holds: Callable[[Array], bool]
    where: Callable[[Array], Array]


REAL = Domain(lambda _: True, np.isfinite)
POSITIVE = Domain(lambda a: a.min() > 0, lambda a: a > 0)
UNIT = Domain(lambda a: a.min() > 0 and a.max() < 1, lambda a: (a > 0) & (a < 1))
ANGLE = Domain(lambda a: a.min() > -np.pi and a.max() < np.pi, lambda a: np.abs(a) < np.pi)
COUNT = Domain(lambda a: a.min() >= 0 and (a == np.rint(a)).all(), lambda a: (a >= 0) & (a == np.rint(a)))


@dataclass(frozen=True)
class Baseline:
    """A family by hand.

    Attributes
    ----------
    density
        As symfisher reads it; the order of its parameters is that of the functions.
    score
        Writes the score into an array (n, k), from x and parameters of shape (n,).
    information
        Writes the expected information into an array (n, k, k), from parameters of shape (n,).
    domains
        Of the data, then of the parameters.
    points
        Draws n parameter points.
    draw
        Draws one observation for each parameter point.
    """

    density: str
    score: Callable[..., None]
    information: Callable[..., None]
    domains: tuple[Domain, ...]
    points: Callable[[Any, int], tuple[Array, ...]]
    draw: Callable[..., Array]


def blockwise(
    function: Callable[..., None], shape: tuple[int, ...], *arrays: Array, domains: tuple[Domain, ...] | None = None
) -> Array:
    """Return what a function writes, block by block.

    With ``domains``, one for each argument, elements with an argument outside or not finite become nan: looked for one by
    one only if sums and extremes do not rule them out.
    """
    out = np.empty((len(arrays[0]), *shape))
    for start in range(0, len(out), BLOCK):
        parts = [a[start : start + BLOCK] for a in arrays]
        block = out[start : start + BLOCK]
        function(block, *parts)
        if domains is None:
            continue
        if not (
            np.isfinite(sum(p.sum() for p in parts)) and all(d.holds(p) for d, p in zip(domains, parts, strict=True))
        ):
            good = np.all([np.isfinite(p) & d.where(p) for d, p in zip(domains, parts, strict=True)], axis=0)
            block[~good] = np.nan
    return out


def uniform(*ranges: tuple[float, float]) -> Callable[[Any, int], tuple[Array, ...]]:
    """Return a function that draws parameters from intervals."""
    return lambda rng, n: tuple(rng.uniform(low, high, n) for low, high in ranges)


def normal_score(out: Array, x: Array, mu: Array, sigma: Array) -> None:
    s = 1.0 / sigma
    z = (x - mu) * s
    np.multiply(z, s, out=out[:, 0])
    np.multiply(z * z - 1.0, s, out=out[:, 1])


def normal_information(out: Array, mu: Array, sigma: Array) -> None:  # noqa: ARG001 (free of location)
    w = 1.0 / (sigma * sigma)
    out[:, 0, 0] = w
    out[:, 0, 1] = out[:, 1, 0] = 0.0
    np.multiply(w, 2.0, out=out[:, 1, 1])


def gamma_score(out: Array, x: Array, a: Array, b: Array) -> None:
    np.subtract(np.log(b * x), special.digamma(a), out=out[:, 0])
    np.subtract(a / b, x, out=out[:, 1])


def gamma_information(out: Array, a: Array, b: Array) -> None:
    out[:, 0, 0] = special.zeta(2.0, a)
    r = 1.0 / b
    out[:, 0, 1] = out[:, 1, 0] = -r
    np.multiply(a * r, r, out=out[:, 1, 1])


def beta_score(out: Array, x: Array, a: Array, b: Array) -> None:
    c = special.digamma(a + b)
    np.subtract(np.log(x) + c, special.digamma(a), out=out[:, 0])
    np.subtract(np.log1p(-x) + c, special.digamma(b), out=out[:, 1])


def beta_information(out: Array, a: Array, b: Array) -> None:
    c = special.zeta(2.0, a + b)
    np.subtract(special.zeta(2.0, a), c, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = -c
    np.subtract(special.zeta(2.0, b), c, out=out[:, 1, 1])


def weibull_score(out: Array, x: Array, k: Array, s: Array) -> None:
    log_z = np.log(x / s)
    excess = np.expm1(k * log_z)
    np.subtract(1.0 / k, log_z * excess, out=out[:, 0])
    np.multiply(k / s, excess, out=out[:, 1])


def weibull_information(out: Array, k: Array, s: Array) -> None:
    np.divide(1.8236806608528794, k * k, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = -0.4227843350984671 / s
    r = k / s
    np.multiply(r, r, out=out[:, 1, 1])


def gumbel_score(out: Array, x: Array, mu: Array, s: Array) -> None:
    r = 1.0 / s
    z = (x - mu) * r
    w = (1.0 - np.exp(-z)) * r
    out[:, 0] = w
    np.subtract(z * w, r, out=out[:, 1])


def gumbel_information(out: Array, mu: Array, s: Array) -> None:  # noqa: ARG001 (free of location)
    w = 1.0 / (s * s)
    out[:, 0, 0] = w
    out[:, 0, 1] = out[:, 1, 0] = -0.4227843350984671 * w
    np.multiply(w, 1.8236806608528794, out=out[:, 1, 1])


def logistic_score(out: Array, x: Array, mu: Array, s: Array) -> None:
    r = 1.0 / s
    z = (x - mu) * r
    w = np.tanh(0.5 * z) * r
    out[:, 0] = w
    np.subtract(z * w, r, out=out[:, 1])


def logistic_information(out: Array, mu: Array, s: Array) -> None:  # noqa: ARG001 (free of location)
    w = 1.0 / (s * s)
    np.multiply(w, 1 / 3, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = 0.0
    np.multiply(w, (3 + np.pi**2) / 9, out=out[:, 1, 1])


def student_score(out: Array, x: Array, mu: Array, s: Array) -> None:
    r = 1.0 / s
    z = (x - mu) * r
    w = 6.0 * z / (5.0 + z * z) * r
    out[:, 0] = w
    np.subtract(z * w, r, out=out[:, 1])


def student_information(out: Array, mu: Array, s: Array) -> None:  # noqa: ARG001 (free of location)
    w = 1.0 / (s * s)
    np.multiply(w, 0.75, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = 0.0
    np.multiply(w, 1.25, out=out[:, 1, 1])


def poisson_score(out: Array, x: Array, m: Array) -> None:
    np.subtract(x / m, 1.0, out=out[:, 0])


def poisson_information(out: Array, m: Array) -> None:
    np.divide(1.0, m, out=out[:, 0, 0])


def inverse_gaussian_score(out: Array, x: Array, mu: Array, shape: Array) -> None:
    d = (x - mu) / mu
    np.divide(shape * d, mu * mu, out=out[:, 0])
    np.subtract(0.5 / shape, d * d / (2.0 * x), out=out[:, 1])


def inverse_gaussian_information(out: Array, mu: Array, shape: Array) -> None:
    np.divide(shape, mu * mu * mu, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = 0.0
    np.divide(0.5, shape * shape, out=out[:, 1, 1])


def von_mises_score(out: Array, x: Array, mu: Array, kappa: Array) -> None:
    d = x - mu
    np.multiply(kappa, np.sin(d), out=out[:, 0])
    np.subtract(np.cos(d), special.i1e(kappa) / special.i0e(kappa), out=out[:, 1])


def von_mises_information(out: Array, mu: Array, kappa: Array) -> None:  # noqa: ARG001 (free of location)
    ratio = special.i1e(kappa) / special.i0e(kappa)
    np.multiply(kappa, ratio, out=out[:, 0, 0])
    out[:, 0, 1] = out[:, 1, 0] = 0.0
    np.subtract(1.0 - ratio / kappa, ratio * ratio, out=out[:, 1, 1])


BASELINES = {
    "normal": Baseline(
        "x ~ normal(mu, sigma)", normal_score, normal_information, (REAL, REAL, POSITIVE), uniform((-3, 3), (0.5, 4)),
        lambda rng, mu, sigma: rng.normal(mu, sigma),
    ),
    "gamma": Baseline(
        "x ~ gamma(shape=a, rate=b)", gamma_score, gamma_information, (POSITIVE, POSITIVE, POSITIVE),
        uniform((0.5, 9), (0.5, 4)),
        lambda rng, a, b: rng.gamma(a, 1 / b),
    ),
    "beta": Baseline(
        "x ~ beta(a, b)", beta_score, beta_information, (UNIT, POSITIVE, POSITIVE),
        uniform((0.5, 9), (0.5, 9)),
        lambda rng, a, b: rng.beta(a, b),
    ),
    "Weibull": Baseline(
        "x ~ weibull(shape=k, scale=s)", weibull_score, weibull_information, (POSITIVE, POSITIVE, POSITIVE),
        uniform((0.5, 4), (0.5, 4)),
        lambda rng, k, s: s * rng.weibull(k),
    ),
    "Gumbel": Baseline(
        "x ~ gumbel(mu, s)", gumbel_score, gumbel_information, (REAL, REAL, POSITIVE), uniform((-3, 3), (0.5, 4)),
        lambda rng, mu, s: rng.gumbel(mu, s),
    ),
    "logistic": Baseline(
        "x ~ logistic(mu, s)", logistic_score, logistic_information, (REAL, REAL, POSITIVE), uniform((-3, 3), (0.5, 4)),
        lambda rng, mu, s: rng.logistic(mu, s),
    ),
    "Student, 5 degrees": Baseline(
        "f(x; mu, s) = 8/(3*pi*sqrt(5)*s)*(1+(x-mu)^2/(5*s^2))^(-3), s > 0",
        student_score, student_information, (REAL, REAL, POSITIVE),
        uniform((-3, 3), (0.5, 4)), lambda rng, mu, s: mu + s * rng.standard_t(5, len(s)),
    ),
    "Poisson": Baseline(
        "x ~ poisson(m)", poisson_score, poisson_information, (COUNT, POSITIVE), uniform((0.5, 30)),
        lambda rng, m: rng.poisson(m).astype(float),
    ),
    "inverse Gaussian": Baseline(
        "x ~ inverse_gaussian(mu, shape)", inverse_gaussian_score, inverse_gaussian_information, (POSITIVE, POSITIVE, POSITIVE),
        uniform((0.5, 4), (0.5, 4)), lambda rng, mu, shape: rng.wald(mu, shape),
    ),
    "von Mises": Baseline(
        "x ~ von_mises(mu, kappa)", von_mises_score, von_mises_information, (ANGLE, REAL, POSITIVE), uniform((-3, 3), (0.5, 20)),
        lambda rng, mu, kappa: rng.vonmises(mu, kappa),
    ),
}  # fmt: skip
