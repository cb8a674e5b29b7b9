"""Densities for these tests, built without the parser; the texts are our own, hence `sympify`."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.calculus import Calculus, differentiate
from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import Domain, FiniteSet, IntegerRange, Interval
from symfisher.families import Family
from symfisher.quadrature.evidence import Evidence, gather
from symfisher.regularity import Theory, decide
from symfisher.signs import Signs

_FUNCTIONS = {"B": sp.beta, "C": sp.binomial, "Phi": lambda z: (1 + sp.erf(z / sp.sqrt(2))) / 2}


def clause(text: str) -> tuple[str, Domain]:
    """Read ``a``, ``a > 0``, ``0 < p < 1 - q``, ``x in R``, ``x in {0, ..., n}``; ends in plain symbols."""
    if " in " in text:
        name, body = (part.strip() for part in text.split(" in ", 1))
        return name, _named_set(body)
    parts = [p.strip() for p in text.replace("<=", "<").split("<")]
    if len(parts) == 3:
        return parts[1], Interval(_plain(parts[0]), _plain(parts[2]))
    if len(parts) == 2:
        return parts[0], Interval(-sp.oo, _plain(parts[1]))
    name, _, lower = (p.strip() for p in text.partition(">"))
    return name, Interval(_plain(lower) if lower else -sp.oo, sp.oo)


def _named_set(body: str) -> Domain:
    if body == "R":
        return Interval(-sp.oo, sp.oo)
    if body == "Z":
        return IntegerRange(-sp.oo, sp.oo)
    items = [i.strip() for i in body.strip("{}").split(",")]
    if "..." not in items:
        return FiniteSet(tuple(_plain(i) for i in items))
    return IntegerRange(_plain(items[0]), sp.oo if items[-1] == "..." else _plain(items[-1]))


def _plain(text: str) -> Any:
    names = "a b c k mu s R n p q theta x x_m gamma S".split()
    return sp.sympify(text, locals={w: sp.Symbol(w) for w in names})


def build(density: str, support: str, parameters: str, constants: str = "") -> Density:
    """Return a density; the three lists are clauses divided by commas outside of braces."""
    groups = []
    for kind, text in (("x", support), ("t", parameters), ("c", constants)):
        pairs = [clause(t) for t in split(text)]
        groups.append([(name, own_symbol(kind, i, d), d) for i, (name, d) in enumerate(pairs, start=1)])
    rule = {sp.Symbol(name): symbol for group in groups for name, symbol, _ in group}
    names = {name: symbol for group in groups for name, symbol, _ in group}
    made = [tuple(Quantity(name, s, d.xreplace(rule)) for name, s, d in group) for group in groups]
    return Density(sp.sympify(density, locals={**_FUNCTIONS, **names}), *made)


def split(text: str) -> list[str]:
    """Split at commas outside of braces."""
    pieces, depth = [""], 0
    for c in text:
        depth += (c == "{") - (c == "}")
        if c == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += c
    return [p.strip() for p in pieces if p.strip()]


def family(record: Family) -> Density:
    """Return the density of a catalogue family."""
    parameters = ", ".join(p.domain for p in record.parameters)
    constants = ", ".join(c.domain for c in record.constants)
    return build(record.density, record.support, parameters, constants)


def facts(density: Density) -> tuple[Calculus, Signs, Evidence]:
    """Return what `decide` is given beside the density."""
    signs = Signs.of(density)
    calculus = differentiate(density, signs)
    return calculus, signs, gather(density, calculus)


def theory(density: Density) -> Theory:
    """Return the decision for a density."""
    calculus, signs, evidence = facts(density)
    return decide(density, calculus, signs, evidence)


def statuses(found: Theory) -> dict[str, str]:
    """Return name → status of the conditions."""
    return {c.name: c.status for c in found.regularity.conditions}
