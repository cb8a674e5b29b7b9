"""Von Mises: the Bessel ratio A(kappa) = I_1(kappa)/I_0(kappa)."""

from page import Answer, number, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 25."""
    information = symfisher.derive("von_mises(mu, kappa)").expected_information
    tell(
        "Fisher information of the von Mises distribution (mu, kappa).",
        f"""{plain(information)}; with A = I_1/I_0 it is kappa*A for mu and 1 - A^2 - A/kappa for kappa.""",
        f"""kappa for mu, as for a normal distribution of variance 1/kappa, is right only for large kappa: at kappa =
        1 it is 1 instead of {number(information[0, 0], kappa=1)}.""",
    )
    return {"information": information}


if __name__ == "__main__":
    main()
