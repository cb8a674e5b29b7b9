"""Files of languages whose functions take one point at a time: what C++, Julia, R, Stan and JavaScript have in common.

A language is a `Syntax`; this module fills it with the formulas, the tests of the domains and the stored values.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from symfisher.codegen.bodies import Body, body_of, body_of_routine, domain_tests, printable
from symfisher.codegen.linear import routines
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Layout, Program
from symfisher.codegen.selftest import stored_values
from symfisher.codegen.wording import SUMMARY, UNITS, argument_lines, headline

_OURS = ("valid", "inside", "known")
"""Names of private functions that public ones call, beside those that end in ``values``."""


@dataclass(frozen=True)
class Public:
    """A function that users call.

    Attributes
    ----------
    name
        As in Python.
    data, knowns
        Its arguments: the name of the data or "", the names of parameters and constants.
    variables
        Number of variables in the data.
    formula
        Private function that computes the distinct values.
    cells
        Rows of places; ``None`` is an exact zero. A number has one row of one place, the score rows of one place.
    rank
        0, 1 or 2.
    impossible
        Whether the result is nan everywhere.
    lines
        What it does, in lines of plain text.
    """

    name: str
    data: str
    knowns: tuple[str, ...]
    variables: int
    formula: str
    cells: tuple[tuple[int | None, ...], ...]
    rank: int
    impossible: bool
    lines: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        """Data, if any, and parameters."""
        return (self.data, *self.knowns) if self.data else self.knowns


@dataclass(frozen=True)
class Stored:
    """A stored value: a function, its data (empty if it takes none), its parameters, the numbers row by row."""

    name: str
    data: tuple[float, ...]
    knowns: tuple[float, ...]
    numbers: tuple[float, ...]
    rank: int


@dataclass(frozen=True)
class Syntax:
    """How a language writes files.

    Attributes
    ----------
    dialect
        Writes formulas; its symbols are spelled by it.
    support
        File of `symfisher.codegen.support` with helpers, each set apart by an empty line.
    reserved
        Words that are no names of arguments.
    function
        Writes a private function (name, arguments, body, name and places of the entries it starts from or ``None``).
    condition
        Writes a private function that says whether all conditions hold.
    public
        Writes a function for users.
    assemble
        Puts a file together from heading, helpers, private and public functions, and stored values.
    """

    dialect: Dialect
    support: str
    reserved: frozenset[str]
    function: Callable[[str, Sequence[str], Body, Sequence[str]], str]
    condition: Callable[[str, Sequence[str], Sequence[str]], str]
    public: Callable[[Public], str]
    assemble: Callable[[Program, Sequence[str], str, Sequence[str], Sequence[str], Sequence[Stored]], str]


def bare(symbol: str) -> str:
    """Spell one of our symbols without its underscore: ``t1``."""
    return symbol.lstrip("_")


def file_text(program: Program, syntax: Syntax) -> str:
    """Return the text of a file.

    Raises
    ------
    UnsupportedFunctionError
        The density contains a function that the language has not got.
    """
    program = printable(program, syntax.dialect)
    program = replace(program, names=safe_names(program, syntax.reserved))
    private = _private(program, syntax)
    public = [syntax.public(p) for p in _public(program)]
    helpers = _helpers(syntax, "\n".join((*private, *public)))
    heading = [*headline(program), "", "Written by symfisher."]
    stored = [_stored(*row) for row in stored_values(program)]
    return syntax.assemble(program, heading, helpers, private, public, stored).rstrip("\n") + "\n"


def safe_names(program: Program, reserved: frozenset[str]) -> tuple[str, ...]:
    """Return the argument names in ASCII, none of them a word of the language."""
    fallback = ("x", *(bare(q.symbol.name) for q in program.knowns))
    found: list[str] = []
    for name, other in zip(program.names, fallback, strict=True):
        good = name.rstrip("_") if name.isascii() else other
        if good in reserved or good in _OURS or good.lower().endswith("values") or not good:
            good = f"{good}_argument".lstrip("_")
        while good in found:
            good = f"{good}_more"
        found.append(good)
    return tuple(found)


# --- formulas -------------------------------------------------------------------------------------


def _private(program: Program, syntax: Syntax) -> list[str]:
    """Return functions that compute distinct values, and the tests of the domains."""
    d = syntax.dialect
    knowns = [d.symbol(q.symbol.name) for q in program.knowns]
    arguments = [*(d.symbol(s.name) for s in program.density.xs), *knowns]
    formulas = {
        "log_density": (arguments, program.log_density.values),
        "score": (arguments, program.score.values),
        "observed_information": (arguments, program.observed_information.values),
        "expected_information": (knowns, program.existing_information),
    }
    parts = [syntax.function(name, args, body_of(values, d), ()) for name, (args, values) in formulas.items()]
    entries = tuple(d.symbol(f"_e{n}") for n in range(len(program.expected_information.values)))
    parts += [
        syntax.function(r.name, knowns, body_of_routine(r, d), entries)
        for r in routines(program.expected_information.layout)
    ]
    numbers = [f"({d.symbol(s.name)} == {d.symbol(s.name)})" for s in program.density.xs]
    return [
        *parts,
        syntax.condition("known", arguments[: len(program.density.xs)], numbers),
        syntax.condition("inside", arguments, domain_tests(program.density.variables, d)),
        syntax.condition("valid", knowns, domain_tests(program.knowns, d)),
    ]


def _public(program: Program) -> list[Public]:
    """Return the functions for users."""
    k = len(program.density.parameters)
    layouts: dict[str, Layout] = {
        "log_density": (0,),
        "score": program.score.layout,
        "observed_information": program.observed_information.layout,
        "expected_information": program.expected_information.layout,
    }
    layouts |= {r.name: r.layout for r in routines(program.expected_information.layout)}
    layouts["cramer_rao_bound"] = layouts["inverse_information"]
    data, *knowns = program.names
    found = []
    for name in FUNCTIONS:
        rank = {"log_density": 0, "jeffreys_log_density": 0, "score": 1}.get(name, 2)
        width = k if rank == 2 else 1
        layout = layouts[name]
        found.append(
            Public(
                name=name,
                data=data if name in DATA_FUNCTIONS else "",
                knowns=tuple(knowns),
                variables=len(program.density.variables),
                formula="inverse_information" if name == "cramer_rao_bound" else name,
                cells=tuple(layout[i : i + width] for i in range(0, len(layout), width)),
                rank=rank,
                impossible=name == "cramer_rao_bound" and not program.bounded,
                lines=(SUMMARY[name], *argument_lines(program, name), f"Units: {UNITS[name]}."),
            )
        )
    return found


def _stored(name: str, arguments: tuple[Any, ...], expected: Any) -> Stored:
    """Return a stored value with flat numbers."""
    rank = 0 if isinstance(expected, float) else 2 if isinstance(expected[0], list) else 1
    flat = [expected] if rank == 0 else expected if rank == 1 else [v for row in expected for v in row]
    if name not in DATA_FUNCTIONS:
        return Stored(name, (), tuple(arguments), tuple(flat), rank)
    data = arguments[0] if isinstance(arguments[0], list) else [arguments[0]]
    return Stored(name, tuple(data), tuple(arguments[1:]), tuple(flat), rank)


# --- helpers --------------------------------------------------------------------------------------


@cache
def _chunks(file: str) -> tuple[tuple[str, str], ...]:
    """Return (name, text) of each helper of a file; the first paragraph, which introduces the file, is left out."""
    text = importlib.resources.files("symfisher.codegen.support").joinpath(file).read_text(encoding="utf-8")
    found = []
    for chunk in text.strip().split("\n\n")[1:]:
        code = "\n".join(line for line in chunk.splitlines() if not line.startswith(("//", "#", "template")))
        match = re.search(r"\.?\b(\w+)(?= *(?:\(|<-|= ?\[|\[\] ?=|\{|= ?\())", code)
        assert match, chunk
        found.append((match[1], chunk))
    return tuple(found)


def _helpers(syntax: Syntax, code: str) -> str:
    """Return the helpers that code mentions, with those that they need, in the order of the file."""
    chunks = dict(_chunks(syntax.support))
    wanted: set[str] = set()
    waiting = [code]
    while waiting:
        words = set(re.findall(r"\w+", waiting.pop()))
        for name in words & set(chunks) - wanted:
            wanted.add(name)
            waiting.append(chunks[name])
    return "\n\n".join(text for name, text in chunks.items() if name in wanted)


def commented(lines: Sequence[str], mark: str) -> str:
    """Return lines as a comment."""
    return "\n".join(f"{mark} {line}".rstrip() for line in lines)
