"""Generalised logistic: a beta distribution in disguise."""

import mpmath
import sympy as sp
from page import Answer, integral, number, numbers, tell

import symfisher

DENSITY = "f(x; a, b, c) = a*b*exp(-a*(x-c))/(1 + exp(-a*(x-c)))^(b+1), x in R, a > 0, b > 0, c in R"


def main() -> Answer:
    """Answer question 15."""
    found = symfisher.derive(DENSITY)
    information = found.expected_information
    x, point = sp.Symbol("x", real=True), {"a": 2, "b": 3, "c": 0}
    f = sp.exp(found.log_density.subs(point)).subs("x", x)
    score = found.score[0].subs(point).subs("x", x)
    by_quadrature = integral(score**2 * f, x, -mpmath.inf, mpmath.inf)
    tell(
        "Fisher information of a*b*exp(-z)/(1 + exp(-z))^(b+1), z = a*(x - c).",
        f"""Closed in all entries, since 1/(1 + exp(-z)) is Beta(b, 1): I(a, a) = {information[0, 0]}, I(a, b) =
        {information[0, 1]}, I(a, c) = {information[0, 2]}, I(b, b) = {information[1, 1]}, I(b, c) =
        {information[1, 2]}, I(c, c) = {information[2, 2]}.""",
        f"""Nobody in the thread had a closed form. At a = 2, b = 3 the matrix is {numbers(information, a=2, b=3)},
        I(a, a) by quadrature {by_quadrature:.5g}. Setting b = 1 for simplicity gives
        {number(information[0, 0], a=2, b=1)}.""",
    )
    return {"information": information, "I_aa at (2, 3, 0)": by_quadrature}


if __name__ == "__main__":
    main()
