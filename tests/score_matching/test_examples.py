"""The scripts of examples/diffusion train a score and find the derived floor."""

import runpy
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "examples" / "diffusion"


def test_denoising_floor():
    """The trained loss lies at the floor plus the model's own divergence, within five standard errors; seed 11."""
    found = runpy.run_path(str(SCRIPTS / "denoising_floor.py"))["main"]()
    excess = found["loss"] - found["floor"]
    assert abs(excess - found["divergence"]) < 5 * found["standard error"]
    assert found["divergence"] < 0.01


@pytest.mark.ecosystem
def test_score_network():
    """A network in PyTorch meets floor plus divergence within five standard errors at every level, and is near the floor."""
    pytest.importorskip("torch")
    found = runpy.run_path(str(SCRIPTS / "score_network.py"))["main"]()
    for row in found:
        excess = row["loss"] - row["floor"]
        assert abs(excess - row["divergence"]) < 5 * row["standard error"]
        assert 0 < row["divergence"] < 0.01
