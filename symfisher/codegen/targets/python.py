"""Python with NumPy, and SciPy where needed: one standalone module, which also is what `callables` runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.codegen.embedding import helpers_for
from symfisher.codegen.linear import Routine, routines
from symfisher.codegen.numpy_printer import UnsupportedFunctionError, to_numpy
from symfisher.codegen.pieces import Run
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Formula, Program, conditions
from symfisher.codegen.selftest import stored_values
from symfisher.codegen.standard import STANDARD, standardized
from symfisher.codegen.targets import Target
from symfisher.codegen.wording import SUMMARY, UNITS, data_sentence, domain_text, harmless
from symfisher.density import Quantity
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval

SHAPES = {"cholesky_factor": "_cholesky", "inverse_information": "_inverse", "jeffreys_log_density": "_log_root"}
"""Private functions of what follows from the expected information."""


def source(program: Program, more: str = "") -> str:
    """Return the text of a module that needs NumPy and SciPy only; ``more`` is code that uses its functions."""
    program, core = _core(program)
    public = _public(program)
    check = _self_test(program)
    body = "\n\n\n".join(part for part in (core, public, more, check) if part)
    helpers = helpers_for(body)
    parts = [_header(program, f"{helpers}\n{body}"), helpers, body]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def load(text: str) -> dict[str, Any]:
    """Run the source of a module written by `source`, and by nobody else, and return its names."""
    namespace: dict[str, Any] = {"__name__": "symfisher_generated"}
    exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printers only)
    return namespace


TARGET = Target(name="python", suffix=".py", source=source, load=load, backends=("numpy",), form="guarded")


# --- the formulas ---------------------------------------------------------------------------------


def _core(program: Program) -> tuple[Program, str]:
    """Return the private functions; entries whose closed form cannot be printed count as having none."""
    data = [s.name for s in program.density.xs]
    knowns = [q.symbol.name for q in program.knowns]
    program, arguments = _printable(program), data + knowns
    parts = [
        function("_log_density", arguments, program.log_density.values, "log-density"),
        _of_data("_score", program, program.score.values, "distinct entries of the score"),
        _of_data("_observed", program, program.observed_information.values, "distinct entries of the information"),
        function("_closed", knowns, [sp.nan if v is None else v for v in program.expected_information.values],
                  "distinct entries of the expected information; nan where there is no closed form"),
        _conditions("_inside", arguments, program.density.variables, "Say where the data are in the support."),
        _conditions("_valid", knowns, program.knowns, "Say where the parameters are in their domains."),
        _existence(program, knowns),
        _number_check(arguments, data),
        _quick_check("_surely", program.knowns),
        _quick_check("_surely_data", (*program.density.variables, *program.knowns)),
        _integrals(program, knowns) if _needs_integrals(program) else "",
        _expected(program, knowns),
        *(_routine(routine, program, knowns) for routine in routines(program.expected_information.layout)),
    ]  # fmt: skip
    return program, "\n\n\n".join(p for p in parts if p)


def _printable(program: Program) -> Program:
    """Return the program without closed forms that NumPy and SciPy cannot compute."""
    from dataclasses import replace

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


def _of_data(name: str, program: Program, values: Sequence[Expr | None], what: str) -> str:
    """Return a function of data and parameters, in the standardized variable where there is one."""
    arguments = [s.name for s in program.density.xs] + [q.symbol.name for q in program.knowns]
    reduced, standard = standardized([v for v in values if v is not None], program.density)
    lines = [f"def {name}({', '.join(arguments)}):", f'    """Compute {what}."""']
    lines += [f"    {STANDARD} = {to_numpy(standard)}"] if standard is not None else []
    return "\n".join([*lines, *(f"    {line}" for line in _statements(reduced))])


def _routine(routine: Routine, program: Program, knowns: Sequence[str]) -> str:
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


def _conditions(name: str, arguments: Sequence[str], quantities: Sequence[Quantity], sentence: str) -> str:
    """Return a function that says where quantities are in their domains."""
    finite = f"_finite({', '.join(q.symbol.name for q in quantities)})"
    tests = [finite] + [test for q in quantities for test in _domain_tests(q)]
    return f'def {name}({", ".join(arguments)}):\n    """{sentence}"""\n    return {" & ".join(tests)}'


def _domain_tests(quantity: Quantity) -> list[str]:
    """Return the tests of one domain as source text."""
    symbol, domain = quantity.symbol, quantity.domain
    if isinstance(domain, FiniteSet):
        return [f"_member({symbol.name}, ({', '.join(to_numpy(v) for v in domain.values)},))"]
    tests = [f"({to_numpy(c)})" for c in conditions(symbol, domain)]
    if isinstance(domain, IntegerRange):
        lower, upper = domain.ends
        anchor = next((e for e in (lower, upper) if e.is_finite is not False and abs(e) != sp.oo), sp.Integer(0))
        tests.append(f"_integer({symbol.name}, {to_numpy(anchor)}, {float(domain.step)!r})")
    return tests


def _existence(program: Program, knowns: Sequence[str]) -> str:
    """Return a function that says where the information exists, if that is not everywhere in the domains."""
    if not program.existence:
        return ""
    tests = " & ".join(f"({to_numpy(c)})" for c in program.existence)
    return f'def _exists({", ".join(knowns)}):\n    """Say where the information exists."""\n    return {tests}'


def _number_check(arguments: Sequence[str], data: Sequence[str]) -> str:
    """Return a function that says where the data are numbers."""
    test = " & ".join(f"({name} == {name})" for name in data)
    return f'def _known({", ".join(arguments)}):\n    """Say where the data are numbers."""\n    return {test}'


def _quick_check(name: str, quantities: Sequence[Quantity]) -> str:
    """Return a function that proves of whole arrays, by sums and extremes alone, that they are in their domains.

    A sum is finite only if all terms are; a minimum is nan if one is. Empty where a domain needs more than that.
    """
    arguments = [q.symbol.name for q in quantities]
    tests = ["_np.isfinite(" + " + ".join(f"{a}.sum()" for a in arguments) + ")"]
    for quantity in quantities:
        if not isinstance(quantity.domain, Interval) or any(e.free_symbols for e in quantity.domain.ends):
            return ""
        lower, upper = quantity.domain.ends
        symbol, closed = quantity.symbol.name, (quantity.domain.closed_lower, quantity.domain.closed_upper)
        if lower != -sp.oo:
            tests.append(f"{symbol}.min() {'>=' if closed[0] else '>'} {to_numpy(lower)}")
        if upper != sp.oo:
            tests.append(f"{symbol}.max() {'<=' if closed[1] else '<'} {to_numpy(upper)}")
    sentence = '    """Say of whole arrays that they are in their domains; False decides nothing."""'
    return "\n".join([f"def {name}({', '.join(arguments)}):", sentence, f"    return {' and '.join(tests)}"])


# --- expectations without closed form -------------------------------------------------------------


def _needs_integrals(program: Program) -> bool:
    """Whether some entry is open or may lose digits, and there is a rule to integrate it."""
    open_entries = any(v is None for v in program.expected_information.values)
    if not open_entries and len(program.density.variables) > 1:
        return False
    return (open_entries or program.guarded) and program.runs is not None


def _integrals(program: Program, knowns: Sequence[str]) -> str:
    """Return the density on each run of its support and the table of runs."""
    parts: list[str] = []
    table = [_run_record(run, str(n), knowns, parts) for n, run in enumerate(program.runs or (), start=1)]
    rows = "".join(f"\n    {row}," for row in table)
    return "\n\n\n".join([*parts, f"_RUNS = ({rows}\n)"])


def _run_record(run: Run, name: str, knowns: Sequence[str], parts: list[str]) -> str:
    """Return the expression that builds the runtime's record of a run; its functions are appended to ``parts``."""
    outer = [f"_{letter}{n}" for n in range(run.depth - 1, 0, -1) for letter in "du"]
    own = [f"_d{run.depth}", f"_u{run.depth}"]
    what = "log-density and score on a part of the support"
    sides = []
    for side, values in (("lower", run.lower), ("upper", run.upper)):
        if run.nested:
            records = [_run_record(v, f"{name}_{side}_{n}", knowns, parts) for n, v in enumerate(values, start=1)]
            sides.append(f"({', '.join(records)}{',' if len(records) == 1 else ''})")
        elif values:
            sides.append(f"_from_{side}_{name}")
            parts.append(function(sides[-1], [*own, *outer, *knowns], values, what))
        else:
            sides.append("None")
    ends = "None"
    if run.kind in ("both", "lattice", "points"):
        ends = f"_ends_{name}"
        parts.append(function(ends, [*outer, *knowns], run.ends, "the ends of a part of the support"))
    layer = "Layer" if run.nested else ""
    if run.kind == "lattice":
        return f"_Lattice{layer}({sides[0]}, {ends}, {float(run.step)!r})"
    if run.kind == "points":
        return f"_Points{layer}({sides[0]}, {ends})"
    return f'_{layer or "Piece"}("{run.kind}", {sides[0]}, {sides[1]}, {ends})'


def _expected(program: Program, knowns: Sequence[str]) -> str:
    """Return the function that computes the expected information, by closed form and integration as each is needed."""
    arguments = ", ".join(knowns)
    head = f'def _expected({arguments}):\n    """Compute distinct entries of the expected information."""\n'
    values = program.expected_information.values
    if not any(v is None for v in values) and not program.guarded:
        return f"{head}    return _closed({arguments})"
    if not _needs_integrals(program) and any(v is None for v in values):
        return f"{head}    return _closed({arguments})"
    both = f"({arguments}{',' if len(knowns) == 1 else ''})"
    if any(v is None for v in values):
        places = tuple(n for n, v in enumerate(values) if v is None)
        return f"{head}    return _complete(_closed, {both}, {places!r}, _PAIRS, _RUNS, _valid, {program.guarded})"
    integrate = "lambda *p: _expect(_RUNS, _PAIRS, p)" if _needs_integrals(program) else "None"
    return f"{head}    return _guarded(_closed, {both}, _DIAGONAL, {program.analytic!r}, _valid, {integrate})"


def _tables(program: Program) -> str:
    """Return the constants that say which value goes where."""
    k = len(program.density.parameters)
    layout, pairs = program.expected_information.layout, program.pairs
    lines = [
        f"_SCORE = {program.score.layout!r}",
        f"_OBSERVED = {program.observed_information.layout!r}",
        f"_EXPECTED = {layout!r}",
        f"_PAIRS = {pairs!r}",
    ]
    if all(layout[i * k + i] is not None for i in range(k)):
        lines.append(f"_DIAGONAL = {tuple((layout[i * k + i], layout[j * k + j]) for i, j in pairs)!r}")
    else:
        lines.append(f"_DIAGONAL = {tuple((n, n) for n in range(len(pairs)))!r}")
    return "\n".join(lines)


# --- what users see -------------------------------------------------------------------------------


def _public(program: Program) -> str:
    """Return the public functions and the tables they use."""
    k, variables = len(program.density.parameters), len(program.density.variables)
    data, *knowns = program.names
    raw = ", ".join(knowns)
    full = f"*_columns({data}, {variables}), {raw}"
    masks = "(_inside, {0}), (_known, _np.nan), (_valid_data, _np.nan)"
    pieces = [_tables(program), _valid_data(program)]
    shapes = {"log_density": ("S", "()"), "score": (f"S + ({k},)", f"({k},)"),
              "observed_information": (f"S + ({k}, {k})", f"({k}, {k})")}  # fmt: skip
    private = {
        "log_density": ("_log_density", "(0,)"),
        "score": ("_score", "_SCORE"),
        "observed_information": ("_observed", "_OBSERVED"),
    }
    quick_data = ", _surely_data" if _quick_check("", (*program.density.variables, *program.knowns)) else ""
    for name, (shape, trailing) in shapes.items():
        outside = "-_np.inf" if name == "log_density" else "_np.nan"
        formula, layout = private[name]
        call = f"_fill({formula}, {layout}, [{full}], {trailing}, [{masks.format(outside)}]{quick_data})"
        pieces.append(_public_function(program, name, program.names, shape, f"return {call}"))
    quick = ", _surely" if _quick_check("", program.knowns) and not program.existence else ""
    outside = f"[(_valid, _np.nan){', (_exists, _np.nan)' if program.existence else ''}]"
    refusal = ""
    if any(v is None for v in program.expected_information.values) and program.runs is None:
        entries = ", ".join(
            str(p) for p, v in zip(program.pairs, program.expected_information.values, strict=True) if v is None
        )
        refusal = f'_refuse("no closed form for entry {entries}, and no rule to integrate this density")'
    matrices = {"expected_information": ("_expected", "_EXPECTED", f"({k}, {k})")}
    for routine in routines(program.expected_information.layout):
        trailing = "()" if routine.name == "jeffreys_log_density" else f"({k}, {k})"
        matrices[routine.name] = (SHAPES[routine.name], repr(routine.layout), trailing)
    matrices["cramer_rao_bound"] = matrices["inverse_information"]
    for name in FUNCTIONS[len(DATA_FUNCTIONS) :]:
        formula, layout, trailing = matrices[name]
        call = f"_fill({formula}, {layout}, [{raw}], {trailing}, {outside}{quick})"
        if name == "cramer_rao_bound" and not program.bounded:
            call += " * _np.nan"
        shape = "S" if trailing == "()" else f"S + ({k}, {k})"
        pieces.append(_public_function(program, name, knowns, shape, f"return {refusal or call}"))
    return "\n\n\n".join(pieces)


def _valid_data(program: Program) -> str:
    """Return the test of the parameters with the arguments of a function of the data."""
    data = ", ".join(s.name for s in program.density.xs)
    knowns = ", ".join(q.symbol.name for q in program.knowns)
    lines = [f"def _valid_data({data}, {knowns}):", '    """Say where the parameters are in their domains."""']
    return "\n".join([*lines, f"    return _valid({knowns})"])


def _public_function(program: Program, name: str, arguments: Sequence[str], shape: str, body: str) -> str:
    """Return a documented public function."""
    lines = [f"def {name}({', '.join(arguments)}):", f'    """{SUMMARY[name]}', "", "    Parameters", "    ----------"]
    if name in DATA_FUNCTIONS:
        lines += [f"    {program.names[0]} : array_like", f"        {data_sentence(program)}"]
    for quantity, argument in zip(program.knowns, program.names[1:], strict=True):
        kind = "Known constant" if quantity in program.density.constants else "Parameter"
        lines += [f"    {argument} : array_like", f"        {kind}: {domain_text(program, quantity, argument)}."]
    lines += ["", "    Returns", "    -------", f"    ndarray, shape {shape}",
              f"        S is the shape to which the arguments broadcast; {UNITS[name]};",
              '        nan where a parameter is outside its domain.', '    """', f"    {body}"]  # fmt: skip
    return "\n".join(lines)


def _header(program: Program, code: str) -> str:
    """Return docstring, imports and ``__all__``; nothing is imported that the code does not use."""
    shown = harmless(str(program.density.expression.xreplace(program.spelling)))
    knowns = ", ".join(program.names[1:])
    lines = ['"""Log-density, score, observed and expected Fisher information of', "", f"    {shown}", "",
             f"with data {program.names[0]} and, in this order, {knowns}.", "",
             "Written by symfisher. Run this file to compare its functions with stored values.", '"""', ""]  # fmt: skip
    if re.search(r"@wraps\b", code):
        lines += ["from functools import wraps", ""]
    lines.append("import numpy as _np")
    if "_special." in code:
        lines.append("from scipy import special as _special")
    if "_RegressionDistn" in code:
        lines += ["from ngboost.distns import RegressionDistn as _RegressionDistn"]
        lines += ["from ngboost.scores import LogScore as _LogScore"]
    classes = re.findall(r"^class ([A-Z]\w*)", code, re.MULTILINE)
    names = ", ".join(f'"{n}"' for n in (*FUNCTIONS, *classes))
    return "\n".join([*lines, "", f"__all__ = [{names}]"])


# --- the embedded test ----------------------------------------------------------------------------


def _self_test(program: Program) -> str:
    """Return the self-test and what runs it."""
    rows = "".join(
        f"\n    ({name!r}, {arguments!r}, {expected!r})," for name, arguments, expected in stored_values(program)
    )
    return f"""_STORED = ({rows}
)


def _self_test():
    \"\"\"Compare every function with values computed at 20 digits when this file was written.\"\"\"
    for name, arguments, expected in _STORED:
        _np.testing.assert_allclose(globals()[name](*arguments), expected, rtol=1e-9, atol=1e-9, err_msg=name)
    return len(_STORED)


if __name__ == "__main__":
    print(f"{{_self_test()}} stored values agree")"""
