"""Imports point one way: a room knows only the rooms before it."""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import symfisher

PACKAGE = Path(symfisher.__file__).parent
ROOMS = (
    "errors doors limits workers domains notation density factors zeros derivation evaluation signs calculus polynomials "
    "normal_form simplification textbook quadrature families reading regularity expectation replay values verification "
    "recognition information many steps inference claims score_matching codegen ngboost rendering plotting cli"
).split()
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0][:2] != "__")


def room(module: str) -> str:
    return module.split(".")[1]


def imports(nodes: Iterable[ast.AST]) -> set[str]:
    """Names of symfisher's modules that these nodes import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "symfisher":
            found |= {f"symfisher.{alias.name}" for alias in node.names if alias.name in ROOMS}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name for name in found if name.startswith("symfisher.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    """A module imports, within functions too, only from its own room and rooms before it; types may come from above."""
    own, tree = path.relative_to(PACKAGE).with_suffix("").parts[0], ast.parse(path.read_text(encoding="utf-8"))
    types = [n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    found = imports(set(ast.walk(tree)) - {n for block in types for n in ast.walk(block)})
    later = [name for name in found if ROOMS.index(room(name)) > ROOMS.index(own)]
    assert not later, f"{own} imports {', '.join(later)}"


def imported_after(program: str) -> set[str]:
    """Top-level modules that are loaded after a program has run."""
    code = f"{program}\nimport sys\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(run.stdout.splitlines()[-1].split())


HEAVY = {"sympy", "numpy", "scipy", "lark", "mpmath", "matplotlib"}


@pytest.mark.parametrize(
    "program",
    [
        "import symfisher",
        "import symfisher.workers",
        "import symfisher.families; symfisher.families.all_families()",
        "import symfisher.rendering; symfisher.rendering.formats()",
        "import symfisher.cli.shell, symfisher.cli.commands.derive, symfisher.cli.commands.batch",
    ],
)
def test_light_rooms_import_nothing_heavy(program):
    """What the command line's own process loads does not import SymPy or NumPy."""
    assert not HEAVY & imported_after(program)


def test_deriving_does_not_import_scipy():
    """A derivation leaves SciPy alone, whose import would take as long as SymPy's."""
    assert "scipy" not in imported_after("import symfisher; symfisher.derive('theta*exp(-theta*x)')")


def test_a_simple_derivation_does_not_import_what_it_does_not_use():
    """Routes that are not tried, their checkers and steps, and the maker of the parser's table stay on the disk."""
    program = (
        "from symfisher.cli.jobs import derive\n"
        "from symfisher.rendering import render\n"
        "import symfisher\n"
        "render(symfisher.derive('theta*exp(-theta*x)'), 'text')\n"
        "import sys; print(*[m for m in sys.modules if m.startswith('symfisher') or m == 'lark'])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    unused = {"expectation.kernel", "expectation.sympy_route", "replay.kernels", "steps.kernels", "reading.tabulate"}
    assert not {"lark", *(f"symfisher.{name}" for name in unused)} & set(run.stdout.split())


def test_public_names_exist():
    """Every public name can be loaded and is documented."""
    assert [name for name in symfisher.__all__ if not getattr(symfisher, name).__doc__] == []


def test_unknown_public_name():
    """A name that does not exist is an AttributeError, as for any module."""
    with pytest.raises(AttributeError, match="no attribute 'derve'"):
        symfisher.derve  # noqa: B018
