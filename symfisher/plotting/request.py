"""What the pictures take from a request of ``symfisher plot``: a derivation, samples, ranges, densities and their models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.errors import DomainError, SymfisherError
from symfisher.information import derive
from symfisher.plotting.model import model
from symfisher.plotting.samples import draw
from symfisher.score_matching.data import read_data

Request = Mapping[str, Any]


def derived(request: Request) -> Derivation:
    """Derive the density."""
    return derive(request["density"], **meaning_of(request), timeout=request["timeout"])


def density_of(request: Request) -> Density:
    """Read the density, which may have no parameters."""
    return read_data(request["density"], **meaning_of(request))


def meaning_of(request: Request) -> dict[str, Any]:
    """Return what the density means, as the options of `symfisher.derive`."""
    lists = {
        n: list(request[n]) if request.get(n) else None for n in ("variables", "parameters", "constants", "functions")
    }
    return {**lists, "support": request.get("support"), "normalize": bool(request.get("normalize"))}


def samples(derivation: Derivation, request: Request) -> list[Any]:
    """Return the samples that are given or to be drawn.

    Raises
    ------
    DomainError
        There is none, or one cannot be read or drawn.
    """
    found = [read_sample(text, len(derivation.density.variables)) for text in request["data"]]
    for i, size in enumerate(request["simulate"]):
        found.append(draw(model(derivation, request["at"]), size, request["seed"] + i))
    if not found:
        kind = request["kind"]
        raise DomainError(f'a picture of {kind} needs a sample: --data "2.1, 0.4, ..." or --simulate 20 --at "..."')
    return found


def sample(derivation: Derivation, request: Request) -> Any:
    """Return the only sample.

    Raises
    ------
    DomainError
        There is none, or more than one.
    """
    found = samples(derivation, request)
    if len(found) > 1:
        raise DomainError(f"a picture of {request['kind']} shows one sample, got {len(found)}")
    return found[0]


def spans(request: Request) -> list[tuple[float, float]]:
    """Return the ranges that are given.

    Raises
    ------
    SymfisherError
        One has not two ends.
    """
    return [_pair(text) for text in request["ranges"]]


def _pair(text: str) -> tuple[float, float]:
    ends = read_sample(text)
    if len(ends) != 2:
        raise SymfisherError(f'a range has two ends, as in --range "0.5, 4"; got {text!r}')
    return float(ends[0]), float(ends[1])


def read_sample(text: str, variables: int = 1) -> Any:
    """Read the numbers of a sample: shape (n,), or (n, d) for d variables, one observation after the other.

    Numbers are separated by commas, semicolons or white space; a line that begins with ``#`` and a first line of names
    are passed over.

    Raises
    ------
    DomainError
        Something is no finite number, there are none, or their count is not a multiple of the variables.

    Examples
    --------
    >>> read_sample("2.1, 0.4")
    array([2.1, 0.4])
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    pieces = [line.replace(",", " ").replace(";", " ").split() for line in lines]
    if len(pieces) > 1 and not any(map(_is_number, pieces[0])):
        pieces = pieces[1:]
    found = []
    for piece in (p for row in pieces for p in row):
        if not _is_number(piece):
            raise DomainError(f"{piece!r} is no finite number")
        found.append(float(piece))
    if not found:
        raise DomainError("the data hold no numbers")
    if len(found) % variables:
        raise DomainError(f"{len(found)} numbers are no whole observations of {variables} variables")
    data = np.array(found)
    return data if variables == 1 else data.reshape(-1, variables)


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def model_of(request: Request) -> tuple[Density, dict[str, Any]]:
    """Read a density, and return with it the options that give its model."""
    options = {
        "model_density": request["model_density"],
        "model_parameters": list(request["model_parameters"]),
        "timeout": request["timeout"],
    }
    return density_of(request), options
