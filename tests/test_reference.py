"""The reference cases, through the real command line: closed where they should be, right everywhere."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median

import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.evaluation import evaluate_mp
from tests.reference.to_batch import CASES, arguments, record

IDS = [case["id"] for case in CASES]
OPEN = [case for case in CASES if not case["closed_form"]]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Run ``symfisher batch`` once over all cases."""
    folder: Path = tmp_path_factory.mktemp("reference")
    source, out = folder / "cases.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps(record(case)) + "\n" for case in CASES), encoding="utf-8")
    command = [sys.executable, "-m", "symfisher", "batch", str(source), "-o", str(out), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return {r["id"]: r for r in map(json.loads, out.read_text(encoding="utf-8").splitlines())}


def worst(found, wanted):
    """Return the largest difference relative to sqrt(I_ii I_jj)."""
    wanted = np.array(wanted, dtype=float)
    root = np.sqrt(np.diag(wanted))
    return float(np.max(np.abs(np.array(found, dtype=float) - wanted) / np.outer(root, root)))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_closed_where_it_should_be(case, results):
    """A case has a closed form exactly where one is known, and the regularity verdict that the reference has."""
    result = results[case["id"]]
    assert result["closed_form"] == case["closed_form"]
    assert (result["regularity"]["verdict"] == "regular") == case["regular"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_numbers_are_right(case, results):
    """The numbers asked for with ``at`` agree with the reference's quadrature, closed form or not."""
    for value, wanted in zip(results[case["id"]]["values"], case["numeric"], strict=True):
        assert worst(value["expected_information"], wanted) < 1e-11


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["closed_form"]], ids=[c["id"] for c in CASES if c["closed_form"]]
)
def test_expressions_are_right(case, results):
    """The printed closed form, read back, gives the reference's numbers at the stored points."""
    rows = [[sp.sympify(e) for e in row] for row in results[case["id"]]["expected_information"]]
    for point, wanted in zip(case["points"], case["numeric"], strict=True):
        values = {sp.Symbol(name): sp.Rational(text) for name, text in point.items()}
        found = [[float(evaluate_mp([e], values, 30)[0]) for e in row] for row in rows]
        assert worst(found, wanted) < 1e-11


@pytest.mark.parametrize("case", OPEN, ids=[c["id"] for c in OPEN])
def test_callables_without_closed_form(case):
    """Where there is no closed form the callables integrate, to 1e-6 and better, at the stored points."""
    functions = symfisher.derive(**arguments(case)).callables("numpy")
    for point, wanted in zip(case["points"], case["numeric"], strict=True):
        values = {name: float(sp.Rational(text)) for name, text in point.items()}
        assert worst(functions.expected_information(**values), wanted) < 1e-6


@cache
def operations(expression):
    """Count the operations of an expression given as text."""
    return sp.count_ops(sp.sympify(expression, locals={"digamma": lambda z: sp.polygamma(0, z)}))


def test_closed_forms_are_of_textbook_size(results):
    """The median case has at most 1.3 times the operations of the reference form."""
    ratios = []
    for case in CASES:
        if case["closed_form"]:
            found, wanted = (
                sum(operations(m[i][j]) for i in range(len(m)) for j in range(i, len(m)))
                for m in (results[case["id"]]["expected_information"], case["information"])
            )
            ratios.append((found + 1) / (wanted + 1))
    assert median(ratios) <= 1.3
    assert max(ratios) <= 2
