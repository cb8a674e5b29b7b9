"""What the child process does for ``symfisher divergence`` and ``symfisher noise``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symfisher.errors import DomainError
from symfisher.rendering import Style
from symfisher.rendering.answers import render_answers
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.noise import add_noise

Request = Mapping[str, Any]


def divergence(request: Request) -> str:
    """Return the Fisher divergence as it is to be printed."""
    found = fisher_divergence(
        request["density"],
        model_score=list(request["model_score"]) or None,
        model_density=request["model_density"],
        model_parameters=list(request["model_parameters"]),
        **_shared(request),
    )
    return render_answers([found.answer], request["format"], Style(**request["style"]))


def noise(request: Request) -> str:
    """Return what noise does to a density as it is to be printed."""
    found = add_noise(
        request["density"],
        schedule=request["schedule"],
        a=request["a"],
        sigma=request["sigma"],
        level=request["level"],
        **_shared(request),
    )
    return render_answers([found.answer], request["format"], Style(**request["style"]))


def _shared(request: Request) -> dict[str, Any]:
    """Return the options that say what the density means.

    Raises
    ------
    DomainError
        The density is to be divided by its mass first, which these commands do not do.
    """
    if request.get("normalize"):
        raise DomainError("--normalize is not taken here: divide the density by its total mass, see symfisher derive")
    lists = {n: list(request[n]) or None for n in ("variables", "parameters", "constants", "functions", "at")}
    return {**lists, "support": request["support"], "timeout": request["timeout"]}
