"""The reference cases (``tests/reference/cases.json``) in symfisher's grammar, and as SymPy would be given them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

Case = dict[str, Any]

CASES: list[Case] = json.loads(
    (Path(__file__).parents[1] / "tests" / "reference" / "cases.json").read_text(encoding="utf-8")
)


def arguments(case: Case) -> dict[str, Any]:
    """Return what `symfisher.derive` is called with."""
    return {
        "density": case["density"],
        "support": ", ".join(_support(name, *case["support"][name], case["discrete"]) for name in case["variables"]),
        "parameters": [_domain(name, text) for name, text in case["params"].items()],
        "constants": [_domain(name, text) for name, text in case["constants"].items()],
    }


def assumptions(case: Case) -> dict[str, dict[str, bool]]:
    """Return name to the SymPy assumptions that follow from the declared domains."""
    found = {}
    for name, text in {**case["params"], **case["constants"]}.items():
        integer = {"integer": True} if text.startswith("integer") else {}
        found[name] = {"real": True} if text == "real" else {"positive": True, **integer}
    for name in case["variables"]:
        lower = case["support"][name][0]
        sign = {"nonnegative" if case["discrete"] else "positive": True} if lower == "0" else {"real": True}
        found[name] = {**sign, "integer": True} if case["discrete"] else sign
    return found


def _domain(name: str, text: str) -> str:
    if text == "real":
        return f"{name} in R"
    if match := re.fullmatch(r"integer: (\w+) >= (\d+)", text):
        return f"{match[1]} in {{{match[2]}, {int(match[2]) + 1}, ...}}"
    if match := re.fullmatch(r"\((\w+) > (.*?)\) & \(\1 < (.*)\)", text):
        return f"{match[2]} < {match[1]} < {match[3]}"
    return text


def _support(name: str, lower: str, upper: str, discrete: bool) -> str:
    if not discrete:
        return f"{name} in ({lower}, {upper})"
    return f"{name} in {{{lower}, ...}}" if upper == "oo" else f"{name} in {{{lower}, ..., {upper}}}"
