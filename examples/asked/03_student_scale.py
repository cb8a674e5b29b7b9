"""Student t: the information about the squared scale, and its inverse."""

import sympy as sp
from page import Answer, number, tell

import symfisher

DENSITY = """f(x; v) = Gamma((nu+1)/2)/(Gamma(nu/2)*sqrt(pi*nu*v))*(1 + x^2/(nu*v))^(-(nu+1)/2),
             x in R, v > 0, nu > 0"""


def main() -> Answer:
    """Answer question 3."""
    found = symfisher.derive(DENSITY)
    information = found.expected_information[0]
    bound = sp.factor(1 / information)
    status = next(c.status for c in found.regularity.conditions if c.name == "mean-score-zero")
    v = sp.Symbol("v")
    tell(
        "Fisher information of Student's t for v = sigma^2 with nu degrees of freedom known. Is the mean score zero?",
        f"""{information}; its inverse is {bound}. The mean score is zero: the condition {status}.""",
        f"""2*v^2, the bound of the normal distribution, is {number(2 * v**2, v=2)} at nu = 5, v = 2, where no
        estimator goes below {number(bound, nu=5, v=2)}. And v is no variance: that is v*nu/(nu - 2), for nu > 2
        only.""",
    )
    return {"information": information, "bound": bound}


if __name__ == "__main__":
    main()
