"""Private functions of generated NumPy code: formulas as assignments of what is shared, then results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from symfisher.codegen.linear import Routine
from symfisher.codegen.numpy_printer import UnsupportedFunctionError, to_numpy
from symfisher.codegen.program import Formula, Program
from symfisher.codegen.standard import STANDARD, standardized
from symfisher.domains import Expr

SHAPES = {"cholesky_factor": "_cholesky", "inverse_information": "_inverse", "jeffreys_log_density": "_log_root"}
"""Private functions of what follows from the expected information."""


def printable(program: Program) -> Program:
    """Return the program without closed forms that NumPy and SciPy cannot compute."""
    kept = []
    for value in program.expected_information.values:
        try:
            to_numpy(value if value is not None else sp.nan)
            kept.append(value)
        except UnsupportedFunctionError:
            kept.append(None)
    return replace(program, expected_information=Formula(tuple(kept), program.expected_information.layout))


def function(name: str, arguments: Sequence[str], values: Sequence[Expr], what: str) -> str:
    """Return a function that computes values from flat arrays, common parts once."""
    lines = [f"def {name}({', '.join(arguments)}):", f'    """Compute {what}."""']
    lines += [f"    {line}" for line in _statements(values)]
    return "\n".join(lines)


def of_data(name: str, program: Program, values: Sequence[Expr | None], what: str) -> str:
    """Return a function of data and parameters, in the standardized variable where there is one."""
    arguments = [s.name for s in program.density.xs] + [q.symbol.name for q in program.knowns]
    reduced, standard = standardized([v for v in values if v is not None], program.density)
    lines = [f"def {name}({', '.join(arguments)}):", f'    """Compute {what}."""']
    lines += [f"    {STANDARD} = {to_numpy(standard)}"] if standard is not None else []
    return "\n".join([*lines, *(f"    {line}" for line in _statements(reduced))])


def routine_function(routine: Routine, program: Program, knowns: Sequence[str]) -> str:
    """Return a function of the parameters that computes what follows from the expected information."""
    entries = ", ".join(f"_e{n}" for n in range(len(program.expected_information.values)))
    lines = [
        f"def {SHAPES[routine.name]}({', '.join(knowns)}):",
        f'    """Compute {routine.name}: distinct entries."""',
    ]
    lines += [f"    {entries}{',' if entries == '_e0' else ''} = _expected({', '.join(knowns)})"] if entries else []
    lines += [f"    {symbol} = {to_numpy(value)}" for symbol, value in routine.assignments]
    results = ", ".join(to_numpy(v) for v in routine.values)
    return "\n".join([*lines, f"    return ({results}{',' if len(routine.values) == 1 else ''})"])


def _statements(values: Sequence[Expr]) -> list[str]:
    """Return assignments for shared parts, then the return of a tuple of all values."""
    symbols = (sp.Symbol(f"_v{n}") for n in range(1, 1_000_000))
    shared, reduced = sp.cse([sp.sympify(v) for v in values], symbols=symbols, order="none")
    lines = [f"{name} = {to_numpy(value)}" for name, value in shared]
    texts = [to_numpy(value) for value in reduced]
    return [*lines, f"return ({', '.join(texts)}{',' if len(texts) == 1 else ''})"]
