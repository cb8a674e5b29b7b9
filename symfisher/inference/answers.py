"""What a question of inference is answered with: labelled rows and the steps that lead to them, ready to be rendered.

Every module of this room returns a record of its own, in the user's symbols, that carries an `Answer` in ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Derivation, Step
from symfisher.domains import Domain
from symfisher.errors import DomainError


@dataclass(frozen=True)
class Row:
    """One line of an answer: what it is called, and an expression or matrix in our symbols, or a sentence."""

    label: str
    value: Any


@dataclass(frozen=True)
class Answer:
    """An answer to be rendered.

    Attributes
    ----------
    title
        What was asked, in a few words.
    density
        The density that spells the symbols of the rows; it may have more constants than the one derived from.
    rows, steps
        The answer and how it was found, in our symbols.
    conditions
        Relations under which it holds, beyond the declared domains, in our symbols.
    """

    title: str
    density: Density
    rows: tuple[Row, ...]
    steps: tuple[Step, ...] = ()
    conditions: tuple[Any, ...] = ()

    def under(self, *sources: Any) -> Answer:
        """Return the answer with the conditions of proofs, and of the closed forms of derivations, added.

        A derivation whose Cramér-Rao theory is not shown to apply adds a row that says so.
        """
        found = list(self.conditions)
        said = list(self.rows)
        for source in sources:
            proofs = [p for row in source.proofs for p in row] if isinstance(source, Derivation) else [source]
            found += [c for proof in proofs if proof is not None for c in proof.conditions]
            if isinstance(source, Derivation):
                said += _caveat(source)
        return replace(self, rows=tuple(dict.fromkeys(said)), conditions=tuple(dict.fromkeys(found)))

    def __getitem__(self, label: str) -> Any:
        """Return the value of the row called ``label``, in our symbols."""
        for row in self.rows:
            if row.label == label:
                return row.value
        raise KeyError(label)


def _caveat(derivation: Derivation) -> list[Row]:
    """Say where the theory behind an answer is not shown to hold."""
    regularity = derivation.regularity
    if regularity.verdict == "regular":
        return []
    when = f" when {regularity.when}" if regularity.when else ""
    return [Row("regularity", f"{regularity.verdict}{when}; the Cramér-Rao bound: {regularity.cramer_rao}")]


def rows(*pairs: tuple[str, Any]) -> tuple[Row, ...]:
    """Return rows, leaving out those without a value."""
    return tuple(Row(label, value) for label, value in pairs if value is not None)


def fresh_name(density: Density, wishes: Iterable[str]) -> str:
    """Return the first of ``wishes`` that the density does not use, or the last one with a number."""
    taken = {q.name for q in density.quantities} | {q.safe for q in density.quantities}
    names = list(wishes)
    free = [name for name in names if name not in taken]
    return free[0] if free else next(f"{names[-1]}{i}" for i in range(1, 99) if f"{names[-1]}{i}" not in taken)


def with_constant(density: Density, name: str, domain: Domain) -> tuple[Density, Any]:
    """Return a density with one more known constant, and the constant's symbol."""
    symbol = own_symbol("c", len(density.constants) + 1, domain)
    quantity = Quantity(name, symbol, domain)
    return replace(density, constants=(*density.constants, quantity)), symbol


def position(density: Density, name: str) -> int:
    """Return the place of the parameter called ``name``.

    Raises
    ------
    DomainError
        There is no such parameter.
    """
    for i, parameter in enumerate(density.parameters):
        if name in (parameter.name, parameter.safe):
            return i
    known = ", ".join(p.name for p in density.parameters)
    raise DomainError(f"unknown parameter '{name}'; the parameters are {known}")
