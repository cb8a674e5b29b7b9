"""The expected information in generated NumPy code: closed forms, guarded where they lose digits, and integrals."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.pieces import Run
from symfisher.codegen.program import Program
from symfisher.codegen.python.formulas import function


def needs_integrals(program: Program) -> bool:
    """Whether some entry is open or may lose digits, and there is a rule to integrate it."""
    open_entries = any(v is None for v in program.expected_information.values)
    if not open_entries and len(program.density.variables) > 1:
        return False
    return (open_entries or program.guarded) and program.runs is not None


def integrals(program: Program, knowns: Sequence[str]) -> str:
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


def expected(program: Program, knowns: Sequence[str]) -> str:
    """Return the function that computes the expected information, by closed form and integration as each is needed."""
    arguments = ", ".join(knowns)
    head = f'def _expected({arguments}):\n    """Compute distinct entries of the expected information."""\n'
    values = program.expected_information.values
    if not any(v is None for v in values) and not program.guarded:
        return f"{head}    return _closed({arguments})"
    if not needs_integrals(program) and any(v is None for v in values):
        return f"{head}    return _closed({arguments})"
    both = f"({arguments}{',' if len(knowns) == 1 else ''})"
    if any(v is None for v in values):
        places = tuple(n for n, v in enumerate(values) if v is None)
        return f"{head}    return _complete(_closed, {both}, {places!r}, _PAIRS, _RUNS, _valid, {program.guarded})"
    integrate = "lambda *p: _expect(_RUNS, _PAIRS, p)" if needs_integrals(program) else "None"
    return f"{head}    return _guarded(_closed, {both}, _DIAGONAL, {program.analytic!r}, _valid, {integrate})"


def tables(program: Program) -> str:
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
