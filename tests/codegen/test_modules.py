"""`symfisher.codegen.module_source`: standalone modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from symfisher.codegen import callables, module_source
from symfisher.codegen.naming import argument_names, identifier
from symfisher.codegen.numpy_printer import UnsupportedFunctionError, to_numpy
from symfisher.codegen.program import FUNCTIONS
from symfisher.errors import SymfisherError
from tests.codegen.builders import case_derivation, cases, derivation, domain

CASES = {case["id"]: case for case in cases()}
SOME = [
    "gamma-shape-rate",
    "kumaraswamy",
    "negative-binomial-r-unknown",
    "categorical-3-piecewise",
    "zeta",
    "von-mises",
]


def run(source: str) -> dict:
    """Return the names of a module."""
    names: dict = {"__name__": "module"}
    exec(compile(source, "module", "exec"), names)
    return names


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_embedded_test_passes(name: str) -> None:
    """Every module agrees with the values it carries, and carries some."""
    assert run(module_source(case_derivation(CASES[name])))["_self_test"]() >= 2


@pytest.mark.parametrize("name", SOME)
def test_modules_import_numpy_and_scipy_only(name: str) -> None:
    """Nothing but NumPy, SciPy and the standard library is imported with a module (Dask where its arrays come in)."""
    body = ast.parse(module_source(case_derivation(CASES[name]))).body
    imported = {a.name.split(".")[0] for n in body if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module.split(".")[0] for n in body if isinstance(n, ast.ImportFrom)}
    assert imported <= {"numpy", "scipy", "functools"}


def test_scipy_only_where_needed() -> None:
    """The normal distribution needs no SciPy."""
    assert "scipy" not in module_source(case_derivation(CASES["normal-mu-sigma"]))


def test_a_module_runs_by_itself(tmp_path: Path) -> None:
    """``python module.py`` in an empty directory runs the embedded test without SymPy or symfisher."""
    file = tmp_path / "negative_binomial.py"
    file.write_text(module_source(case_derivation(CASES["negative-binomial-r-unknown"])), encoding="utf-8")
    check = f"import runpy, sys; runpy.run_path({str(file)!r}, run_name='__main__'); assert 'sympy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", check], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "stored values agree" in done.stdout


def test_documentation_and_exports() -> None:
    """A module says what its arguments are, their domains and the shapes, and exports its functions."""
    names = run(module_source(case_derivation(CASES["binomial-known-n"])))
    assert names["__all__"] == list(FUNCTIONS)
    text = names["score"].__doc__
    assert "0 < p < 1" in text
    assert "n in {1, 2, 3, ...}" in text
    assert "S + (1,)" in text


def test_the_same_derivation_gives_the_same_text() -> None:
    """Source text does not depend on the hash seed."""
    script = (
        "from tests.codegen.builders import cases, case_derivation\n"
        "from symfisher.codegen import module_source\n"
        "import hashlib\n"
        "names = ('kumaraswamy', 'bivariate-normal', 'normal-mixture-weight')\n"
        "text = ''.join(module_source(case_derivation(c)) for c in cases() if c['id'] in names)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    seen = set()
    for seed in ("0", "1", "2"):
        command = [sys.executable, "-c", script]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1


HOSTILE = [
    'a"""\nimport os\nos.system("x")\n"""',
    "a); __import__('os').system('x'); (a",
    "lambda",
    "__builtins__",
    "_np",
    "score",
    "1a",
    "\\",
    "σ",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_reaches_code_as_it_is(name: str) -> None:
    """Any Symbol of a user becomes a harmless argument name, and the module still computes."""
    positive = domain("a > 0")
    d = derivation(
        sp.Symbol(name) * sp.exp(-sp.Symbol(name) * sp.Symbol("x")), {"x": positive}, {name: positive}, [["2"]]
    )
    argument = argument_names(d.density)[1]
    assert argument.isidentifier()
    assert not argument.startswith("_")
    source = module_source(d)
    assert "os.system" not in source
    assert "__import__(" not in source
    assert run(source)["log_density"](1.0, 2.0) == pytest.approx(np.log(2) - 2)


def test_names_that_look_alike_stay_apart() -> None:
    """Data and parameter of one name, and two spellings of one identifier, get names of their own."""
    positive = domain("a > 0")
    d = derivation("x*a*exp(-a*x)/x", {"x": positive}, {"a": positive, "a!": positive})
    assert argument_names(d.density) == ("x", "a", "a_")
    assert identifier("x y", "t1") == "x_y"


def test_symbols_of_users_are_not_printed() -> None:
    """The printer knows our symbols only."""
    with pytest.raises(UnsupportedFunctionError, match="symbol"):
        to_numpy(sp.Symbol("x"))


def test_unknown_functions_are_refused_by_name() -> None:
    """A density with a function that NumPy and SciPy lack is refused with its name."""
    d = derivation("exp(-a)*mathieuc(a, x, x)", {"x": domain("x > 0")}, {"a": domain("a > 0")}, [["1"]])
    with pytest.raises(SymfisherError, match="mathieuc"):
        callables(d)


def test_closed_forms_that_cannot_be_computed_are_integrated() -> None:
    """An entry whose closed form NumPy lacks is integrated instead."""
    d = derivation("a*exp(-a*x)", {"x": domain("x > 0")}, {"a": domain("a > 0")}, [["meijerg([[1],[]],[[],[1]],a)"]])
    assert callables(d).expected_information(2.0)[0, 0] == pytest.approx(0.25)
