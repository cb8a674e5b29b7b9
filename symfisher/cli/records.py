"""The files that ``symfisher batch`` reads and writes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STRINGS = ("density", "support")
_LISTS = ("parameters", "constants", "variables", "functions")


class RecordsError(ValueError):
    """The file of records cannot be used at all."""


@dataclass(frozen=True)
class Record:
    """One record of the file: its ``id``, what to derive, or what is wrong with it."""

    id: str | int
    request: Mapping[str, Any]
    mistake: str = ""


def read_records(path: Path) -> list[Record]:
    """Return the records of a JSONL, JSON or TOML file in their order.

    Raises
    ------
    RecordsError
        The file is none of these, or two records have the same id.
    """
    text = path.read_text(encoding="utf-8-sig")
    records = [_record(raw, number) for number, raw in enumerate(_parse(text, path.suffix.lower()), start=1)]
    seen: set[str | int] = set()
    for record in records:
        if record.id in seen:
            raise RecordsError(f"two records have the id {record.id!r}")
        seen.add(record.id)
    return records


def _parse(text: str, suffix: str) -> list[Any]:
    """Return the raw records."""
    if suffix == ".toml":
        try:
            found = tomllib.loads(text).get("density")
        except tomllib.TOMLDecodeError as error:
            raise RecordsError(f"not TOML: {error}") from None
        if not isinstance(found, list):
            raise RecordsError("no [[density]] in the file")
        return found
    if text.lstrip().startswith("["):
        try:
            whole = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise RecordsError(f"not JSON: {error}") from None
        return list(whole)
    return [_parse_line(line) for line in text.splitlines() if line.strip()]


def _parse_line(line: str) -> Any:
    """Return one line of JSONL; a line that is not JSON is a bad record, which must not stop the rest."""
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return f"not JSON: {error}"


def _record(raw: Any, number: int) -> Record:
    """Check the shape of a record."""
    if not isinstance(raw, dict):
        return Record(number, {}, raw if isinstance(raw, str) and raw.startswith("not JSON") else "not a record {…}")
    name = raw.get("id", number)
    if isinstance(name, bool) or not isinstance(name, str | int):
        return Record(number, {}, "id must be a text or an integer")
    return Record(name, *_request({key: value for key, value in raw.items() if key != "id"}))


def _request(raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Return what to derive, and what is wrong with it, or an empty text."""
    for key, value in raw.items():
        if key in _STRINGS:
            fits = isinstance(value, str)
        elif key in _LISTS:
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        elif key == "at":
            fits = isinstance(value, list) and all(isinstance(item, dict | str) for item in value)
        elif key == "normalize":
            fits = isinstance(value, bool)
        else:
            return {}, f"unknown key {key!r}"
        if not fits and value is not None:
            return {}, f"{key} has the wrong type: {str(value)[:60]!r}"
    if not raw.get("density"):
        return {}, "density is missing"
    points = [point if isinstance(point, str) else _point(point) for point in raw.get("at") or ()]
    return {**raw, "at": points}, ""


def _point(values: Mapping[str, Any]) -> str:
    """Write a point in the grammar of ``--at``."""
    return ", ".join(f"{name}={value}" for name, value in values.items())


@dataclass(frozen=True)
class Finished:
    """What a result file already holds: ids in their order, how many failed, and the bytes of its complete lines."""

    ids: tuple[str | int, ...] = ()
    failed: int = 0
    length: int = 0


def finished(path: Path) -> Finished:
    """Return what a result file holds; a last line that was cut off is not counted, so that writing can go on there."""
    ids: list[str | int] = []
    failed = length = 0
    for line in path.read_bytes().splitlines(keepends=True):
        try:
            result = json.loads(line)
            name = result["id"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            break
        if not line.endswith(b"\n"):
            break
        ids.append(name)
        failed += "error" in result
        length += len(line)
    return Finished(tuple(ids), failed, length)
