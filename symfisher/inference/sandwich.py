"""The sandwich: what the estimator of a model does when the data come from another density.

With g the true density, A = −E_g[Hessian], B = E_g[score scoreᵀ]; the maximum likelihood estimator tends to the θ that
solves E_g[score] = 0 (the one nearest to g in Kullback-Leibler divergence) with variance A⁻¹BA⁻¹/n. If the model is
right A = B.

References
----------
Huber (1967), Proc. 5th Berkeley Symp. 1, 221-233; White (1982), Econometrica 50, 1-25.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.inference.algebra import inverse, is_zero, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.inference.expecting import problem_for, require_expectations, told
from symfisher.reading import read
from symfisher.signs import Signs


@dataclass(frozen=True)
class Sandwich:
    """A model under another density, in the user's symbols.

    Attributes
    ----------
    mean_score
        E_g[score], shape (k, 1).
    bread, meat
        A = −E_g[Hessian] and B = E_g[score scoreᵀ], shape (k, k), at any θ.
    limit
        Each parameter where E_g[score] = 0, if that was solved, else ``None``.
    variance
        A⁻¹BA⁻¹ there, of √n(θ̂ − θ), shape (k, k), or ``None``.
    """

    mean_score: Any
    bread: Any
    meat: Any
    limit: Mapping[str, Expr] | None
    variance: Any
    answer: Answer = field(repr=False)


def sandwich(derivation: Derivation, under: str) -> Sandwich:
    """Return A, B and the variance of the estimator of a model under another density.

    Parameters
    ----------
    under
        The true density, of the same variables on a part of the same support; its parameters must be called otherwise
        than the model's.

    Raises
    ------
    DomainError
        Names clash, or the supports do not fit.
    ClosedFormNotFoundError
        An expectation has no closed form that was found.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = sandwich(derive("x ~ poisson(m)"), "x ~ negative_binomial(3, p)")
    >>> p = sp.Symbol("p")
    >>> sp.simplify(found.limit["m"] - 3 * (1 - p) / p), sp.simplify(found.variance[0] - 3 * (1 - p) / p**2)
    (0, 0)
    """
    model = derivation.density
    true = _joined(model, read(under, variables=[v.name for v in model.variables], require_parameters=False))
    rule = dict(zip(model.xs, true.xs, strict=True)) | {c.symbol: _named(true, c.name) for c in model.constants}
    rule |= {p.symbol: _named(true, p.name) for p in model.parameters}
    thetas = [_named(true, p.name) for p in model.parameters]
    problem = problem_for(true)
    score = [e.xreplace(rule) for e in derivation.own.score]
    hessian = derivation.own.hessian.xreplace(rule)
    k = len(score)
    upper = [(i, j) for i in range(k) for j in range(i, k)]
    integrands = [*score, *(-hessian[ij] for ij in upper), *(score[i] * score[j] for i, j in upper)]
    proofs = require_expectations(problem, integrands, "an expectation under the other density")
    values = [tidy(p.value, problem.signs) for p in proofs]
    mean = sp.ImmutableMatrix(values[:k])
    bread, meat = (_symmetric(values[s : s + len(upper)], upper, k) for s in (k, k + len(upper)))
    limit = _limit(values[:k], thetas, problem.signs)
    variance = None if limit is None else _variance(bread, meat, limit, problem.signs)
    return _finished(true, model, (mean, bread, meat), limit, variance, proofs)


def _finished(
    true: Density, model: Density, found: Any, limit: dict[Any, Expr] | None, variance: Any, proofs: Sequence[Proof]
) -> Sandwich:
    mean, bread, meat = found
    single = mean.rows == 1
    names = {_named(true, p.name): p.name for p in model.parameters}
    limits = [] if limit is None else [(f"{names[t]} tends to", v) for t, v in limit.items()]
    listed = rows(
        ("E[score]", mean[0] if single else mean),
        ("A = -E[Hessian]", bread[0] if single else bread),
        ("B = E[score scoreᵀ]", meat[0] if single else meat),
        *limits,
        ("variance of sqrt(n) times the error", None if variance is None else variance[0] if single else variance),
    )
    steps = (*told(*proofs), Step("sandwich", None, variance, reference="White 1982"))
    show = true.present
    shown = None if limit is None else {names[t]: show(v) for t, v in limit.items()}
    answer = Answer("The model under another density", true, listed, steps).under(*proofs)
    return Sandwich(show(mean), show(bread), show(meat), shown, None if variance is None else show(variance), answer)


def _joined(model: Density, true: Density) -> Density:
    """Return the true density with the model's parameters and constants as constants; its own count as such, too."""
    mine = {q.name for q in (*model.parameters, *model.constants)}
    if clash := [q.name for q in (*true.parameters, *true.constants) if q.name in mine and q not in model.constants]:
        raise DomainError(f"'{clash[0]}' is a name in both densities; call it otherwise in the other density")
    if [v.name for v in true.variables] != [v.name for v in model.variables]:
        raise DomainError(f"the other density must be of {', '.join(v.name for v in model.variables)} as well")
    for ours, theirs in zip(model.variables, true.variables, strict=True):
        fits = [model.present(e) for e in ours.domain.ends] == [true.present(e) for e in theirs.domain.ends]
        inside = ours.domain.ends == (-sp.oo, sp.oo) and not ours.domain.discrete and not theirs.domain.discrete
        if ours.domain.discrete != theirs.domain.discrete or not (fits or inside):
            raise DomainError(f"{theirs.name} must live where the model does: {ours.domain.describe(ours.name)}")
    known = (*true.parameters, *true.constants)
    added = (*model.parameters, *model.constants)
    image = {q.symbol: own_symbol("c", 40 + i, q.domain) for i, q in enumerate(added)}
    brought = tuple(Quantity(q.name, image[q.symbol], q.domain.xreplace(image), q.original) for q in added)
    return replace(true, parameters=(), constants=(*known, *brought))


def _named(density: Density, name: str) -> Any:
    return next(q.symbol for q in density.quantities if q.name == name)


def _symmetric(values: Sequence[Expr], upper: Sequence[tuple[int, int]], k: int) -> Any:
    entries = dict(zip(upper, values, strict=True))
    return sp.ImmutableMatrix(k, k, lambda i, j: entries[min(i, j), max(i, j)])


def _limit(mean: Sequence[Expr], thetas: Sequence[Any], signs: Signs) -> dict[Any, Expr] | None:
    """Solve E_g[score] = 0; the only solution whose signs are not against the domains."""
    numerators = [sp.numer(sp.together(e)) for e in mean]
    found = []
    for solution in within_time(sp.solve, numerators, list(thetas), dict=True, seconds=8.0) or []:
        values = {t: solution.get(t) for t in thetas}
        if any(v is None or v.free_symbols & set(thetas) for v in values.values()):
            continue
        closed = {t: tidy(v, signs) for t, v in values.items()}
        positive = all(not t.is_positive or signs.sign(v) == 1 for t, v in closed.items())
        if positive and all(is_zero(e.xreplace(closed), signs) for e in mean):
            found.append(closed)
    return found[0] if len(found) == 1 else None


def _variance(bread: Any, meat: Any, limit: dict[Any, Expr], signs: Signs) -> Any:
    inverted = inverse(tidy(bread.xreplace(limit), signs), signs)
    return tidy(inverted * meat.xreplace(limit) * inverted, signs)
