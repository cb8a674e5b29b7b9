"""The file that ``symfisher audit`` reads: claims with their sources."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symfisher.cli.records import RecordsError

KINDS = {
    "information": "expected",
    "expected information": "expected",
    "expected": "expected",
    "observed information": "observed",
    "observed": "observed",
    "score": "score",
    "bound": "bound",
    "expected hessian": "expected-hessian",
    "expected-hessian": "expected-hessian",
}
"""Words for what is claimed, in ``kind`` or ``of``."""

VERDICTS = ("right", "right-up-to", "wrong", "undecided", "refused")
"""What a record may expect; ``refused``: what is claimed to be a density is none."""

_QUESTION = ("density", "support", "claim", "of", "kind", "claim_order")
_LISTS = ("variables", "parameters", "constants", "functions")
_ABOUT = ("source", "package", "version", "function", "coordinates", "notes")
_EXPECTATION = ("expect", "relation")


@dataclass(frozen=True)
class ClaimRecord:
    """One claim of an audit.

    Attributes
    ----------
    id
        Its name in the table.
    request
        What is asked: density, claim and the options of ``symfisher check``.
    expect, relation
        The verdict that is expected, and the relation, if one is.
    about
        Source, package, version, function, coordinates and notes, as far as given.
    mistake
        What is wrong with the record, or an empty text.
    """

    id: str
    request: Mapping[str, Any]
    expect: str = "right"
    relation: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    mistake: str = ""


def read_claims(path: Path) -> list[ClaimRecord]:
    """Return the claims of a TOML (``[[claim]]``), JSON or JSONL file in their order.

    Raises
    ------
    RecordsError
        The file is none of these, holds no claim, or two claims have the same id.
    """
    text = path.read_text(encoding="utf-8-sig")
    records = [_record(raw, number) for number, raw in enumerate(_parse(text, path.suffix.lower()), start=1)]
    if not records:
        raise RecordsError("there is no claim in the file")
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise RecordsError(f"two claims have the id {record.id!r}")
        seen.add(record.id)
    return records


def _parse(text: str, suffix: str) -> Sequence[Any]:
    """Return the raw records."""
    try:
        if suffix == ".toml":
            found = tomllib.loads(text).get("claim")
            if not isinstance(found, list):
                raise RecordsError("no [[claim]] in the file")
            return found
        if text.lstrip().startswith("["):
            whole: list[Any] = json.loads(text)
            return whole
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RecordsError(f"neither TOML nor JSON: {error}") from None


def _record(raw: Any, number: int) -> ClaimRecord:
    """Check the shape of a record."""
    if not isinstance(raw, dict):
        return ClaimRecord(str(number), {}, mistake="not a record {…}")
    name = raw.get("id", number)
    if isinstance(name, bool) or not isinstance(name, str | int):
        return ClaimRecord(str(number), {}, mistake="id must be a text or an integer")
    mistake = _mistake({key: value for key, value in raw.items() if key != "id"})
    if mistake:
        return ClaimRecord(str(name), {}, mistake=mistake)
    return ClaimRecord(
        str(name),
        {**{key: raw[key] for key in (*_QUESTION, *_LISTS) if key in raw}, "of": _of(raw)},
        raw.get("expect", "right"),
        raw.get("relation"),
        {key: raw[key] for key in _ABOUT if key in raw},
    )


def _of(raw: Mapping[str, Any]) -> str | None:
    """Return what is claimed, or ``None`` if its word is not known."""
    return KINDS.get(str(raw.get("kind", raw.get("of", "information"))).lower())


def _mistake(raw: Mapping[str, Any]) -> str:
    """Return what is wrong with a record, or an empty text."""
    for key, value in raw.items():
        if key in _LISTS:
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        elif key in (*_QUESTION, *_ABOUT, *_EXPECTATION):
            fits = isinstance(value, str)
        else:
            return f"unknown key {key!r}"
        if not fits:
            return f"{key} has the wrong type: {str(value)[:60]!r}"
    missing = [key for key in ("density", "claim") if not raw.get(key)]
    if missing:
        return f"{missing[0]} is missing"
    if _of(raw) is None:
        return f"kind is one of {', '.join(KINDS)}"
    if raw.get("expect", "right") not in VERDICTS:
        return f"expect is one of {', '.join(VERDICTS)}"
    return ""
