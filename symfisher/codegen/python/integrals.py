"""The expected information in generated NumPy code: closed forms, guarded where they lose digits, and integrals."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.codegen.pieces import Run
from symfisher.codegen.program import Program
from symfisher.codegen.python.formulas import by_need, defined, function, shared, writer
from symfisher.codegen.python.losses import Loss, Sum, losses
from symfisher.codegen.stable import prover
from symfisher.signs import Signs


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
            parts.append(by_need(sides[-1], [*own, *outer, *knowns], values, what))
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


def closed_form(program: Program, knowns: Sequence[str]) -> str:
    """Return the guarded function of the closed forms and the table of their losses; nothing if no guard is needed."""
    if not _guards(program):
        return ""
    values = [sp.nan if v is None else v for v in program.expected_information.values]
    found = losses(values, prover(Signs.of(program.density))) if program.guarded else (Loss(0.0),)
    sums = tuple(dict.fromkeys(s for loss in found or () for s in loss.sums))
    assignments, results = shared([*values, *(part for s in sums for part in s)])
    parts = iter(results[len(values) :])
    shown = ", ".join(f"({', '.join(next(parts) for _ in s)})" for s in sums)
    returned = f"return ({', '.join(results[: len(values)])},), ({shown}{',' if sums else ''})"
    table = "None" if found is None else _table(found, sums)
    what = "distinct entries of the expected information, nan where there is no closed form, and sums that may cancel"
    return f"{defined('_closed', knowns, what, [*assignments, returned])}\n\n\n_LOSSES = {table}"


def _guards(program: Program) -> bool:
    """Whether closed forms are looked after, or completed by integrals."""
    return program.guarded or needs_integrals(program)


def _table(found: Sequence[Loss], sums: Sequence[Sum]) -> str:
    rows = {(loss.units, tuple(sums.index(s) for s in loss.sums)) for loss in found}
    kept = [r for r in rows if r[1] or r[0] > 1e4] or [(0.0, ())]
    return repr(tuple(sorted(kept)))


def expected(program: Program, knowns: Sequence[str]) -> str:
    """Return the function that writes the expected information, by closed form and integration as each is needed."""
    values = program.expected_information.values
    what = "distinct entries of the expected information"
    if not _guards(program):
        return writer("_expected", knowns, [sp.nan if v is None else v for v in values], what)
    given = f"_o, _closed, ({', '.join(knowns)},), _LOSSES"
    places = tuple(n for n, v in enumerate(values) if v is None)
    if places and needs_integrals(program):
        call = f"_complete({given}, {places!r}, _PAIRS, _RUNS, _valid)"
    else:
        integrate = "lambda *p: _expect(_RUNS, _PAIRS, p)" if needs_integrals(program) else "None"
        call = f"_guarded({given}, _DIAGONAL, {program.analytic!r}, _valid, {integrate})"
    return defined("_expected", ["_o", *knowns], what, [call])


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
