"""What the child process does for ``symfisher check`` and ``symfisher audit``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symfisher.claims import CheckedClaim
from symfisher.claims import check as check_claim
from symfisher.rendering import Style
from symfisher.rendering.verdict import render_claim

EXIT_CODES = {"right": 0, "right-up-to": 6, "wrong": 6, "undecided": 7}
"""A claim that is right only up to a relation is not right as it stands."""

_LISTS = ("variables", "parameters", "constants", "functions")


def check(request: Mapping[str, Any]) -> dict[str, Any]:
    """Check one claim and return what is to be printed.

    Parameters
    ----------
    request
        The options of ``symfisher check``; ``style`` holds fields of `symfisher.rendering.Style`.

    Returns
    -------
    dict
        ``output`` for standard output, ``code`` to exit with.
    """
    checked = _check(request, request["timeout"])
    return {
        "output": render_claim(checked, request["format"], Style(**request["style"])),
        "code": EXIT_CODES[checked.verdict],
    }


def audit_record(request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    """Check one record of an audit and return the finding as plain values."""
    return _check(request, timeout).to_json()


def _check(request: Mapping[str, Any], timeout: float) -> CheckedClaim:
    return check_claim(
        request["density"],
        request["claim"],
        of=request.get("of") or "expected",
        claim_order=request.get("claim_order"),
        **{name: list(request[name]) if request.get(name) else None for name in _LISTS},
        support=request.get("support"),
        normalize=bool(request.get("normalize")),
        timeout=timeout,
    )
