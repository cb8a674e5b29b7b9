"""Pareto IV and Burr XII: all entries are moments of one beta kernel."""

from page import Answer, at, number, plain, tell

import symfisher

PARETO = """f(x; s, g, a) = a/(g*s)*(x/s)^(1/g-1)*(1 + (x/s)^(1/g))^(-a-1), x > 0, s > 0, g > 0, a > 0"""


def main() -> Answer:
    """Answer question 27."""
    pareto = symfisher.derive(PARETO).expected_information
    burr = symfisher.derive("burr_xii(c, k)").expected_information
    bound = at(burr, c=1, k=3).inv()[1, 1]
    tell(
        "Fisher information of Pareto IV (scale s, inequality g, shape a), and of Burr XII (c, k).",
        f"""Under u = (x/s)^(1/g)/(1 + (x/s)^(1/g)) the density is Beta(1, a), so every entry is a moment of u and log
        u. Pareto IV: {plain(pareto)}. Burr XII: {plain(burr)}.""",
        f"""The shapes are not orthogonal: k^2 = 9 as the bound for k at c = 1, k = 3 ignores that c is estimated too;
        the bound is {number(bound)}.""",
    )
    return {"pareto": pareto, "burr": burr}


if __name__ == "__main__":
    main()
