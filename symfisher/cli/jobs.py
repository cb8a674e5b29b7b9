"""What the child process does for the commands; the only module of this room that imports SymPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symfisher.derivation import Derivation
from symfisher.information import derive as derive_density
from symfisher.rendering import BINARY, render, render_bytes

_NOT_REGULAR = 4
_NO_CLOSED_FORM = 5


def derive(request: Mapping[str, Any]) -> dict[str, Any]:
    """Derive one density and return what is to be printed.

    Parameters
    ----------
    request
        The options of ``symfisher derive``; ``style`` holds fields of `symfisher.rendering.Style`.

    Returns
    -------
    dict
        ``output`` for standard output (bytes for a binary format), ``hint`` for standard error (may be empty),
        ``code`` to exit with.
    """
    from symfisher.rendering.chosen_names import check_names, read_names

    style = {**request["style"], "symbol_names": read_names(request["style"].get("symbol_names") or "")}
    derivation = _derive(request)
    check_names(derivation.density, (name for name, _ in style["symbol_names"]))
    output: str | bytes
    if request["format"] in BINARY:
        output = render_bytes(derivation, request["format"], **style)
    else:
        output = render(derivation, request["format"], **style)
    return {
        "output": output,
        "hint": _hint(derivation) if request["format"] == "text" else "",
        "code": _strict_code(derivation) if request["strict"] else 0,
    }


def batch_record(record: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    """Derive one record of a batch and return its JSON record, without the id."""
    from symfisher.rendering.record import to_record

    return to_record(_derive({**record, "timeout": timeout}))


def _derive(request: Mapping[str, Any]) -> Derivation:
    """Derive what is asked for; ``style``, ``format`` and ``strict`` are not the engine's business."""
    lists = ("variables", "parameters", "constants", "functions", "at")
    return derive_density(
        request["density"],
        **{name: _given(request.get(name)) for name in lists},
        support=request.get("support"),
        normalize=bool(request.get("normalize")),
        timeout=request["timeout"],
    )


def _given(values: Sequence[Any] | None) -> list[Any] | None:
    """Return what was given as a list; nothing given is ``None``, to be inferred."""
    return list(values) if values else None


def _strict_code(derivation: Derivation) -> int:
    """Return the exit code of ``--strict``."""
    if derivation.regularity.verdict != "regular":
        return _NOT_REGULAR
    return 0 if derivation.closed_form else _NO_CLOSED_FORM


def _hint(derivation: Derivation) -> str:
    """Say in one line what to try next."""
    if not derivation.closed_form and not derivation.values:
        names = ", ".join(f"{q.name}=…" for q in derivation.density.parameters + derivation.density.constants)
        return f'next: numbers with --at "{names}", functions with --format python'
    if derivation.density.inferred:
        return "next: --support and --param settle what was inferred; --format latex for a paper, python for a program"
    return "next: --format latex for a paper, --format python for a program"
