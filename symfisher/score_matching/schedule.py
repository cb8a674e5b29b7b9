"""Schedules of noise x_t = a x₀ + σ ε: what a and σ are, as functions of a level.

Variance preserving: a² = 1 − σ², variance exploding: a = 1, both with the level σ; custom: a and σ as expressions in t.

References
----------
Song et al. (2021), ICLR, section 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import POSITIVE, REAL, UNIT, Domain, Expr
from symfisher.errors import DomainError, ParseError
from symfisher.evaluation import evaluate
from symfisher.inference.answers import fresh_name
from symfisher.reading import read, read_expression
from symfisher.score_matching.points import points_under

SCHEDULES = ("vp", "ve", "custom")


@dataclass(frozen=True)
class Setting:
    """The data's density whose constants include the level, with a and σ in our symbols."""

    data: Density
    level: Quantity
    a: Expr
    sigma: Expr
    name: str

    @property
    def y(self) -> Any:
        """The symbol of x_t."""
        return own_symbol("x", 2, REAL)

    @property
    def levels(self) -> tuple[float, float]:
        """Noise levels worth looking at: nearly all where they end, else up to 3."""
        lower, upper = (float(e) for e in self.level.domain.ends)
        end = upper if np.isfinite(upper) else lower + 3.0
        return lower + 0.05 * (end - lower), lower + 0.98 * (end - lower)


def read_setting(p: Density, schedule: str, a: str | None, sigma: str | None, level: str) -> Setting:
    """Read a schedule for a density.

    Raises
    ------
    ParseError
        The schedule is unknown, or its expressions cannot be read.
    DomainError
        a or σ is not positive on the domain of the level.
    """
    if schedule not in SCHEDULES:
        raise ParseError(f"unknown schedule {schedule!r}: one of {', '.join(SCHEDULES)}")
    if (schedule == "custom") != (a is not None and sigma is not None):
        raise ParseError("the custom schedule, and only it, takes a and sigma, both as expressions in t")
    wanted = ["t"] if schedule == "custom" else ["sigma", "sigma_t", "noise"]
    name = fresh_name(p, wanted)
    if schedule == "custom" and name != "t":
        raise ParseError("the density uses the name t, which is the time of a custom schedule")
    domain = _level_domain(level) if schedule == "custom" else UNIT if schedule == "vp" else POSITIVE
    quantity = Quantity(name, own_symbol("c", 80, domain), domain)
    t = quantity.symbol
    table = {n: q.symbol for q in (*p.parameters, *p.constants) for n in (q.name, q.safe)} | {"t": t}
    if schedule == "custom":
        signal, noise = (read_expression(e, table) for e in (a or "", sigma or ""))
    else:
        signal, noise = (sp.sqrt(1 - t**2) if schedule == "vp" else sp.S.One), t
    data = replace(p, constants=(*p.constants, quantity))
    setting = Setting(data, quantity, signal, noise, fresh_name(p, [f"{p.variables[0].name}_t", "y"]))
    _check_positive(setting)
    return setting


def _level_domain(text: str) -> Domain:
    found = read("exp(-x^2*(1+t^2))", variables=["x"], support="x in R", parameters=[text])
    return found.parameters[0].domain


def _check_positive(s: Setting) -> None:
    """Refuse a schedule without signal or without noise."""
    for point in points_under(s.data, ()):
        for name, e in (("a", s.a), ("sigma", s.sigma)):
            value = float(evaluate([e], point)[0])
            if not (np.isfinite(value) and value > 0):
                shown = s.level.domain.describe(s.level.name)
                raise DomainError(
                    f"{name} is {value:g} at {s.level.name} = {point[s.level.symbol]}; needs > 0 for {shown}"
                )
