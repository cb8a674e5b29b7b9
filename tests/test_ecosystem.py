"""What is missing for tests marked ecosystem is named, and a failure where nothing may be missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEST = "import pytest\n\n@pytest.mark.ecosystem\ndef test_it():\n    pytest.importorskip('no_such_package')\n"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-m", "ecosystem"], 0, "ecosystem: 1 skipped, missing: no_such_package"),
        (["--require-ecosystem"], 1, "could not import 'no_such_package'"),
        ([], 0, "1 skipped"),
    ],
)
def test_missing(options, code, said, tmp_path):
    """A missing package is a skip named in the summary, and a failure with --require-ecosystem."""
    (tmp_path / "test_it.py").write_text(TEST)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"), "-n", "0"]
    run = subprocess.run([*command, *options, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, said in run.stdout) == (code, True), run.stdout
