"""Claims free of the data: the expected information, its inverse, the expected Hessian."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from symfisher.claims.case import Case, case_of, inverse_of, matrix_at
from symfisher.claims.charts import CHARTS, Chart, charts_for
from symfisher.claims.equality import Agreement, agreement
from symfisher.claims.judgement import Comparison, compare, verdict_of
from symfisher.claims.numbers import (
    Form,
    evaluate_exactly,
    information,
)
from symfisher.claims.reading import SAMPLE_SIZE, Claim
from symfisher.claims.record import SUBJECTS, CheckedClaim, Of
from symfisher.claims.relations import (
    TOLERANCE,
    Base,
    Change,
    Relation,
    Samples,
    constant_ratio,
    orders_of,
    search,
)
from symfisher.claims.words import explain, name_of, ratio_in_words
from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.signs import Signs

_MOST_NAMED = 3


def judge(derivation: Derivation, claim: Claim, of: Of, fixed_order: bool) -> CheckedClaim:
    """Check a claim that holds no data."""
    if of == "bound" and (
        derivation.regularity.cramer_rao == "does not apply" or derivation.identifiable.verdict == "fails"
    ):
        return _no_bound(derivation)
    case = case_of(derivation, claim, of)
    comparison = compare(case.points, case.claimed, case.derived)
    if comparison.verdict == "wrong":
        return _related(case, comparison, fixed_order) or _wrong(case, comparison)
    if comparison.verdict == "undecided":
        return _undecided(case, comparison)
    shown = _same_function(case, case.as_it_stands)
    if shown == "differs":
        return _rounded(case, comparison) or _nearly(case, comparison)
    exact = shown == "exact"
    if case.doubtful and not exact:
        return _undecided(case, comparison)
    return verdict_of(derivation, of, comparison, case.names, exact=exact, sentences=(_right(case, exact, comparison),))


def _same_function(case: Case, relation: Relation) -> Agreement:
    """Say how far the claim, with the relation undone, is the same function as its base."""
    derivation, k = case.derivation, len(case.names)
    thetas = derivation.density.thetas
    form: Form = "hessian" if (relation.base == "hessian") != (case.of == "expected-hessian") else "score"
    target = _closed_matrix(derivation, form)
    if target is None:
        return "numbers"
    undone = relation.undone(sp.Matrix(case.claim.rows), thetas)
    if relation.base in ("root", "root-inverse"):
        undone = undone.multiply_elementwise(undone)
    if relation.base == "sign":
        undone = -undone
    if case.of == "expected-hessian" and form == "hessian":
        undone = -undone
    inverse = (relation.base in ("inverse", "root-inverse")) != (case.of == "bound")
    left, right = (undone * target, sp.eye(k)) if inverse else (undone, target)
    pairs = [(left[i, j], right[i, j]) for i in range(k) for j in range(k)]
    return agreement(pairs, Signs.of(derivation.density), case.points)


def _closed_matrix(derivation: Derivation, form: Form) -> Any:
    """Return the closed forms, or ``None`` if an entry has none."""
    own = derivation.own
    if form == "score" or own.hessian_information is None:
        return own.expected_information if derivation.closed_form else None
    proofs = derivation.hessian_proofs or ()
    closed = bool(proofs) and all(p is not None for row in proofs for p in row)
    return own.hessian_information if closed else None


def _related(case: Case, comparison: Comparison, fixed_order: bool) -> CheckedClaim | None:
    """Return the verdict for a claim that is right up to a relation, if one is found."""
    rounded = _rounded(case, comparison)
    if rounded is not None or len(case.points) < 2 or not all(np.isfinite(d.values).all() for d in case.derived):
        return rounded
    k = len(case.names)
    orders = [tuple(range(k))] if fixed_order else orders_of(k)
    found = search(_samples(case), charts_for(case.derivation.density, _signs(case)), orders)
    shown = [(r, _same_function(case, r)) for r in found if r.size == found[0].size]
    unsure = ("differs", "numbers") if case.doubtful else ("differs",)
    confirmed = [(r, how) for r, how in shown if how not in unsure][:_MOST_NAMED]
    if not confirmed:
        return None
    how = confirmed[0][1]
    best, *others = [_beyond_the_sample(case, r) for r, _ in confirmed]
    sentences = [explain(best, case.names, case.of, _why_hessian(case.derivation))]
    sentences += [
        f"It is also {explain(other, case.names, case.of, '').removeprefix('The claim is ')}" for other in others
    ]
    exact = how == "exact"
    sentences.append(_basis(exact, comparison))
    name = " or ".join(name_of(r, case.names) for r in (best, *others))
    return verdict_of(
        case.derivation, case.of, comparison, case.names, relation=name, exact=exact, sentences=tuple(sentences)
    )


def _beyond_the_sample(case: Case, relation: Relation) -> Relation:
    """Return what is to be named: a bound that says n is meant for n observations."""
    expected = case.of_sample and relation.power == case.as_it_stands.power
    return replace(relation, count=sp.S.One) if expected else relation


def _signs(case: Case) -> Signs:
    return Signs.of(case.derivation.density)


def _samples(case: Case) -> Samples:
    has_n = SAMPLE_SIZE in case.claim.symbols
    thetas = case.derivation.density.thetas
    sizes = np.array([float(p[SAMPLE_SIZE]) for p in case.points]) if has_n else np.ones(len(case.points))
    derived = np.array([d.values for d in case.derived])
    if case.of_sample:
        derived = derived * sizes[:, None, None]
    slopes = {
        (i, chart.name): np.array([evaluate_exactly([chart.slope(t)], p)[0] for p in case.points])
        for i, t in enumerate(thetas)
        for chart in CHARTS
    }
    bases = _bases(case, derived)
    sign = -1 if case.of == "bound" else 1
    powers: dict[Base, Expr] = {
        "same": sp.Integer(sign),
        "sign": sp.Integer(sign),
        "hessian": sp.Integer(sign),
        "inverse": sp.Integer(-sign),
        "root": sp.Rational(sign, 2),
        "root-inverse": sp.Rational(-sign, 2),
    }
    return Samples(_claim_in(case), sizes, bases, powers, slopes, has_n)


def _claim_in(case: Case) -> Callable[[tuple[Change, ...]], Any]:
    """Return the claim as a function of how its letters are read."""
    thetas = case.derivation.density.thetas

    def claim(renamed: tuple[Change, ...]) -> Any:
        if not renamed:
            return np.array(case.claimed)
        read = ({**p, **{thetas[c.index]: _image(c.chart, p[thetas[c.index]]) for c in renamed}} for p in case.points)
        return np.array([matrix_at(case.claim.rows, p) for p in read])

    return claim


@cache
def _image(chart: Chart, value: Expr) -> Expr:
    return chart.image(value)


def _bases(case: Case, derived: Any) -> dict[Base, Any]:
    """Return the matrices that a claim may be, at every point; those without numbers are left out."""
    bases: dict[Base, Any] = {"same": derived, "sign": -derived}
    if case.derivation.own.hessian_information is not None and case.of in ("expected", "expected-hessian"):
        form: Form = "hessian" if case.of == "expected" else "score"
        other = np.array([information(case.derivation, p, form).values for p in case.points])
        bases["hessian"] = other if case.of == "expected" else -other
    if case.of == "bound":
        bases["inverse"] = np.array([information(case.derivation, p).values for p in case.points])
    elif case.of == "expected":
        bases["inverse"] = np.array([inverse_of(d).values for d in case.derived])
    claimed = np.array(case.claimed)
    diagonal = (claimed == np.einsum("sii->si", claimed)[:, :, None] * np.eye(len(case.names))).all()
    if diagonal and case.of == "expected":
        with np.errstate(invalid="ignore"):
            bases["root"] = np.sqrt(derived)
            if "inverse" in bases:
                bases["root-inverse"] = np.sqrt(bases["inverse"])
    return {name: matrix for name, matrix in bases.items() if np.isfinite(matrix).all()}


def _rounded(case: Case, comparison: Comparison) -> CheckedClaim | None:
    """Return the verdict for a claim that agrees to the digits of its decimal numbers."""
    digits = case.claim.digits
    if digits is None:
        return None
    claimed, derived = np.array(case.claimed), np.array([d.values for d in case.derived])
    if (
        not np.isfinite(claimed).all()
        or not (np.abs(claimed - derived) <= 10.0 ** (1 - digits) * np.abs(derived)).all()
    ):
        return None
    name = f"rounded to {digits} digits"
    said = f"The claim agrees with {SUBJECTS[case.of]} to the {digits} digits of its decimal numbers."
    return verdict_of(case.derivation, case.of, comparison, case.names, relation=name, sentences=(said,))


def _why_hessian(derivation: Derivation) -> str:
    """Say why the two definitions differ."""
    failing = [c for c in derivation.regularity.conditions if c.status == "fails" and c.name != "support"]
    return f"They differ because {failing[0].reason}." if failing else ""


def _basis(exact: bool, comparison: Comparison) -> str:
    if exact:
        return "Shown as an identity of functions."
    return f"Seen from numbers at {_points(comparison)}, not shown as an identity."


def _points(comparison: Comparison) -> str:
    return f"{comparison.count} point{'s' * (comparison.count > 1)}"


def _right(case: Case, exact: bool, comparison: Comparison) -> str:
    subject = SUBJECTS[case.of] + (" for n independent observations" if case.of_sample else "")
    if exact:
        agree = f"the numbers agree at {_points(comparison)}"
        return f"The claim is {subject}: the difference is identically zero, and {agree}."
    return f"The claim is {subject}, by numbers: they agree at {_points(comparison)}; an identity was not shown."


def _undecided(case: Case, comparison: Comparison) -> CheckedClaim:
    said = f"Whether the claim is {SUBJECTS[case.of]} was not decided: there are no numbers precise enough to compare."
    found = replace(comparison, verdict="undecided")
    return verdict_of(case.derivation, case.of, found, case.names, sentences=(said,))


def _no_bound(derivation: Derivation) -> CheckedClaim:
    failing = [c.reason for c in derivation.regularity.conditions if c.status == "fails"]
    if derivation.regularity.cramer_rao != "does not apply":
        failing = ["its Fisher information is singular and has no inverse"]
    why = f": {failing[0]}" if failing else ""
    said = f"There is no Cramér-Rao bound for this density{why}."
    return CheckedClaim("wrong", "bound", None, derivation, relation="no bound", sentences=(said,))


def _wrong(case: Case, comparison: Comparison) -> CheckedClaim:
    """Return the verdict for a wrong claim, with what can be said about the wrong entries."""
    claimed, derived = np.array(case.claimed), np.array([d.values for d in case.derived])
    remark, sentences = None, [f"The claim is not {SUBJECTS[case.of]}."]
    ratio, place = None, ""
    if np.isfinite(claimed).all() and np.isfinite(derived).all():
        i, j = comparison.entry
        loose = TOLERANCE if case.claim.digits is None else 10.0 ** (1 - case.claim.digits)
        whole = ratio_in_words(constant_ratio(claimed, derived, loose), loose)
        ratio = whole or ratio_in_words(constant_ratio(claimed[:, i, j], derived[:, i, j], loose), loose)
        place = "" if whole else _place(case.names, comparison.entry)
        short = f"{place[0].lower()}{place[1:]}: " if place else ""
        remark = None if ratio is None else f"{short}wrong sign" if ratio == "-1" else f"{short}factor {ratio}"
        wrong = np.abs(claimed - derived) > loose * np.abs(derived).max()
        count = int(wrong.any(axis=0).sum())
        if len(case.names) > 1:
            sentences.append(f"{count} of {wrong[0].size} entries differ.")
    if ratio == "-1":
        sentences.append(f"{place or 'The claim'} has the wrong sign.")
    elif ratio is not None:
        sentences.append(f"{place or 'The claim'} is {ratio} times what it should be.")
    return verdict_of(
        case.derivation, case.of, comparison, case.names, wrong=True, relation=remark, sentences=tuple(sentences)
    )


def _nearly(case: Case, comparison: Comparison) -> CheckedClaim:
    """Return the verdict for a claim that agrees to the digits of a floating number, but not beyond."""
    said = f"The claim is not {SUBJECTS[case.of]}: it agrees to ten digits and more, but not to thirty."
    found = replace(comparison, verdict="wrong")
    return verdict_of(case.derivation, case.of, found, case.names, wrong=True, sentences=(said,))


def _place(names: Sequence[str], entry: tuple[int, ...]) -> str:
    return f"Entry ({', '.join(names[i] for i in entry)})" if len(names) > 1 else ""
