"""From tokens in context to a syntax tree, by the grammar.

The tree is made of `Node` records and means nothing yet; `expression.build` gives it a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from symfisher.errors import ParseError
from symfisher.reading import lalr
from symfisher.reading.context import Vocabulary, arrange
from symfisher.reading.tokens import Token

MAX_DEPTH = 180


class Node(NamedTuple):
    """A node of the syntax tree: its kind, parts (nodes, or pairs of an operator and a node), text and place."""

    kind: str
    parts: tuple[Any, ...]
    text: str
    position: int
    depth: int = 1


def parse(tokens: list[Token], start: str, vocabulary: Vocabulary, source: str, end: int | None = None) -> Node:
    """Parse ``tokens`` as ``start`` (``argument``, ``condition`` or ``table``).

    Raises
    ------
    ParseError
        With the place and what was expected there.
    """
    stop = len(source) if end is None else end
    arranged: list[Token] = []

    def taken() -> Iterator[Token]:
        for token in arrange(tokens, vocabulary, source):
            arranged.append(token)
            yield token

    try:
        return _node(lalr.run(taken(), start, _SHAPES, stop))
    except lalr.UnexpectedTokenError as error:
        if error.token.kind != lalr.END:
            raise _unexpected(error.token, error.expected, source) from None
        place = arranged[-1].position + len(arranged[-1].text) if arranged else stop
        message = f"something is missing: expected {_wanted(error.expected)}"
        raise ParseError(message, source, min(place, stop)) from None
    except _TooDeepError as error:
        raise ParseError(f"nested more than {MAX_DEPTH} deep", source, error.position) from None


class _TooDeepError(Exception):
    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position


def _unexpected(token: Token, expected: frozenset[str], source: str) -> ParseError:
    return ParseError(f"unexpected '{token.text}': expected {_wanted(expected)}", source, token.position)


_OPERANDS = {"NUMBER", "NAME", "FUNC", "LPAR"}


_WORDS = {
    "RPAR": "')'", "RSQB": "']'", "RBRACE": "'}'", "BAR_CLOSE": "'|'", "COMMA": "','", "COLON": "':'", "IN": "'in'",
    "LBRACE": "'{'", "DOTS": "'...'", "RELATION": "a comparison", "LPAR": "'('", "NAME": "a name", "NUMBER": "a number",
}  # fmt: skip


def _wanted(expected: frozenset[str]) -> str:
    """Say in words what the grammar expects."""
    if expected >= _OPERANDS:
        return "a number, a name or '('"
    words = ["an operator"] if "PLUS" in expected else []
    words += [_WORDS[kind] for kind in sorted(expected) if kind in _WORDS]
    return " or ".join(words) or "the end"


def _node(item: Any) -> Node:
    """Return ``item`` as a node: a token left alone by the grammar is one too."""
    return item if isinstance(item, Node) else Node(item.kind.lower(), (), item.text, item.position)


def _grown(kind: str, parts: tuple[Any, ...], text: str, position: int) -> Node:
    nodes = [p[1] if isinstance(p, tuple) and not isinstance(p, Node) else p for p in parts]
    depth = 1 + max((n.depth for n in nodes), default=0)
    if depth > MAX_DEPTH:
        raise _TooDeepError(position)
    return Node(kind, parts, text, position, depth)


def _leaf(rule: str, children: list[Any]) -> Node:
    return Node(rule, (), children[0].text, children[0].position)


def _plain(rule: str, children: list[Any]) -> Node:
    """Keep nodes, drop tokens (brackets, commas, operators)."""
    nodes = tuple(c for c in children if isinstance(c, Node))
    return _grown(rule, nodes, "", children[0].position)


def _operators(rule: str, children: list[Any]) -> Node:
    """Pair each operand with the operator before it."""
    pairs: list[tuple[str, Node]] = []
    operator = "PLUS" if rule == "sum" else "TIMES"
    for child in children:
        if isinstance(child, Node):
            pairs.append((operator, child))
        else:
            operator = child.kind
    return _grown(rule, tuple(pairs), "", pairs[0][1].position)


def _sign(_: str, children: list[Any]) -> Node:
    sign, operand = children
    return operand if sign.kind == "PLUS" else _grown("negative", (operand,), "", sign.position)


def _call(_: str, children: list[Any]) -> Node:
    arguments = next((c for c in children if isinstance(c, Node)), None)
    return _grown("call", arguments.parts if arguments else (), children[0].text, children[0].position)


def _bracket(_: str, children: list[Any]) -> Node:
    parts = children[1].parts
    kind = "tuple" if len(parts) > 1 else "bracket"
    return _grown(kind, parts, "", children[0].position)


def _apply(_: str, children: list[Any]) -> Node:
    return _grown("apply", (children[-1],), children[0].text, children[0].position)


def _apply_power(_: str, children: list[Any]) -> Node:
    name, _caret, exponent, _apply_mark, operand = children
    inner = _grown("apply", (operand,), name.text, name.position)
    return _grown("power", (inner, _node_lower(exponent)), "", name.position)


def _node_lower(token: Any) -> Node:
    return Node("number" if token.kind == "NUMBER" else "name", (), token.text, token.position)


def _list(_: str, children: list[Any]) -> Node:
    return _grown("list", children[1].parts, "", children[0].position)


def _comparison(_: str, children: list[Any]) -> Node:
    """Pair each side of a chain with the relation before it."""
    pairs: list[tuple[str, Node]] = []
    relation = ""
    for child in children:
        if child.kind == "relation":
            relation = child.text
        else:
            pairs.append((relation, child))
            relation = ""
    return _grown("comparison", tuple(pairs), "", pairs[0][1].position)


def _interval(_: str, children: list[Any]) -> Node:
    opening, lower, _comma, upper, closing = children
    return _grown("interval", (lower, upper), opening.text + closing.text, opening.position)


def _dots(_: str, children: list[Any]) -> Node:
    return Node("dots", (), "...", children[0].position)


_SHAPES = {
    "number": _leaf, "name": _leaf, "relation": _leaf, "named_set": _leaf, "dots": _dots, "sum": _operators,
    "product": _operators, "sign": _sign, "power": _plain, "apply": _apply, "apply_power": _apply_power,
    "factorial": _plain, "call": _call, "bracket": _bracket, "list": _list, "absolute": _plain, "indicator": _plain,
    "arguments": _plain, "comparison": _comparison, "negation": _plain, "conjunction": _plain, "disjunction": _plain,
    "condition": lambda _, children: children[0], "membership": _plain, "set": _plain, "interval": _interval,
    "item": lambda _, children: children[0], "table": _plain, "entry": _plain,
}  # fmt: skip


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and all nodes below it, in the order of the text."""
    yield node
    for part in node.parts:
        yield from walk(part if isinstance(part, Node) else part[1])


def show(node: Node) -> str:
    """Write a node in an unambiguous form (for tests and messages).

    Examples
    --------
    >>> from symfisher.reading.tokens import scan
    >>> show(parse(scan("a/2b"), "argument", Vocabulary({}), "a/2b"))
    '(product TIMES:a DIVIDE:2 IMUL:b)'
    """
    parts = [show(p) if isinstance(p, Node) else f"{p[0]}:{show(p[1])}" for p in node.parts]
    if not parts:
        return node.text or node.kind
    return f"({' '.join([node.kind + (' ' + node.text if node.text else ''), *parts])})"
