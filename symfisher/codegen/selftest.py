"""Values for the test that generated modules carry: 20 digits, from the formulas before they were rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import mpmath
import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.program import Program
from symfisher.codegen.stable import replace_zeta_derivatives
from symfisher.density import Quantity
from symfisher.domains import Expr

CANDIDATES = tuple(
    sp.Rational(*pair)
    for pair in (
        (7, 10),
        (13, 10),
        (5, 2),
        (2, 5),
        (7, 2),
        (1, 5),
        (3, 1),
        (1, 1),
        (2, 1),
        (0, 1),
        (-7, 10),
        (-2, 1),
        (5, 1),
        (10, 1),
    )
)
"""Where points are taken from."""


def stored_values(program: Program, count: int = 2) -> list[tuple[str, tuple[Any, ...], Any]]:
    """Return (function, arguments, value) at up to ``count`` points; what cannot be evaluated is left out."""
    density, own = program.density, program.derivation.own
    rows: list[tuple[str, tuple[Any, ...], Any]] = []
    for offset in range(count):
        point = admissible(program.knowns, offset, {})
        inside = None if point is None else admissible(density.variables, offset, point)
        if point is None or inside is None:
            continue
        data = [float(inside[x]) for x in density.xs]
        knowns = tuple(float(point[q.symbol]) for q in program.knowns)
        arguments = (data[0] if len(data) == 1 else data, *knowns)
        k = len(density.parameters)
        wanted = {
            "log_density": own.log_density,
            "score": [own.score[i] for i in range(k)],
            "observed_information": [[-own.hessian[i, j] for j in range(k)] for i in range(k)],
            "expected_information": [[own.expected_information[i, j] for j in range(k)] for i in range(k)],
        }
        if any(c.xreplace(point) != sp.true for c in program.existence):
            del wanted["expected_information"]
        for name, formula in wanted.items():
            value = _numbers(formula, inside)
            if value is not None:
                rows.append((name, knowns if name == "expected_information" else arguments, value))
                if name == "expected_information":
                    rows += [(n, knowns, v) for n, v in _followers(own.expected_information, inside, program.bounded)]
    return rows


def _followers(information: Any, point: Mapping[Any, Expr], bounded: bool) -> list[tuple[str, Any]]:
    """Return what follows from the matrix, by mpmath's own routines; nothing if it is not positive definite."""
    with mpmath.workdps(25):
        k = information.rows
        numbers = [[_number(information[i, j], point) for j in range(k)] for i in range(k)]
        matrix = mpmath.matrix([[mpmath.mpf(str(n)) for n in row] for row in numbers])
        try:
            factor = mpmath.cholesky(matrix)
        except ValueError:
            return []
        if min(factor[i, i] ** 2 / matrix[i, i] for i in range(k)) < 1e-12:
            return []
        inverse = matrix**-1
        log_root = mpmath.fsum(mpmath.log(factor[i, i]) for i in range(k))
    rows = [
        ("inverse_information", _lists(inverse)),
        ("cholesky_factor", _lists(factor)),
        ("cramer_rao_bound", _lists(inverse)),
        ("jeffreys_log_density", float(log_root)),
    ]
    return rows if bounded else [row for row in rows if row[0] != "cramer_rao_bound"]


def _number(formula: Expr, point: Mapping[Any, Expr]) -> Expr:
    """Return the value at a point with 25 digits."""
    at = replace_zeta_derivatives(formula).xreplace(dict(point)).replace(fn.ZetaDerivative, _zeta_derivative)
    return sp.N(at, 25)


def _zeta_derivative(s: Expr, order: Expr) -> Expr:
    """Return a derivative of Riemann's zeta function at a number."""
    with mpmath.workdps(30):
        return sp.Float(str(mpmath.zeta(mpmath.mpf(str(sp.N(s, 30))), 1, int(order))), 28)


def _lists(matrix: Any) -> list[list[float]]:
    """Return a matrix as nested lists."""
    return [[float(matrix[i, j]) for j in range(matrix.cols)] for i in range(matrix.rows)]


def admissible(quantities: tuple[Quantity, ...], offset: int, known: Mapping[Any, Expr]) -> dict[Any, Expr] | None:
    """Return values inside the domains, each from the candidates starting at ``offset``, on top of those known."""
    values = dict(known)
    waiting = list(quantities)
    for _ in range(len(waiting)):
        for quantity in list(waiting):
            if all(e.xreplace(values).is_number for e in quantity.domain.ends):
                found = _first(quantity, offset, values)
                if found is None:
                    return _search(quantities, known)
                values[quantity.symbol] = found
                waiting.remove(quantity)
    return _search(quantities, known) if waiting else values


def _first(quantity: Quantity, offset: int, values: Mapping[Any, Expr]) -> Expr | None:
    """Return the first candidate inside one domain, or a point between its ends."""
    tried = CANDIDATES[offset:] + CANDIDATES[:offset]
    lower, upper = (e.xreplace(dict(values)) for e in quantity.domain.ends)
    between = ((lower + upper) / 2,) if lower.is_finite and upper.is_finite else ()
    return next((c for c in (*tried, *between) if c.is_number and quantity.domain.contains(c, values)), None)


def _search(quantities: tuple[Quantity, ...], known: Mapping[Any, Expr]) -> dict[Any, Expr] | None:
    """Try all combinations of small candidates for up to four quantities."""
    if len(quantities) > 4:
        return None
    for combination in product(CANDIDATES[:9], repeat=len(quantities)):
        values = dict(known) | {q.symbol: c for q, c in zip(quantities, combination, strict=True)}
        if all(q.domain.contains(c, values) for q, c in zip(quantities, combination, strict=True)):
            return values
    return None


def _numbers(formula: Any, point: Mapping[Any, Expr]) -> Any:
    """Return nested lists of floats, or None if one is no finite number."""
    if isinstance(formula, list):
        parts = [_numbers(f, point) for f in formula]
        return None if any(p is None for p in parts) else parts
    if replace_zeta_derivatives(formula).has(sp.Integral, sp.Sum, sp.Derivative, sp.Subs, sp.DiracDelta):
        return None
    value = _number(formula, point)
    return float(value) if value.is_Float or value.is_Rational else None
