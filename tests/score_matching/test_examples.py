"""The script of examples/diffusion trains a score and finds the derived floor."""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "examples" / "diffusion" / "denoising_floor.py"


def test_denoising_floor():
    """The trained loss lies at the floor plus the model's own divergence, within five standard errors; seed 11."""
    found = runpy.run_path(str(SCRIPT))["main"]()
    excess = found["loss"] - found["floor"]
    assert abs(excess - found["divergence"]) < 5 * found["standard error"]
    assert found["divergence"] < 0.01
