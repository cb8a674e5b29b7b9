"""Every reference density is read as SymPy reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from symfisher.reading import read

CASES = json.loads((Path(__file__).parents[1] / "reference" / "cases.json").read_text("utf-8"))


def domain(name: str, text: str) -> str:
    """Translate a domain of the reference file into our grammar."""
    if text == "real":
        return f"{name} in R"
    if match := re.fullmatch(r"integer: (\w+) >= (\d+)", text):
        return f"{match[1]} in {{{match[2]}, {int(match[2]) + 1}, ...}}"
    if match := re.fullmatch(r"\((\w+) > (.*?)\) & \(\1 < (.*)\)", text):
        return f"{match[2]} < {match[1]} < {match[3]}"
    return text


def support(case: dict[str, Any]) -> str:
    """Translate the support of a case into our grammar."""
    parts = []
    for name in case["variables"]:
        lower, upper = case["support"][name]
        if not case["discrete"]:
            parts.append(f"{name} in ({lower}, {upper})")
        else:
            parts.append(f"{name} in {{{lower}, ...}}" if upper == "oo" else f"{name} in {{{lower}, ..., {upper}}}")
    return ", ".join(parts)


def record(case: dict[str, Any]) -> Any:
    return read(
        case["density"],
        support=support(case),
        parameters=[domain(n, d) for n, d in case["params"].items()],
        constants=[domain(n, d) for n, d in case["constants"].items()],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_the_density_is_read_as_sympy_reads_it(case: dict[str, Any]) -> None:
    """At a stored point our expression and SymPy's own reading have the same value."""
    density = record(case)
    assert [p.name for p in density.parameters] == list(case["params"])
    names = [*case["params"], *case["constants"], *case["variables"]]
    reference = sp.sympify(case["density"], locals={n: sp.Symbol(n) for n in names})
    values = {n: sp.Rational(v) for n, v in case["points"][1].items()}
    values |= dict.fromkeys(case["variables"], sp.Integer(1) if case["discrete"] else sp.Rational(71, 10))
    ours = density.expression.xreplace({q.symbol: values[q.name] for q in density.quantities})
    theirs = reference.subs({sp.Symbol(n): v for n, v in values.items()})
    assert abs(sp.N(ours - theirs, 20)) <= 1e-15 * max(1, abs(sp.N(theirs, 20)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_printing_and_reading_again_is_the_identity(case: dict[str, Any]) -> None:
    """What is shown to the user reads back as the same density."""
    density = record(case)
    again = read(
        str(density.expression.xreplace({q.symbol: sp.Symbol(q.name) for q in density.quantities})),
        support=support(case),
        parameters=[domain(n, d) for n, d in case["params"].items()],
        constants=[domain(n, d) for n, d in case["constants"].items()],
    )
    assert again.expression == density.expression
