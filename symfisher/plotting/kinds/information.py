"""The expected information over a range, with the Cramér-Rao bound beneath."""

from __future__ import annotations

from symfisher.errors import SymfisherError
from symfisher.plotting import information
from symfisher.plotting.picture import Picture
from symfisher.plotting.request import Request, derived, spans


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    entry = _entry(request["entry"])
    return information.picture(derived(request), request["at"], ranges=spans(request), n=request["n"], entry=entry)


def _entry(text: str | None) -> tuple[str, str] | None:
    if text is None or text == "det":
        return None
    names = text.replace(",", " ").split()
    if len(names) != 2:
        raise SymfisherError(f'an entry is named by row and column, as in --entry "mu, sigma"; got {text!r}')
    return names[0], names[1]
