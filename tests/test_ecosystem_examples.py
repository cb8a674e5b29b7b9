"""The scripts of examples/ecosystem do with other packages what they say."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parent.parent / "examples" / "ecosystem"
pytestmark = pytest.mark.ecosystem


def run(name, *needed):
    """Run one script and return what its ``main`` returns; a package it needs may be missing."""
    for package in needed:
        pytest.importorskip(package)
    return runpy.run_path(str(FOLDER / f"{name}.py"))["main"]()


def test_scipy_optimize():
    """With the score fewer evaluations are needed, and Fisher scoring ends at the maximum."""
    found = run("scipy_optimize")
    assert found["gradient"] < 1e-8
    assert found["score"] < found["differences"]
    assert found["steps"] < 20


def test_statsmodels_model():
    """The analytic Hessian is the derivative of the score, which vanishes at the fit; the two standard errors are near."""
    found = run("statsmodels_model", "statsmodels")
    assert found["hessian"] < 1e-5
    assert found["score"] < 1e-4
    assert found["errors"] < 0.15


def test_numpyro_jeffreys():
    """Posterior means are those of the conjugate posteriors."""
    found = run("numpyro_jeffreys", "numpyro")
    assert max(abs(d) for d in found.values()) < 0.01


def test_catsim_items():
    """The derived item information is catsim's."""
    assert max(run("catsim_items", "catsim").values()) < 1e-12


def test_natural_gradient():
    """The step does not depend on the parametrization, and the Fisher-vector product undoes it."""
    assert max(run("natural_gradient").values()) < 1e-9


def test_sympy_round_trip():
    """What comes back can be compared with SymPy's own expressions."""
    found = run("sympy_round_trip")
    assert found["expected"].is_zero_matrix
    assert found["determinant"] == 0
    assert found["the same again"].is_zero_matrix


@pytest.mark.skipif(sys.platform == "win32", reason="the script starts processes without a guard of runpy's")
def test_dask_catalogue():
    """On a cluster one refusal does not stop the rest, and functions of Dask arrays are computed by blocks."""
    found = run("dask_catalogue", "distributed")
    assert found["failures"] == [False, False, True, False]
    assert found["blocks"][0] == 4
    assert np.all(np.isfinite(found["mean"]))


def test_ngboost_regression():
    """Features help."""
    found = run("ngboost_regression", "ngboost", "sklearn")
    assert found["boosted"] < found["without features"]


def test_readme_names_every_script():
    """The table lists the scripts that are there."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(FOLDER.glob("*.py")) if f"`{path.name}`" not in text] == []
