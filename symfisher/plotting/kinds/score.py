"""The scores of several observations, their slope and their spread."""

from __future__ import annotations

from symfisher.plotting import score
from symfisher.plotting.picture import Picture
from symfisher.plotting.request import Request, derived, sample


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    derivation = derived(request)
    return score.picture(derivation, sample(derivation, request), request["at"])
