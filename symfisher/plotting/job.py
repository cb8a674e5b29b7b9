"""What the child process does for ``symfisher plot``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symfisher.derivation import Derivation
from symfisher.errors import DomainError, SymfisherError
from symfisher.information import derive
from symfisher.limits import time_limit
from symfisher.plotting import curvature, ellipse, information, score, simulate, write
from symfisher.plotting.picture import Picture

Request = Mapping[str, Any]


def draw(request: Request) -> bytes:
    """Derive a density and return the file of the picture that the request asks for.

    Parameters
    ----------
    request
        The options of ``symfisher plot``; ``data`` holds texts of numbers, one for each sample.
    """
    lists = ("variables", "parameters", "constants", "functions")
    with time_limit(request["timeout"]):
        derivation = derive(
            request["density"],
            **{name: list(request[name]) if request.get(name) else None for name in lists},
            support=request.get("support"),
            normalize=bool(request.get("normalize")),
            timeout=request["timeout"],
        )
        return write(_picture(derivation, request), request["format"])


def _picture(derivation: Derivation, request: Request) -> Picture:
    kind, at = request["kind"], request["at"]
    if kind == "information":
        ranges = [_pair(text) for text in request["ranges"]]
        return information.picture(derivation, at, ranges=ranges, n=request["n"], entry=_entry(request["entry"]))
    samples = [read_sample(text, len(derivation.density.variables)) for text in request["data"]]
    for i, size in enumerate(request["simulate"]):
        samples.append(simulate(derivation, size, at, seed=request["seed"] + i))
    if not samples:
        raise DomainError(f'a picture of {kind} needs a sample: --data "2.1, 0.4, ..." or --simulate 20 --at "..."')
    if kind == "curvature":
        return curvature.picture(derivation, samples, at)
    if len(samples) > 1:
        raise DomainError(f"a picture of {kind} shows one sample, got {len(samples)}")
    if kind == "score":
        return score.picture(derivation, samples[0], at)
    return ellipse.picture(derivation, samples[0], at, level=request["level"])


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


def _pair(text: str) -> tuple[float, float]:
    ends = read_sample(text)
    if len(ends) != 2:
        raise SymfisherError(f'a range has two ends, as in --range "0.5, 4"; got {text!r}')
    return float(ends[0]), float(ends[1])


def _entry(text: str | None) -> tuple[str, str] | None:
    if text is None or text == "det":
        return None
    names = text.replace(",", " ").split()
    if len(names) != 2:
        raise SymfisherError(f'an entry is named by row and column, as in --entry "mu, sigma"; got {text!r}')
    return names[0], names[1]
