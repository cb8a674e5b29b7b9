"""What the child process does for ``symfisher plot``."""

from __future__ import annotations

from importlib import import_module

from symfisher.limits import time_limit
from symfisher.plotting import write
from symfisher.plotting.request import Request


def draw(request: Request) -> bytes:
    """Return the file of the picture that a request asks for.

    Parameters
    ----------
    request
        The options of ``symfisher plot``; ``data`` holds texts of numbers, one for each sample.
    """
    with time_limit(request["timeout"]):
        picture = import_module(f"symfisher.plotting.kinds.{request['kind']}").draw(request)
        return write(picture, request["format"])
