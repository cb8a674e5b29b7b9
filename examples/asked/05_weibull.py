"""Weibull: Euler's constant and pi^2/6 come from the logarithm of an exponential variable."""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 5."""
    found = symfisher.derive("weibull(k, lambda)")
    information = found.expected_information
    k = sp.Symbol("k")
    tell(
        "Fisher information of Weibull(k, lambda), shape and scale.",
        f"""{plain(information)}, since u = (x/lambda)^k is Exp(1) and E[u*log(u)] = 1 - EulerGamma, E[u*log(u)^2] =
        (1 - EulerGamma)^2 + pi^2/6 - 1.""",
        f"""Leaving the logarithms out gives {number(1 / k**2, k=2)} for (k, k) at k = 2, instead of
        {number(information[0, 0], k=2)}; and the parameters are not orthogonal.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
