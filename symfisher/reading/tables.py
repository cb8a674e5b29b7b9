"""Finite tables: a mass for each value of one variable, ``{0: 1-p, 1: p}``, or for each label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Domain, Expr
from symfisher.errors import ParseError
from symfisher.reading.context import Vocabulary
from symfisher.reading.draft import Draft, working_symbols
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.options import Options, Typed, functions_of, names_of, settle_domains
from symfisher.reading.sets import finite_domain
from symfisher.reading.statement import Statement
from symfisher.reading.syntax import parse


def read_table(statement: Statement, typed: Typed, vocabulary: Vocabulary, options: Options) -> Draft:
    """Read ``{0: 1-p, 1: p}``: a mass for each value, or label, of the variable.

    Raises
    ------
    ParseError
        Values and labels are mixed, one comes twice, or there are several variables.
    """
    node = parse(statement.body, "table", vocabulary, statement.source, end=statement.end)
    named = options.variables or statement.variables or names_of(options.support)
    masses = [entry.parts[1] for entry in node.parts]
    names = list(dict.fromkeys(n for mass in masses for n in free_names(mass, vocabulary.declared)))
    variable = named[0] if named else next(n for n in ("x", "k", "y", "x_") if n not in names)
    if len(named) > 1:
        raise ParseError("a table has one variable", statement.source, 0)
    symbols = working_symbols([variable, *names, *(n for o in (typed, *options.all) for n in o.mentioned)])
    scope = Scope(symbols, functions_of(options), statement.source)
    labels = [entry.parts[0].text for entry in node.parts if entry.parts[0].kind == "name"]
    if len(labels) < max(len(node.parts), 2) and any(free_names(entry.parts[0]) for entry in node.parts):
        raise ParseError("the values of a table are numbers, or several labels", statement.source, 0)
    if len(set(labels)) < len(labels):
        raise ParseError(f"the table names '{max(labels, key=labels.count)}' twice", statement.source, 0)
    values = [sp.Integer(i) if labels else build(entry.parts[0], scope) for i, entry in enumerate(node.parts, 1)]
    domain, expression = table_density(values, [build(m, scope) for m in masses], symbols[variable])
    parameters = options.parameter_names if options.parameters is not None else statement.parameters
    draft = Draft(expression, symbols, (variable,), parameters, names_of(options.constants), origin=statement.source)
    draft.domains = {**settle_domains(draft, typed, options), variable: domain}
    draft.notes += [labels_numbered(variable, labels)] if labels else []
    return draft


def labels_numbered(variable: str, labels: Sequence[str]) -> str:
    """Say which number stands for which label.

    Examples
    --------
    >>> labels_numbered("x", ["A", "B"])
    'values of x: 1 = A, 2 = B (the labels, numbered)'
    """
    listed = ", ".join(f"{i} = {label}" for i, label in enumerate(labels, 1))
    return f"values of {variable}: {listed} (the labels, numbered)"


def table_density(values: Sequence[Expr], masses: Sequence[Expr], symbol: Any) -> tuple[Domain, Expr]:
    """Return the support and the piecewise mass function of a finite table.

    Raises
    ------
    ParseError
        A value is not a number or comes twice.
    """
    if any(not v.is_number for v in values):
        raise ParseError("the values of a table are numbers: {0: 1-p, 1: p}")
    pairs = sorted(zip(values, masses, strict=True), key=lambda pair: pair[0])
    domain = finite_domain([v for v, _ in pairs])
    branches = [(mass, sp.Eq(symbol, value)) for value, mass in pairs[:-1]]
    expression = sp.Piecewise(*branches, (pairs[-1][1], True)) if branches else pairs[-1][1]
    return domain, expression
