"""What is said about a derivation in words, shared by the formats made for readers."""

from __future__ import annotations

from typing import Any

from symfisher.density import Density, Quantity, gathered
from symfisher.derivation import Condition, Derivation, Proof, Verification
from symfisher.rendering.languages import catalogue
from symfisher.rendering.steps import translated
from symfisher.rendering.symbols import describe_domain


def setting(derivation: Derivation, language: str = "en") -> list[str]:
    """Return one line each for the support, the parameters and the constants, as they are typed."""
    density, said = derivation.density, catalogue(language).PROSE
    return [
        said[key].format(listing=", ".join(describe_domain(q, density) for q in group))
        for key, group in groups_of(density)
    ]


def groups_of(density: Density) -> list[tuple[str, tuple[Quantity, ...]]]:
    """Return variables, parameters and constants with the key of their sentence; what there is none of is left out."""
    groups = [("support", density.variables), ("parameters", density.parameters), ("constants", density.constants)]
    return [(key, group) for key, group in groups if group]


def routes(derivation: Derivation, language: str = "en") -> list[str]:
    """Return how the entries were found: one line if all in the same way, else one line a way.

    The entries are named by their parameters.
    """
    names = [p.name for p in derivation.density.parameters]
    return [
        way + (f": {' '.join(f'({names[i]}, {names[j]})' for i, j in entries)}" if entries else "")
        for way, entries in ways(derivation, language)
    ]


def ways(derivation: Derivation, language: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return (way, entries found in it); no entries if all were found in one way."""
    words = catalogue(language)
    groups: dict[str, list[tuple[int, int]]] = {}
    for i, row in enumerate(derivation.proofs):
        for j, proof in enumerate(row[i:], start=i):
            way = words.HEADINGS["infinite"] if (i, j) in derivation.infinite else _way(proof, words)
            groups.setdefault(way, []).append((i, j))
    return [(way, entries if len(groups) > 1 else []) for way, entries in groups.items()]


def _way(proof: Proof | None, words: Any) -> str:
    """Name the route of an entry and what its result is worth."""
    if proof is None:
        return str(words.HEADINGS["unevaluated"])
    status = words.PROSE.get(proof.status, proof.status)
    return f"{words.HEADINGS['route']} {words.ROUTES.get(proof.route, proof.route)} ({status})"


def regularity(derivation: Derivation, language: str = "en") -> list[str]:
    """Return the verdict, the Cramér-Rao finding and one line a condition."""
    words, found = catalogue(language), derivation.regularity
    said = words.PROSE
    when = said["when"].format(when=found.when) if found.when else ""
    bound = said["bound-undecided" if found.cramer_rao == "undecided" else found.cramer_rao]
    lines = [said["verdict"].format(verdict=said[found.verdict], when=when, bound=bound)]
    return lines + [f"{_named(c.name, language)}: {_decided(c, words)}" for c in found.conditions]


def _decided(condition: Condition, words: Any) -> str:
    """Return what was decided and why; what fails in part holds only where the reason says."""
    reason = translated(condition.reason, words)
    if condition.status == "fails" and condition.reason.startswith("only for "):
        return f"{words.PROSE['holds']} {reason}"
    return f"{words.PROSE[condition.status]}; {reason}"


def _named(condition: str, language: str) -> str:
    """Return what a condition is called: by its key in English, as in the record."""
    return condition if language == "en" else str(catalogue(language).WORDS.get(condition, condition))


def inferred(derivation: Derivation, language: str = "en") -> list[str]:
    """Return what was not given but found."""
    words = catalogue(language)
    return [translated(sentence, words) for sentence in gathered(derivation.density.inferred)]


def notes(derivation: Derivation, language: str = "en") -> list[str]:
    """Return what is worth knowing besides."""
    words = catalogue(language)
    return [translated(sentence, words) for sentence in derivation.notes]


def identifiability(derivation: Derivation, language: str = "en") -> list[str]:
    """Return what is known about the rank, an empty list if nothing is."""
    found, said = derivation.identifiable, catalogue(language).PROSE
    if found.verdict == "undecided" and found.rank is None:
        return []
    word = said[{"holds": "told-apart", "fails": "not-told-apart"}.get(found.verdict, "undecided")]
    size = len(derivation.density.parameters)
    return [word + ("" if found.rank is None else said["rank"].format(rank=found.rank, size=size))]


def checked(verification: Verification, language: str = "en") -> list[str]:
    """Return how the closed form was compared with numbers."""
    words = catalogue(language)
    said, method = words.PROSE, translated(verification.method, words)
    if verification.status != "passed":
        return [f"{said['not-tested']}: {method}" if method else said["not-tested"]]
    points, error = len(verification.points), verification.max_relative_error
    worst = "" if error is None else said["largest-error"].format(error=f"{error:.1e}")
    told = said["at-point" if points == 1 else "at-points"].format(points=points) if points else ""
    where = "" if f"{points} point" in verification.method else told
    return [f"{method or 'passed'}{where}{worst}"]
