"""What isotropic noise does to a density of several variables: Gaussian ones and their mixtures.

With J the information matrix of x_t about a shift, E[∇log p_t ∇log p_tᵀ]: E[x₀ | x_t] = (x_t + σ² ∇log p_t)/a, tr J = d/σ² − a²
mmse/σ⁴ with mmse = E‖x₀ − E[x₀ | x_t]‖², no denoising loss E‖s(x_t) + ε/σ‖² falls below d/σ² − tr J, and J lies between
Var(x_t)⁻¹ and σ⁻² times the unit matrix. At fixed a, p_t solves the heat equation ∂p_t/∂σ² = ½ Δp_t, whence de Bruijn's identity.

References
----------
Stam (1959), Inf. Control 2, 101-112; Vincent (2011), Neural Comput. 23, 1661-1674; Palomar & Verdú (2006), IEEE Trans. Inf.
Theory 52, 141-154, theorem 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.errors import DomainError
from symfisher.inference.algebra import tidy
from symfisher.inference.answers import Answer, rows
from symfisher.score_matching.gaussian_parts import Cloud, Part, cloud_of
from symfisher.score_matching.noise_grid import information_matrix_at, verified
from symfisher.score_matching.objective import shown
from symfisher.score_matching.schedule import Setting
from symfisher.score_matching.telling import NOT_FOUND, check_text, numbers_at
from symfisher.signs import Signs

Matrix = Any
_CHECKS = "p_t against its defining integral, the heat equation, Tweedie's formula"


@dataclass(frozen=True)
class NoisyVector:
    """A density of d variables after noise, in the user's symbols and those of the noise.

    Attributes
    ----------
    variables
        The names of the entries of x_t.
    a, sigma, level
        Signal and noise, expressions in ``level``.
    density, score, posterior_mean
        p_t, its gradient ∇log p_t and E[x₀ | x_t], the latter two with one entry a variable.
    information
        The information matrix J, shape (d, d); ``None`` for a mixture, where it is an integral: see `values`.
    location_information, mmse, floor
        tr J, E‖x₀ − E[x₀ | x_t]‖² and d/σ² − tr J.
    lower_bound, upper_bound
        tr Var(x_t)⁻¹ and d/σ², between which tr J lies.
    log_snr, weight
        log(a²/σ²); and −½ d log_snr/d level.
    verification
        p_t against quadrature of its definition, the heat equation, and Tweedie's formula, at drawn points.
    values
        By quadrature at each point asked for with ``at``: the entries of J, its trace, mmse, floor and bounds.
    cloud
        Data, schedule, and p_t in our symbols.
    """

    variables: tuple[str, ...]
    level: str
    a: Expr
    sigma: Expr
    density: Expr
    score: tuple[Expr, ...]
    posterior_mean: tuple[Expr, ...]
    information: Matrix | None
    location_information: Expr | None
    mmse: Expr | None
    floor: Expr | None
    lower_bound: Expr
    upper_bound: Expr
    log_snr: Expr
    weight: Expr
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    cloud: Cloud = field(repr=False, default=None)  # type: ignore[assignment]  # always given
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return the entries of J, its trace, mmse, floor and bounds by quadrature at values of all parameters and the level.

        Raises
        ------
        DomainError
            A value is missing or impossible, or a mixture has more than three variables.
        """
        return information_matrix_at(self.cloud, at)

    def callables(self, backend: str = "numpy") -> Any:
        """Return ``log_density``, ``score`` and ``posterior_mean`` of x_t, shape (..., d), as functions of arrays.

        With ``signal``, ``noise`` and ``weight`` of the schedule, and for Gaussian data ``information`` (the trace), ``mmse`` and
        ``floor``; see `symfisher.codegen.scores.ScoreCallables`.

        Raises
        ------
        SymfisherError
            The backend is unknown, or its package is not installed.
        """
        return above("codegen.score_formulas", "callables_of")(self, backend)


def noisy_vector(s: Setting, at: Sequence[Mapping[str, Expr]]) -> NoisyVector:
    """Return what is known about a density of several variables after noise.

    Raises
    ------
    DomainError
        The density is no mixture of Gaussian ones, or p_t did not pass its checks.
    """
    signs = Signs.of(s.data)
    cloud = cloud_of(s, signs)
    verification = Verification() if cloud is None else verified(cloud)
    if cloud is None or verification.status != "passed":
        names = ", ".join(v.name for v in s.data.variables)
        raise DomainError(
            f"noise in several variables ({names}) is given for Gaussian densities and mixtures of them on the whole space; "
            "independent variables can be asked about one by one"
        )
    f = _formulas(cloud, signs)
    p = cloud.density
    found = NoisyVector(
        variables=tuple(v.name for v in p.variables),
        level=s.level.name,
        a=p.present(s.a),
        sigma=p.present(s.sigma),
        density=p.present(p.expression),
        score=tuple(map(p.present, cloud.score)),
        posterior_mean=tuple(map(p.present, cloud.posterior)),
        information=None if f.information is None else p.present(f.information),
        location_information=shown(p, f.trace),
        mmse=shown(p, f.mmse),
        floor=shown(p, f.floor),
        lower_bound=p.present(f.lower),
        upper_bound=p.present(f.upper),
        log_snr=p.present(f.log_snr),
        weight=p.present(f.weight),
        verification=verification,
        values=tuple(information_matrix_at(cloud, point) for point in at),
        cloud=cloud,
    )
    return replace(found, answer=_told(cloud, f, found, at))


@dataclass(frozen=True)
class _Formulas:
    """What follows from p_t and the schedule, in our symbols; ``None`` where it has no closed form."""

    information: Matrix | None
    trace: Expr | None
    mmse: Expr | None
    floor: Expr | None
    lower: Expr
    upper: Expr
    log_snr: Expr
    weight: Expr


def _formulas(c: Cloud, signs: Signs) -> _Formulas:
    """Return J and what is made of it: closed for one Gaussian part."""
    s, d = c.setting, len(c.ys)
    noise, signal = s.sigma**2, s.a**2
    variance = _variance(c.data)
    total = signal * variance + noise * sp.eye(d)
    lower = tidy(total.adjugate().trace() / total.det(), signs)
    snr = sp.log(signal / noise)
    weight = tidy(-sp.diff(snr, s.level.symbol) / 2, signs)
    rest = lower, d / noise, snr, weight
    if len(c.parts) > 1:
        return _Formulas(None, None, None, None, *rest)
    information = tidy(sp.ImmutableMatrix(c.parts[0].precision), signs)
    floor = tidy(d / noise - information.trace(), signs)
    return _Formulas(information, lower, tidy(noise**2 / signal * floor, signs), floor, *rest)


def _variance(parts: Sequence[Part]) -> Matrix:
    """Return the variance of the mixture: the mean of the variances plus the variance of the means."""
    zero = 0 * parts[0].variance
    mean = sum((p.mass * p.mean for p in parts), 0 * parts[0].mean)
    return sum((p.mass * (p.variance + (p.mean - mean) * (p.mean - mean).T) for p in parts), zero)


def _told(c: Cloud, f: _Formulas, found: NoisyVector, at: Sequence[Mapping[str, Expr]]) -> Answer:
    """Return the rows of the answer."""
    d = len(c.ys)
    by_integral = f"{NOT_FOUND}: integrals of p_t times products of its scores, see --at"
    listed = rows(
        ("a", c.setting.a),
        ("sigma", c.setting.sigma),
        *(_one_part(c, found) if len(c.parts) == 1 else _mixture(c)),
        ("J(p_t) = E[score score^T]", by_integral if f.information is None else f.information),
        ("its trace", f.trace),
        ("mmse = E[|x - E[x | x_t]|^2]", f"({d} sigma^2 - sigma^4 tr J)/a^2" if f.mmse is None else f.mmse),
        ("floor of the denoising loss", f"{d}/sigma^2 - tr J" if f.floor is None else f.floor),
        ("tr J is at least tr Var(x_t)^-1", f.lower),
        ("and at most", f.upper),
        ("log-SNR", f.log_snr),
        ("weight of the noise loss in the variational bound", f.weight),
        ("checked", check_text(found.verification, _CHECKS)),
        *numbers_at(at, found.values, "by quadrature"),
    )
    return Answer(f"Noise in {d} variables: x_t = a x + sigma epsilon", c.density, listed)


def _one_part(c: Cloud, found: NoisyVector) -> list[tuple[str, Any]]:
    """Return p_t, its score and the posterior mean of Gaussian data."""
    data = [v.name for v in c.setting.data.variables]
    return [
        ("p_t", c.density.expression),
        *((f"score of p_t in {x_t}", e) for x_t, e in zip(found.variables, c.score, strict=True)),
        *((f"E[{x} | x_t], Tweedie", e) for x, e in zip(data, c.posterior, strict=True)),
    ]


def _mixture(c: Cloud) -> list[tuple[str, Any]]:
    """Return the parts of p_t, which say more than its formula, and how score and posterior mean come from them."""
    d, s = len(c.ys), c.setting
    found: list[tuple[str, Any]] = [("p_t", f"a mixture of {len(c.parts)} Gaussian densities of these masses")]
    for k, (before, after) in enumerate(zip(c.data, c.parts, strict=True), start=1):
        variance = s.a**2 * before.variance + s.sigma**2 * sp.eye(d)
        found += [
            (f"mass {k}", before.mass),
            (f"mean {k}", sp.ImmutableMatrix(after.mean)),
            (f"variance {k}", sp.ImmutableMatrix(variance)),
        ]
    return [
        *found,
        ("score of p_t", "sum over k of share k times variance k^-1 (mean k - x_t), share k the part of p_t at x_t"),
        ("E[x | x_t], Tweedie", "(x_t + sigma^2 score)/a"),
    ]
