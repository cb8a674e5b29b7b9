"""Claims that hold data: the observed information and the score; and a "Fisher information" that holds the variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from symfisher.claims.charts import charts_for
from symfisher.claims.equality import Agreement, agreement
from symfisher.claims.judgement import Comparison, compare, verdict_of
from symfisher.claims.numbers import Numbers, Point, computable, evaluate_exactly, information, joint_points
from symfisher.claims.reading import Claim
from symfisher.claims.record import SUBJECTS, CheckedClaim, Of
from symfisher.claims.relations import Change, Relation, close, orders_of
from symfisher.claims.words import name_of
from symfisher.derivation import Derivation
from symfisher.signs import Signs

_POINTS = 6


def judge(derivation: Derivation, claim: Claim, of: Of, fixed_order: bool) -> CheckedClaim:
    """Check a claim that holds data, or that is about them."""
    if of in ("observed", "score"):
        return _about_data(derivation, claim, of, fixed_order)
    if not _depends_on_data(derivation, claim):
        from symfisher.claims import against_parameters

        free = {x: p for x, p in joint_points(derivation.density, 1)[0].items() if x in derivation.density.xs}
        rows = tuple(tuple(e.xreplace(free) for e in row) for row in claim.rows)
        return against_parameters.judge(derivation, Claim(rows, claim.digits), of, fixed_order)
    return _data_where_none_belong(derivation, claim, of)


def _about_data(derivation: Derivation, claim: Claim, of: Of, fixed_order: bool) -> CheckedClaim:
    target = derivation.own.score if of == "score" else -derivation.own.hessian
    points, claimed, derived, comparison = _compared(derivation, claim, target)
    names = [p.name for p in derivation.density.parameters]
    subject = SUBJECTS[of]
    shown = _shown(derivation, claim, target, points) if comparison.verdict == "right" else "differs"
    if shown != "differs":
        exact = shown == "exact"
        how = "the difference is identically zero" if exact else "an identity was not shown"
        said = (
            f"The claim is {subject}: the numbers agree at {comparison.count} points of parameters and data, and {how}."
        )
        return verdict_of(derivation, of, comparison, names, exact=exact, sentences=(said,))
    if comparison.verdict == "undecided":
        said = f"Whether the claim is {subject} was not decided: there are no numbers precise enough to compare."
        return verdict_of(derivation, of, comparison, names, sentences=(said,))
    relation = _relation(derivation, points, np.array(claimed), np.array([d.values for d in derived]), of, fixed_order)
    if relation is not None:
        name, said = relation
        return verdict_of(derivation, of, comparison, names, relation=name, sentences=(said,))
    found = replace(comparison, verdict="wrong")
    return verdict_of(derivation, of, found, names, wrong=True, sentences=(f"The claim is not {subject}.",))


def _compared(
    derivation: Derivation, claim: Claim, target: Any
) -> tuple[list[Point], list[Any], list[Numbers], Comparison]:
    """Compare a claim with a matrix of functions of parameters and data."""
    points = joint_points(derivation.density, _POINTS)
    shape = target.shape
    derived = [evaluate_exactly(list(target), p).reshape(shape) for p in points]
    entries = [e for row in claim.rows for e in row]
    usable = [i for i, d in enumerate(derived) if np.isfinite(d).all() and computable(entries, points[i])]
    kept = [points[i] for i in usable]
    numbers = [Numbers(derived[i], 1e-13 * np.abs(derived[i])) for i in usable]
    claimed = [evaluate_exactly(entries, p).reshape(shape) for p in kept]
    return kept, claimed, numbers, compare(kept, claimed, numbers)


def _shown(derivation: Derivation, claim: Claim, target: Any, points: Sequence[Point]) -> Agreement:
    pairs = list(zip([e for row in claim.rows for e in row], list(target), strict=True))
    return agreement(pairs, Signs.of(derivation.density), points)


def _relation(
    derivation: Derivation, points: Sequence[Point], claimed: Any, derived: Any, of: Of, fixed_order: bool
) -> tuple[str, str] | None:
    """Return a relation by name and in words: sign, order, another coordinate of the score, the expectation."""
    if not np.isfinite(claimed).all():
        return None
    names = [p.name for p in derivation.density.parameters]
    k = len(names)
    subject = SUBJECTS[of]
    if close(claimed, -derived):
        other = " (the Hessian, with its sign not turned)" if of == "observed" else " (the gradient of the loss)"
        return "sign", f"The claim is minus {subject}{other}."
    for order in [] if fixed_order else orders_of(k)[1:]:
        places = np.argsort(order)
        turned = claimed[:, places] if of == "score" else claimed[:, places[:, None], places[None, :]]
        if close(turned, derived):
            listed = ", ".join(names[i] for i in order)
            return f"order {listed}", f"The claim is {subject} with its rows in the order {listed}."
    if of == "score":
        return _other_coordinate(derivation, points, claimed, derived, names)
    expected = np.array([information(derivation, p).values for p in points])
    if np.isfinite(expected).all() and close(claimed, expected):
        return "expected information", "The claim is the expected (Fisher) information: the mean of the observed one."
    return None


def _other_coordinate(
    derivation: Derivation, points: Sequence[Point], claimed: Any, derived: Any, names: Sequence[str]
) -> tuple[str, str] | None:
    """Return the coordinates in which the claim is the score: that for η = h(θ) is the one for θ over h′."""
    density = derivation.density
    changes: list[Change] = []
    for i, charts in enumerate(charts_for(density, Signs.of(density))):
        if close(claimed[:, i], derived[:, i]):
            continue
        theta = density.thetas[i]
        for chart in charts:
            slope = np.array([evaluate_exactly([chart.slope(theta)], p) for p in points])
            if close(claimed[:, i] * slope, derived[:, i]):
                changes.append(Change(i, chart))
                break
        else:
            return None
    new = {c.index: c.chart.of(names[c.index]) for c in changes}
    listed = ", ".join(new.get(i, name) for i, name in enumerate(names))
    name = name_of(Relation(order=tuple(range(len(names))), changes=tuple(changes)), names)
    return name, f"The claim is the score for {listed}."


# ---------------------------------------------------------------- a Fisher information that holds the variable


def _depends_on_data(derivation: Derivation, claim: Claim) -> bool:
    """Whether the claim changes with the variable that it contains (``x - x + 1`` does not)."""
    density = derivation.density
    xs = set(density.xs)
    points = joint_points(density, _POINTS)
    for first in points:
        for other in points:
            moved = {**first, **{x: other[x] for x in xs}}
            a, b = (evaluate_exactly([e for row in claim.rows for e in row], p) for p in (first, moved))
            if np.isfinite(a).all() and np.isfinite(b).all() and not close(a, b):
                return True
    return False


def _data_where_none_belong(derivation: Derivation, claim: Claim, of: Of) -> CheckedClaim:
    """Answer a claim that should hold no data: say whether it is the observed information."""
    density = derivation.density
    own = derivation.own
    names = [p.name for p in density.parameters]
    seen = ", ".join(v.name for v in density.variables if v.symbol in claim.symbols)
    warning = f"A Fisher information contains no data: it is an expectation over them, and this claim contains {seen}."
    if of == "bound":
        warning = f"A Cramér-Rao bound contains no data: it is made of expectations, and this claim contains {seen}."
    single = len(names) == 1
    candidates = (
        *([("score", own.score, "It is the score, whose variance is the Fisher information")] if single else []),
        ("observed information", -own.hessian, "It is the observed information: its mean is to be taken still"),
        ("Hessian", own.hessian, "It is the Hessian of the log-density, minus the observed information"),
        (
            "score squared",
            own.score * own.score.T,
            "It is score times score transposed: its mean is to be taken still",
        ),
    )
    for name, matrix, sentence in candidates:
        points, *_, comparison = _compared(derivation, claim, matrix)
        shown = _shown(derivation, claim, matrix, points) if comparison.verdict == "right" else "differs"
        if shown != "differs":
            exact = shown == "exact"
            said = (warning, sentence + (" (shown as an identity)." if exact else " (by numbers)."))
            return _wrong(derivation, claim, of, names, name, exact, said)
    said = (warning, "It is not the observed information either.")
    return _wrong(derivation, claim, of, names, None, False, said)


def _wrong(
    derivation: Derivation,
    claim: Claim,
    of: Of,
    names: Sequence[str],
    relation: str | None,
    exact: bool,
    sentences: tuple[str, ...],
) -> CheckedClaim:
    """Return the verdict ``wrong`` with the claim's number and ours at a point of parameters and data."""
    points = joint_points(derivation.density, _POINTS)
    expected = [information(derivation, {s: v for s, v in p.items() if s not in derivation.density.xs}) for p in points]
    claimed = [
        evaluate_exactly([e for row in claim.rows for e in row], p).reshape(expected[0].values.shape) for p in points
    ]
    shown = replace(compare(points, claimed, expected), verdict="wrong")
    return verdict_of(derivation, of, shown, names, wrong=True, relation=relation, exact=exact, sentences=sentences)
