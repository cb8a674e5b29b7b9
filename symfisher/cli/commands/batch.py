"""``symfisher batch``: a file of densities."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click

from symfisher.cli.arguments import LIMIT_OPTIONS, READER_OPTIONS, ResultFile, add_options, reader_style
from symfisher.cli.engine import executor
from symfisher.cli.records import Finished, Record, RecordsError, finished, read_records
from symfisher.cli.session import GRACE, Session
from symfisher.workers.executors import run_on
from symfisher.workers.pool import Failure, Outcome, run_ordered

_SOME_FAILED = 8
_SHEETS = ("tex", "pdf")


@dataclass(frozen=True)
class _How:
    """Where the records are derived, on so many processes here or on an executor, and within which limits each."""

    jobs: int
    executor: Executor | None
    timeout: float
    memory: int | None


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=ResultFile(),
    help="The file to write.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes at a time.")
@click.option(
    "--executor",
    "engine",
    metavar="WHERE",
    help="Instead of processes here: the address of a Dask scheduler, or MODULE:FUNCTION, which returns an executor.",
)
@add_options(LIMIT_OPTIONS)
@click.option("--resume", is_flag=True, help="Go on after the results that the output already holds.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", *_SHEETS]),
    default="jsonl",
    show_default=True,
    help="Results, or one document with a table of them and every derivation.",
)
@add_options(READER_OPTIONS)
@click.pass_obj
def command(
    session: Session,
    /,
    file: Path,
    output: Path,
    jobs: int,
    engine: str | None,
    timeout: float,
    memory: int | None,
    resume: bool,
    format_: str,
    **options: Any,
) -> int:
    """Derive every density in FILE: JSONL, a JSON list, or TOML with [[density]].

    A record holds "density" and, as needed, "id", "support", "parameters", "constants", "at". The output has one JSON
    result a line in the order of the records; a record that fails has an "error" instead. --timeout is for each record.

    \b
    symfisher batch densities.toml -o results.jsonl --jobs 2
    symfisher batch homework.toml -o homework.pdf --format pdf
    symfisher batch catalogue.jsonl -o results.jsonl --executor tcp://scheduler:8786
    """  # noqa: D301 (click's mark for lines that are kept)
    try:
        records = read_records(file)
    except (RecordsError, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None
    if resume and format_ != "jsonl":
        raise click.UsageError("--resume goes on with results, and a document is made of all of them: take jsonl")
    with executor(engine) as found:
        how = _How(jobs, found, timeout, memory)
        if format_ == "jsonl":
            return _lines(records, output, how, resume)
        return _sheet(session, records, output, how, format_, reader_style(options))


def _sheet(
    session: Session,
    records: Sequence[Record],
    output: Path,
    how: _How,
    format_: str,
    style: dict[str, Any],
) -> int:
    """Write one document of all records, each of which may take its time."""
    entries: list[tuple[str, Any]] = []
    failed = 0
    with closing(_outcomes(records, how, style)) as outcomes:
        for number, (record, outcome) in enumerate(zip(records, outcomes, strict=True), start=1):
            entries.append((str(record.id), outcome.message if isinstance(outcome, Failure) else outcome.value))
            failed += isinstance(outcome, Failure)
            _progress(number, len(records), failed)
    request = {"entries": entries, "format": format_, "language": style["language"]}
    content: bytes = session.run("symfisher.cli.jobs:sheet", request, timeout=None)
    output.write_bytes(content)
    return _SOME_FAILED if failed else 0


def _lines(records: Sequence[Record], output: Path, how: _How, resume: bool) -> int:
    """Write one JSON result a line as they come."""
    before = _before(output, records) if resume and output.exists() else Finished()
    todo = records[len(before.ids) :]
    failed = before.failed
    with (
        open(output, "r+b" if before.ids else "wb") as out,
        closing(_outcomes(todo, how)) as outcomes,
    ):
        out.truncate(before.length)
        out.seek(before.length)
        for number, (record, outcome) in enumerate(zip(todo, outcomes, strict=True), start=len(before.ids) + 1):
            _write(out, record, outcome)
            failed += isinstance(outcome, Failure)
            _progress(number, len(records), failed)
    return _SOME_FAILED if failed else 0


def _before(output: Path, records: Sequence[Record]) -> Finished:
    """Return what the output already holds, if these are the first of the records.

    Raises
    ------
    click.BadParameter
        The output belongs to other records.
    """
    before = finished(output)
    if before.ids != tuple(record.id for record in records[: len(before.ids)]):
        raise click.BadParameter("its results are not those of the first records of FILE", param_hint="--output")
    return before


def _outcomes(
    records: Sequence[Record], how: _How, style: Mapping[str, Any] | None = None
) -> Generator[Outcome, None, None]:
    """Yield an outcome for every record, in order; records with a mistake in their form never reach a process.

    Outcomes are results, or the entries of a document if there is a ``style``.
    """
    good = [record for record in records if not record.mistake]
    limits: dict[str, Any] = {"timeout": how.timeout, "grace": GRACE, "memory": how.memory}
    if style is None:
        job, arguments = "batch_record", [(r.request, how.timeout) for r in good]
    else:
        job, arguments = "sheet_record", [(r.request, how.timeout, str(r.id), style) for r in good]
    target = f"symfisher.cli.jobs:{job}"
    if how.executor is None:
        results = run_ordered(target, arguments, workers=how.jobs, **limits)
    else:
        results = run_on(how.executor, target, arguments, **limits)
    with closing(results):
        for record in records:
            yield Failure("RecordError", record.mistake) if record.mistake else next(results)


def _write(out: BinaryIO, record: Record, outcome: Outcome) -> None:
    """Write one line at once, so that the file is whole whenever the program is broken off."""
    out.write(json.dumps(_result(record, outcome), ensure_ascii=False, allow_nan=False).encode() + b"\n")
    out.flush()


def _result(record: Record, outcome: Outcome) -> dict[str, Any]:
    """Return what a record came to."""
    if isinstance(outcome, Failure):
        return {"id": record.id, "error": {"type": outcome.kind, "message": outcome.message}}
    return {"id": record.id, **outcome.value}


def _progress(number: int, total: int, failed: int) -> None:
    """Show how far the work has come, on a terminal."""
    if sys.stderr.isatty():
        bar = "#" * (30 * number // total)
        end = "\n" if number == total else ""
        click.echo(f"\r[{bar:<30}] {number}/{total}, {failed} failed", err=True, nl=False)
        click.echo(end, err=True, nl=False)
    elif failed and number == total:
        click.echo(f"{failed} of {total} records failed; each says why", err=True)
