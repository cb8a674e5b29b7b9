"""Bivariate normal with all five parameters."""

from page import Answer, number, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 17."""
    found = symfisher.derive("bivariate_normal(m1, m2, s1, s2, rho)")
    information = found.expected_information
    routes = sorted({proof.route for row in found.proofs for proof in row if proof})
    at = {"s1": 1, "s2": 2, "rho": 0.5}
    tell(
        "The 5 x 5 Fisher information of the bivariate normal distribution (m1, m2, s1, s2, rho).",
        f"""Means: {plain(information[:2, :2])}; standard deviations and correlation: {plain(information[2:, 2:])};
        nothing between the two blocks. Route: {", ".join(routes)}, without any integral, which is where the asker's
        computer algebra did not finish.""",
        f"""The standard deviations are not orthogonal to each other: 1/I(s1, s1) =
        {number(1 / information[2, 2], **at)} at s1 = 1, s2 = 2, rho = 1/2, but the bound for s1 is
        {number(information.inv()[2, 2], **at)}, that is s1^2/2.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
