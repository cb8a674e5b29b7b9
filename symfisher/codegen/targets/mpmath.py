"""mpmath: any precision, one parameter point at a time. Near removable singularities the precision is raised."""

from __future__ import annotations

from typing import Any

from symfisher.codegen.arrays import function, public_function
from symfisher.codegen.bodies import Body, body_of, body_of_routine, domain_tests, printable
from symfisher.codegen.linear import routines
from symfisher.codegen.mpmath_printer import MPMATH, helpers_for
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Program
from symfisher.codegen.selftest import stored_values
from symfisher.codegen.targets import Target
from symfisher.codegen.wording import headline
from symfisher.density import Quantity
from symfisher.domains import Interval

_RUNTIME = '''def _fill(formula, layout, arguments, shape, masks, nudged=()):
    """Return a number, a column or a matrix of the distinct values of a formula; ``layout`` says which goes where.

    Each (condition, value) that is not met stands for the result, the first of them before the others. Values are computed
    with guard digits, and again with more until two agree; where a form is 0/0, the arguments ``nudged`` are moved by less
    than the precision.
    """
    for condition, value in masks:
        if not condition(*arguments):
            entries = [value] * len(layout)
            break
    else:
        values = _settled(formula, arguments, nudged)
        entries = [_mp.mpf(0) if place is None else values[place] for place in layout]
    if not shape:
        return entries[0]
    rows, columns = (shape[0], 1) if len(shape) == 1 else shape
    return _mp.matrix([entries[i * columns : (i + 1) * columns] for i in range(rows)])


def _settled(formula, arguments, nudged):
    """Return the values of a formula when raising the precision no longer changes them."""
    goal, before = _mp.mp.prec, None
    for extra in (20, 60, 4 * goal + 100, 16 * goal + 400):
        with _mp.workprec(goal + extra):
            tiny = _mp.ldexp(1, -goal - 10 - extra // 4)
            moved = [a + tiny * (n + 1) if n in nudged else a for n, a in enumerate(arguments)]
            try:
                values = [_mp.re(v) for v in formula(*moved)]
            except (ZeroDivisionError, ValueError):
                continue
            near = _mp.ldexp(1, 4 - goal)
            if before and all(_mp.isnan(v) or abs(v - w) <= near * abs(v) for v, w in zip(values, before)):
                break
            before = values
    else:
        values = before or [_mp.nan] * 10_000
    return [+v for v in values]


def _numbers(*values):
    """Return the arguments as mpmath numbers; strings are read exactly: "0.1"."""
    return [_mp.mpf(v) for v in values]


def _entries(data, count):
    """Split data of several variables; one variable stays as it is."""
    data = [data] if count == 1 else list(data)
    if len(data) != count:
        raise ValueError(f"the data hold {count} variables; got {len(data)}")
    return data'''


def source(program: Program) -> str:
    """Return the text of a module that needs mpmath only."""
    program = printable(program, MPMATH)
    private, public = _private(program), _public(program)
    code = "\n".join(private)
    parts = [_header(program), helpers_for(code), _RUNTIME, *private, *public, _self_test(program)]
    return "\n\n\n".join(p for p in parts if p) + "\n"


def load(text: str) -> dict[str, Any]:
    """Run the source of a module written by `source`, and by nobody else, and return its names."""
    namespace: dict[str, Any] = {"__name__": "symfisher_generated"}
    exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printers only)
    return namespace


TARGET = Target(name="mpmath", suffix=".py", source=source, load=load, form="exact")


def _header(program: Program) -> str:
    lines = headline(program)
    written = "Written by symfisher. Numbers follow the precision: set mpmath.mp.dps."
    exported = f"__all__ = [{', '.join(repr(n) for n in FUNCTIONS)}]"
    return "\n".join([f'"""{lines[0]}', *lines[1:], "", written, '"""', "", "import mpmath as _mp", "", exported])


def _private(program: Program) -> list[str]:
    """Return functions that compute distinct values."""
    knowns = [q.symbol.name for q in program.knowns]
    arguments = [*(s.name for s in program.density.xs), *knowns]
    parts = [
        function("_log_density", arguments, body_of(program.log_density.values, MPMATH)),
        function("_score", arguments, body_of(program.score.values, MPMATH)),
        function("_observed", arguments, body_of(program.observed_information.values, MPMATH)),
        function("_expected", knowns, body_of(program.existing_information, MPMATH)),
    ]
    entries = ", ".join(f"_e{n}" for n in range(len(program.expected_information.values)))
    first = (f"{entries}, = _expected({', '.join(knowns)})",) if entries else ()
    parts += [
        function(f"_{r.name}", knowns, body_of_routine(r, MPMATH), first)
        for r in routines(program.expected_information.layout)
    ]
    numbers = Body((), (" and ".join(f"{s.name} == {s.name}" for s in program.density.xs),))
    return [
        *parts,
        _condition("_inside", arguments, program.density.variables),
        _condition("_valid_data", arguments, program.knowns),
        _condition("_valid", knowns, program.knowns),
        function("_known", arguments, numbers, single=True),
    ]


def _condition(name: str, arguments: list[str], quantities: tuple[Quantity, ...]) -> str:
    return function(name, arguments, Body((), (" and ".join(domain_tests(quantities, MPMATH)),)), single=True)


def _public(program: Program) -> list[str]:
    """Return the documented functions."""
    data, *knowns = program.names
    k = len(program.density.parameters)
    layouts = {
        "log_density": ("_log_density", (0,), ()),
        "score": ("_score", program.score.layout, (k,)),
        "observed_information": ("_observed", program.observed_information.layout, (k, k)),
        "expected_information": ("_expected", program.expected_information.layout, (k, k)),
    }
    for r in routines(program.expected_information.layout):
        layouts[r.name] = (f"_{r.name}", r.layout, () if r.name == "jeffreys_log_density" else (k, k))
    layouts["cramer_rao_bound"] = layouts["inverse_information"]
    nudged = tuple(n for n, q in enumerate(program.knowns) if isinstance(q.domain, Interval))
    found = []
    for name in FUNCTIONS:
        formula, layout, shape = layouts[name]
        if name in DATA_FUNCTIONS:
            outside = "-_mp.inf" if name == "log_density" else "_mp.nan"
            masks = f"[(_valid_data, _mp.nan), (_known, _mp.nan), (_inside, {outside})]"
            arguments, moved = f"_numbers(*_entries({data}, {len(program.density.variables)}), {', '.join(knowns)})", ""
        else:
            masks, moved = "[(_valid, _mp.nan)]", f", {nudged!r}"
            arguments = f"_numbers({', '.join(knowns)})"
        call = f"_fill({formula}, {layout!r}, {arguments}, {shape!r}, {masks}{moved})"
        if name == "cramer_rao_bound" and not program.bounded:
            call += " * _mp.nan"
        kind = "mpf" if not shape else f"mpmath.matrix, {k} rows, {1 if len(shape) == 1 else k} columns"
        found.append(public_function(program, name, kind, call))
    return found


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
        found, wanted = (_mp.matrix(v if hasattr(v, "__len__") else [v]) for v in (found, expected))
        if any(_mp.isnan(f) for f in found):
            continue
        if any(abs(f - w) > 1e-12 * (1 + abs(w)) for f, w in zip(found, wanted)):
            raise AssertionError(f"{{name}}: found {{found}}, stored {{expected}}")
        checked += 1
    return checked


if __name__ == "__main__":
    print(f"{{_self_test()}} stored values agree")'''
