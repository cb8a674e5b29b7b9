"""Tests of domains in generated NumPy code: where data and parameters are admissible, element by element or at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.codegen.numpy_printer import to_numpy
from symfisher.codegen.program import Program, conditions
from symfisher.density import Quantity
from symfisher.domains import Expr, FiniteSet, IntegerRange


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
    """Return functions that say where the information exists, and where its entries do, if not everywhere in the domains."""
    whole = {"_exists": program.existence} if program.existence else {}
    parts = [
        f'def {name}({", ".join(knowns)}):\n    """Say where the information exists."""\n'
        f"    return {' & '.join(f'({to_numpy(c)})' for c in found)}"
        for name, found in {**whole, **{name: c for name, (c, _) in _parts(program).items()}}.items()
    ]
    return "\n\n\n".join(parts)


def existence_masks(program: Program) -> list[str]:
    """Return the masks of the entries of the expected information that do not exist everywhere, as source text."""
    return [f"({name}, _np.nan, {places})" for name, (_, places) in _parts(program).items()]


def _parts(program: Program) -> dict[str, tuple[tuple[Any, ...], tuple[int, ...]]]:
    """Return conditions and the places of the entries, flattened, that exist under them, by the name of the function."""
    k = len(program.density.parameters)
    places: dict[tuple[Any, ...], list[int]] = {}
    for n in range(k * k):
        if found := program.existence_of((n // k, n % k)):
            places.setdefault(found, []).append(n)
    return {f"_exists{i}": (c, tuple(at)) for i, (c, at) in enumerate(places.items(), start=1)}


def number_check(arguments: Sequence[str], data: Sequence[str]) -> str:
    """Return a function that says where the data are numbers."""
    test = " & ".join(f"({name} == {name})" for name in data)
    return f'def _known({", ".join(arguments)}):\n    """Say where the data are numbers."""\n    return {test}'


def quick_check(name: str, quantities: Sequence[Quantity], more: Sequence[Expr] = ()) -> str:
    """Return a function that proves of whole arrays, by sums and extremes as far as it goes, that all conditions are met.

    A sum is finite only if all terms are; an extreme is nan if a term is. ``more`` are further conditions on the arguments.
    """
    unbounded = [q.symbol.name for q in quantities if not _extremes(q)]
    tests = [f"_np.isfinite({' + '.join(f'{n}.sum()' for n in unbounded)})"] if unbounded else []
    tests += [test for q in quantities for test in _quick_tests(q)]
    tests += [f"_np.all({to_numpy(condition)})" for condition in more]
    sentence = '    """Say of whole arrays that they are in their domains; False decides nothing."""'
    return "\n".join([f"def {name}({', '.join(q.symbol.name for q in quantities)}):", sentence,
                      f"    return {' and '.join(tests)}"])  # fmt: skip


def _extremes(quantity: Quantity) -> list[str]:
    """Return tests of the extremes of a whole array that has a number for an end of its domain, else nothing."""
    name, domain = quantity.symbol.name, quantity.domain
    if isinstance(domain, FiniteSet) or any(e.free_symbols for e in domain.ends):
        return []
    found = {"min": "", "max": ""}
    for condition in conditions(quantity.symbol, domain):
        extreme = "min" if isinstance(condition, (sp.Gt, sp.Ge)) else "max"
        found[extreme] = to_numpy(condition).replace(name, f"{name}.{extreme}()", 1)
    if not any(found.values()):
        return []
    return [found["min"] or f"{name}.min() > -_np.inf", found["max"] or f"{name}.max() < _np.inf"]


def _quick_tests(quantity: Quantity) -> list[str]:
    """Return tests of a whole array for all but that it is finite, by its extremes where there are any."""
    name, domain, tests = quantity.symbol.name, quantity.domain, _extremes(quantity)
    if isinstance(domain, FiniteSet) or (not tests and conditions(quantity.symbol, domain)):
        return [f"_np.all({test})" for test in _domain_tests(quantity)]
    if isinstance(domain, IntegerRange):
        plain = domain.step == 1 and all(e.is_integer for e in domain.ends if e.is_finite)
        tests.append(f"_whole({name})" if plain else f"_np.all({_domain_tests(quantity)[-1]})")
    return tests


def parameter_check(program: Program) -> str:
    """Return the test of the parameters with the arguments of a function of the data."""
    data = ", ".join(s.name for s in program.density.xs)
    knowns = ", ".join(q.symbol.name for q in program.knowns)
    lines = [f"def _valid_data({data}, {knowns}):", '    """Say where the parameters are in their domains."""']
    return "\n".join([*lines, f"    return _valid({knowns})"])
