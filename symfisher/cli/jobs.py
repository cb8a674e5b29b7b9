"""What the child process does for the commands; the only module of this room that imports SymPy."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from symfisher.derivation import Derivation
from symfisher.information import derive as derive_density
from symfisher.rendering import BINARY, Style, render, render_bytes

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
    from symfisher.rendering.chosen_names import check_names

    style = _style(request["style"])
    derivation = derive_request(request)
    check_names(derivation.density, (name for name, _ in style.symbol_names))
    fields = {f.name: getattr(style, f.name) for f in dataclasses.fields(style)}
    write = render_bytes if request["format"] in BINARY else render
    output = write(derivation, request["format"], **fields)
    return {
        "output": output,
        "hint": _hint(derivation) if request["format"] == "text" else "",
        "code": _strict_code(derivation) if request["strict"] else 0,
    }


def batch_record(record: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    """Derive one record of a batch and return its JSON record, without the id."""
    from symfisher.rendering.record import to_record

    return to_record(derive_request({**record, "timeout": timeout}))


def sheet_record(record: Mapping[str, Any], timeout: float, name: str, style: Mapping[str, Any]) -> Any:
    """Derive one record of a batch and return its entry of a document, a `symfisher.rendering.sheet.Exercise`."""
    from symfisher.rendering.sheet import exercise

    return exercise(name, derive_request({**record, "timeout": timeout}), _style(style))


def sheet(request: Mapping[str, Any]) -> bytes:
    """Return the document of a batch, the content of a file.

    Parameters
    ----------
    request
        ``entries``: (name, an exercise or the reason of a refusal); ``format``: tex or pdf; ``language``.
    """
    from symfisher.rendering.as_pdf import compiled
    from symfisher.rendering.sheet import refused, sheet

    language = request["language"]
    parts = [refused(name, e, language) if isinstance(e, str) else e for name, e in request["entries"]]
    text = sheet(parts, language)
    return compiled(text, language) if request["format"] == "pdf" else text.encode()


def _style(fields: Mapping[str, Any]) -> Style:
    """Return how a page is to look; the names of symbols come as they were typed."""
    from symfisher.rendering.chosen_names import read_names

    return Style(**{**fields, "symbol_names": read_names(fields.get("symbol_names") or "")})


def derive_request(request: Mapping[str, Any]) -> Derivation:
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
    if not (derivation.closed_form or derivation.values or derivation.infinite):
        names = ", ".join(f"{q.name}=…" for q in derivation.density.parameters + derivation.density.constants)
        return f'next: numbers with --at "{names}", functions with --format python'
    if derivation.density.inferred:
        return "next: --support and --param settle what was inferred; --format latex for a paper, python for a program"
    return "next: --format latex for a paper, --format python for a program"
