"""Where ``symfisher batch`` sends its work: an executor that ``--executor`` names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

import click

from symfisher.errors import MissingExtraError


@contextmanager
def executor(name: str | None) -> Iterator[Executor | None]:
    """Yield the executor of a name, ``None`` for no name, and leave it in order.

    Parameters
    ----------
    name
        ``tcp://host:port``, the address of a Dask scheduler, or ``module:function``, a function that is called without
        arguments and returns an executor, which is shut down in the end.

    Raises
    ------
    click.BadParameter
        The name means nothing, or nobody answers at the address.
    MissingExtraError
        The name is an address, and Dask is not installed.
    """
    if name is None:
        yield None
    elif "://" in name:
        yield from _dask(name)
    else:
        with _made(name) as found:
            yield found


def _dask(address: str) -> Iterator[Executor]:
    """Yield the executor of a Dask cluster, which goes on when we leave."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("an executor on a Dask cluster", "dask") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{address}: {error}", param_hint="--executor") from None
    with client:
        yield client.get_executor()


def _made(name: str) -> Executor:
    """Call the function that ``module:function`` names; the module may lie in the folder where we are."""
    module, _, function = name.partition(":")
    sys.path.insert(0, "")
    try:
        made = getattr(import_module(module), function)()
    except (ImportError, AttributeError, ValueError) as error:
        raise click.BadParameter(f"{name}: {error}", param_hint="--executor") from None
    finally:
        sys.path.remove("")
    if not isinstance(made, Executor):
        raise click.BadParameter(f"{name} returned no concurrent.futures.Executor", param_hint="--executor")
    return made
