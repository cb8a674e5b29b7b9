"""Means of rational functions under Dirichlet densities."""

import numpy as np
import pytest
import sympy as sp

from symfisher.inference.expecting import problem_for
from symfisher.reading import read
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.simplex_means import simplex_mean


def test_powers_of_the_last_share():
    """E[x²/(1 − x − y)] of three shares is the product of rising factorials, and needs c > 1."""
    problem = problem_for(read("x ~ dirichlet(a, b, c)"))
    p, (x, y) = problem.density, problem.density.xs
    value, conditions = simplex_mean(problem, x**2 / (1 - x - y))
    a, b, c = p.thetas
    assert sp.simplify(value - a * (a + 1) / ((c - 1) * (a + b + c))) == 0
    assert conditions == (c > 1,)


@pytest.mark.slow
def test_divergence_of_two_dirichlet_densities():
    """The divergence agrees with a midpoint sum of our own over the triangle, and is least, and zero, at the truth."""
    found = fisher_divergence("x ~ dirichlet(a, b, c)", model_density="x ~ dirichlet(u, v, w)")
    assert ({n: str(e) for n, e in found.minimizer.items()}, found.minimum) == ({"u": "a", "v": "b", "w": "c"}, 0)
    point = {"a": 6, "b": 5, "c": 5, "u": 4, "v": 6, "w": 3}
    closed = found.divergence.subs({s: point[s.name] for s in found.divergence.free_symbols})
    t = (np.arange(600) + 0.5) / 600
    x, share = np.meshgrid(t, t, indexing="ij")
    y = share * (1 - x)
    z = 1 - x - y
    p = x**5 * y**4 * z**4 * (1 - x)
    gap_x, gap_y = -2 / x + 2 / z, 1 / y + 2 / z
    assert float(closed) == pytest.approx(np.sum(p * (gap_x**2 + gap_y**2)) / np.sum(p), rel=1e-4)


@pytest.mark.parametrize("text", ["l*u*exp(-l*x-u*y)", "x ~ normal(m, s)"])
def test_declines(text):
    """Other densities are none of this room's."""
    support = "x > 0, y > 0" if "u" in text else None
    problem = problem_for(read(text, support=support))
    assert simplex_mean(problem, problem.density.xs[0]) is None
