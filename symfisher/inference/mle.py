"""Maximum likelihood in closed form: θ̂ where the score equations solve, checked to be the maximum.

The mean score of a sample, written in the means of the sufficient statistics, is set to zero and solved. Where the
support ends at θ and the likelihood is monotone, θ̂ is the extreme observation. Every solution is tried on samples
drawn in the support: inside the domain, score zero, Hessian negative definite, and no other parameter with a greater
likelihood.

References
----------
Wald (1943), Trans. AMS 54; Rao (1948), Proc. Camb. Phil. Soc. 44 (score statistic); Wilks (1938), Ann. Math. Statist.
9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr, FiniteSet
from symfisher.errors import ClosedFormNotFoundError
from symfisher.evaluation import CannotEvaluateError, Walk, evaluate
from symfisher.inference.algebra import information_of, inverse, some_points, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.sample import Sums, columns, split
from symfisher.signs import Signs

_SECONDS = 8.0
_SAMPLE = 9
_OTHERS = (0.5, 0.8, 0.95, 1.05, 1.25, 2.0)
_ZERO = 1e-8
_PARTS = np.array([0.11, 0.73, 0.34, 0.52, 0.91, 0.23, 0.66, 0.43, 0.83])


@dataclass(frozen=True)
class MaximumLikelihood:
    """A maximum likelihood estimator in closed form, in the user's symbols.

    Attributes
    ----------
    estimator
        Each parameter's estimator in the names of `statistics`, shape (k, 1).
    statistics
        Name to definition: means over the sample, ``mean_x`` = Σ xᵢ/n, or ``max_x``.
    asymptotic_variance
        I⁻¹/n, shape (k, k), or ``None`` where the theory does not hold or the information is not closed.
    answer
        All of it with Wald's, the score and the likelihood-ratio statistic for one parameter.
    """

    estimator: Any
    statistics: Mapping[str, Expr]
    asymptotic_variance: Any
    answer: Answer = field(repr=False)


def maximum_likelihood(derivation: Derivation, n: int | str = "n") -> MaximumLikelihood:
    """Return the maximum likelihood estimator in closed form.

    Raises
    ------
    ClosedFormNotFoundError
        The score equations were not solved, or no solution was seen to be the maximum; see
        `symfisher.inference.fitting.fit` for numbers.

    Examples
    --------
    >>> from symfisher import derive
    >>> maximum_likelihood(derive("theta*exp(-theta*x)")).estimator
    Matrix([[1/mean_x]])
    >>> maximum_likelihood(derive("x ~ uniform_zero_theta(theta)")).estimator
    Matrix([[max_x]])
    """
    density, size = sample_size(derivation.density, n)
    found = _extreme(derivation) or _stationary(derivation)
    if found is None:
        raise ClosedFormNotFoundError("no closed form found for the maximum likelihood estimator")
    estimator, names = found
    statistics = tuple(Quantity(name, symbol, symbol_domain(symbol)) for name, (symbol, _) in names.items())
    index = sp.Symbol("i", integer=True, positive=True)
    definitions = {name: _definition(name, t, density, index, size) for name, (_, t) in names.items()}
    spelled = replace(density, constants=(*density.constants, *statistics))
    variance = _variance(derivation, size)
    values = sp.ImmutableMatrix(estimator)
    single = len(estimator) == 1
    found_rows = rows(
        ("estimator", values[0] if single else values),
        ("asymptotic variance", None if variance is None else variance[0] if single else variance),
        *definitions.items(),
    )
    tests = _statistics(derivation, estimator, names, size) if single and variance is not None else ()
    steps = (
        Step("score-equations" if variance is not None else "monotone-likelihood", None, values),
        Step("maximum-checked"),
    )
    null = Quantity(f"{density.parameters[0].name}_0", _null(density.parameters[0]), density.parameters[0].domain)
    full = replace(spelled, constants=(*spelled.constants, null)) if tests else spelled
    answer = Answer("Maximum likelihood", full, (*found_rows, *rows(*tests)), steps)
    show = spelled.present
    shown_variance = None if variance is None else show(variance)
    return MaximumLikelihood(show(values), {k: show(v) for k, v in definitions.items()}, shown_variance, answer)


def symbol_domain(symbol: Any) -> Any:
    """Return the widest domain that a statistic's symbol is declared with."""
    from symfisher.domains import POSITIVE, REAL

    return POSITIVE if symbol.is_positive else REAL


def _definition(name: str, statistic: Expr, density: Density, index: Any, n: Expr) -> Expr:
    rule = {v.symbol: sp.Indexed(sp.IndexedBase(sp.Symbol(v.safe)), index) for v in density.variables}
    inner = statistic.xreplace(rule)
    if name.startswith(("max_", "min_")):
        return sp.Function(name[:3])(inner)
    return sp.Sum(inner, (index, 1, n)) / n


def _variance(derivation: Derivation, n: Expr) -> Any | None:
    if derivation.regularity.cramer_rao != "applies" or not derivation.closed_form:
        return None
    signs = Signs.of(derivation.density)
    return tidy(inverse(information_of(derivation), signs) / n, signs)


# ---------------------------------------------------------------- finding the estimator

_Found = tuple[list[Expr], dict[str, tuple[Any, Expr]]]


def _extreme(derivation: Derivation) -> _Found | None:
    """Return the extreme observation where the support ends at the only parameter and the likelihood is monotone."""
    density = derivation.density
    if len(density.parameters) != 1 or len(density.variables) != 1:
        return None
    theta, variable = density.thetas[0], density.variables[0]
    sign = Signs.of(density).sign(derivation.own.score[0])
    for end, word, wanted in zip(variable.domain.ends, ("min", "max"), (1, -1), strict=True):
        if end == theta and sign == wanted:
            symbol = sp.Symbol("_s1", **theta.assumptions0)
            return [symbol], {f"{word}_{variable.name}": (symbol, variable.symbol)}
    return None


def _stationary(derivation: Derivation) -> _Found | None:
    """Return the solution of the score equations that is the maximum for every sample that is tried."""
    density, own = derivation.density, derivation.own
    signs = Signs.of(density)
    if density.support_depends_on_parameters:
        return None
    parts = [split(s, density.xs, density.thetas, signs) for s in own.score]
    if any(p.rest != 0 for p in parts):
        return None
    sums = Sums(density, density.variables, sp.S.One, "mean")
    equations = [sums.over(s) for s in own.score]
    for candidate in _solutions(equations, density, signs):
        if all(_is_maximum(derivation, candidate, sums, turn) for turn in range(3)):
            return candidate, {sums.name(t): (s, t) for t, s in sums.statistics.items()}
    return None


def _solutions(equations: Sequence[Expr], density: Density, signs: Signs) -> Iterator[list[Expr]]:
    """Solve the score equations; first for parameters without declared signs, which finds more."""
    thetas = density.thetas
    bare = [sp.Symbol(f"_r{i}") for i in range(len(thetas))]
    rule = dict(zip(thetas, bare, strict=True))
    numerators = [sp.numer(sp.together(e)) for e in equations]
    for symbols, system in ((thetas, numerators), (bare, [e.xreplace(rule) for e in numerators])):
        for solution in within_time(sp.solve, system, list(symbols), dict=True, seconds=_SECONDS) or []:
            values = [solution.get(s) for s in symbols]
            if all(v is not None and not v.free_symbols & {*bare, *thetas} for v in values):
                yield [within_time(tidy, v, signs) or v for v in values]


# ---------------------------------------------------------------- checking that it is the maximum


def _is_maximum(derivation: Derivation, estimator: Sequence[Expr], sums: Sums, turn: int) -> bool:
    """Try the estimator on one sample."""
    density = derivation.density
    constants = {c.symbol: some_points(density)[turn % len(some_points(density))][c.symbol] for c in density.constants}
    data = _sample(density, constants, turn)
    try:
        means = {s: np.mean(_values(t, {**constants, **data})) for t, s in sums.statistics.items()}
        theta = [float(Walk({**constants, **means}).value(e)) for e in estimator]
    except (CannotEvaluateError, TypeError):
        return False
    if not _inside(density, theta, constants):
        return False
    at = {**constants, **dict(zip(density.thetas, theta, strict=True)), **data}
    score = np.array([np.sum(_values(s, at)) for s in derivation.own.score])
    k = len(theta)
    hessian = np.array([np.sum(_values(h, at)) for h in derivation.own.hessian]).reshape(k, k)
    size = np.sqrt(np.abs(np.diag(hessian)) * _SAMPLE)
    stationary = bool((np.abs(score) <= _ZERO * np.maximum(size, 1e-300)).all())
    return (
        stationary and bool(np.linalg.eigvalsh(hessian).max() < 0) and _beats_others(derivation, theta, at, constants)
    )


def _values(e: Expr, at: Mapping[Any, Any]) -> Any:
    """Return an expression for every observation."""
    return np.broadcast_to(evaluate([e], at)[0], (_SAMPLE,))


def _beats_others(derivation: Derivation, theta: list[float], at: dict[Any, Any], constants: dict[Any, Any]) -> bool:
    density = derivation.density
    best = np.sum(_values(derivation.own.log_density, at))
    drawn = [[float(p[t]) for t in density.thetas] for p in some_points(density, 6)]
    near = [[t * f if i == j else t for j, t in enumerate(theta)] for i in range(len(theta)) for f in _OTHERS]
    for other in drawn + near:
        if _inside(density, other, constants):
            value = np.sum(_values(derivation.own.log_density, {**at, **dict(zip(density.thetas, other, strict=True))}))
            if value > best + 1e-9 * abs(best):
                return False
    return True


def _inside(density: Density, theta: Sequence[float], constants: Mapping[Any, Any]) -> bool:
    if not np.isfinite(theta).all():
        return False
    values = {**constants, **{t: sp.Float(v) for t, v in zip(density.thetas, theta, strict=True)}}
    return all(p.domain.contains(values[p.symbol], values) for p in density.parameters if not p.domain.discrete)


def _sample(density: Density, constants: Mapping[Any, Any], turn: int) -> dict[Any, Any]:
    """Return a small sample inside the support, spread over it."""
    data: dict[Any, Any] = {}
    walk = Walk(dict(constants))
    for place, v in enumerate(density.variables):
        parts = np.roll(_PARTS, 2 * turn + place) ** (1 + turn / 2)
        if isinstance(v.domain, FiniteSet):
            values = np.array([float(walk.value(e)) for e in v.domain.values])
            data[v.symbol] = values[(np.arange(_SAMPLE) * (turn + 1) + place) % len(values)]
            continue
        known = not any(e.free_symbols - set(constants) for e in v.domain.ends)
        lower, upper = (float(walk.value(e)) for e in v.domain.ends) if known else (0.0, 1.0 / len(density.variables))
        data[v.symbol] = _spread(lower, upper, parts, v.domain.discrete)
    return data


def _spread(lower: float, upper: float, parts: Any, whole: bool) -> Any:
    if np.isfinite(lower) and np.isfinite(upper):
        found = lower + (upper - lower) * parts
    elif np.isfinite(lower):
        found = lower + 2 * parts / (1 - parts)
    elif np.isfinite(upper):
        found = upper - 2 * parts / (1 - parts)
    else:
        found = 3 * (2 * parts - 1) / (parts * (1 - parts)) / 4
    return np.round(found) if whole else found


# ---------------------------------------------------------------- tests and intervals as formulas


def _null(parameter: Quantity) -> Any:
    return sp.Symbol("_t0", **parameter.symbol.assumptions0)


def _statistics(
    derivation: Derivation, estimator: Sequence[Expr], names: Mapping[str, tuple[Any, Expr]], n: Expr
) -> tuple[tuple[str, Expr], ...]:
    """Return Wald's, the score and the likelihood-ratio statistic for θ = θ₀; each tends to χ² with 1 degree."""
    density = derivation.density
    signs = Signs.of(density).extended({s: symbol_domain(s) for s, _ in names.values()})
    theta, null = density.thetas[0], _null(density.parameters[0])
    information = information_of(derivation)[0]
    means = {t: s for s, t in names.values()}
    score = _in_means(derivation.own.score[0], means, density, signs)
    log_ratio = _in_means(derivation.own.log_density - _base(derivation), means, density, signs)
    at_null = {theta: null}
    wald = n * (estimator[0] - null) ** 2 * information.xreplace({theta: estimator[0]})
    rao = n * score.xreplace(at_null) ** 2 / information.xreplace(at_null)
    ratio = 2 * n * (log_ratio.xreplace({theta: estimator[0]}) - log_ratio.xreplace(at_null))
    shorter = [
        within_time(tidy, e, signs.extended({null: density.parameters[0].domain})) or e for e in (wald, rao, ratio)
    ]
    return tuple(zip(("Wald's statistic", "score statistic", "likelihood-ratio statistic"), shorter, strict=True))


def _base(derivation: Derivation) -> Expr:
    """Return the terms of the log-density that are free of the parameters: they cancel in a ratio."""
    ts = set(derivation.density.thetas)
    return sp.Add(*(t for t in sp.Add.make_args(derivation.own.log_density) if not t.free_symbols & ts))


def _in_means(h: Expr, means: Mapping[Expr, Any], density: Density, signs: Signs) -> Expr:
    """Return the mean of h over the sample, written in the means of the statistics."""
    parts = split(h, density.xs, density.thetas, signs)
    total = parts.free
    for c, t in zip(parts.coefficients, parts.statistics, strict=True):
        total += (
            c * means.get(t, sp.S.Zero)
            if t in means
            else sp.S.Zero
            if not c.free_symbols & set(density.thetas)
            else sp.nan
        )
    return total


__all__ = ["MaximumLikelihood", "columns", "maximum_likelihood", "symbol_domain"]
