"""Trials with numbers for parameters: what is no identity in the observation there is none with symbols.

A trial costs little and decides only what is not worth trying with symbols. Numbers are put where they change no kind
of function: not into exponents and not into arguments of functions. They are primes, at which the coefficients of an
identity have hardly ever a pole; if they had one, an entry would stay open that has a closed form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symfisher.domains import Expr

_FIRST = 5


def trial_point(expressions: Iterable[Expr], xs: Iterable[Any]) -> dict[Any, Expr]:
    """Return a prime number for every symbol that stands in no exponent and under no function; none for ``xs``.

    Examples
    --------
    >>> x, a, b = sp.symbols("x a b", positive=True)
    >>> trial_point([a / (1 + x**b)], [x])
    {a: 11}
    """
    held, free = set(xs), set()
    for e in expressions:
        free |= e.free_symbols
        held |= {s for node in e.atoms(sp.Pow, sp.Function) for part in _delicate(node) for s in part.free_symbols}
    plain = sorted(free - held, key=sp.default_sort_key)
    return {s: sp.Integer(sp.prime(n)) for n, s in enumerate(plain, start=_FIRST)}


def _delicate(e: Expr) -> tuple[Expr, ...]:
    """Return the parts of a power or a function in which a number would change its kind."""
    return () if e.is_Pow and e.exp.is_Integer else tuple(e.args)
