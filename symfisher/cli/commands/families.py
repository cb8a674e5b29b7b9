"""``symfisher families``: the catalogue."""

from __future__ import annotations

from pathlib import Path

import click

from symfisher.cli.arguments import ResultFile
from symfisher.cli.session import Session, can_show
from symfisher.families import Family, Parametrization, all_families, get


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format", "format_", type=click.Choice(["text", "latex", "html", "markdown"]), default="text", show_default=True
)
@click.option("-o", "--output", type=ResultFile(), help="Write the result to a file.")
@click.pass_obj
def command(session: Session, name: str | None, format_: str, output: Path | None) -> None:
    """List the densities in the catalogue, or show the one called NAME.

    With --format latex, html or markdown: a table of densities and their published information.

    \b
    symfisher families
    symfisher families weibull
    symfisher families --format html -o families.html
    """  # noqa: D301 (click's mark for lines that are kept)
    chosen = [get(name)] if name else list(all_families())
    if format_ == "text":
        text = _one(chosen[0]) if name else _list(chosen)
    else:
        request = {"names": [family.name for family in chosen], "format": format_}
        text = session.run("symfisher.rendering.exam_table:table", request, timeout=None)
    if output is None:
        click.echo(text if can_show(text) else text.encode("ascii", "replace").decode("ascii"), nl=False)
        return
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _list(families: list[Family]) -> str:
    """Return one line a family."""
    calls = [f"{family.name}({', '.join(p.name for p in family.parameters)})" for family in families]
    width = max(map(len, calls))
    return "".join(f"{call.ljust(width)}  {family.title}\n" for call, family in zip(calls, families, strict=True))


def _one(family: Family) -> str:
    """Return everything the catalogue knows about a family."""
    rows = [
        ("name", ", ".join([family.name, *family.aliases])),
        ("density", family.density),
        ("support", family.support),
        ("parameters", ", ".join(p.domain for p in family.parameters)),
        ("constants", ", ".join(c.domain for c in family.constants)),
        *((f"or {other.name}", _other(other)) for other in family.parametrizations),
        ("information", _information(family)),
        ("holds for", family.when),
        ("regularity", family.verdict),
        ("source", family.source),
        ("no closed form", family.no_closed_form),
        ("notes", family.notes),
    ]
    width = max(len(title) for title, text in rows if text)
    lines = [f"{title.ljust(width)}  {text}" for title, text in rows if text]
    return "\n".join([family.title, *lines]) + "\n"


def _other(parametrization: Parametrization) -> str:
    """Return the parameters of another parametrization and how the usual ones follow from them."""
    parameters = ", ".join(p.domain for p in parametrization.parameters)
    substitution = ", ".join(f"{old} = {new}" for old, new in parametrization.substitution)
    return f"{parameters}: {substitution}"


def _information(family: Family) -> str:
    """Return the published matrix in one line; ? where no closed form is recorded."""
    rows = family.information or ()
    return "[" + ", ".join("[" + ", ".join(entry or "?" for entry in row) + "]" for row in rows) + "]" if rows else ""
