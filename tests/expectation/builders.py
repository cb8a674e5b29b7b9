"""Densities, problems and routes for the tests of single routes."""

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Proof
from symfisher.evaluation import evaluate_mp
from symfisher.expectation.problem import Problem
from symfisher.quadrature import draw_points, moments
from symfisher.replay import replay
from symfisher.signs import Signs


def density(write, support, *parameters, constants=()):
    """Return the density ``write(x, *parameters, *constants)``; a domain may be a function of the constants."""
    cs = tuple(own_symbol("c", i, d) for i, d in enumerate(constants, 1))
    support = support(*cs) if callable(support) else support
    x = own_symbol("x", 1, support)
    ts = tuple(own_symbol("t", i, d) for i, d in enumerate(parameters, 1))
    return Density(
        sp.sympify(write(x, *ts, *cs)),
        (Quantity("x", x, support),),
        tuple(Quantity(f"t{i}", t, d) for i, (t, d) in enumerate(zip(ts, parameters, strict=True), 1)),
        tuple(Quantity(f"c{i}", c, d) for i, (c, d) in enumerate(zip(cs, constants, strict=True), 1)),
    )


def problem(d):
    """Return the problem of a density."""
    signs = Signs.of(d)
    return Problem(d, differentiate(d, signs), signs)


def solved(route, d):
    """Return the answers of a route for minus the Hessian, each proof checked by replay and by quadrature."""
    p = problem(d)
    answers = route.attempt(p, p.negative_hessian)
    point = draw_points(d, 1)[0]
    numbers = moments(d, p.calculus.log_density, p.calculus.score, p.calculus.hessian, point)
    for (i, j), answer in answers.items():
        if isinstance(answer, Proof):
            scale = float(numbers.outer[i, i] * numbers.outer[j, j]) ** 0.5
            value = complex(evaluate_mp([answer.value], point, 25)[0])
            assert abs(value - numbers.neg_hessian[i, j]) <= 1e-8 * scale, (i, j, value)
            outcome = replay(answer, p, (i, j), "hessian")
            assert outcome.ok, (i, j, outcome.reason)
    return {entry: answer.value if isinstance(answer, Proof) else None for entry, answer in answers.items()}


def equal(value, expected):
    """Say whether two closed forms agree, at a few points to 25 digits."""
    symbols = sorted((value.free_symbols | expected.free_symbols), key=str)
    points = [{s: sp.Rational(7 * k + 3 + 2 * i, 29 + 3 * k) for i, s in enumerate(symbols)} for k in range(3)]
    pairs = [evaluate_mp([value, expected], point, 40) for point in points]
    return all(abs(a - b) < 1e-25 * (1 + abs(a)) for a, b in pairs)
