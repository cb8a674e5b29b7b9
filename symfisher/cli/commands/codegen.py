"""``symfisher codegen``: the derived functions as source text of another language."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import (
    DENSITY_OPTIONS,
    LIMIT_OPTIONS,
    DensityCommand,
    ResultFile,
    add_options,
    read_density,
)
from symfisher.cli.session import Session

_OTHER_NAMES = {"c++": "cpp", "numpy": "python", "js": "javascript"}


class TargetName(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic in some versions only
    """A target: the name of a module in ``symfisher.codegen.targets``, found without importing any of them."""

    name = "target"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of the module."""
        asked = str(value).lower()
        found = _OTHER_NAMES.get(asked, asked)
        if found not in target_names():
            known = ", ".join(sorted({*target_names(), *_OTHER_NAMES}))
            self.fail(f"{value!r} is none of {known}", param, ctx)
        return found


def target_names() -> list[str]:
    """Return the names of all targets."""
    folder = importlib.resources.files("symfisher").joinpath("codegen", "targets")
    names = (entry.name for entry in folder.iterdir())
    return sorted(n.removesuffix(".py") for n in names if n.endswith(".py") and not n.startswith("_"))


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--target", required=True, type=TargetName(), metavar="LANGUAGE", help="See above.")
@click.option("-o", "--output", type=ResultFile(), help="Write the source to a file.")
@add_options(DENSITY_OPTIONS)
@add_options(LIMIT_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, target: str, output: Path | None, **options: Any) -> None:
    """Write log-density, score and information of a DENSITY as source text.

    \b
    numpy, jax, torch, mpmath            Python modules
    c++, julia, r, stan, javascript      other languages
    ngboost                              a distribution class for NGBRegressor

    The file needs neither symfisher nor SymPy. It holds the log-density, the score, observed and expected information,
    its inverse, Cholesky factor and Cramer-Rao bound, Jeffreys' log-density, and a test against stored values. An entry
    without closed form is integrated by numpy and nan elsewhere; a function that the language has not got is an error
    that names it.

    \b
    symfisher codegen "x ~ weibull(k, s)" --target numpy -o weibull.py
    symfisher codegen "x ~ gamma(a, b)" --target javascript -o gamma.mjs
    symfisher codegen "x ~ beta(a, b)" --target c++ -o beta.hpp
    """  # noqa: D301 (click's mark for lines that are kept)
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    request = {**options, "density": read_density(density), "target": target}
    text: str = session.run("symfisher.cli.commands.codegen:write", request, **limits)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")


def write(request: Mapping[str, Any]) -> str:
    """Derive a density in the child and return the source text."""
    from symfisher.cli.jobs import derive_request
    from symfisher.codegen import module_source

    return module_source(derive_request(request), request["target"])
