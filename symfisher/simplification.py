"""The shortest equal form of a value: each pass is a small function from an element of a field to an expression.

No pass may change the value; `shortest` builds them all and keeps the one with the least cost. SymPy's general-purpose
``simplify`` is not used: the field already holds the value in lowest terms, what is left is a choice of writing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import lru_cache, reduce
from operator import mul
from typing import Any

import sympy as sp
from sympy.polys.fields import FracField
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyRing

from symfisher.domains import Expr
from symfisher.normal_form import Element, Field, Rewriter
from symfisher.signs import Signs


@lru_cache(maxsize=20_000)
def cost(e: Expr) -> float:
    """Return operations + 0.01·length: what a reader pays for ``e``."""
    return float(sp.count_ops(e)) + 0.01 * len(str(e))


def shortest(field: Field, element: Element) -> Expr:
    """Return the cheapest of the equal forms that the passes build.

    Examples
    --------
    >>> p = sp.Symbol("p", positive=True)
    >>> field = Field([p])
    >>> shortest(field, field.convert(1 / p + 1 / (1 - p)))
    1/(p*(1 - p))
    """
    passes = PASSES[:1] if len(element.numer) <= 1 and len(element.denom) == 1 else PASSES  # monomials have one form
    forms = dict.fromkeys(tidied(form) for build in passes for form in build(field, element))
    if any(g.func is sp.exp for g in field.generators):
        forms |= dict.fromkeys(tidied(joined) for form in forms for joined in joined_exponentials(form))
    least = min(map(cost, forms))
    found = min((f for f in forms if cost(f) == least), key=sp.default_sort_key)
    return with_joined_conjugates(with_short_arguments(found))


def with_joined_conjugates(e: Expr) -> Expr:
    """Multiply factors such as (1 − r)(1 + r) out where that is shorter: 1 − r².

    Examples
    --------
    >>> r, a, b = sp.symbols("r a b", positive=True)
    >>> with_joined_conjugates((1 + r**2) / ((1 - r) ** 2 * (1 + r) ** 2)), with_joined_conjugates((a - b) * (a + b))
    ((r**2 + 1)/(1 - r**2)**2, (a - b)*(a + b))
    """
    if e.is_Add:
        return e.func(*map(with_joined_conjugates, e.args))
    if not e.is_Mul:
        return e
    factors = list(e.args)
    for first, second in itertools.combinations(e.args, 2):
        (base, power), (other, same) = first.as_base_exp(), second.as_base_exp()
        if power != same or not (base.is_Add and other.is_Add) or len(base.args) != 2 or len(other.args) != 2:
            continue
        product = sp.expand(base * other)
        shorter = len(sp.Add.make_args(product)) == 2 and sp.count_ops(product) < sp.count_ops(base * other)
        if shorter and first in factors and second in factors:
            factors = [f for f in factors if f not in (first, second)] + [product**power]
    return sp.Mul(*factors)


def with_short_arguments(e: Expr) -> Expr:
    """Factor the arguments of special functions where that is shorter: ψ′(φ(1 − μ)), not ψ′(φ − μφ).

    Examples
    --------
    >>> m, phi = sp.symbols("m phi", positive=True)
    >>> with_short_arguments(sp.polygamma(1, phi - m * phi))
    polygamma(1, phi*(1 - m))
    """
    rule = {}
    for call in e.atoms(sp.polygamma, sp.gamma, sp.loggamma):
        argument = call.args[-1]
        factored = sp.factor_terms(argument, sign=False) if argument.is_Add else argument
        shorter = tidied(factored)
        if shorter != argument and cost(shorter) < cost(argument):
            rule[call] = call.func(*call.args[:-1], shorter)
    return e.xreplace(rule)


def shorten(e: Expr, signs: Signs) -> Expr:
    """Bring a value in normal form and return its shortest form."""
    normal = Rewriter(signs).rewrite(e)
    field = Field([normal])
    return shortest(field, field.convert(normal))


def with_absorbed_factors(e: Expr) -> Expr:
    """Write z·Γ(z) as Γ(z + 1), which has no pole at zero, in a product.

    Examples
    --------
    >>> k, s = sp.symbols("k s", positive=True)
    >>> with_absorbed_factors(k * s * sp.gamma(k))
    s*gamma(k + 1)
    """
    for call in sorted(e.atoms(sp.gamma), key=sp.default_sort_key):
        factors = sp.Mul.make_args(e)
        power = next((f for f in factors if f.as_base_exp()[0] == call), None)
        n = sp.S.Zero if power is None else power.as_base_exp()[1]
        if n in (1, -1) and call.args[0] ** n in factors:
            rest = sp.Mul(*(f for f in factors if f not in (power, call.args[0] ** n)))
            return with_absorbed_factors(rest * sp.gamma(call.args[0] + 1) ** n)
    return e


def as_fraction(field: Field, element: Element) -> Iterable[Expr]:
    """One factored fraction: 1/(p(1 − p))."""
    yield field.factored(element)


def by_special_monomials(field: Field, element: Element) -> Iterable[Expr]:
    """Sum over monomials of special functions with factored coefficients: ψ′(a) − ψ′(a + b)."""
    if any(len(m) and sum(m[i] for i in special) for special in [_special(field)] for m in element.denom.itermonoms()):
        return
    groups = _grouped(field, element)
    yield sp.Add(*(m * field.factored(c) for m, c in groups))
    shared = _common(field, [c for _, c in groups])
    if shared is not None and shared != 1:
        for common in (shared, shared / (field.K(shared.numer.content()) / field.K(shared.denom.content()))):
            yield field.factored(common) * sp.Add(*(m * field.factored(c / common) for m, c in groups))


def by_shared_coefficients(field: Field, element: Element) -> Iterable[Expr]:
    """Gather special functions that have one coefficient, but for a number: (1 + t²)(Li₂(t) − 12 log(2)) + t log(t)."""
    groups: dict[Element, list[Expr]] = {}
    pairs = _grouped(field, element)
    for m, c in pairs:
        unit = c.numer.content() / c.denom.content() * (-1 if c.numer.LC < 0 else 1)
        groups.setdefault(c / field.K(unit), []).append(sp.Rational(int(unit.numerator), int(unit.denominator)) * m)
    if len(pairs) < 4 or len(groups) in (1, len(pairs)):
        return
    common = _common(field, list(groups)) or field.K.one
    numbers = [n for terms in groups.values() for term in terms for n in [term.as_coeff_Mul()[0]]]
    least = sp.Rational(sp.igcd(*(n.p for n in numbers)), sp.ilcm(*(n.q for n in numbers)))
    rest = sp.Add(*(field.factored(c / common) * sp.Add(*(t / least for t in terms)) for c, terms in groups.items()))
    yield least * field.factored(common) * rest


def by_powers_of_denominator(field: Field, element: Element) -> Iterable[Expr]:
    """Numerator in powers of a sum in the denominator: a/Z + b/Z² for a truncated density with mass Z."""
    for factor, n in field.K.factorisation.of(element.denom)[1]:
        if len(factor) < 2 or len(element.numer) > 60:
            continue
        rest = field.K(element.denom) / field.K(factor) ** n
        pieces, left = [], element.numer
        for k in range(n):
            left, remainder = left.div(factor)
            pieces.append(field.K(remainder) / (rest * field.K(factor) ** (n - k)))
        pieces.append(field.K(left) / rest)
        if sum(bool(p) for p in pieces) > 1:
            yield sp.Add(*(min((*as_fraction(field, p), *by_terms(field, p)), key=cost) for p in pieces if p))


def by_terms(field: Field, element: Element) -> Iterable[Expr]:
    """Sum simple fractions over a single monomial: 1 − A/κ − A²."""
    if len(element.denom) == 1 and 1 < len(element.numer) <= 6:
        bottom = field.poly_expression(element.denom)
        yield sp.Add(*(term / bottom for term in sp.Add.make_args(field.poly_expression(element.numer))))


def by_partial_fractions(field: Field, element: Element) -> Iterable[Expr]:
    """Partial fractions in one generator, where the denominator has a few factors: 1/a + 1/b."""
    factors = field.K.factorisation.of(element.denom)[1]
    if not 2 <= len(factors) <= 4 or len(element.numer) > 10:
        return
    for i in [i for i, g in enumerate(element.denom.ring.gens) if any(f.degree(g) > 0 for f, _ in factors)][:4]:
        parts = _partial_fractions(field, element, factors, i)
        if 2 <= len(parts) <= 4:
            yield sp.Add(*map(field.factored, parts))


def _partial_fractions(field: Field, element: Element, factors: list[tuple[Any, int]], i: int) -> list[Element]:
    """Return the partial fractions in generator ``i``, then the terms of the polynomial part.

    The numerator over each power of a factor is found modulo that power, from the inverse of what else is below.
    """
    split = _Univariate(field, i)
    powers = [(split.read(f), n) for f, n in factors if f.degree(element.denom.ring.gens[i]) > 0]
    whole = split.product(f**n for f, n in powers)
    rest = split.read(element.denom).quo(whole)
    dividend = split.read(element.numer)
    parts: list[Element] = []
    for f, n in powers:
        power = f**n
        inverse = whole.quo(power).gcdex(power)[0]
        top = (dividend * inverse).rem(power)
        for k in range(n, 0, -1):
            top, digit = top.div(f)
            if digit:
                parts.append(split.write(digit) / split.write(f**k))
    parts += [split.write(split.ring({m: c})) for m, c in dividend.quo(whole).terms()]
    return [p / split.write(rest) for p in parts]


class _Univariate:
    """Polynomials in one generator of a field, with the field of the other generators as coefficients."""

    def __init__(self, field: Field, i: int) -> None:
        self.field, self.i = field, i
        names = [str(g) for g in field.K.symbols]
        self.coefficients = FracField([*names[:i], *names[i + 1 :]] or ["none"], sp.QQ, lex)
        self.ring = PolyRing([names[i]], self.coefficients.to_domain(), lex)

    def read(self, poly: Any) -> Any:
        """Return a polynomial in all generators as one in this generator."""
        terms: dict[tuple[int, ...], Any] = {}
        for monomial, c in poly.terms():
            rest = (*monomial[: self.i], *monomial[self.i + 1 :]) or (0,)
            term = self.coefficients(self.coefficients.ring({rest: c}))
            key = (monomial[self.i],)
            terms[key] = terms.get(key, self.coefficients.zero) + term
        return self.ring.from_dict(terms)

    def product(self, polys: Iterable[Any]) -> Any:
        """Return the product of polynomials in this generator."""
        return reduce(mul, polys, self.ring.one)

    def write(self, poly: Any) -> Element:
        """Return a polynomial in this generator as an element of the field."""
        K = self.field.K
        total = K.zero
        for (n,), c in poly.terms():
            top, bottom = (self._lifted(p) for p in (c.numer, c.denom))
            total += top / bottom * K.gens[self.i] ** n
        return total

    def _lifted(self, poly: Any) -> Element:
        K = self.field.K
        i, width = self.i, len(K.gens)
        return K(K.ring.from_dict({(*m[:i], 0, *m[i:])[:width]: c for m, c in poly.terms()}))


def joined_exponentials(e: Expr) -> Iterable[Expr]:
    """Multiply exponentials together, and divide one out of a sum: e^(ab)/(e^(ab) + e^(aθ))² in e^(a(b − θ))."""
    joined = _joined(e)
    if joined != e:
        yield joined
    sums = [a for a in e.atoms(sp.Add) if len(a.args) == 2 and all(t.has(sp.exp) for t in a.args)]
    for total in sorted(sums, key=sp.default_sort_key)[:1]:
        for term in total.args:
            lead = sp.Mul(
                *(f for f in sp.Mul.make_args(term) if f.func is sp.exp or (f.is_Pow and f.base.func is sp.exp))
            )
            inner = _joined(sp.Add(*(t / lead for t in total.args)))
            yield _joined(_pull_out(e, total, lead, inner))


def _pull_out(e: Expr, total: Expr, lead: Expr, inner: Expr) -> Expr:
    """Replace powers of ``total`` by the same powers of ``lead`` times ``inner``."""
    return e.replace(
        lambda a: a == total or (a.is_Pow and a.base == total),
        lambda a: lead * inner if a == total else lead**a.exp * inner**a.exp,
    )


def _joined(e: Expr) -> Expr:
    """Write every product of exponentials as one, with its exponent factored where that is shorter."""
    if e.is_Atom:
        return e
    e = e.func(*map(_joined, e.args))
    if not e.is_Mul:
        return e
    exponent, rest = sp.S.Zero, []
    for f in e.args:
        base, n = f.as_base_exp() if f.is_Pow else (f, sp.S.One)
        if base.func is sp.exp:
            exponent += base.args[0] * n
        else:
            rest.append(f)
    expanded = sp.expand(exponent)
    return sp.Mul(*rest, sp.exp(min((expanded, sp.factor_terms(expanded), sp.factor(expanded)), key=cost)))


def by_completed_squares(field: Field, element: Element) -> Iterable[Expr]:
    """Complete the square in each special function: π²/6 + (1 − γ)²."""
    for i in _special(field):
        gen = element.numer.ring.gens[i]
        if element.numer.degree(gen) != 2 or element.denom.degree(gen) != 0:
            continue
        a, b, c = (_coefficient(field, element, i, n) for n in (2, 1, 0))
        if any(_has_special(field, x) for x in (a,)):
            continue
        inner, rest = b / (2 * a), c - b * b / (4 * a)
        square = (field.generators[i] + _short_sum(field, inner)) ** 2
        yield field.factored(a) * (square + _short_sum(field, rest / a))
        yield field.factored(a) * square + _short_sum(field, rest)


def by_shifted_polygammas(field: Field, element: Element) -> Iterable[Expr]:
    """Let ψ⁽ⁿ⁾ take up a part of the fraction beside it: ψ′(a + 1), not ψ′(a) − 1/a² (DLMF 5.15.5)."""
    calls = [i for i, g in enumerate(field.generators) if g.func is sp.polygamma and g.args[0].is_Integer]
    if not calls or any(m[i] for m in element.denom.itermonoms() for i in calls):
        return
    if any(sum(m[i] for i in calls) > 1 for m in element.numer.itermonoms()):
        return
    ring = field.K.ring
    bare = {m: c for m, c in element.numer.terms() if not any(m[i] for i in calls)}
    rest, terms, moved = field.K(ring.from_dict(bare)) / field.K(element.denom), [], False
    for i in calls:
        coefficient = _coefficient(field, element, i, 1)
        shift, rest = _best_shift(field, field.generators[i], coefficient, rest)
        order, argument = field.generators[i].args
        terms.append((sp.polygamma(order, argument + shift), coefficient))
        moved |= shift != 0
    if not moved:
        return
    whole = [*terms, (sp.S.One, rest)] if rest else terms
    yield sp.Add(*(call * field.factored(c) for call, c in whole))
    shared = _common(field, [c for _, c in whole])
    if shared is not None and shared != 1:
        yield field.factored(shared) * sp.Add(*(call * field.factored(c / shared) for call, c in whole))


def _best_shift(field: Field, call: Expr, coefficient: Element, rest: Element) -> tuple[int, Element]:
    """Return the shift of a polygamma's argument that leaves the fewest terms of the fraction beside it."""
    order, argument = call.args
    best, least = (0, rest), len(rest.numer) + len(rest.denom)
    if not argument.free_symbols <= set(field.generators):
        return best
    for direction, first in ((1, argument), (-1, argument - 1)):
        left = rest
        for shift in range(1, _MOST_SHIFTS + 1):
            pole = field.convert(first + direction * (shift - 1))
            if not pole:
                break
            step = field.convert((-1) ** order * sp.factorial(order)) / pole ** (int(order) + 1)
            left = left - direction * coefficient * step
            terms = len(left.numer) + len(left.denom)
            if terms < least:
                best, least = (direction * shift, left), terms
    return best


_MOST_SHIFTS = 3


def _short_sum(field: Field, element: Element) -> Expr:
    """Return the cheaper of the fraction and the sum over special monomials."""
    forms = [*as_fraction(field, element), *by_special_monomials(field, element)]
    return min(forms, key=cost)


PASSES: tuple[Callable[[Field, Element], Iterable[Expr]], ...] = (
    as_fraction,
    by_special_monomials,
    by_completed_squares,
    by_terms,
    by_powers_of_denominator,
    by_partial_fractions,
    by_shifted_polygammas,
    by_shared_coefficients,
)


def _special(field: Field) -> list[int]:
    """Return the positions of generators that are neither symbols nor their powers."""
    return [i for i, g in enumerate(field.generators) if not (g.is_Symbol or (g.is_Pow and g.base.is_Symbol))]


def _has_special(field: Field, element: Element) -> bool:
    special = _special(field)
    return any(m[i] for p in (element.numer, element.denom) for m in p.itermonoms() for i in special)


def _grouped(field: Field, element: Element) -> list[tuple[Expr, Element]]:
    """Split the numerator by monomials in the special generators."""
    special = set(_special(field))
    groups: dict[tuple[int, ...], Any] = {}
    ring = field.K.ring
    for m, c in element.numer.terms():
        key = tuple(e if i in special else 0 for i, e in enumerate(m))
        rest = tuple(0 if i in special else e for i, e in enumerate(m))
        groups[key] = groups.get(key, ring.zero) + ring({rest: c})
    return [
        (sp.Mul(*(field.generators[i] ** e for i, e in enumerate(key) if e)), field.K(poly) / field.K(element.denom))
        for key, poly in groups.items()
    ]


def _common(field: Field, coefficients: list[Element]) -> Element | None:
    """Return the common factor of some fractions: gcd of numerators over gcd of denominators."""
    if len(coefficients) < 2:
        return None
    top, bottom = coefficients[0].numer, coefficients[0].denom
    for c in coefficients[1:]:
        top, bottom = top.gcd(c.numer), bottom.gcd(c.denom)
    return field.K(top) / field.K(bottom)


def _coefficient(field: Field, element: Element, i: int, n: int) -> Element:
    ring = field.K.ring
    picked = {(*m[:i], 0, *m[i + 1 :]): c for m, c in element.numer.terms() if m[i] == n}
    return field.K(ring.from_dict(picked)) / field.K(element.denom)


def tidied(e: Expr) -> Expr:
    """Choose the sign of each factor so that few minus signs remain: (p − 1)(q − 1) or (1 − p)(1 − q)."""
    if e.is_Add:
        return e.func(*map(tidied, e.args))
    flips: list[Expr] = []
    minus, all_negative = 1, False
    for f in sp.Mul.make_args(e):
        base, exponent = f.as_base_exp()
        if exponent.is_Integer and base.is_Add and _mostly_negative(base):
            flips.append((-base) ** exponent)
            all_negative |= _minus_signs(base) == len(base.args)
            minus *= -1 if exponent.is_odd else 1
        else:
            flips.append(f)
    flipped = minus * sp.Mul(*flips)
    if not flipped.is_Mul or (e.is_Mul and e.args[0].is_Number and e.args[0].is_negative and minus == 1):
        return _absorb_minus(e)
    shorter = cost(flipped) <= cost(e) + (1.1 if all_negative else 0)
    return flipped if shorter else _absorb_minus(e)


def _mostly_negative(base: Expr) -> bool:
    """Whether flipping the sign of a sum leaves fewer minus signs: −a − 1, but also p − 1, which reads 1 − p."""
    return _minus_signs(base) * 2 > len(base.args) - bool(base.args[0].is_Number and base.args[0].is_negative)


def _absorb_minus(e: Expr) -> Expr:
    """Put a leading minus into a factor of odd power that is a sum: −1/(p(p − 1)) = 1/(p(1 − p))."""
    if not (e.is_Mul and e.args[0].is_Number and e.args[0].is_negative):
        return e
    for f in e.args[1:]:
        base, exponent = f.as_base_exp()
        if base.is_Add and exponent.is_Integer and exponent.is_odd:
            candidate = -sp.Mul(*(a for a in e.args if a is not f)) * (-base) ** exponent
            if cost(candidate) <= cost(e):
                return candidate
    return e


def _minus_signs(e: Expr) -> int:
    return sum(1 for a in e.args if a.could_extract_minus_sign())
