"""Mixture of two normal distributions: no closed form, but numbers."""

import mpmath
import sympy as sp
from page import Answer, integral, tell

import symfisher

DENSITY = """f(x; w, m1, s1, m2, s2) = w*exp(-(x-m1)^2/(2*s1^2))/(s1*sqrt(2*pi))
             + (1-w)*exp(-(x-m2)^2/(2*s2^2))/(s2*sqrt(2*pi)), 0 < w < 1, s1 > 0, s2 > 0, x in R"""


def main() -> Answer:
    """Answer question 18."""
    found = symfisher.derive(DENSITY)
    w, m1, s1, m2, s2 = 0.5, -1, 1, 1, 1
    matrix = found.callables().expected_information(w, m1, s1, m2, s2)
    x = sp.Symbol("x", real=True)
    first, second = (sp.exp(-((x - m) ** 2) / 2) / sp.sqrt(2 * sp.pi) for m in (m1, m2))
    by_quadrature = integral((first - second) ** 2 / (w * first + (1 - w) * second), x, -mpmath.inf, mpmath.inf)
    tell(
        "Fisher information of w*N(m1, s1^2) + (1-w)*N(m2, s2^2), five parameters.",
        f"""Closed form: {"found" if found.closed_form else "not found"}; every entry stays one integral over x. At w
        = 1/2, m1 = -1, m2 = 1, s1 = s2 = 1 the entry (w, w) is {matrix[0, 0]:.5g}; by direct quadrature
        {by_quadrature:.5g}.""",
        f"""As if the component of each x were seen, it would be 1/(w*(1-w)) = {1 / (w * (1 - w)):.5g}: an upper
        limit, reached only by components that do not overlap.""",
    )
    return {"closed form": found.closed_form, "matrix": matrix, "I_ww": by_quadrature}


if __name__ == "__main__":
    main()
