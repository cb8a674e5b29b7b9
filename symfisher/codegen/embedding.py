"""Copies the runtime helpers that generated code uses, and those they use, out of `symfisher.codegen.runtime`."""

from __future__ import annotations

import ast
import importlib.resources
import re
from functools import cache

MODULES = ("arrays", "tracking", "special", "integration", "summation", "layers", "lattice_layers",
           "expectation", "guards", "boosting")  # fmt: skip
"""Runtime modules in the order in which their definitions are copied."""


@cache
def _definitions(package: str, modules: tuple[str, ...]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return source text and used names of every top-level definition of the runtime, by name, in order."""
    found = {}
    for module in modules:
        text = importlib.resources.files(package).joinpath(f"{module}.py").read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            name = _defined_name(node)
            if name:
                plain = _WithoutAnnotations().visit(node)
                used = {n.id for n in ast.walk(plain) if isinstance(n, ast.Name)}
                found[name] = (ast.unparse(plain), frozenset(used))
    return found


class _WithoutAnnotations(ast.NodeTransformer):
    """Removes annotations, whose names the copy has no use for."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.Assign:
        assert node.value is not None
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def _defined_name(node: ast.stmt) -> str | None:
    """Return the name that a statement defines, or None."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def helpers_for(code: str, package: str = "symfisher.codegen.runtime", modules: tuple[str, ...] = MODULES) -> str:
    """Return the source of every helper that ``code`` mentions, with all that those need, in a fixed order.

    Examples
    --------
    >>> "def _log_erfc" in helpers_for("_log_erfc(x)"), helpers_for("x + 1")
    (True, '')
    """
    table = _definitions(package, modules)
    wanted: set[str] = set()
    waiting = [n for n in re.findall(r"\b_[A-Za-z]\w*", code) if n in table]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting.extend(n for n in table[name][1] if n in table)
    constants = [n for n in table if n in wanted and n.isupper()]
    definitions = [n for n in table if n in wanted and not n.isupper()]
    parts = ["\n".join(table[n][0] for n in constants)] if constants else []
    return "\n\n\n".join(parts + [table[n][0] for n in definitions])
