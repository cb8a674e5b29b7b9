"""Density records and derivatives for the tests of this room, built by hand from strings of our own files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import REAL, Domain, FiniteSet, IntegerRange, Interval

REFERENCE = Path(__file__).parents[1] / "reference" / "cases.json"


def cases() -> list[dict[str, Any]]:
    """Return the reference cases."""
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


def domain_of(text: str, names: dict[str, Any]) -> Domain:
    """Read ``real``, ``a > 0``, ``(p > 0) & (p < 1 - q)`` or ``integer: n >= 1``."""
    if text == "real":
        return REAL
    if text.startswith("integer:"):
        return IntegerRange(sp.sympify(text.split(">=")[1]), sp.oo)
    lower, upper = -sp.oo, sp.oo
    for part in text.split("&"):
        _, sign, end = re.match(r"\(?\s*(\w+)\s*([<>])\s*([^()]+(?:\([^()]*\))*)\)?\s*$", part.strip()).groups()
        value = sp.sympify(end, locals=names)
        lower, upper = (value, upper) if sign == ">" else (lower, value)
    return Interval(lower, upper)


def build(
    expression: str,
    support: dict[str, tuple[str, str] | tuple[Any, ...]],
    parameters: dict[str, str],
    constants: dict[str, str] | None = None,
    discrete: bool = False,
) -> Density:
    """Build the record of a density from strings."""
    constants = constants or {}
    plain = {name: sp.Symbol(name) for name in [*support, *parameters, *constants]}
    rule: dict[Any, Any] = {}

    def quantities(kind: str, domains: dict[str, Domain]) -> tuple[Quantity, ...]:
        found = []
        for number, (name, domain) in enumerate(domains.items(), 1):
            symbol = own_symbol(kind, number, domain)
            rule[plain[name]] = symbol
            found.append(Quantity(name, symbol, domain))
        return tuple(found)

    params = quantities("t", {n: domain_of(t, plain) for n, t in parameters.items()})
    consts = quantities("c", {n: domain_of(t, plain) for n, t in constants.items()})
    ends = {n: tuple(sp.sympify(e, locals=plain).xreplace(rule) for e in pair) for n, pair in support.items()}
    kind = IntegerRange if discrete else Interval
    variables = quantities("x", {n: kind(*pair) if len(pair) == 2 else FiniteSet(pair) for n, pair in ends.items()})

    def own(quantity: Quantity) -> Quantity:
        return Quantity(quantity.name, quantity.symbol, quantity.domain.xreplace(rule))

    body = sp.sympify(expression, locals=plain).xreplace(rule)
    return Density(body, tuple(map(own, variables)), tuple(map(own, params)), tuple(map(own, consts)))


def from_case(case: dict[str, Any]) -> Density:
    """Build the record of a reference case."""
    support = {name: tuple(ends) for name, ends in case["support"].items()}
    return build(case["density"], support, case["params"], case["constants"], case["discrete"])


def point_of(density: Density, values: dict[str, str]) -> dict[Any, Any]:
    """Map names to the exact values written in ``values``, on the symbols of the density."""
    return density.own({name: sp.Rational(text) for name, text in values.items()})


def derivatives(density: Density) -> tuple[Any, Any, Any]:
    """Return log-density, score and Hessian as the library itself does."""
    from symfisher.calculus import differentiate

    found = differentiate(density)
    return found.log_density, found.score, found.hessian
