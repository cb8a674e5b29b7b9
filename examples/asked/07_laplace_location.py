"""Laplace location: a kink, where the second derivative sees nothing."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 7."""
    found = symfisher.derive("f(x; m) = exp(-abs(x-m)/b)/(2*b), b > 0, x in R", parameters=["m"])
    information, hessian = found.expected_information[0], found.hessian_information[0]
    b, n = sp.symbols("b n", positive=True)
    median = 1 / (4 * n * (1 / (2 * b)) ** 2)
    tell(
        "Fisher information of Laplace(m, b) for the location m; standard error of the sample median.",
        f"""{information}; the Cramer-Rao bound {found.regularity.cramer_rao}. The median of a large sample has the
        variance 1/(4*n*f(m)^2) = {median}, which is that bound: standard error b/sqrt(n).""",
        f"""The second derivative of log f is zero except at the kink, so -E[Hessian] = {hessian} instead of
        {number(information, b=1)} at b = 1; the mass at the kink is lost. Only E[score^2] is the information.""",
    )
    return {"information": information, "hessian": hessian}


if __name__ == "__main__":
    main()
