"""Negative binomial in its mean and size: half of the matrix is simple, the entry of the size is a series."""

import sympy as sp
from page import Answer, number, tell, total

import symfisher


def main() -> Answer:
    """Answer question 1."""
    found = symfisher.derive("negative_binomial_unknown_size(size=m, mean=mu)", parameters=["mu", "m"], at="mu=3, m=2")
    information = found.expected_information
    right = found.values[0].expected_information[1][1]
    m, mu, x = sp.symbols("m mu x", positive=True)
    trigammas = sp.polygamma(1, m) - sp.polygamma(1, m + mu) - mu / (m * (m + mu))
    mass = sp.gamma(x + 2) / (sp.gamma(2) * sp.factorial(x)) * sp.Rational(2, 5) ** 2 * sp.Rational(3, 5) ** x
    series = total(mass * (sp.polygamma(1, 2) - sp.polygamma(1, x + 2)), x, 0) - 3 / (2 * 5)
    tell(
        "Fisher information of the negative binomial with mean mu and size m, both unknown.",
        f"""I(mu, mu) = {information[0, 0]}, I(mu, m) = {information[0, 1]}: the mean and the size are orthogonal.
        I(m, m) = E[(score of m)^2] has no elementary closed form; it stays a series, {float(right):.5g} at mu = 3, m
        = 2 (summed here from trigamma functions: {series:.5g}).""",
        f"""Putting the mean for X in E[trigamma(X + m)] gives trigamma(m) - trigamma(m + mu) - mu/(m*(m + mu)) =
        {number(trigammas.subs({m: 2, mu: 3}))} there: wrong, since trigamma is not linear.""",
    )
    return {"information": information, "I_mm at (3, 2)": float(right), "series": series}


if __name__ == "__main__":
    main()
