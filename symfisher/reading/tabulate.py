"""Write ``grammar.json``, the parser's table, from ``grammar.lark``: ``python -m symfisher.reading.tabulate``.

Needs lark, which the parser itself does not. States and rules are numbered in the order in which they
are reached, so that the file depends on the grammar alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from symfisher.reading.lalr import END

HERE = Path(__file__).parent
STARTS = ("argument", "condition", "table")


def main() -> None:
    """Write the file."""
    (HERE / "grammar.json").write_text(written(), encoding="utf-8", newline="\n")


def written() -> str:
    """Return the text of ``grammar.json``: one rule or state a line.

    Notes
    -----
    Raises what lark raises for a grammar that is not LALR(1).
    """
    record = _tabulated((HERE / "grammar.lark").read_text("utf-8"))
    lines = []
    for key, value in record.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in value)
            lines.append(f'"{key}": [\n{rows}\n]')
        else:
            lines.append(f'"{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _tabulated(grammar: str) -> dict[str, Any]:
    """Return rules, states, start and end states as plain data."""
    import lark

    class NoLexer(lark.lexer.Lexer):
        """Tokens are fed by hand."""

        def __init__(self, configuration: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:  # noqa: ARG002 (lark's signature)
            return iter(())

    built = lark.Lark(grammar, parser="lalr", lexer=NoLexer, start=list(STARTS), maybe_placeholders=False)
    table = built.parser.parser._parse_table
    order = _reached(table)
    number = {state: index for index, state in enumerate(order)}
    rules: dict[Any, int] = {}
    states = [
        {symbol: _action(table.states[state][symbol], number, rules) for symbol in sorted(table.states[state])}
        for state in order
    ]
    return {
        "rules": [_rule(rule) for rule in rules],
        "starts": {start: number[table.start_states[start]] for start in STARTS},
        "ends": {start: number[table.end_states[start]] for start in STARTS},
        "states": states,
    }


def _reached(table: Any) -> list[Any]:
    """Return the states, breadth first by sorted symbols."""
    from lark.parsers.lalr_analysis import Shift

    found = dict.fromkeys(table.start_states[start] for start in STARTS)
    queue = list(found)
    for state in queue:
        for _, (action, target) in sorted(table.states[state].items()):
            if action is Shift and target not in found:
                found[target] = None
                queue.append(target)
    return list(found)


def _action(entry: tuple[Any, Any], number: dict[Any, int], rules: dict[Any, int]) -> int:
    """Return a shift as the state's number, a reduction as minus the rule's number less one."""
    from lark.parsers.lalr_analysis import Shift

    action, argument = entry
    return number[argument] if action is Shift else -1 - rules.setdefault(argument, len(rules))


def _rule(rule: Any) -> list[Any]:
    """Return the fields of `symfisher.reading.lalr.Rule`; names of lark's own helpers begin with underscores."""
    assert not any(symbol.is_term and (symbol.filter_out or symbol.name == END) for symbol in rule.expansion)
    name = str(rule.origin.name)
    shape = "" if name.startswith("_") else str(rule.alias or name)
    return [name, len(rule.expansion), shape, bool(rule.options.expand1 and not rule.alias)]


if __name__ == "__main__":
    main()
