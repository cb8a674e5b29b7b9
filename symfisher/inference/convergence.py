"""How fast an extreme observation tends to the end of the support: at the rate 1/n, where the density jumps there.

With c the density just inside an end e(θ), n·Σ c·|∂e/∂θ| times the error of θ̂ tends to an exponential variable of
mean 1. Parameters that the support does not depend on keep the variance I⁻¹/n of their own block, as if the end
were known.

References
----------
Smith (1985), Biometrika 72, 67-90, §3; David & Nagaraja (2003), Order Statistics, §10.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.errors import RegularityError
from symfisher.inference.algebra import inverse, tidy, within_time
from symfisher.inference.irregular import Ordered
from symfisher.signs import Signs


def convergence_rows(derivation: Derivation, ordered: Sequence[Ordered], n: Expr) -> tuple[tuple[str, Any], ...]:
    """Return what is to be said of estimators at ends of the support; nothing where there are none."""
    ends = [o for o in ordered if o.at == "end"]
    if not ends:
        return ()
    said = "the errors are of the order 1/n and not normal: there is no Cramér-Rao bound, and no variance I⁻¹/n"
    found: list[tuple[str, Any]] = [("non-regular", said)]
    for o in ends:
        name = derivation.density.parameters[o.index].name
        gap = _mean_gap(derivation, o, n)
        found += [] if gap is None else [(f"mean error of {name} for large n, exponentially distributed", gap)]
    return (*found, *_block(derivation, ordered, n))


def _mean_gap(derivation: Derivation, ordered: Ordered, n: Expr) -> Expr | None:
    """Return 1/(n·Σ c·|∂e/∂θ|) over the ends e, ``None`` where a c is not known to be positive and finite."""
    density, signs = derivation.density, Signs.of(derivation.density)
    theta, total = density.thetas[ordered.index], sp.S.Zero
    for statistic in ordered.statistics:
        end = density.variables[0].domain.ends[statistic.kind == "max"]
        height = within_time(tidy, density.expression.xreplace({density.xs[0]: end}), signs)
        if height is None or height.has(sp.nan, sp.zoo, sp.oo) or not signs.positive(height):
            return None
        total += height * sp.Abs(sp.diff(end, theta))
    found: Expr | None = within_time(tidy, 1 / (n * total), signs)
    return found


def _block(derivation: Derivation, ordered: Sequence[Ordered], n: Expr) -> tuple[tuple[str, Any], ...]:
    """Return the asymptotic variance of the parameters that no end depends on, where their information is closed."""
    ends = {o.index for o in ordered if o.at == "end"}
    left = [i for i in range(len(derivation.density.parameters)) if i not in ends]
    if not left or any(derivation.proofs[i][j] is None for i in left for j in left):
        return ()
    signs = Signs.of(derivation.density)
    try:
        value = tidy(inverse(derivation.own.expected_information.extract(left, left), signs) / n, signs)
    except RegularityError:
        return ()
    names = ", ".join(derivation.density.parameters[i].name for i in left)
    return ((f"asymptotic variance of {names}", value[0] if len(left) == 1 else value),)
