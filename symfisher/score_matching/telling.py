"""How the answers of this room say things: closed forms or their absence, points, numbers, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symfisher.density import Density
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.score_matching.means import diverges
from symfisher.score_matching.minimum import KINDS, Minimum
from symfisher.score_matching.model import Model

NOT_FOUND = "no closed form found"
INFINITE = "infinite, as quadrature finds at the drawn points"
NO_MEAN = "does not exist: not absolutely integrable, as quadrature finds at the drawn points"


def or_words(e: Expr | None, density: Density | None = None, h: Expr | None = None, said: str = INFINITE) -> Any:
    """Return a closed form of E[h], or say that there is none; where it diverges, what is said of that."""
    if e is not None:
        return e
    return said if density is not None and h is not None and diverges(density, h) else NOT_FOUND


def point_text(point: Mapping[str, Any]) -> str:
    """Return ``m=0, s=1``.

    Examples
    --------
    >>> point_text({"m": 0, "s": 1})
    'm=0, s=1'
    """
    return ", ".join(f"{name}={value}" for name, value in point.items())


def numbers_at(points: Sequence[Mapping[str, Any]], numbers: Sequence[Mapping[str, float]], how: str) -> Any:
    """Return one row for every point that was asked for."""
    return [
        (f"{how} at {point_text(p)}" if p else how, ", ".join(f"{name} {value:.12g}" for name, value in n.items()))
        for p, n in zip(points, numbers, strict=True)
    ]


def check_text(v: Verification, what: str) -> str:
    """Say what was compared, at how many points, and how closely it agrees."""
    if v.status != "passed":
        return "not tested"
    return f"{what} at {len(v.points)} points, largest relative difference {v.max_relative_error:.0e}"


def minimum_rows(least: Minimum) -> list[tuple[str, Any]]:
    """Return the gradient, the place where it vanishes, and the value there."""
    of = "implicit objective, " if least.implicit else ""
    found = [(f"{of}derivative in {q.name}", e) for q, e in (least.gradient or {}).items()]
    found += [(f"{of}{KINDS[least.kind]}: {q.name}", v) for q, v in (least.place or {}).items()]
    return [*found, ("divergence there", least.value)]


def constancy(constant: Expr | None, model: Model) -> str | None:
    """Say whether divergence and implicit objective have the same minimum."""
    if constant is None:
        return None
    moving = [q.name for q in model.parameters if constant.has(q.symbol)]
    if moving:
        return f"depends on {', '.join(moving)}: minimising the implicit objective does not minimise the divergence"
    return "is free of the model's parameters: both objectives have the same minimum"
