"""Order statistics: the information in the r smallest of n observations (type-II censoring), and in one of them.

With h = f/(1 − F) the hazard, the r smallest of n tell

    Σ_{i ≤ r} E[q(X₍ᵢ₎) q(X₍ᵢ₎)ᵀ],   q = ∂ log h,

found where q is free of x (proportional hazards: exponential, Pareto), where it is a polynomial in F, whose moments are
E[F(X₍ᵢ₎)ᵖ] = i(i+1)…(i+p−1)/((n+1)…(n+p)), and for numbers r, n where the engine integrates it.

References
----------
Park (1996), IEEE Trans. Inf. Theory 42, 1238-1242; Efron & Johnstone (1990), Ann. Statist. 18, 38-62; David & Nagaraja
(2003), Order Statistics, §2.1, 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import NATURAL, Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.expectation.linear import relations
from symfisher.inference.algebra import Matrix, information_of, require_bound, some_points, tidy
from symfisher.inference.answers import Answer, rows, with_constant
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.expecting import value_at
from symfisher.inference.incomplete import hazard_slopes
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.inference.sample import point_of
from symfisher.information import derive
from symfisher.normal_form import Field, Rewriter
from symfisher.quadrature import expectations
from symfisher.signs import Signs

_DEGREE = 2
_LARGEST = 40
_LIMIT = 1e-7


@dataclass(frozen=True)
class Censored:
    """Information of the r smallest of n observations, in the user's symbols.

    Attributes
    ----------
    information
        Of all that is seen, shape (k, k).
    lost
        1 − information/(n·I) for each parameter alone, shape (k, 1).
    """

    information: Any
    lost: Any
    answer: Answer = field(repr=False)


def smallest(derivation: Derivation, r: int | str = "r", n: int | str = "n") -> Censored:
    """Return the information in the r smallest of n observations (type-II censoring).

    Parameters
    ----------
    r, n
        Numbers or names.

    Raises
    ------
    ClosedFormNotFoundError
        The distribution function or an integral has no closed form; with names, ∂ log h is no polynomial in F.
    DomainError
        r and n are no such numbers.
    RegularityError
        The Cramér-Rao theory does not apply.

    Examples
    --------
    >>> from symfisher import derive
    >>> smallest(derive("theta*exp(-theta*x)")).information[0]
    r/theta**2
    >>> smallest(derive("x ~ logistic(mu, 1)"), 2, 3).information[0]
    9/10
    """
    require_bound(derivation)
    density, size = sample_size(derivation.density, n)
    density, seen = _seen(density, r, size)
    integrals = PartialIntegrals(derivation.density)
    slopes = hazard_slopes(integrals, derivation)
    value, step = _by_moments(slopes, seen, size, integrals) or _by_integrals(slopes, seen, size, integrals)
    signs = Signs.of(density)
    value = tidy(value, signs)
    _require_agreement(value, slopes, seen, size, integrals)
    whole = information_of(derivation)
    k = len(density.parameters)
    lost = sp.ImmutableMatrix([tidy(1 - value[i, i] / (size * whole[i, i]), signs) for i in range(k)])
    percent = [100 * e for e in lost]
    found = rows(
        ("observations", size),
        ("seen", seen),
        ("information", value[0] if k == 1 else value),
        ("information lost, in per cent", percent[0] if k == 1 else sp.ImmutableMatrix(percent)),
    )
    answer = Answer(
        "The smallest observations (type-II censoring)", density, found, (step,), tuple(integrals.conditions)
    )
    return Censored(density.present(value), density.present(lost), answer.under(derivation))


def _seen(density: Density, r: int | str, size: Expr) -> tuple[Density, Expr]:
    if not str(r).isdecimal():
        return with_constant(density, str(r), NATURAL)
    if size.is_Integer and not 1 <= int(r) <= size:
        raise DomainError(f"r: got {r}, needs 1 <= r <= {size}")
    return density, sp.Integer(int(r))


def _by_moments(slopes: Matrix, r: Expr, n: Expr, integrals: PartialIntegrals) -> tuple[Matrix, Step] | None:
    """Return Σ E[q qᵀ] where q is a polynomial in F of degree at most 2."""
    x, rewriter = integrals.x, Rewriter(integrals.signs)
    below = rewriter.rewrite(integrals.tail(right=False))
    powers = [sp.expand(below**p) for p in range(1, _DEGREE + 1)]
    targets = [rewriter.rewrite(q) for q in slopes]
    ring = Field([*powers, *targets], (x,))
    found = relations(ring, [ring.convert(p) for p in powers], [ring.convert(t) for t in targets], (x,))
    shown = [f for f in found if f is not None]
    if len(shown) < len(found):
        return None
    u = sp.Symbol("_u")
    forms = [sp.Add(ring.factored(c), *(ring.factored(w) * u ** (p + 1) for p, w in enumerate(ws))) for c, ws in shown]

    def moment(e: Expr) -> Expr:
        terms = sp.Poly(e, u).terms()
        return sp.Add(*(c * sp.rf(r, p + 1) / ((p + 1) * sp.rf(n + 1, p)) for (p,), c in terms))

    value = sp.ImmutableMatrix(len(forms), len(forms), lambda i, j: moment(sp.expand(forms[i] * forms[j])))
    return value, Step("type-two", None, value, (("hazard", slopes),), reference="Park 1996")


def _by_integrals(slopes: Matrix, r: Expr, n: Expr, integrals: PartialIntegrals) -> tuple[Matrix, Step]:
    """Integrate n·f·Σ_{i<r} C(n−1, i) Fⁱ (1−F)ⁿ⁻¹⁻ⁱ·q qᵀ for numbers r and n."""
    if not (r.is_Integer and n.is_Integer):
        raise ClosedFormNotFoundError("no closed form found for names r and n; give numbers")
    if n > _LARGEST:
        raise ClosedFormNotFoundError(f"order statistics of more than {_LARGEST} observations are not integrated")
    terms, k = _mixture(r, n, integrals), range(len(slopes))
    pairs = [(i, j) for i in k for j in k if i <= j]
    try:
        upper = {(i, j): _integral(sp.Add(*terms), slopes[i] * slopes[j], integrals) for i, j in pairs}
    except ClosedFormNotFoundError:  # a sum of different exponentials: one after the other
        upper = {(i, j): sp.Add(*(_integral(t, slopes[i] * slopes[j], integrals) for t in terms)) for i, j in pairs}
    value = sp.ImmutableMatrix(len(k), len(k), lambda i, j: upper[min(i, j), max(i, j)])
    return value, Step("type-two-integrals", None, value, (("hazard", slopes),), reference="Park 1996")


def _integral(weight: Expr, h: Expr, integrals: PartialIntegrals) -> Expr:
    """Return the integral of h times a weight over the support."""
    weighted = PartialIntegrals(replace(integrals.density, expression=weight))
    value = weighted.by_engine(h, Part(*integrals.domain.ends))
    integrals.conditions += [c for c in weighted.conditions if c not in integrals.conditions]
    return value


def _mixture(r: Expr, n: Expr, integrals: PartialIntegrals) -> list[Expr]:
    """Return terms that add up to r times the mean density of the r smallest: powers of the shorter of F and 1 − F."""
    tails = [tidy(integrals.tail(right=right), integrals.signs) for right in (True, False)]
    short = min((0, 1), key=lambda i: (len(sp.Add.make_args(tails[i])), sp.count_ops(tails[i])))
    t = sp.Symbol("_t")
    above, below = (t, 1 - t) if short == 0 else (1 - t, t)
    counts = [sp.binomial(n - 1, i) * below**i * above ** (n - 1 - i) for i in range(int(r))]
    terms = sp.Poly(sp.expand(sp.Add(*counts)), t).terms()
    return [n * c * integrals.density.expression * tails[short] ** p for (p,), c in terms]


def _require_agreement(value: Matrix, slopes: Matrix, r: Expr, n: Expr, integrals: PartialIntegrals) -> None:
    """Compare with quadrature for numbers r and n."""
    if n.is_Integer and n > _LARGEST:
        return
    numbers = {s: sp.Integer(v) for s, v in ((n, 5), (r, 3)) if not s.is_Integer}
    size, seen = n.xreplace(numbers), r.xreplace(numbers)
    scaled = replace(integrals.density, expression=sp.Add(*_mixture(min(seen, size), size, integrals)) / seen)
    products = [a * b for a in slopes for b in slopes]
    for point in some_points(integrals.density, 2):
        found, _ = expectations(scaled, products, point)
        for entry, number in zip(value, found, strict=True):
            ours = value_at(entry, {**point, **numbers})
            scale = max(abs(f) for f in found)
            if ours is None or not abs(float(ours) - float(seen) * number) <= _LIMIT * float(seen) * scale:
                raise ClosedFormNotFoundError("the information in the smallest did not pass its numerical check")


def order_statistic(derivation: Derivation, r: int, n: int) -> Derivation:
    """Derive the density of the r-th smallest of n observations: what it alone tells.

    Parameters
    ----------
    r, n
        Numbers; r = 1 is the least, r = n the greatest.

    Returns
    -------
    Derivation
        Of n!/((r−1)!(n−r)!)·F^(r−1)·(1−F)^(n−r)·f, with information, regularity and steps like any other.

    Raises
    ------
    ClosedFormNotFoundError
        The distribution function has no closed form that was found.
    DomainError
        r and n are no such numbers, or there are several variables.

    Examples
    --------
    >>> from symfisher import derive
    >>> order_statistic(derive("theta*exp(-theta*x)"), 1, 5).expected_information[0]
    theta**(-2)
    """
    if not 1 <= r <= n <= _LARGEST:
        raise DomainError(f"r: got {r} of {n}, needs 1 <= r <= n <= {_LARGEST}")
    integrals = PartialIntegrals(derivation.density)
    if integrals.density.discrete:
        raise ClosedFormNotFoundError("order statistics of discrete variables are not supported")
    above, below = (tidy(integrals.tail(right=right), integrals.signs) for right in (True, False))
    count = n * sp.binomial(n - 1, r - 1)
    expression = count * below ** (r - 1) * above ** (n - r) * derivation.density.expression
    return derive(replace(derivation.density, expression=expression, origin=None))


def smallest_at(derivation: Derivation, r: int, n: int, at: str | Mapping[str, Any]) -> Any:
    """Return the information in the r smallest of n observations as numbers, shape (k, k), at one parameter point.

    Raises
    ------
    DomainError
        A value is missing, or r and n are no such numbers.
    ClosedFormNotFoundError
        The distribution function has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> smallest_at(derive("x ~ normal(mu, sigma)"), 10, 10, "mu=0, sigma=2").round(8).tolist()
    [[2.5, 0.0], [0.0, 5.0]]
    """
    if not 1 <= r <= n <= _LARGEST:
        raise DomainError(f"r: got {r} of {n}, needs 1 <= r <= n <= {_LARGEST}")
    integrals = PartialIntegrals(derivation.density)
    slopes = hazard_slopes(integrals, derivation)
    mixed = sp.Add(*_mixture(sp.Integer(r), sp.Integer(n), integrals)) / r
    products = [a * b for a in slopes for b in slopes]
    found, errors = expectations(
        replace(integrals.density, expression=mixed), products, point_of(derivation.density, at)
    )
    if not np.isfinite(errors).all():
        raise DomainError("the integrals were not found to the precision wanted at this point")
    return r * np.array(found, dtype=float).reshape(len(slopes), len(slopes))
