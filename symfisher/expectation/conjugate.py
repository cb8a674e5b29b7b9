"""Square roots in a field: write an element as even + odd·g, where the square of the generator g is known."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.normal_form import Element, Field
from symfisher.simplification import cost, shortest


def split(field: Field, element: Element, g: Expr, square: Expr) -> tuple[Element, Element]:
    """Return (even, odd), both free of ``g``, with element = even + odd·g where g² = ``square``.

    Examples
    --------
    >>> x = sp.Symbol("x", positive=True)
    >>> g = sp.Symbol("g")
    >>> field = Field([1 / (1 + g), x], [x])
    >>> [field.factored(part) for part in split(field, field.convert(1 / (1 + g)), g, x)]
    [-1/(x - 1), 1/(x - 1)]
    """
    position, value = field.generators.index(g), field.convert(square)
    (a, b), (p, q) = (_sorted(field, poly, position, value) for poly in (element.numer, element.denom))
    if not q:
        return a / p, b / p
    norm = p**2 - value * q**2
    return (a * p - value * b * q) / norm, (b * p - a * q) / norm


def _sorted(field: Field, poly: Any, position: int, square: Element) -> tuple[Element, Element]:
    """Split a polynomial by the parity of one generator."""
    even = odd = field.K.zero
    for monomial, c in poly.terms():
        power, parity = divmod(monomial[position], 2)
        rest = (*monomial[:position], 0, *monomial[position + 1 :])
        term = field.K(field.K.ring({rest: c})) * square**power
        even, odd = (even, odd + term) if parity else (even + term, odd)
    return even, odd


def rationalised(e: Expr) -> Expr:
    """Write a value without the root in its denominator, if it has one root only and that is shorter.

    Examples
    --------
    >>> r = sp.Symbol("r", positive=True)
    >>> rationalised((4 * r**2 + sp.sqrt(1 - 4 * r**2) - 1) / sp.sqrt(1 - 4 * r**2))
    1 - sqrt(1 - 4*r**2)
    """
    roots = [p for p in e.atoms(sp.Pow) if p.base.is_Add and (2 * p.exp).is_Integer and not p.exp.is_Integer]
    if len({p.base for p in roots}) != 1:
        return e
    square, g = roots[0].base, sp.Symbol("_g", positive=True)
    plain = e.xreplace({p: g ** (2 * p.exp) for p in roots})
    field = Field([plain, square, g])
    even, odd = split(field, field.convert(plain), g, square)
    other = shortest(field, even) + shortest(field, odd) * sp.sqrt(square)
    return min((e, other), key=cost)
