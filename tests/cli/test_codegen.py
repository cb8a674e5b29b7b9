"""``symfisher codegen``."""

import subprocess
import sys

import pytest

from symfisher.cli.commands.codegen import target_names
from symfisher.codegen.targets import all_targets, get
from tests.cli.helpers import symfisher


def test_a_module_is_written_and_runs(tmp_path):
    """The file that is written agrees with the values it carries."""
    file = tmp_path / "exponential.py"
    run = symfisher("codegen", "theta*exp(-theta*x)", "--target", "numpy", "-o", str(file))
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    assert "stored values agree" in done.stdout


def test_an_unknown_target_is_wrong_usage():
    """A target that does not exist is refused before anything is derived, with the known ones."""
    run = symfisher("codegen", "theta*exp(-theta*x)", "--target", "fortran")
    assert run.returncode == 2
    assert "numpy" in run.stderr


def test_the_command_line_knows_every_target():
    """Names found by listing files are names or other names of the targets."""
    assert {get(name).name for name in target_names()} == set(all_targets())


@pytest.mark.parametrize("name", target_names())
def test_names_of_files_are_names_of_targets(name):
    """Each file of the folder holds one target."""
    assert get(name).suffix.startswith(".")
