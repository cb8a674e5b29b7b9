"""Derivations made by hand, so that rendering is tested without the engine."""

from __future__ import annotations

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import (
    Condition,
    Derivation,
    Identifiability,
    NumericalValue,
    Proof,
    Regularity,
    Results,
    Step,
    Verification,
)
from symfisher.domains import COUNTS, NATURAL, POSITIVE, REAL


def quantities(kind, *named):
    return tuple(Quantity(name, own_symbol(kind, i, domain), domain) for i, (name, domain) in enumerate(named, 1))


def build(expression, variables, parameters, information, constants=(), **fields):
    """Build a derivation from functions of symbols: ``expression(x…, θ…, c…)``, ``information(θ…, c…)``."""
    xs, thetas = quantities("x", *variables), quantities("t", *parameters)
    cs = quantities("c", *constants)
    symbols = [[q.symbol for q in group] for group in (xs, thetas, cs)]
    density = Density(expression(*symbols[0], *symbols[1], *symbols[2]), xs, thetas, cs, fields.pop("inferred", ()))
    log_density = sp.expand_log(sp.log(density.expression), force=True)
    score = sp.ImmutableMatrix([sp.diff(log_density, t) for t in symbols[1]])
    hessian = sp.ImmutableMatrix(sp.hessian(log_density, symbols[1]))
    found = information(*symbols[1], *symbols[2])
    proofs = tuple(
        tuple(None if e is None else Proof(sp.sympify(e), "span", None, steps=()) for e in row) for row in found
    )
    total, ends = (sp.Sum if density.discrete else sp.Integral), xs[0].domain.ends
    integrals = sp.ImmutableMatrix(
        [
            [
                total(density.expression * score[i] * score[j], (symbols[0][0], *ends)) if e is None else e
                for j, e in enumerate(row)
            ]
            for i, row in enumerate(found)
        ]
    )
    results = Results(log_density, score, hessian, integrals, fields.pop("hessian_information", None))
    return Derivation(density, results, proofs, **fields)


def exponential(name="theta", **fields):
    return build(
        lambda x, t: t * sp.exp(-t * x),
        [("x", POSITIVE)],
        [(name, POSITIVE)],
        lambda t: [[t**-2]],
        inferred=("support x > 0 (inferred: the density integrates to 1 there)",),
        verification=Verification("passed", "quadrature", ({name: sp.Rational(7, 3)},), 3.2e-15),
        regularity=Regularity("regular", None, "applies", (Condition("normalised", "holds", "the mass is one"),)),
        identifiable=Identifiability("holds", 1),
        **fields,
    )


def weibull(**fields):
    g = sp.EulerGamma
    return build(
        lambda x, k, s: k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k)),
        [("x", POSITIVE)],
        [("k", POSITIVE), ("x_m", POSITIVE)],
        lambda k, s: [[(sp.pi**2 / 6 + (1 - g) ** 2) / k**2, (g - 1) / s], [(g - 1) / s, k**2 / s**2]],
        **fields,
    )


def zeta(**fields):
    return build(
        lambda x, s: x**-s / sp.zeta(s),
        [("x", NATURAL)],
        [("lambda", POSITIVE)],
        lambda s: [[sp.Derivative(sp.zeta(s), (s, 2)) / sp.zeta(s) + sp.polygamma(1, s) + sp.polygamma(3, s) ** 2]],
        **fields,
    )


def half_open():
    """Two parameters named like SymPy's own, a constant, an entry without closed form, numbers and a told step."""
    first = own_symbol("t", 1, POSITIVE)
    step = Step("made_up_rule", first, first**2, (("by", sp.Integer(3)),), "x > 0", "Rao 1945")
    return build(
        lambda x, e, g, n: e**x * sp.exp(-g * n) / sp.gamma(x + 1),
        [("x", COUNTS)],
        [("E", POSITIVE), ("gamma", REAL)],
        lambda e, g, n: [[n / e, 0], [0, None]],
        [("n", NATURAL)],
        values=(
            NumericalValue({"E": sp.Rational(5, 2), "gamma": sp.Integer(0)}, (("0.4", "0"), ("0", "1.25")), 1e-12),
        ),
        steps=(step,),
        notes=("a note",),
        hessian_information=sp.ImmutableMatrix([[1, 0], [0, 2]]),
    )


ALL = (exponential, weibull, zeta, half_open)
