"""What generated text is made of: binding strengths, numbers, choices, and the refusal of what a language has not got."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.domains import Expr
from symfisher.errors import SymfisherError

ATOM, POWER, UNARY, PRODUCT, SUM, COMPARE = 6, 5, 4, 3, 2, 1
"""Binding strength of printed text, strongest first."""

Printed = tuple[str, int]
"""Text and its binding strength."""


class UnsupportedFunctionError(SymfisherError):
    """A function has no form in the target language; ``function`` is its name."""

    def __init__(self, function: str, target: str) -> None:
        super().__init__(f"{function} has no form in generated {target} code")
        self.function = function


def dyadic(number: Expr) -> bool:
    """Whether a rational number is one of binary arithmetic: its denominator is a power of two."""
    return bool(number.is_Rational and number.q & (number.q - 1) == 0)


def plain_number(number: Expr) -> Printed:
    """Return a number as a double-precision literal, rational ones that are rounded as quotients."""
    if number.is_Rational and not dyadic(number) and abs(number.p) < 2**53 and number.q < 2**53:
        return f"{float(number.p)!r}/{float(number.q)!r}", PRODUCT if number.p > 0 else SUM
    return repr(float(number)), ATOM if number >= 0 else UNARY


def nested_choice(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    """Return a choice by the operator ``?:`` of C-like languages."""
    text = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        text = value if condition in ("true", "1") else f"(({condition}) ? ({value}) : ({text}))"
    return text
