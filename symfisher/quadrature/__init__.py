"""Expectations as numbers, independent of the closed-form routes: integrals and sums of a density times anything.

Double-exponential rules in double precision for one and two variables, sums with Euler-Maclaurin tails for discrete
ones, mpmath where more digits are asked for. What does not converge is reported, never returned as a number.
"""

from symfisher.quadrature.moments import Moments, expectations, moments, total_mass
from symfisher.quadrature.points import draw_points
from symfisher.quadrature.precise import outer_precisely

__all__ = ["Moments", "draw_points", "expectations", "moments", "outer_precisely", "total_mass"]
