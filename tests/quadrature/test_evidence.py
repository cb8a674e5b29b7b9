"""Which points the expectations are evaluated at."""

from __future__ import annotations

import sympy as sp
from records import build

from symfisher.calculus import differentiate
from symfisher.quadrature.evidence import gather

SEMICIRCLE = ("2/(pi*r**2)*sqrt(r**2-(x-m)**2)", {"x": ("m-r", "m+r")}, {"m": "real", "r": "r > 0"})
WEIBULL = ("k*(x-m)**(k-1)*exp(-(x-m)**k)", {"x": ("m", "oo")}, {"m": "real", "k": "k > 0"})


def test_infinite_everywhere_is_seen_early() -> None:
    """Where every entry diverges at the first three points, no more are tried."""
    density = build(*SEMICIRCLE)
    found = gather(density, differentiate(density))
    assert len(found.points) == 3
    assert not found.usable("score")


def test_points_named_come_before_stretched_ones() -> None:
    """Points where the information is known to exist are tried after the first three."""
    density = build(*WEIBULL)
    m, k = density.thetas
    named = [{m: sp.Rational(n, 3), k: 3 + sp.Rational(n, 7)} for n in (1, 2, 4)]
    found = gather(density, differentiate(density), inside=lambda: named)
    assert sum(p in named for p in found.points) >= 2
    assert sum(m.ok for m in found.moments) == 3
