"""Densities given by branches: ``2x/c for 0 < x < c, 2(1-x)/(1-c) for c < x < 1, 0 otherwise``.

Branches are found among the tokens of a statement, before it is cut into density and conditions, and written as one
Piecewise; a single branch that is zero elsewhere becomes a density with its support.
"""

from __future__ import annotations

from dataclasses import dataclass

from symfisher.errors import ParseError
from symfisher.reading.tokens import Token, split

_BEFORE_CONDITION = frozenset({"if", "for", "when", "on", "where"})
_ELSEWHERE = frozenset({"otherwise", "elsewhere", "else"})
_SEPARATORS = frozenset({"COMMA", "SEMICOLON"})


@dataclass(frozen=True)
class Branch:
    """A value and the tokens of its condition, none for *otherwise*."""

    value: list[Token]
    condition: list[Token]

    @property
    def zero(self) -> bool:
        """Whether the value is the number 0."""
        return [t.text for t in self.value] == ["0"]


def joined(tokens: list[Token], source: str) -> list[Token]:
    """Return the tokens of a statement with its branches, if it has several, as one Piecewise or one density.

    Raises
    ------
    ParseError
        All branches are zero, or a branch stands after *otherwise*.

    Examples
    --------
    >>> from symfisher.reading.tokens import scan
    >>> text = "2x if 0 < x < 1, 0 otherwise"
    >>> " ".join(t.text for t in joined(scan(text), text))
    '2 x , 0 < x < 1'
    """
    start = 0
    branches, rest = _masses(tokens)
    if not branches:
        start = _body(tokens)
        if start is None:
            return tokens
        branches, rest = _branches(_pieces(tokens[start:]))
    if len(branches) < 2:
        return tokens
    if any(not b.condition for b in branches[:-1]):
        raise ParseError("a branch stands after 'otherwise'", source, branches[-1].value[0].position)
    kept = [b for b in branches if not b.zero]
    if not kept:
        raise ParseError("the density is zero", source, branches[0].value[0].position)
    if not kept[-1].condition:
        kept = branches
    comma = Token("COMMA", ",", branches[-1].value[-1].position)
    clauses = [token for piece in rest for token in (comma, *piece)]
    if len(kept) == 1:
        return [*tokens[:start], *kept[0].value, comma, *kept[0].condition, *clauses]
    return [*tokens[:start], *_piecewise(kept), *_values_of_all(kept, comma), *clauses]


def _body(tokens: list[Token]) -> int | None:
    """Return where the density begins: after the header ``f(x; a) =``, or ``None`` for a sampled family or a table."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind in {"LPAR", "LSQB", "LBRACE"}) - (token.kind in {"RPAR", "RSQB", "RBRACE"})
        if depth == 0 and (token.kind in _SEPARATORS | {"RELATION"} or token.text in _BEFORE_CONDITION):
            break
        if depth == 0 and token.kind == "TILDE":
            return None
        if depth == 0 and token.kind == "EQUALS" and index > 0:
            return index + 1
    return None if tokens and tokens[0].kind == "LBRACE" else 0


def _masses(tokens: list[Token]) -> tuple[list[Branch], list[list[Token]]]:
    """Read ``P(X=0) = 1-p, P(X=1) = p`` or ``f(0) = 1-p, f(1) = p`` as branches; nothing if it is no such list."""
    if [t.kind for t in tokens[:2]] != ["NAME", "LPAR"] or not any(t.kind == "EQUALS" for t in tokens):
        return [], []
    pieces = [p for p in split([_and_as_comma(t) for t in tokens], _SEPARATORS) if p]
    found = [_mass(p) for p in pieces]
    count = next((i for i, b in enumerate(found) if b is None), len(found))
    if count < 2:
        return [], []
    return [b for b in found[:count] if b is not None], pieces[count:]


def _and_as_comma(token: Token) -> Token:
    return token._replace(kind="COMMA") if token.kind == "AND" or token.text == "and" else token


def _mass(piece: list[Token]) -> Branch | None:
    """Read ``P(X = 1) = p`` or ``f(1) = p``."""
    close = next((i for i, t in enumerate(piece) if t.kind == "RPAR"), 0)
    if [t.kind for t in piece[:2]] != ["NAME", "LPAR"] or [t.kind for t in piece[close + 1 : close + 2]] != ["EQUALS"]:
        return None
    inside, value = piece[2:close], piece[close + 2 :]
    if len(inside) > 2 and inside[0].kind == "NAME" and inside[1].kind == "EQUALS":
        return Branch(value, inside)
    if not inside or any(t.kind not in {"NUMBER", "MINUS", "DIVIDE"} for t in inside):
        return None
    taken = {t.text for t in value}
    name = next(n for n in ("x", "k", "y", "x_") if n not in taken)
    return Branch(value, [Token("NAME", name, piece[0].position), Token("EQUALS", "=", piece[0].position), *inside])


@dataclass(frozen=True)
class _Piece:
    """What stands between two separators, and whether a semicolon (or ``else``, or nothing) is before it."""

    tokens: list[Token]
    begins: bool


def _pieces(tokens: list[Token]) -> list[_Piece]:
    found: list[_Piece] = []
    for section in split(_and_as_separator(_else_as_separator(tokens)), frozenset({"SEMICOLON"})):
        parts = [part for part in split(section, frozenset({"COMMA"})) if part]
        found += [_Piece(part, index == 0) for index, part in enumerate(parts)]
    return found


def _else_as_separator(tokens: list[Token]) -> list[Token]:
    """Write the ``else`` of ``a if x > 0 else b`` as a semicolon, and as *otherwise* after the last value."""
    places = [
        i for i, t in enumerate(tokens[:-1]) if t.text == "else" and i > 0 and tokens[i + 1].kind not in _SEPARATORS
    ]
    if not places or not any(t.text == "if" for t in tokens[: places[0]]):
        return tokens
    result = [t._replace(kind="SEMICOLON") if i in places else t for i, t in enumerate(tokens)]
    stop = next((i for i in range(places[-1] + 1, len(result)) if result[i].kind in _SEPARATORS), len(result))
    if any(t.text == "if" for t in result[places[-1] :]):
        return result
    return [*result[:stop], Token("NAME", "otherwise", result[stop - 1].position), *result[stop:]]


def _and_as_separator(tokens: list[Token]) -> list[Token]:
    """Write the ``and`` before a last branch, ``and p^2 when x = 2``, as a semicolon."""
    result = list(tokens)
    for index in [i for i, t in enumerate(tokens) if t.text == "and"]:
        following = split(tokens[index + 1 :], _SEPARATORS)[0]
        opens = next((i for i, t in enumerate(following) if t.text in _BEFORE_CONDITION | {"and"}), 0)
        if opens and following[opens].text != "and" and not _relates(following[:opens]):
            result[index] = tokens[index]._replace(kind="SEMICOLON")
    return result


def _branches(pieces: list[_Piece]) -> tuple[list[Branch], list[list[Token]]]:
    """Return the branches and what is left: conditions on the parameters."""
    branches: list[Branch] = []
    rest: list[list[Token]] = []
    index = 0
    while index < len(pieces):
        branch, used = _branch(pieces[index:], first=index == 0)
        if branch is not None:
            branches.append(branch)
        else:
            rest.append(pieces[index].tokens)
        index += used
    return branches, rest


def _branch(pieces: list[_Piece], *, first: bool) -> tuple[Branch | None, int]:
    """Return the branch that begins with the first piece, if one does, and how many pieces it takes."""
    piece = pieces[0].tokens
    if len(piece) > 1 and piece[-1].text in _ELSEWHERE and not _relates(piece):
        return Branch(piece[:-1], []), 1
    cut = next((i for i, t in enumerate(piece) if i > 0 and t.text in _BEFORE_CONDITION), None)
    if cut is not None and _relates(piece[cut:]) and not _relates(piece[:cut]):
        listed = _listed_after(piece[cut + 1 :], pieces[1:])
        condition = [*piece[cut + 1 :], *(t for p in pieces[1 : 1 + listed] for t in (_COMMA, *p.tokens))]
        return Branch(piece[:cut], condition), 1 + listed
    if _relates(piece) or len(pieces) < 2:
        return None, 1
    following = pieces[1].tokens
    if len(following) == 1 and following[0].text in _ELSEWHERE:
        return Branch(piece, []), 2
    named = len(piece) == 1 and piece[0].kind == "NAME"
    if _relates(following) and pieces[0].begins and not pieces[1].begins and (first or not named):
        listed = _listed_after(following, pieces[2:])
        condition = [*following, *(t for p in pieces[2 : 2 + listed] for t in (_COMMA, *p.tokens))]
        return Branch(piece, condition), 2 + listed
    return None, 1


_COMMA = Token("COMMA", ",", 0)


def _relates(piece: list[Token]) -> bool:
    return any(t.kind in {"RELATION", "EQUALS", "IN"} or (t.kind == "NAME" and t.text == "in") for t in piece)


def _listed_after(condition: list[Token], pieces: list[_Piece]) -> int:
    """Count the pieces that go on with the list of values in ``x = 1, 2, ...``."""
    if not any(t.kind == "EQUALS" for t in condition):
        return 0
    return next((i for i, p in enumerate(pieces) if p.begins or _relates(p.tokens) or len(p.tokens) > 3), len(pieces))


# ---------------------------------------------------------------- one Piecewise


def _piecewise(branches: list[Branch]) -> list[Token]:
    place = branches[0].value[0].position
    tokens = [Token("NAME", "Piecewise", place), Token("LPAR", "(", place)]
    for index, branch in enumerate(branches):
        condition = _condition(branch.condition) or [Token("NAME", "True", place)]
        pair = [*branch.value, Token("COMMA", ",", place), *condition]
        tokens += [*([Token("COMMA", ",", place)] if index else []), Token("LPAR", "(", place), *pair]
        tokens.append(Token("RPAR", ")", place))
    return [*tokens, Token("RPAR", ")", place)]


def _condition(condition: list[Token]) -> list[Token]:
    """Write the values in ``x = 1, 2`` as alternatives, and ``x = 1, 2, ...`` as ``x >= 1``."""
    values = split(condition, frozenset({"COMMA"}))
    if len(values) == 1:
        return condition
    name, first = values[0][0], values[0][2:]
    if values[-1][-1].kind == "DOTS":
        return [name, Token("RELATION", ">=", name.position), *first]
    tests = [[name, Token("RELATION", "==", name.position), *value] for value in (first, *values[1:])]
    return [t for i, test in enumerate(tests) for t in (*([Token("OR", "or", name.position)] if i else []), *test)]


def _values_of_all(branches: list[Branch], comma: Token) -> list[Token]:
    """Return the clause ``x = 0, 1, 2, ...`` of branches whose conditions all list values."""
    conditions = [b.condition for b in branches]
    if not all(len(c) > 2 and c[1].kind == "EQUALS" for c in conditions):
        return []
    name, equals = conditions[0][:2]
    lists = [t for c in conditions for t in (comma, *c[2:])]
    return [comma, name, equals, *lists[1:]]
