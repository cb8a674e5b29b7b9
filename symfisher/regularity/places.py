"""Where a density may fail to be smooth: the ends of its support and its kinks, and which parameters move them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import Expr, FiniteSet
from symfisher.evaluation import CannotEvaluateError, Walk
from symfisher.quadrature.evidence import Point
from symfisher.regularity.order import DISTANCE
from symfisher.signs import Signs
from symfisher.zeros import isolate, without_bars

Side = Literal[1, -1]
_SWITCHES = (sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max)
_STEPS = (sp.floor, sp.ceiling, sp.frac, sp.Mod, sp.DiracDelta)


@dataclass(frozen=True)
class Place:
    """A point of one variable, with the sides from which the support reaches it.

    Attributes
    ----------
    variable
        The variable.
    at
        The point, in our symbols; infinite for a tail.
    sides
        1 where the support lies above the point, -1 where below: one for an end, both for a kink.
    thetas
        Symbols of the parameters.
    """

    variable: Quantity
    at: Expr
    sides: tuple[Side, ...]
    thetas: tuple[Any, ...]

    @property
    def is_end(self) -> bool:
        """Whether the support ends here."""
        return len(self.sides) == 1

    @cached_property
    def movers(self) -> tuple[Any, ...]:
        """Parameters that move the place."""
        return tuple(t for t in self.thetas if t in self.at.free_symbols)

    @property
    def is_tail(self) -> bool:
        """Whether the place is at infinity."""
        return bool(self.at.is_infinite)

    def near(self, e: Expr, side: Side) -> Expr:
        """Write ``e`` in the distance d from the place (in 1/|x| for a tail)."""
        x = side / DISTANCE if self.is_tail else self.at + side * DISTANCE
        # A tail at +oo has the support below it, yet x itself is positive there.
        return e.xreplace({self.variable.symbol: -x if self.is_tail else x})


@dataclass(frozen=True)
class Map:
    """Every place that matters.

    Attributes
    ----------
    ends
        Ends of the support, moving or not.
    kinks
        Moving points inside the support where f switches.
    pinned
        What a switch or a root depends on that contains no variable: f may have a kink in the parameters themselves.
    unknown
        Switches whose place was not found.
    """

    ends: tuple[Place, ...]
    kinks: tuple[Place, ...]
    pinned: tuple[Expr, ...]
    unknown: tuple[Expr, ...]


def survey(density: Density, signs: Signs, points: tuple[Point, ...]) -> Map:
    """Find ends and kinks.

    Parameters
    ----------
    density
        The density.
    signs
        Proves that a switch lies outside of the support.
    points
        Parameter points; the root of a base of a power that at none of them is inside the support is left out, since
        the base of a real power is positive.
    """
    ends = tuple(
        place
        for v in density.variables
        if not isinstance(v.domain, FiniteSet)
        for place in (
            Place(v, v.domain.ends[0], (1,), density.thetas),
            Place(v, v.domain.ends[1], (-1,), density.thetas),
        )
    )
    kinks: dict[Place, None] = {}
    pinned: dict[Expr, None] = {}
    unknown: dict[Expr, None] = {}
    for argument, strict in _branches(_arguments(density, signs), density):
        owners = [v for v in density.variables if v.symbol in argument.free_symbols]
        if not owners:
            pinned[argument] = None
        elif not argument.free_symbols & set(density.thetas):
            continue
        else:
            _locate(density, argument, owners, strict, signs, points, kinks, unknown)
    return Map(ends, tuple(kinks), tuple(pinned), tuple(unknown))


def _locate(
    density: Density,
    argument: Expr,
    owners: list[Quantity],
    strict: bool,
    signs: Signs,
    points: tuple[Point, ...],
    kinks: dict[Place, None],
    unknown: dict[Expr, None],
) -> None:
    """File the zeros of one argument, or of its factors, under the first variable it can be solved for."""
    for variable in owners:
        root = isolate(argument, variable.symbol)
        if root is None:
            continue
        place = Place(variable, root, (-1, 1), density.thetas)
        if place.movers and _may_be_inside(place, strict, signs, points):
            kinks[place] = None
        return
    factors = [f.as_base_exp()[0] for f in sp.Mul.make_args(argument)]
    if len(factors) > 1:
        for factor in factors:
            moving = [v for v in owners if v.symbol in factor.free_symbols]
            if moving and factor.free_symbols & set(density.thetas) and signs.sign(factor) not in (1, -1):
                _locate(density, factor, moving, strict, signs, points, kinks, unknown)
    elif strict or any(_changes_sign(density, argument, p) for p in points):
        unknown[argument] = None


def _arguments(density: Density, signs: Signs) -> Iterator[tuple[Expr, bool]]:
    """Yield what switches at its zero; whether the switch is real (Abs, conditions) or only a root or a logarithm."""
    own = set(density.thetas)
    for node in sp.preorder_traversal(density.expression):
        if not own & node.free_symbols:
            continue
        if isinstance(node, _STEPS):
            yield node, True
        elif isinstance(node, (sp.Min, sp.Max)):
            yield from ((node.args[0] - a, True) for a in node.args[1:])
        elif isinstance(node, _SWITCHES):
            yield node.args[0], True
        elif node.is_Relational and not isinstance(node, (sp.Eq, sp.Ne)):
            yield node.lhs - node.rhs, True
        elif node.is_Pow and not node.exp.is_Integer and not signs.positive(node.base):
            yield node.base, False
        elif isinstance(node, sp.log) and not signs.positive(node.args[0]):
            yield node.args[0], False


def _branches(arguments: Iterator[tuple[Expr, bool]], density: Density) -> Iterator[tuple[Expr, bool]]:
    """Take absolute values of the variables apart: |v| − c is zero where v = c or v = −c."""
    for argument, strict in arguments:
        yield from ((e, strict) for e in without_bars(argument, set(density.xs)))


def _may_be_inside(place: Place, strict: bool, signs: Signs, points: tuple[Point, ...]) -> bool:
    """Whether the place is not proved, or for a mere root not seen, to be outside of the support."""
    lower, upper = place.variable.domain.ends
    if place.at.is_extended_real is False or signs.sign(sp.expand(place.at - lower)) in (-1, 0):
        return False
    if signs.sign(sp.expand(upper - place.at)) in (-1, 0):
        return False
    return strict or any(_inside_at(place, p) for p in points)


def _inside_at(place: Place, point: Point) -> bool:
    walk = Walk(dict(point))
    ends = place.variable.domain.ends
    try:
        lower, at, upper = (float(walk.value(e)) for e in (ends[0], place.at, ends[1]))
    except (CannotEvaluateError, TypeError):
        return True
    margin = 1e-9 * (1 + abs(at))
    return lower + margin < at < upper - margin


def _changes_sign(density: Density, argument: Expr, point: Point) -> bool:
    """Whether a base has both signs on the support, or none at all."""
    import numpy as np

    from symfisher.regularity.nodes import scatter

    try:
        value = np.asarray(Walk({**point, **scatter(density, point)}).value(argument))
    except CannotEvaluateError:
        return True
    return bool(np.isnan(value).any() or ((value > 0).any() and (value < 0).any()))
