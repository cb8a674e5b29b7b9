"""A shift-reduce parser that runs on a table made beforehand: lark's LALR(1) tables without lark's construction time.

``grammar.lark`` is the grammar; ``grammar.json`` is its table, written by ``python -m symfisher.reading.tabulate`` and
tested to be up to date. Building it anew takes longer than deriving a simple density. Reference: DeRemer and Pennello
(1982), ACM Trans. Program. Lang. Syst. 4, 615-649.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pkgutil import get_data
from typing import Any, NamedTuple

from symfisher.reading.tokens import Token

END = "$END"
"""Kind of the token after the last one."""


class UnexpectedTokenError(Exception):
    """A token that the grammar does not allow here.

    Attributes
    ----------
    token
        The token, of kind `END` if more was wanted.
    expected
        Kinds of the tokens that would have been allowed.
    """

    def __init__(self, token: Token, expected: frozenset[str]) -> None:
        super().__init__(token.kind)
        self.token = token
        self.expected = expected


class Rule(NamedTuple):
    """What happens when a right-hand side is complete.

    Attributes
    ----------
    origin
        The symbol that it is reduced to.
    size
        The number of symbols on the right.
    shape
        Name of the function that makes the node; empty for a helper of a repetition, whose children are its parent's.
    lone
        Whether a single child stands for itself.
    """

    origin: str
    size: int
    shape: str
    lone: bool


class Table(NamedTuple):
    """States of the automaton: symbol to action, n >= 0 to go to state n, n < 0 to reduce by rule −n − 1."""

    rules: tuple[Rule, ...]
    states: tuple[dict[str, int], ...]
    starts: dict[str, int]
    ends: dict[str, int]


@cache
def table() -> Table:
    """Return the table of ``grammar.json``, read once a process."""
    data = get_data("symfisher.reading", "grammar.json")
    assert data is not None  # part of the package
    record = json.loads(data)
    rules = tuple(Rule(*rule) for rule in record["rules"])
    return Table(rules, tuple(record["states"]), record["starts"], record["ends"])


def run(tokens: Iterable[Token], start: str, shapes: Mapping[str, Callable[[str, list[Any]], Any]], stop: int) -> Any:
    """Return what the shapes make of ``tokens``.

    Parameters
    ----------
    tokens
        Classified tokens, taken one by one.
    start
        Name of a start symbol.
    shapes
        Rule name to a function of that name and the children: tokens, and what other shapes returned.
    stop
        Place of the end of the text.

    Raises
    ------
    UnexpectedTokenError
        The tokens are not of this grammar.
    """
    parser = _Parser(table(), table().starts[start], shapes)
    for token in tokens:
        parser.feed(token)
    end = table().ends[start]
    parser.feed(Token(END, "", stop), end)
    return parser.values[-1]


class _Parser:
    """The stacks of one run; ``values`` holds tokens, nodes, and for helpers the list of their children."""

    def __init__(self, table: Table, start: int, shapes: Mapping[str, Callable[[str, list[Any]], Any]]) -> None:
        self.table = table
        self.shapes = shapes
        self.path = [start]
        self.values: list[Any] = []

    def feed(self, token: Token, last: int = -1) -> None:
        """Reduce as long as ``token`` asks for it, then shift it; the end is accepted in state ``last``."""
        while self.path[-1] != last:
            row = self.table.states[self.path[-1]]
            action = row.get(token.kind)
            if action is None:
                raise UnexpectedTokenError(token, frozenset(kind for kind in row if kind.isupper()))
            if action >= 0:
                self.path.append(action)
                self.values.append(token)
                return
            self._reduce(self.table.rules[-action - 1])

    def _reduce(self, rule: Rule) -> None:
        children: list[Any] = []
        if rule.size:
            for value in self.values[-rule.size :]:
                children.extend(value) if isinstance(value, list) else children.append(value)
            del self.values[-rule.size :], self.path[-rule.size :]
        self.values.append(self._made(rule, children))
        self.path.append(self.table.states[self.path[-1]][rule.origin])

    def _made(self, rule: Rule, children: list[Any]) -> Any:
        if not rule.shape:
            return children
        return children[0] if rule.lone and len(children) == 1 else self.shapes[rule.shape](rule.shape, children)
