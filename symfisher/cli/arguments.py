"""Arguments that the commands share, and densities that look like options."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from symfisher.cli.session import read_size
from symfisher.rendering.languages import languages

_Decorator = Callable[[Any], Any]
_YEAR = 31_536_000
_LONG_OPTION = re.compile(r"--[A-Za-z][A-Za-z-]*(=.*)?", re.DOTALL)


class DensityCommand(click.Command):
    """A command whose first argument may begin with a minus: what is not exactly a known option is the density.

    Short options stand alone (``-p "a > 0"``, not ``-p"a > 0"``), because ``-p**x/(x*log(1-p))`` is a density.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sort the arguments into options and densities before click reads them."""
        if ctx.resilient_parsing:  # completion in a shell: the last option still waits for its value
            return super().parse_args(ctx, args)
        takes_value = {
            name: not (option.is_flag or option.count)
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
            for name in (*option.opts, *option.secondary_opts)
        }
        options, positional = sort_arguments(args, takes_value)
        return super().parse_args(ctx, [*options, "--", *positional])


def sort_arguments(arguments: list[str], takes_value: dict[str, bool]) -> tuple[list[str], list[str]]:
    """Split arguments into options with their values, and the rest.

    Examples
    --------
    >>> sort_arguments(["-p**x", "-p", "-1 < p", "--at=p=2"], {"-p": True, "--at": True})
    (['-p', '-1 < p', '--at=p=2'], ['-p**x'])
    """
    options: list[str] = []
    positional: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            positional.extend(rest)
        elif argument in takes_value:
            options.append(argument)
            if takes_value[argument]:
                options.append(_value(argument, rest))
        elif _LONG_OPTION.fullmatch(argument):
            options.append(argument)
        else:
            positional.append(argument)
    return options, positional


def _value(option: str, rest: Iterator[str]) -> str:
    """Take the value of an option."""
    try:
        return next(rest)
    except StopIteration:
        raise click.BadOptionUsage(option, f"Option {option!r} requires an argument.") from None


class ResultFile(click.Path):
    """A file to write, in a folder that exists: found out before the work is done."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        path: Any = super().convert(value, param, ctx)
        if not Path(path).absolute().parent.is_dir():
            self.fail(f"the folder of {str(path)!r} does not exist", param, ctx)
        return path


class Size(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic in some versions only
    """A size in bytes such as ``500M`` or ``2G``."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        try:
            return read_size(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Seconds(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic in some versions only
    """A duration in seconds: more than nothing, at most a year."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the duration."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= _YEAR:  # not a number fails this, too
            self.fail(f"{value!r} is not a number of seconds between 0 and {_YEAR}", param, ctx)
        return seconds


DENSITY_OPTIONS: tuple[_Decorator, ...] = (
    click.option("-x", "--variable", "variables", multiple=True, metavar="NAME", help="What is observed. Repeatable."),
    click.option("--support", metavar="SET", help='Where the density lives: "x > 0", "x in {0, 1, ...}".'),
    click.option(
        "-p",
        "--param",
        "parameters",
        multiple=True,
        metavar="DOMAIN",
        help='What is differentiated, in this order: mu, "sigma > 0". Repeatable; others are known constants.',
    ),
    click.option(
        "--given",
        "constants",
        multiple=True,
        metavar="DOMAIN",
        help='A known constant: "n in {1, 2, ...}". Repeatable.',
    ),
    click.option(
        "--function", "functions", multiple=True, metavar="NAME", help="A function that stays undefined. Repeatable."
    ),
    click.option("--normalize", is_flag=True, help="Divide by the total mass if it is not one."),
)
"""What a density means."""

LIMIT_OPTIONS: tuple[_Decorator, ...] = (
    click.option(
        "--timeout",
        type=Seconds(),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="End the derivation after this time.",
    ),
    click.option("--memory", type=Size(), metavar="SIZE", help="Limit memory: 500M, 2G (not on Windows)."),
)
"""Limits on time and memory."""


READER_OPTIONS: tuple[_Decorator, ...] = (
    click.option(
        "--steps/--no-steps",
        default=None,
        help="Show the derivation step by step (default in tex, pdf, html and notebook).",
    ),
    click.option(
        "--detail", type=click.Choice(["brief", "full"]), default="full", show_default=True, help="Which steps."
    ),
    click.option(
        "--definition",
        type=click.Choice(["score", "hessian", "both"]),
        help="Show the information as the mean of this: products of scores, or minus the second derivatives.",
    ),
    click.option(
        "--lang", type=click.Choice(languages()), default="en", show_default=True, help="Language of the page."
    ),
    click.option("--symbol-names", metavar="NAMES", help=r'LaTeX of symbols: "rate=\lambda, scale=\sigma_0".'),
)
"""How a page reads."""


def reader_style(options: dict[str, Any]) -> dict[str, Any]:
    """Take the options of `READER_OPTIONS` out of ``options`` and return fields of `symfisher.rendering.Style`."""
    steps, definition = options.pop("steps"), options.pop("definition") or ""
    style = {"detail": options.pop("detail"), "language": options.pop("lang"), "definition": definition}
    shown = True if definition and steps is None else steps
    return {**style, "steps": shown, "symbol_names": options.pop("symbol_names")}


def add_options(options: tuple[_Decorator, ...]) -> _Decorator:
    """Return a decorator that adds all of ``options``; the help shows them in this order."""

    def decorate(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def read_density(text: str) -> str:
    """Return the density that was typed; ``-`` stands for standard input."""
    if text != "-":
        return text
    longest = 20_001  # one more than is accepted: the reader of the text says so
    return sys.stdin.read(longest).strip()
