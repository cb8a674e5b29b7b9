"""The derivation as a JSON record, as described by ``schema.json`` beside this file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sympy as sp
from sympy.printing.str import StrPrinter

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, NumericalValue, Proof, Verification
from symfisher.domains import Expr
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.steps import as_record, tell
from symfisher.rendering.symbols import as_safe, as_typed, describe_domain, names_in_latex

__all__ = ["SCHEMA_VERSION", "from_record", "latex_parts", "own_conditions", "scalar_if_single", "to_record"]

SCHEMA_VERSION = 1


def to_record(derivation: Derivation, language: str = "en") -> dict[str, Any]:
    """Return the derivation as a dictionary of plain JSON values.

    Expressions are SymPy syntax over the safe names that ``symbols`` lists; domains and ``--at`` points are in the
    grammar of the options, over the names as typed.
    """
    density, own = derivation.density, derivation.own
    return {
        "schema": SCHEMA_VERSION,
        "density": _density(density),
        "symbols": {q.name: q.safe for q in density.quantities},
        "log_density": safe_text(own.log_density, density),
        "score": [safe_text(entry, density) for entry in derivation.written.score],
        "observed_information": _matrix(-derivation.written.hessian, density),
        "expected_information": _closed_entries(own.expected_information, derivation.proofs, density),
        "hessian_information": _hessian_information(derivation),
        "closed_form": derivation.closed_form,
        "status": [[proof.status if proof else "numeric" for proof in row] for row in derivation.proofs],
        "routes": [[proof.route if proof else "numeric" for proof in row] for row in derivation.proofs],
        "unevaluated": _unevaluated(derivation),
        "conditions": [safe_text(condition, density) for condition in own_conditions(derivation)],
        "regularity": _plain(asdict(derivation.regularity)),
        "identifiable": {
            "verdict": derivation.identifiable.verdict,
            "rank": derivation.identifiable.rank,
            "null_directions": [
                [safe_text(entry, density) for entry in direction]
                for direction in derivation.identifiable.null_directions
            ],
        },
        "verification": _verification(derivation.verification),
        "values": [_value(value) for value in derivation.values],
        "steps": [as_record(step, density) for step in tell(derivation, language, "brief")],
        "latex": latex_parts(derivation),
        "inferred": list(density.inferred),
        "notes": list(derivation.notes),
        "seconds": round(derivation.seconds, 6),
    }


def from_record(record: Mapping[str, Any]) -> Derivation:
    """Rebuild a derivation from `to_record`; see `symfisher.rendering.restore`."""
    from symfisher.rendering import restore  # loads the reading room, which writing does not need

    return restore.from_record(record)


def own_conditions(derivation: Derivation) -> tuple[Any, ...]:
    """Return the conditions of all proofs, each once, in our symbols."""
    return tuple(dict.fromkeys(c for row in derivation.proofs for proof in row if proof for c in proof.conditions))


def latex_parts(derivation: Derivation) -> dict[str, str]:
    """Return the LaTeX of the density, the score and both informations; a number instead of a 1 × 1 matrix."""
    density, own = derivation.density, derivation.written
    names = names_in_latex(density)
    parts = {
        "density": density.expression,
        "score": scalar_if_single(own.score),
        "observed_information": scalar_if_single(-own.hessian),
        "expected_information": scalar_if_single(own.expected_information),
    }
    return {name: to_latex(as_typed(part, density), names) for name, part in parts.items()}


def scalar_if_single(matrix: Any) -> Any:
    """Return the entry of a 1 × 1 matrix, any other matrix as it is.

    Examples
    --------
    >>> scalar_if_single(sp.Matrix([[5]]))
    5
    """
    return matrix[0, 0] if matrix.shape == (1, 1) else matrix


def _density(density: Density) -> dict[str, Any]:
    def listed(quantities: tuple[Quantity, ...], key: str) -> list[dict[str, str]]:
        return [{"name": q.name, key: describe_domain(q, density)} for q in quantities]

    record = {
        "expression": safe_text(density.expression, density),
        "variables": listed(density.variables, "set"),
        "discrete": density.discrete,
        "parameters": listed(density.parameters, "domain"),
        "constants": listed(density.constants, "domain"),
    }
    return record | ({"functions": [name for name, _ in density.functions]} if density.functions else {})


def safe_text(expression: Expr, density: Density) -> str:
    """Write an expression in SymPy syntax over safe names."""
    text: str = _Words().doprint(as_safe(expression, density))
    return text


class _Words(StrPrinter):  # type: ignore[misc]
    """SymPy syntax with ``Or(…)`` for ``|``, which our grammar keeps for absolute values; SymPy reads both."""

    def _print_Or(self, expression: Any) -> str:
        return f"Or({', '.join(self._print(part) for part in sorted(expression.args, key=sp.default_sort_key))})"

    def _print_Subs(self, expression: Any) -> str:
        """Write a derivative at a place with a letter for the helping symbol: names begin with letters in our grammar."""
        taken = {s.name for s in expression.free_symbols}
        letters = (n for n in "u v w y z u1 u2 u3 u4 u5 u6 u7 u8".split() if n not in taken)
        bound = [sp.Symbol(letter) for letter, _ in zip(letters, expression.variables, strict=False)]
        inner = expression.expr.xreplace(dict(zip(expression.variables, bound, strict=True)))
        place = ", ".join(self._print(p) for p in expression.point)
        return f"Subs({self._print(inner)}, {', '.join(map(str, bound))}, {place})"


def _matrix(matrix: Any, density: Density) -> list[list[str]]:
    return [[safe_text(entry, density) for entry in row] for row in matrix.tolist()]


def _closed_entries(
    matrix: Any, proofs: tuple[tuple[Proof | None, ...], ...], density: Density
) -> list[list[str | None]]:
    """Write the entries that have a proof; the others are ``None``."""
    return [
        [safe_text(matrix[i, j], density) if proof else None for j, proof in enumerate(row)]
        for i, row in enumerate(proofs)
    ]


def _hessian_information(derivation: Derivation) -> list[list[str | None]] | None:
    """Write −E[Hessian] where it is given."""
    matrix = derivation.own.hessian_information
    if matrix is None:
        return None
    if derivation.hessian_proofs is None:
        return [list(row) for row in _matrix(matrix, derivation.density)]
    return _closed_entries(matrix, derivation.hessian_proofs, derivation.density)


def _unevaluated(derivation: Derivation) -> list[dict[str, Any]]:
    """Return the entries without closed form, with what is left to integrate or sum."""
    matrix = derivation.own.expected_information
    return [
        {"entry": [i, j], "expression": safe_text(matrix[i, j], derivation.density)}
        for i, row in enumerate(derivation.proofs)
        for j, proof in enumerate(row)
        if proof is None
    ]


def _verification(verification: Verification) -> dict[str, Any]:
    return {
        "status": verification.status,
        "method": verification.method,
        "points": [_point(point) for point in verification.points],
        "max_relative_error": _finite(verification.max_relative_error),
    }


def _value(value: NumericalValue) -> dict[str, Any]:
    return {
        "at": _point(value.at),
        "expected_information": [list(map(str, row)) for row in value.expected_information],
        "error": _finite(value.error),
    }


def _point(point: Mapping[str, Expr]) -> dict[str, str]:
    """Write a point; names in their given order, values exact."""
    return {str(name): sp.sstr(value) for name, value in point.items()}


def _finite(number: float | None) -> float | None:
    """Return a number that JSON can hold; what is not finite becomes ``None``."""
    return float(number) if number is not None and math.isfinite(number) else None


def _plain(value: Any) -> Any:
    """Return nested tuples as lists, and anything SymPy as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
