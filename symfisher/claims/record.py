"""The record of a checked claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from symfisher.derivation import Derivation
from symfisher.domains import Expr

Verdict = Literal["right", "right-up-to", "wrong", "undecided"]
Of = Literal["expected", "observed", "score", "bound", "expected-hessian"]
OFS: tuple[Of, ...] = ("expected", "observed", "score", "bound", "expected-hessian")

SUBJECTS: dict[Of, str] = {
    "expected": "the Fisher information",
    "observed": "the observed information",
    "score": "the score",
    "bound": "the Cramér-Rao bound",
    "expected-hessian": "the expected Hessian of the log-density",
}
"""What each kind of claim is about, in words."""


@dataclass(frozen=True)
class CheckedClaim:
    """A claim and what was found out about it.

    Attributes
    ----------
    verdict
        ``right``, ``right-up-to`` (a named relation), ``wrong`` or ``undecided``.
    of
        What was claimed: the expected information, the observed information, the score, the Cramér-Rao bound, or the
        expected Hessian.
    claim
        What was claimed, shape (k, k), for a score (k, 1), in the user's symbols and in the order of the parameters
        unless the relation says otherwise.
    relation
        ``factor n``, ``log(sigma) instead of sigma``, ``inverse`` …: by what the claim differs from the derivation;
        several joined by ``or``; for a wrong claim a remark on the wrong entry, or ``None``.
    entry
        Names of row and column (for a score of the row) that the two numbers belong to.
    at
        Name to exact value: the point of the two numbers; with the variables for what depends on the data.
    claimed, derived
        Both numbers; ``None`` where there is no finite real one.
    basis
        ``exact``: an identity of functions was shown; ``numbers``: the two agree, or differ, at every point tried.
    sentences
        The finding in words.
    derivation
        Ours.
    """

    verdict: Verdict
    of: Of
    claim: Any
    derivation: Derivation
    relation: str | None = None
    entry: tuple[str, ...] | None = None
    at: Mapping[str, Expr] | None = None
    claimed: float | None = None
    derived: float | None = None
    basis: Literal["exact", "numbers"] = "numbers"
    sentences: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the claim is right as it stands."""
        return self.verdict == "right"

    def __str__(self) -> str:
        """Return the finding in words."""
        return " ".join(self.sentences)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values: verdict, relation, entry, at, claimed, derived, and how and of what."""
        return {
            "verdict": self.verdict,
            "relation": self.relation,
            "entry": None if self.entry is None else list(self.entry),
            "at": None if self.at is None else {name: sp.sstr(value) for name, value in self.at.items()},
            "claimed": self.claimed,
            "derived": self.derived,
            "of": self.of,
            "basis": self.basis,
            "explanation": str(self),
        }
