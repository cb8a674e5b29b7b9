"""The command line: one command a file in ``commands``, no mathematics.

This process never imports SymPy. It starts one child that does the work, while it reads the arguments itself, prints
what the child found, and ends the child at the time limit.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Parameters
    ----------
    arguments
        What follows the program's name; by default what this process was started with.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    from symfisher.cli.session import Session  # before click, so that the child starts while click is imported

    session = Session.expecting(given)
    from symfisher.cli.shell import run

    sys.exit(run(given, session))
