"""Cauchy location: the logarithm comes first."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 2."""
    found = symfisher.derive("f(x; theta) = 1/(pi*(1 + (x - theta)^2))")
    information = found.expected_information[0]
    x = sp.Symbol("x", real=True)
    f = 1 / (sp.pi * (1 + x**2))
    wrong = sp.integrate(sp.diff(f, x) ** 2 * f, (x, -sp.oo, sp.oo))
    tell(
        "Fisher information of n observations of Cauchy(theta, 1).",
        f"""{information} for one observation, n*{information} for n. The score is {sp.factor(found.score[0])}.""",
        f"""The asker differentiated f instead of log f: E[(df/dtheta)^2] = {wrong} = {number(wrong)} is another
        number than {number(information)}, and no information.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
