"""``symfisher derive``."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.resources import files

import jsonschema
import pytest

from tests.cli.helpers import symfisher

EXPONENTIAL = "theta*exp(-theta*x)"
SCHEMA = json.loads(files("symfisher.rendering").joinpath("schema.json").read_text())


def test_text():
    """The shortest call prints the information, what was inferred, and how it was checked."""
    run = symfisher("derive", EXPONENTIAL)
    assert run.returncode == 0
    assert "Expected information" in run.stdout
    assert "support x > 0 (inferred" in run.stdout
    assert run.stderr.count("\n") == 1


def test_density_that_begins_with_a_minus():
    """A density may begin with what looks like an option."""
    run = symfisher("derive", "-p**x/(x*log(1-p))", "-p", "0 < p < 1", "--format", "json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["density"]["parameters"] == [{"name": "p", "domain": "0 < p < 1"}]


def test_standard_input():
    """``-`` reads the density from standard input."""
    run = symfisher("derive", "-", "--format", "json", stdin=EXPONENTIAL + "\n")
    assert json.loads(run.stdout)["expected_information"] == [["theta**(-2)"]]


def test_json_follows_the_schema():
    """JSON follows the schema, and is the same under any hash seed but for the seconds."""
    outputs = [symfisher("derive", EXPONENTIAL, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]
    jsonschema.validate(json.loads(outputs[0]), SCHEMA)
    assert len({re.sub(r'"seconds": [\d.]+', "", text) for text in outputs}) == 1


def test_file(tmp_path):
    """``-o`` writes UTF-8 to a file and nothing to standard output."""
    out = tmp_path / "result.txt"
    run = symfisher("derive", EXPONENTIAL, "-o", str(out))
    assert run.stdout == ""
    assert "scoreᵀ" in out.read_text(encoding="utf-8")


def test_ascii_fallback():
    """A terminal without Unicode gets ASCII."""
    run = symfisher("derive", EXPONENTIAL, PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert run.stdout.isascii()


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--format", "json"], 1)])
def test_refused(options, code):
    """What is not a density is refused with one message, and as JSON where JSON was asked for."""
    run = symfisher("derive", "theta*exp(-theta*x", *options)
    assert run.returncode == code
    assert run.stderr.startswith("Error: ")
    assert "Traceback" not in run.stderr
    if options:
        record = json.loads(run.stdout)
        jsonschema.validate(record, SCHEMA)
        assert record["error"]["type"] == "ParseError"
    else:
        assert run.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--format", "papyrus", "x"),
        ("--unknown", "x"),
        ("x", "y"),
        ("x", "--timeout", "0"),
        ("x", "--timeout", "nan"),
        ("x", "--timeout", "inf"),
        ("x", "--timeout", "soon"),
        ("x", "--memory", "much"),
        ("x", "-p"),
        ("x", "-o", "/no/such/folder/file"),
    ],
)
def test_wrong_usage(arguments):
    """Wrong usage exits with 2 and a hint."""
    run = symfisher("derive", *arguments)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("derive", "--help"), ("derive",), ("derve",)])
def test_no_sympy_without_work(arguments, tmp_path):
    """Help, version and usage errors never import SymPy, in any process."""
    trap = tmp_path / "sympy"
    trap.mkdir()
    (trap / "__init__.py").write_text("import os; open(os.environ['TRAP'], 'w').close()")
    mark = tmp_path / "imported"
    symfisher(*arguments, PYTHONPATH=os.pathsep.join([str(tmp_path), os.getcwd()]), TRAP=str(mark))
    assert not mark.exists()


def test_time_limit(tmp_path):
    """The time limit ends whatever is running, with exit code 3, within two seconds."""
    start = time.monotonic()
    run = _with_engine(tmp_path, "9**9**9", "--timeout", "1")
    assert run.returncode == 3
    assert time.monotonic() - start < 5
    assert run.stderr.count("\n") == 1


def test_mistakes_of_ours_show_no_traceback(tmp_path):
    """An exception that is not ours is reported as an internal error, without a traceback."""
    run = _with_engine(tmp_path, "1/0")
    assert run.returncode == 1
    assert run.stderr.startswith("Internal error: ZeroDivisionError")
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_interrupt():
    """Ctrl-C ends the program at once with one word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "symfisher", "derive", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=10)
    assert process.returncode == 130
    assert stderr.strip() == "interrupted"


def _with_engine(folder, body, *arguments):
    """Run the program with an engine whose ``derive`` is ``body``."""
    (folder / "sitecustomize.py").write_text(
        "import sys, types\n"
        "engine = types.ModuleType('symfisher.information')\n"
        f"def derive(*a, **k): return {body}\n"
        "engine.derive = derive\n"
        "sys.modules['symfisher.information'] = engine\n"
    )
    path = os.pathsep.join([str(folder), os.getcwd()])
    return symfisher("derive", EXPONENTIAL, *arguments, PYTHONPATH=path)
