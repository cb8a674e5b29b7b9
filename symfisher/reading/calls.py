"""Calls of families among tokens: ``normal(mu, sigma)``, ``N(x; mu, sigma^2)``, ``0.3*normal(mu, 1) + 0.7*normal(0, 1)``.

A call is cut into a name and arguments, a mixture into calls and weights; what they mean is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading.functions import ARITIES
from symfisher.reading.tokens import GREEK_WORDS, Token, split

_OPEN, _CLOSE = {"LPAR", "LSQB", "LBRACE"}, {"RPAR", "RSQB", "RBRACE"}


@dataclass(frozen=True)
class Term:
    """A component of a mixture: the tokens of its weight, none for one, and its call."""

    weight: list[Token]
    name: str
    arguments: list[list[Token]]


def as_call(body: list[Token]) -> tuple[str, list[list[Token]]] | None:
    """Return the name and the arguments if ``body`` is nothing but ``name(...)`` or a name, else ``None``."""
    if not body or body[0].kind != "NAME":
        return None
    if len(body) == 1:
        return body[0].text, []
    if body[1].kind != "LPAR" or body[-1].kind != "RPAR":
        return None
    depth = 0
    arguments: list[list[Token]] = [[]]
    for index, token in enumerate(body[1:], 1):
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
        if depth == 0 and index < len(body) - 1:
            return None
        if depth == 1 and token.kind == "COMMA":
            arguments.append([])
        elif index > 1 and index < len(body) - 1:
            arguments[-1].append(token)
    return body[0].text, [a for a in arguments if a]


def looks_like_symbol(name: str) -> bool:
    """Whether a name alone is more likely a symbol than a family: one letter or a Greek word."""
    stem = name.split("_")[0].rstrip("0123456789")
    return len(stem) == 1 or stem in GREEK_WORDS


def keyword_argument(argument: list[Token], source: str) -> tuple[str | None, list[Token]]:
    """Split ``shape = a`` into its word and its value."""
    if len(argument) > 1 and argument[1].kind == "EQUALS":
        if argument[0].kind != "NAME" or len(argument) < 3:
            raise ParseError("write a named argument as name=value", source, argument[0].position)
        return argument[0].text, argument[2:]
    return None, argument


def unclear_square(argument: list[Token]) -> bool:
    """Whether an argument is ``sigma^2``: a variance to some, the square of the scale to the parser."""
    bare = [t for t in argument if t.kind not in {"LPAR", "RPAR"}]  # σ² is read as σ^(2)
    return len(bare) == 3 and bare[0].kind == "NAME" and bare[1].kind == "POWER" and bare[2].text == "2"


def refuse_square(name: str, argument: list[Token], source: str) -> None:
    """Raise where a square stands for a parameter by position.

    Raises
    ------
    AmbiguityError
        Saying how to write either meaning.
    """
    symbol: Any = argument[0].text
    message = (
        f"{name}(…, {symbol}^2): is the argument a variance or a scale? Write it by name, "
        f"e.g. {name}(..., variance={symbol}^2), or give the symbol alone"
    )
    raise AmbiguityError(message, source, argument[0].position)


def without_observation(tokens: list[Token], source: str) -> tuple[list[Token], tuple[str, ...]]:
    """Write ``N(x; mu, sigma^2)`` and ``normal(x | mu, s)`` as calls without the observation; return its name too.

    Raises
    ------
    ParseError
        Two calls have different observations.
    """
    kept: list[Token] = []
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        if _is_observed(tokens, index):
            kept += tokens[index : index + 2]
            found.append(tokens[index + 2])
            index += 4
        else:
            kept.append(tokens[index])
            index += 1
    if len({t.text for t in found}) > 1:
        raise ParseError(f"'{found[0].text}' and '{found[1].text}' are both observed", source, found[1].position)
    return kept, (found[0].text,) if found else ()


def _is_observed(tokens: list[Token], index: int) -> bool:
    """Whether ``name ( x ;`` begins at ``index``, or the same with a bar that closes no other."""
    kinds = [t.kind for t in tokens[index : index + 4]]
    if kinds == ["NAME", "LPAR", "NAME", "SEMICOLON"]:
        return True
    if kinds != ["NAME", "LPAR", "NAME", "BAR"] or tokens[index].text in ARITIES:
        return False
    return sum(t.kind == "BAR" for t in tokens[index : _closing(tokens, index + 1)]) % 2 == 1


def mixture_terms(body: list[Token], is_call: Callable[[str, int], bool]) -> list[Term] | None:
    """Return the components if ``body`` is a sum of weighted calls, else ``None``.

    Parameters
    ----------
    body
        Tokens of a density.
    is_call
        Whether a name with so many arguments calls a family.
    """
    terms = [_term(part, is_call) for part in split(body, frozenset({"PLUS"}))]
    return [t for t in terms if t is not None] if all(t is not None for t in terms) else None


def _term(tokens: list[Token], is_call: Callable[[str, int], bool]) -> Term | None:
    """Return the weight and the one call of a product."""
    depth, starts = 0, []
    for index, token in enumerate(tokens):
        if depth == 0 and token.kind == "MINUS":
            return None
        if depth == 0 and [t.kind for t in tokens[index : index + 2]] == ["NAME", "LPAR"]:
            starts.append(index)
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
    found = [(i, stop, call) for i in starts if (stop := _closing(tokens, i + 1)) and (call := as_call(tokens[i:stop]))]
    found = [(i, stop, call) for i, stop, call in found if is_call(call[0], len(call[1]))]
    if len(found) != 1:
        return None
    ((start, stop, call),) = found
    before, after = tokens[:start], tokens[stop:]
    if before and before[-1].kind == "TIMES":
        before = before[:-1]
    if after and after[0].kind == "TIMES":
        after = after[1:] if not before else after
    elif after and after[0].kind != "DIVIDE":
        return None
    one = [Token("NUMBER", "1", after[0].position)] if after and not before and after[0].kind == "DIVIDE" else []
    return Term([*before, *one, *after], *call)


def _closing(tokens: list[Token], opening: int) -> int:
    """Return the index after the bracket that closes the one at ``opening``, or 0 if there is none."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].kind in _OPEN) - (tokens[index].kind in _CLOSE)
        if depth == 0:
            return index + 1
    return 0
