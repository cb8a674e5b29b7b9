"""Domains on which a covariance matrix of symbols is positive definite.

Every factor of a leading minor has one sign on the connected part of these matrices that contains the usual ones (variances
one, the rest zero), and where all factors have the signs that they have there, all minors are positive. A symbol that a
factor contains in the first degree, or as a pure square, gets an end from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.domains import POSITIVE, Domain, Expr, Interval


def positive_definite(factors: Sequence[Expr], variances: set[Any], symbols: set[Any]) -> dict[Any, Domain]:
    """Return domains of all ``symbols`` that say neither more nor less than that all ``factors`` are positive.

    Parameters
    ----------
    factors
        Of the leading minors, oriented so that they are positive at the usual matrices.
    variances
        Symbols of the diagonal; they are positive.
    symbols
        All symbols of the matrix.

    Returns
    -------
    dict
        Empty where no such domains are found.

    Examples
    --------
    >>> s, r = sp.symbols("s r", real=True)
    >>> positive_definite([s, s - r, s + r, s + 2 * r], {s}, {s, r})[r]
    Interval(lower=-s/2, upper=s, closed_lower=False, closed_upper=False)
    """
    left = [f for f in dict.fromkeys(factors) if f.free_symbols and f not in variances]
    known = {*variances}
    domains: dict[Any, Domain] = dict.fromkeys(variances, POSITIVE)
    while len(domains) < len(symbols):
        waiting = sorted(symbols - set(domains), key=str)
        found = {r: d for r in waiting if (d := _domain(r, left, known, set(domains))) is not None}
        if not found:
            return {}
        r, domain = next(iter(found.items()))
        known |= {f for f in left if f.has(r) and f.free_symbols <= {r, *domains}}
        left = [f for f in left if f not in known]
        domains[r] = domain
    return domains if not left else {}


def _domain(r: Any, factors: Sequence[Expr], known: set[Expr], before: set[Any]) -> Domain | None:
    """Return the interval of ``r`` in which all factors in it and the symbols ``before`` are positive."""
    lower: list[Expr] = []
    upper: list[Expr] = []
    for f in (f for f in factors if f.has(r) and f.free_symbols <= {r, *before}):
        terms = sp.Poly(f, r).as_dict() if f.is_polynomial(r) else {}
        if set(terms) == {(0,), (1,)}:
            (upper if _sign(terms[1,], known) == -1 else lower).append(-terms[0,] / terms[1,])
        elif set(terms) == {(0,), (2,)} and _sign(terms[2,], known) == -1:
            end = sp.sqrt(sp.cancel(-terms[0,] / terms[2,]))
            lower.append(-end)
            upper.append(end)
        else:
            return None
        if _sign(terms[max(terms)], known) is None:
            return None
    low, high = _least([-e for e in lower], known), _least(upper, known)
    return None if low is None or high is None else Interval(-low, high)


def _least(ends: list[Expr], known: set[Expr]) -> Expr | None:
    """Return the end that is below all others where the factors known are positive; ``None`` if that is not seen."""
    for e in ends:
        if all(e == other or _sign(other**2 - e**2, known) == 1 for other in ends):
            return e
    return None


def _sign(e: Expr, known: set[Expr]) -> int | None:
    """Return the sign of an expression whose factors are all known to be positive, up to numbers."""
    found = 1
    for part in sp.Mul.make_args(sp.factor(e)):
        base, power = part.as_base_exp()
        if part.is_number and part != 0:
            found *= 1 if part.is_positive else -1
        elif base in known or (power.is_Integer and power.is_even):
            continue
        elif -base in known and power.is_Integer:
            found *= -1
        else:
            return None
    return found
