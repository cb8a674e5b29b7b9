"""Whole statements: ``f(x; mu, sigma) = …, sigma > 0``, ``x ~ normal(mu, sigma)``, ``{0: 1-p, 1: p}``, a family name.

A statement is cut at the level of tokens; what its parts mean is settled in `assembly`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symfisher.errors import ParseError
from symfisher.reading.branches import joined
from symfisher.reading.calls import without_observation
from symfisher.reading.tokens import KNOWN, Token, scan, split

_KEYWORDS = frozenset({"for", "where", "with", "if", "when", "on"})
_SPEAKING = KNOWN | {"in"}
_LISTING = frozenset({"NAME", "COMMA", "LPAR", "RPAR", "BAR"})
_BAR = frozenset({"BAR"})
_ANNOUNCING = frozenset({"pdf", "pmf", "density", "likelihood", "distribution"})
_LIKELIHOODS = frozenset({"L", "lik", "likelihood", "Lik"})
_INDICATORS = frozenset({"I", "H", "Heaviside", "indicator", "Indicator", "Ind"})
"""Names before the brackets of an indicator, which is a factor and no clause."""
_OBSERVED = ("x", "y", "t", "z", "k")
_JOINING = frozenset({"TIMES", "DIVIDE", "PLUS", "MINUS", "POWER", "COMMA", "EQUALS"})
_OPEN, _CLOSE = {"LPAR", "LSQB", "LBRACE"}, {"RPAR", "RSQB", "RBRACE"}


@dataclass(frozen=True)
class Statement:
    """A statement cut in parts.

    Attributes
    ----------
    source
        The text.
    body
        Tokens of the density, or of the family call.
    variables, parameters
        Names in the header, where there is one (``None`` if the header lists no parameters).
    clauses
        Tokens of the conditions after the body.
    sampled
        Whether the body stands after ``~``: a family call.
    squares
        Names of which the header lists the square, as ``f(x; mu, sigma^2)`` does: the parameter is the square.
    labels
        Values in quotation marks, in whose place their numbers stand, from 1.
    """

    source: str
    body: list[Token]
    variables: tuple[str, ...] = ()
    parameters: tuple[str, ...] | None = None
    clauses: tuple[Token, ...] = ()
    sampled: bool = False
    squares: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The place after the body.

        Raises
        ------
        ParseError
            There is no body.
        """
        if not self.body:
            raise ParseError("the density is empty", self.source, len(self.source))
        return self.body[-1].position + len(self.body[-1].text)


def read_statement(source: str, tokens: list[Token] | None = None) -> Statement:
    """Cut a statement into header, body and conditions.

    Raises
    ------
    ParseError
        The text is empty, or its header is no header.
    """
    tokens = scan(source) if tokens is None else tokens
    if not tokens:
        raise ParseError("the density is empty")
    if len(tokens) > 2 and tokens[1].kind == "COLON" and tokens[0].text.lower() in _ANNOUNCING:
        tokens = tokens[2:]
    tokens, labels = _numbered(_range_named(tokens))
    cut = _cut(source, _given_as_known(joined(_unbracketed(tokens), source)))
    return replace(cut, labels=labels)


def _range_named(tokens: list[Token]) -> list[Token]:
    """Read ``... on (0, 1)`` as ``... for x in (0, 1)``, of the most usual name of a variable that stands before it."""
    place = next((i for i, t in enumerate(tokens) if t.text == "on" and t.kind == "NAME" and i > 0), None)
    ranged = place is not None and [t.kind for t in tokens[place + 1 : place + 2]] in (["LPAR"], ["LSQB"])
    if not ranged or place is None or any(t.kind in {"RELATION", "IN"} for t in tokens[place:]):
        return tokens
    names = {t.text for t in tokens[:place]}
    variable = next((n for n in _OBSERVED if n in names), None)
    if variable is None:
        return tokens
    where = tokens[place]
    return [
        *tokens[: place + 1],
        where._replace(text=variable),
        where._replace(kind="IN", text="in"),
        *tokens[place + 1 :],
    ]


def _numbered(tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Put numbers for values in quotation marks; a table, ``{'A': p, 'B': 1-p}``, numbers its labels itself."""
    labels = list(dict.fromkeys(t.text for t in tokens if t.label))
    if not labels or tokens[0].kind == "LBRACE":
        return tokens, ()
    numbers = {label: str(n) for n, label in enumerate(labels, start=1)}
    return [t._replace(kind="NUMBER", text=numbers[t.text]) if t.label else t for t in tokens], tuple(labels)


def _unbracketed(tokens: list[Token]) -> list[Token]:
    """Read a condition in brackets at the end, ``exp(-x/a)/a (x > 0, a > 0)``, as if it stood after a comma."""
    if tokens[-1].kind != "RPAR":
        return tokens
    start, depth = len(tokens) - 1, 1
    while depth and start:
        start -= 1
        depth += (tokens[start].kind in _CLOSE) - (tokens[start].kind in _OPEN)
    inner = tokens[start + 1 : -1]
    kinds = [t.kind for t in inner[:4]]
    listed = kinds == ["NAME", "EQUALS", "NUMBER", "COMMA"]
    stated = listed or any(t.kind in {"RELATION", "IN"} or t.text == "in" for t in _outside_brackets(inner))
    before = tokens[start - 1]
    called = before.kind == "INDICATOR" or before.text in _INDICATORS
    if not start or not stated or not tokens[start].spaced or called or before.kind in _JOINING:
        return tokens
    return [*tokens[:start], tokens[start]._replace(kind="COMMA", text=","), *inner]


def _outside_brackets(tokens: list[Token]) -> list[Token]:
    """Return the tokens outside all brackets."""
    found, depth = [], 0
    for token in tokens:
        depth -= token.kind in _CLOSE
        found += [token] if depth == 0 else []
        depth += token.kind in _OPEN
    return found


def _cut(source: str, tokens: list[Token]) -> Statement:
    """Cut prepared tokens into header, body and conditions."""
    tilde = _top_level(tokens, "TILDE")
    listed = [] if tilde is None or any(t.kind not in _LISTING for t in tokens[:tilde]) else tokens[: tilde + 1]
    body, clauses = _conditions(tokens[len(listed) :])
    if listed:
        return Statement(source, body, _names(split(listed[:-1], _BAR)[0], source), None, tuple(clauses), sampled=True)
    equals = _top_level(body, "EQUALS")
    if equals is None:
        body, observed = without_observation(body, source)
        return Statement(source, body, observed, clauses=tuple(clauses))
    head, squares = _without_squares(body[:equals])
    variables, parameters = _header(head, source)
    squares = tuple(n for n in squares if parameters and n in parameters)
    body, observed = without_observation(body[equals + 1 :], source)
    return Statement(source, body, variables or observed, parameters, tuple(clauses), squares=squares)


def _without_squares(tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Return a header with ``sigma`` in the place of ``sigma^2``, and the names that stood in a square."""
    kept: list[Token] = []
    squares: list[str] = []
    index = 0
    while index < len(tokens):
        kept.append(tokens[index])
        following = [t.text for t in tokens[index + 1 : index + 5]]
        size = 2 if following[:2] == ["^", "2"] else 4 if following == ["^", "(", "2", ")"] else 0
        if size and tokens[index].kind == "NAME":
            squares.append(tokens[index].text)
        index += 1 + (size if squares[-1:] == [tokens[index].text] else 0)
    return kept, tuple(squares)


def _top_level(tokens: list[Token], kind: str) -> int | None:
    """Return the index of the first token of ``kind`` outside all brackets."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
        if depth == 0 and token.kind == kind:
            return index
    return None


def _conditions(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Cut at the first comma, semicolon or keyword outside all brackets."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
        keyword = (
            token.kind == "NAME" and token.text in _KEYWORDS and index > 0 and _speaks_of_conditions(tokens[index:])
        )
        if depth == 0 and (token.kind in {"COMMA", "SEMICOLON"} or keyword):
            rest = [t for t in tokens[index + 1 :] if not (t.kind == "NAME" and t.text in _KEYWORDS)]
            return tokens[:index], separated(rest)
    return tokens, []


def _given_as_known(tokens: list[Token]) -> list[Token]:
    """Write ``given z, w`` as the conditions ``z known, w known``."""
    separators = {"COMMA", "SEMICOLON", "AND"}
    tokens = [t._replace(kind="AND") if t.kind == "NAME" and t.text == "and" else t for t in tokens]
    result: list[Token] = []
    within = False
    for index, token in enumerate(tokens):
        ends = index + 1 == len(tokens) or tokens[index + 1].kind in separators
        if token.kind == "NAME" and token.text == "given" and index > 0:
            within = True
            if result[-1].kind not in separators:
                result.append(token._replace(kind="COMMA", text=","))
            continue
        result.append(token)
        if within and token.kind == "NAME" and ends:
            result.append(Token("NAME", "known", token.position, spaced=True))
        within = within and (token.kind in separators or (token.kind == "NAME" and ends))
    return result


def _speaks_of_conditions(tokens: list[Token]) -> bool:
    if [t.kind for t in tokens[1:3]] == ["NAME", "EQUALS"]:
        return True
    return any(t.kind in {"RELATION", "IN"} or (t.kind == "NAME" and t.text in _SPEAKING) for t in tokens)


def separated(tokens: list[Token]) -> list[Token]:
    """Write ``and`` between conditions as a comma."""
    return [
        t._replace(kind="COMMA") if t.kind == "AND" or (t.kind == "NAME" and t.text == "and") else t for t in tokens
    ]


def _names(tokens: list[Token], source: str) -> tuple[str, ...]:
    """Read names separated by commas, in brackets or not."""
    if len(tokens) > 1 and tokens[0].kind == "LPAR" and tokens[-1].kind == "RPAR":
        tokens = tokens[1:-1]
    names: list[str] = []
    for index, token in enumerate(tokens):
        if token.kind != ("NAME" if index % 2 == 0 else "COMMA"):
            raise ParseError("a header lists names: f(x; a, b)", source, token.position)
        if index % 2 == 0:
            names.append(token.text)
    if len(set(names)) < len(names):
        raise ParseError(f"the header names '{max(names, key=names.count)}' twice", source, tokens[0].position)
    return tuple(names)


def _header(tokens: list[Token], source: str) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """Read ``f(x; mu, sigma)``, ``p(x | theta)``, ``f_X(x)``, ``P(X = x)``."""
    if len(tokens) == 1 and tokens[0].kind == "NAME":
        return (), None
    if len(tokens) < 4 or tokens[0].kind != "NAME" or tokens[1].kind != "LPAR" or tokens[-1].kind != "RPAR":
        place = tokens[0].position if tokens else 0
        raise ParseError("what stands before '=' must be a header such as f(x; a, b)", source, place)
    inside = tokens[2:-1]
    cut = next((i for i, t in enumerate(inside) if t.kind in {"SEMICOLON", "BAR"}), None)
    left, right = (inside, None) if cut is None else (inside[:cut], inside[cut + 1 :])
    equals = next((i for i, t in enumerate(left) if t.kind == "EQUALS"), None)
    if tokens[0].text in _LIKELIHOODS and _OBSERVED[0] not in {t.text for t in left} and right is not None:
        left, right = right, left  # L(theta; x) is a function of theta; L(x; theta) is not, whatever L is
    variables = _names(left if equals is None else left[equals + 1 :], source)
    parameters = None if right is None else _names([t for t in right if t.kind != "SEMICOLON"], source)
    shared = [n for n in variables if parameters and n in parameters]
    if shared:
        raise ParseError(f"'{shared[0]}' is variable and parameter in the header", source, tokens[0].position)
    return variables, parameters
