"""Both sides of a claim as numbers at parameter points: what decides, with or without closed forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import mpmath
import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Proof
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate, evaluate_mp
from symfisher.quadrature import draw_points, moments

Point = dict[Any, Expr]
Form = Literal["score", "hessian"]

_WORKING = (30, 50)
_AGREE = 1e-15
_ROUNDING = 1e-13
_TRUSTED = 1e-10
"""Relative error that a quadrature is credited with at least, whatever it estimates."""
_SATURATION = 50.0
_PRECISE = 1e-6
"""Greatest relative error of a quadrature that is used at all."""
_SIMPLE = tuple(sp.Rational(*pair) for pair in ((2, 1), (3, 1), (5, 2), (7, 2), (5, 1), (3, 2), (4, 1), (1, 1)))
_PARTS = tuple(sp.Rational(*pair) for pair in ((1, 3), (1, 4), (2, 5), (1, 5), (1, 2)))


@dataclass(frozen=True)
class Numbers:
    """A matrix as numbers: ``nan`` where there is none, infinite where it diverges; errors are absolute, per entry."""

    values: Any
    error: Any


def may_saturate(expressions: Sequence[Expr], point: Mapping[Any, Expr]) -> bool:
    """Whether an argument inside is so large that erf, say, may be a constant to all digits computed."""
    return not (computable(expressions, point) and safe_to_evaluate(expressions, point, _SATURATION))


def safe_to_evaluate(expressions: Sequence[Expr], point: Mapping[Any, Expr], largest: float = 1e9) -> bool:
    """Whether no argument or exponent inside is larger, which would take endless time and memory."""
    inner = {a for e in expressions for f in e.atoms(sp.Function, sp.Pow) for a in f.args if not a.is_number}
    arguments = sorted(inner, key=sp.default_sort_key)
    try:
        sizes = [np.max(np.abs(v)) for v in evaluate(arguments, dict(point))]
    except (CannotEvaluateError, OverflowError, ValueError, ZeroDivisionError):
        return True  # refused again, or found to be no number, by the evaluation itself
    return not any(size > largest for size in sizes)


def computable(expressions: Sequence[Expr], point: Mapping[Any, Expr]) -> bool:
    """Whether expressions have evaluators and stay within bounds at the point: then ``nan`` is "no real number"."""
    try:
        evaluate(list(expressions), dict(point))
    except CannotEvaluateError:
        return False
    except (OverflowError, ValueError, ZeroDivisionError):
        return True
    return safe_to_evaluate(expressions, point)


def evaluate_exactly(expressions: Sequence[Expr], point: Mapping[Any, Expr]) -> Any:
    """Return expressions as floats; ``nan`` where two working precisions disagree or there is no real number."""
    if not safe_to_evaluate(expressions, point):
        return np.full(len(expressions), np.nan)
    try:
        rough, fine = (evaluate_mp(list(expressions), point, digits) for digits in _WORKING)
    except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
        if len(expressions) == 1:
            return np.array([np.nan])
        return np.concatenate([evaluate_exactly([e], point) for e in expressions])
    return np.array([_settled(a, b) for a, b in zip(rough, fine, strict=True)])


def _settled(rough: Any, fine: Any) -> float:
    if mpmath.isinf(fine):
        return float(fine)
    if not mpmath.isfinite(fine) or not mpmath.isfinite(rough):
        return float("nan")
    far = abs(rough - fine) > _AGREE * max(abs(fine), mpmath.mpf(10) ** -20)
    return float("nan") if far else float(fine)


def information(derivation: Derivation, point: Mapping[Any, Expr], form: Form = "score") -> Numbers:
    """Return E[score scoreᵀ], or −E[Hessian], at one point: closed forms, and quadrature for what has none there.

    At a point that the conditions of a closed form exclude there are no numbers.
    """
    k = len(derivation.density.parameters)
    proofs, matrix = _closed(derivation, form)
    values = np.full((k, k), np.nan)
    if not all(_holds(proof, point) for row in proofs for proof in row):
        return Numbers(values, values)
    for i in range(k):
        for j in range(k):
            if proofs[i][j] is not None:
                values[i, j] = evaluate_exactly([matrix[i, j]], point)[0]
    error = _ROUNDING * np.abs(values)
    missing = ~np.isfinite(values)
    if missing.any():
        found = _by_quadrature(derivation, point, form)
        values, error = np.where(missing, found.values, values), np.where(missing, found.error, error)
    return Numbers(values, error)


def _closed(derivation: Derivation, form: Form) -> tuple[tuple[tuple[Proof | None, ...], ...], Any]:
    own = derivation.own
    if form == "score" or own.hessian_information is None:
        return derivation.proofs, own.expected_information
    k = len(derivation.density.parameters)
    return derivation.hessian_proofs or ((None,) * k,) * k, own.hessian_information


def _holds(proof: Proof | None, point: Mapping[Any, Expr]) -> bool:
    """Whether the conditions of a closed form, if there is one, are met at the point."""
    return proof is None or all(c.xreplace(dict(point)) == sp.true for c in proof.conditions)


def _by_quadrature(derivation: Derivation, point: Mapping[Any, Expr], form: Form) -> Numbers:
    own = derivation.own
    found = moments(derivation.density, own.log_density, own.score, own.hessian, dict(point))
    good = found.ok if form == "score" else found.hessian_ok
    values = found.outer if form == "score" else found.neg_hessian
    errors = found.errors if form == "score" else found.hessian_errors
    if not (good and found.relative_error < _PRECISE):
        values = np.where(found.divergent, np.inf, np.nan) if form == "score" else np.full_like(values, np.nan)
    return Numbers(
        values, np.nan_to_num(errors, nan=0.0, posinf=0.0) + _TRUSTED * np.nan_to_num(found.scale, posinf=0.0)
    )


def parameter_points(derivation: Derivation, count: int) -> list[Point]:
    """Return parameter points: a simple one, drawn ones, and those that the derivation was verified at."""
    density = derivation.density
    simple = simple_point(density)
    drawn = _drawn(density, count)
    verified = [density.own(point) for point in derivation.verification.points]
    return [*([simple] if simple is not None else []), *drawn, *(p for p in verified if p not in drawn)]


def joint_points(density: Density, count: int) -> list[Point]:
    """Return points that hold parameters, constants and observations."""
    everything = replace(density, variables=(), parameters=(*density.parameters, *density.variables))
    simple = simple_point(everything)
    return [*([simple] if simple is not None else []), *_drawn(everything, count)]


def _drawn(density: Density, count: int) -> list[Point]:
    for wanted in range(count, 0, -1):
        try:
            return draw_points(density, wanted)
        except DomainError:
            continue
    return []


def simple_point(density: Density) -> Point | None:
    """Return a point of small numbers, for a reader to follow; ``None`` if that is not easily found.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> simple_point(read("x ~ gamma(a, b)"))
    {_t1: 2, _t2: 3}
    """
    point: Point = {}
    waiting = [*density.constants, *density.parameters]
    while waiting:
        ready = [q for q in waiting if not {s for e in q.domain.ends for s in e.free_symbols} - set(point)]
        value = next(iter(_simple_values(ready[0], point)), None) if ready else None
        if value is None:
            return None
        point[ready[0].symbol] = value
        waiting.remove(ready[0])
    ends = [[e.xreplace(point) for e in v.domain.ends] for v in density.variables]
    return point if all(not (a.is_number and b.is_number) or bool(a < b) for a, b in ends) else None


def _simple_values(quantity: Quantity, point: Point) -> Iterator[Expr]:
    """Yield simple numbers of a domain whose ends are known, those not used yet first."""
    domain = quantity.domain.xreplace(point)
    used = set(point.values())
    candidates = [v for v in _candidates(domain) if domain.contains(v)]
    yield from [v for v in candidates if v not in used]
    yield from candidates


def _candidates(domain: Interval | IntegerRange | FiniteSet) -> list[Expr]:
    if isinstance(domain, FiniteSet):
        return list(domain.values)
    lower, upper = domain.ends
    if isinstance(domain, IntegerRange):
        base = lower if lower.is_finite else sp.Integer(0)
        return [base + domain.step * i for i in (3, 4, 2, 1, 0)]
    if lower.is_finite and upper.is_finite:
        return [lower + (upper - lower) * part for part in _PARTS]
    if upper.is_finite:
        return [upper - v for v in _SIMPLE]
    return [(lower if lower.is_finite else 0) + v for v in _SIMPLE]
