"""The group of all commands, gathered by themselves, and the exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from symfisher import __version__
from symfisher.cli import commands
from symfisher.cli.session import Session
from symfisher.errors import SymfisherError

EXIT_CODES = """\b
Exit codes:
  0  done                       4  not regular: --strict, or a bound that is none
  1  density refused            5  no closed form: --strict, or asked for
  2  wrong usage                6  check: wrong; audit: not as expected
  3  ended by --timeout         7  check: undecided
                                8  batch: some records failed
"""


class Commands(click.Group):
    """Commands are the modules in ``symfisher.cli.commands``; each holds a ``command`` and is loaded when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or ``None`` if there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Suggest a command whose name is near, or ``derive`` if a density was typed in its place."""
        name = args[0]
        if name not in self.list_commands(ctx):
            import difflib

            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f"did you mean '{near[0]}'?" if near else 'to derive a density: symfisher derive "..."'
            ctx.fail(f"no such command {name!r}; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="symfisher")
def group() -> None:
    """From a probability density to its score, observed and expected Fisher information: in closed form, checked.

    \b
    symfisher derive "theta*exp(-theta*x)"
    symfisher derive "x ~ weibull(k, s)" --steps
    symfisher check "x ~ exponential(theta)" "1/theta^2"
    symfisher COMMAND --help
    """  # noqa: D301 (click's mark for lines that are kept)


def run(arguments: Sequence[str], session: Session) -> int:
    """Run a command and return the exit code; every error is one message on standard error."""
    try:
        code = group.main(list(arguments), prog_name="symfisher", standalone_mode=False, obj=session)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except SymfisherError as error:
        report(error)
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except OSError as error:
        return _output_failed(error)
    finally:
        session.close()


def report(error: SymfisherError) -> None:
    """Print an error: its message, and for a mistake of ours where to report it."""
    details = getattr(error, "details", "")
    if not details:
        click.echo(f"Error: {error}", err=True)
        return
    click.echo(f"Internal error: {getattr(error, 'kind', '')}: {error}; please report it with the density", err=True)
    if os.environ.get("SYMFISHER_DEBUG"):
        click.echo(details, err=True)


def _output_failed(error: OSError) -> int:
    """Say that a file or pipe could not be read or written; a reader that has had enough is no error."""
    if error.errno == errno.EPIPE:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (so that the interpreter's last flush finds a reader)
        return 0
    click.echo(f"Error: {error.filename or 'output'}: {error.strerror}", err=True)
    return 2
