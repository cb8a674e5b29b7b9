"""Integrals of a density times a function over a part of the support: probabilities, and what a part tells about θ.

An antiderivative of h·f is sought as g·f + c·F, F the distribution function: g′ + g·(log f)′ + c = h, with g a
combination of what h is made of and the same times x. It is linear in the coefficients, solved in their field, and
shown by differentiation. F itself is SymPy's integral, shown by differentiation as well. Where that fails the engine's
changes of variable are tried on the part (exponential integrals, polylogarithms, ₃F₃). Every integral is compared with
quadrature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.expectation import integral
from symfisher.expectation.linear import relations
from symfisher.expectation.pieces import switches
from symfisher.expectation.substitution import zero_of
from symfisher.inference.algebra import is_zero, some_points, tidy, within_time
from symfisher.inference.expecting import problem_for, value_at
from symfisher.limits import time_limit
from symfisher.normal_form import Field, Rewriter
from symfisher.quadrature import expectations, total_mass
from symfisher.signs import Signs

_LIMIT = 1e-8
_ENGINE_SECONDS = 12.0
_LARGEST = 24
_MOST_ATOMS = 200


@dataclass(frozen=True)
class Part:
    """An interval, or a range of integers, inside the support of the only variable; ends in our symbols."""

    lower: Expr
    upper: Expr

    def is_endless(self, density: Density) -> bool:
        """Say whether it is a range of integers without end."""
        return density.discrete and bool(self.lower.is_infinite or self.upper.is_infinite)


class PartialIntegrals:
    """Integrals over parts of the support of a density of one variable, in closed form.

    Parameters
    ----------
    density
        Of one variable; the ends of the parts may be constants of it.
    """

    def __init__(self, density: Density) -> None:
        if len(density.variables) != 1:
            raise DomainError("parts of the support are for densities of one variable")
        self.density = density
        self.signs = Signs.of(density)
        self.x = density.xs[0]
        self.domain = density.variables[0].domain
        self.rewriter = Rewriter(self.signs)
        self.calculus = differentiate(density, self.signs)
        self.conditions: list[Any] = []
        self._distribution: Expr | None = None

    def probability(self, part: Part) -> Expr:
        """Return the probability of a part.

        Raises
        ------
        ClosedFormNotFoundError
            It has no closed form that was found.
        """
        if self.density.discrete:
            return self._checked(
                sp.Add(*(self._at(self.density.expression, v) for v in self._atoms(part))), sp.S.One, part
            )
        return self._first(sp.S.One, part, self._by_distribution)

    def _by_distribution(self, part: Part) -> Expr:
        primitive = self._primitive()
        return tidy(self._end(primitive, part.upper, "-") - self._end(primitive, part.lower, "+"), self.signs)

    def integral(self, h: Expr, part: Part) -> Expr:
        """Return the integral of h·f over a part.

        Raises
        ------
        ClosedFormNotFoundError
            It has no closed form that was found.
        """
        if self.density.discrete:
            body = self.density.expression * h
            return self._checked(tidy(sp.Add(*(self._at(body, v) for v in self._atoms(part))), self.signs), h, part)
        return self._first(h, part, lambda p: self._by_antiderivative(h, p))

    def _by_antiderivative(self, h: Expr, part: Part) -> Expr:
        g, c = self._antiderivative(h)
        ends = [self._end(g * self.density.expression, e, s) for e, s in ((part.upper, "-"), (part.lower, "+"))]
        value = ends[0] - ends[1] + (c * self.probability(part) if c != 0 else 0)
        return tidy(value, self.signs)

    def _first(self, h: Expr, part: Part, find: Callable[[Part], Expr]) -> Expr:
        """Return what ``find`` finds if it passes its check, else what the engine's integrals give."""
        try:
            return self._checked(find(part), h, part)
        except ClosedFormNotFoundError as reason:
            try:
                return self.by_engine(h, part)
            except ClosedFormNotFoundError:
                raise reason from None

    def by_engine(self, h: Expr, part: Part) -> Expr:
        """Return the integral of h·f over a part by the engine's changes of variable; its conditions are kept.

        Raises
        ------
        ClosedFormNotFoundError
            It has no closed form that was found.
        """
        proof = self._proof(h, part)
        if proof is None:
            raise ClosedFormNotFoundError("no closed form found for an integral over a part of the support")
        value = self._checked(proof.value, h, part)
        self.conditions += [c for c in proof.conditions if c not in self.conditions]
        return value

    def _proof(self, h: Expr, part: Part) -> Proof | None:
        """Integrate h·f over the part by the changes of variable of the engine, if the order of ends and kinks is known."""
        if not self._kinks_are_placed(part):
            return None
        problem = problem_for(self._restricted(part))
        with time_limit(_ENGINE_SECONDS):
            (found,) = integral.attempt(problem, {(0, 0): problem.rewriter.rewrite(h)}).values()
        return found if isinstance(found, Proof) else None

    def _kinks_are_placed(self, part: Part) -> bool:
        """Say whether every kink of the density is shown to be inside or outside of the part."""
        cuts = [zero_of(s, self.x) for s in switches(self.density.expression, self.x)]
        ends = [e for e in (part.lower, part.upper) if e not in self.domain.ends]
        return all(c is not None and self.signs.sign(sp.expand(c - e)) is not None for c in cuts for e in ends)

    def _restricted(self, part: Part) -> Density:
        variable = replace(self.density.variables[0], domain=Interval(part.lower, part.upper))
        return replace(self.density, variables=(variable,))

    def tail(self, *, right: bool = True) -> Expr:
        """Return 1 − F as a function of x, or F where not ``right``; of a continuous variable.

        Raises
        ------
        ClosedFormNotFoundError
            It has no closed form that was found.
        """
        primitive, (lower, upper) = self._primitive(), self.domain.ends
        return self._end(primitive, upper, "-") - primitive if right else primitive - self._end(primitive, lower, "+")

    # ---- discrete

    def _atoms(self, part: Part) -> list[Expr]:
        if isinstance(self.domain, FiniteSet):
            return [v for v in self.domain.values if sp.And(v >= part.lower, v <= part.upper) == sp.true]
        assert isinstance(self.domain, IntegerRange)
        if not (part.lower.is_Integer and part.upper.is_Integer):
            raise ClosedFormNotFoundError("a range of integers needs whole numbers as ends, or its complement")
        count = int(part.upper - part.lower) // self.domain.step + 1
        if count > _MOST_ATOMS:
            raise ClosedFormNotFoundError(f"a range of {count} integers is too long to be added up")
        return [part.lower + self.domain.step * k for k in range(max(count, 0))]

    def _at(self, body: Expr, value: Expr) -> Expr:
        return body.xreplace({self.x: value})

    # ---- continuous

    def _primitive(self) -> Expr:
        """Return a function of x whose derivative is f."""
        if self._distribution is None:
            f = self.density.expression
            for find in (self._by_kernel, self._by_sympy, self._in_logarithm):
                found = find()
                if found is not None and self._is_primitive(found, f):
                    self._distribution = found
                    break
            else:
                raise ClosedFormNotFoundError("no closed form found for the distribution function")
        return self._distribution

    def _is_primitive(self, found: Expr, f: Expr) -> bool:
        if found.has(sp.Integral, sp.Piecewise, sp.meijerg, sp.I, sp.nan, sp.zoo):
            return False
        return is_zero(sp.diff(found, self.x) / f - 1, self.signs)

    def _by_sympy(self) -> Expr | None:
        found: Expr | None = within_time(sp.integrate, sp.powsimp(self.density.expression), self.x)
        return found

    def _in_logarithm(self) -> Expr | None:
        """Integrate in u = log x, where x is positive."""
        if not self.x.is_positive:
            return None
        u = sp.Symbol("_u", real=True)
        body = self.rewriter.rewrite(self.density.expression.xreplace({self.x: sp.exp(u)}) * sp.exp(u))
        found = within_time(sp.integrate, sp.powsimp(body), u)
        return None if found is None or found.has(sp.Integral) else found.xreplace({u: sp.log(self.x)})

    def _by_kernel(self) -> Expr | None:
        """Return 1 − exp(−H) where the density is a derivative of it, H being minus a term of log f."""
        f = self.density.expression
        for term in sp.Add.make_args(sp.expand(self.rewriter.rewrite(self.calculus.log_density))):
            found = -sp.exp(term)
            if term.has(self.x) and self._is_primitive(found, f):
                return found
        return None

    def _antiderivative(self, h: Expr) -> tuple[Expr, Expr]:
        """Return (g, c) with (g·f)′ + c·f = h·f, as an identity in x."""
        x, rewrite = self.x, self.rewriter.rewrite
        slope = rewrite(sp.diff(self.calculus.log_density, x))
        h = sp.expand(rewrite(h))
        atoms = self._building_blocks(h, slope)
        known = [sp.expand(rewrite(sp.diff(a, x) + a * slope)) for a in atoms]
        field = Field([*known, h], (x,))
        (found,) = relations(field, [field.convert(k) for k in known], [field.convert(h)], (x,))
        if found is None:
            raise ClosedFormNotFoundError("no closed form found for an integral over a part of the support")
        c, weights = field.factored(found[0]), [field.factored(w) for w in found[1]]
        g = sp.Add(*(w * a for w, a in zip(weights, atoms, strict=True)))
        if not is_zero(sp.diff(g, x) + g * slope + c - h, self.signs):
            raise ClosedFormNotFoundError("an antiderivative did not pass its check")
        return g, c

    def _building_blocks(self, h: Expr, slope: Expr) -> list[Expr]:
        """Return functions of x to make g of: parts of h, times and over x and over parts of (log f)′, and powers."""
        x = self.x

        def shape(term: Expr) -> Expr:
            return sp.Mul(*(f for f in sp.Mul.make_args(term) if f.has(x)))

        terms = [shape(t) for t in sp.Add.make_args(h)]
        slopes = [shape(t) for t in sp.Add.make_args(sp.expand(slope))]
        found = [x, sp.S.One]
        for t in terms:
            found += [t, t * x, *(t / s for s in slopes if s != 1)]
        found += [t * x / s for t in terms for s in slopes if s != 1]
        kept = dict.fromkeys(map(sp.powsimp, found))
        return sorted(kept, key=lambda a: (sp.count_ops(a), sp.default_sort_key(a)))[:_LARGEST]

    def _end(self, e: Expr, end: Expr, side: str) -> Expr:
        """Return the value of e at an end, or its limit where the end is one of the support."""
        if end not in self.domain.ends:
            return e.xreplace({self.x: end})
        plain = None if end.is_infinite else e.xreplace({self.x: end})
        if plain is not None and not plain.has(sp.nan, sp.zoo, sp.oo):
            return plain
        found = within_time(sp.limit, e, self.x, end, side)
        if found is None or found.has(sp.Limit, sp.nan, sp.zoo, sp.oo, sp.AccumBounds) or found.has(self.x):
            found = self._vanishing(e, end)
        if found is None:
            raise ClosedFormNotFoundError("a limit at an end of the support was not found")
        return found

    def _vanishing(self, e: Expr, end: Expr) -> Expr | None:
        """Return the limit by orders of growth."""
        from symfisher.regularity.order import DISTANCE, Orders

        place = 1 / DISTANCE if end == sp.oo else -1 / DISTANCE if end == -sp.oo else None
        if place is None:
            place = end + DISTANCE if end == self.domain.ends[0] else end - DISTANCE
        point = some_points(self.density, 1)[0]
        return Orders(self.signs, point).limit(e.xreplace({self.x: place}))

    # ---- numbers

    def _checked(self, value: Expr, h: Expr, part: Part) -> Expr:
        """Return the value if it is what quadrature says at the drawn points."""
        for point in some_points(self.density):
            number, error = self.number(h, part, point)
            found = value_at(value, point)
            if found is None or not abs(float(found) - number) <= _LIMIT * abs(number) + 10 * error + 1e-11:
                raise ClosedFormNotFoundError(
                    "a closed form for a part of the support did not pass its numerical check"
                )
        return value

    def number(self, h: Expr, part: Part, point: Mapping[Any, Any]) -> tuple[float, float]:
        """Return the integral of h·f over a part at a point, and its error."""
        values, errors = self.numbers([] if h == 1 else [h], part, point)
        return float(values[-1]), float(errors[-1])

    def numbers(self, integrands: Sequence[Expr], part: Part, point: Mapping[Any, Any]) -> tuple[Any, Any]:
        """Return the probability of a part and the integrals of h·f over it, with errors; each of shape (m + 1,)."""
        if self.density.discrete:
            atoms = self._atoms(part)
            sums = [
                sum(value_at(self._at(self.density.expression * h, v), point) or 0 for v in atoms)
                for h in (sp.S.One, *integrands)
            ]
            return np.array(sums, dtype=float), np.zeros(len(sums))
        restricted = self._restricted(part)
        mass, error = total_mass(restricted, point)
        if not integrands:
            return np.array([mass]), np.array([error])
        scaled = replace(restricted, expression=restricted.expression / sp.Float(mass, 17))
        values, errors = expectations(scaled, integrands, point)
        return np.array([mass, *(values * mass)]), np.array([error, *(errors * mass + np.abs(values) * error)])
