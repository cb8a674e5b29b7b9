"""The log-likelihood around its maximum, with the circle of radius 1/observed information."""

from __future__ import annotations

from symfisher.plotting import curvature
from symfisher.plotting.picture import Picture
from symfisher.plotting.request import Request, derived, samples


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    derivation = derived(request)
    return curvature.picture(derivation, samples(derivation, request), request["at"])
