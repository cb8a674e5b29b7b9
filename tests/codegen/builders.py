"""Derivations for the tests of generated code, made without the engine: density, derivatives, a published matrix."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Derivation, Proof, Results
from symfisher.domains import REAL, Domain, FiniteSet, IntegerRange, Interval

CASES = Path(__file__).parents[1] / "reference" / "cases.json"


def domain(text: str) -> Domain:
    """Return a domain written like ``a > 0``, ``0 < p < 1``, ``real`` or ``n in {1, 2, ...}``, ends in user symbols."""
    if text in ("real", "R"):
        return REAL
    if text.startswith("integer"):
        return IntegerRange(sp.sympify(text.split(">=")[1]), sp.oo)
    parts = [p.strip() for p in text.split("<")]
    if len(parts) == 3:
        return Interval(sp.sympify(parts[0]), sp.sympify(parts[2]))
    if len(parts) == 2:
        return Interval(-sp.oo, sp.sympify(parts[1]))
    return Interval(sp.sympify(text.split(">")[1]), sp.oo)


def quantities(kind: str, domains: dict[str, Domain]) -> tuple[Quantity, ...]:
    """Return quantities with our symbols, their domains still in user symbols."""
    return tuple(Quantity(n, own_symbol(kind, i, d), d) for i, (n, d) in enumerate(domains.items(), start=1))


def derivation(
    expression: str,
    variables: dict[str, Domain],
    parameters: dict[str, Domain],
    information: list[list[str | None]] | None = None,
    constants: dict[str, Domain] | None = None,
) -> Derivation:
    """Return a derivation whose expected information is given; entries that are ``None`` have no closed form."""
    groups = [quantities(k, d) for k, d in (("x", variables), ("t", parameters), ("c", constants or {}))]
    rule = {sp.Symbol(q.name): q.symbol for g in groups for q in g}
    groups = [tuple(Quantity(q.name, q.symbol, q.domain.xreplace(rule)) for q in g) for g in groups]
    names = {q.name: q.symbol for g in groups for q in g}
    read = lambda text: sp.sympify(text, locals=names).xreplace(rule)  # noqa: E731
    density = Density(read(expression), *groups)
    calculus, k = differentiate(density), len(density.thetas)
    given = information or [[None] * k for _ in range(k)]
    matrix = sp.Matrix(k, k, lambda i, j: sp.Symbol("open") if given[i][j] is None else read(given[i][j]))
    proofs = tuple(tuple(None if v is None else Proof(read(v), "given", None) for v in row) for row in given)
    results = Results(calculus.log_density, calculus.score, calculus.hessian, sp.ImmutableMatrix(matrix), None)
    return Derivation(density, results, proofs)


def support(case: dict[str, Any], name: str) -> Domain:
    """Return the support of a variable of a reference case."""
    lower, upper = (sp.sympify(e, locals=_symbols(case)) for e in case["support"][name])
    return IntegerRange(lower, upper) if case["discrete"] else Interval(lower, upper)


def _symbols(case: dict[str, Any]) -> dict[str, Any]:
    names = [*case["variables"], *case["params"], *case["constants"]]
    return {n: sp.Symbol(n) for n in names}


def case_derivation(case: dict[str, Any], closed: bool = True) -> Derivation:
    """Return a reference case as a derivation, with its published matrix unless not ``closed``."""
    matrix = case["information"] if closed and case["closed_form"] else None
    variables = {n: support(case, n) for n in case["variables"]}
    parameters = {n: _case_domain(t) for n, t in case["params"].items()}
    constants = {n: _case_domain(t) for n, t in case["constants"].items()}
    return derivation(case["density"], variables, parameters, matrix, constants)


def _case_domain(text: str) -> Domain:
    """Return the domain of a reference case's field."""
    found = re.fullmatch(r"\((\w+) > (.+)\) & \(\w+ < (.+)\)", text)
    return domain(f"{found[2]} < {found[1]} < {found[3]}") if found else domain(text)


def cases() -> list[dict[str, Any]]:
    """Return the reference cases."""
    return json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []


__all__ = ["FiniteSet", "IntegerRange", "Interval", "case_derivation", "cases", "derivation", "domain", "support"]
