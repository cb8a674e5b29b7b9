"""Derived functions where they go to work: array functions in this process, and source text for others.

The only place of the project where source text is run; all of it comes from our own printers (see `targets`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from symfisher.codegen.naming import neutral_names, respelled
from symfisher.codegen.program import DATA_FUNCTIONS, FUNCTIONS, Program, build
from symfisher.codegen.series import with_series
from symfisher.codegen.targets import Target, all_targets, get
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
        Shape S + (k, k), E[score scoreᵀ] of one observation; integrated where there is no closed form (NumPy), else
        nan.
    inverse_information(*parameters, *constants), cholesky_factor(*parameters, *constants)
        Shape S + (k, k): the inverse of that matrix, and its lower triangular root; nan where it is singular.
    cramer_rao_bound(*parameters, *constants)
        Shape S + (k, k): the bound for the covariance of unbiased estimators from one observation, the inverse; nan where
        the bound does not apply. From n observations it is this over n.
    jeffreys_log_density(*parameters, *constants)
        Shape S: log √det of the expected information, Jeffreys' prior up to a constant.
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
    inverse_information: Callable[..., Any]
    cholesky_factor: Callable[..., Any]
    cramer_rao_bound: Callable[..., Any]
    jeffreys_log_density: Callable[..., Any]
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
    program = _program(derivation, target)
    neutral = neutral_names(program.density)
    text = target.source(replace(program, names=neutral))
    found = target.load(text)

    def function(name: str) -> Callable[..., Any]:
        start = 0 if name in DATA_FUNCTIONS else 1
        return respelled(found[name], dict(zip(neutral[start:], program.names[start:], strict=True)))

    return Callables(**{n: function(n) for n in FUNCTIONS}, arguments=program.names, source=text)


def _program(derivation: Derivation, target: Target) -> Program:
    """Return the formulas of a derivation as a target wants them."""
    if target.form == "guarded":
        return build(derivation)
    exact = build(derivation, exact=True)
    return exact if target.form == "exact" else with_series(exact)


def module_source(derivation: Derivation, target: str = "python") -> str:
    """Return the source of a standalone module of the derived functions in a target language.

    Raises
    ------
    SymfisherError
        The target is unknown.
    UnsupportedFunctionError
        The density contains a function that the language has not got.
    """
    language = get(target)
    return language.source(_program(derivation, language))


def targets() -> tuple[str, ...]:
    """Return the names of all target languages.

    Examples
    --------
    >>> "python" in targets()
    True
    """
    return tuple(all_targets())
