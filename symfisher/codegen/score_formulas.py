"""Which functions the answers of score matching and diffusion have, for `symfisher.codegen.scores`."""

from __future__ import annotations

import sympy as sp

from symfisher.codegen.noise_formulas import log_density_and_posterior, log_density_and_score
from symfisher.codegen.scores import INFORMATION, Formula, Integral, ScoreCallables, score_callables
from symfisher.codegen.stable import prover
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.score_matching.after_noise import data_moments
from symfisher.score_matching.data_score import data_score, gradient
from symfisher.score_matching.divergence import FisherDivergence
from symfisher.score_matching.neighbours import neighbour_ratio
from symfisher.score_matching.noise import NoisyData
from symfisher.score_matching.noise_several import NoisyVector
from symfisher.score_matching.pairs import pairs_of
from symfisher.score_matching.ratio import RatioDivergence
from symfisher.score_matching.schedule import Setting
from symfisher.signs import Signs

Found = FisherDivergence | RatioDivergence | NoisyData | NoisyVector


def callables_of(found: Found, backend: str = "numpy") -> ScoreCallables:
    """Return the functions of an answer on arrays.

    Raises
    ------
    SymfisherError
        The backend is unknown, or its package is not installed.
    UnsupportedFunctionError
        A formula contains a function that the backend cannot compute.
    ClosedFormNotFoundError
        Of noisy data: p_t has no closed form.
    """
    if isinstance(found, NoisyData):
        return _of_noise(found, backend)
    if isinstance(found, NoisyVector):
        return _of_noisy_vector(found, backend)
    return _of_divergence(found, backend) if isinstance(found, FisherDivergence) else _of_ratio(found, backend)


def _objectives(found: FisherDivergence | RatioDivergence, last: Expr | None) -> list[Formula]:
    """Return the terms and their sums, as functions of the parameters."""
    p = found.model.density
    back = {sp.Symbol(q.safe): q.symbol for q in p.quantities}
    rows = (
        ("squared", found.squared, "The first term of the divergence, free of the data score."),
        ("cross", found.cross, "The cross term of the divergence."),
        ("information", last, "The last term of the divergence, free of the model."),
        ("divergence", found.divergence, "The divergence, the sum of its three terms."),
        ("implicit_objective", found.implicit_objective, "The objective that needs no density, only its samples."),
    )
    return [Formula(name, (None if e is None else _own(e, back),), what) for name, e, what in rows]


def _own(e: Expr, back: dict[Expr, Expr]) -> Expr:
    """Return an expression in the user's symbols in ours."""
    return e.xreplace({s: back[sp.Symbol(s.name)] for s in e.free_symbols})


def _of_divergence(found: FisherDivergence, backend: str) -> ScoreCallables:
    p, s = found.model.density, found.model.score
    div = sp.Add(*(gradient(e, x) for e, x in zip(s, p.xs, strict=True)))
    implicit = sp.Add(*(e**2 for e in s)) + 2 * div
    formulas = [
        Formula("data_score", data_score(p), "The gradient of log p in the data; nan outside its support.", True, True),
        Formula("model_score", s, "The score of the model; nan outside the support of p.", True, True),
        Formula("implicit", (implicit,), "The squared model score plus twice its divergence at the data.", True),
        *_objectives(found, found.data_information),
    ]
    return score_callables(p, formulas, backend)


def _of_ratio(found: RatioDivergence, backend: str) -> ScoreCallables:
    p, (ratio,) = found.model.density, found.model.score
    (data,) = neighbour_ratio(p)
    pairs = pairs_of(found.model, data)
    x, lower = p.xs[0], pairs.domain.lower
    below = pairs.shifted.xreplace({x: x - pairs.domain.step})
    kept = sp.Piecewise((below, x > lower), (sp.S.Zero, True)) if lower.is_finite else below
    implicit = pairs.fields[0] ** 2 - 2 * kept
    formulas = [
        Formula("data_ratio", (data,), "The ratio p(x+1)/p(x).", True),
        Formula("model_ratio", (ratio,), "The ratio q(x+1)/q(x).", True),
        Formula("implicit", (implicit,), "The implicit objective at the data, whose mean is least at the truth.", True),
        *_objectives(found, found.data_term),
    ]
    return score_callables(p, formulas, backend)


def _of_noise(found: NoisyData, backend: str) -> ScoreCallables:
    if found.closed is None:
        raise ClosedFormNotFoundError("no closed form found for p_t; J, mmse and floor come with values")
    closed, s = found.closed, found.setting
    p = closed.density
    log_density, posterior = log_density_and_posterior(closed.parts, s, prover(Signs.of(p)))
    score = (s.a * posterior - s.y) / s.sigma**2
    formulas: list[Formula | Integral] = [
        Formula("log_density", (log_density,), "The log-density of x_t in nats.", True, settled=True),
        Formula("score", (score,), "The score of x_t, the gradient of its log-density.", True, settled=True),
        Formula("posterior_mean", (posterior,), "The mean of the clean data given x_t.", True, settled=True),
        *_schedule(s),
    ]
    noise, signal = s.sigma**2, s.a**2
    results = (
        ("information", INFORMATION, "The information J of x_t about a shift."),
        ("mmse", (noise - noise**2 * INFORMATION) / signal, "The mean variance of the clean data given x_t."),
        ("floor", 1 / noise - INFORMATION, "The least denoising loss."),
    )
    if closed.variance is not None:
        value = 1 / (closed.variance * signal + noise)
        formulas += [Formula(n, (sp.factor(e.xreplace({INFORMATION: value})),), what) for n, e, what in results]
        return score_callables(p, formulas, backend)
    mean, variance = data_moments(s)
    if mean is None or variance is None:
        formulas += [Formula(n, (None,), what) for n, _, what in results]
        return score_callables(p, formulas, backend)
    width = sp.sqrt(variance * signal + noise)
    formulas += [Integral(n, what, log_density, score, s.a * mean, width, e) for n, e, what in results]
    return score_callables(p, formulas, backend)


def _of_noisy_vector(found: NoisyVector, backend: str) -> ScoreCallables:
    cloud, s = found.cloud, found.cloud.setting
    p, d = cloud.density, len(cloud.ys)
    log_density, score = log_density_and_score(cloud.parts, cloud.ys, prover(Signs.of(p)))
    posterior = tuple((y + s.sigma**2 * e) / s.a for y, e in zip(cloud.ys, score, strict=True))
    noise, signal = s.sigma**2, s.a**2
    trace = None if len(cloud.parts) > 1 else cloud.parts[0].precision.trace()
    floor = None if trace is None else d / noise - trace
    mmse = None if floor is None else noise**2 / signal * floor
    formulas = [
        Formula("log_density", (log_density,), "The log-density of x_t in nats.", True, settled=True),
        Formula("score", score, "The score of x_t, the gradient of its log-density.", True, True, settled=True),
        Formula("posterior_mean", posterior, "The mean of the clean data given x_t.", True, True, settled=True),
        *_schedule(s),
        Formula("information", (trace,), "The trace of the information matrix of x_t about a shift."),
        Formula("mmse", (mmse,), "The mean squared distance of the clean data from their mean given x_t."),
        Formula("floor", (floor,), "The least denoising loss."),
    ]
    return score_callables(p, formulas, backend)


def _schedule(s: Setting) -> list[Formula]:
    """Return signal, noise and weight."""
    weight = -sp.diff(sp.log(s.a**2 / s.sigma**2), s.level.symbol) / 2
    return [
        Formula("signal", (s.a,), "The factor a of the clean data."),
        Formula("noise", (s.sigma,), "The standard deviation sigma of the noise."),
        Formula("weight", (weight,), "The weight of the noise loss in the variational bound."),
    ]
