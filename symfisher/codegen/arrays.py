"""Modules for array libraries with automatic differentiation: what JAX and PyTorch have in common.

No branch depends on data, so that the functions can be compiled, mapped and differentiated by the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symfisher.codegen.bodies import Body, body_of, body_of_routine, domain_tests, printable
from symfisher.codegen.embedding import helpers_for
from symfisher.codegen.linear import routines
from symfisher.codegen.numpy_printer import ELEMENTWISE, select
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Program
from symfisher.codegen.selftest import stored_values
from symfisher.codegen.wording import SUMMARY, UNITS, argument_lines, headline, shape_of

HELPERS = {
    "log_erfc": "_log_erfc",
    "log_sum_exp": "_log_sum_exp",
    "log_one_minus_exp": "_log_one_minus_exp",
    "log_gamma": "_special.gammaln",
    "log_gamma_ratio": "_log_gamma_ratio",
    "polygamma": "_polygamma",
    "polygamma_rest": "_polygamma_rest",
    "polygamma_drop": "_polygamma_drop",
    "erfc_rest": "_erfc_rest",
    "bessel_rest": "_bessel_rest",
    "log_rest": "_log_rest",
    "zeta": "_zeta_derivative({0}, 0)",
    "zeta_derivative": "_zeta_derivative",
    "e1": "_exp1",
    "expint": "_expint",
    "ei": "_ei",
    "elliptic_k": "_elliptic_k",
    "elliptic_e": "_elliptic_e",
    "polylog": "_polylog",
    "pivot": "_pivot",
    "maximum": "_maximum",
    "minimum": "_minimum",
    "heaviside": "(0.5 + 0.5*_np.sign({0}))",
    "finite": "_np.isfinite({0})",
    "whole": "_whole({0})",
}
"""What is embedded: see `symfisher.codegen.support.elementwise`."""


@dataclass(frozen=True)
class Library:
    """An array library.

    Attributes
    ----------
    dialect
        Writes formulas.
    imports
        Import lines that define ``_np`` and ``_special``.
    arrays
        Source of ``_arrays(*values)``, which returns arrays of one shape, and ``_columns(data, count)``.
    compare
        Source of ``_same(found, expected)``, which raises if they differ.
    kind
        What results are called.
    """

    dialect: Dialect
    imports: str
    arrays: str
    compare: str
    kind: str


def array_dialect(language: str, special: dict[str, str]) -> Dialect:
    """Return the dialect of a library whose functions are called as NumPy's are, with these special functions."""
    return Dialect(
        language=language,
        calls={**ELEMENTWISE, **HELPERS, **special},
        infinity='float("inf")',
        nan='float("nan")',
        yes="True",
        no="False",
        conjunction="&",
        disjunction="|",
        negation="~",
        choice=select,
    )


def module_text(program: Program, library: Library) -> str:
    """Return the text of a standalone module.

    Raises
    ------
    UnsupportedFunctionError
        The density contains a function that the library has not got.
    """
    program = printable(program, library.dialect)
    private, public, check = _private(program, library), _public(program, library), _self_test(program)
    helpers = helpers_for("\n".join((*private, *public)), "symfisher.codegen.support", ("elementwise",))
    lines = headline(program)
    written = "Written by symfisher. Run this file to compare its functions with stored values."
    exported = f"__all__ = [{', '.join(repr(n) for n in FUNCTIONS)}]"
    header = "\n".join([f'"""{lines[0]}', *lines[1:], "", written, '"""', "", library.imports, "", exported])
    return "\n\n\n".join([header, helpers, library.arrays, *private, *public, library.compare, check]) + "\n"


def _private(program: Program, library: Library) -> list[str]:
    """Return functions that compute distinct values on arrays of one shape."""
    dialect = library.dialect
    knowns = [q.symbol.name for q in program.knowns]
    arguments = [*(s.name for s in program.density.xs), *knowns]
    formulas = {
        "_log_density": (arguments, program.log_density.values),
        "_score": (arguments, program.score.values),
        "_observed": (arguments, program.observed_information.values),
        "_expected": (knowns, program.existing_information),
    }
    parts = [function(name, args, body_of(values, dialect)) for name, (args, values) in formulas.items()]
    entries = ", ".join(f"_e{n}" for n in range(len(program.expected_information.values)))
    first = (f"{entries}, = map(_number, _expected({', '.join(knowns)}))",) if entries else ()
    parts += [
        function(f"_{routine.name}", knowns, body_of_routine(routine, dialect), first)
        for routine in routines(program.expected_information.layout)
    ]
    conditions = {
        "_inside": domain_tests(program.density.variables, dialect),
        "_known": [f"({s.name} == {s.name})" for s in program.density.xs],
        "_valid_data": domain_tests(program.knowns, dialect),
    }
    parts += [
        function(name, arguments, Body((), (" & ".join(tests),)), single=True) for name, tests in conditions.items()
    ]
    parts.append(function("_valid", knowns, Body((), (" & ".join(conditions["_valid_data"]),)), single=True))
    return parts


def function(name: str, arguments: Sequence[str], body: Body, first: Sequence[str] = (), single: bool = False) -> str:
    """Return a Python function: lines, assignments, and a tuple of results, or one result by itself."""
    lines = [f"def {name}({', '.join(arguments)}):", *(f"    {line}" for line in first)]
    lines += [f"    {symbol} = {text}" for symbol, text in body.assignments]
    results = body.results[0] if single else f"({', '.join(body.results)}{',' if len(body.results) == 1 else ''})"
    return "\n".join([*lines, f"    return {results}"])


def _public(program: Program, library: Library) -> list[str]:
    """Return the documented functions."""
    data, *knowns = program.names
    layouts = {
        "log_density": ("_log_density", (0,)),
        "score": ("_score", program.score.layout),
        "observed_information": ("_observed", program.observed_information.layout),
        "expected_information": ("_expected", program.expected_information.layout),
    }
    layouts |= {r.name: (f"_{r.name}", r.layout) for r in routines(program.expected_information.layout)}
    layouts["cramer_rao_bound"] = layouts["inverse_information"]
    nan, found = 'float("nan")', []
    for name in FUNCTIONS:
        formula, layout = layouts[name]
        if name in DATA_FUNCTIONS:
            outside = '-float("inf")' if name == "log_density" else nan
            masks = f"[(_inside, {outside}), (_known, {nan}), (_valid_data, {nan})]"
            arrays = f"_arrays(*_columns({data}, {len(program.density.variables)}), {', '.join(knowns)})"
        else:
            masks, arrays = f"[(_valid, {nan})]", f"_arrays({', '.join(knowns)})"
        call = f"_fill({formula}, {layout!r}, {arrays}, {shape_of(program, name)}, {masks})"
        if name == "cramer_rao_bound" and not program.bounded:
            call += f" * {nan}"
        found.append(public_function(program, name, f"{library.kind}, shape S + {shape_of(program, name)}", call))
    return found


def public_function(program: Program, name: str, kind: str, call: str) -> str:
    """Return a documented function of Python that returns the value of a call."""
    arguments = program.names if name in DATA_FUNCTIONS else program.names[1:]
    lines = [f"def {name}({', '.join(arguments)}):", f'    """{SUMMARY[name]}', "", "    Parameters", "    ----------"]
    for line in argument_lines(program, name):
        argument, _, text = line.partition(": ")
        lines += [f"    {argument}", f"        {text}"]
    lines += ["", "    Returns", "    -------", f"    {kind}",
              f"        {UNITS[name]}; nan where a parameter is outside its domain.", '    """']  # fmt: skip
    return "\n".join([*lines, f"    return {call}"])


def _self_test(program: Program) -> str:
    """Return the self-test and what runs it."""
    rows = "".join(f"\n    ({n!r}, {arguments!r}, {expected!r})," for n, arguments, expected in stored_values(program))
    return f'''_STORED = ({rows}
)


def _self_test():
    """Compare every function with values computed at 20 digits when this file was written."""
    checked = 0
    for name, arguments, expected in _STORED:
        found = globals()[name](*arguments)
        if _same(name, found, expected):
            checked += 1
    return checked


if __name__ == "__main__":
    print(f"{{_self_test()}} stored values agree")'''
