"""SymPy's own integration and summation, last, in a child process that is ended at the time limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher import workers
from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.errors import TimeLimitError
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.simplification import shorten

name = "sympy"

SECONDS = 2.5
"""Limit on all entries together; what takes longer is rarely a closed form."""

_TABULATED = (sp.erf, sp.erfc, sp.besseli, sp.besselk, sp.besselj, sp.expint, sp.polylog, sp.polygamma, sp.hyper)
"""Functions of which SymPy integrates products with others, no quotients."""

_OPEN = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.meijerg, sp.RootOf, sp.RootSum, sp.Piecewise)


@dataclass(frozen=True)
class Integrated:
    """Certificate: SymPy's algorithms give no proof that can be replayed, so many digits are compared."""

    integrand: Expr


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Ask SymPy for every expectation, under one limit for all."""
    density = problem.density
    bodies = {entry: density.expression * h for entry, h in integrands.items()}
    answers: dict[Entry, Proof | Decline] = {
        entry: Decline(reason) for entry, body in bodies.items() if (reason := beyond(body, density)) is not None
    }
    tried = {entry: h for entry, h in integrands.items() if entry not in answers}
    found_ones = bounded(density, [bodies[entry] for entry in tried], SECONDS)
    for (entry, h), found in zip(tried.items(), found_ones, strict=True):
        if found is None:
            answers[entry] = Decline("SymPy found no closed form in time")
            continue
        value = shorten(found, problem.signs)
        answers[entry] = Proof(value, name, Integrated(h), status="numeric", steps=(Step("sympy", h, value),))
    return answers


def beyond(body: Expr, density: Density) -> str | None:
    """Return why SymPy's algorithms have no rule for ``body``, so that waiting for them is in vain; else ``None``.

    Examples
    --------
    An error function of the variable under a fraction, or a digamma function of a summation variable: no table of
    integrals or hypergeometric term holds these.
    """
    xs = set(density.xs)
    if density.discrete and (reason := _beyond_sums(body, xs)):
        return reason
    for power in body.atoms(sp.Pow):
        if not (power.exp.could_extract_minus_sign() and power.base.free_symbols & xs):
            continue
        if any(f.free_symbols & xs for f in power.base.atoms(*_TABULATED)):
            return "SymPy has no rule for special functions in a denominator"
        if power.base.is_Add and _unlike_exponentials(power.base, xs):
            return "SymPy has no rule for unlike exponentials in a denominator"
    return None


def _beyond_sums(body: Expr, xs: set[Any]) -> str | None:
    """Return why ``body`` is no hypergeometric term that SymPy sums."""
    if any(f.free_symbols & xs for f in body.atoms(sp.polygamma, sp.loggamma)):
        return "SymPy has no rule for sums over polygamma functions of the summation variable"
    for power in body.atoms(sp.Pow, sp.exp):
        base, exponent = power.as_base_exp()
        moving = exponent.free_symbols & xs
        if any(sp.diff(exponent, x).free_symbols & xs for x in moving) or (moving and base.free_symbols & xs):
            return "SymPy has no rule for sums over powers whose exponents are not linear"
        if base.is_Add and exponent.could_extract_minus_sign() and _exponentials(base, xs):
            return "SymPy has no rule for sums with exponentials in a denominator"
    return None


def _exponentials(e: Expr, xs: set[Any]) -> bool:
    """Whether variables stand in an exponent, or under a gamma function, in ``e``."""
    powers = any(p.as_base_exp()[1].free_symbols & xs for p in e.atoms(sp.Pow, sp.exp))
    return powers or any(f.free_symbols & xs for f in e.atoms(sp.gamma, sp.factorial))


def _unlike_exponentials(total: Expr, xs: set[Any]) -> bool:
    """Whether a sum contains exponentials of the variables whose exponents are not multiples of one linear function."""
    exponents = [e.args[0] for e in total.atoms(sp.exp) if e.free_symbols & xs]
    slopes = {tuple(sp.diff(e, x) for x in sorted(xs, key=str)) for e in exponents}
    if any(s.free_symbols & xs for slope in slopes for s in slope):
        return len(exponents) > 1
    first, *others = sorted(slopes, key=sp.default_sort_key) or [()]
    return any(
        not sp.cancel(b / a).is_Rational for other in others for a, b in zip(first, other, strict=True) if a != 0
    )


def bounded(density: Density, bodies: Sequence[Expr], seconds: float) -> list[Expr | None]:
    """Integrate or sum ``bodies`` over the support; ``None`` for each that is not closed within the limit."""
    limits = [(v.symbol, *v.domain.ends) for v in reversed(density.variables)]
    if not bodies:
        return []
    if density.discrete and any(getattr(v.domain, "step", 1) != 1 for v in density.variables):
        return [None] * len(bodies)
    try:
        return list(
            workers.call(
                "symfisher.expectation.sympy_route:integrate_all", density.discrete, bodies, limits, timeout=seconds
            )
        )
    except (TimeLimitError, workers.WorkerDiedError, workers.RemoteError):
        return [None] * len(bodies)


def integrate_all(discrete: bool, bodies: Sequence[Expr], limits: Sequence[Any]) -> list[Expr | None]:
    """Run in the child: SymPy's integrate or summation, one body after the other; stops at the first that fails."""
    found: list[Expr | None] = []
    for body in bodies:
        if found and found[-1] is None:
            found.append(None)
            continue
        expanded = sp.expand(body)
        value = (
            _without_condition(sp.summation(expanded, *limits))
            if discrete
            else sp.integrate(expanded, *limits, conds="none")
        )
        found.append(None if value.has(*_OPEN, sp.nan, sp.zoo, sp.oo) else value)
    return found


def _without_condition(value: Expr) -> Expr:
    """Return the value of a sum where it converges, as ``conds="none"`` does for integrals; numbers decide later."""
    return value.replace(sp.Piecewise, lambda first, *_: first[0])
