"""Means of rational functions under rational densities."""

import mpmath
import pytest
import sympy as sp

from symfisher.inference.expecting import problem_for
from symfisher.reading import read
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.rational_means import rational_mean


def test_two_cauchy_densities():
    """The divergence of two Cauchy densities is closed, least at the truth, and agrees with an integral of our own."""
    found = fisher_divergence("x ~ cauchy(m, g)", model_density="x ~ cauchy(a, c)")
    assert (found.minimizer, found.minimum) == ({n: found.minimizer[n] for n in "ac"}, 0)
    point = {"m": 0.3, "g": 0.7, "a": -0.2, "c": 1.3}
    closed = found.divergence.subs({s: point[s.name] for s in found.divergence.free_symbols})

    def gap(x):
        data, model = (-2 * (x - u) / (v**2 + (x - u) ** 2) for u, v in ((0.3, 0.7), (-0.2, 1.3)))
        return (model - data) ** 2 * 0.7 / mpmath.pi / (0.49 + (x - 0.3) ** 2)

    number = mpmath.quad(gap, [-mpmath.inf, -3, 0, 3, mpmath.inf])
    assert float(closed) == pytest.approx(float(number), rel=1e-12)


def test_pole_of_higher_order():
    """E[x²] = s² under a density that falls as x⁻⁴, whose poles are double."""
    problem = problem_for(read("2*s^3/(pi*(s^2+x^2)^2)"))
    (x,) = problem.density.xs
    assert sp.simplify(rational_mean(problem, x**2) - problem.density.thetas[0] ** 2) == 0


@pytest.mark.parametrize("h", [lambda x: x**2, lambda x: 1 / x, lambda x: sp.exp(-x)])
def test_declines(h):
    """A mean that is infinite, has a pole on the line, or is not rational is none."""
    problem = problem_for(read("x ~ cauchy(m, g)"))
    assert rational_mean(problem, h(problem.density.xs[0])) is None
