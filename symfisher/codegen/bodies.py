"""The formulas of a program as text: assignments of what is shared, then results; and the tests of its domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp
from sympy.logic.boolalg import Boolean

from symfisher.codegen.linear import Routine
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import Formula, Program, conditions
from symfisher.density import Quantity
from symfisher.domains import Expr, FiniteSet, IntegerRange


@dataclass(frozen=True)
class Body:
    """What a function does: ``assignments`` (name, text) in order, then the ``results``."""

    assignments: tuple[tuple[str, str], ...]
    results: tuple[str, ...]


def body_of(values: Sequence[Expr | None], dialect: Dialect) -> Body:
    """Return values with their common subexpressions shared; ``None`` is nan, and conditions stay where they are.

    Raises
    ------
    UnsupportedFunctionError
        The language lacks a function.
    """
    symbols = (sp.Symbol(f"_v{n}") for n in range(1, 1_000_000))
    given = [sp.nan if v is None else sp.sympify(v, strict=True) for v in values]
    shared, reduced = sp.cse(given, symbols=symbols, order="none")
    conditions = {s: v for s, v in shared if isinstance(v, Boolean)}
    for s in conditions:
        conditions[s] = conditions[s].xreplace(conditions)
    numbers = [(s, v.xreplace(conditions)) for s, v in shared if s not in conditions]
    assignments = tuple((dialect.symbol(s.name), dialect.write(v)) for s, v in numbers)
    return Body(assignments, tuple(dialect.write(v.xreplace(conditions)) for v in reduced))


def body_of_routine(routine: Routine, dialect: Dialect) -> Body:
    """Return a straight-line program as it is."""
    assignments = tuple((dialect.symbol(s.name), dialect.write(v)) for s, v in routine.assignments)
    return Body(assignments, tuple(dialect.write(v) for v in routine.values))


def printable(program: Program, dialect: Dialect) -> Program:
    """Return the program with closed forms that the language cannot compute counted as open."""
    formula = program.expected_information
    kept = tuple(v if v is not None and dialect.writes(v) else None for v in formula.values)
    return replace(program, expected_information=Formula(kept, formula.layout))


def domain_tests(quantities: Sequence[Quantity], dialect: Dialect) -> list[str]:
    """Return conditions that say that quantities are in their domains, each in parentheses.

    The dialect writes ``finite`` of a number and ``whole`` of a number of steps.
    """
    found = []
    for quantity in quantities:
        name = dialect.symbol(quantity.symbol.name)
        found.append(f"({dialect.calls['finite'].format(name)})")
        found += [f"({test})" for test in _tests(quantity, name, dialect)]
    return found


def _tests(quantity: Quantity, name: str, dialect: Dialect) -> list[str]:
    domain = quantity.domain
    if isinstance(domain, FiniteSet):
        same = [f"({name} == {dialect.write(v)})" for v in domain.values]
        return [f" {dialect.disjunction} ".join(same)]
    tests = [dialect.write(c) for c in conditions(quantity.symbol, domain)]
    if isinstance(domain, IntegerRange):
        lower, upper = domain.ends
        anchor = next((e for e in (lower, upper) if e.is_finite is not False and abs(e) != sp.oo), sp.Integer(0))
        steps = dialect.write((quantity.symbol - anchor) / domain.step)
        tests.append(dialect.calls["whole"].format(steps))
    return tests
