"""The reference cases in symfisher's grammar: ``python tests/reference/to_batch.py > cases.jsonl``, then ``symfisher batch``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

Case = dict[str, Any]

CASES: list[Case] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def record(case: Case) -> dict[str, Any]:
    """Return a record for ``symfisher batch``, with the numbers at the stored points asked for."""
    return {"id": case["id"], **arguments(case), "at": case["points"]}


def arguments(case: Case) -> dict[str, Any]:
    """Return what `symfisher.derive` is called with."""
    return {
        "density": case["density"],
        "support": ", ".join(_support(name, *case["support"][name], case["discrete"]) for name in case["variables"]),
        "parameters": [_domain(name, text) for name, text in case["params"].items()],
        "constants": [_domain(name, text) for name, text in case["constants"].items()],
    }


def _domain(name: str, text: str) -> str:
    """``(p > 0) & (p < 1 - q)`` is ``0 < p < 1 - q``, ``integer: n >= 1`` is ``n in {1, 2, ...}``."""
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


if __name__ == "__main__":
    for one in CASES:
        print(json.dumps(record(one)))
