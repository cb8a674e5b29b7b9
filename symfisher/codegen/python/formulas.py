"""Private functions of generated NumPy code: assignments of what is shared, then results, returned or written in place."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from symfisher.codegen.economy import economical
from symfisher.codegen.linear import Routine
from symfisher.codegen.numpy_printer import UnsupportedFunctionError, to_numpy
from symfisher.codegen.program import Formula, Program
from symfisher.codegen.python import cases
from symfisher.codegen.stable import prover
from symfisher.codegen.standard import STANDARD, standardized
from symfisher.domains import Expr
from symfisher.signs import Signs

SHAPES = {"cholesky_factor": "_cholesky", "inverse_information": "_inverse", "jeffreys_log_density": "_log_root"}
"""Private functions of what follows from the expected information."""

_UFUNCS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}


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
    assignments, results = shared(values)
    returned = f"return ({', '.join(results)}{',' if len(results) == 1 else ''})"
    return defined(name, arguments, what, [*assignments, returned])


def by_need(name: str, arguments: Sequence[str], values: Sequence[Expr], what: str) -> str:
    """Return a function as `function` does, that returns the first value alone if its last argument is False."""
    common, reduced = _common(values)
    needed = reduced[0].free_symbols
    for symbol, value in reversed(common):
        if symbol in needed:
            needed = needed | value.free_symbols
    first = [_assignment(c) for c in common if c[0] in needed]
    others = [_assignment(c) for c in common if c[0] not in needed]
    results = [to_numpy(v) for v in reduced]
    early = f"if not _scored: return ({results[0]},)"
    last = f"return ({', '.join(results)}{',' if len(results) == 1 else ''})"
    return defined(name, [*arguments, "_scored=True"], what, [*first, early, *others, last])


def writer(name: str, arguments: Sequence[str], values: Sequence[Expr], what: str) -> str:
    """Return a function that writes values into the arrays ``_o``, its first argument."""
    assignments, results = shared(values)
    return defined(name, ["_o", *arguments], what, [*assignments, *written(results)])


def of_data(name: str, program: Program, values: Sequence[Expr | None], what: str) -> str:
    """Return a writing function of data and parameters, in the standardized variable where there is one."""
    arguments = [s.name for s in program.density.xs] + [q.symbol.name for q in program.knowns]
    reduced, standard = standardized([v for v in values if v is not None], program.density)
    if name == "_score":  # second derivatives near removable singularities lose more digits in groups
        reduced = economical(reduced, prover(Signs.of(program.density)))
    if standard is None:
        return writer(name, arguments, reduced, what)
    common, whole = _common([standard, *reduced])
    assignments, (z, *results) = [_assignment(c) for c in common], [to_numpy(value) for value in whole]
    before = next((n for n, line in enumerate(assignments) if str(STANDARD) in line), len(assignments))
    assignments.insert(before, f"{STANDARD} = {z}")
    return defined(name, ["_o", *arguments], what, [*assignments, *written(results)])


def routine_function(routine: Routine, program: Program, knowns: Sequence[str]) -> str:
    """Return a writing function of the parameters for what follows from the expected information."""
    entries = [f"_e{n}" for n in range(len(program.expected_information.values))]
    call = f"_entries(_expected, {', '.join([str(len(entries)), *knowns])})"
    lines = [f"{', '.join(entries)}{',' if len(entries) == 1 else ''} = {call}"] if entries else []
    lines += [f"{symbol} = {to_numpy(value)}" for symbol, value in routine.assignments]
    lines += written([to_numpy(v) for v in routine.values])
    return defined(SHAPES[routine.name], ["_o", *knowns], f"{routine.name}: distinct entries", lines)


def defined(name: str, arguments: Sequence[str], what: str, lines: Sequence[str]) -> str:
    """Return the definition of a function."""
    head = [f"def {name}({', '.join(arguments)}):", f'    """Compute {what}."""']
    return "\n".join([*head, *(f"    {line}" for line in lines or ["pass"])])


def shared(values: Sequence[Expr]) -> tuple[list[str], list[str]]:
    """Return assignments for shared parts, and the texts of the values."""
    common, reduced = _common(values)
    return cases.assignments(common, reduced), [to_numpy(value) for value in reduced]


def _common(values: Sequence[Expr]) -> tuple[list[tuple[Expr, Expr]], list[Expr]]:
    symbols = (sp.Symbol(f"_v{n}") for n in range(1, 1_000_000))
    found: tuple[list[tuple[Expr, Expr]], list[Expr]] = sp.cse(
        [sp.sympify(v, strict=True) for v in values], symbols=symbols, order="none"
    )
    return found


def _assignment(pair: tuple[Expr, Expr]) -> str:
    return f"{pair[0]} = {to_numpy(pair[1])}"


def written(results: Sequence[str]) -> list[str]:
    """Return statements that write results into the arrays ``_o``.

    The last operation of a result writes by itself, which saves an array.

    Examples
    --------
    >>> written(["_v1*_v2 - 1.0", "-_v1", "_v2"])
    ['_np.subtract(_v1*_v2, 1.0, _o[0])', '_np.negative(_v1, _o[1])', '_o[2][...] = _v2']
    """
    return [_written(text, f"_o[{n}]") for n, text in enumerate(results)]


def _written(text: str, place: str) -> str:
    node = ast.parse(text, mode="eval").body
    if "1j" in text:
        return f"{place}[...] = _np.real({text})"
    if isinstance(node, ast.BinOp) and type(node.op) in _UFUNCS:
        parts = (ast.get_source_segment(text, side) for side in (node.left, node.right))
        return f"_np.{_UFUNCS[type(node.op)]}({', '.join(map(str, parts))}, {place})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"_np.negative({ast.get_source_segment(text, node.operand)}, {place})"
    return f"{place}[...] = {text}"
