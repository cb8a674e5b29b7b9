"""Estimation by score matching: θ from data, without the normaliser of the density, and what that costs.

Where ∂ₓ log p = Σ ηᵢ(θ) Aᵢ(x) + b(x), the objective E[h s² + 2(h s)′] is quadratic in η, and its least place on data is
η̂ = −mean(h A Aᵀ)⁻¹ mean(h A b + (h A)′). That estimates η if [h A p] = 0 at both ends; with h = 1 this often fails at the end of
a half-line or an interval, and Hyvärinen's weight h = x², or its like, makes it hold.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709; Hyvärinen (2007), Comput. Stat. Data Anal. 51, 2499-2512, section 3
(non-negative data); Forbes & Lauritzen (2015), Linear Algebra Appl. 473, 261-283; Godambe (1960), Ann. Math. Stat. 31.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, RegularityError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import information_of, inverse, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.information import derive
from symfisher.limits import time_limit
from symfisher.reading import read
from symfisher.score_matching.data_score import boundary_flux, data_score, gradient, require_continuous
from symfisher.score_matching.means import means, narrowed, points_under, strongest
from symfisher.signs import Signs

Matrix = Any


@dataclass(frozen=True)
class ScoreMatching:
    """The score matching estimator of a density's parameters, in the user's symbols.

    Attributes
    ----------
    natural
        η of the data score, each as a function of the parameters.
    statistics, base
        A and b: ∂ₓ log p = Σ ηᵢ Aᵢ + b.
    weight
        h of the objective E[h s² + 2(h s)′]: 1 for the plain one, x² for Hyvärinen's on x > 0.
    plain_refused
        Why the plain objective may not be used, or empty.
    estimators
        Each parameter as a function of sample means, ``mean(x**2)``, or ``None`` where η does not solve for it.
    variance
        Sandwich variance of √n(θ̂ − θ), shape (k, k), where the observations are independent.
    efficiency
        (I⁻¹)ᵢᵢ/Vᵢᵢ for every parameter: what is kept of the precision of maximum likelihood.
    conditions
        Where the variance holds, beyond the declared domains.
    """

    natural: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    base: Expr
    weight: Expr
    plain_refused: str
    estimators: Mapping[str, Expr] | None
    variance: Matrix | None
    efficiency: Mapping[str, Expr] | None
    conditions: tuple[Any, ...]
    own: Any = field(repr=False)
    answer: Answer = field(repr=False)

    def estimate(self, data: Any) -> dict[str, float]:
        """Return the estimates of the parameters from observations, shape (n,).

        Raises
        ------
        ClosedFormNotFoundError
            η does not solve for the parameters.
        """
        if self.own.solved is None:
            raise ClosedFormNotFoundError("no closed form found for the parameters from the natural ones")
        return _estimate(self.own, np.asarray(data, dtype=float))


@dataclass(frozen=True)
class _Linear:
    """The parts of a data score that is linear in η, in our symbols, with h and the inverse map η → θ."""

    density: Density
    natural: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    base: Expr
    weight: Expr = sp.S.One
    targets: tuple[Any, ...] = ()
    solved: Mapping[Any, Expr] | None = None


def score_matching_estimator(
    density: Any,
    *,
    variables: Any = None,
    support: Any = None,
    parameters: Any = None,
    constants: Any = None,
    timeout: float | None = 60.0,
) -> ScoreMatching:
    """Return the score matching estimator, its variance, and its efficiency against maximum likelihood.

    Parameters
    ----------
    density, variables, support, parameters, constants
        As `symfisher.derive` reads them.
    timeout
        Seconds.

    Raises
    ------
    DomainError
        The observation is discrete.
    RegularityError
        The data score is not linear in functions of the parameters, or no objective is free of flux over the ends.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = score_matching_estimator("x ~ exponential(rate)")
    >>> found.weight, found.estimators, found.efficiency
    (x**2, {'rate': 2*mean(x)/mean(x**2)}, {'rate': 1/2})
    """
    with time_limit(timeout):
        p = read(density, variables=variables, support=support, parameters=parameters, constants=constants)
        require_continuous(p)
        linear, refused = _weighted(_linear(p))
        linear = _solved(linear)
        return _answered(linear, refused)


def _linear(p: Density) -> _Linear:
    """Split the data score into coefficients and functions of x.

    Raises
    ------
    RegularityError
        It has no such form, or more coefficients than parameters.
    """
    if len(p.variables) > 1:
        raise RegularityError("score matching estimators are given for one variable")
    (score,) = data_score(p)
    groups: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(sp.expand(score)):
        c, f = term.as_independent(p.xs[0], as_Add=False)
        if f.has(*p.thetas):
            raise RegularityError(f"the data score is not linear in functions of the parameters: {p.present(term)}")
        groups[f] = groups.get(f, sp.S.Zero) + c
    natural, statistics, base = [], [], sp.S.Zero
    for f, c in groups.items():
        known, rest = sp.expand(c).as_independent(*p.thetas, as_Add=True)
        base += known * f
        if rest != 0:
            natural.append(rest)
            statistics.append(f)
    if len(natural) != len(p.thetas) or sp.Matrix(natural).jacobian(list(p.thetas)).det() == 0:
        raise RegularityError(
            f"the data score has {len(natural)} free coefficients for {len(p.thetas)} parameters; "
            "score matching determines them one for one only"
        )
    return _Linear(p, tuple(natural), tuple(statistics), base)


def _weighted(linear: _Linear) -> tuple[_Linear, str]:
    """Choose the weight: 1 if nothing flows over the ends, else one that vanishes there."""
    p = linear.density
    if _nothing_flows(linear, sp.S.One):
        return linear, ""
    refused = (
        f"[s p] is not zero at the ends of {p.variables[0].domain.describe(p.variables[0].name)} on the whole domain"
    )
    weight = _vanishing(p)
    if weight is None or not _nothing_flows(linear, weight):
        raise RegularityError(f"the plain objective is refused: {refused}; and no weight was found that helps")
    return replace(linear, weight=weight), refused


def _nothing_flows(linear: _Linear, weight: Expr) -> bool:
    p = linear.density
    signs = Signs.of(p)
    return all(boundary_flux(p, [weight * f], signs).total == 0 for f in linear.statistics) and all(
        boundary_flux(p, [weight * f], signs).total == 0 for f in sp.Add.make_args(linear.base) if f != 0
    )


def _vanishing(p: Density) -> Expr | None:
    """Return the square of the distance from the finite ends; ``None`` where there are none, or they are parameters."""
    x, (lower, upper) = p.xs[0], p.variables[0].domain.ends
    if any(e.has(*p.thetas) for e in (lower, upper)):
        return None
    distances = [d for d, end in ((x - lower, lower), (upper - x, upper)) if not end.is_infinite]
    return sp.Mul(*(d**2 for d in distances)) if distances else None


def _solved(linear: _Linear) -> _Linear:
    """Solve η(θ) for θ; the solution is the one that gives θ back at drawn points."""
    p = linear.density
    targets = tuple(sp.Symbol(f"_n{i}", real=True) for i in range(len(linear.natural)))
    equations = [e - n for e, n in zip(linear.natural, targets, strict=True)]
    unknown = {t: sp.Symbol(f"_u{i}", real=True) for i, t in enumerate(p.thetas)}
    found = within_time(
        sp.solve, [e.xreplace(unknown) for e in equations], list(unknown.values()), dict=True, seconds=5.0
    )
    for solution in found or []:
        values = {t: solution.get(u) for t, u in unknown.items()}
        if None not in values.values() and _gives_back(values, linear, targets):
            return replace(linear, targets=targets, solved=values)
    return linear


def _gives_back(values: Mapping[Any, Expr], linear: _Linear, targets: Sequence[Any]) -> bool:
    for point in points_under(linear.density, ()):
        natural = evaluate(list(linear.natural), point)
        given = {**point, **{t: float(n) for t, n in zip(targets, natural, strict=True)}}
        back = evaluate(list(values.values()), given)
        if not all(abs(float(b) - float(point[t])) < 1e-9 for t, b in zip(values, back, strict=True)):
            return False
    return True


def _averages(linear: _Linear) -> tuple[list[list[Expr]], list[Expr]]:
    """Return what is averaged: h A Aᵀ, shape (k, k), and h A b + (h A)′, shape (k,)."""
    x, h, A = linear.density.xs[0], linear.weight, linear.statistics
    matrix = [[sp.expand(h * f * g) for g in A] for f in A]
    vector = [sp.expand(h * f * linear.base + gradient(h * f, x)) for f in A]
    return matrix, vector


def _estimate(linear: _Linear, data: Any) -> dict[str, float]:
    matrix, vector = _averages(linear)
    x = linear.density.xs[0]

    def mean(e: Expr) -> float:
        return float(np.mean(evaluate([e], {x: data})[0]))

    left = np.array([[mean(e) for e in row] for row in matrix])
    natural = np.linalg.solve(left, -np.array([mean(e) for e in vector]))
    given = dict(zip(linear.targets, map(float, natural), strict=True))
    assert linear.solved is not None
    return {q.name: float(evaluate([linear.solved[q.symbol]], given)[0]) for q in linear.density.parameters}


def _in_means(linear: _Linear, signs: Signs) -> dict[str, Expr] | None:
    """Return every parameter as a function of sample means."""
    if linear.solved is None:
        return None
    matrix, vector = _averages(linear)
    x = linear.density.xs[0]
    held: dict[Expr, Any] = {}

    def mean(e: Expr) -> Expr:
        total = sp.S.Zero
        for term in sp.Add.make_args(e):
            c, f = term.as_independent(x, as_Add=False)
            total += c * (held.setdefault(f, sp.Symbol(f"_m{len(held)}", positive=True)) if f != 1 else 1)
        return total

    left = sp.Matrix([[mean(e) for e in row] for row in matrix])
    natural = -left.inv() * sp.Matrix([mean(e) for e in vector])
    rule = dict(zip(linear.targets, natural, strict=True))
    shown = {symbol: sp.Function("mean")(linear.density.present(f)) for f, symbol in held.items()}
    return {
        q.name: linear.density.present(tidy(sp.cancel(linear.solved[q.symbol].xreplace(rule)), signs)).xreplace(shown)
        for q in linear.density.parameters
    }


def _variance(linear: _Linear) -> tuple[Matrix, tuple[Any, ...]] | None:
    """Return the sandwich variance of the parameters, shape (k, k), and its conditions."""
    p = linear.density
    x, h, A = p.xs[0], linear.weight, linear.statistics
    score = sp.Add(linear.base, *(n * f for n, f in zip(linear.natural, A, strict=True)))
    psi = [sp.expand(h * f * score + gradient(h * f, x)) for f in A]
    k = len(A)
    pairs = [(i, j) for i in range(k) for j in range(i, k)]
    found = means(p, [h * A[i] * A[j] for i, j in pairs] + [sp.expand(psi[i] * psi[j]) for i, j in pairs])
    if any(m is None for m in found):
        return None
    conditions = strongest(c for m in found if m for c in m.conditions)
    signs = Signs.of(narrowed(p, conditions))
    values = [m.value for m in found if m]
    bread, meat = (_symmetric(values[s : s + len(pairs)], pairs, k) for s in (0, len(pairs)))
    slopes = sp.ImmutableMatrix(linear.natural).jacobian(list(p.thetas))
    whole = inverse(sp.ImmutableMatrix(bread * slopes), signs)
    return tidy(whole * meat * whole.T, signs), conditions


def _symmetric(values: Sequence[Expr], pairs: Sequence[tuple[int, int]], k: int) -> Matrix:
    entries = dict(zip(pairs, values, strict=True))
    return sp.ImmutableMatrix(k, k, lambda i, j: entries[min(i, j), max(i, j)])


def _efficiency(linear: _Linear, variance: Matrix, signs: Signs) -> dict[str, Expr] | None:
    p = linear.density
    try:
        bound = inverse(information_of(derive(p)), signs)
    except ClosedFormNotFoundError:
        return None
    return {q.name: tidy(bound[i, i] / variance[i, i], signs) for i, q in enumerate(p.parameters)}


def _answered(linear: _Linear, refused: str) -> ScoreMatching:
    p = linear.density
    found = _variance(linear)
    variance, conditions = (None, ()) if found is None else found
    signs = Signs.of(narrowed(p, conditions))
    efficiency = None if variance is None else _efficiency(linear, variance, signs)
    estimators = _in_means(linear, signs)
    show = p.present
    name = "plain (Hyvärinen 2005)" if linear.weight == 1 else "weighted, for data with an end (Hyvärinen 2007)"
    listed = rows(
        ("objective", name),
        ("weight h", linear.weight),
        ("plain objective refused", refused or None),
        *(
            (f"coefficient of {show(f)} in the data score", n)
            for f, n in zip(linear.statistics, linear.natural, strict=True)
        ),
        *((f"estimator of {n}", str(e)) for n, e in (estimators or {}).items()),
        ("variance of sqrt(n) times the error", "no closed form found" if variance is None else variance),
        *((f"efficiency for {n}", e) for n, e in (efficiency or {}).items()),
        *(("provided", c) for c in conditions),
    )
    return ScoreMatching(
        natural=tuple(map(show, linear.natural)),
        statistics=tuple(map(show, linear.statistics)),
        base=show(linear.base),
        weight=show(linear.weight),
        plain_refused=refused,
        estimators=estimators,
        variance=None if variance is None else show(variance),
        efficiency=None if efficiency is None else {n: show(e) for n, e in efficiency.items()},
        conditions=tuple(map(show, conditions)),
        own=linear,
        answer=Answer("Estimation by score matching", p, listed),
    )
