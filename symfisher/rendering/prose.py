"""What is said about a derivation in words, shared by the formats made for readers."""

from __future__ import annotations

from typing import Any

from symfisher.derivation import Derivation, Proof, Verification
from symfisher.rendering.languages import catalogue
from symfisher.rendering.symbols import describe_domain


def setting(derivation: Derivation) -> list[str]:
    """Return one line each for the support, the parameters and the constants."""
    density = derivation.density
    lines = [("support", density.variables), ("parameters", density.parameters), ("constants", density.constants)]
    return [f"{title} {', '.join(describe_domain(q, density) for q in group)}" for title, group in lines if group]


def routes(derivation: Derivation, language: str = "en") -> list[str]:
    """Return how the entries were found: one line if all in the same way, else one line a way.

    The entries are named by their parameters.
    """
    words = catalogue(language)
    groups: dict[str, list[str]] = {}
    names = [p.name for p in derivation.density.parameters]
    for i, row in enumerate(derivation.proofs):
        for j, proof in enumerate(row[i:], start=i):
            groups.setdefault(_way(proof, words), []).append(f"({names[i]}, {names[j]})")
    if len(groups) == 1:
        return list(groups)
    return [f"{way}: {' '.join(entries)}" for way, entries in groups.items()]


def _way(proof: Proof | None, words: Any) -> str:
    """Name the route of an entry and what its result is worth."""
    if proof is None:
        return str(words.HEADINGS["unevaluated"])
    return f"{words.HEADINGS['route']} {words.ROUTES.get(proof.route, proof.route)} ({proof.status})"


def regularity(derivation: Derivation) -> list[str]:
    """Return the verdict, the Cramér-Rao finding and one line a condition."""
    found = derivation.regularity
    when = f" when {found.when}" if found.when else ""
    lines = [f"{found.verdict}{when}; the Cramér-Rao bound {_bound(found.cramer_rao)}"]
    return lines + [f"{condition.name}: {condition.status}; {condition.reason}" for condition in found.conditions]


def _bound(finding: str) -> str:
    """Say whether the bound applies, as the end of a sentence."""
    return "is undecided" if finding == "undecided" else finding


def identifiability(derivation: Derivation) -> list[str]:
    """Return what is known about the rank, an empty list if nothing is."""
    found = derivation.identifiable
    size = len(derivation.density.parameters)
    if found.verdict == "undecided" and found.rank is None:
        return []
    word = {"holds": "all parameters can be told apart", "fails": "not all parameters can be told apart"}.get(
        found.verdict, "undecided"
    )
    rank = "" if found.rank is None else f" (rank {found.rank} of {size})"
    return [word + rank]


def checked(verification: Verification) -> list[str]:
    """Return how the closed form was compared with numbers."""
    if verification.status != "passed":
        return [f"not tested: {verification.method}" if verification.method else "not tested"]
    points = len(verification.points)
    error = verification.max_relative_error
    worst = "" if error is None else f", largest relative error {error:.1e}"
    where = f" at {points} point{'s' if points != 1 else ''}" if points else ""
    return [f"{verification.method or 'passed'}{where}{worst}"]
