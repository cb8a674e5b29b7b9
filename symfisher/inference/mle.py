"""Maximum likelihood in closed form: θ̂ where the score equations solve, checked to be the maximum.

Parameters whose estimator is an order statistic, whatever the others are, come first (`irregular`): extremes of the
sample, medians. With these put in, the mean score of the others, written in the means of the sufficient statistics, is
set to zero and solved. Every solution is tried on samples drawn in the support: inside the domain, score zero, Hessian
negative definite, and no other parameter with a greater likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.errors import ClosedFormNotFoundError, RegularityError
from symfisher.inference.algebra import information_of, inverse, tidy
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.inference.convergence import convergence_rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.irregular import ordered_parameters
from symfisher.inference.likelihood_equations import solutions
from symfisher.inference.likelihood_statistics import interval_formulas, null_formulas, null_values, wald_formula
from symfisher.inference.maxima import Estimator, is_maximum
from symfisher.inference.sample import Sums, split
from symfisher.inference.statistic import Statistic
from symfisher.signs import Signs


@dataclass(frozen=True)
class MaximumLikelihood:
    """A maximum likelihood estimator in closed form, in the user's symbols.

    Attributes
    ----------
    estimator
        Each parameter's estimator in the names of `statistics`, shape (k, 1).
    statistics
        Name to definition: means over the sample, ``mean_x`` = Σ xᵢ/n, or ``max_x``, ``median_x``.
    asymptotic_variance
        I⁻¹/n, shape (k, k), or ``None`` where the theory does not hold or the information is not closed.
    answer
        All of it with Wald's, the score and the likelihood-ratio statistic, and for one parameter with intervals; for
        extreme observations with the rate at which they converge.
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
    >>> maximum_likelihood(derive("x ~ uniform(a, b)")).estimator.T
    Matrix([[min_x, max_x]])
    >>> maximum_likelihood(derive("x ~ laplace(mu, b)")).estimator[0]
    median_x
    """
    density, size = sample_size(derivation.density, n)
    found = estimator_of(derivation)
    if found is None:
        raise ClosedFormNotFoundError(_missing(derivation))
    k, values = len(density.parameters), sp.ImmutableMatrix(found.values)
    definitions = {s.name: s.definition(density, size) for s in found.statistics}
    spelled = replace(density, constants=(*density.constants, *(s.quantity for s in found.statistics)))
    variance = _variance(derivation, size)
    tests, known = _tests(derivation, found, size) if variance is not None else ((), ())
    listed = rows(
        ("estimator", values[0] if k == 1 else values),
        ("asymptotic variance", None if variance is None else variance[0] if k == 1 else variance),
        *convergence_rows(derivation, found.ordered, size),
        *definitions.items(),
        *tests,
    )
    full = replace(spelled, constants=(*spelled.constants, *known))
    answer = Answer("Maximum likelihood", full, listed, _steps(found, density, values))
    show = spelled.present
    shown_variance = None if variance is None else show(variance)
    return MaximumLikelihood(show(values), {k: show(v) for k, v in definitions.items()}, shown_variance, answer)


def _missing(derivation: Derivation) -> str:
    """Say that there is no closed form, or that every value in an interval is a maximum."""
    flat = [p.name for p, s in zip(derivation.density.parameters, derivation.own.score, strict=True) if s == 0]
    if flat:
        return f"the likelihood does not change with {flat[0]} inside its support: its maximum is no single point"
    return "no closed form found for the maximum likelihood estimator; --data fits numbers"


def _steps(found: Estimator, density: Density, values: Any) -> tuple[Step, ...]:
    """Tell what is an order statistic, and what the score equations say about the rest."""
    steps = [
        Step(
            "monotone-likelihood" if ordered.at == "end" else "kinked-likelihood",
            None,
            ordered.estimator,
            (("parameter", density.thetas[ordered.index]), ("share", ordered.statistics[0].share)),
        )
        for ordered in found.ordered
    ]
    if len(found.ordered) < len(found.values):
        steps.append(Step("score-equations" if not steps else "score-equations-left", None, values))
    return (*steps, Step("maximum-checked"))


def _tests(
    derivation: Derivation, found: Estimator, size: Expr
) -> tuple[tuple[tuple[str, Any], ...], tuple[Quantity, ...]]:
    """Return the statistics for θ = θ₀, for one parameter with intervals, and the quantities they contain."""
    known = null_values(derivation.density)
    if found.ordered:
        return wald_formula(derivation, found, size), known
    formulas = null_formulas(derivation, found, size)
    if len(found.values) > 1:
        return formulas, known
    z = Quantity(fresh_name(derivation.density, ("z", "q")), sp.Symbol("_z0", positive=True), POSITIVE)
    ends = interval_formulas(derivation, found, size, dict(formulas)["score statistic"], z.symbol)
    return (*formulas, *ends), (*known, z)


def _variance(derivation: Derivation, n: Expr) -> Any | None:
    if derivation.regularity.cramer_rao != "applies" or not derivation.closed_form:
        return None
    signs = Signs.of(derivation.density)
    try:
        return tidy(inverse(information_of(derivation), signs) / n, signs)
    except RegularityError:
        return None


def estimator_of(derivation: Derivation) -> Estimator | None:
    """Return the estimator that is the maximum for every sample that is tried, in our symbols; ``None`` if not found."""
    density, own = derivation.density, derivation.own
    ordered = ordered_parameters(derivation)
    left = [i for i in range(len(density.parameters)) if i not in {o.index for o in ordered}]
    moving = {s for v in density.variables for e in v.domain.ends for s in e.free_symbols}
    if moving & {density.thetas[i] for i in left}:
        return None
    given = {density.thetas[o.index]: o.estimator for o in ordered}
    known = tuple(s for o in ordered for s in o.statistics)
    thetas = [density.thetas[i] for i in left]
    kinked = [own.score[i].xreplace(given) for i in left]
    kinks = _kinks(kinked, density, thetas)
    scores = [s.xreplace({of: q.symbol for q, of in kinks}) for s in kinked]
    sums = Sums.means(density, thetas, [s.quantity for s in known], [q for q, _ in kinks])
    if any(split(s, [q.symbol for q in sums.data], thetas, sums.signs).rest != 0 for s in scores):
        return None
    equations = [sums.over(s) for s in scores]
    back = {q.symbol: of for q, of in kinks}
    means = tuple(Statistic(sums.name(t), s, t.xreplace(back)) for t, s in sums.statistics.items())
    for solution in solutions(equations, thetas, list(sums.statistics.values()), sums.signs) if left else [[]]:
        values = {**given, **dict(zip(thetas, solution, strict=True))}
        found = Estimator(tuple(values[t] for t in density.thetas), (*known, *means), ordered)
        if all(is_maximum(derivation, found, turn) for turn in range(3)):
            return found
    return None


def _kinks(scores: Sequence[Expr], density: Density, thetas: Sequence[Any]) -> list[tuple[Quantity, Expr]]:
    """Return functions of x with a kink that are free of the parameters left, each with a name of its own."""
    atoms = {a for s in scores for a in s.atoms(sp.Abs, sp.Piecewise) if a.has(*density.xs) and not a.has(*thetas)}
    found = []
    for i, atom in enumerate(sorted(atoms, key=sp.default_sort_key)):
        name = "abs_deviation" if isinstance(atom, sp.Abs) else "weighted_deviation"
        symbol = (
            sp.Symbol(f"_k{i + 1}", positive=True) if isinstance(atom, sp.Abs) else sp.Symbol(f"_k{i + 1}", real=True)
        )
        found.append((Quantity(name, symbol, POSITIVE if symbol.is_positive else REAL), atom))
    return found
