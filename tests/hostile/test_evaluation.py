"""Proof that no user text is evaluated: the interpreter itself reports what is compiled, run, opened or sympified."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
S = "zqsentinel"


def watched(tmp_path: Path, *command: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run Python under the watch and return how it ended and what was written down."""
    log = tmp_path / "watch.log"
    path = [str(HERE / "watch"), str(HERE.parents[1])]
    env = {**os.environ, "SYMFISHER_WATCH": str(log), "PYTHONPATH": os.pathsep.join(path), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, *command], capture_output=True, encoding="utf-8", env=env, timeout=600, check=False
    )
    return run, log.read_text(encoding="utf-8", errors="replace").splitlines()


@pytest.mark.parametrize(
    "program",
    [
        f"compile('{S} + 1', 'f', 'eval')".replace(S, "zq' 'sentinel"),
        "exec('zq' + 'sentinel = 1')",
        "import os; os.system('true zq' + 'sentinel')",
        "import sympy; sympy.sympify('zq' + 'sentinel')",
        "import sympy; sympy.Symbol('x').subs('zq' + 'sentinel', 1)",
        "open('/dev/null/zq' + 'sentinel')",
    ],
)
def test_the_watch_sees(program: str, tmp_path: Path) -> None:
    """The watch itself works: evaluated text, and text that reaches `sympify` under any name, is written down."""
    assert watched(tmp_path, "-c", program)[1]


def test_no_door_of_the_library_evaluates_text(tmp_path: Path) -> None:
    """Density, support, domains, names, claims, points and JSON records are read, never run."""
    run, seen = watched(tmp_path, str(HERE / "entrances.py"))
    assert seen == []
    assert (run.returncode, run.stdout) == (0, "every door was opened\n"), run.stderr


ARGUMENTS = (
    ("derive", f"{S}*exp(-{S}*x)", "--at", f"{S}=2", "--format", "python"),
    ("derive", "a*exp(-a*x)", "--support", f"x > {S}.real", "-p", f"{S} > 0"),
    ("derive", f"x ~ normal({S}(a), 1)", "--function", S, "-p", "a", "--format", "latex"),
    ("derive", f"C({S},x) p^x (1-p)^({S}-x)", "--given", f"{S} in {{1, 2, ...}}", "--support", f"x in {{0, ..., {S}}}"),
    ("derive", f"__import__('{S}')", "--format", "json"),
    ("check", f"{S}*exp(-{S}*x)", "--claim", f"__import__('os').system('{S}')"),
    ("check", f"{S}*exp(-{S}*x)", "--claim", f"[[1/{S}^2]]", "--claim-order", S),
)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=[" ".join(a)[:50] for a in ARGUMENTS])
def test_no_option_of_a_command_is_evaluated(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Neither the program nor the process that works for it evaluates an argument."""
    run, seen = watched(tmp_path, "-m", "symfisher", *arguments)
    assert seen == []
    assert run.returncode in {0, 1, 2, 6, 7}
    assert "Traceback" not in run.stderr
    assert "Internal error" not in run.stderr


def test_no_record_of_a_file_is_evaluated(tmp_path: Path) -> None:
    """Neither batch nor audit evaluates what a TOML or JSON file holds."""
    code = f"__import__('os').system('{S}')"
    densities = [
        {"id": code, "density": f"{S}*exp(-{S}*x)", "at": [{S: code}]},
        {"density": code, "support": code, "parameters": [code]},
        {"density": f"{S}*exp(-{S}*x)", "parameters": [f"{S} > 0"], "at": [{S: "2"}]},
    ]
    claims = [
        {"id": code, "density": f"{S}*exp(-{S}*x)", "claim": f"1/{S}^2", "source": code},
        {"density": "a*exp(-a*x)", "claim": code, "claim_order": code},
    ]
    batch, audit, out = (tmp_path / name for name in ("batch.toml", "audit.toml", "out.jsonl"))
    batch.write_text("\n".join(_toml("density", record) for record in densities))
    audit.write_text("\n".join(_toml("claim", record) for record in claims))
    for command in (("batch", str(batch), "-o", str(out)), ("audit", str(audit))):
        run, seen = watched(tmp_path, "-m", "symfisher", *command)
        assert seen == []
        assert run.returncode in {6, 8}, run.stderr
    assert len(out.read_text().splitlines()) == len(densities)


def _toml(table: str, record: dict[str, object]) -> str:
    """Write one record; JSON values of these kinds are TOML values, but for inline tables."""
    lines = [f"[[{table}]]"]
    for key, value in record.items():
        text = json.dumps(value)
        if key == "at":
            text = (
                "["
                + ", ".join("{" + ", ".join(f"{k} = {json.dumps(v)}" for k, v in p.items()) + "}" for p in value)
                + "]"
            )  # type: ignore[attr-defined]
        lines.append(f"{key} = {text}")
    return "\n".join(lines)
