"""Score and observed information are shown as a textbook writes them, and have the value of the derivatives."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher import derive

FORMS = [
    ("p^x*(1-p)^(1-x), x in {0, 1}", ["(x - p)/(p*(1 - p))"]),
    ("sqrt(l/(2*pi*x^3))*exp(-l*(x-m)^2/(2*m^2*x)), x>0", ["1/(2*l) - (x - m)**2/(2*m**2*x)", "l*(x - m)/m**3"]),
    ("s/(pi*(s^2+(x-m)^2))", ["1/s - 2*s/(s**2 + (x - m)**2)", "2*(x - m)/(s**2 + (x - m)**2)"]),
    ("exp(-(log(x)-m)^2/(2*v))/(x*sqrt(2*pi*v)), x>0", ["(log(x) - m)/v", "((log(x) - m)**2 - v)/(2*v**2)"]),
    ("b^a*x^(a-1)*exp(-b*x)/gamma(a), x>0", ["log(b) + log(x) - digamma(a)", "a/b - x"]),
]


@pytest.mark.parametrize(("density", "forms"), FORMS)
def test_scores_are_short(density, forms):
    """Each component of the score equals the form in books, with no more operations than it but for a sign."""
    found = derive(density)
    names = {name: sp.Symbol(name) for name in "p l m s v a b x".split()}
    books = [sp.sympify(form, names) for form in forms]
    for entry in found.score:
        book = next(b for b in books if sp.simplify(entry - b) == 0)
        assert entry.count_ops() <= book.count_ops() + 1


@pytest.mark.parametrize(
    "density", [d for d, _ in FORMS] + ["k/l*(x/l)^(k-1)*exp(-(x/l)^k), x>0", "exp(-abs(x-m)/b)/(2*b)"]
)
def test_what_is_shown_has_the_value_of_the_derivatives(density):
    """The matrices shown agree with those the engine works with at a point."""
    found = derive(density)
    point = {q.symbol: value for q, value in zip(found.density.quantities, (0.71, 0.37, 1.9), strict=False)}
    for shown, own in ((found.written.score, found.own.score), (found.written.hessian, found.own.hessian)):
        for a, b in zip(shown, own, strict=True):
            assert abs(sp.N((a - b).subs(point), 30)) < 1e-12


def test_many_parameters_are_left_as_they_are():
    """Nothing is rewritten in matrices of many entries."""
    names = "a b c d f g h".split()
    powers = "".join(f"*{name}^x{i}/x{i}!" for i, name in enumerate(names))
    found = derive(f"exp(-({'+'.join(names)})){powers}", support=", ".join(f"x{i} in {{0, 1, ...}}" for i in range(7)))
    assert found.written is found.own
