"""Tests of domains in generated NumPy code: where data and parameters are admissible, element by element or at a glance."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.codegen.numpy_printer import to_numpy
from symfisher.codegen.program import Program, conditions
from symfisher.density import Quantity
from symfisher.domains import FiniteSet, IntegerRange, Interval


def domain_check(name: str, arguments: Sequence[str], quantities: Sequence[Quantity], sentence: str) -> str:
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


def existence(program: Program, knowns: Sequence[str]) -> str:
    """Return a function that says where the information exists, if that is not everywhere in the domains."""
    if not program.existence:
        return ""
    tests = " & ".join(f"({to_numpy(c)})" for c in program.existence)
    return f'def _exists({", ".join(knowns)}):\n    """Say where the information exists."""\n    return {tests}'


def number_check(arguments: Sequence[str], data: Sequence[str]) -> str:
    """Return a function that says where the data are numbers."""
    test = " & ".join(f"({name} == {name})" for name in data)
    return f'def _known({", ".join(arguments)}):\n    """Say where the data are numbers."""\n    return {test}'


def quick_check(name: str, quantities: Sequence[Quantity]) -> str:
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


def parameter_check(program: Program) -> str:
    """Return the test of the parameters with the arguments of a function of the data."""
    data = ", ".join(s.name for s in program.density.xs)
    knowns = ", ".join(q.symbol.name for q in program.knowns)
    lines = [f"def _valid_data({data}, {knowns}):", '    """Say where the parameters are in their domains."""']
    return "\n".join([*lines, f"    return _valid({knowns})"])
