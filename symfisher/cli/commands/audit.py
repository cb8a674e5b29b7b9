"""``symfisher audit``: a file of published claims."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import LIMIT_OPTIONS, ResultFile, add_options
from symfisher.cli.audit_table import FORMATS, Row, row_of, table
from symfisher.cli.claim_records import ClaimRecord, read_claims
from symfisher.cli.records import RecordsError
from symfisher.cli.session import GRACE, Session, can_show
from symfisher.workers.pool import Failure, Outcome, run_ordered

_NOT_AS_EXPECTED = 6


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=ResultFile(), help="Write the table to a file.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Processes at a time.")
@add_options(LIMIT_OPTIONS)
@click.pass_obj
def command(
    session: Session,  # noqa: ARG001 (an audit has processes of its own)
    file: Path,
    format_: str,
    output: Path | None,
    jobs: int,
    timeout: float,
    memory: int | None,
) -> int:
    """Check every claim in FILE: TOML with [[claim]], a JSON list, or JSONL.

    A record holds "density" and "claim" and, as needed, "id", "support", "parameters", "constants", "kind",
    "claim_order", "expect", "relation", "source", "package", "version", "function", "coordinates", "notes". Exit code 0
    if every verdict is the expected one ("right" unless the record says otherwise), else 6. --timeout is for each.

    \b
    symfisher audit examples/audit/published.toml
    symfisher audit claims.jsonl --format markdown -o audit.md --jobs 4
    """  # noqa: D301 (click's mark for lines that are kept)
    try:
        records = read_claims(file)
    except (RecordsError, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None
    rows: list[Row] = []
    with closing(_outcomes(records, jobs, timeout, memory)) as outcomes:
        for record, outcome in zip(records, outcomes, strict=True):
            rows.append(row_of(record, outcome))
            _progress(rows, len(records))
    text = table(rows, format_)
    if output is None:
        click.echo(text if can_show(text) else text.encode("ascii", "replace").decode("ascii"), nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
    return 0 if all(row.as_expected for row in rows) else _NOT_AS_EXPECTED


def _outcomes(
    records: Sequence[ClaimRecord], jobs: int, timeout: float, memory: int | None
) -> Generator[Outcome, None, None]:
    """Yield an outcome for every claim, in order; records with a mistake in their form never reach a process."""
    good = [(record.request, timeout) for record in records if not record.mistake]
    limits: dict[str, Any] = {"timeout": timeout, "grace": GRACE, "memory": memory}
    results = run_ordered("symfisher.cli.claim_jobs:audit_record", good, workers=jobs, **limits)
    with closing(results):
        for record in records:
            yield Failure("RecordError", record.mistake) if record.mistake else next(results)


def _progress(rows: Sequence[Row], total: int) -> None:
    """Show how far the work has come, on a terminal."""
    if sys.stderr.isatty():
        bar = "#" * (30 * len(rows) // total)
        odd = sum(not row.as_expected for row in rows)
        click.echo(f"\r[{bar:<30}] {len(rows)}/{total}, {odd} not as expected", err=True, nl=False)
        click.echo("\n" if len(rows) == total else "", err=True, nl=False)
