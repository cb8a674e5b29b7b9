"""What noise does to a density: x_t = a x₀ + σ ε with ε standard normal, its score, its information, its denoising floor.

With p_t the density of x_t and J its location information: E[x₀ | x_t] = (x_t + σ² ∂ log p_t)/a (Tweedie), J = 1/σ² − a² mmse/σ⁴,
no denoising loss E[(s(x_t) + ε/σ)²] falls below 1/σ² − J, and at fixed a the entropy of p_t grows by dh/dσ² = J/2 (de Bruijn).

References
----------
Vincent (2011), Neural Comput. 23, 1661-1674; Efron (2011), J. Amer. Statist. Assoc. 106, 1602-1614; Stam (1959), Inf.
Control 2, 101-112; Guo, Shamai & Verdú (2005), IEEE Trans. Inf. Theory 51, 1261-1282; Kingma et al. (2021), NeurIPS 34.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Unpack

import sympy as sp

from symfisher.density import own_symbol
from symfisher.derivation import Verification
from symfisher.domains import POSITIVE, Expr
from symfisher.doors import above
from symfisher.inference.algebra import tidy
from symfisher.inference.answers import Answer, rows
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.after_noise import Closed, data_moments
from symfisher.score_matching.data import Meaning, read_data
from symfisher.score_matching.noise_numbers import checked_density, information_at
from symfisher.score_matching.noise_several import NoisyVector, noisy_vector
from symfisher.score_matching.objective import shown
from symfisher.score_matching.schedule import Setting, read_setting
from symfisher.score_matching.telling import NOT_FOUND, check_text, numbers_at
from symfisher.signs import Signs
from symfisher.simplification import cost

_CHECKS = "p_t against its defining integral, Tweedie's formula and de Bruijn's identity"


@dataclass(frozen=True)
class NoisyData:
    """A density after noise, in the user's symbols and those of the noise; ``None`` where there is no closed form.

    Attributes
    ----------
    a, sigma
        Signal and noise, expressions in ``level`` (``sigma`` itself, or ``t`` for a custom schedule).
    density, score
        p_t as a function of ``variable``, and ∂ log p_t.
    posterior_mean
        E[x₀ | x_t], from the mixture of posteriors.
    location_information, mmse, floor
        J(p_t), E[Var(x₀ | x_t)] and 1/σ² − J; closed for a Gaussian, otherwise one integral, see `values`.
    lower_bound, upper_bound
        1/Var(x_t) and 1/σ², between which J lies.
    log_snr, weight
        log(a²/σ²); and −½ d log_snr/d level, by which the variational bound weighs E[(ε − ε̂)²].
    verification
        p_t against quadrature of its definition, Tweedie's formula, and de Bruijn's identity, at drawn points.
    values
        J, mmse, floor and bounds by quadrature at each point asked for with ``at``.
    setting, closed
        Data and schedule, and p_t with its score, in our symbols.
    """

    variable: str
    level: str
    a: Expr
    sigma: Expr
    density: Expr | None
    score: Expr | None
    posterior_mean: Expr | None
    location_information: Expr | None
    mmse: Expr | None
    floor: Expr | None
    lower_bound: Expr | None
    upper_bound: Expr
    log_snr: Expr
    weight: Expr
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    setting: Setting = field(repr=False, default=None)  # type: ignore[assignment]  # always given
    closed: Closed | None = field(repr=False, default=None)
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return J, mmse, floor and bounds by quadrature at values of all parameters and the level.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        return information_at(self.setting, self.closed, at)

    def callables(self, backend: str = "numpy") -> Any:
        """Return functions of arrays; see `symfisher.codegen.scores.ScoreCallables`.

        ``log_density``, ``score`` and ``posterior_mean`` of x_t; ``information``, ``floor`` and ``mmse``, integrated where they
        have no closed form; ``signal``, ``noise`` and ``weight`` of the schedule.

        Parameters
        ----------
        backend
            ``numpy``, ``jax`` or ``torch``.

        Raises
        ------
        SymfisherError
            The backend is unknown, its package is not installed, or it has not got a function of a formula.
        ClosedFormNotFoundError
            p_t has no closed form.

        Examples
        --------
        >>> made = add_noise("x ~ normal(m, s)", schedule="ve").callables()
        >>> float(made.score(2.0, m=0.0, s=1.0, sigma=1.0)), float(made.floor(s=1.0, sigma=1.0))
        (-1.0, 0.5)
        """
        return above("codegen.score_formulas", "callables_of")(self, backend)


def add_noise(
    density: Any,
    *,
    schedule: str = "vp",
    a: str | None = None,
    sigma: str | None = None,
    level: str = "t > 0",
    at: Any = None,
    timeout: float | None = 60.0,
    **meaning: Unpack[Meaning],
) -> NoisyData | NoisyVector:
    """Return what is known about a density after noise x_t = a x₀ + σ ε; in several variables ε has the unit matrix as variance.

    Parameters
    ----------
    density
        The density of x₀, as `symfisher.derive` reads it; discrete ones and ones without parameters are welcome. In several
        variables it is Gaussian, or a mixture of Gaussian ones.
    schedule
        ``vp``: a² = 1 − σ²; ``ve``: a = 1; ``custom``: ``a`` and ``sigma`` as expressions in t.
    level
        For a custom schedule the domain of t: ``t > 0`` or ``0 < t < 1``.
    at
        Values of parameters, constants and the level at which J, mmse and floor are integrated.
    timeout
        Seconds.
    meaning
        ``variables``, ``support``, ``parameters``, ``constants``, ``functions``, as `symfisher.derive` reads them, and
        ``normalize``, to divide the density by its total mass first.

    Raises
    ------
    ParseError, DomainError, NotNormalizedError
        The density or the schedule cannot be read, a or σ is not positive, or a density of several variables is no mixture of
        Gaussian ones.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = add_noise("x ~ normal(m, s)", schedule="ve")
    >>> found.location_information, found.posterior_mean
    (1/(s**2 + sigma**2), (m*sigma**2 + s**2*x_t)/(s**2 + sigma**2))
    """
    with time_limit(timeout):
        p = read_data(density, **meaning)
        setting, points = read_setting(p, schedule, a, sigma, level), read_points(at)
        return _answered(setting, points) if len(p.variables) == 1 else noisy_vector(setting, points)


@dataclass(frozen=True)
class _Formulas:
    """What follows from p_t and the schedule, in our symbols; ``None`` where it has no closed form."""

    information: Expr | None
    mmse: Expr | None
    floor: Expr | None
    lower: Expr | None
    upper: Expr
    log_snr: Expr
    weight: Expr


def _formulas(s: Setting, closed: Closed | None, signs: Signs) -> _Formulas:
    """Return J, mmse, floor and bounds: closed for Gaussian data, and 1/Var(x_t) where the variance is."""
    noise, signal = s.sigma**2, s.a**2
    _, variance = data_moments(s)
    if closed is not None and closed.variance is not None:
        v = closed.variance
        total = v * signal + noise
        found = [1 / total, v * noise / total, v * signal / (noise * total), 1 / total]
    else:
        found = [None, None, None, None if variance is None else 1 / (variance * signal + noise)]
    information, mmse, floor, lower = (None if e is None else _shorter(e, signs) for e in found)
    snr = sp.log(signal / noise)
    weight = _shorter(-sp.diff(snr, s.level.symbol) / 2, signs)
    return _Formulas(information, mmse, floor, lower, 1 / noise, snr, weight)


def _shorter(e: Expr, signs: Signs) -> Expr:
    """Return the shortest form, which sine and cosine do not always have in the normal form."""
    return min([e, tidy(e, signs)], key=cost)


def _answered(s: Setting, at: Sequence[Mapping[str, Expr]]) -> NoisyData:
    closed, verification = checked_density(s)
    f = _formulas(s, closed, Signs.of(s.data))
    p = s.data if closed is None else closed.density
    found = NoisyData(
        variable=s.name,
        level=s.level.name,
        a=p.present(s.a),
        sigma=p.present(s.sigma),
        density=None if closed is None else p.present(p.expression),
        score=None if closed is None else p.present(closed.score),
        posterior_mean=None if closed is None else p.present(closed.posterior),
        location_information=shown(p, f.information),
        mmse=shown(p, f.mmse),
        floor=shown(p, f.floor),
        lower_bound=shown(p, f.lower),
        upper_bound=p.present(f.upper),
        log_snr=p.present(f.log_snr),
        weight=p.present(f.weight),
        verification=verification,
        values=tuple(information_at(s, closed, point) for point in at),
        setting=s,
        closed=closed,
    )
    return replace(found, answer=_told(s, closed, f, found, at))


def _told(
    s: Setting, closed: Closed | None, f: _Formulas, found: NoisyData, at: Sequence[Mapping[str, Expr]]
) -> Answer:
    """Return the rows of the answer."""
    x = s.data.variables[0].name
    by_integral = f"{NOT_FOUND}: one integral, see the definition" if closed else NOT_FOUND
    named = {q.symbol: q.name for q in closed.letters} if closed else {}
    signal, noise = (named.get(own_symbol("c", n, POSITIVE), name) for n, name in ((81, "a"), (82, "sigma")))
    defined = f"{NOT_FOUND}: the integral of p({x}) N({s.name}; {signal} {x}, {noise}^2)"
    p_t, posterior = closed.brief or (closed.density.expression, closed.posterior) if closed else (defined, None)
    by_tweedie = f"({signal} E[{x} | {s.name}] - {s.name})/{noise}^2"
    listed = rows(
        (signal, s.a),
        (noise, s.sigma),
        ("p_t", p_t),
        ("score of p_t", None if not closed else closed.score if f.information is not None else by_tweedie),
        (f"E[{x} | {s.name}], Tweedie", posterior),
        ("J(p_t) = E[score^2]", by_integral if f.information is None else f.information),
        (f"mmse = E[Var({x} | {s.name})]", f"({noise}^2 - {noise}^4 J)/{signal}^2" if f.mmse is None else f.mmse),
        ("floor of the denoising loss", f"1/{noise}^2 - J" if f.floor is None else f.floor),
        (f"J is at least 1/Var({s.name})", f.lower),
        ("and at most", f.upper),
        ("log-SNR", f.log_snr),
        ("weight of the noise loss in the variational bound", f.weight),
        ("checked", check_text(found.verification, _CHECKS)),
        *numbers_at(at, found.values, "by quadrature"),
    )
    title = f"Noise: {s.name} = {signal} {x} + {noise} epsilon"
    p = s.data if closed is None else closed.density
    return Answer(title, replace(p, constants=(*p.constants, *(closed.letters if closed else ()))), listed)
