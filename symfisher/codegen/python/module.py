"""A standalone module of NumPy code: private functions, documented public ones, helpers, and a test of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symfisher.codegen.embedding import helpers_for
from symfisher.codegen.linear import routines
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Program
from symfisher.codegen.python.checks import (
    domain_check,
    existence,
    existence_masks,
    number_check,
    parameter_check,
    quick_check,
)
from symfisher.codegen.python.formulas import SHAPES, of_data, printable, routine_function, writer
from symfisher.codegen.python.integrals import closed_form, expected, integrals, needs_integrals, tables
from symfisher.codegen.selftest import stored_values
from symfisher.codegen.wording import SUMMARY, UNITS, data_sentence, domain_text, harmless


def source(program: Program, more: str = "") -> str:
    """Return the text of a module that needs NumPy and SciPy only; ``more`` is code that uses its functions."""
    program, core = _core(program)
    public = _public(program)
    check = _self_test(program)
    body = "\n\n\n".join(part for part in (core, public, more, check) if part)
    helpers = helpers_for(body)
    parts = [_header(program, f"{helpers}\n{body}"), helpers, body]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def _core(program: Program) -> tuple[Program, str]:
    """Return the private functions; entries whose closed form cannot be printed count as having none."""
    data = [s.name for s in program.density.xs]
    knowns = [q.symbol.name for q in program.knowns]
    program, arguments = printable(program), data + knowns
    parts = [
        writer("_log_density", arguments, program.log_density.values, "log-density"),
        of_data("_score", program, program.score.values, "distinct entries of the score"),
        of_data("_observed", program, program.observed_information.values, "distinct entries of the information"),
        closed_form(program, knowns),
        domain_check("_inside", arguments, program.density.variables, "Say where the data are in the support."),
        domain_check("_valid", knowns, program.knowns, "Say where the parameters are in their domains."),
        existence(program, knowns),
        number_check(arguments, data),
        quick_check("_surely", program.knowns, program.existence),
        quick_check("_surely_data", (*program.density.variables, *program.knowns)),
        integrals(program, knowns) if needs_integrals(program) else "",
        expected(program, knowns),
        *(routine_function(routine, program, knowns) for routine in routines(program.expected_information.layout)),
    ]  # fmt: skip
    return program, "\n\n\n".join(p for p in parts if p)


def _public(program: Program) -> str:
    """Return the public functions and the tables they use."""
    k, variables = len(program.density.parameters), len(program.density.variables)
    data, *knowns = program.names
    raw = ", ".join(knowns)
    full = f"*_columns({data}, {variables}), {raw}"
    masks = "(_inside, {0}), (_known, _np.nan), (_valid_data, _np.nan)"
    pieces = [tables(program), parameter_check(program)]
    shapes = {"log_density": ("S", "()"), "score": (f"S + ({k},)", f"({k},)"),
              "observed_information": (f"S + ({k}, {k})", f"({k}, {k})")}  # fmt: skip
    private = {
        "log_density": ("_log_density", "(0,)"),
        "score": ("_score", "_SCORE"),
        "observed_information": ("_observed", "_OBSERVED"),
    }
    for name, (shape, trailing) in shapes.items():
        outside = "-_np.inf" if name == "log_density" else "_np.nan"
        formula, layout = private[name]
        call = f"_fill({formula}, {layout}, [{full}], {trailing}, [{masks.format(outside)}], _surely_data)"
        pieces.append(_public_function(program, name, program.names, shape, f"return {call}"))
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
        entrywise = ", ".join(["(_valid, _np.nan)", *existence_masks(program)])
        masks = f"[{entrywise}]" if name == "expected_information" else outside
        call = f"_fill({formula}, {layout}, [{raw}], {trailing}, {masks}, _surely)"
        if name == "cramer_rao_bound" and not program.bounded:
            call += " * _np.nan"
        shape = "S" if trailing == "()" else f"S + ({k}, {k})"
        pieces.append(_public_function(program, name, knowns, shape, f"return {refusal or call}"))
    return "\n\n\n".join(pieces)


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
