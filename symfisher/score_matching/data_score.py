"""The data score ∂ₓ log p: the gradient in the observation, where the score of statistics is that in the parameters."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.signs import Signs
from symfisher.simplification import shorten


def data_score(density: Density) -> tuple[Expr, ...]:
    """Return ∂ log p/∂xᵢ for every variable, almost everywhere, in our symbols and 1/unit(xᵢ).

    Raises
    ------
    DomainError
        A variable is not continuous.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ normal(m, s)")
    >>> density.present(data_score(density)[0])
    (m - x)/s**2
    """
    require_continuous(density)
    signs = Signs.of(density)
    log_density = differentiate(density, signs).log_density
    return tuple(_tidy(gradient(log_density, x), signs) for x in density.xs)


def require_continuous(density: Density) -> None:
    """Refuse a density whose observation cannot be differentiated by.

    Raises
    ------
    DomainError
        A variable is discrete.
    """
    for v in density.variables:
        if v.domain.discrete:
            raise DomainError(f"{v.name} is discrete: there is no score of the data; for counts see ratio_divergence")


def gradient(e: Expr, x: Any) -> Expr:
    """Differentiate almost everywhere: point masses at jumps are left out, log|b| gives b′/b."""
    bars = {a: sp.log(a.args[0].args[0]) for a in e.atoms(sp.log) if isinstance(a.args[0], sp.Abs)}
    found = sp.diff(e.xreplace(bars), x)
    return found.replace(lambda a: isinstance(a, sp.DiracDelta), lambda _: sp.S.Zero)


def _tidy(e: Expr, signs: Signs) -> Expr:
    return e if e.has(sp.sign, sp.Abs, sp.Piecewise) else shorten(e, signs)
