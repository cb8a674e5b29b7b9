"""Linear and other predictors: quantities that enter a density only together, as ``a + b*z``, are one number to it.

Where that number may be any real one, so may each of the quantities, and the search for domains has one unknown instead
of many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Expr

_REAL_EVERYWHERE = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.erf, sp.erfc)


def joined(expression: Expr, variables: Sequence[Any], free: Sequence[Any]) -> tuple[Expr, list[tuple[Any, Expr]]]:
    """Replace predictors by one symbol each.

    Parameters
    ----------
    expression
        In real symbols.
    variables
        Symbols that no predictor contains.
    free
        Symbols that may be part of a predictor.

    Returns
    -------
    tuple
        The expression, and for each new symbol the predictor it stands for, of two or more of the ``free`` symbols.

    Examples
    --------
    >>> y, a, b, z, s = sp.symbols("y a b z s", real=True)
    >>> joined(sp.exp(-((y - a - b * z) ** 2) / s), [y], [a, b, z, s])
    (exp(-(_u1 + y)**2/s), [(_u1, -a - b*z)])
    """
    found: list[tuple[Any, Expr]] = []
    for candidate in sorted(set(_rests(expression, set(variables))), key=lambda e: (-len(e.free_symbols), str(e))):
        own = candidate.free_symbols
        if len(own) < 2 or not own <= set(free) & expression.free_symbols or not is_real_everywhere(candidate):
            continue
        symbol = sp.Symbol(f"_u{len(found) + 1}", real=True)
        replaced = _replaced(expression, candidate, symbol)
        if not own & replaced.free_symbols:
            expression = replaced
            found.append((symbol, candidate))
    return expression, found


def is_real_everywhere(expression: Expr) -> bool:
    """Whether an expression of real symbols is a real number wherever they are."""
    if not expression.args:
        return bool(expression.is_real)
    if isinstance(expression, sp.Pow) and not isinstance(expression, sp.exp):
        base, exponent = expression.args
        plain = exponent.is_Integer and (exponent.is_positive or base.is_positive)
        return bool(plain) and is_real_everywhere(base)
    if not isinstance(expression, (sp.Add, sp.Mul, *_REAL_EVERYWHERE)):
        return False
    return all(is_real_everywhere(part) for part in expression.args)


def _rests(expression: Expr, variables: set[Any]) -> Iterator[Expr]:
    """Yield the part without variables of every sum."""
    for node in sp.preorder_traversal(expression):
        if isinstance(node, sp.Add):
            rest = sp.Add(*(a for a in node.args if not a.free_symbols & variables))
            if rest.free_symbols:
                yield rest


def _replaced(expression: Expr, predictor: Expr, symbol: Any) -> Expr:
    """Put a symbol in the place of a predictor, and of its negative, inside every sum."""

    def rebuilt(node: Expr) -> Expr:
        if isinstance(node, sp.Add):
            for sign in (1, -1):
                wanted = set(sp.Add.make_args(sign * predictor))
                if wanted <= set(node.args):
                    return sp.Add(sign * symbol, *(rebuilt(a) for a in node.args if a not in wanted))
        if not node.args or not predictor.free_symbols & node.free_symbols:
            return node
        return node.func(*(rebuilt(a) for a in node.args))

    return rebuilt(expression)
