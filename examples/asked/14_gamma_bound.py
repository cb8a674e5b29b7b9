"""Gamma: the bound is in the inverse of the matrix, not in the inverse of its entries."""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 14."""
    found = symfisher.derive("gamma(shape=p, scale=theta)")
    information = found.expected_information
    bound = information.inv().applyfunc(sp.factor)
    tell(
        "Cramer-Rao bound of the gamma distribution for shape p and scale theta, one observation.",
        f"""The inverse of {plain(information)}, which is {plain(bound)}.""",
        f"""1/I(p, p) is the bound for p only if theta is known: {number(1 / information[0, 0], p=2)} at p = 2,
        instead of {number(bound[0, 0], p=2)} when theta is unknown.""",
    )
    return {"information": information, "bound": bound}


if __name__ == "__main__":
    main()
