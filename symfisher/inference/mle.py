"""Maximum likelihood in closed form: θ̂ where the score equations solve, checked to be the maximum.

The mean score of a sample, written in the means of the sufficient statistics, is set to zero and solved. Where the
support ends at θ and the likelihood is monotone, θ̂ is the extreme observation. Every solution is tried on samples
drawn in the support: inside the domain, score zero, Hessian negative definite, and no other parameter with a greater
likelihood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import POSITIVE, Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.algebra import information_of, inverse, tidy, within_time
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.likelihood_statistics import interval_formulas, null_formulas, null_values, symbol_domain
from symfisher.inference.maxima import is_maximum
from symfisher.inference.sample import Sums, split
from symfisher.signs import Signs

_SECONDS = 8.0


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
        All of it with Wald's, the score and the likelihood-ratio statistic, and for one parameter with intervals.
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
    tests, known = _tests(derivation, estimator, names, size) if variance is not None else ((), ())
    steps = (
        Step("score-equations" if variance is not None else "monotone-likelihood", None, values),
        Step("maximum-checked"),
    )
    full = replace(spelled, constants=(*spelled.constants, *known))
    answer = Answer("Maximum likelihood", full, (*found_rows, *rows(*tests)), steps)
    show = spelled.present
    shown_variance = None if variance is None else show(variance)
    return MaximumLikelihood(show(values), {k: show(v) for k, v in definitions.items()}, shown_variance, answer)


def _tests(
    derivation: Derivation, estimator: Sequence[Expr], names: Mapping[str, tuple[Any, Expr]], size: Expr
) -> tuple[tuple[tuple[str, Any], ...], tuple[Quantity, ...]]:
    """Return the statistics for θ = θ₀, for one parameter with intervals, and the quantities they contain."""
    formulas, known = null_formulas(derivation, estimator, names, size), null_values(derivation.density)
    if len(estimator) > 1:
        return formulas, known
    z = Quantity(fresh_name(derivation.density, ("z", "q")), sp.Symbol("_z0", positive=True), POSITIVE)
    ends = interval_formulas(derivation, estimator[0], names, size, dict(formulas)["score statistic"], z.symbol)
    return (*formulas, *ends), (*known, z)


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
        if all(is_maximum(derivation, candidate, sums, turn) for turn in range(3)):
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
