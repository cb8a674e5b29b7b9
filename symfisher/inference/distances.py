"""Fisher-Rao distances between two members of a family, where they are closed.

The metric is taken apart into blocks that neither meet nor depend on each other's parameters; squares of distances of
blocks add up. A block is a line (∫ √I dθ), a half-plane in some coordinates (location and scale, inverse Gaussian), or
the simplex of shares (a sphere). Every distance is checked to be the solution of |∇d| = 1 in the metric.

References
----------
Rao (1945), Bull. Calcutta Math. Soc. 37; Atkinson & Mitchell (1981), Sankhyā A 43, 345-365; Villarreal Lujan (2023) and
Miyamoto et al. (2024), Information Geometry 7 (catalogue of closed forms).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.algebra import Matrix, information_of, inverse, some_points, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.inference.expecting import value_at
from symfisher.inference.stabilization import line_element
from symfisher.signs import Signs

_EIKONAL = 1e-12


@dataclass(frozen=True)
class Between:
    """A distance or divergence between the members at θ and at θ′, in the user's symbols.

    Attributes
    ----------
    value
        The parameters of the second member are called like those of the first with ``_2`` behind.
    """

    value: Expr
    answer: Answer = field(repr=False)


def second_member(derivation: Derivation) -> tuple[Any, Mapping[Any, Any]]:
    """Return the density with a second set of parameters as constants, and the map onto it."""
    density = derivation.density
    image = {p.symbol: sp.Symbol(f"_w{i}", **p.symbol.assumptions0) for i, p in enumerate(density.parameters)}
    second = tuple(Quantity(f"{p.name}_2", image[p.symbol], p.domain.xreplace(image)) for p in density.parameters)
    return replace(density, constants=(*density.constants, *second)), image


def distance(derivation: Derivation) -> Between:
    """Return the Fisher-Rao distance between two members where it is closed.

    Raises
    ------
    ClosedFormNotFoundError
        A block of the metric is no line, half-plane or simplex that was recognised, or an antiderivative is not closed.

    Examples
    --------
    >>> from symfisher import derive
    >>> distance(derive("x ~ poisson(m)")).value
    2*Abs(sqrt(m) - sqrt(m_2))
    """
    density, image = second_member(derivation)
    signs = Signs.of(density)
    metric, thetas = information_of(derivation), derivation.density.thetas
    blocks = blocks_of(metric, thetas)
    found = [_of_block(metric.extract(b, b), [thetas[i] for i in b], image, signs) for b in blocks]
    closed = [d for d in found if d is not None]
    if len(closed) < len(found):
        raise ClosedFormNotFoundError("no closed form found for the Fisher-Rao distance")
    value = closed[0] if len(closed) == 1 else sp.sqrt(sp.Add(*(d**2 for d in closed)))
    _check_gradient(value, metric, image, density)
    step = Step("distance", None, value, reference="Atkinson & Mitchell 1981")
    answer = Answer("Fisher-Rao distance", density, rows(("distance", value)), (step,))
    return Between(density.present(value), answer)


_Chart = tuple[Callable[[Expr], Expr], Callable[[Expr], Expr]]
_LOCATIONS: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (sp.log, lambda t: 1 / t))
_SCALES: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (lambda t: 1 / t, lambda t: -1 / t**2))
"""Location and scale of x or of log x: the parameter, or its logarithm or reciprocal; with slopes."""


def blocks_of(metric: Matrix, thetas: Sequence[Any]) -> list[list[int]]:
    """Return the places of the parameters in blocks: two are together if an entry is theirs or depends on both.

    Examples
    --------
    >>> a, b = sp.symbols("a b", positive=True)
    >>> blocks_of(sp.diag(1 / a**2, 1 / b), [a, b]), blocks_of(sp.diag(1 / b**2, 1 / b**2), [a, b])
    ([[0], [1]], [[0, 1]])
    """
    blocks = [{i} for i in range(len(thetas))]
    for i, j in product(range(len(thetas)), repeat=2):
        if metric[i, j] == 0:
            continue
        joined = {i, j} | {k for k, t in enumerate(thetas) if metric[i, j].has(t)}
        blocks = [b for b in blocks if not b & joined] + [set().union(joined, *(b for b in blocks if b & joined))]
    return sorted(sorted(b) for b in blocks)


def _of_block(metric: Matrix, thetas: Sequence[Any], image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance in one block."""
    if len(thetas) == 1:
        eta = line_element(metric[0], thetas[0], signs)
        return None if eta is None else sp.factor_terms(sp.Abs(eta - eta.xreplace(image)))
    for find in (_half_plane, _warped, _simplex):
        found = find(metric, thetas, image, signs)
        if found is not None:
            return found
    return None


def _warped(metric: Matrix, thetas: Sequence[Any], image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance for p(μ)·q(σ)·dμ² + r(σ)·dσ² where (q′/q)²/(4r) is constant: a half-plane over ∫ √p and 1/√q."""
    if len(thetas) != 2 or metric[0, 1] != 0:
        return None
    for i in (0, 1):
        along, across = thetas[i], thetas[1 - i]
        first, second = metric[i, i], metric[1 - i, 1 - i]
        growth = tidy(sp.diff(first, across) / first, signs)
        if second.has(along) or growth.has(along):
            continue
        curved = tidy(4 * second / growth**2, signs) if growth != 0 else across
        if curved.has(across) or not signs.positive(curved):
            continue
        q = sp.Mul(*(f for f in sp.Mul.make_args(sp.factor(first)) if f.has(across)))
        p = tidy(first / q, signs)
        eta = None if p.has(across) else line_element(p, along, signs)
        if eta is None:
            continue
        heights = [tidy(1 / sp.sqrt(e), signs) for e in (q, q.xreplace(image))]
        gap = (eta - eta.xreplace(image)) ** 2 / curved + (heights[0] - heights[1]) ** 2
        return sp.sqrt(curved) * sp.acosh(1 + gap / (2 * heights[0] * heights[1]))
    return None


def _simplex(metric: Matrix, thetas: Sequence[Any], image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance for n·(δᵢⱼ/pᵢ + 1/(1 − Σp)): twice √n times the angle between the roots of the shares."""
    last = 1 - sp.Add(*thetas)
    size = tidy(metric[0, 1] * last, signs)
    if size.free_symbols & set(thetas) or not signs.positive(size):
        return None
    k = range(len(thetas))
    wanted = [size * ((1 / thetas[i] if i == j else 0) + 1 / last) for i in k for j in k]
    if any(tidy(metric[i] - w, signs) != 0 for i, w in enumerate(wanted)):
        return None
    shares = [*thetas, last]
    return 2 * sp.sqrt(size) * sp.acos(sp.Add(*(sp.sqrt(s) * sp.sqrt(s.xreplace(image)) for s in shares)))


def _check_gradient(value: Expr, metric: Matrix, image: Mapping[Any, Any], density: Density) -> None:
    """Refuse unless the gradient in the second member has length one in its metric, at drawn points."""
    thetas = list(image)
    second = inverse(metric, Signs.of(density)).xreplace(dict(image))
    smooth = value.replace(sp.Abs, lambda e: sp.sqrt(e**2))
    slopes = sp.Matrix([sp.diff(smooth, image[t]) for t in thetas])
    length = (slopes.T * second * slopes)[0]
    points = some_points(density)
    compared = [found for p in points if (found := value_at(length, p)) is not None]
    if not compared or any(abs(found - 1) > _EIKONAL for found in compared):
        raise ClosedFormNotFoundError("a distance was found that does not solve |∇d| = 1 in the metric")


def _half_plane(metric: Matrix, thetas: Any, image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance for g = [[a, b], [b, c]]/σ²: with μ + (b/a)σ for μ √c′ times the hyperbolic one."""
    for i in (0, 1) if len(thetas) == 2 else ():
        first, second = thetas[i], thetas[1 - i]
        for (location, slope), (scale, steep) in product(_LOCATIONS, _SCALES):
            if not second.is_positive or (location is sp.log and not first.is_positive):
                continue
            slopes = slope(first), steep(second)
            entries = ((i, i, 0, 0), (i, 1 - i, 0, 1), (1 - i, 1 - i, 1, 1))
            scaled = [
                tidy(metric[p, q] * scale(second) ** 2 / (slopes[m] * slopes[n]), signs) for p, q, m, n in entries
            ]
            if any(e.free_symbols & set(thetas) for e in scaled) or not signs.positive(scaled[0]):
                continue
            a, b, c = scaled
            c = tidy(c - b**2 / a, signs)
            sigmas = scale(second), scale(image[second])
            along = location(first) - location(image[first]) + b / a * (sigmas[0] - sigmas[1])
            inner = 1 + (a / c * along**2 + (sigmas[0] - sigmas[1]) ** 2) / (2 * sigmas[0] * sigmas[1])
            return sp.sqrt(c) * sp.acosh(inner)
    return None
