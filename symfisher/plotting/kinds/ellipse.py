"""Confidence ellipses for two parameters."""

from __future__ import annotations

from symfisher.plotting import ellipse
from symfisher.plotting.picture import Picture
from symfisher.plotting.request import Request, derived, sample


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    derivation = derived(request)
    return ellipse.picture(derivation, sample(derivation, request), request["at"], level=request["level"])
