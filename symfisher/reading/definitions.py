"""Definitions among the conditions of a density: ``..., mu = a + b*z``, ``..., where z = (x - mu)/sigma``, ``n known``.

A definition is put in the place of its name, in brackets, token by token; nothing of it remains.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from symfisher.errors import ParseError
from symfisher.reading.tokens import KNOWN, Token

_VERBS = frozenset({"is", "are"})

MOST_TOKENS = 5_000
"""Tokens of a density after its definitions were put in: what would be longer is refused."""


def known_names(pieces: Sequence[list[Token]]) -> tuple[list[Token], list[list[Token]]]:
    """Return the names that pieces such as ``z known``, ``n is fixed`` and ``s > 0 known`` are about, and what is left."""
    known: list[Token] = []
    rest: list[list[Token]] = []
    for piece in pieces:
        words = [t for t in piece if t.text not in KNOWN and not (t.kind == "NAME" and t.text in _VERBS)]
        if len(words) < len(piece) and words and words[0].kind == "NAME" and any(t.text in KNOWN for t in piece):
            known.append(words[0])
            rest += [words] if len(words) > 1 else []
        else:
            rest.append(piece)
    return known, rest


def definitions(pieces: Sequence[list[Token]]) -> tuple[dict[str, list[Token]], list[list[Token]]]:
    """Return what names are defined to be, and the other conditions.

    A list of values after the sign, ``x = 0, 1, 2``, is a support and no definition.
    """
    defined: dict[str, list[Token]] = {}
    rest: list[list[Token]] = []
    for piece in pieces:
        defines = len(piece) > 2 and piece[0].kind == "NAME" and piece[1].kind == "EQUALS"
        if defines and not any(t.kind in {"COMMA", "DOTS", "EQUALS", "IN", "RELATION"} for t in piece[2:]):
            defined.setdefault(piece[0].text, piece)
        else:
            rest.append(piece)
    return {name: piece[2:] for name, piece in defined.items()}, rest


def check_definitions(
    defined: Mapping[str, list[Token]], rest: Sequence[list[Token]], declared: Collection[str], source: str
) -> None:
    """Refuse a name that is defined and declared, and names that are defined by each other.

    Raises
    ------
    ParseError
        With the place of the definition.
    """
    stated = {piece[0].text for piece in rest if piece[0].kind == "NAME"}
    for name, value in defined.items():
        place = value[0].position
        if name in declared:
            raise ParseError(f"'{name}' is declared and defined: which of the two?", source, place)
        if name in stated:
            raise ParseError(f"'{name}' is defined: state domains for the names in its definition", source, place)
        if name in _reached(name, defined):
            raise ParseError(f"'{name}' is defined by itself", source, place)


def _reached(name: str, defined: Mapping[str, list[Token]]) -> set[str]:
    """Return the names in the definition of ``name``, and in theirs."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for token in defined.get(waiting.pop(), ()):
            if token.kind == "NAME" and token.text not in found:
                found.add(token.text)
                waiting.append(token.text)
    return found


def expanded(tokens: Sequence[Token], defined: Mapping[str, list[Token]], source: str) -> list[Token]:
    """Return the tokens with each defined name replaced by its definition in brackets.

    The word of a named argument, ``normal(mean=m)``, is no name.

    Raises
    ------
    ParseError
        The result would have more than `MOST_TOKENS` tokens.
    """
    result = list(tokens)
    while any(_replaced(result, i, defined) for i in range(len(result))):
        grown: list[Token] = []
        for index, token in enumerate(result):
            if _replaced(result, index, defined):
                opening = Token("LPAR", "(", token.position, token.spaced)
                grown += [opening, *defined[token.text], Token("RPAR", ")", token.position)]
            else:
                grown.append(token)
        if len(grown) > MOST_TOKENS:
            raise ParseError("the density is too long with its definitions", source, 0)
        result = grown
    return result


def _replaced(tokens: Sequence[Token], index: int, defined: Mapping[str, list[Token]]) -> bool:
    token = tokens[index]
    named = index + 1 < len(tokens) and tokens[index + 1].kind == "EQUALS"
    return token.kind == "NAME" and token.text in defined and not named
