"""`symfisher.codegen.stable`: rewritings are identities."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

import symfisher
from symfisher.codegen import functions as fn
from symfisher.codegen.embedding import helpers_for
from symfisher.codegen.numpy_printer import to_numpy
from symfisher.codegen.runtime import arrays, special, tracking
from symfisher.codegen.stable import stable

X = sp.Symbol("_x1", real=True)
T = sp.Symbol("_t1", positive=True)
S = sp.Symbol("_t2", positive=True)

FORMULAS = [
    sp.log(1 + sp.exp(X)),
    sp.exp(-X) / (1 + sp.exp(-X)) ** 2,
    (1 - sp.exp(X)) / (1 + sp.exp(X)),
    sp.log(T * sp.exp(-(X**2)) + S * sp.exp(-((X - 1) ** 2))),
    sp.exp(-(X**2)) / (1 + sp.erf(X)),
    sp.log(sp.erfc(X / T)) + sp.log(1 - sp.erf(X)),
    sp.exp(T**2) * sp.erfc(T),
    sp.besseli(1, T) / sp.besseli(0, T),
    sp.log(sp.besseli(0, T)),
    sp.loggamma(T + S) - sp.loggamma(T),
    sp.log(sp.gamma(T + 1) / sp.gamma(S)),
    sp.log(sp.beta(T, S)),
    T ** (-S) / (1 + T ** (-S)) ** 2,
    1 / (sp.exp(T) - 1) - sp.exp(T) / (sp.exp(T) - 1) ** 2,
    sp.sech(X) ** 2 * sp.tanh(X),
    sp.Piecewise((sp.log(T), X > 0), (sp.log(S), True)),
    sp.pi**2 / 6 * T + sp.EulerGamma * S**2 + sp.polygamma(1, T),
    sp.zeta(T + 2, S),
    T ** sp.Rational(3, 2) / S ** sp.Rational(5, 2),
    sp.Max(X, T) - sp.Min(X, S, T),
    -T / (2 * S) - (X - T) ** 2 / (3 * S**2),
    sp.expint(1, T) + sp.Ei(S),
]


def compute(expression: sp.Expr, values: dict) -> float:
    """Return what the printed text computes."""
    names = {**vars(arrays), **vars(special), **vars(tracking), **{s.name: v for s, v in values.items()}}
    return float(eval(to_numpy(expression), names))


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
@pytest.mark.parametrize("point", [(0.7, 1.3, 2.2), (-1.1, 0.4, 0.3)])
def test_rewriting_keeps_values(formula: sp.Expr, point: tuple[float, float, float]) -> None:
    """The stable form, printed and run, has the value of the formula."""
    values = dict(zip((X, T, S), point, strict=True))
    wanted = float(sp.N(formula.xreplace({s: sp.Rational(str(v)) for s, v in values.items()}), 25))
    assert compute(stable(formula), values) == pytest.approx(wanted, rel=1e-13)


@pytest.mark.parametrize(
    ("formula", "point", "wanted"),
    [
        (sp.exp(-X) / (1 + sp.exp(-X)) ** 2, (-800.0, 1.0, 1.0), 0.0),
        (sp.exp(-(X**2)) / (1 + sp.erf(X)), (-40.0, 1.0, 1.0), float(mp.exp(-1600) / mp.erfc(40))),
        (sp.besseli(1, T) / sp.besseli(0, T), (0.0, 1e5, 1.0), 1 - 5e-6),
        (sp.exp(T**2) * sp.erfc(T), (0.0, 100.0, 1.0), 0.005641613782989433),
        (sp.log(1 - sp.exp(-T)), (0.0, 1e-12, 1.0), float(np.log(1e-12))),
    ],
)
def test_rewriting_survives_where_the_formula_does_not(formula: sp.Expr, point: tuple, wanted: float) -> None:
    """Overflow and underflow are gone."""
    values = dict(zip((X, T, S), point, strict=True))
    assert compute(stable(formula), values) == pytest.approx(wanted, rel=1e-6, abs=1e-300)


def test_logarithms_without_proved_sign_are_not_split() -> None:
    """log(x y) of real x, y stays one logarithm."""
    y = sp.Symbol("_x2", real=True)
    assert stable(sp.log(X * y)) == sp.log(X * y)


def test_helpers_come_with_what_they_need() -> None:
    """A helper is copied with the helpers and constants it uses, without annotations."""
    text = helpers_for("_zeta_derivative(_t1, 2)")
    assert "_BERNOULLI = " in text
    assert "def _add_series(first, second):" in text
    assert helpers_for("_x1 + _np.exp(_t1)") == ""


def test_stable_functions_are_all_printed() -> None:
    """Every function that rewriting introduces has a NumPy form."""
    for _, kind in sorted(vars(fn).items()):
        if isinstance(kind, type) and issubclass(kind, fn.StableFunction) and kind is not fn.StableFunction:
            count = 1 if 1 in kind.nargs else 3 if 3 in kind.nargs else 2
            ordered = kind in (fn.PolygammaRest, fn.PolygammaDrop, fn.ErfcRest, fn.LogRest)
            order_first = [sp.Integer(1), T, S] if ordered else [T, sp.Integer(1)]
            assert to_numpy(kind(*order_first[:count]))


def test_the_score_of_a_skellam_distribution_keeps_its_digits() -> None:
    """Where the order is large beside the argument, terms in the order cancel before they are computed."""
    found = symfisher.derive(
        "exp(-a-b)*(a/b)^(x/2)*besseli(abs(x), 2*sqrt(a*b))", support="x in Z", parameters=["a > 0", "b > 0"]
    )
    score = found.callables("numpy").score(310.0, 300.0, 0.5)
    with mp.workdps(50):
        a, b, k = mp.mpf(300), mp.mpf(1) / 2, 310
        z = 2 * mp.sqrt(a * b)
        ratio = mp.besseli(k + 1, z) / mp.besseli(k, z)
        wanted = [k / a + mp.sqrt(b / a) * ratio - 1, mp.sqrt(a / b) * ratio - 1]
    assert [float(w) for w in wanted] == pytest.approx(list(score), rel=1e-12)
