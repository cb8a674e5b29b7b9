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
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Verification
from symfisher.domains import POSITIVE, REAL, UNIT, Domain, Expr
from symfisher.errors import DomainError, ParseError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.limits import time_limit
from symfisher.quadrature import expectations, total_mass
from symfisher.reading import read, read_expression, read_points
from symfisher.score_matching.components import Component, Piece, components, noisy
from symfisher.score_matching.convolution import information_after_noise
from symfisher.score_matching.means import means, point_of, points_under
from symfisher.signs import Signs
from symfisher.simplification import cost

SCHEDULES = ("vp", "ve", "custom")
_TOLERANCE = 1e-8
_BY_TWEEDIE = "(a E[x | x_t] - x_t)/sigma^2"


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
    own: Density | None = field(repr=False, default=None)
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given


@dataclass(frozen=True)
class _Setting:
    """The data's density whose constants include the level, with a and σ in our symbols."""

    data: Density
    level: Quantity
    a: Expr
    sigma: Expr
    name: str

    @property
    def y(self) -> Any:
        """The symbol of x_t."""
        return own_symbol("x", 2, REAL)


@dataclass(frozen=True)
class _Closed:
    """p_t, its score and posterior mean in our symbols, and what de Bruijn's identity integrates."""

    density: Density
    score: Expr
    posterior: Expr
    growth: Expr


def add_noise(
    density: Any,
    *,
    schedule: str = "vp",
    a: str | None = None,
    sigma: str | None = None,
    level: str = "t > 0",
    variables: Any = None,
    support: Any = None,
    parameters: Any = None,
    constants: Any = None,
    functions: Any = None,
    at: Any = None,
    timeout: float | None = 60.0,
) -> NoisyData:
    """Return what is known about a density after noise x_t = a x₀ + σ ε.

    Parameters
    ----------
    density, variables, support, parameters, constants, functions
        The density of x₀, as `symfisher.derive` reads it; discrete ones and ones without parameters are welcome.
    schedule
        ``vp``: a² = 1 − σ²; ``ve``: a = 1; ``custom``: ``a`` and ``sigma`` as expressions in t.
    level
        For a custom schedule the domain of t: ``t > 0`` or ``0 < t < 1``.
    at
        Values of parameters, constants and the level at which J, mmse and floor are integrated.
    timeout
        Seconds.

    Raises
    ------
    ParseError, DomainError
        The density or the schedule cannot be read, or a or σ is not positive.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = add_noise("x ~ normal(m, s)", schedule="ve")
    >>> found.location_information, found.posterior_mean
    (1/(s**2 + sigma**2), (m*sigma**2 + s**2*x_t)/(s**2 + sigma**2))
    """
    with time_limit(timeout):
        p = read(
            density,
            variables=variables,
            support=support,
            parameters=parameters,
            constants=constants,
            functions=functions,
            require_parameters=False,
        )
        if len(p.variables) > 1:
            raise DomainError(f"noise is added to one variable; this density has {len(p.variables)}")
        setting = _setting(p, schedule, a, sigma, level)
        return _answered(setting, read_points(at))


def _setting(p: Density, schedule: str, a: str | None, sigma: str | None, level: str) -> _Setting:
    """Read the schedule."""
    if schedule not in SCHEDULES:
        raise ParseError(f"unknown schedule {schedule!r}: one of {', '.join(SCHEDULES)}")
    if (schedule == "custom") != (a is not None and sigma is not None):
        raise ParseError("the custom schedule, and only it, takes a and sigma, both as expressions in t")
    wanted = ["t"] if schedule == "custom" else ["sigma", "sigma_t", "noise"]
    name = fresh_name(p, wanted)
    if schedule == "custom" and name != "t":
        raise ParseError("the density uses the name t, which is the time of a custom schedule")
    domain = _level_domain(level) if schedule == "custom" else UNIT if schedule == "vp" else POSITIVE
    quantity = Quantity(name, own_symbol("c", 80, domain), domain)
    t = quantity.symbol
    table = {n: q.symbol for q in (*p.parameters, *p.constants) for n in (q.name, q.safe)} | {"t": t}
    if schedule == "custom":
        signal, noise = (sp.sympify(read_expression(e, table)) for e in (a or "", sigma or ""))
    else:
        signal, noise = (sp.sqrt(1 - t**2) if schedule == "vp" else sp.S.One), t
    data = replace(p, constants=(*p.constants, quantity))
    setting = _Setting(data, quantity, signal, noise, fresh_name(p, [f"{p.variables[0].name}_t", "y"]))
    _check_positive(setting)
    return setting


def _level_domain(text: str) -> Domain:
    found = read("exp(-x^2*(1+t^2))", variables=["x"], support="x in R", parameters=[text])
    return found.parameters[0].domain


def _check_positive(s: _Setting) -> None:
    """Refuse a schedule without signal or without noise."""
    for point in points_under(s.data, ()):
        for name, e in (("a", s.a), ("sigma", s.sigma)):
            value = float(evaluate([e], point)[0])
            if not (np.isfinite(value) and value > 0):
                shown = s.level.domain.describe(s.level.name)
                raise DomainError(
                    f"{name} is {value:g} at {s.level.name} = {point[s.level.symbol]}; needs > 0 for {shown}"
                )


def _closed(s: _Setting) -> _Closed | None:
    """Convolve every component with the noise."""
    parts = components(s.data, Signs.of(s.data))
    if parts is None:
        return None
    a, sigma = sp.Symbol("_a", positive=True), sp.Symbol("_s", positive=True)
    rule = {a: s.a, sigma: s.sigma}
    if len(parts) == 1 and isinstance(parts[0], Piece):
        whole = _single_gaussian(parts[0], s)
        if whole is not None:
            return whole
    zeroth, first = (sp.Add(*(noisy(c, s.y, a, sigma, n) for c in parts)) for n in (0, 1))
    posterior = _readable(first / zeroth)
    score = (a * posterior - s.y) / sigma**2
    growth = sp.diff(zeroth, sigma) / zeroth / (2 * sigma)
    shown = replace(s.data, expression=zeroth.xreplace(rule), variables=(_observed(s),))
    return _Closed(shown, score.xreplace(rule), posterior.xreplace(rule), growth.xreplace(rule))


def _readable(e: Expr) -> Expr:
    """Cancel what numerator and denominator share, where that makes it shorter."""
    found = within_time(sp.cancel, sp.expand(e), seconds=2.0)
    forms = [e, sp.factor_terms(e)] if found is None else [e, sp.factor_terms(e), found]
    return min(forms, key=cost)


def _single_gaussian(piece: Component, s: _Setting) -> _Closed | None:
    """Keep a Gaussian a Gaussian: mean a m, variance a² v + σ²."""
    whole = isinstance(piece, Piece) and (piece.lower, piece.upper) == (-sp.oo, sp.oo)
    if not isinstance(piece, Piece) or not whole or piece.degree or piece.quadratic == 0:
        return None
    signs = Signs.of(s.data)
    m, v = tidy(piece.linear / (2 * piece.quadratic), signs), tidy(1 / (2 * piece.quadratic), signs)
    total = s.a**2 * v + s.sigma**2
    total = sp.expand(total) if s.a.has(sp.Pow) else total
    p_t = sp.exp(-((s.y - s.a * m) ** 2) / (2 * total)) / sp.sqrt(2 * sp.pi * total)
    score = (s.a * m - s.y) / total
    posterior = (s.sigma**2 * m + s.a * v * s.y) / total
    growth = ((s.y - s.a * m) ** 2 / total - 1) / (2 * total)
    return _Closed(replace(s.data, expression=p_t, variables=(_observed(s),)), score, posterior, growth)


def _observed(s: _Setting) -> Quantity:
    return Quantity(s.name, s.y, REAL)


def _answered(s: _Setting, at: Sequence[Mapping[str, Expr]]) -> NoisyData:
    signs = Signs.of(s.data)
    closed = _closed(s)
    verification = Verification() if closed is None else _verified(s, closed)
    if closed is not None and verification.status != "passed":
        closed = None
    x = s.data.xs[0]
    mean, square = means(s.data, [x, x**2])
    variance = None if mean is None or square is None else tidy(square.value - mean.value**2, signs)
    precision = None if variance is None else 1 / (s.a**2 * variance + s.sigma**2)
    linear = closed is not None and not sp.diff(closed.score, s.y).has(s.y)
    information = -sp.diff(closed.score, s.y) if closed is not None and linear else None
    mmse = None if information is None else (s.sigma**2 - s.sigma**4 * information) / s.a**2
    floor = None if information is None else 1 / s.sigma**2 - information
    snr = sp.log(s.a**2 / s.sigma**2)
    weight = _short(-sp.diff(snr, s.level.symbol) / 2, signs)
    information, mmse, floor, precision = (_short(e, signs) for e in (information, mmse, floor, precision))
    numbers = tuple(_numbers(s, closed, point) for point in at)
    p = s.data if closed is None else closed.density
    found = NoisyData(
        variable=s.name,
        level=s.level.name,
        a=p.present(s.a),
        sigma=p.present(s.sigma),
        density=_shown(p, closed and closed.density.expression),
        score=_shown(p, closed and closed.score),
        posterior_mean=_shown(p, closed and closed.posterior),
        location_information=_shown(p, information),
        mmse=_shown(p, mmse),
        floor=_shown(p, floor),
        lower_bound=_shown(p, precision),
        upper_bound=p.present(1 / s.sigma**2),
        log_snr=p.present(snr),
        weight=p.present(weight),
        verification=verification,
        values=numbers,
        own=None if closed is None else closed.density,
    )
    return replace(found, answer=_told(s, p, closed, (information, mmse, floor, precision, snr, weight), found, at))


def _short(e: Expr | None, signs: Signs) -> Expr | None:
    return None if e is None else tidy(e, signs)


def _shown(p: Density, e: Any) -> Expr | None:
    return None if e is None else p.present(e)


def _told(
    s: _Setting, p: Density, closed: _Closed | None, formulas: Any, found: NoisyData, at: Sequence[Mapping[str, Expr]]
) -> Answer:
    information, mmse, floor, precision, snr, weight = formulas
    open_ = "no closed form found: one integral, see the definition" if closed else "no closed form found"
    listed = rows(
        ("a", s.a),
        ("sigma", s.sigma),
        (
            "p_t",
            closed.density.expression if closed else "no closed form found: the integral of p(x) N(x_t; a x, sigma^2)",
        ),
        ("score of p_t", None if not closed else closed.score if information is not None else _BY_TWEEDIE),
        ("E[x | x_t], Tweedie", closed.posterior if closed else None),
        ("J(p_t) = E[score^2]", open_ if information is None else information),
        ("mmse = E[Var(x | x_t)]", "(sigma^2 - sigma^4 J)/a^2" if mmse is None else mmse),
        ("floor of the denoising loss", "1/sigma^2 - J" if floor is None else floor),
        ("J is at least 1/Var(x_t)", precision),
        ("and at most", 1 / s.sigma**2),
        ("log-SNR", snr),
        ("weight of the noise loss in the variational bound", weight),
        ("checked", _told_check(found.verification)),
        *((_point_text(point), _number_text(n)) for point, n in zip(at, found.values, strict=True)),
    )
    title = f"Noise: {s.name} = a {s.data.variables[0].name} + sigma epsilon"
    return Answer(title, p, listed)


def _verified(s: _Setting, c: _Closed) -> Verification:
    """Check p_t, its mass, Tweedie's formula and de Bruijn's identity at drawn points."""
    slope = sp.diff(sp.log(c.density.expression), s.y)
    entropy = -c.growth * sp.log(c.density.expression)
    places, worst = [], 0.0
    for point in points_under(s.data, ()):
        mass, _ = total_mass(c.density, point)
        values, errors = expectations(c.density, [c.score**2, entropy], point)
        if not np.all(np.isfinite(values)) or not np.all(np.isfinite(errors)):
            continue
        gaps = [abs(mass - 1), abs(2 * values[1] - values[0]) / max(1.0, abs(values[0]))]
        gaps += _pointwise(s, c, slope, point)
        if not max(gaps) < _TOLERANCE:
            return Verification()
        worst = max(worst, float(max(gaps)))
        places.append({q.name: point[q.symbol] for q in (*s.data.parameters, *s.data.constants)})
    if not places:
        return Verification()
    return Verification("passed", "quadrature of the definition; Tweedie; de Bruijn", tuple(places), worst)


def _pointwise(s: _Setting, c: _Closed, slope: Expr, point: Mapping[Any, Any]) -> list[float]:
    """Return differences of p_t from its defining integral, and of the score from the slope of log p_t."""
    a, sigma = (float(evaluate([e], point)[0]) for e in (s.a, s.sigma))
    x = s.data.xs[0]
    centre = float(expectations(s.data, [x], point)[0][0])
    places = [
        sp.Rational(str(round(a * centre + k * sigma if np.isfinite(centre) else k * sigma, 6)))
        for k in (-1.3, 0.2, 0.9)
    ]
    kernels = [sp.exp(-((y - s.a * x) ** 2) / (2 * s.sigma**2)) / sp.sqrt(2 * sp.pi * s.sigma**2) for y in places]
    defined, _ = expectations(s.data, kernels, point)
    ys = np.array([float(y) for y in places])
    p_t, score, derivative = evaluate([c.density.expression, c.score, slope], {**point, s.y: ys})
    scale = float(np.max(np.abs(defined)))
    gaps = [*(np.abs(p_t - defined) / scale), *(np.abs(score - derivative) / (1 + np.abs(derivative)))]
    return [float(g) for g in gaps]


def _told_check(v: Verification) -> str:
    if v.status != "passed":
        return "not tested"
    return (
        f"p_t against its defining integral, Tweedie's formula and de Bruijn's identity at {len(v.points)} points, "
        f"largest relative difference {v.max_relative_error:.0e}"
    )


def _numbers(s: _Setting, closed: _Closed | None, at: Mapping[str, Expr]) -> dict[str, float]:
    """Return J, mmse, floor and bounds at one point."""
    point = point_of(s.data, at)
    a, sigma = (float(evaluate([e], point)[0]) for e in (s.a, s.sigma))
    x = s.data.xs[0]
    mean, square = map(float, expectations(s.data, [x, x**2], point)[0])
    if closed is not None:
        information = float(expectations(closed.density, [closed.score**2], point)[0][0])
    else:
        information = information_after_noise(s.data, a, sigma, point)
    return {
        "J": information,
        "mmse": (sigma**2 - sigma**4 * information) / a**2,
        "floor": 1 / sigma**2 - information,
        "lower_bound": 1 / (a**2 * (square - mean**2) + sigma**2) if np.isfinite(square - mean**2) else 0.0,
        "upper_bound": 1 / sigma**2,
    }


def _point_text(point: Mapping[str, Expr]) -> str:
    return "at " + ", ".join(f"{name}={value}" for name, value in point.items())


def _number_text(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.12g}" for name, value in numbers.items())
