"""Conditions among tokens: where they are cut, what they are about, and words that stand for relations."""

from __future__ import annotations

from symfisher.reading.balls import squared
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.tokens import KNOWN, Token, split


def clauses(tokens: list[Token], *, merge: bool) -> list[list[Token]]:
    """Cut a list of conditions at its commas and join what belongs together.

    ``x = 0, 1, 2, ...`` is one clause; so is ``a, b > 0`` if ``merge`` (else ``a`` stands alone and is real).
    """
    pieces = [_without_bars(p) for p in split(_worded(tokens), frozenset({"COMMA", "SEMICOLON"})) if p]
    joined: list[list[Token]] = []
    waiting: list[list[Token]] = []
    for piece in pieces:
        if joined and enumerates(joined[-1]) and not _relates(piece) and not any(t.text in KNOWN for t in piece):
            joined[-1] = [*joined[-1], Token("COMMA", ",", piece[0].position), *piece]
        elif merge and len(piece) == 1 and piece[0].kind == "NAME":
            waiting.append(piece)
        else:
            joined.extend([*name, *piece[1:]] for name in waiting if piece[0].kind == "NAME")
            joined.append(piece)
            waiting = []
    return joined + waiting


def _worded(tokens: list[Token]) -> list[Token]:
    """Read the word ``in`` as a membership where it stands between a name and a set."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        is_word = token.kind == "NAME" and token.text == "in" and index > 0
        if is_word and tokens[index - 1].kind in {"NAME", "RPAR"} and following in {"LBRACE", "LPAR", "LSQB", "NAME"}:
            token = token._replace(kind="IN")
        result.append(token)
    return result


def _without_bars(piece: list[Token]) -> list[Token]:
    """Write ``|x - m| < w`` as ``(m) - (w) < x < (m) + (w)``, about ``x`` or else about the name that comes first."""
    sides, signs = split(piece, _RELATION), [t for t in piece if t.kind == "RELATION"]
    if len(sides) != 2 or len(signs) != 1:
        return piece
    turned = bool(_between_bars(sides[1]))
    outer, side = sides if turned else sides[::-1]
    inside, at = _between_bars(side), signs[0].position
    if signs[0].text not in ({">", ">="} if turned else {"<", "<="}) or not _is_distance(inside):
        return piece
    name, (operation, *rest) = inside[0], inside[1:]
    if len(rest) == 1 and rest[0].text in {"x", "y"}:
        name, rest = rest[0], [name]

    def bracket(inner: list[Token]) -> list[Token]:
        return [Token("LPAR", "(", at), *inner, Token("RPAR", ")", at)]

    plus, minus = Token("PLUS", "+", at), Token("MINUS", "-", at)
    centre = bracket([minus, *rest] if operation.kind == "PLUS" else rest)
    below = Token("RELATION", "<=" if "=" in signs[0].text else "<", at)
    return [*centre, minus, *bracket(outer), below, name, below, *centre, plus, *bracket(outer)]


def _between_bars(side: list[Token]) -> list[Token]:
    """Return what stands in ``|…|`` or ``abs(…)`` if that is the whole side."""
    if len(side) > 2 and side[0].kind in {"BAR", "BAR_OPEN"} and side[-1].kind in {"BAR", "BAR_CLOSE"}:
        return side[1:-1]
    if len(side) > 3 and side[0].text in {"abs", "Abs"} and side[1].kind == "LPAR" and side[-1].kind == "RPAR":
        return side[2:-1]
    return []


def _is_distance(inside: list[Token]) -> bool:
    """Whether tokens are a name, plus or minus, and a product."""
    plain = len(inside) > 2 and inside[0].kind == "NAME" and inside[1].kind in _SIGNS
    return plain and not any(t.kind in _SIGNS | {"BAR", "LPAR", "RPAR"} for t in inside[2:])


_RELATION = frozenset({"RELATION"})
_SIGNS = frozenset({"MINUS", "PLUS"})


def _relates(piece: list[Token]) -> bool:
    return any(t.kind in {"RELATION", "EQUALS", "IN"} for t in piece)


def enumerates(piece: list[Token]) -> bool:
    """Whether ``piece`` is the start of ``x = 0, 1, 2, ...``."""
    return len(piece) > 2 and piece[0].kind == "NAME" and piece[1].kind == "EQUALS"


def end_of(piece: list[Token]) -> int:
    """Return the place after a condition."""
    return piece[-1].position + len(piece[-1].text)


def as_condition(piece: list[Token]) -> list[Token]:
    """Write ``x = 0, 1, ...`` as a set, and put the commas that ``0..n`` leaves out."""
    if enumerates(piece):
        at = piece[1].position
        piece = [piece[0], Token("IN", "in", at), Token("LBRACE", "{", at), *piece[2:], Token("RBRACE", "}", at)]
    piece = _half_line(piece)
    result: list[Token] = []
    for token in piece:
        after_dots = bool(result) and result[-1].kind == "DOTS" and token.kind not in {"COMMA", "RBRACE"}
        before_dots = token.kind == "DOTS" and bool(result) and result[-1].kind not in {"COMMA", "LBRACE"}
        if after_dots or before_dots:
            result.append(Token("COMMA", ",", token.position))
        result.append(token)
    return result


def _half_line(piece: list[Token]) -> list[Token]:
    """Write ``x in R+`` and ``x in ℝ⁺`` as ``x in (0, oo)``."""
    places = [i for i, t in enumerate(piece) if t.kind == "IN"]
    if not places or [t.text for t in piece[places[0] + 1 :]] not in _HALF_LINES:
        return piece
    at = piece[places[0]].position
    ends = [("LPAR", "("), ("NUMBER", "0"), ("COMMA", ","), ("NAME", "oo"), ("RPAR", ")")]
    return [*piece[: places[0] + 1], *(Token(kind, text, at) for kind, text in ends)]


_HALF_LINES = (["R", "+"], ["R", "^", "+"], ["R", "^", "(", "+", ")"])


def subjects(piece: list[Token]) -> list[str]:
    """Return the names that a clause is about: alone on its left side, or between two relations.

    Examples
    --------
    >>> from symfisher.reading.tokens import scan
    >>> subjects(scan("0 < p < 1 - q")), subjects(scan("b > a")), subjects(scan("-pi < x < pi"))
    (['p'], ['b'], ['x'])
    >>> subjects(scan("x^2 + y^2 < r^2"))
    ['x', 'y']
    """
    sides = split(piece, frozenset({"RELATION", "IN", "EQUALS"}))
    alone = [_lone_name(side) for side in sides]
    if len(sides) == 1:
        return [alone[0]] if alone[0] else []
    if len(sides) > 2:
        return [name for name in alone[1:-1] if name]
    if alone[0] and (alone[0] not in CONSTANTS or not alone[1]):
        return [alone[0]]
    if alone[1] and alone[1] not in CONSTANTS and not _is_membership(piece):
        return [alone[1]]
    return squared(sides[0]) or squared(sides[1])


def _is_membership(piece: list[Token]) -> bool:
    return any(t.kind == "IN" for t in piece)


def _lone_name(side: list[Token]) -> str:
    """Return the name that a side of a relation consists of (``|x|`` and ``abs(x)`` count), or an empty string."""
    if len(side) == 4 and side[0].text in {"abs", "Abs"} and side[1].kind == "LPAR":
        side = side[2:3]
    if len(side) == 3 and side[0].kind == side[2].kind == "BAR":
        side = side[1:2]
    return side[0].text if len(side) == 1 and side[0].kind == "NAME" else ""


def mentioned(piece: list[Token]) -> list[str]:
    """Return every name in a clause that is neither a constant, a named set nor a function."""
    names = []
    for index, token in enumerate(piece):
        called = index + 1 < len(piece) and piece[index + 1].kind == "LPAR"
        a_set = index > 0 and piece[index - 1].kind == "IN"
        if token.kind == "NAME" and not called and not a_set and token.text not in CONSTANTS:
            names.append(token.text)
    return list(dict.fromkeys([*subjects(piece), *names]))
