"""What was found, in words that a student understands."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symfisher.claims.record import SUBJECTS, Of
from symfisher.claims.relations import Change, Relation

_SHORT = {
    "sign": "sign",
    "hessian": "Hessian form",
    "inverse": "inverse",
    "root": "square root",
    "root-inverse": "square root of the inverse",
}


def name_of(relation: Relation, names: Sequence[str]) -> str:
    """Return the relation in a few words: ``factor n, log(sigma)``."""
    parts = [] if relation.base == "same" else [_SHORT[relation.base]]
    if relation.count != 1:
        count = "n" if relation.count.is_Symbol else f"n = {relation.count}"
        parts.append(f"factor {count}" if relation.power > 0 else f"factor 1/n{count[1:]}")
    if relation.order != tuple(sorted(relation.order)):
        parts.append(f"order {', '.join(names[i] for i in relation.order)}")
    parts += [_change(c, names) for c in relation.changes]
    return ", ".join(parts)


def _change(change: Change, names: Sequence[str]) -> str:
    name = names[change.index]
    new = change.chart.of(name)
    return f"{name} written for {new}" if change.renamed else f"{new} instead of {name}"


def explain(relation: Relation, names: Sequence[str], of: Of, why_hessian: str) -> str:
    """Return one sentence that says what the claim is."""
    sentence = f"The claim is {_what(relation, of)}"
    if relation.changes:
        new = {c.index: c.chart.of(names[c.index]) for c in relation.changes}
        listed = ", ".join(new.get(i, name) for i, name in enumerate(names))
        sentence += f" for {listed}" if len(names) == 1 else f" for the parameters ({listed})"
        roles = [r for c in relation.changes if (r := _role(c, names[c.index]))]
        sentence += f" ({'; '.join(roles)})" if roles else ""
    if relation.count != 1:
        count = "n" if relation.count.is_Symbol else str(relation.count)
        times = {
            "1": f"{count} times",
            "-1": f"1/{count} of",
            "1/2": f"sqrt({count}) times",
            "-1/2": f"1/sqrt({count}) of",
        }
        sentence += f", for {count} independent observations: {times[str(relation.power)]} that for one"
    if relation.order != tuple(sorted(relation.order)):
        sentence += f", with rows and columns in the order {', '.join(names[i] for i in relation.order)}"
    sentence += "."
    return f"{sentence} {why_hessian}" if relation.base == "hessian" and why_hessian else sentence


def _what(relation: Relation, of: Of) -> str:
    subject = SUBJECTS[of]
    if relation.base == "sign" and of == "expected":
        return "minus the Fisher information"
    if relation.base == "inverse":
        if of == "bound":
            return "the Fisher information itself, not its inverse"
        return "the inverse of the Fisher information, which bounds the variance of unbiased estimators (Cramér-Rao)"
    return {
        "same": subject,
        "sign": f"minus {subject}",
        "hessian": "-E[Hessian], which differs here from the Fisher information E[score scoreᵀ]",
        "root": f"the square root of {subject}",
        "root-inverse": "the square root of the inverse of the Fisher information, a standard error",
    }[relation.base]


def _role(change: Change, name: str) -> str:
    """Say what a new coordinate usually is."""
    said = {
        "reciprocal": "a rate where this density has a scale, or the reverse",
        "square": "a variance where this density has a standard deviation" if name in ("sigma", "s", "tau") else "",
    }.get(change.chart.name, "")
    if change.renamed:
        letter = f"the claim writes {name} for what is {change.chart.of(name)} in this density"
        return f"{letter}: {said}" if said else letter
    return said


def ratio_in_words(ratio: float | None, tolerance: float = 1e-9) -> str | None:
    """Return a simple ratio as text, or ``None`` if it is not one.

    Examples
    --------
    >>> ratio_in_words(-0.5), ratio_in_words(0.123456)
    ('-1/2', None)
    """
    if ratio is None or ratio == 0:
        return None
    fraction = Fraction(ratio).limit_denominator(24)
    near = fraction != 0 and abs(float(fraction) - ratio) <= tolerance * abs(ratio) and abs(fraction.numerator) <= 100
    return str(fraction) if near else None
