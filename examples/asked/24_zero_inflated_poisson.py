"""Zero-inflated Poisson: a zero does not say where it comes from."""

from page import Answer, number, plain, tell

import symfisher

DENSITY = """f(x; w, mu) = Piecewise((w + (1-w)*exp(-mu), Eq(x, 0)), ((1-w)*mu^x*exp(-mu)/factorial(x), True)),
             x in {0, 1, ...}, 0 < w < 1, mu > 0"""


def main() -> Answer:
    """Answer question 24."""
    information = symfisher.derive(DENSITY).expected_information
    seen = "1/(w*(1-w))"
    tell(
        "Fisher information of the zero-inflated Poisson distribution for its weight w.",
        f"""The mass at 0 and the tail are taken apart. I(w, w) = {information[0, 0]}; the whole matrix is
        {plain(information)}.""",
        f"""1/(w*(1-w)) would need to see which zeros are structural: {number(seen, w=0.3)} at w = 0.3, mu = 1,
        instead of {number(information[0, 0], w=0.3, mu=1)}.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
