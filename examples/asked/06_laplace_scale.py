"""Laplace scale: a mean of squares cannot be negative."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 6."""
    found = symfisher.derive("f(x; s) = exp(-abs(x)/s)/(2*s), s > 0, x in R")
    information = found.expected_information[0]
    wrong = found.observed_information[0].subs(sp.Abs(sp.Symbol("x")), 0)
    tell(
        "Fisher information of Laplace(0, s) for the scale s.",
        f"""{information}. The observed information is {found.observed_information[0]}, and E|x| = s.""",
        f"""The asker took E|x| = E[x] = 0, which turns it into {wrong}: at s = 1 that is {number(wrong, s=1)} instead
        of {number(information, s=1)}. A negative value is impossible: the information is E[score^2], a mean of
        squares.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
