"""Derived functions where they go to work: array functions in this process, and source text for others.

The only place of the project where source text is run; all of it comes from our own printers (see `targets`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from symfisher.codegen.naming import neutral_names, respelled
from symfisher.codegen.program import build
from symfisher.codegen.targets import all_targets, get
from symfisher.derivation import Derivation
from symfisher.errors import SymfisherError

__all__ = ["Callables", "callables", "module_source", "targets"]


@dataclass(frozen=True)
class Callables:
    """The functions of a derivation on arrays; arguments by position or by (safe) name, broadcast to a shape S.

    Attributes
    ----------
    log_density(x, *parameters, *constants)
        Shape S, in nats; -inf outside the support.
    score(x, *parameters, *constants)
        Shape S + (k,); nan outside the support.
    observed_information(x, *parameters, *constants)
        Shape S + (k, k); nan outside the support.
    expected_information(*parameters, *constants)
        Shape S + (k, k), E[score scoreᵀ] of one observation; integrated where there is no closed form.
    arguments
        Names of the arguments: data, parameters, constants. Several variables are the last axis of x.
    source
        The source text that was run. Its arguments are called ``x0``, ``t1``, …, ``c1``, …: no name that a user typed
        is compiled.

    Notes
    -----
    Elements with a parameter outside its domain are nan.
    """

    log_density: Callable[..., Any]
    score: Callable[..., Any]
    observed_information: Callable[..., Any]
    expected_information: Callable[..., Any]
    arguments: tuple[str, ...]
    source: str


def callables(derivation: Derivation, backend: str = "numpy") -> Callables:
    """Return the functions of a derivation as array functions.

    Parameters
    ----------
    derivation
        What was derived.
    backend
        ``numpy``.

    Raises
    ------
    SymfisherError
        The backend is unknown, or runs outside Python.
    UnsupportedFunctionError
        The density contains a function that the backend cannot compute.
    """
    target = get(backend)
    if target.load is None:
        raise SymfisherError(
            f"{target.name} code does not run inside Python; use module_source(derivation, {target.name!r})"
        )
    program = build(derivation)
    neutral = neutral_names(program.density)
    text = target.source(replace(program, names=neutral))
    found = target.load(text)
    functions = [
        respelled(found[name], dict(zip(neutral[start:], program.names[start:], strict=True)))
        for name, start in (("log_density", 0), ("score", 0), ("observed_information", 0), ("expected_information", 1))
    ]
    return Callables(functions[0], functions[1], functions[2], functions[3], program.names, text)


def module_source(derivation: Derivation, target: str = "python") -> str:
    """Return the source of a standalone module of the derived functions in a target language.

    Raises
    ------
    SymfisherError
        The target is unknown.
    UnsupportedFunctionError
        The density contains a function that the language has not got.
    """
    return get(target).source(build(derivation))


def targets() -> tuple[str, ...]:
    """Return the names of all target languages.

    Examples
    --------
    >>> "python" in targets()
    True
    """
    return tuple(all_targets())
