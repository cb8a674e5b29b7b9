"""Student t in (mu, log sigma, log nu): the coordinates of a fitting package."""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher

TWO = """f(x; mu, l) = Gamma((nu+1)/2)/(Gamma(nu/2)*sqrt(pi*nu)*exp(l))*(1 + (x-mu)^2/(nu*exp(2*l)))^(-(nu+1)/2),
         x in R, nu > 0"""
THREE = """f(x; mu, l, k) = Gamma((exp(k)+1)/2)/(Gamma(exp(k)/2)*sqrt(pi*exp(k))*exp(l))
           *(1 + (x-mu)^2/(exp(k)*exp(2*l)))^(-(exp(k)+1)/2), x in R"""


def main() -> Answer:
    """Answer question 4."""
    two = symfisher.derive(TWO).expected_information
    three = symfisher.derive(THREE).expected_information
    shipped = sp.sympify("nu/(2*(nu+3)*sigma**2)")
    tell(
        "Fisher information of Student's t in (mu, l = log sigma), and with k = log nu.",
        f"""{plain(two)}; with k, the entries (l, k) and (k, k) are {three[1, 2]} and {three[2, 2]}.""",
        f"""A released package has nu/(2*(nu+3)*sigma^2) for (l, l): {number(shipped, nu=5, sigma=2)} at nu = 5, sigma
        = 2, instead of {number(two[1, 1], nu=5)}. It mixes the coordinates: the factor 1/sigma^2 belongs to sigma,
        and in log sigma nothing may depend on the scale.""",
    )
    return {"two": two, "three": three}


if __name__ == "__main__":
    main()
