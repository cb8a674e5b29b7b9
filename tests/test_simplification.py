"""The shortest equal form of a value."""

import pytest
import sympy as sp

from symfisher.normal_form import Field
from symfisher.simplification import by_partial_fractions, by_shared_coefficients, cost, shortest

a, b, c = sp.symbols("a b c", positive=True)


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (1 / a + 1 / (1 - a), "1/(a*(1 - a))"),
        (sp.polygamma(1, a) - sp.polygamma(1, a + b), "polygamma(1, a) - polygamma(1, a + b)"),
        (sp.polygamma(1, a) - 1 / a**2, "polygamma(1, a + 1)"),
        (sp.polygamma(1, a + 1) + 1 / a**2 + 1 / (a - 1) ** 2, "polygamma(1, a - 1)"),
        (2 / a**2, "2/a**2"),
        (sp.Integer(0), "0"),
        ((sp.exp(b) + sp.exp(a)) / (sp.exp(a) * b), "(exp(-a + b) + 1)/b"),
    ],
)
def test_of_equal_forms_the_shortest_is_taken(value, short):
    """Fractions are joined or split, whichever costs less; a monomial stays what it is."""
    field = Field([value])
    found = shortest(field, field.convert(value))
    assert sp.simplify(sp.expand_func(found - value)) == 0
    assert cost(found) <= cost(sp.sympify(short))


@pytest.mark.parametrize(
    "value",
    [
        1 / (a * (a + b)),
        (a + 1) / (a * (a + b) ** 2),
        1 / (a * (a + 1)),
        (a**3 + b) / ((a + b) * (a - b)),
        (a + 2) / (a**2 * (a**2 + a + 1) * 3),
        sp.exp(2 * a) / (b**2 * (sp.exp(a) - 1) ** 2),
    ],
)
def test_partial_fractions_are_those_of_sympy(value):
    """They are equal to the fraction, and have as many terms as SymPy's in one of the generators."""
    field = Field([value])
    found = list(by_partial_fractions(field, field.convert(value)))
    assert all(sp.simplify(form - value) == 0 for form in found)
    plain = value.subs(sp.exp(a), c)
    counts = {len(sp.Add.make_args(sp.apart(plain, g))) for g in sorted(plain.free_symbols, key=str)}
    assert {len(sp.Add.make_args(form)) for form in found} <= counts


def test_a_single_denominator_has_no_partial_fractions():
    """One factor below leaves nothing to split."""
    field = Field([b / (a + 1)])
    assert not list(by_partial_fractions(field, field.convert(b / (a + 1))))


def test_functions_with_one_coefficient_are_gathered():
    """A coefficient that several special functions share, but for a number, is written once; three functions stay apart."""
    shared = (1 + a**2) * (3 * sp.log(a + 1) ** 2 + 6 * sp.polylog(2, a) + sp.pi**2) + 9 * (a + 2) * sp.log(a + 1)
    field = Field([sp.expand(shared)])
    (form,) = by_shared_coefficients(field, field.convert(sp.expand(shared)))
    assert sp.expand(form - shared) == 0
    assert cost(form) <= cost(shared)
    field = Field([a * sp.log(b) + a * sp.log(c)])
    assert not list(by_shared_coefficients(field, field.convert(a * sp.log(b) + a * sp.log(c))))
