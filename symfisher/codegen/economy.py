"""Formulas of equal value in fewer operations on arrays, none of which loses digits that the longer form kept.

- a factor that several terms of a sum have in common is taken out once;
- 1 - 2/(1 + exp(u)) is tanh(u/2), which keeps its digits near 0 as well;
- exp(u) - 1 and powers less one, which stand alone once a factor is out, are written by expm1;
- a quotient is brought to one denominator if the numerator then is a product of differences of two monomials, which are
  no worse conditioned than the numbers they are made of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sympy as sp

from symfisher.codegen.stable import Positive, bottom_up, lower_differences
from symfisher.domains import Expr

LARGEST = 30
"""Operations up to which a formula is brought to one denominator."""


def economical(values: Sequence[Expr], positive: Positive) -> tuple[Expr, ...]:
    """Return values of equal value in fewer operations; what does not get shorter stays as it is.

    Examples
    --------
    >>> z, s = sp.symbols("z s", positive=True)
    >>> economical([(z - z * sp.exp(-z) - 1) / s], lambda e: bool(e.is_positive))
    ((-z*ExpMinusOne(-z) - 1)/s,)
    >>> economical([6 * z / (5 * s * (z**2 / 5 + 1))], lambda e: bool(e.is_positive))
    (6*z/(s*(z**2 + 5)),)
    """
    forms = [_forms(v, positive) for v in values]
    chosen = min(([f[n % len(f)] for f in forms] for n in (0, 1)), key=operations)
    for n, alternatives in enumerate(forms):
        chosen[n] = min(alternatives, key=lambda f: operations([*chosen[:n], f, *chosen[n + 1 :]]))
    return tuple(chosen)


def _forms(value: Expr, positive: Positive) -> list[Expr]:
    """Return a formula as it is, in groups, and over one denominator if that is safe."""
    forms = [value, _grouped(value, positive)]
    if value.is_rational_function() and sp.count_ops(value) <= LARGEST:
        forms += [_grouped(f, positive) for f in (sp.factor(value),) if _keeps_digits(f)]
    return forms


def operations(values: Sequence[Expr]) -> int:
    """Return about how many operations on arrays the formulas take, shared parts counted once."""
    total = 0
    for node in {n for v in values for n in sp.preorder_traversal(v)}:
        if isinstance(node, (sp.Add, sp.Mul)):
            total += len(node.args) - 1 - any(a.is_Pow and a.exp == -1 for a in node.args[1:])
        elif isinstance(node, sp.Pow):
            total += 1 if abs(node.exp) in (1, 2) else 2 if node.exp.is_Integer else 8
        elif node.args:
            total += 4
    return total


def _keeps_digits(value: Expr) -> bool:
    """Whether all sums in a formula are of two monomials."""
    return all(len(s.args) == 2 and all(_monomial(t) for t in s.args) for s in value.atoms(sp.Add))


def _monomial(term: Expr) -> bool:
    return all(f.is_number or f.is_Symbol or (f.is_Pow and f.base.is_Symbol) for f in sp.Mul.make_args(term))


# --- common factors -------------------------------------------------------------------------------


def _grouped(value: Expr, positive: Positive) -> Expr:
    """Return a formula with common factors taken out of its sums."""

    def rule(node: Expr) -> Expr:
        if isinstance(node, sp.Mul):
            return _unnested(node)
        if not isinstance(node, sp.Add):
            return node
        return _taken_out(node, positive)

    return bottom_up(value, rule)


def _unnested(product: Expr) -> Expr:
    """Return a product with the numbers of its factors brought to the front."""
    numbers, rest = [], []
    for factor in product.args:
        number, other = factor.as_content_primitive() if isinstance(factor, sp.Add) else (sp.Integer(1), factor)
        numbers.append(number)
        rest.append(other)
    return sp.Mul(*numbers, *rest) if any(n != 1 for n in numbers) else product


def _taken_out(total: Expr, positive: Positive) -> Expr:
    """Return a sum with the factor that most of its terms share taken out, and so on."""
    absorbed = _absorbed(total)
    if absorbed is not None:
        group, outside = absorbed
        group = sp.Mul(*(_taken_out(f, positive) if isinstance(f, sp.Add) else f for f in group.args))
        return sp.Add(group, _rest(outside, positive)) if outside else group
    counts = Counter(f for term in total.args for f in _separable(term))
    if not counts or max(counts.values()) < 2:
        return lower_differences(_hyperbolic(total), positive)
    factor = max(counts, key=lambda f: (counts[f], sp.count_ops(f), sp.default_sort_key(f)))
    inside = [_without(term, factor) for term in total.args if factor in _separable(term)]
    outside = [term for term in total.args if factor not in _separable(term)]
    number, inner = sp.Add(*inside).as_content_primitive()
    if inner.could_extract_minus_sign():
        number, inner = -number, -inner
    within = _taken_out(inner, positive) if isinstance(inner, sp.Add) else inner
    group = sp.Mul(number, factor, within)
    return group if not outside else sp.Add(group, _rest(outside, positive))


def _absorbed(total: Expr) -> tuple[Expr, tuple[Expr, ...]] | None:
    """Return c·S + S, of which the terms of S stand alone, as (c + 1)·S, and the terms that are left; else ``None``."""
    alone = set(total.args)
    for term in total.args:
        for factor in sp.Mul.make_args(term):
            for sign in (1, -1) if isinstance(factor, sp.Add) else ():
                same = {sign * a for a in factor.args}
                if same <= alone - {term}:
                    return sp.Mul(_without(term, factor) + sign, factor), tuple(alone - same - {term})
    return None


def _rest(terms: Sequence[Expr], positive: Positive) -> Expr:
    total = sp.Add(*terms)
    return _taken_out(total, positive) if isinstance(total, sp.Add) else total


def _separable(term: Expr) -> set[Expr]:
    """Return the factors of a term that are no numbers; of powers one factor alone.

    Not those without which a sum would be left: its terms would be added to others one by one, in another order.
    """
    found = set()
    for factor in sp.Mul.make_args(term):
        if factor.is_Pow and factor.exp.is_Integer and abs(factor.exp) > 1:
            factor = factor.base if factor.exp > 0 else 1 / factor.base
        if not (factor.is_number or isinstance(_without(term, factor), sp.Add)):
            found.add(factor)
    return found


def _without(term: Expr, factor: Expr) -> Expr:
    """Return a term without one of its factors; division would leave exponentials of sums standing beside each other."""
    factors = list(sp.Mul.make_args(term))
    if factor in factors:
        factors.remove(factor)
        return sp.Mul(*factors)
    return term / factor


def _hyperbolic(total: Expr) -> Expr:
    """Write 1 - 2/(1 + exp(u)) as tanh(u/2)."""
    constant, rest = total.as_coeff_Add()
    factor, quotient = rest.as_coeff_Mul()
    if constant == 0 or factor != -2 * constant or not (quotient.is_Pow and quotient.exp == -1):
        return total
    one, exponential = quotient.base.as_coeff_Add()
    if one != 1 or not isinstance(exponential, sp.exp):
        return total
    return constant * sp.tanh(exponential.args[0] / 2)
