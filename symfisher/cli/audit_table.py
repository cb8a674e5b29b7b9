"""The findings of an audit as a table: text, Markdown or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symfisher.cli.claim_records import ClaimRecord
from symfisher.workers.pool import Failure, Outcome

FORMATS = ("text", "markdown", "json")

_FOUND = ("entry", "at", "claimed", "derived", "of", "basis", "explanation")
"""What of a finding goes into the JSON table."""

_REFUSAL = "NotNormalizedError"
"""The error that says that what is claimed to be a density is none."""


@dataclass(frozen=True)
class Row:
    """One claim and its verdict; ``finding`` is the JSON record of the check, empty where there was none."""

    record: ClaimRecord
    verdict: str
    relation: str | None
    finding: Mapping[str, Any]
    message: str = ""

    @property
    def as_expected(self) -> bool:
        """Whether the verdict, and the relation if one is expected, are those of the record."""
        wanted = self.record.relation
        return self.verdict == self.record.expect and (wanted is None or wanted == self.relation)


def row_of(record: ClaimRecord, outcome: Outcome) -> Row:
    """Put a record and what came of it together; a claim that could not be checked has the verdict ``failed``."""
    if isinstance(outcome, Failure):
        refused = outcome.kind == _REFUSAL and record.expect == "refused"
        return Row(record, "refused" if refused else "failed", None, {}, f"{outcome.kind}: {outcome.message}")
    return Row(record, outcome.value["verdict"], outcome.value["relation"], outcome.value)


def table(rows: Sequence[Row], format_: str) -> str:
    """Return the table, ending with a newline."""
    writers: dict[str, Callable[[Sequence[Row]], str]] = {"text": _text, "markdown": _markdown, "json": _json}
    return writers[format_](rows)


def summary(rows: Sequence[Row]) -> str:
    """Return one line that counts the verdicts."""
    counts = Counter(row.verdict for row in rows)
    listed = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    odd = sum(not row.as_expected for row in rows)
    return f"{len(rows)} claims: {listed}; {odd or 'none'} not as expected"


def _text(rows: Sequence[Row]) -> str:
    head = ("id", "verdict", "relation", "expected", "")
    body = [
        (
            row.record.id,
            row.verdict,
            row.relation or "",
            _expected(row),
            "" if row.as_expected else "<-- not as expected",
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *body)
    ]
    odd = [f"{row.record.id}: {row.message or row.finding['explanation']}" for row in rows if not row.as_expected]
    return "\n".join([*lines, "", *odd, *([""] if odd else []), summary(rows)]) + "\n"


def _markdown(rows: Sequence[Row]) -> str:
    lines = ["| claim | source | verdict | relation | as expected |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        cells = (
            row.record.id,
            _source(row.record),
            row.verdict,
            row.relation or "",
            "yes" if row.as_expected else "NO",
        )
        lines.append(f"| {' | '.join(_escaped(cell) for cell in cells)} |")
    return "\n".join([*lines, "", summary(rows)]) + "\n"


def _json(rows: Sequence[Row]) -> str:
    found = [
        {
            "id": row.record.id,
            "verdict": row.verdict,
            "relation": row.relation,
            "expect": row.record.expect,
            "as_expected": row.as_expected,
            **{
                key: row.finding.get(key) for key in ("entry", "at", "claimed", "derived", "of", "basis", "explanation")
            },
            **({"message": row.message} if row.message else {}),
            **row.record.about,
        }
        for row in rows
    ]
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _expected(row: Row) -> str:
    return row.record.expect + (f": {row.record.relation}" if row.record.relation else "")


def _source(record: ClaimRecord) -> str:
    """Say where a claim comes from: the package and its function, or the text."""
    about = record.about
    if "package" not in about:
        return about.get("source", "")
    return " ".join(about[key] for key in ("package", "version", "function") if key in about)


def _escaped(cell: str) -> str:
    """Return a cell that cannot break the table or hold markup."""
    for character in "\\|<>*_`[]":
        cell = cell.replace(character, "\\" + character)
    return cell.replace("\n", " ")
