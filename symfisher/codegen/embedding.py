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
def _definitions(package: str, modules: tuple[str, ...]) -> dict[str, ast.stmt]:
    """Return every top-level definition of the runtime, by name, in order."""
    found = {}
    for module in modules:
        text = importlib.resources.files(package).joinpath(f"{module}.py").read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            name = _defined_name(node)
            if name:
                found[name] = node
    return found


@cache
def _plain(package: str, modules: tuple[str, ...], name: str) -> tuple[str, frozenset[str]]:
    """Return the source text of a definition without annotations, and the names that it uses."""
    plain = _WithoutAnnotations().visit(_definitions(package, modules)[name])
    return ast.unparse(plain), frozenset(n.id for n in ast.walk(plain) if isinstance(n, ast.Name))


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
    wanted: dict[str, str] = {}
    waiting = [n for n in re.findall(r"\b_[A-Za-z]\w*", code) if n in table]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted[name], used = _plain(package, modules, name)
            waiting.extend(n for n in used if n in table)
    constants = [wanted[n] for n in table if n in wanted and n.isupper()]
    definitions = [wanted[n] for n in table if n in wanted and not n.isupper()]
    return "\n\n\n".join((["\n".join(constants)] if constants else []) + definitions)
