"""Fractions of polynomials in many variables without gcds, and factorisation that ends.

A general gcd of polynomials in a dozen variables takes most of a derivation, and nearly always it is one: what can cancel
are the irreducible factors of the denominators, which are few and known. `Fractions` keeps them with every element, adds
over their least common multiple and cancels by trial division. That a factor does not divide is told by a value at one of
its zeros modulo a prime, which is a proof: the quotient would have integer coefficients, and vanish there as well.

Factorisation is bounded by size. Primitive polynomials of degree one in some variable, a·x + b with a and b coprime, are
irreducible, which settles determinants and sums of probabilities. What is too large for the general algorithm is left whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from math import lcm, prod
from typing import Any

import sympy as sp
from sympy.polys.fields import FracElement, FracField
from sympy.polys.galoistools import gf_gcd, gf_strip
from sympy.polys.orderings import lex

Poly = Any
"""An element of a `PolyRing` over the rationals."""

Powers = dict[Poly, int]
"""Factors with exponents; factors are primitive: integer coefficients without common divisor, the leading one positive."""

_PRIME = 2**61 - 1
_MOST_TERMS = 250
_MOST_COEFFICIENTS = 20_000


class Fractions(FracField):  # type: ignore[misc]
    """The field of fractions of polynomials over QQ, whose elements know the factors of their denominators.

    Examples
    --------
    >>> K = Fractions(["x", "y"])
    >>> x, y = K.gens
    >>> 1 / (x + y) + y / (x * (x + y))
    1/x
    """

    factorisation: Factorisation

    def __new__(cls, names: list[str]) -> Fractions:
        """Return the field in generators called ``names``."""
        field: Fractions = super().__new__(cls, names, sp.QQ, lex)
        field.factorisation = Factorisation()
        field.dtype = Quotient(field, field.ring.zero).raw_new
        field.zero, field.one = field.dtype(field.ring.zero), field.dtype(field.ring.one)
        field.gens = field._gens()
        return field

    def over(self, numerator: Poly, powers: Powers) -> Any:
        """Return numerator/Π fᵉ in lowest terms."""
        numerator, left = self.factorisation.cancelled(numerator, powers)
        if not numerator or all(self.factorisation.has_nothing_in_common(f, numerator) for f in left):
            return self.built(numerator, left)
        return self.dtype(*numerator.cancel(product(self.ring, left)))

    def built(self, numerator: Poly, powers: Powers) -> Any:
        """Return numerator/Π fᵉ, which has nothing in common."""
        if not numerator:
            return self.zero
        content, primitive = _primitive(numerator)
        denominator = product(self.ring, powers)
        element = self.dtype(primitive * content.numerator, denominator * content.denominator)
        element.powers = powers
        return element


class Quotient(FracElement):  # type: ignore[misc]
    """An element of `Fractions`."""

    @cached_property
    def powers(self) -> Powers:
        """Factors of the denominator, but for a number, with their exponents."""
        return dict(self.field.factorisation.of(self.denom)[1])

    @cached_property
    def number(self) -> Any:
        """The number in the denominator."""
        return self.denom.LC / prod(f.LC**e for f, e in self.powers.items())

    @property
    def top(self) -> Poly:
        """The polynomial over the product of ``powers``."""
        return self.numer if self.number == 1 else self.numer * (1 / self.number)

    def new(self, numer: Poly, denom: Poly) -> Any:
        """Return numer/denom in lowest terms."""
        unit, factors = self.field.factorisation.of(denom)
        return self.field.over(numer * (1 / unit), dict(factors))

    def _plain(self, other: Any) -> bool:
        """Whether ``other`` is an element of the same field."""
        return type(other) is Quotient and self.field == other.field

    def __add__(self, other: Any) -> Any:
        """Add over the least common multiple of the denominators."""
        return self._sum(other, 1) if self._plain(other) else super().__add__(other)

    def __sub__(self, other: Any) -> Any:
        """Subtract over the least common multiple of the denominators."""
        return self._sum(other, -1) if self._plain(other) else super().__sub__(other)

    def _sum(self, other: Quotient, sign: int) -> Any:
        if not other:
            return self
        if not self:
            return other if sign == 1 else -other
        common = self.powers | {f: max(e, self.powers.get(f, 0)) for f, e in other.powers.items()}
        a, b = (
            element.top * product(self.field.ring, {f: e - element.powers.get(f, 0) for f, e in common.items()})
            for element in (self, other)
        )
        return self.field.over(a + b if sign == 1 else a - b, common)

    def __mul__(self, other: Any) -> Any:
        """Multiply; what may cancel are factors of one denominator in the other numerator."""
        if not self._plain(other):
            return super().__mul__(other)
        if not self or not other:
            return self.field.zero
        cancelled = self.field.factorisation.cancelled
        (a, powers), (b, more) = cancelled(self.top, other.powers), cancelled(other.top, self.powers)
        powers |= {f: e + powers.get(f, 0) for f, e in more.items()}
        if all(map(self.field.factorisation.is_irreducible, powers)):
            return self.field.built(a * b, powers)
        return self.field.over(a * b, powers)

    def __truediv__(self, other: Any) -> Any:
        """Multiply by the reciprocal."""
        if not self._plain(other) or not other:
            return super().__truediv__(other)
        return self * other**-1

    def __pow__(self, n: int) -> Any:
        """Raise to an integer power; the leading coefficient of the denominator stays positive."""
        if n >= 0 or not self:
            return super().__pow__(n)
        sign = 1 if self.numer.LC > 0 else (-1) ** n
        return self.raw_new(self.denom**-n * sign, self.numer**-n * sign)


def common_denominator(K: Fractions, elements: Iterable[Any]) -> Any:
    """Return the least common multiple of the denominators."""
    powers: Powers = {}
    number = 1
    for e in elements:
        powers |= {f: max(n, powers.get(f, 0)) for f, n in e.powers.items()}
        number = lcm(number, int(e.number))
    return K(product(K.ring, powers)) * number


def inverse(K: Fractions, matrix: Sequence[Sequence[Any]]) -> list[list[Any]] | None:
    """Invert a matrix of fractions by Gauss-Jordan elimination; ``None`` if it is singular.

    Quotients of minors are all that comes up, and what they have in common is known.
    """
    n = len(matrix)
    rows = [[*row, *(K.one if i == j else K.zero for j in range(n))] for i, row in enumerate(matrix)]
    for c in range(n):
        pick = min((r for r in range(c, n) if rows[r][c]), key=lambda r: len(rows[r][c].numer), default=None)
        if pick is None:
            return None
        rows[c], rows[pick] = rows[pick], rows[c]
        lead = rows[c][c]
        rows[c] = [v / lead if v else v for v in rows[c]]
        for r in range(n):
            if r != c and rows[r][c]:
                k = rows[r][c]
                rows[r] = [a - k * b if b else a for a, b in zip(rows[r], rows[c], strict=True)]
    return [row[n:] for row in rows]


def leading_minors(K: Fractions, matrix: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the determinants of the leading square parts of a matrix of fractions, up to the first that is zero."""
    rows = [list(row) for row in matrix]
    found = [K.one]
    for c, lead in enumerate(rows):
        found.append(found[-1] * lead[c])
        if not lead[c]:
            break
        for row in rows[c + 1 :]:
            k = row[c] / lead[c]
            row[c:] = [a - k * b if b else a for a, b in zip(row[c:], lead[c:], strict=True)]
    return found[1:]


class Factorisation:
    """Factors of the polynomials of one ring, each found once."""

    def __init__(self) -> None:
        self._known: dict[Poly, tuple[Any, list[tuple[Poly, int]]]] = {}
        self._irreducible: dict[Poly, bool] = {}
        self._zeros: dict[Poly, list[int] | None] = {}

    def of(self, poly: Poly) -> tuple[Any, list[tuple[Poly, int]]]:
        """Return a number and primitive factors with exponents; one that is too large is left whole."""
        if poly not in self._known:
            self._known[poly] = self._factors(poly)
        return self._known[poly]

    def is_irreducible(self, factor: Poly) -> bool:
        """Say whether a factor is known to be irreducible."""
        if factor not in self._irreducible:
            self.of(factor)
        return self._irreducible.get(factor, False)

    def has_nothing_in_common(self, factor: Poly, poly: Poly) -> bool:
        """Say whether a factor that does not divide a polynomial is proved to be coprime to it."""
        return self.is_irreducible(factor) or _coprime(_terms(factor), _terms(poly), len(poly.ring.gens))

    def cancelled(self, numerator: Poly, powers: Mapping[Poly, int]) -> tuple[Poly, Powers]:
        """Divide a numerator by factors of a denominator as often as they divide."""
        left: Powers = {}
        for f, exponent in powers.items():
            while exponent and numerator and (quotient := self._divided(numerator, f)) is not None:
                numerator, exponent = quotient, exponent - 1
            if exponent:
                left[f] = exponent
        return numerator, left

    def _divided(self, poly: Poly, factor: Poly) -> Poly | None:
        """Return poly/factor if that is a polynomial."""
        if len(factor) == 1:
            (low,) = factor.itermonoms()
            if any(any(m < n for m, n in zip(monomial, low, strict=True)) for monomial in poly.itermonoms()):
                return None
            return poly.new([(tuple(m - n for m, n in zip(p, low, strict=True)), c) for p, c in poly.iterterms()])
        if len(poly) == 1 or any(a < b for a, b in zip(poly.degrees(), factor.degrees(), strict=True)):
            return None
        zero = self._zero(factor)
        if zero is not None and _value(poly, zero) != 0:
            return None
        quotient, remainder = poly.div(factor)
        return None if remainder else quotient

    def _zero(self, factor: Poly) -> list[int] | None:
        """Return a point modulo the prime at which a factor vanishes, if it has a variable of degree one."""
        if factor not in self._zeros:
            self._zeros[factor] = _zero_of(factor)
        return self._zeros[factor]

    def _factors(self, poly: Poly) -> tuple[Any, list[tuple[Poly, int]]]:
        if not poly:
            return poly.ring.domain.zero, []
        content, primitive = _primitive(poly)
        powers: Powers = {}
        low = [min(column) for column in zip(*primitive.itermonoms(), strict=True)]
        for gen, exponent in zip(poly.ring.gens, low, strict=True):
            if exponent:
                powers[gen] = exponent
                self._irreducible[gen] = True
        if any(low):
            terms = [(tuple(m - n for m, n in zip(p, low, strict=True)), c) for p, c in primitive.iterterms()]
            primitive = poly.new(terms)
        if primitive != 1:
            unit, factors = self._without_monomials(primitive)
            content *= unit
            for f, e in factors:
                powers[f] = powers.get(f, 0) + e
        return content, list(powers.items())

    def _without_monomials(self, poly: Poly) -> tuple[Any, list[tuple[Poly, int]]]:
        one = poly.ring.domain.one
        if sum(poly.degrees()) == 1 or _is_linear(poly):
            self._irreducible[poly] = True
            return one, [(poly, 1)]
        known = [f for f, irreducible in self._irreducible.items() if irreducible and len(f) > 1]
        rest, left = self.cancelled(poly, dict.fromkeys(known, max(poly.degrees())))
        if rest != poly:
            unit, factors = self._factors(rest)
            divided = {f: max(poly.degrees()) - left.get(f, 0) for f in known}
            return unit, [*((f, e) for f, e in divided.items() if e), *factors]
        if not _is_small(poly):
            self._irreducible[poly] = False
            return one, [(poly, 1)]
        unit, factors = poly.factor_list()
        found = []
        for f, e in factors:
            content, primitive = _primitive(f)
            unit *= content**e
            self._irreducible[primitive] = True
            found.append((primitive, e))
        return unit, found


def _is_small(poly: Poly) -> bool:
    """Whether the general algorithm is known to end soon."""
    return len(poly) <= _MOST_TERMS and prod(n + 1 for n in poly.degrees()) <= _MOST_COEFFICIENTS


def _primitive(poly: Poly) -> tuple[Any, Poly]:
    """Return a number and a primitive polynomial whose product is ``poly``."""
    content, primitive = poly.primitive()
    return (content, primitive) if primitive.LC > 0 else (-content, -primitive)


def product(ring: Any, powers: Mapping[Poly, int]) -> Poly:
    """Return the product of factors with exponents."""
    return reduce(lambda a, b: a * b, (f**e for f, e in powers.items() if e), ring.one)


def _is_linear(poly: Poly) -> bool:
    """Whether a primitive polynomial is a·x + b for some variable x, with a and b proved coprime."""
    degrees = poly.degrees()
    for i in sorted(range(len(degrees)), key=degrees.__getitem__):
        if degrees[i] == 1:
            a, b = _split(poly, i)
            if _coprime(a, b, len(degrees)):
                return True
    return False


Terms = list[tuple[tuple[int, ...], int]]
"""Monomials with coefficients that are integers."""


def _split(poly: Poly, i: int) -> tuple[Terms, Terms]:
    """Return the terms of a and b in a·x + b, where x is generator ``i``."""
    parts: tuple[Terms, Terms] = ([], [])
    for m, c in poly.iterterms():
        parts[1 - m[i]].append(((*m[:i], 0, *m[i + 1 :]), int(c)))
    return parts


def _coprime(a: Terms, b: Terms, width: int) -> bool:
    """Prove two polynomials coprime: in no variable have their images modulo the prime a common factor."""
    values = [_coordinate(i) for i in range(width)]
    shared = [i for i in range(width) if any(m[i] for m, _ in a) and any(m[i] for m, _ in b)]
    return all(_coprime_images(_image(a, i, values), _image(b, i, values)) for i in shared)


def _coprime_images(a: list[int], b: list[int]) -> bool:
    """Whether images in one variable, the leading coefficient first, are coprime and one of them kept its degree."""
    return a[0] != 0 and len(gf_gcd(a, gf_strip(b), _PRIME, sp.ZZ)) == 1


def _image(terms: Terms, i: int, values: list[int]) -> list[int]:
    """Return a polynomial modulo the prime in variable ``i``, with numbers for the others, as a dense list."""
    degree = max(m[i] for m, _ in terms)
    image = [0] * (degree + 1)
    for m, c in terms:
        rest = (*m[:i], 0, *m[i + 1 :])
        image[degree - m[i]] = (image[degree - m[i]] + _term(rest, c, values)) % _PRIME
    return image


def _coordinate(i: int) -> int:
    """Return a number for a variable that is special in no way."""
    return pow(7, 1_000_003 * (i + 1), _PRIME)


def _term(monomial: tuple[int, ...], c: int, values: list[int]) -> int:
    for value, exponent in zip(values, monomial, strict=True):
        if exponent:
            c = c * (value if exponent == 1 else pow(value, exponent, _PRIME)) % _PRIME
    return c


def _value(poly: Poly, values: list[int]) -> int:
    """Return the value modulo the prime, up to a number that is not a multiple of it."""
    return sum(_term(m, c, values) for m, c in _terms(poly)) % _PRIME


def _terms(poly: Poly) -> Terms:
    """Return the terms of an integer multiple of a polynomial."""
    if any(c.denominator != 1 for c in poly.itercoeffs()):
        poly = poly.clear_denoms()[1]
    return [(m, int(c.numerator)) for m, c in poly.iterterms()]


def _zero_of(factor: Poly) -> list[int] | None:
    degrees = factor.degrees()
    values = [_coordinate(i) for i in range(len(degrees))]
    for i in (i for i, n in enumerate(degrees) if n == 1):
        a, b = (sum(_term(m, c, values) for m, c in part) % _PRIME for part in _split(factor, i))
        if a:
            values[i] = -b * pow(a, -1, _PRIME) % _PRIME
            return values
    return None
