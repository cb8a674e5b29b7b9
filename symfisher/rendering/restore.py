"""A derivation rebuilt from its JSON record, through the reading room: nothing in it is evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symfisher.density import Density, Quantity
from symfisher.derivation import (
    Condition,
    Derivation,
    Identifiability,
    NumericalValue,
    Proof,
    Regularity,
    Results,
    Step,
    Verification,
)
from symfisher.domains import Expr
from symfisher.errors import ParseError
from symfisher.reading import read, read_expression
from symfisher.steps import TOLD

_NAME = re.compile(r"[^\W\d]\w*")
_RELATION = re.compile(r"(.+?) (<=|>=|<|>) (.+)")
_CALLED_RELATION = re.compile(r"(Ne|Eq)\((.+), (.+)\)")
_RELATIONS = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "Ne": sp.Ne, "Eq": sp.Eq}

Entries = tuple[tuple[Proof | None, ...], ...]


@dataclass(frozen=True)
class _Reader:
    """Reads the strings of one record, whose names are replaced by ones that no function has."""

    density: Density
    alias: Mapping[str, str]
    symbols: Mapping[str, Expr]

    def expression(self, text: str) -> Expr:
        names = [name for name, _ in self.density.functions]
        found = read_expression(_renamed(text, self.alias), self.symbols, names)
        own = {f"_f{i}": function for i, (_, function) in enumerate(self.density.functions, start=1)}
        return found.replace(lambda e: isinstance(e, AppliedUndef), lambda e: own[e.func.__name__](*e.args))

    def matrix(self, rows: Sequence[Sequence[str]]) -> Any:
        return sp.ImmutableMatrix([[self.expression(entry) for entry in row] for row in rows])

    def condition(self, text: str) -> Any:
        """Read a relation; one of another form is kept as a name that says what it says."""
        simple, called = _RELATION.fullmatch(text), _CALLED_RELATION.fullmatch(text)
        try:
            if simple:
                return _RELATIONS[simple[2]](self.expression(simple[1]), self.expression(simple[3]))
            if called:
                return _RELATIONS[called[1]](self.expression(called[2]), self.expression(called[3]))
        except ParseError:
            pass
        return sp.Symbol(text)


def from_record(record: Mapping[str, Any]) -> Derivation:
    """Rebuild a derivation from `to_record`; proofs keep value, route and status, steps their sentences.

    Raises
    ------
    SymfisherError
        A string in the record cannot be read.
    KeyError
        The record is not one of ours.
    """
    reader = _reader(record)
    conditions = tuple(reader.condition(text) for text in record["conditions"])
    proofs = _proofs(reader, record["expected_information"], record["routes"], record["status"], conditions)
    score = sp.ImmutableMatrix([reader.expression(entry) for entry in record["score"]])
    hessian = -reader.matrix(record["observed_information"])
    results = Results(
        reader.expression(record["log_density"]),
        score,
        hessian,
        _filled(proofs, reader.density, lambda i, j: score[i] * score[j]),
        None,
    )
    hessian_proofs = None
    if record["hessian_information"] is not None:
        unknown = [["" for _ in row] for row in record["routes"]]
        proved = [["proved" for _ in row] for row in record["routes"]]
        hessian_proofs = _proofs(reader, record["hessian_information"], unknown, proved, ())
        information = _filled(hessian_proofs, reader.density, lambda i, j: -hessian[i, j])
        results = replace(results, hessian_information=information)
    return Derivation(
        reader.density,
        results,
        proofs,
        hessian_proofs,
        _regularity(record["regularity"]),
        _identifiability(record["identifiable"], reader),
        _verification(record["verification"]),
        tuple(_value(value) for value in record["values"]),
        tuple(Step(TOLD, arguments=tuple(step.items())) for step in record["steps"]),
        notes=tuple(record.get("notes", ())),
        seconds=record["seconds"],
    )


def _reader(record: Mapping[str, Any]) -> _Reader:
    """Read the density and prepare the names for the rest."""
    listed = record["density"]
    groups = [listed["variables"], listed["parameters"], listed["constants"]]
    alias = {name: f"q{number}" for number, name in enumerate(record["symbols"], start=1)}
    safe = {record["symbols"][name]: short for name, short in alias.items()}
    found = read(
        _renamed(listed["expression"], safe),
        variables=[alias[v["name"]] for v in groups[0]],
        support=", ".join(_renamed(v["set"], alias) for v in groups[0]),
        parameters=[_renamed(p["domain"], alias) for p in groups[1]],
        constants=[_renamed(c["domain"], alias) for c in groups[2]],
        functions=listed.get("functions", ()),
    )
    typed = {short: name for name, short in alias.items()}

    def named(quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
        return tuple(replace(q, name=typed[q.name]) for q in quantities)

    density = replace(
        found,
        variables=named(found.variables),
        parameters=named(found.parameters),
        constants=named(found.constants),
        inferred=tuple(record["inferred"]),
        origin=None,
    )
    return _Reader(density, safe, {alias[q.name]: q.symbol for q in density.quantities})


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """Replace whole names in a text."""
    return _NAME.sub(lambda match: names.get(match[0], match[0]), text)


def _proofs(
    reader: _Reader,
    rows: Sequence[Sequence[str | None]],
    routes: Sequence[Sequence[str]],
    status: Sequence[Sequence[Any]],
    conditions: tuple[Any, ...],
) -> Entries:
    """Return a proof without certificate for every entry that has a closed form."""
    return tuple(
        tuple(
            None if entry is None else Proof(reader.expression(entry), routes[i][j], None, conditions, status[i][j])
            for j, entry in enumerate(row)
        )
        for i, row in enumerate(rows)
    )


def _filled(proofs: Entries, density: Density, integrand: Any) -> Any:
    """Return the matrix of values, with an unevaluated expectation where there is none."""
    limits = [(v.symbol, *v.domain.ends) for v in reversed(density.variables)]
    total = sp.Sum if density.discrete else sp.Integral
    return sp.ImmutableMatrix(
        [
            [total(density.expression * integrand(i, j), *limits) if p is None else p.value for j, p in enumerate(row)]
            for i, row in enumerate(proofs)
        ]
    )


def _regularity(found: Mapping[str, Any]) -> Regularity:
    conditions = tuple(Condition(c["name"], c["status"], c["reason"]) for c in found["conditions"])
    return Regularity(found["verdict"], found["when"], found["cramer_rao"], conditions)


def _identifiability(found: Mapping[str, Any], reader: _Reader) -> Identifiability:
    directions = tuple(tuple(reader.expression(entry) for entry in row) for row in found["null_directions"])
    return Identifiability(found["verdict"], found["rank"], directions)


def _verification(found: Mapping[str, Any]) -> Verification:
    points = tuple(_point(point) for point in found["points"])
    return Verification(found["status"], found["method"], points, found["max_relative_error"])


def _value(found: Mapping[str, Any]) -> NumericalValue:
    error = float("nan") if found["error"] is None else found["error"]
    return NumericalValue(_point(found["at"]), tuple(map(tuple, found["expected_information"])), error)


def _point(point: Mapping[str, str]) -> dict[str, Expr]:
    """Read the exact values of a point."""
    return {name: read_expression(value, ()) for name, value in point.items()}
